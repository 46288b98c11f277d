"""What stands before a number, without the words that belong to no name: who said it, modal words, what it is set against."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.marks import TIME
from orchestration.extraction.vocabulary import CORE, lead_pattern
from orchestration.lexicon import Lexicon

# What may follow 有 or 共 where they are verbs; 有效, 有线, 共同 are words.
_HAD = "[^限效机关色轨线序林无意偿害力望利组毒氧理感形声据同享建青性治管赢和轭\u4e00]"
# Modal words at the head of a clause, and words that begin so and are nouns.
_MODAL = "^(?:还|也|又|再|将|要|把|拟|仍|可)+"
_NOT_MODAL = "^(?:再[就生制贷融]|要[素求闻点件]|还[贷款]|将[军乐]|可[再持支比循降穿逆利视燃])"
_CAUSED = "^(?:推动|促进|确保|力争|推进|支持|助力|引导|带动|保持)(.{3,})$"


def with_subject(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `subject_`: the clause's subject as a name would have it.

    Step by step, for an expression that stands in others would be computed again in each.
    """
    steps = (_bare, _without_modals, _of_relation, _without_actor, _of_quantity)
    frame = figures.with_columns(subject_=_opening(lexicon))
    for step in steps:
        frame = step(frame, lexicon)
    return frame


def _opening(lexicon: Lexicon) -> pl.Expr:
    # 市委全会提出到 2027 年 …: who said so is no part of the name.
    told = "提出|明确|要求|确定"
    saying = runs.where(pl.col("subject"), told).str.replace(f"^[^,;:。]{{0,30}}(?:{told})(?:到|在)?{TIME}", "")
    plain = pl.coalesce(saying, "subject").str.replace(lead_pattern(lexicon), "")
    return plain.str.replace_all(TIME, "").str.strip_chars("、“”")


def _bare(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """有公园 18 个, 向 6 万人发放: a verb of having or a preposition is no part of the name."""
    verb = lexicon.any_of("action", "gain", "reach")
    subject = pl.col("subject_")
    owned = runs.where(subject, "^[共有拥已拟]").str.replace(rf"^(?:共有?|拥有|有|已|拟)({_HAD})", "${1}")
    alone = "^(?:向|对|为|给|由|从|将|把|在|按|于|让|有|要|仍|也|则|但)$"
    frame = frame.with_columns(subject_=pl.coalesce(owned, subject)).with_columns(
        subject_=subject.str.replace(f"^[将要再]({verb})", "${1}").str.replace(alone, "")
    )
    # 对农村 2 万眼机井实施管护: whom it is done to, not what is counted.
    counted = pl.when(pl.col("_counted")).then(subject.str.replace("^(?:对|为|向|给)", ""))
    return frame.with_columns(subject_=counted.otherwise(subject))


def _without_modals(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """固定资产投资要增长, 也要再减少, 中央财政拟安排: modal words are no part of a name."""
    verb = lexicon.any_of("action", "gain", "reach")
    subject = pl.col("subject_")
    modal = runs.where(subject, _MODAL)
    modal = pl.when(~modal.str.contains(_NOT_MODAL)).then(modal.str.replace(f"{_MODAL}(.{{2,}})$", "${1}"))
    return (
        frame.with_columns(subject_=subject.str.replace("([^主重需首])(?:要|将|拟|再|也|还)+$", "${1}"))
        .with_columns(subject_=pl.coalesce(modal, subject))
        .with_columns(subject_=pl.coalesce(runs.where(subject, "拟").str.replace(f"拟({verb})", "${1}"), subject))
    )


def _of_relation(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """What a figure is a multiple of, stands among, or begins to change from."""
    subject, times = pl.col("subject_"), pl.col("unit") == "倍"
    # 是“十一五”的 2.5 倍, 交易额是上年的 1.2 倍: a multiple of the quantity named before.
    return (
        frame.with_columns(
            subject_=pl.when(times & subject.str.contains("^(?:是|为|相当于)"))
            .then(pl.lit(""))
            .when(times)
            .then(subject.str.replace("(?:是|为|相当于)[^,;:。]{1,8}$", ""))
            .otherwise(subject)
        )
        # 在全省营商环境评价中排名第 3.
        .with_columns(subject_=subject.str.replace("^在全[国省市区](.{2,})中$", "${1}"))
        # 保费由每生 5 元提高到 10 元: where a change begins is said after the name.
        .with_columns(
            subject_=pl.when("origin").then(subject.str.replace("(?:由|从)[^,;:。]{0,8}$", "")).otherwise(subject)
        )
    )


def _without_actor(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """国务院坚决把文件减少 1/3, 推动产业增长 10%: what changes, not who is behind it."""
    subject = pl.col("subject_")
    moved = pl.col("tail").str.contains("增|减|降|提高|压")
    handled = pl.when(moved).then(runs.where(subject, ".[把将].")).str.replace("^.*[把将](.{2,})$", "${1}")
    grown = pl.col("unit").str.contains("%|百分点|倍") & pl.col("tail").str.contains("增|提高|提升|扩大")
    return frame.with_columns(subject_=pl.coalesce(handled, subject)).with_columns(
        subject_=pl.when(grown).then(subject.str.replace(_CAUSED, "${1}")).otherwise(subject)
    )


def _of_quantity(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """完成地区生产总值, 企业实现利润: that it was brought about is not what is measured. X 新增 is 新增 X."""
    gain = lexicon.any_of("gain")
    subject = pl.col("subject_")
    done = runs.where(subject, "完成|实现").str.replace(rf"^完成(.{{1,16}}(?:{CORE})(?:\([A-Z]+\))?)$", "${1}")
    by_whom = rf"^([^、]{{2,14}})(?:实现|完成)([^、]{{0,8}}(?:{CORE}))$"
    # 规模以上创新平台新增 343 家 measures the same as 新增规模以上创新平台 343 家.
    gained = rf"^([^完].*?)({gain})$"
    return frame.with_columns(subject_=pl.coalesce(done.str.replace(by_whom, "${1}${2}"), subject)).with_columns(
        subject_=pl.coalesce(runs.where(subject, f"{gain}$").str.replace(gained, "${2}${1}"), subject)
    )
