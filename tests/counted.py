"""How often the work of a refresh is done, counted where it is done, for what is done once must not be done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch


@contextmanager
def counted(*extracting: ModuleType) -> Iterator[Counter[tuple[str, str]]]:
    """Count within the block: (what, of what) → how often.

    Args:
        extracting: modules that call `extract_batch` by this name; to import one of them here would start dbt.
    """
    from orchestration.extraction import batches, pipeline
    from orchestration.reading import files
    from orchestration.storage import audit, landing

    found: Counter[tuple[str, str]] = Counter()

    def watch(module: ModuleType, name: str, what: str, of: Callable[..., str]) -> Any:
        real = getattr(module, name)

        def calling(*arguments: Any, **named: Any) -> Any:
            found[what, of(*arguments)] += 1
            return real(*arguments, **named)

        return patch.object(module, name, calling)

    def given(*arguments: Any) -> Iterator[Any]:
        for batch in to_extract(*arguments):
            found["batch landed", ids_of(batch)] += 1
            yield batch

    def ids_of(batch: Any) -> str:
        return ",".join(sorted(batch["report_id"]))

    to_extract = landing.to_extract
    with ExitStack() as watched:
        for each in (
            watch(files, "report_paths", "folder listed", str),
            watch(files, "describe", "file hashed", lambda path, *_: path.name),
            watch(audit, "run", "rule run", lambda _, check: check.name),
            *(watch(module, "extract_batch", "batch extracted", ids_of) for module in extracting),
            watch(pipeline, "cut", "cut again", ids_of),
            watch(batches, "cut", "cut again", ids_of),
            patch.object(landing, "to_extract", given),
        ):
            watched.enter_context(each)
        yield found
