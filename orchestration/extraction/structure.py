"""Paragraphs → sentences, each with its section path and whether that section reviews or plans."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.periods import FIVE_YEAR_PLANS

_BREAK = "\ue003"
_HEADING_LEVELS = {
    1: r"^#*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章部篇])",
    2: r"^#*\([一二三四五六七八九十]{1,3}\)",
    3: r"^#*[0-9]{1,2}[\.、][^0-9]",
    4: r"^#*(?:\([0-9]{1,2}\)|[①-⑳])",
}
# A short line of its own without a full stop: an unnumbered heading, or a menu entry.
UNNUMBERED = 9
_LONGEST_TITLE = 45
_YEAR_ENDS_IN = 10

_REVIEW = r"回顾|完成情况|执行情况|运行情况|进展情况|取得的?(?:成效|成绩|成就)|主要成效|发展成就|工作总结|过去[一五]年|主要特点"
_PLAN = (
    r"总体(?:考虑|要求|思路|安排)|(?:预期|发展|主要|工作|奋斗|总体)目标|预期指标|目标任务|工作(?:安排|打算|部署|思路|建议|举措)"
    r"|重点(?:工作|任务)|主要任务|工作重点|计划(?:草案)?安排|下半年|下一步|下一阶段|展望|政策措施|主要措施|今后"
)


def sentences(lines: pl.LazyFrame, reports: pl.LazyFrame) -> pl.LazyFrame:
    """One row per sentence of the batch, in reading order.

    Columns: `report`, `para`, `sentence` (number in the batch), `text`, `at` (canonical offset), `level`
    (heading level or null), `section` (path of headings), `part` (`review` or `plan`).
    """
    closed = r"([。!?]+[”’\)》]*)"
    frame = (
        lines.group_by("para", maintain_order=True)
        .agg(pl.col("report").first(), text=pl.col("squeezed").str.join(""), converted=pl.col("converted").any())
        .with_columns(text=pl.col("text").str.replace_all(closed, "${1}" + _BREAK).str.strip_chars_end(_BREAK))
        .with_columns(text=pl.col("text").str.split(_BREAK))
        .with_columns(alone=pl.col("text").list.len() == 1)
        .explode("text")
        .with_row_index("sentence")
        .with_columns(length=pl.col("text").str.len_chars().cast(pl.Int64))
        .with_columns(at=pl.col("length").cum_sum() - pl.col("length"))
    )
    unnumbered = pl.col("alone") & (pl.col("length") <= _LONGEST_TITLE) & ~pl.col("text").str.contains(r"[。,;]|——")
    level = pl.coalesce(
        *(pl.when(pl.col("text").str.contains(regex)).then(pl.lit(n)) for n, regex in _HEADING_LEVELS.items()),
        pl.when(unnumbered).then(pl.lit(UNNUMBERED)),
    )
    frame = _with_parts(_with_sections(frame.with_columns(level=level)), reports)
    return with_span(with_binding(frame)).select(
        "report",
        "para",
        "sentence",
        "text",
        "at",
        "length",
        "level",
        "section",
        "part",
        "converted",
        "binding_passage",
        "span_passage",
    )


def _with_sections(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Section path: the headings in force, outermost first, joined by ` › `."""
    title = pl.col("text").str.strip_chars("#。:").str.slice(0, 60)
    scope: list[str] = ["report"]
    for level in (1, 2, 3):
        opens = pl.col("level") == level
        frame = frame.with_columns(runs.carried(pl.when(opens).then(title), *map(pl.col, scope)).alias(f"h{level}"))
        frame = frame.with_columns(opens.fill_null(value=False).cum_sum().alias(f"n{level}"))
        scope = [*scope, f"n{level}"]
    return frame.with_columns(section=pl.concat_str("h1", "h2", "h3", separator=" › ", ignore_nulls=True))


def _with_parts(frame: pl.LazyFrame, reports: pl.LazyFrame) -> pl.LazyFrame:
    """Whether a sentence stands in the review of what was done or in the plan of what is to come.

    A heading decides by its words, and where they are silent by its year. Before the first deciding heading a
    report reviews. A communiqué only reviews.
    """
    year = pl.col("text").str.extract(r"(20[0-9]{2})年").cast(pl.Int32)
    review, plan = pl.col("text").str.contains(_REVIEW), pl.col("text").str.contains(_PLAN)
    deciding = pl.col("level").is_in([1, UNNUMBERED]) | ((pl.col("level") == 2) & (review ^ plan) & year.is_not_null())
    deciding = deciding.fill_null(value=False)
    cue: pl.Expr = (
        pl.when(~deciding)
        .then(None)
        .when(review)
        .then(pl.lit("review"))
        .when(plan)
        .then(pl.lit("plan"))
        .when((pl.col("level") == 1) & (year > pl.col("reviewed_year")))
        .then(pl.lit("plan"))
        .when((pl.col("level") == 1) & (year <= pl.col("reviewed_year")))
        .then(pl.lit("review"))
    )
    # Where headings are silent: 2025年，全市将…, 今年，我们将….
    ahead = pl.col("text").str.contains("^(?:报告[指提]出,)?今年,?[^,。]{0,12}将") | (
        pl.col("text").str.contains("^(?:报告[指提]出,)?20[0-9]{2}年,?[^,。]{0,12}将")
        & (year > pl.col("reviewed_year"))
    )
    cue = pl.coalesce(cue, pl.when(ahead).then(pl.lit("plan")))
    context = reports.select("report", "reviewed_year", "kind")
    in_part = runs.carried(cue, pl.col("report")).fill_null("review")
    return frame.join(context, on="report", maintain_order="left").with_columns(
        part=pl.when(pl.col("kind") == "communique").then(pl.lit("review")).otherwise(in_part)
    )


