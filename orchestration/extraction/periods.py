"""Time words → reference periods (`2024`, `2021-2025`, `2024-H1`, `2024-01/2024-09`, `2024-11`), by `time_rules`."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.ladder import decided
from orchestration.extraction.time_rules import time_rules

# First and last year of the five-year plans.
FIVE_YEAR_PLANS = {
    "八五": (1991, 1995),
    "九五": (1996, 2000),
    "十一五": (2006, 2010),
    "十二五": (2011, 2015),
    "十三五": (2016, 2020),
    "十四五": (2021, 2025),
    "十五五": (2026, 2030),
    "十六五": (2031, 2035),
    # After 十五五, which holds its letters.
    "十五": (2001, 2005),
}
_QUARTERS = {"一季度": "Q1", "二季度": "Q2", "三季度": "Q3", "四季度": "Q4"}


def with_period(frame: pl.LazyFrame, time: str, period: str, current_year: pl.Expr) -> pl.LazyFrame:
    """Add `period`, the reference period that a time word names, null where it names none, and `time_rule`.

    Args:
        frame: `sentence`, `report_year`, `reviewed_year` and the column of time words, in reading order.
        time: the column of time words, str; null where there is none.
        period: the column to add.
        current_year: the year that the passage is about, i32: months, quarters and halves without a year belong to it.
    """
    word = pl.col(time)
    kept = frame.collect_schema().names()
    featured = _with_parts(frame.with_columns(_word=word, _year_of_passage=current_year.cast(pl.String)))
    return decided(featured, period, time_rules(), by="time_rule").select(*kept, period, "time_rule")


def _with_parts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add what the rules read of a time word: years, months, quarter, and the first and last year of a plan."""
    word = pl.col("_word")
    year = word.str.extract(r"^((?:19|20)[0-9]{2})")
    last = word.str.extract(r"[—\-至到]((?:19|20)?[0-9]{2})年")
    months = word.str.extract_groups(r"(?P<a>[0-9]{1,2})[—\-至到](?P<b>[0-9]{1,2})月")
    plans = FIVE_YEAR_PLANS.items()
    return frame.with_columns(
        _year=year,
        # 2023 年…，全年实现: the year that the sentence named last.
        _said_year=windows.carried(year, pl.col("sentence")),
        _last=pl.when(last.str.len_chars() == 2).then(year.str.slice(0, 2) + last).otherwise(last),
        _base=pl.coalesce(year, "_year_of_passage"),
        _until_month=word.str.extract(r"前([0-9]{1,2})个?月").str.zfill(2),
        _first_month=months.struct.field("a").str.zfill(2),
        _last_month=months.struct.field("b").str.zfill(2),
        _month=word.str.extract(r"([0-9]{1,2})月").str.zfill(2),
        _quarter=pl.coalesce(
            pl.when(word.str.contains(name, literal=True)).then(pl.lit(q)) for name, q in _QUARTERS.items()
        ),
        _plan_begins=pl.coalesce(pl.when(word.str.contains(name, literal=True)).then(a) for name, (a, _) in plans),
        _plan_ends=pl.coalesce(pl.when(word.str.contains(name, literal=True)).then(b) for name, (_, b) in plans),
    )
