"""A folder → the frame of its reports and the frame of what had to be set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import dataframely as dy
import polars as pl

from orchestration.reading.catalogue import UnknownReportError, identify
from orchestration.reading.files import RawFile, UnreadableError, read
from orchestration.schema import Quarantine, Report


@dataclass(frozen=True)
class Reading:
    """Reports that could be read, and files set aside with their reasons."""

    reports: pl.DataFrame
    quarantine: pl.DataFrame


def report_id(content_hash: str) -> str:
    """The report's key: the first 16 digits of the hash of its bytes."""
    return content_hash[:16]


def read_all(files: Iterable[RawFile]) -> Reading:
    """Read every file; one that cannot be read is set aside and the others go on.

    A file with the bytes of another is set aside too: its figures are already there.
    """
    reports: list[dict[str, object]] = []
    aside: list[dict[str, object]] = []
    seen: dict[str, str] = {}
    for file in files:
        try:
            if file.content_hash in seen:
                raise UnreadableError(f"the same bytes as {seen[file.content_hash]}; remove one of the two")
            text = read(file)
            identity = identify(file.name, text.text)
        except (UnreadableError, UnknownReportError, OSError) as error:
            aside.append({"file_name": file.name, "content_hash": file.content_hash, "reason": str(error)})
            continue
        seen[file.content_hash] = file.name
        reports.append(
            {
                "report_id": report_id(file.content_hash),
                "file_name": file.name,
                "content_hash": file.content_hash,
                "characters": len(text.text),
                **asdict(identity),
                **asdict(text),
            }
        )
    return Reading(
        Report.validate(_frame(reports, Report), cast=True),
        Quarantine.validate(_frame(aside, Quarantine), cast=True),
    )


def _frame(rows: list[dict[str, object]], schema: type[dy.Schema]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema.create_empty().schema)
