"""Figures whose numbers were recognized in a picture, and not surely: each gets a flag."""

from __future__ import annotations

import polars as pl

# A number less likely than this is doubtful; the readers' flag `doubtful_numbers` means the same.
SURE = 0.9
FLAG = "recognition_doubtful"
_NUMBERS = pl.List(pl.Struct({"start": pl.Int64, "end": pl.Int64, "confidence": pl.Float64}))


def flagged(observations: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Observations with the flag `recognition_doubtful` where a number of theirs is one.

    Args:
        observations: as extracted: `report_id`, `start`, `end`, `flags` joined by commas.
        reports: `report_id` and `recognized`, the numbers of a text that was recognized, as JSON; else null.
    """
    numbers = (
        reports.filter(pl.col("recognized").is_not_null())
        .select("report_id", number=pl.col("recognized").str.json_decode(_NUMBERS))
        .explode("number")
        .select("report_id", pl.col("number").struct.unnest())
        .filter(pl.col("confidence") < SURE)
        .select("report_id", number_start="start", number_end="end")
    )
    if numbers.is_empty():
        return observations
    doubtful = (
        observations.select("observation_id", "report_id", "start", "end")
        .join(numbers, on="report_id")
        .filter((pl.col("number_start") < pl.col("end")) & (pl.col("start") < pl.col("number_end")))
        .select("observation_id")
        .unique()
    )
    is_doubtful = pl.col("observation_id").is_in(doubtful["observation_id"].implode())
    flags = pl.when(pl.col("flags") == "").then(pl.lit(FLAG)).otherwise(pl.col("flags") + f",{FLAG}")
    return observations.with_columns(flags=pl.when(is_doubtful).then(flags).otherwise("flags"))
