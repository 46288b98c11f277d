"""Status of each figure, actual or target, and the period that it speaks of."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.figures import T_OPEN

_AIMED = (
    r"力争|争取(?:实现|达到|完成|新增|突破)|目标(?:是|为|定为|设定为|值)|预期目标|规划目标"
    r"|计划(?:到|完成|新增|新建|安排|实施|投资|增长)|努力(?:实现|达到)|拟(?:新建|建设|实施|完成|投资)"
)


def dated(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Status, then period: the part of the report decides unless the clause says otherwise."""
    year, reviewed = pl.col("report_year"), pl.col("reviewed_year")
    half = pl.col("report_kind") == "half_year"
    issued = year.cast(pl.String)
    months = issued + "-01/" + issued + "-" + pl.col("until_month")
    so_far = pl.when(pl.col("until_month") == "03").then(issued + "-Q1").otherwise(pl.coalesce(months, issued + "-H1"))
    in_review = pl.when(half).then(so_far).otherwise(reviewed.cast(pl.String))
    first_year = pl.col("time").str.slice(0, 4).cast(pl.Int32, strict=False)
    last_year = pl.coalesce(pl.col("time").str.extract(r"^\d{4}-(\d{4})$").cast(pl.Int32, strict=False), first_year)
    # 高于预期目标 2 个百分点 states what came of a target, not the target.
    compared = pl.col("compared").is_not_null()
    words = pl.when(compared).then(pl.col("head")).otherwise(pl.col("clause"))
    aimed_at = pl.col("after").str.contains(
        r"^(?:左右|以上|以内|以下|上下)?[”)]?的?(?:(?:年度|预期|全年|年初|计划|规划|控制|增长|考核){1,3}(?:目标|任务)|目标)"
    )
    planned = words.str.contains(_AIMED) | (
        aimed_at & ~compared & pl.col("subject").str.contains(r"低于|高于|好于|优于|超|完成").not_()
    )
    quoted_aim = aimed_at & ~compared
    by_year = words.str.contains("到" + T_OPEN) & (last_year > reviewed)
    is_plan = pl.col("part") == "plan"
    # 主要预期目标是:地区生产总值增长 6%, …: holds for the rest of the sentence.
    listed_aims = (
        runs.cum_sum(
            pl.col("before")
            .str.contains(
                "(?:预期|主要|发展|奋斗|工作|总体|控制|年度|具体)(?:目标|指标)(?:任务)?(?:是|为)?(?::|——)|目标(?:是|为|如下):"
            )
            .cast(pl.Int32),
            pl.col("sentence"),
        )
        > 0
    )
    measured_against = pl.col("benchmark").str.contains("目标|计划|规划|预期").fill_null(value=False)
    planned = planned | listed_aims | measured_against
    # In the review part a past year and a verb of achievement say it happened; a year to come cannot have.
    future = (first_year > pl.when(half).then(year).otherwise(reviewed)) & ~words.str.contains("截至|截止")
    past = (last_year <= reviewed) & ~words.str.contains("目标|计划|规划")
    status = (
        pl.when(is_plan & past & pl.col("time").is_not_null() & ~planned)
        .then(pl.lit("actual"))
        .when(is_plan | planned | quoted_aim | by_year | (future & (pl.col("report_kind") != "communique")))
        .then(pl.lit("target"))
        .otherwise(pl.lit("actual"))
    )
    frame = frame.with_columns(status=status)
    # 年均 speaks of all years of a span: those of the passage, or from the year that a rise began in to its end.
    yearly = (pl.col("clause") + pl.col("head")).str.contains("年均|年平均")
    began = (
        pl.min_horizontal(pl.col("time").str.extract(r"^(\d{4})$").cast(pl.Int32, strict=False), "multiple_of")
        .min()
        .over("sentence")
    )
    until = pl.coalesce(last_year, reviewed)
    since = pl.when(yearly & (began < until)).then((began + 1).cast(pl.String) + "-" + until.cast(pl.String))
    since = pl.when(yearly & pl.col("time").str.contains("-")).then("time").otherwise(since)
    five = pl.coalesce(
        pl.col("span_passage").replace("five", None), (reviewed - 4).cast(pl.String) + "-" + reviewed.cast(pl.String)
    )
    # 五年累计… holds for the clauses after it in the sentence too.
    said_five = (
        runs.cum_sum(
            pl.col("clause")
            .str.contains("^(?:过去|近|这)?五年|五年(?:累计|共|合计|新增|净增|投入|完成)")
            .cast(pl.Int32),
            pl.col("sentence"),
        )
        > 0
    )
    # 由 2600 万元增加到 5300 万元,年均增长 15%: without years of its own, a rise by years is that of the five.
    by_years = (yearly.any() & pl.col("origin").any()).over("sentence") & began.is_null()
    looks_back = pl.col("span_passage").is_not_null() | by_years
    of_five = said_five | (yearly & looks_back)
    spanned = pl.coalesce(since, pl.when(of_five & (pl.col("status") == "actual")).then(five))
    ahead = pl.when(half).then(year).otherwise(reviewed + 1)
    default = pl.when(pl.col("status") == "target").then(ahead.cast(pl.String)).otherwise(in_review)
    # 在去年 105 万吨的基础上，力争达到 108 万吨: what is aimed at lies ahead, whatever year was named before.
    stale = planned & (last_year <= reviewed) & ~words.str.contains(T_OPEN)
    # 低于 5.5%左右的预期目标: the target was that of the year under review.
    default = pl.when((quoted_aim | measured_against) & ~is_plan).then(in_review).otherwise(default)
    time = pl.when(~(stale & ~quoted_aim).fill_null(value=False)).then("time")
    # (上年同期为 233 亿元): the year before the one that the sentence is about.
    before = pl.col("clause").str.contains(
        r"^\(?(?:去年|上年)(?:同期)?(?:为|是|只有|仅)|(?:由|从)(?:上年|去年)(?:同期|末)?的?$"
    )
    earlier = (
        pl.coalesce(
            pl.when(pl.col("time").str.contains(r"^\d{4}-\d{4}$")).then(first_year).otherwise(last_year), reviewed
        )
        - 1
    )
    # 由 36.8%提高到 45.2%: a change begins in the year before the one, or the five, that the passage is about.
    from_year = pl.when(looks_back).then(five.str.slice(0, 4).cast(pl.Int32) - 1).otherwise(earlier)
    undated = ~pl.col("own").str.contains(T_OPEN)
    starts = (pl.col("origin") & undated & ~half & (pl.col("status") == "actual")).fill_null(value=False)
    return frame.with_columns(
        period=pl.when(before)
        .then(pl.when(half).then(_a_year_before(pl.coalesce(time, in_review))).otherwise(earlier.cast(pl.String)))
        .when(starts)
        .then(from_year.cast(pl.String))
        .otherwise(pl.coalesce(spanned, time, default))
    )


def _a_year_before(period: pl.Expr) -> pl.Expr:
    """The same part of the year before: 2024-H1 → 2023-H1, 2024-01/2024-09 → 2023-01/2023-09."""
    year = (period.str.slice(0, 4).cast(pl.Int32) - 1).cast(pl.String)
    return (
        pl.when(period.str.contains("/"))
        .then(year + period.str.slice(4, 4) + year + period.str.slice(12))
        .otherwise(year + period.str.slice(4))
    )
