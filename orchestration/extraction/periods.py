"""Time words → reference periods (`2024`, `2021-2025`, `2024-H1`, `2024-01/2024-09`, `2024-11`)."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs

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


def period_of(token: pl.Expr, report_year: pl.Expr, reviewed_year: pl.Expr, current_year: pl.Expr) -> pl.Expr:
    """The reference period that a time token names, null where it names none.

    Months, quarters and halves without a year belong to `current_year`, the year that the passage is about; the
    last five years end with `reviewed_year`.
    """
    year = token.str.extract(r"^((?:19|20)[0-9]{2})")
    # 2023 年…，全年实现: the year that the sentence named last.
    said_year = runs.carried(year, pl.col("sentence"))
    last = token.str.extract(r"[—\-至到]((?:19|20)?[0-9]{2})年")
    last = pl.when(last.str.len_chars() == 2).then(year.str.slice(0, 2) + last).otherwise(last)
    base = pl.coalesce(year, current_year.cast(pl.String))
    months = token.str.extract_groups(r"(?P<a>[0-9]{1,2})[—\-至到](?P<b>[0-9]{1,2})月")
    first_months = token.str.extract(r"前([0-9]{1,2})个?月").str.zfill(2)
    first_month = months.struct.field("a").str.zfill(2)
    last_month = months.struct.field("b").str.zfill(2)
    month = token.str.extract(r"([0-9]{1,2})月").str.zfill(2)
    plan = pl.coalesce(
        *(
            pl.when(token.str.contains(name, literal=True)).then(
                pl.when(token.str.contains("末"))
                .then(pl.lit(str(b)))
                # “十四五”以来 runs to the year under review.
                .when(token.str.contains("以来") & (reviewed_year < b) & (reviewed_year > a))
                .then(pl.lit(f"{a}-") + reviewed_year.cast(pl.String))
                .otherwise(pl.lit(f"{a}-{b}"))
            )
            for name, (a, b) in FIVE_YEAR_PLANS.items()
        )
    )
    quarter = pl.coalesce(
        *(pl.when(token.str.contains(word, literal=True)).then(base + f"-{q}") for word, q in _QUARTERS.items())
    )
    return (
        pl.when(year.is_not_null() & last.is_not_null() & ~token.str.contains("月"))
        .then(year + "-" + last)
        .when(plan.is_not_null())
        .then(plan)
        .when(token.str.contains("五年"))
        .then((reviewed_year - 4).cast(pl.String) + "-" + reviewed_year.cast(pl.String))
        .when(token.str.contains("上半年"))
        .then(base + "-H1")
        .when(token.str.contains("下半年"))
        .then(base + "-H2")
        .when(token.str.contains("前三"))
        .then(base + "-01/" + base + "-09")
        .when(quarter.is_not_null())
        .then(quarter)
        .when(first_months == "06")
        .then(base + "-H1")
        .when(first_months.is_not_null())
        .then(base + "-01/" + base + "-" + first_months)
        .when((first_month == "01") & (last_month == "06"))
        .then(base + "-H1")
        .when((first_month == "01") & (last_month == "12"))
        .then(base)
        .when((first_month == "01") & (last_month == "03"))
        .then(base + "-Q1")
        .when(first_month.is_not_null())
        .then(base + "-" + first_month + "/" + base + "-" + last_month)
        .when(token == "全年")
        .then(pl.coalesce(said_year, current_year.cast(pl.String)))
        .when(token.str.contains(r"^今年"))
        .then(report_year.cast(pl.String))
        .when(token.str.contains("^(?:去年|上年)"))
        .then((report_year - 1).cast(pl.String))
        .when(token == "明年")
        .then((report_year + 1).cast(pl.String))
        .when(month.is_not_null() & token.str.contains(r"月(?:末|底|份)?$"))
        .then(base + "-" + month)
        .when(year.is_not_null())
        .then(year)
    )
