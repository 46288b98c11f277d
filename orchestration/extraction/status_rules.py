"""The rules that decide whether a figure is an outturn (`actual`) or a target; they read the columns of `dating`."""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.extraction.marks import T_OPEN

_ACTUAL, _TARGET = "actual", "target"


def status_rules() -> list[Rule]:
    """All rules of the status, in the order in which they are asked."""
    return [*_known_in_plans(), *_aims(), *_by_time()]


def _known_in_plans() -> list[Rule]:
    plan, words = pl.col("_plan"), pl.col("_words")
    past = (pl.col("_last_year") <= pl.col("reviewed_year")) & ~words.str.contains("目标|计划|规划")
    already = pl.col("clause").str.contains("目前|已经|已[达有建完超]")
    return [
        Rule(
            "status.past_year_in_plan",
            "二、2025年工作安排\n2024年工业增加值增长【5%】。",
            _ACTUAL,
            "A plan names a year that has ended, and no word of aiming stands with it.",
            "计划部分提到已结束的年份，且没有表示目标的词。",
            plan & past & ~pl.col("_aimed"),
            _ACTUAL,
        ),
        Rule(
            "status.change_begins",
            "二、2025年工作安排\n城镇化率从【47.5%】提高到51.5%。",
            _ACTUAL,
            "What a planned change begins with is known.",
            "计划中变化的起点是已知的。",
            plan & pl.col("origin") & ~pl.col("_own_time"),
            _ACTUAL,
        ),
        Rule(
            "status.already",
            "二、2025年工作安排\n目前已建成绿色工厂【3家】。",
            _ACTUAL,
            "A plan says 目前 or 已: it is so already.",
            "计划部分写明“目前”或“已”，即已实现。",
            plan & already & ~pl.col("_aimed"),
            _ACTUAL,
        ),
    ]


def _aims() -> list[Rule]:
    return [
        Rule(
            "status.planned",
            "二、2025年工作安排\n工业增加值增长【6%】。",
            _TARGET,
            "The figure stands in the part of the report that plans.",
            "数字位于报告的计划部分。",
            pl.col("_plan"),
            _TARGET,
        ),
        Rule(
            "status.against_aim",
            "完成投资320亿元，比年初计划【300亿元】超过20亿元。",
            _TARGET,
            "The figure is the aim that the next one is set against.",
            "数字是下一个数字所对照的目标。",
            pl.col("_against_aim"),
            _TARGET,
        ),
        Rule(
            "status.aims_follow",
            "主要预期目标是：地区生产总值增长【6%】。",
            _TARGET,
            "The sentence has said before that its aims follow.",
            "句子前面已说明以下为目标。",
            pl.col("_aims_follow"),
            _TARGET,
        ),
        Rule(
            "status.aimed_behind",
            "实现工业增加值增长【6%】的预期目标。",
            _TARGET,
            "The figure is named as an aim behind it.",
            "数字之后称其为目标。",
            pl.col("_aimed_at"),
            _TARGET,
        ),
        Rule(
            "status.aimed_before",
            "工业增加值力争增长【6%】。",
            _TARGET,
            "A word of aiming stands in the clause.",
            "分句中有表示力争的词。",
            pl.col("_says_aim"),
            _TARGET,
        ),
    ]


def _by_time() -> list[Rule]:
    words, reviewed = pl.col("_words"), pl.col("reviewed_year")
    # In the review part a past year and a verb of achievement say it happened; a year to come cannot have.
    until = pl.when("_half").then("report_year").otherwise(reviewed)
    future = (pl.col("_first_year") > until) & ~words.str.contains("截至|截止")
    return [
        Rule(
            "status.until_year",
            "上半年运行平稳，工业增加值到2025年达到【500亿元】。",
            _TARGET,
            "到 and a year to come stand in the clause.",
            "分句中有“到”和未来年份。",
            words.str.contains("到" + T_OPEN) & (pl.col("_last_year") > reviewed),
            _TARGET,
        ),
        Rule(
            "status.year_to_come",
            "2026年工业增加值增长【6%】。",
            _TARGET,
            "The figure is of a year to come, and the report is no communiqué.",
            "数字属于未来年份，且报告不是统计公报。",
            future & (pl.col("report_kind") != "communique"),
            _TARGET,
        ),
        Rule(
            "status.outturn",
            "工业增加值增长【5%】。",
            _ACTUAL,
            "Nothing says that it is yet to come.",
            "没有文字表明尚未发生。",
            None,
            _ACTUAL,
        ),
    ]


def aim_goes_on_rules() -> list[Rule]:
    """A figure that says more of an aim is an aim."""
    return [
        Rule(
            "status.aim_goes_on",
            "2024年预算收入安排62亿元，增长【5%】。",
            _TARGET,
            "The figure says more of the aim that stands at once before it.",
            "数字进一步说明紧接其前的目标。",
            (pl.col("status") == _ACTUAL) & pl.col("_of_aim"),
            _TARGET,
        ),
        Rule(
            "status.told_as_it_stands",
            "工业增加值增长【5%】。",
            _ACTUAL,
            "The status is what the step before told.",
            "保留上一步所得的状态。",
            None,
            pl.col("status"),
        ),
    ]
