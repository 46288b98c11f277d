"""What is set into a text and is no part of what it says, blanked in place: pinyin and letter spacing.

The length never changes, so that spans stay those of the source.
"""

from __future__ import annotations

import re

from orchestration.reading.decoding import NOTHING

# 國(guó)家: the reading of a character, in brackets behind it. A few such brackets may be abbreviations.
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[ ]?[(（][A-Z]?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡ]{1,8}[)）]")
_TONE = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]")
_FEWEST_READINGS = 3
# In a line set with blanks between all characters hardly a word is longer than one.
_SPACED_LINE = re.compile(r"^[^\n]*\S \S \S \S[^\n]*$", re.M)
_BETWEEN = re.compile(r"(?<=\S) (?=\S)")
_FEWEST_LETTERS, _SINGLE = 6, 0.9


def cleaned(text: str) -> tuple[str, list[str]]:
    """The text without what is set into it, and flags.

    The flag `pinyin_left_out` tells that readings stood behind characters.
    """
    flags: list[str] = []
    text = join_letters(text)
    readings = _PINYIN.findall(text)
    if sum(bool(_TONE.search(reading)) for reading in readings) >= _FEWEST_READINGS:
        flags.append("pinyin_left_out")
        text = _PINYIN.sub(_blank, text)
    return text, flags


def join_letters(text: str) -> str:
    """The text with the blanks blanked that lines are letter-spaced with."""
    return _SPACED_LINE.sub(_joined, text)


def _joined(line: re.Match[str]) -> str:
    words = line[0].split()
    single = sum(len(word) == 1 for word in words)
    if len(words) < _FEWEST_LETTERS or single < _SINGLE * len(words):
        return line[0]
    return _BETWEEN.sub(NOTHING, line[0])


def _blank(found: re.Match[str]) -> str:
    return NOTHING * len(found[0])
