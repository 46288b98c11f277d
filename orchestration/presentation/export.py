"""Extracted rows as files: one row per observation, by the extraction contract."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import polars as pl

FORMATS = ("jsonl", "csv", "parquet")
# A spreadsheet takes a cell that begins so for a formula, the wide forms included, and may run it. A number with a sign
# begins so as well, and is left alone.
FORMULA = r"^[\s\x00]*[=+\-@＝＋－＠]|^[\t\r\n\x00]"
_NUMBER = r"^[+\-]?[0-9][0-9,]*(?:\.[0-9]+)?[%‰]?$"


def write(observations: pl.DataFrame, form: str, target: Path | BinaryIO, *, keep_formulas: bool = False) -> None:
    """Write the rows in one of `FORMATS`.

    In CSV, text that a spreadsheet would take for a formula gets a `'` in front, as spreadsheets themselves write it.

    Args:
        observations: the rows.
        form: one of `FORMATS`.
        target: where to.
        keep_formulas: write such text as it is, for programs that read the file.

    Raises:
        ValueError: an unknown format.
        OSError: the target cannot be written.
    """
    plain = observations.with_columns(pl.col(pl.Enum).cast(pl.String))
    if form == "jsonl":
        plain.write_ndjson(target)
    elif form == "csv":
        (plain if keep_formulas else _without_formulas(plain)).write_csv(target)
    elif form == "parquet":
        plain.write_parquet(target)
    else:
        raise ValueError(f"{form}: not one of {', '.join(FORMATS)}")


def _without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    names = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    risky = {name: pl.col(name).str.contains(FORMULA) & ~pl.col(name).str.contains(_NUMBER) for name in names}
    return frame.with_columns(
        pl.when(risky[name]).then(pl.concat_str(pl.lit("'"), name)).otherwise(pl.col(name)).alias(name)
        for name in names
    )
