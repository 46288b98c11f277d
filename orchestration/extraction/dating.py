"""Status of each figure, actual or target, and the period that it speaks of."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.figures import T_OPEN

_AIMED = (
    r"力争|争取(?:实现|达到|完成|新增|突破)|目标(?:是|为|定为|设定为|值)|预期目标|规划目标"
    r"|计划(?:到|完成|新增|新建|安排|实施|投资|增长)|努力(?:实现|达到)|拟(?:新建|建设|实施|完成|投资)"
)
# “6%左右”的预期目标: behind the figure it is named as an aim.
_AIMED_AT = (
    r"^(?:左右|以上|以内|以下|上下)?[”)]?的?(?:(?:年度|预期|全年|年初|计划|规划|控制|增长|考核){1,3}(?:目标|任务)|目标)"
)
# 主要预期目标是:地区生产总值增长 6%, …: holds for the rest of the sentence.
_AIMS_FOLLOW = (
    "(?:预期|主要|发展|奋斗|工作|总体|控制|年度|具体)(?:目标|指标)(?:任务)?(?:是|为)?(?::|——)|目标(?:是|为|如下):"
)
_STOCK = "(?:总量|总数|总规模|总里程|保有量|拥有量|余额)$"
_FIVE_YEARS = "^(?:过去|近|这)?五年|五年(?:累计|共|合计|新增|净增|投入|完成)"


def dated(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Status, then period: the part of the report decides unless the clause says otherwise."""
    return _with_period(_with_status(_with_cues(frame)))


def _with_cues(frame: pl.LazyFrame) -> pl.LazyFrame:
    """What status and period are told from, each once."""
    time = pl.col("time")
    first_year = time.str.slice(0, 4).cast(pl.Int32, strict=False)
    # 高于预期目标 2 个百分点 states what came of a target, not the target.
    words = pl.when(pl.col("compared").is_not_null()).then("head").otherwise("clause")
    aimed_at = pl.col("after").str.contains(_AIMED_AT) & pl.col("compared").is_null()

    def so_far_in_sentence(cue: pl.Expr) -> pl.Expr:
        return runs.cum_sum(cue.cast(pl.Int32), pl.col("sentence")) > 0

    return frame.with_columns(
        _half=pl.col("report_kind") == "half_year",
        _plan=pl.col("part") == "plan",
        _first_year=first_year,
        _last_year=pl.coalesce(time.str.extract(r"^[0-9]{4}-([0-9]{4})$").cast(pl.Int32, strict=False), first_year),
        _words=words,
        _aimed_at=aimed_at,
        _aims_follow=so_far_in_sentence(pl.col("before").str.contains(_AIMS_FOLLOW)),
        _against_aim=pl.col("benchmark").str.contains("目标|计划|规划|预期").fill_null(value=False),
        _five_years=so_far_in_sentence(pl.col("clause").str.contains(_FIVE_YEARS)),
        _yearly=pl.col("clause").str.contains("年均|年平均") | pl.col("head").str.contains("年均|年平均"),
    ).with_columns(
        _aimed=pl.col("_words").str.contains(_AIMED)
        | (pl.col("_aimed_at") & ~pl.col("subject").str.contains("低于|高于|好于|优于|超|完成"))
        | pl.col("_aims_follow")
        | pl.col("_against_aim"),
        # The year that a rise began in: the earliest that the sentence names.
        _began=pl.min_horizontal(pl.when(time.str.len_chars() == 4).then("_first_year"), "multiple_of")
        .min()
        .over("sentence"),
        # 由 2600 万元增加到 5300 万元,年均增长 15%.
        _rises_by_years=(pl.col("_yearly").any() & pl.col("origin").any()).over("sentence"),
    )


def _with_status(frame: pl.LazyFrame) -> pl.LazyFrame:
    year, reviewed, words = pl.col("report_year"), pl.col("reviewed_year"), pl.col("_words")
    by_year = words.str.contains("到" + T_OPEN) & (pl.col("_last_year") > reviewed)
    # In the review part a past year and a verb of achievement say it happened; a year to come cannot have.
    until = pl.when("_half").then(year).otherwise(reviewed)
    future = (pl.col("_first_year") > until) & ~words.str.contains("截至|截止")
    past = (pl.col("_last_year") <= reviewed) & ~words.str.contains("目标|计划|规划")
    return frame.with_columns(
        status=pl.when(pl.col("_plan") & past & ~pl.col("_aimed"))
        .then(pl.lit("actual"))
        .when(
            pl.any_horizontal("_plan", "_aimed", "_aimed_at", by_year, future & (pl.col("report_kind") != "communique"))
        )
        .then(pl.lit("target"))
        .otherwise(pl.lit("actual"))
    )


