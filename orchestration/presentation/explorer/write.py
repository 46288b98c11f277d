"""The explorer as files: one page, or a page beside a folder of chunks where one would be too large."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.presentation.explorer import bundle
from orchestration.presentation.explorer.chunks import NAMES, Chunks
from orchestration.presentation.explorer.gather import gather

# A page larger than this is cut into files; `INDICATORS_EXPLORER_MEGABYTES` says otherwise.
MEGABYTES = 5.0


@dataclass(frozen=True)
class Written:
    """What was written: the page's bytes, those of its chunks beside it, and how many of these there are."""

    page_bytes: int
    folder_bytes: int
    files: int


def write(
    connection: duckdb.DuckDBPyConnection, page: Path, folder: Path, stamp: str, facts: dict[str, Any]
) -> Written:
    """Write the explorer of a built warehouse; the folder is emptied first, and stays empty where the page holds all.

    Args:
        connection: to a database with marts and landing tables.
        page: the file of the page.
        folder: where chunks stand that do not fit into the page; beside the page.
        stamp: what the page was made by: letters and digits.
        facts: what the page tells of the warehouse besides what stands in it; JSON values alone.

    Raises:
        OSError: a file cannot be written.
        ValueError: the limit in the environment is no number.
    """
    cut = Chunks(connection, gather(connection), facts)
    limit = _limit() - len(bundle.script().encode()) - len(bundle.style().encode())
    inline: dict[str, str] = {}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    size = written = files = 0
    for key, chunk in cut.others():
        size += len(chunk.encode()) if key != NAMES else 0
        inline[key] = chunk
        if size > limit:
            # Too much for a page: what was kept so far, and all from here on, are files.
            for name, content in inline.items():
                written += _put(folder, name, bundle.loaded(name, content, stamp))
            files += len(inline)
            inline.clear()
    # A page that holds everything has these names with each place.
    inline.pop(NAMES, None)
    html = bundle.page(cut.core(), inline, folder.name if files else None, stamp)
    page.write_text(html, "utf-8")
    return Written(page.stat().st_size, written, files)


def _limit() -> int:
    told = os.environ.get("INDICATORS_EXPLORER_MEGABYTES") or MEGABYTES
    try:
        return int(float(told) * 1_000_000)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"INDICATORS_EXPLORER_MEGABYTES={told}: not a number of megabytes") from error


def _put(folder: Path, key: str, content: str) -> int:
    path = folder / f"{key}.js"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    return path.stat().st_size
