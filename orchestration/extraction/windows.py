"""Windows over neighbouring rows: what `over` computes by hashing groups, in one pass over sorted rows.

All frames of an extraction are in reading order, so the rows of a report, paragraph, sentence or list stand together.
"""

from __future__ import annotations

import polars as pl


def computed(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Compute a stage before others build on it, so that none computes it again.

    Batches are small, so the in-memory engine is the faster one.
    """
    return frame.collect(engine="in-memory").lazy()


def where(text: pl.Expr, pattern: str) -> pl.Expr:
    """The text where it contains `pattern`, else null: what a dearer pattern, one that captures, needs to look at."""
    return pl.when(text.str.contains(pattern)).then(text)


def opens(*keys: pl.Expr) -> pl.Expr:
    """True where a run of equal keys begins."""
    return pl.any_horizontal(key.ne_missing(key.shift(1)) for key in keys) | (pl.int_range(pl.len()) == 0)


def carried(value: pl.Expr, *keys: pl.Expr) -> pl.Expr:
    """The last value of the run that is not null, up to the row itself."""
    row = pl.int_range(pl.len())
    seen = pl.when(value.is_not_null()).then(row).forward_fill()
    begun = pl.when(opens(*keys)).then(row).forward_fill()
    return pl.when(seen >= begun).then(value.forward_fill())


def first(value: pl.Expr, *keys: pl.Expr) -> pl.Expr:
    """The value of the run's first row, on every row of it; null values count as absent and must not occur there."""
    return pl.when(opens(*keys)).then(value).forward_fill()


def position(*keys: pl.Expr) -> pl.Expr:
    """Number the rows of each run from 0."""
    row = pl.int_range(pl.len())
    return row - first(row, *keys)


def cum_sum(value: pl.Expr, *keys: pl.Expr) -> pl.Expr:
    """Running total within the run; `value` holds no null."""
    total = value.cum_sum()
    return total - first(total - value, *keys)


def opened(open_: str, close: str) -> pl.Expr:
    """How many marks the text before a token opens more than it closes; 0 for the leading stretch of a sentence."""
    before = pl.col("before")
    count = before.str.count_matches(open_, literal=True) - before.str.count_matches(close, literal=True).cast(pl.Int64)
    return pl.when(pl.col("nth") == 0).then(0).otherwise(count)
