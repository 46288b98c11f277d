"""All tables of rules in one book: what the extraction decides, field by field, and by which rules.

The documentation of the rules is generated from here, and each rule's example is a test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from orchestration.extraction.ladder import Rule
from orchestration.lexicon import Lexicon


@dataclass(frozen=True)
class Decision:
    """A field that a table of rules decides."""

    field: str
    """The field that is decided; the ids of its rules stand in the column `<field>_rule`."""
    en: str
    """What is decided, in one English sentence."""
    zh: str
    """The same in Chinese."""
    rules: Callable[[Lexicon], Sequence[Rule]]


BOOK: tuple[Decision, ...] = ()


def all_rules(lexicon: Lexicon) -> list[tuple[Decision, Rule]]:
    """Every rule with its decision, in the order of the book and of each table."""
    return [(decision, rule) for decision in BOOK for rule in decision.rules(lexicon)]
