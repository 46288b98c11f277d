"""The rules that decide which reference period a time word names; they read the columns of `periods`."""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule

_WORD, _YEAR, _BASE = pl.col("_word"), pl.col("_year"), pl.col("_base")
_REVIEWED, _ISSUED = pl.col("reviewed_year"), pl.col("report_year")
_PLAN_BEGINS, _PLAN_ENDS = pl.col("_plan_begins"), pl.col("_plan_ends")
_UNTIL, _FIRST, _LAST = pl.col("_until_month"), pl.col("_first_month"), pl.col("_last_month")


def time_rules() -> list[Rule]:
    """All rules, in the order in which they are asked."""
    return [*_spans(), *_parts_of_years(), *_months(), *_years(), *_named_years()]


def _spans() -> list[Rule]:
    return [
        Rule(
            "time.span_of_years",
            "【2021—2023年】工业增加值增长15%。",
            "2021-2023",
            "Two years with a dash, 至 or 到 between them.",
            "以连接号、“至”或“到”相连的两个年份。",
            _YEAR.is_not_null() & pl.col("_last").is_not_null() & ~_WORD.str.contains("月"),
            _YEAR + "-" + pl.col("_last"),
        ),
        Rule(
            "time.end_of_plan",
            "“【十四五”末】，工业增加值达到500亿元。",
            "2025",
            "The end of a five-year plan is its last year.",
            "五年规划期末为其最后一年。",
            _PLAN_ENDS.is_not_null() & _WORD.str.contains("末"),
            _PLAN_ENDS.cast(pl.String),
        ),
        Rule(
            "time.plan_so_far",
            "“【十四五”以来】，工业增加值增长15%。",
            "2021-2024",
            "Since a plan began that is under way: up to the year under review.",
            "“以来”指从规划首年至回顾年份。",
            _PLAN_ENDS.is_not_null()
            & _WORD.str.contains("以来")
            & (_REVIEWED < _PLAN_ENDS)
            & (_REVIEWED > _PLAN_BEGINS),
            _PLAN_BEGINS.cast(pl.String) + "-" + _REVIEWED.cast(pl.String),
        ),
        Rule(
            "time.plan",
            "“【十三五”期间】，工业增加值增长15%。",
            "2016-2020",
            "The years of a five-year plan.",
            "五年规划的各年。",
            _PLAN_ENDS.is_not_null(),
            _PLAN_BEGINS.cast(pl.String) + "-" + _PLAN_ENDS.cast(pl.String),
        ),
        Rule(
            "time.last_five_years",
            "工业增加值【五年来】增长15%。",
            "2020-2024",
            "Five years that end with the year under review.",
            "截至回顾年份的五年。",
            _WORD.str.contains("五年"),
            (_REVIEWED - 4).cast(pl.String) + "-" + _REVIEWED.cast(pl.String),
        ),
    ]


def _parts_of_years() -> list[Rule]:
    return [
        Rule(
            "time.first_half",
            "【上半年】工业增加值增长5%。",
            "2025-H1",
            "The first half of the year.",
            "上半年。",
            _WORD.str.contains("上半年"),
            _BASE + "-H1",
        ),
        Rule(
            "time.second_half",
            "【2024年下半年】，工业增加值增长5%。",
            "2024-H2",
            "The second half of the year.",
            "下半年。",
            _WORD.str.contains("下半年"),
            _BASE + "-H2",
        ),
        Rule(
            "time.three_quarters",
            "【2024年前三季度】工业增加值增长5%。",
            "2024-01/2024-09",
            "The first three quarters are the months from January to September.",
            "前三季度为一月至九月。",
            _WORD.str.contains("前三"),
            _BASE + "-01/" + _BASE + "-09",
        ),
        Rule(
            "time.quarter",
            "【2024年一季度】工业增加值增长5%。",
            "2024-Q1",
            "A quarter of the year.",
            "季度。",
            pl.col("_quarter").is_not_null(),
            _BASE + "-" + pl.col("_quarter"),
        ),
        Rule(
            "time.first_six_months",
            "【2024年前6个月】工业增加值增长5%。",
            "2024-H1",
            "The first six months are the first half.",
            "前六个月即上半年。",
            _UNTIL == "06",
            _BASE + "-H1",
        ),
        Rule(
            "time.first_months",
            "【2024年前8个月】工业增加值增长5%。",
            "2024-01/2024-08",
            "The months of the year up to one.",
            "年初至某月。",
            _UNTIL.is_not_null(),
            _BASE + "-01/" + _BASE + "-" + _UNTIL,
        ),
    ]


