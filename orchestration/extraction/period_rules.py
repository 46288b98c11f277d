"""The rules that decide the period of a figure, in three steps that the columns of `dating` feed.

First what the figure speaks of, then the span that a yearly average takes, then where a change begins and what stands
at the end of a span. The last rule that changed the period is the one that is told.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.lexicon import Lexicon

_PERIOD, _REVIEWED = pl.col("period"), pl.col("reviewed_year")
_HAPPENED = pl.col("status") == "actual"
_SPAN = "^[0-9]{4}-[0-9]{4}$"


def period_table(_: Lexicon) -> list[Rule]:
    """The rules of all three steps, without those that leave the period as it stands."""
    return [*spoken_rules(), *yearly_rules()[:-1], *end_rules()[:-1]]


def spoken_rules() -> list[Rule]:
    """What the figure speaks of: the years that the clause counts or names, those of the passage, or the report's."""
    return [
        Rule(
            "period.years_counted",
            "三年累计投入资金【30亿元】。",
            "2022-2024",
            "The clause counts years back from the year under review.",
            "分句从回顾年份往前数若干年。",
            pl.col("_years_counted").is_not_null(),
            pl.col("_years_counted"),
        ),
        Rule(
            "period.named",
            "2023年工业增加值增长【5%】。",
            "2023",
            "The sentence named the time last.",
            "句中最近提到的时间。",
            pl.col("_named").is_not_null(),
            pl.col("_named"),
        ),
        Rule(
            "period.of_passage",
            "一、过去五年工作回顾\n工业增加值增长【50%】。",
            "2020-2024",
            "The passage speaks of a span of years.",
            "段落所说的若干年。",
            pl.col("_of_frame").is_not_null(),
            pl.col("_of_frame"),
        ),
        Rule(
            "period.aim_of_review",
            "城镇调查失业率低于【5.5%】左右的预期目标。",
            "2024",
            "A review speaks of an aim: it was one of the year under review.",
            "回顾部分提到的目标，属于回顾年份。",
            pl.any_horizontal("_aimed_at", "_against_aim", "_set_before") & ~pl.col("_plan"),
            pl.col("_in_review"),
        ),
        Rule(
            "period.under_review",
            "工业增加值增长【5%】。",
            "2024",
            "An outturn is of the year or the months under review.",
            "实际数属于回顾的年份或月份。",
            _HAPPENED,
            pl.col("_in_review"),
        ),
        Rule(
            "period.ahead",
            "二、2025年工作安排\n工业增加值增长【6%】。",
            "2025",
            "A target is of the year that follows the one under review.",
            "目标属于回顾年份之后的一年。",
            None,
            pl.col("_ahead"),
        ),
    ]


def yearly_rules() -> list[Rule]:
    """年均 speaks of all years of a span: those named, those of the passage, or from the year that a rise began in."""
    yearly, single, began = pl.col("_yearly"), _PERIOD.str.len_chars() == 4, pl.col("_began")
    until = pl.coalesce("_last_year", _REVIEWED)
    later = (_PERIOD.cast(pl.Int32, strict=False) > _REVIEWED + 1) & (pl.col("status") == "target")
    return [
        Rule(
            "period.yearly_since",
            "工业增加值由2020年的260亿元增加到2024年的350亿元，年均增长【8%】。",
            "2021-2024",
            "A yearly average of a rise that began in a named year is of the years after it.",
            "上升始于某年，年均数属于其后各年。",
            yearly & single & (began < until) & _HAPPENED,
            (began + 1).cast(pl.String) + "-" + until.cast(pl.String),
        ),
        Rule(
            "period.yearly_to_come",
            "到2030年，工业增加值年均增长【5%】。",
            "2025-2030",
            "A yearly average up to a year to come is of the years from the next one to it.",
            "到未来某年的年均数，属于从下一年到该年的各年。",
            yearly & single & later,
            (_REVIEWED + 1).cast(pl.String) + "-" + _PERIOD,
        ),
        Rule(
            "period.yearly_five",
            "工业增加值由260亿元增加到350亿元，年均增长【8%】。",
            "2020-2024",
            "A yearly average of a rise for which no year is named is of five years.",
            "没有写明年份的上升，年均数属于五年。",
            yearly & single & pl.col("_rises_by_years") & began.is_null() & _HAPPENED,
            (_REVIEWED - 4).cast(pl.String) + "-" + _REVIEWED.cast(pl.String),
        ),
        Rule(
            "period.spoken_as_it_stands",
            "工业增加值增长【5%】。",
            "2024",
            "The figure speaks of what the step before told.",
            "保留上一步所说的时间。",
            None,
            _PERIOD,
        ),
    ]


def end_rules() -> list[Rule]:
    """从 A 到 B: A is of the year before the span, B of its last. A span's last year is that of what stands."""
    return [*_each_year(), *_years_before(), *_begins(), *_ends()]


