"""The same report twice: from two sites, in two kinds of file, or corrected later.

Texts are compared by their MinHash signatures (`rensa`), without their digits, among reports of one place, year and
kind. Two that are alike and state the same numbers are one report; where numbers differ, the second is another version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

_UNSEEN = re.compile(r"[\s\u200b-\u200d\u2060\ufeff|]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_NOT_COMPARED = re.compile(r"[\d.,%，。、；：！？（）()《》“”\"'—\-]+")
_SHINGLE = 5
_PERMUTATIONS = 128
_SEED = 17
# Reports of one place from two years have half of their words in common, and they are of two years.
_ALIKE = 0.8
_SHORTEST = 150
_MOST_REVISIONS = 200
_AROUND = 12


@dataclass(frozen=True)
class Known:
    """A report that others are compared with: its file, what it is of, and its signature (null where it is short)."""

    file_name: str
    region: str | None
    report_year: int
    kind: str
    signature: str | None


@dataclass(frozen=True)
class Revision:
    """A number that two versions of a report state differently, each with the words around it; null where one lacks it."""

    here: str | None
    there: str | None


@dataclass(frozen=True)
class Twin:
    """A report that is alike: its file, how alike (0 to 1), and the numbers in which the two differ."""

    file_name: str
    likeness: float
    revisions: list[Revision]


def signature(text: str) -> str | None:
    """The MinHash signature of a text as hexadecimal numbers of eight digits; null for a text too short to compare."""
    from rensa import RMinHash

    bare = _NOT_COMPARED.sub("", _UNSEEN.sub("", text))
    if len(bare) < _SHORTEST:
        return None
    found = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    found.update([bare[at : at + _SHINGLE] for at in range(len(bare) - _SHINGLE + 1)])
    return "".join(f"{value:08x}" for value in found.digest())


def likeness(one: str, other: str) -> float:
    """The estimated share of what two texts have in common, of what either has."""
    pairs = zip(_values(one), _values(other), strict=True)
    return sum(left == right for left, right in pairs) / _PERMUTATIONS


def _values(written: str) -> list[str]:
    return [written[at : at + 8] for at in range(0, len(written), 8)]


def twin_of(new: Known, text: str, known: Iterable[Known], text_of: Callable[[str], str | None]) -> Twin | None:
    """The report that a new one is another copy or version of; null where there is none.

    Args:
        new: the report.
        text: its text.
        known: the reports that were read before it.
        text_of: the text of a report by its file; null where it is gone.
    """
    if new.signature is None:
        return None
    near = [
        (likeness(new.signature, each.signature), each.file_name)
        for each in known
        if each.signature and (each.region, each.report_year, each.kind) == (new.region, new.report_year, new.kind)
    ]
    best, name = max(near, default=(0.0, ""))
    other = text_of(name) if best >= _ALIKE else None
    return Twin(name, best, revisions(text, other)) if other is not None else None


def revisions(here: str, there: str) -> list[Revision]:
    """The numbers in which two texts differ, in their order."""
    texts = [_UNSEEN.sub("", here), _UNSEEN.sub("", there)]
    places = [list(_NUMBER.finditer(text)) for text in texts]
    numbers = [[match[0] for match in each] for each in places]
    found: list[Revision] = []
    for kind, start, end, first, last in SequenceMatcher(None, numbers[0], numbers[1], autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        own = [_with_words(texts[0], match) for match in places[0][start:end]]
        others = [_with_words(texts[1], match) for match in places[1][first:last]]
        for at in range(max(len(own), len(others))):
            found.append(Revision(own[at] if at < len(own) else None, others[at] if at < len(others) else None))
    return found[:_MOST_REVISIONS]


def _with_words(text: str, number: re.Match[str]) -> str:
    return text[max(0, number.start() - _AROUND) : number.end() + 4]


def packed_revisions(found: Iterable[Revision]) -> str:
    """Revisions as JSON, as the landed table of reports holds them."""
    return json.dumps([asdict(each) for each in found], ensure_ascii=False)