def _months() -> list[Rule]:
    return [
        Rule(
            "time.january_to_june",
            "【2024年1—6月】工业增加值增长5%。",
            "2024-H1",
            "The months from January to June are the first half.",
            "一月至六月即上半年。",
            (_FIRST == "01") & (_LAST == "06"),
            _BASE + "-H1",
        ),
        Rule(
            "time.all_months",
            "【2024年1—12月】工业增加值增长5%。",
            "2024",
            "All twelve months are the year.",
            "十二个月即全年。",
            (_FIRST == "01") & (_LAST == "12"),
            _BASE,
        ),
        Rule(
            "time.january_to_march",
            "【2024年1—3月】工业增加值增长5%。",
            "2024-Q1",
            "The months from January to March are the first quarter.",
            "一月至三月即一季度。",
            (_FIRST == "01") & (_LAST == "03"),
            _BASE + "-Q1",
        ),
        Rule(
            "time.months",
            "【2024年1—8月】工业增加值增长5%。",
            "2024-01/2024-08",
            "Any other months in a row.",
            "其他连续月份。",
            _FIRST.is_not_null(),
            _BASE + "-" + _FIRST + "/" + _BASE + "-" + _LAST,
        ),
    ]


def _years() -> list[Rule]:
    return [
        Rule(
            "time.whole_year",
            "2023年上半年工业增加值增长6%，【全年】增长5%。",
            "2023",
            "The whole of the year that the sentence named last, or that the passage is about.",
            "句中最近提到的年份或段落所说年份的全年。",
            _WORD == "全年",
            pl.coalesce("_said_year", "_year_of_passage"),
        ),
        Rule(
            "time.this_year",
            "【今年】工业增加值增长5%。",
            "2025",
            "The year in which the report was issued.",
            "报告发布的年份。",
            _WORD.str.contains("^今年"),
            _ISSUED.cast(pl.String),
        ),
        Rule(
            "time.last_year",
            "二、2025年工作安排\n工业增加值【去年】增长5%。",
            "2024",
            "The year before the report was issued.",
            "报告发布的上一年。",
            _WORD.str.contains("^(?:去年|上年)"),
            (_ISSUED - 1).cast(pl.String),
        ),
        Rule(
            "time.next_year",
            "【明年】工业增加值增长5%。",
            "2026",
            "The year after the report was issued.",
            "报告发布的下一年。",
            _WORD == "明年",
            (_ISSUED + 1).cast(pl.String),
        ),
    ]


def _named_years() -> list[Rule]:
    return [
        Rule(
            "time.month",
            "【2024年11月】工业增加值增长5%。",
            "2024-11",
            "One month.",
            "某月。",
            pl.col("_month").is_not_null() & _WORD.str.contains(r"月(?:末|底|份)?$"),
            _BASE + "-" + pl.col("_month"),
        ),
        Rule(
            "time.year",
            "【2024年】工业增加值增长5%。",
            "2024",
            "A year, or a day of it.",
            "年份，或该年的某日。",
            _YEAR.is_not_null(),
            _YEAR,
        ),
        Rule(
            "time.none",
            "【3月15日】工业增加值增长5%。",
            None,
            "The word names no period: a day without its year.",
            "没有指明时期：没有年份的日期。",
            None,
            None,
        ),
    ]
