"""A small raw folder, and landing it as the pipeline does, without Dagster."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import duckdb

from orchestration.extraction.pipeline import extract_batch
from orchestration.fingerprints import extractor_version
from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from orchestration.reading.twins import Known
from orchestration.storage import landing

TEXT = "关于某市2024年国民经济和社会发展计划执行情况及2025年计划草案的报告\n全市地区生产总值增长{}%。\n"


def refresh(
    connection: duckdb.DuckDBPyConnection,
    raw: Path,
    version: str = "v",
    size: int = landing.BATCH_BYTES,
    batches: int | None = None,
) -> int:
    """Read and extract as the pipeline does, or some batches of it; the number of reports that were extracted."""
    files = list_files(raw)
    known = landing.known_files(connection, extractor_version()) & {(file.name, file.content_hash) for file in files}
    reading = read_all(
        files,
        known,
        known_texts=landing.known_texts(connection, known),
        known_reports=[Known(*row) for row in landing.known_reports(connection, known)],
        text_of=lambda name: landing.text_of(connection, name),
    )
    landing.land_reports(connection, reading.reports, reading.quarantine, known)
    done = 0
    for part in islice(landing.to_extract(connection, version, size), batches):
        extraction = extract_batch(part)
        frames = {table: getattr(extraction, table) for table in landing.EXTRACTED}
        landing.land_extraction(connection, part["report_id"], frames, version)
        done += part.height
    return done


def content(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the landing tables, in an order of their own."""
    return {table: connection.execute(f"from landing.{table} order by all").fetchall() for table in landing.TABLES}