def _with_period(frame: pl.LazyFrame) -> pl.LazyFrame:
    year, reviewed, time = pl.col("report_year"), pl.col("reviewed_year"), pl.col("time")
    half, plan, last_year = pl.col("_half"), pl.col("_plan"), pl.col("_last_year")
    yearly, happened = pl.col("_yearly"), pl.col("status") == "actual"
    issued = year.cast(pl.String)
    months = issued + "-01/" + issued + "-" + pl.col("until_month")
    so_far = pl.when(pl.col("until_month") == "03").then(issued + "-Q1").otherwise(pl.coalesce(months, issued + "-H1"))
    in_review = pl.when(half).then(so_far).otherwise(reviewed.cast(pl.String))
    ahead = pl.when(half).then(year).otherwise(reviewed + 1)
    default = pl.when(happened).then(in_review).otherwise(ahead.cast(pl.String))
    # 低于 5.5%左右的预期目标: the target was that of the year under review.
    default = pl.when((pl.col("_aimed_at") | pl.col("_against_aim")) & ~plan).then(in_review).otherwise(default)
    # 在去年 105 万吨的基础上，力争达到 108 万吨: what is aimed at lies ahead, whatever year was named before.
    stale = pl.col("_aimed") & (last_year <= reviewed) & ~pl.col("_words").str.contains(T_OPEN) & ~pl.col("_aimed_at")
    named = pl.when(~stale.fill_null(value=False)).then(time)

    # 年均 speaks of all years of a span: those named, those of the passage, or from the year that a rise began in.
    until = pl.coalesce(last_year, reviewed)
    since = (pl.col("_began") + 1).cast(pl.String) + "-" + until.cast(pl.String)
    five = pl.coalesce(
        pl.col("span_passage").replace("five", None), (reviewed - 4).cast(pl.String) + "-" + reviewed.cast(pl.String)
    )
    looks_back = pl.col("span_passage").is_not_null() | (pl.col("_rises_by_years") & pl.col("_began").is_null())
    # 五年累计… holds for the clauses after it in the sentence too.
    of_five = (pl.col("_five_years") | (yearly & looks_back)) & happened
    span = (
        pl.when(yearly & time.str.contains("-"))
        .then(time)
        .when(yearly & (pl.col("_began") < until))
        .then(since)
        .when(of_five)
        .then(five)
    )

    # 市场主体总量突破 340 万户: a stock stands at the end of a span.
    stock = pl.col("indicator").str.contains(_STOCK) & (pl.col("measure") == "level")
    spanned = pl.when(stock).then(span.str.slice(-4)).otherwise(span)

    # 上年同期为 233 亿元; 由 36.8%提高到 45.2%: the year before the one, or the five, that the text is about.
    before = pl.col("clause").str.contains(
        r"^\(?(?:去年|上年)(?:同期)?(?:为|是|只有|仅)|(?:由|从)(?:上年|去年)(?:同期|末)?的?$"
    )
    same = pl.col("sentence") == pl.col("sentence").shift(1)
    ends = pl.col("origin").shift(1) & same & ~pl.col("own").str.contains(T_OPEN) & ~half & happened
    begins = pl.col("origin") & ~pl.col("own").str.contains(T_OPEN) & ~half & happened
    opening = pl.when(time.str.contains(r"^[0-9]{4}-[0-9]{4}$")).then("_first_year").otherwise(last_year)
    earlier = (pl.coalesce(opening, reviewed) - 1).cast(pl.String)
    from_year = pl.when(looks_back).then((five.str.slice(0, 4).cast(pl.Int32) - 1).cast(pl.String)).otherwise(earlier)
    return frame.with_columns(
        period=pl.when(before & half)
        .then(_a_year_before(pl.coalesce(named, in_review)))
        .when(before)
        .then(earlier)
        .when(begins)
        .then(from_year)
        .when(ends.fill_null(value=False))
        .then(until.cast(pl.String))
        .when(stock & named.str.contains(r"^[0-9]{4}-[0-9]{4}$") & happened)
        .then(named.str.slice(-4))
        .otherwise(pl.coalesce(spanned, named, default))
    )


def _a_year_before(period: pl.Expr) -> pl.Expr:
    """The same part of the year before: 2024-H1 → 2023-H1, 2024-01/2024-09 → 2023-01/2023-09."""
    year = (period.str.slice(0, 4).cast(pl.Int32) - 1).cast(pl.String)
    return (
        pl.when(period.str.contains("/"))
        .then(year + period.str.slice(4, 4) + year + period.str.slice(12))
        .otherwise(year + period.str.slice(4))
    )
