"""Extracted rows as files: one row per observation, by the extraction contract."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import polars as pl

FORMATS = ("jsonl", "csv", "parquet")


def write(observations: pl.DataFrame, form: str, target: Path | BinaryIO) -> None:
    """Write the rows in one of `FORMATS`.

    Raises:
        ValueError: an unknown format.
        OSError: the target cannot be written.
    """
    plain = observations.with_columns(pl.col(pl.Enum).cast(pl.String))
    if form == "jsonl":
        plain.write_ndjson(target)
    elif form == "csv":
        plain.write_csv(target)
    elif form == "parquet":
        plain.write_parquet(target)
    else:
        raise ValueError(f"{form}: not one of {', '.join(FORMATS)}")