def _each_year() -> list[Rule]:
    return [
        Rule(
            "period.of_each_year",
            "2021—2023年工业增加值分别增长6%、【3%】、5%。",
            "2022",
            "A list that gives one quantity as many figures as the span has years gives one for each year.",
            "同一数量的数字个数与所跨年数相同时，依次属于各年。",
            pl.col("_of_each_year").is_not_null(),
            pl.col("_of_each_year"),
        ),
    ]


def _years_before() -> list[Rule]:
    # 上年同期为 233 亿元; 由上年的 36.8%提高到 45.2%.
    before = pl.col("clause").str.contains(
        r"^\(?(?:去年|上年)(?:同期)?(?:为|是|只有|仅)|(?:由|从)(?:上年|去年)(?:同期|末)?的?$"
    )
    year_before = (pl.col("_last_year").fill_null(_REVIEWED) - 1).cast(pl.String)
    return [
        Rule(
            "period.same_part_of_year_before",
            "上半年工业增加值增长5%(上年同期为【6%】)。",
            "2024-H1",
            "A report within a year says what the same part of the year before was.",
            "年内报告说明上年同期的数字。",
            before & pl.col("_half"),
            _a_year_before(pl.coalesce("time", "_in_review")),
        ),
        Rule(
            "period.year_before",
            "工业增加值增长5%(上年为【6%】)。",
            "2023",
            "The clause says what it was in the year before the one named or under review.",
            "分句说明所提年份或回顾年份的上一年的数字。",
            before & _HAPPENED,
            year_before,
        ),
    ]


def _begins() -> list[Rule]:
    whole_year = ~pl.col("_half") & _HAPPENED
    begins = pl.col("origin") & ~pl.col("_own_time") & whole_year
    # Where years are averaged and none is named, five of them lie between.
    averaged = pl.col("_rises_by_years") & pl.col("_began").is_null() & pl.col("frame").is_null()
    return [
        Rule(
            "period.planned_change_begins",
            "二、2025年工作安排\n城镇化率从【47.5%】提高到51.5%。",
            "2024",
            "What a planned change begins with is of the year under review.",
            "计划中变化的起点属于回顾年份。",
            begins & pl.col("_plan"),
            _REVIEWED.cast(pl.String),
        ),
        Rule(
            "period.averaged_change_begins",
            "工业增加值由【260亿元】增加到350亿元，年均增长8%。",
            "2019",
            "A change whose yearly average is told without years began five years before.",
            "给出年均数而没有写明年份的变化，起点在五年之前。",
            begins & averaged,
            (_REVIEWED - 5).cast(pl.String),
        ),
        Rule(
            "period.change_begins_in_named_year",
            "工业增加值从2002年12亿元增加到36亿元，占比从【1%】提高到2%。",
            "2002",
            "A change begins in the year that the sentence named for the first one.",
            "变化的起点为句中首个变化所写明的年份。",
            begins & pl.col("_origin_year").is_not_null(),
            pl.col("_origin_year").cast(pl.String),
        ),
        Rule(
            "period.change_begins",
            "工业增加值由【260亿元】增加到350亿元。",
            "2023",
            "What a change begins with is of the year before its period.",
            "变化的起点属于其时期的上一年。",
            begins,
            pl.col("_earlier"),
        ),
    ]


def _ends() -> list[Rule]:
    span, last = _PERIOD.str.contains(_SPAN), _PERIOD.str.slice(5)
    return [
        Rule(
            "period.change_ends",
            "一、过去五年工作回顾\n新增企业由26家增加到【35家】。",
            "2024",
            "What a change ends with is of the last year of the span.",
            "变化的终点属于时期的最后一年。",
            span & pl.col("origin_end") & ~pl.col("_half") & _HAPPENED,
            last,
        ),
        Rule(
            "period.stands_at_end",
            "五年来，粮食产量达到【30万吨】。",
            "2024",
            "What stands, and did not come about over the span, is of its last year.",
            "不是在整个时期内发生、而是存在的状态，属于最后一年。",
            span & ~pl.col("_flows"),
            last,
        ),
        Rule(
            "period.told_as_it_stands",
            "工业增加值增长【5%】。",
            "2024",
            "The period is what the steps before told.",
            "保留前面各步所得的时期。",
            None,
            _PERIOD,
        ),
    ]


def _a_year_before(period: pl.Expr) -> pl.Expr:
    """The same part of the year before: 2024-H1 → 2023-H1, 2024-01/2024-09 → 2023-01/2023-09."""
    year = (period.str.slice(0, 4).cast(pl.Int32) - 1).cast(pl.String)
    return (
        pl.when(period.str.contains("/"))
        .then(year + period.str.slice(4, 4) + year + period.str.slice(12))
        .otherwise(year + period.str.slice(4))
    )
