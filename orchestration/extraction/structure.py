"""Paragraphs → sentences, each with its section path and whether that section reviews or plans."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import annexes, windows
from orchestration.extraction.timeframe import UNNUMBERED, with_frames
from orchestration.lexicon import Lexicon

_BREAK = "\ue003"
_HEADING_LEVELS = {
    1: r"^#*(?:[一二三四五六七八九十]{1,3}、|[壹贰叁肆伍陆柒捌玖拾]、|第[一二三四五六七八九十]+[章部篇])",
    2: r"^#*(?:\([一二三四五六七八九十]{1,3}\)|[㈠-㈩])",
    3: r"^#*(?:[0-9]{1,2}[\.、]|[⒈-⒛])[^0-9]",
    4: r"^#*(?:\(?[0-9]{1,2}\)|[①-⑳]|[0-9]{1,2}(?:\.[0-9]{1,2}){2,3}[^0-9])",
}
_LONGEST_TITLE = 45
_YEAR_ENDS_IN = 10


def sentences(lines: pl.LazyFrame, reports: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per sentence of the batch, in reading order.

    Columns: `report`, `para`, `sentence` (number in the batch), `text`, `at` (canonical offset), `level`
    (heading level or null), `section` (path of headings), and what `timeframe.with_frames` adds.
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
    unnumbered = pl.col("alone") & (pl.col("length") <= _LONGEST_TITLE) & ~pl.col("text").str.contains(r"[。,;]|——|\|")
    level = pl.coalesce(
        *(pl.when(pl.col("text").str.contains(regex)).then(pl.lit(n)) for n, regex in _HEADING_LEVELS.items()),
        pl.when(unnumbered).then(pl.lit(UNNUMBERED)),
    )
    frame = annexes.with_explained(frame.with_columns(level=level), lexicon)
    frame = with_frames(_with_sections(frame), reports, lexicon)
    return with_binding(frame).select(
        "report",
        "para",
        "sentence",
        "text",
        "at",
        "length",
        "level",
        "section",
        "part",
        "part_rule",
        "converted",
        "binding_passage",
        "frame",
        "frame_evidence",
        "explained",
    )


def _with_sections(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Section path: the headings in force, outermost first, joined by ` › `."""
    title = pl.col("text").str.strip_chars("#。:").str.slice(0, 60)
    scope: list[str] = ["report"]
    for level in (1, 2, 3):
        opens = pl.col("level") == level
        frame = frame.with_columns(windows.carried(pl.when(opens).then(title), *map(pl.col, scope)).alias(f"h{level}"))
        nth = windows.cum_sum(opens.fill_null(value=False).cast(pl.Int64), *map(pl.col, scope))
        frame = frame.with_columns(nth.alias(f"h{level}_nth"))
        scope = [*scope, f"h{level}_nth"]
    return frame.with_columns(section=pl.concat_str("h1", "h2", "h3", separator=" › ", ignore_nulls=True))


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
    passage = windows.carried(cue, pl.col("report"))
    return frame.with_columns(binding_passage=pl.when(passage != "").then(passage))
