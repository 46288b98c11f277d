"""What is set into a text and is no part of what it says, blanked in place: pinyin, letter spacing, marks of a newspaper.

The length never changes, so that spans stay those of the source.
"""

from __future__ import annotations

import re

from orchestration.reading.decoding import NOTHING
from orchestration.reading.grids import LeftOut

# 國(guó)家: the reading of a character, in brackets behind it. A few such brackets may be abbreviations.
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[ ]?[(（][A-Z]?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡ]{1,8}[)）]")
_TONE = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]")
_FEWEST_READINGS = 3
# （上接第一版）: where a newspaper goes on with a text.
_TURN = re.compile(
    r"[(（【\[]?(?:紧接|緊接|上接|下转|下轉|转|轉)第?[0-9０-９一二三四五六七八九十A-Z]{1,4}[版页頁][)）】\]]?"
)
# In a line set with blanks between all characters hardly a word is longer than one.
_SPACED_LINE = re.compile(r"^[^\n]*\S \S \S \S[^\n]*$", re.M)
_BETWEEN = re.compile(r"(?<=\S) (?=\S)")
_FEWEST_LETTERS, _SINGLE = 6, 0.9


def cleaned(text: str) -> tuple[str, list[LeftOut], list[str]]:
    """The text without what is set into it, what was left out, and flags.

    The flag `pinyin_left_out` tells that readings stood behind characters.
    """
    flags: list[str] = []
    left_out: list[LeftOut] = []
    text = join_letters(text)
    readings = _PINYIN.findall(text)
    if sum(bool(_TONE.search(reading)) for reading in readings) >= _FEWEST_READINGS:
        flags.append("pinyin_left_out")
        text = _PINYIN.sub(_blank, text)
    for turn in _TURN.finditer(text):
        if turn[0][0] in "(（【[" or not _is_inside(text, turn.start(), turn.end()):
            left_out.append(LeftOut(turn.start(), "page_turn", turn[0]))
    for part in left_out:
        text = text[: part.at] + NOTHING * len(part.text) + text[part.at + len(part.text) :]
    return text, left_out, flags


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


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a mark without brackets stands within a line, where it may be a part of a sentence."""
    before, after = text[:start].rpartition("\n")[2].strip(), text[end:].partition("\n")[0].strip()
    return bool(before) and bool(after)
