"""All rows that the rules extract from every text at hand, kept in one Parquet file to compare with later.

    python -m tests.rows_snapshot OUT.parquet [FOLDER …]

The texts are the samples in `raw/` and, where they stand beside the project, the shared corpus and cases; or those
of the folders that are named. `python -m tests.rows_diff BEFORE.parquet AFTER.parquet` shows what a change did.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import polars as pl

from orchestration.extraction.pipeline import extract
from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from tests.conftest import PROJECT, SHARED

FOLDERS = (PROJECT / "raw", SHARED / "corpus", SHARED / "cases")
# How much of the text stands before and after a figure in the examples of the comparison.
BEFORE, AFTER = 30, 20


def snapshot(folder: Path) -> pl.DataFrame:
    """The rows of one folder.

    Returns:
        One row per observation (`what` is `observation`, columns of `schema.Observation` without the keys), per
        report (`report`, with its region, year, kind, title and number of unexplained numbers), and per file that
        was set aside (`aside`, with the reason). `file` begins with the folder's name. `context` is the text around
        the figure, which stands between 【 and 】.

    """
    files = [file for file in list_files(folder) if file.path.suffix != ".tsv"]
    reading = read_all(files)
    reports = reading.reports.with_columns(file=pl.lit(f"{folder.name}/") + pl.col("file_name"))
    found = extract(reading.reports)
    unexplained = (
        found.number_mentions.filter(pl.col("disposition") == "unexplained").group_by("report_id").len("unexplained")
    )
    texts = dict(reports.select("report_id", "text").rows())
    observations = found.observations.join(reports.select("report_id", "file"), on="report_id", maintain_order="left")
    context = [
        _context(texts[report], start, end) for report, start, end in observations[["report_id", "start", "end"]].rows()
    ]
    parts = [
        observations.drop("report_id", "observation_id", "sentence_id").with_columns(
            pl.Series("context", context, dtype=pl.String), what=pl.lit("observation")
        ),
        reports.join(unexplained, on="report_id", how="left").select(
            "file", "title", "region", "report_year", "kind", pl.col("unexplained").fill_null(0), what=pl.lit("report")
        ),
        reading.quarantine.select("reason", file=pl.lit(f"{folder.name}/") + pl.col("file_name"), what=pl.lit("aside")),
    ]
    # Enums differ between versions of the schema; the comparison is of words.
    enums = [part.with_columns(pl.col(pl.Enum).cast(pl.String)) for part in parts]
    return pl.concat(enums, how="diagonal_relaxed").select("what", "file", pl.exclude("what", "file"))


def _context(text: str, start: int, end: int) -> str:
    marked = f"{text[max(start - BEFORE, 0) : start]}【{text[start:end]}】{text[end : end + AFTER]}"
    return "".join(marked.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, help="the Parquet file to write")
    parser.add_argument(
        "folders", nargs="*", type=Path, help="folders of texts; the samples and what is shared if none"
    )
    arguments = parser.parse_args()
    began = time.perf_counter()
    parts = []
    for folder in arguments.folders or FOLDERS:
        if folder.is_dir():
            parts.append(snapshot(folder.resolve()))
        else:
            print(f"{folder} is absent and left out", file=sys.stderr)
    rows = pl.concat(parts, how="diagonal_relaxed")
    rows.write_parquet(arguments.out)
    counts = ", ".join(f"{count} {what}" for what, count in rows.group_by("what").len().sort("what").rows())
    print(f"{arguments.out}: {counts} in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