def kind_of(text: pl.Expr) -> pl.Expr:
    """What kind of report a text is, by its first lines; see `schema.KINDS`."""
    head = text.str.slice(0, 400).str.replace_all(r"\s", "")
    return (
        pl.when(head.str.contains("统计公报"))
        .then(pl.lit("communique"))
        .when(head.str.contains(r"(?:上半年|前三季度|一季度|1[—-][0-9]{1,2}月).{0,20}(?:执行|运行|进展)"))
        .then(pl.lit("half_year"))
        .when(head.str.contains("政府工作报告"))
        .then(pl.lit("work_report"))
        .otherwise(pl.lit("plan_report"))
    )


def reviewed_year() -> pl.Expr:
    """The year whose results a report reviews: the one before its own, or its own if it is given at the year's end.

    Assemblies that elect a new government meet from October to December and hear what the closing year brought.
    """
    head = pl.col("text").str.slice(0, 800).str.replace_all(r"\s", "")
    spoken = head.str.extract_groups(r"((?:19|20)[0-9]{2})年([0-9]{1,2})月[0-9]{1,2}日[^。]{0,40}(?:会议|次会)")
    year = spoken.struct.field("1").cast(pl.Int32, strict=False)
    late = spoken.struct.field("2").cast(pl.Int32, strict=False) >= _YEAR_ENDS_IN
    closing = (late & (year == pl.col("report_year")) & (pl.col("kind") == "work_report")).fill_null(value=False)
    return pl.col("report_year") - (~closing).cast(pl.Int32)


def until_month() -> pl.Expr:
    """The month (two digits) up to which an interim report counts, null for a half year or the whole."""
    head = pl.col("text").str.slice(0, 200).str.replace_all(r"\s", "")
    named = head.str.extract(r"(上半年|前三季度|一季度|1[—\-–~至到][0-9]{1,2}月)")
    months = named.str.extract(r"([0-9]{1,2})月").str.zfill(2)
    return (
        pl.when(pl.col("kind") != "half_year")
        .then(None)
        .when(named == "前三季度")
        .then(pl.lit("09"))
        .when(named == "一季度")
        .then(pl.lit("03"))
        .when(months != "06")
        .then(months)
    )


def with_span(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `span_passage`: the years that the passage looks back on, `five` for those up to the reviewed one.

    A passage opens with a sentence or heading that names the span, and lasts to one that names a single year or to
    the next main heading. In it 年均 and 从…到 speak of the span.
    """
    text = pl.col("text")
    plan = text.str.extract("“?(十[一二三四五六]五|十五)”?(?:规划)?(?:期间|时期|以来|五年|发展)")
    years = plan.replace_strict(
        {name: f"{first}-{last}" for name, (first, last) in FIVE_YEAR_PLANS.items()},
        default=None,
        return_dtype=pl.String,
    )
    finished = years.str.slice(5).cast(pl.Int32, strict=False) <= pl.col("reviewed_year")
    cue = (
        pl.when(text.str.contains("过去(?:的)?五年|五年来|五年间|这五年|近五年"))
        .then(pl.lit("five"))
        .when(finished)
        .then(years)
        .when((pl.col("level") == 1) | text.str.contains("^(?:——)?(?:过去一年|一年来|去年|今年|20\\d{2}年)"))
        .then(pl.lit(""))
    )
    passage = runs.carried(cue, pl.col("report"))
    return frame.with_columns(span_passage=pl.when(passage != "").then(passage))


def with_binding(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `binding_passage`: the kind of indicators (约束性, 预期性) that the passage is about, null if neither.

    A passage opens with a sentence that names one kind alone and lasts to the next numbered heading.
    """
    opening = pl.col("text").str.contains("指标")
    binding, expected = pl.col("text").str.contains("约束性"), pl.col("text").str.contains("预期性")
    cue = (
        pl.when((pl.col("level") <= 2) | (opening & binding & expected))
        .then(pl.lit(""))
        .when(opening & binding)
        .then(pl.lit("约束性"))
        .when(opening & expected)
        .then(pl.lit("预期性"))
    )
    passage = runs.carried(cue, pl.col("report"))
    return frame.with_columns(binding_passage=pl.when(passage != "").then(passage))
