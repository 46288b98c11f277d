"""Figures with their context → observations by the extraction contract."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import lists, names, places, windows
from orchestration.extraction.attribution import named
from orchestration.extraction.context import context
from orchestration.extraction.dating import dated
from orchestration.extraction.figures import figures
from orchestration.extraction.values import ratios, valued
from orchestration.lexicon import Lexicon


def observe(tokens: pl.LazyFrame, reports: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per observation; `at` and `to` are canonical offsets of the number and its unit."""
    frame = windows.computed(places.with_places(context(figures(tokens, reports, lexicon), lexicon), lexicon))
    frame = windows.computed(lists.listed(names.single(lists.members(frame, lexicon), lexicon), lexicon))
    frame = ratios(named(frame, lexicon))
    frame = valued(frame, lexicon)
    return _flagged(_bound_by_plan(dated(_placed(frame), lexicon)))


def _placed(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Region: the place that the clause is about, else the report's own."""
    # The place is the row's region, so the name goes without it; what two places do together is named after both.
    joint = pl.col("place").is_in(["川渝", "成渝"])
    bare = pl.when(pl.col("indicator").str.starts_with(pl.col("place")) & ~joint).then(
        pl.col("indicator")
        .str.slice(pl.col("place").str.len_chars())
        .str.replace(r"^(?:的|全区|全市|全县)", "")
        .str.replace("^地区([^生])", "${1}")
    )
    # 杭州 in a report of 杭州市 is no other place.
    itself = pl.col("region").str.starts_with(pl.col("place"))
    return frame.with_columns(
        region=pl.when(pl.col("place").is_null() | itself).then("region").otherwise("place"),
        indicator=pl.when(bare.str.len_chars() >= 3).then(bare).otherwise("indicator"),
    )


def _bound_by_plan(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Binding type of a target: said beside it, or by the passage on 约束性 or 预期性 indicators that it stands in."""
    said = pl.col("after").str.extract(r"^[^,;。、0-9]{0,3}\(?(约束性|预期性)")
    return frame.with_columns(binding=pl.when(pl.col("status") == "target").then(pl.coalesce(said, "binding_passage")))


def _flagged(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Flags for what a reader should know."""
    flags = {
        "list_misaligned": pl.col("misaligned"),
        "name_missing": pl.col("indicator").is_null(),
        "unit_missing": (pl.col("unit") == "") & (pl.col("measure") != "rank"),
        "unit_doubled": pl.col("doubled"),
        # 增长5.6%7.2%: what stood between two figures was lost.
        "run_together": (pl.col("before") == "")
        & pl.col("follows")
        & (pl.col("unit") == pl.col("unit").shift(1))
        & ~pl.col("ratio"),
        "region_unknown": pl.col("region").is_null(),
        # 全年预计增长 5.5%: an outturn before it is known.
        "estimated": (pl.col("status") == "actual")
        & (windows.cum_sum(pl.col("before").str.contains("预计|有望").cast(pl.Int32), pl.col("sentence")) > 0),
        "characters_converted": pl.col("converted"),
        "name_carried": pl.col("attribution") == "carried",
        "name_long": pl.col("indicator").str.len_chars() > 30,
    }
    raised = [test.fill_null(value=False) for test in flags.values()]
    names_ = [pl.when(test).then(pl.lit(name)) for name, test in zip(flags, raised, strict=True)]
    return frame.with_columns(flags=pl.concat_str(*names_, separator=",", ignore_nulls=True))
