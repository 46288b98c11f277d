"""Pairs of names that shared a key on real reports, each read by a person: do they measure the same?

Three draws: two of 200 pairs of figures at random, before and after names were brought closer together, and 160 pairs of
different names.
"""

from __future__ import annotations

import polars as pl

from orchestration.identity.parts import PARTS
from orchestration.identity.registry import NAMES, identified
from orchestration.lexicon import load
from tests.conftest import PROJECT

PAIRS = PROJECT / "tests" / "unit" / "name_pairs.csv"


def keys(side: str, pairs: pl.DataFrame) -> pl.Series:
    """The key of each name of one side, as the dbt model makes it; of a name without an identity its place and itself."""
    asked = pairs.select(pl.col(f"{field}_{side}").alias(field) for field in NAMES).cast(NAMES)  # type: ignore[arg-type]
    found = asked.join(
        identified(asked.unique(), load()), on=list(NAMES), how="left", maintain_order="left", nulls_equal=True
    )
    own = pl.when("is_bare").then(pl.concat_str("indicator", "region")).otherwise(pl.concat_str(*PARTS, separator="|"))
    return found.select(pl.coalesce("indicator_code", own)).to_series()


def test_pairs_that_measure_the_same_have_one_key_and_others_have_not() -> None:
    pairs = pl.read_csv(PAIRS, infer_schema=False)
    told = pairs.select(same=pl.col("same") == "yes")["same"]
    read = keys("1", pairs) == keys("2", pairs)
    wrong = pairs.filter(told != read).filter(~pl.col("why").str.starts_with("left open"))
    assert wrong.select("indicator_1", "indicator_2", "same", "why").rows() == []


def test_of_each_draw_all_but_three_in_a_hundred_measured_the_same() -> None:
    pairs = pl.read_csv(PAIRS, infer_schema=False)
    drawn = pairs.group_by("drawn").agg(pl.len(), same=(pl.col("same") == "yes").mean())
    assert dict(drawn.select("drawn", "len").rows()) == {"first": 200, "second": 200, "other_names": 160}
    assert drawn.filter(pl.col("same") < 0.97).rows() == []
