"""The words of the parts, from the seed table `part_words.csv`, as patterns and tables of what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from orchestration.lexicon import Lexicon

# Between two activities that one name holds (新建和改造).
JOINED = "(?:和|及|与|或|并|、)?"
# White space, quotation marks and short brackets tell no indicators apart. So do the dbt models and the confidence.
MARKS = r"[\s“”\"‘’'《》<>]|[（(][^（()）]{0,12}[)）]"


def any_of(words: Iterable[str]) -> str:
    """A non-capturing alternation that prefers the longer word; one that never matches where there is none."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")" if longest_first else r"(?:[^\s\S])"


@dataclass(frozen=True)
class Vocabulary:
    """The words of one lexicon, by what they do in a name."""

    lexicon: Lexicon

    def words(self, part: str, *places: str) -> dict[str, str]:
        """The words of a part at some places of a name, with the value that each stands for."""
        table = self.lexicon.part_words.filter((pl.col("part") == part) & pl.col("place").is_in(places))
        return dict(table.select("word", "value").rows())

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The activities in the order in which one wins where a name holds several: that of `part_values.csv`."""
        values = self.lexicon.part_values.filter(pl.col("part") == "activity")["value"].to_list()
        return {value: rank for rank, value in enumerate(values)}

    @cached_property
    def synonyms(self) -> dict[str, str]:
        """Words for a concept within a name, longest first.

        Each canonical word stands for itself, so that a shorter word within it is not spelled out once more.
        """
        found = self.words("concept", "within")
        found = {value: value for value in found.values()} | found
        return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))
