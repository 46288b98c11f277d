"""Texts that a table of rules rewrites: every rule that holds changes the text that the rules before it left."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from orchestration.extraction import rule_watch
from orchestration.extraction.ladder import Rule, refuse_shared_ids

# The text where the rule holds, else null: a costly pattern so sees no more than it needs.
SEEN = pl.col("_seen")


def rewritten(frame: pl.LazyFrame, field: str, rules: Sequence[Rule], by: str | None = None) -> pl.LazyFrame:
    """Change `field` by each rule that holds, in their order.

    Args:
        frame: any frame with the column `field`, str, without nulls.
        field: the column that is changed.
        rules: `when` reads `field` as the rules before left it, and `then` reads it as `SEEN`. A rule without `when`
            looks at every row.
        by: a column to add, if any: the ids of the rules that changed the text, parted by commas.

    Raises:
        ValueError: two rules share an id.

    """
    refuse_shared_ids(rules)
    watch = rule_watch.current()
    if watch:
        return _counted(frame, field, watch.asked(rules), by, watch)
    return _rewritten(frame, field, rules, by)


def _counted(
    frame: pl.LazyFrame, field: str, rules: Sequence[Rule], by: str | None, watch: rule_watch.Watch
) -> pl.LazyFrame:
    told = by or "_rewritten_by"
    computed = _rewritten(frame, field, rules, told).collect()
    watch.count(computed[told].str.split(",").explode())
    return computed.drop([] if by else told).lazy()


def _rewritten(frame: pl.LazyFrame, field: str, rules: Sequence[Rule], by: str | None) -> pl.LazyFrame:
    if by is not None:
        frame = frame.with_columns(pl.lit("").alias(by))
    for rule in rules:
        text = pl.col(field)
        # Step by step, for an expression that stands in others would be computed again in each.
        frame = frame.with_columns(_seen=text if rule.when is None else pl.when(rule.when).then(text))
        then = rule.then if isinstance(rule.then, pl.Expr) else pl.lit(rule.then, dtype=pl.String)
        changed = pl.when(SEEN.is_null()).then(text).otherwise(then)
        if by is not None:
            told = pl.when(changed != text).then(pl.concat_str(pl.col(by), pl.lit(f",{rule.id}")))
            frame = frame.with_columns(told.otherwise(pl.col(by)).str.strip_chars_start(",").alias(by))
        frame = frame.with_columns(changed.alias(field))
    return frame.drop("_seen", strict=False)
