"""The numbers that Word writes before paragraphs, which stand in no text: 一、 （一） 1. of numbered headings and lists."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
)
_DIGITS = "〇一二三四五六七八九"
_DEEPEST = 9


class Numbering:
    """Counts the numbered paragraphs of a document as they come."""

    def __init__(self, root: Any | None) -> None:
        """Read the definitions of `numbering.xml`; `root` is its element, null where a document has none."""
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _DEEPEST)
        self._abstract: dict[str, str] = {}
        if root is None:
            return
        for abstract in root.findall(f"{_W}abstractNum"):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in abstract.findall(f"{_W}lvl"):
                at = _number(level.get(f"{_W}ilvl"))
                if 0 <= at < _DEEPEST:
                    form, text, start = (_value(level, name) for name in ("numFmt", "lvlText", "start"))
                    levels[at] = form, text, _number(start, 1)
            self._levels[abstract.get(f"{_W}abstractNumId", "")] = levels
        for number in root.findall(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId", "")] = _value(number, "abstractNumId")

    def before(self, number: str, level: int) -> str:
        """What stands before the next paragraph of list `number` at `level`, from 0; empty where nothing does."""
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts[abstract]
        counts[level] = counts[level] + 1 if counts[level] else levels[level][2]
        counts[level + 1 :] = [0] * (_DEEPEST - level - 1)
        shown = levels[level][1]
        for at in range(level + 1):
            form, _, start = levels.get(at, ("decimal", "", 1))
            shown = shown.replace(f"%{at + 1}", _written(counts[at] or start, form))
        return shown if levels[level][0] not in ("bullet", "none") else ""


def _written(count: int, form: str) -> str:
    if form in _CHINESE and count < 100:
        tens, ones = divmod(count, 10)
        high = ("" if tens < 2 else _DIGITS[tens]) + "十" if tens else ""
        return high + (_DIGITS[ones] if ones or not tens else "")
    if form == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(0x245F + count)
    return str(count)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return str(found.get(f"{_W}val") or "") if found is not None else ""


def _number(text: str | None, default: int = -1) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
