"""The parts of a text that say what report it is: its first lines, its opening words, its last lines.

All of them are cleaned: simplified characters, plain digits, no white space, no pinyin set between characters. They
serve to tell the report only; spans count in the text itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

_FIRST_LINES = 80
_LAST_LINES = 12
# A line this long is running text.
_LONGEST = 70
_OPENING = 3_000
# No report says who it is of beyond this; a longer text would only take time.
_WHOLE = 400_000
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)} | {ord("（"): "(", ord("）"): ")"}
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\s?\([a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ\s]{1,8}\)")
_WORD_YEAR = re.compile(r"(?<![〇○零OＯ0一二三四五六七八九十])([一二][〇○零OＯ0一二三四五六七八九]{3})(?=年)")
_DIGITS = str.maketrans("〇○零OＯ一二三四五六七八九", "00000123456789")
_ADDRESS = re.compile(r"^(?:各位代表|各位委员|主任、|各位领导|[一1]、|现在,|现在，)")
_DASHES = re.compile(r"[—―–-]{2,}|^[—―–]")


@dataclass(frozen=True)
class Front:
    """What of a text tells the report.

    `lines` are the first lines that are not empty; `header` those of them that stand before the address (各位代表) or
    the first running text; `opening` the first words after them, on one line; `last` the last lines; `whole` all.
    """

    lines: list[str]
    header: list[str]
    opening: str
    last: list[str]
    whole: str


def front_of(text: str) -> Front:
    """The telling parts of a text."""
    # What stands in for blanked markup may be most of a page.
    text = text.replace("\u200b", "")
    whole = clean(text[:_WHOLE])
    lines = [bare for line in whole.split("\n") if (bare := re.sub(r"\s+", "", line).strip("#*_>"))]
    first = lines[:_FIRST_LINES]
    address = next((at for at, line in enumerate(first) if _ADDRESS.match(line) or _is_running(line)), len(first))
    last = clean(text[-_OPENING:]).split("\n")
    return Front(
        lines=first,
        header=[part for line in first[:address] for part in _DASHES.split(line) if part],
        opening="".join(first[address:])[:_OPENING],
        last=[bare for line in last if (bare := re.sub(r"\s+", "", line))][-_LAST_LINES:],
        whole=whole,
    )


def clean(text: str) -> str:
    """A text in simplified characters and plain digits, without pinyin; years in words as digits (二〇二五年)."""
    text = _simplify(text.translate(_UNSEEN).translate(_WIDE))
    text = _PINYIN.sub("", text)
    return _WORD_YEAR.sub(lambda match: match[1].translate(_DIGITS), text)


def _is_running(line: str) -> bool:
    return len(line) > _LONGEST and "。" in line[:-1]


def _simplify(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
