"""Value tokens → one row per figure, with the text that reaches to the figures beside it and the time spoken of."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.marks import T_CLOSE, T_OPEN
from orchestration.extraction.periods import with_period
from orchestration.extraction.vocabulary import after_bound
from orchestration.lexicon import Lexicon


def figures(tokens: pl.LazyFrame, reports: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per value token: `before` and `after` reach to the neighbouring value tokens.

    Dates, codes and other tokens become part of that text again. Adds `time` (period named last in the
    sentence, null if none), `follows` (false for the first figure of a sentence).
    """
    return _neighbours(_with_time(_with_report(tokens, reports), lexicon), lexicon)


def _with_report(tokens: pl.LazyFrame, reports: pl.LazyFrame) -> pl.LazyFrame:
    """The tokens with what is known of their report, and whether each is a value or a time."""
    reported = reports.select("report", "report_year", "reviewed_year", "until_month", "region", report_kind="kind")
    return (
        windows.computed(tokens.with_row_index("row"))
        .join(reported, on="report", maintain_order="left")
        .with_columns(
            is_value=(pl.col("kind") == "value").fill_null(value=False),
            _is_time=pl.col("kind").is_in(["year", "date", "time_word"]),
        )
    )


def _with_time(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `time`, the period that the sentence named last before a token, and `multiple_of`, the year of its base."""
    # A review of the past year speaks of that year's quarters; a half-year report and a plan of their own.
    looks_back = (pl.col("part") == "review") & (pl.col("report_kind") != "half_year")
    current_year = pl.when(looks_back).then("reviewed_year").otherwise("report_year")
    periods = with_period(frame.filter("_is_time"), "token", "_period", current_year).select("row", "_period")
    return (
        frame.join(periods, on="row", how="left", maintain_order="left")
        .with_columns(
            _of_base=_year_of_base(lexicon),
            _origin=pl.col("before").str.contains("(?:从|由)$"),
            _bracketed=windows.cum_sum(windows.opened("(", ")"), pl.col("sentence")) > 0,
        )
        .with_columns(_named=pl.when(pl.col("_is_time") & ~_names_a_base(lexicon)).then("_period"))
        .with_columns(
            multiple_of=pl.when(pl.col("_of_base").shift(1)).then(
                pl.col("_period").shift(1).str.slice(0, 4).cast(pl.Int32, strict=False)
            ),
            _from=pl.when(pl.col("is_value") & pl.col("_origin").shift(1)).then(pl.col("_named").shift(1)),
            _held=pl.when(~pl.col("_origin") & ~pl.col("_bracketed")).then("_named"),
            _inside=pl.when(~pl.col("_origin") & pl.col("_bracketed")).then("_named"),
        )
        # What brackets name holds within them: (2024年为233亿元), 增长5%.
        .with_columns(
            time=pl.coalesce(
                "_from",
                pl.when("_bracketed").then(windows.carried(pl.col("_inside"), pl.col("sentence"))),
                windows.carried(pl.col("_held"), pl.col("sentence")),
            )
        )
    )


def _year_of_base(lexicon: Lexicon) -> pl.Expr:
    """是 2011 年的 1.5 倍: whether the time is that of what the next figure is a multiple of."""
    unit_ahead = pl.col("unit").shift(-1)
    again = pl.col("before").str.contains(f"{lexicon.any_of('equals')}$")
    multiplied = (unit_ahead == "倍") | ((unit_ahead == "%") & again)
    return multiplied & pl.col("_is_time") & pl.col("after").str.contains("^的(?:近|约|超)?$")


def _names_a_base(lexicon: Lexicon) -> pl.Expr:
    """较 2022 年旱灾, 与 2024 年一致 name a base, not the time of the figure; 从 2017 年的 … only the next one's."""
    against = pl.col("before").str.contains(
        r"(?:较|与|同|于|超过|和|距)[^,;。]{0,2}$|(?:^|[^占])比(?:[^重例值率由从为,;。][^,;。]?)?$"
    )
    # (2015年不变价): the year whose prices are used.
    priced = pl.col("after").str.contains(f"^[^,;:。]{{0,2}}{lexicon.any_of('prices_of')}")
    return against | pl.col("_of_base").fill_null(value=False) | priced


def _neighbours(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per value token, with the text up to the value tokens beside it."""
    begins = pl.col("is_value") | (pl.col("nth") == 0)
    grouped = windows.computed(
        frame.with_columns(group=begins.cum_sum(), _spoken=_spoken()).select(
            pl.exclude("^_.*$", "text", "row"), "_spoken"
        )
    )
    texts = grouped.group_by("group", maintain_order=True).agg(after=pl.concat_str("_spoken", "after").str.join(""))
    # A group begins with its figure or the sentence, so both frames hold a row for each, in the same order.
    heads = grouped.filter(begins).drop("after", "before", "_spoken", "nth", "group")
    same = pl.col("sentence") == pl.col("sentence").shift(1)
    return (
        pl.concat([heads, texts], how="horizontal")
        .with_columns(doubled=_unit_doubled(lexicon))
        .with_columns(after=pl.when("doubled").then(pl.col("after").str.slice(1)).otherwise("after"))
        .with_columns(
            before=pl.when(same).then(pl.col("after").shift(1)).fill_null(""),
            follows=same & pl.col("is_value").shift(1),
        )
        .filter("is_value")
        .drop("is_value")
        .with_row_index("figure")
    )


def _spoken() -> pl.Expr:
    """What a token adds to the text around the figures: a time in brackets of its own, a code as it is written."""
    silent = pl.col("is_value") | pl.col("token").is_null() | (pl.col("kind") == "footnote")
    return (
        pl.when(silent)
        .then(pl.lit(""))
        .when("_is_time")
        .then(pl.concat_str(pl.lit(T_OPEN), "token", pl.lit(T_CLOSE)))
        .otherwise(pl.col("written"))
    )


def _unit_doubled(lexicon: Lexicon) -> pl.Expr:
    """万吨吨以上: whether the scan doubled the last character of the unit."""
    again = pl.col("token").str.slice(-1) == pl.col("after").str.slice(0, 1)
    ends = pl.col("after").str.contains(rf"^[\u4e00-\u9fff](?:{after_bound(lexicon)}|[,;:。、!?]|$)")
    return again & ends & pl.col("is_value")
