"""The rules that decide whether a sentence stands where a report reviews or where it plans.

A cue holds for the report until the next one, a cue of a paragraph for that paragraph. They read the columns of
`timeframe`.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule

_REVIEW, _PLAN = "review", "plan"
_HEADING, _MAIN, _TITLED = pl.col("_heading"), pl.col("_main"), pl.col("_titled")
_YEAR, _REVIEWED = pl.col("_year_said"), pl.col("reviewed_year")


def part_table() -> list[Rule]:
    """The rules of all steps, without those that give no cue."""
    silent = "_as_it_stands"
    return [rule for rule in (*part_rules(), *aside_rules(), *cue_rules()) if not rule.id.endswith(silent)]


def part_rules() -> list[Rule]:
    """The part of each sentence, by the cues that are in force."""
    return [
        _rule(
            "communique",
            "2024年国民经济和社会发展统计公报\n2025年工业增加值增长【5%】。",
            _REVIEW,
            "A communiqué only reviews.",
            "统计公报只回顾。",
            pl.col("kind") == "communique",
        ),
        Rule(
            "part.cue_of_paragraph_as_it_stands",
            "2024年，工业增加值增长【5%】。",
            _REVIEW,
            "The paragraph has a cue of its own.",
            "段落自有提示。",
            pl.col("_aside_held").is_not_null(),
            pl.col("_aside_held"),
        ),
        Rule(
            "part.cue_of_report_as_it_stands",
            "一、2024年工作回顾\n工业增加值增长【5%】。",
            _REVIEW,
            "The last cue of the report is in force.",
            "报告中最近的提示有效。",
            pl.col("_cue_held").is_not_null(),
            pl.col("_cue_held"),
        ),
        _rule(
            "opening",
            "工业增加值增长【5%】。",
            _REVIEW,
            "Before its first cue a report reviews.",
            "在首个提示之前，报告为回顾。",
            None,
        ),
    ]


def aside_rules() -> list[Rule]:
    """Cues that hold for their own paragraph: 一年来 in a plan looks back, up to 新的一年."""
    return [
        _rule(
            "paragraph_looks_back",
            "二、2025年工作安排\n一年来，工业增加值增长【5%】。",
            _REVIEW,
            "The paragraph opens with the past year.",
            "段落以过去一年开头。",
            pl.col("_back"),
        ),
        _rule(
            "paragraph_of_this_year",
            "一年来，成绩显著。新的一年，我们将实现工业增加值增长【6%】。",
            _PLAN,
            "A sentence of the paragraph opens with the year that begins.",
            "段落中有句子以新的一年开头。",
            pl.col("_this"),
        ),
        Rule(
            "part.no_cue_in_paragraph_as_it_stands",
            "工业增加值增长【5%】。",
            None,
            "The sentence gives its paragraph no cue.",
            "句子对段落没有提示。",
            None,
            None,
        ),
    ]


def cue_rules() -> list[Rule]:
    """Cues that hold until the next one: opening words, then a heading's words, its year, and the words of its section."""
    return [*_headings(), *_openings(), *_sections()]


def _rule(name: str, example: str, gives: str, en: str, zh: str, when: pl.Expr | None) -> Rule:
    return Rule(f"part.{name}", example, gives, en, zh, when, gives)


def _headings() -> list[Rule]:
    deciding = pl.col("_deciding") & ~_TITLED
    return [
        _rule(
            "heading_reviews",
            "二、工作安排\n做好工作。\n三、工作总结\n工业增加值增长【5%】。",
            _REVIEW,
            "The heading has a word of reviewing.",
            "标题含回顾类词语。",
            deciding & pl.col("_says_review"),
        ),
        _rule(
            "heading_plans",
            "二、工作安排\n工业增加值增长【6%】。",
            _PLAN,
            "The heading has a word of planning.",
            "标题含计划类词语。",
            deciding & pl.col("_says_plan"),
        ),
        _rule(
            "heading_of_year_to_come",
            "二、2025年经济工作\n工业增加值增长【6%】。",
            _PLAN,
            "The heading names a year after the one under review.",
            "标题写明回顾年份之后的年份。",
            _MAIN & (_YEAR > _REVIEWED),
        ),
        _rule(
            "heading_of_past_year",
            "二、工作安排\n做好工作。\n三、2024年经济工作\n工业增加值增长【5%】。",
            _REVIEW,
            "The heading names the year under review, or one before.",
            "标题写明回顾年份或更早的年份。",
            _MAIN & (_YEAR <= _REVIEWED),
        ),
        Rule(
            "part.silent_heading_as_it_stands",
            "一、工业\n工业增加值增长【5%】。",
            None,
            "A title of the report and a heading without a number give no cue.",
            "报告标题和没有编号的标题不作提示。",
            _HEADING & (_TITLED | ~_MAIN),
            None,
        ),
    ]


def _openings() -> list[Rule]:
    return [
        _rule(
            "span_behind",
            "二、工作安排\n做好工作。\n过去五年，工业增加值增长【50%】。",
            _REVIEW,
            "A paragraph opens with a span of years that has ended.",
            "段落以已结束的若干年开头。",
            pl.col("_first") & (pl.col("_ends") <= _REVIEWED),
        ),
        _rule(
            "span_ahead",
            "今后五年，工业增加值增长【50%】。",
            _PLAN,
            "A paragraph opens with a span of years to come.",
            "段落以未来若干年开头。",
            pl.col("_first") & (pl.col("_begins") > _REVIEWED),
        ),
        _rule(
            "this_year",
            "今年，要做好经济工作。\n工业增加值增长【6%】。",
            _PLAN,
            "A paragraph opens with the year that begins.",
            "段落以新的一年开头。",
            pl.col("_this"),
        ),
        _rule(
            "aims",
            "全市经济社会发展主要预期目标是：工业增加值增长【6%】。",
            _PLAN,
            "A sentence says what the expected targets are.",
            "句子说明预期目标。",
            pl.col("_aims"),
        ),
        _rule(
            "sentence_looks_ahead",
            "做好工作。2025年，全市将实现工业增加值增长【6%】。",
            _PLAN,
            "A sentence opens with the year that begins and says what will be done.",
            "句子以新的一年开头，并说明将做的事。",
            pl.col("_looks_ahead"),
        ),
    ]


def _sections() -> list[Rule]:
    return [
        Rule(
            "part.words_of_section",
            "一、经济\n要加快发展。要加强管理。要推进改革。要扩大开放。工业增加值增长【6%】。",
            _PLAN,
            "The heading says nothing, and the sentences of its section mostly plan, or mostly review.",
            "标题没有提示，其下句子多为计划或多为回顾。",
            _MAIN & pl.col("_tenor").is_not_null(),
            pl.col("_tenor"),
        ),
        Rule(
            "part.no_cue_as_it_stands",
            "工业增加值增长【5%】。",
            None,
            "The sentence gives no cue.",
            "句子没有提示。",
            None,
            None,
        ),
    ]
