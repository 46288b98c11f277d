"""A folder → the frame of its reports and the frame of what had to be set aside."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import asdict, dataclass

import dataframely as dy
import polars as pl

from orchestration.reading.catalogue import UnknownReportError, identify
from orchestration.reading.files import TRANSIENT, RawFile, UnreadableError, read
from orchestration.schema import Quarantine, Report
from orchestration.versions import extractor_version


@dataclass(frozen=True)
class Reading:
    """Reports that could be read, and files set aside with their reasons."""

    reports: pl.DataFrame
    quarantine: pl.DataFrame


def report_id(content_hash: str) -> str:
    """The report's key: the first 16 digits of the hash of its bytes."""
    return content_hash[:16]


def read_all(
    files: Iterable[RawFile], known: Container[tuple[str, str]] = (), report_year: int | None = None
) -> Reading:
    """Read every file; one that cannot be read is set aside and the others go on.

    A file with the bytes of another is set aside too: its figures are already there. The first by name stays.

    Args:
        files: what stands in the folder.
        known: (file name, content hash) of what was read before: passed over.
        report_year: the year of issue, where the caller knows it better than the text.

    Raises:
        OSError: the disk or share fails in a way that may pass (`files.TRANSIENT`).
    """
    reports: list[dict[str, object]] = []
    aside: list[dict[str, object]] = []
    first: dict[str, str] = {}
    for file in sorted(files, key=lambda file: file.name):
        try:
            if (twin := first.setdefault(file.content_hash, file.name)) != file.name and file.size:
                raise UnreadableError(f"the same bytes as {twin}; remove one of the two")
            if (file.name, file.content_hash) in known:
                continue
            text = read(file)
            identity = identify(file.name, text.text, report_year)
        except (UnreadableError, UnknownReportError, OSError) as error:
            # Setting the file aside would take its figures from readers for a moment's fault of the disk.
            if isinstance(error, OSError) and error.errno in TRANSIENT:
                raise
            aside.append({"file_name": file.name, "content_hash": file.content_hash, "reason": str(error)})
            continue
        reports.append(
            {
                "report_id": report_id(file.content_hash),
                "file_name": file.name,
                "content_hash": file.content_hash,
                "characters": len(text.text),
                "reader_version": extractor_version(),
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
