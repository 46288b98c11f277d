"""How sure each number is that was recognized in a picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from orchestration.reading.glyphs import Glyph

# A number less likely than this is told to people.
DOUBTFUL = 0.9
_NUMBER = re.compile(r"\d(?:[\d.,，·]*\d)?")


@dataclass(frozen=True)
class RecognizedNumber:
    """The span of a number in a text, and the likelihood of its least likely character."""

    start: int
    end: int
    confidence: float


def recognized_numbers(text: str, glyphs: Sequence[Glyph]) -> list[RecognizedNumber]:
    """The numbers of a text that was put together from recognized characters, in the order of both.

    Characters that a file states are certain; where all of them are, there is nothing to tell.
    """
    if all(glyph.sure >= 1.0 for glyph in glyphs):
        return []
    sure = [1.0] * len(text)
    at = 0
    for glyph in glyphs:
        # The text has blanks, bars and line ends beside; a bar that was recognized is a blank in it.
        found = text.find(glyph.text, at)
        if found >= 0 and not text[at:found].strip(" \t\n|"):
            sure[found] = glyph.sure
            at = found + len(glyph.text)
    return [
        RecognizedNumber(*match.span(), round(min(sure[match.start() : match.end()]), 4))
        for match in _NUMBER.finditer(text)
    ]


def packed_numbers(numbers: Iterable[RecognizedNumber]) -> str:
    """Numbers as JSON, as the landed table of reports holds them."""
    return json.dumps([asdict(number) for number in numbers])
