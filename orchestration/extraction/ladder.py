"""Decisions as tables of rules: the first rule that holds decides, and the row keeps its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from orchestration.extraction import rule_watch

# Ends the id of a rule that leaves a value as it stands.
UNCHANGED = "_as_it_stands"


@dataclass(frozen=True)
class Rule:
    """One row of a decision's table.

    `when` and `then` read columns of the frame that is decided; a text given as `then` is the value itself. `when` is
    null for the last rule of a table, which holds for every row that is left.
    """

    id: str
    """The decision and the case, parted by a dot: `bound.after_min`."""
    example: str
    """A sentence of a report, with the number that the rule decides in 【】."""
    gives: str | None
    """What the rule decides for that number, null if it leaves the field empty."""
    en: str
    """When the rule holds and what it decides, in one English sentence."""
    zh: str
    """The same in Chinese."""
    when: pl.Expr | None
    then: pl.Expr | str | None


def decided(frame: pl.LazyFrame, field: str, rules: Sequence[Rule], by: str | None = None) -> pl.LazyFrame:
    """Add `field`, decided by the first rule that holds, and the id of that rule as `by` (`<field>_rule` if not given).

    Raises:
        ValueError: two rules share an id, or a rule that is not the last holds always, or the last one does not.

    """
    _check(rules)
    watch = rule_watch.current()
    rules = watch.asked(rules) if watch else rules
    ids = pl.Series([rule.id for rule in rules], dtype=pl.Enum([rule.id for rule in rules]))
    # Each condition is computed once: the value and the id are looked up by the number of the rule.
    told = (
        frame.with_columns(_which=_first_that_holds(rules))
        .with_columns(_value(rules).alias(field), pl.lit(ids).gather(pl.col("_which")).alias(by or f"{field}_rule"))
        .drop("_which")
    )
    if watch:
        computed = told.collect()
        watch.count(computed[by or f"{field}_rule"])
        return computed.lazy()
    return told


def changed_by(rule: str) -> pl.Expr:
    """The id in the column `rule`, str, null where that rule left the value as it stands."""
    return pl.when(~pl.col(rule).cast(pl.String).str.ends_with(UNCHANGED)).then(pl.col(rule).cast(pl.String))


def decided_again(frame: pl.LazyFrame, field: str, rules: Sequence[Rule]) -> pl.LazyFrame:
    """Change `field` by the first rule that holds; `<field>_rule` is then the id of the rule that changed it last.

    The last rule leaves the field as it stands, and its id ends with `UNCHANGED`.

    Raises:
        ValueError: as `decided`.

    """
    rule = f"{field}_rule"
    return (
        decided(frame, field, rules, by="_again")
        .with_columns(pl.coalesce(changed_by("_again"), pl.col(rule).cast(pl.String)).alias(rule))
        .drop("_again")
    )


def _first_that_holds(rules: Sequence[Rule]) -> pl.Expr:
    which: pl.Expr = pl.lit(len(rules) - 1, dtype=pl.UInt32)
    for number, rule in reversed(list(enumerate(rules))):
        if rule.when is not None:
            which = pl.when(rule.when).then(pl.lit(number, dtype=pl.UInt32)).otherwise(which)
    return which


def _value(rules: Sequence[Rule]) -> pl.Expr:
    if not any(isinstance(rule.then, pl.Expr) for rule in rules):
        return pl.lit(pl.Series([rule.then for rule in rules], dtype=pl.String)).gather(pl.col("_which"))
    value: pl.Expr = pl.lit(None)
    for number, rule in reversed(list(enumerate(rules))):
        then = rule.then if isinstance(rule.then, pl.Expr) else pl.lit(rule.then, dtype=pl.String)
        value = pl.when(pl.col("_which") == number).then(then).otherwise(value)
    return value


def refuse_shared_ids(rules: Sequence[Rule]) -> None:
    """Refuse a table in which an id could mean two rules.

    Raises:
        ValueError: two rules share an id; the message names it.

    """
    ids = [rule.id for rule in rules]
    if len(set(ids)) < len(ids):
        raise ValueError(f"two rules share an id: {sorted({each for each in ids if ids.count(each) > 1})}")


def _check(rules: Sequence[Rule]) -> None:
    refuse_shared_ids(rules)
    ids = [rule.id for rule in rules]
    always = [rule.id for rule in rules if rule.when is None]
    if always != ids[-1:]:
        raise ValueError(f"the last rule alone holds always, and here these do: {always}")
