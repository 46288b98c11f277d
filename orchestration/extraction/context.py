"""The clause before each figure, taken apart.

The text before a figure (`own`) is read from its end: bounds, predicate and comparison come off, and what is left is
what the sentence measures (`subject`).
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import bases, clauses
from orchestration.extraction.marks import TIME
from orchestration.lexicon import Lexicon


def context(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Take the clause before each figure apart, step by step, because Polars computes an expression again wherever it stands.

    Adds `own` (the clause as it stands), `clause` (without asides), `previous` (the clause before it), `unfigured`,
    `minus`, `subject`, `tail` (predicate words), `head` (both), and what the figure is set against (`bases`).
    """
    frame = clauses.with_clause(figures, lexicon)
    frame = bases.with_base(frame, lexicon)
    return _with_subject(frame, lexicon).drop("^_.*$")


def _with_subject(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Part the head of the clause into `subject` and `tail`, the words of the predicate."""
    words = lexicon.any_of("level", "growth_up", "growth_down", "min", "max", "approx", "adverb", "tail_adverb")
    since = "(?:由|从)(?:上年|去年)(?:同期|末)?"
    lasting = "(?:已)?连续(?:[0-9]+|[一二三四五六七八九十]+)年"
    each = "(?:每人)?每[年月日天]|每人"
    tail = rf"(?:{words}|按|在|(?:比|较){TIME}(?:末)?|±|{TIME}|{each}|{lasting}|{since}|的|了|起来|从|由|——)+$"
    subject = pl.col("subject")
    return (
        frame.with_columns(subject=pl.col("head").str.replace(tail, ""))
        .with_columns(tail=pl.col("head").str.slice(subject.str.len_chars()))
        # 制造业拉动经济增长 2 个百分点: here the growth belongs to the name.
        .with_columns(
            subject=pl.when(subject.str.contains("拉动") & pl.col("tail").str.contains("^增长"))
            .then(subject + "增长")
            .otherwise(subject)
        )
    )
