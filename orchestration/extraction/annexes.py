"""Annexes that explain terms (名词解释) and notes: what they count belongs to an explanation, and reports nothing.

An annex opens with a heading of its own and ends where the text reports again: at a main heading, the title of another
document, another annex, or an address to the assembly. Its entries may be numbered as headings are.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.timeframe import UNNUMBERED
from orchestration.lexicon import Lexicon

_COUNT = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
# 附件2: , 附录, 附: before the heading of an annex, or its number among the headings of the text.
_ANNEX = rf"附(?:[件录表图]|则)?{_COUNT}?[:.、]?"
_NUMBER = rf"(?:{_COUNT}[.、]|\({_COUNT}\)|第{_COUNT}[章部篇]分?)"
_NOTE = r"^(?:附?注(?:释|解)?[0-9]{0,2}[:.、]|\[[0-9]{1,3}\][^,;。])"
# What an entry looks like, or the sentence behind its heading: neither is a heading of the text.
_ENTRY = "[:：“”]|指|——|是"
_EXPLAINS = "^(?:是?指|即|由|是|为)"


def with_explained(sentences: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `explained`: whether a sentence stands in such an annex or is a note that defines.

    What is headed as notes may revise figures too, and what revises is not explained.

    Args:
        sentences: in reading order, with `report`, `para`, `text`, `alone` (the only sentence of its line) and `level`.
        lexicon: the words of such headings and of definitions.
    """
    text, alone = pl.col("text"), pl.col("alone")
    first = pl.col("para").ne_missing(pl.col("para").shift(1))
    terms, notes = _headings(lexicon)
    revises = text.str.contains(lexicon.any_of("note_revises"))
    state = (
        pl.when(alone & text.str.contains(terms))
        .then(2)
        .when(alone & text.str.contains(notes))
        .then(1)
        .when(_reports_again(lexicon))
        .then(0)
    )
    is_note = pl.when(first).then(text.str.contains(_NOTE))
    note = windows.carried(is_note, pl.col("report"), pl.col("para")).fill_null(value=False)
    in_force = windows.carried(state, pl.col("report")).fill_null(0)
    return (
        sentences.with_columns(_state=in_force, _note=note)
        .with_columns(
            explained=(pl.col("_state") == 2)
            | ((pl.col("_state") == 1) & ~revises)
            | (pl.col("_note") & ~revises & text.str.contains(lexicon.any_of("note_defines") + "|[指系]"))
        )
        .drop("_state", "_note")
    )


def _headings(lexicon: Lexicon) -> tuple[str, str]:
    """The patterns of headings over terms, and over notes."""
    of_what = r"(?:《?[^《》。,;:]{0,24}(?:报告|公报|草案|纲要|规划|计划)》?(?:\(.{0,12}\))?)?中?的?"
    which = f"(?:{lexicon.any_of('annex_which')}的?)*"
    term, explained = lexicon.any_of("annex_term"), lexicon.any_of("annex_explanation")
    begins, ends = rf"^#*\(?(?:{_ANNEX}|{_NUMBER})?\(?", r"(?:\([^()]{0,16}\))?\)?[:。]?$"
    terms = f"{begins}{of_what}{which}{term}(?:[、和与及]?{term})?{explained}[单表]?{ends}"
    return terms, f"{begins}{of_what}(?:{lexicon.any_of('note_heading')}|注){ends}"


def _reports_again(lexicon: Lexicon) -> pl.Expr:
    """Whether a sentence is one with which a text goes on behind an annex."""
    text, level = pl.col("text"), pl.col("level")
    following = pl.when(pl.col("report") == pl.col("report").shift(-1)).then(text.shift(-1))
    of_body = f"{lexicon.any_of('review_heading', 'plan_heading', 'report_title')}|部分$"
    main = (level <= 1) | ((level == UNNUMBERED) & text.str.contains(of_body))
    main = main & ~text.str.contains(_ENTRY) & ~following.str.contains(_EXPLAINS).fill_null(value=False)
    another = rf"^#*\(?附(?:[件录表图]|则){_COUNT}?(?:[:.、]|$)"
    return (
        main.fill_null(value=False)
        | text.str.contains(another)
        | text.str.contains(rf"^#*(?:{lexicon.any_of('address')})[,:!]")
    )
