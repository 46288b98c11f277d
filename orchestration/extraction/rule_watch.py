"""What a maintainer asks of the rules: how many rows each decides, and what comes out without some of them.

Nothing is asked while reports are extracted for the warehouse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from orchestration.extraction.ladder import Rule


@dataclass
class Watch:
    """What is asked, and what was counted."""

    left_out: frozenset[str] = frozenset()
    """Ids of the rules that are passed over; the last rule of a table never is."""
    rows: Counter[str] = field(default_factory=Counter)
    """Rows by the id of the rule that decided them, in every table that was asked."""
    _lock: Lock = field(default_factory=Lock)

    def asked(self, rules: Sequence[Rule]) -> list[Rule]:
        """The rules of a table without those that are left out."""
        return [rule for rule in rules if rule.id not in self.left_out or rule is rules[-1]]

    def count(self, ids: pl.Series) -> None:
        """Count the rows of a frame by the ids of their rules."""
        found = ids.alias("id").cast(pl.String).drop_nulls().value_counts()
        # Batches are extracted side by side.
        with self._lock:
            self.rows.update(dict(zip(found["id"], found["count"], strict=True)))


_watches: list[Watch] = []


def current() -> Watch | None:
    """What is asked now, null where nothing is."""
    return _watches[-1] if _watches else None


@contextmanager
def watched(left_out: Collection[str] = ()) -> Iterator[Watch]:
    """Count rows by rule in all that is extracted meanwhile in this process, without the rules that are left out."""
    _watches.append(Watch(frozenset(left_out)))
    try:
        yield _watches[-1]
    finally:
        _watches.pop()
