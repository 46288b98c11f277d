"""Where a report goes on elsewhere: （下转第三版） and （上接第一版）, and its pages put together.

The marks are blanked in place. Pages are joined so that a sentence over the seam is whole, and each keeps its length, so
that a span of the whole is a span of one file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestration.reading.decoding import NOTHING
from orchestration.reading.grids import LeftOut
from orchestration.reading.report_text import Text

_PAGE = r"第?\s*[A-Za-z]?\d{0,2}[A-Za-z]?\s*[一二三四五六七八九十\d]{1,3}\s*[版页頁]"
_OPEN, _CLOSE = r"[（(【\[〔▶►>→◆■\s]*", r"[^\n（(）)】\]〕。]{0,16}[）)】\]〕◀◄<←]*"
_MARK = re.compile(
    rf"[（(【\[〔]\s*(?P<in>上接|下转|下轉|紧接|緊接|接|转|轉){_PAGE}[^\n（(）)】\]〕。]{{0,16}}[）)】\]〕]"
    rf"|(?m:^){_OPEN}(?P<on>上接|下转|下轉|紧接|緊接){_PAGE}{_CLOSE}[^\S\n]*(?m:$)"
    # Without brackets, before the text that goes on or behind that which does.
    rf"|(?m:^)[^\S\n]*(?P<first>上接|紧接|緊接){_PAGE}(?=[^\S\n])|(?<=[\s。！？；%])(?P<last>下转|下轉){_PAGE}[^\S\n]*(?m:$)"
)
_ENDED = re.compile(r"[。！？!?：:；;]['\"”’）)》\]]*$")
_BLANKS = re.compile(rf"[\s{NOTHING}]+$")
_NEAR = 400


@dataclass(frozen=True)
class Part:
    """A file that a text was put together from: its name, and where in the text it stands."""

    file: str
    start: int
    end: int


def blank_turns(text: str) -> tuple[str, list[LeftOut], set[str]]:
    """A text of the same length without its marks, what they said, and the ways they lead: `before`, `after`."""
    left_out: list[LeftOut] = []
    ways: set[str] = set()

    def blank(mark: re.Match[str]) -> str:
        kind = mark["in"] or mark["on"] or mark["first"] or mark["last"]
        ways.add("after" if kind[-1] in "转轉" else "before")
        left_out.append(LeftOut(mark.start(), "page_turn", mark[0].strip()))
        return NOTHING * len(mark[0])

    return _MARK.sub(blank, text), left_out, ways


def stitched(texts: Sequence[tuple[str, Text]]) -> tuple[Text, list[Part]]:
    """Pages put together, and where each stands; flags and what was left out are those of all.

    That a page goes on elsewhere is told of the last alone, and that it began elsewhere of the first.

    Args:
        texts: the name of each file and its text, in order. There are at least two.
    """
    pieces: list[str] = []
    parts: list[Part] = []
    lists: dict[str, list[dict[str, object]]] = {"tables": [], "left_out": [], "recognized": []}
    at = 0
    for number, (file, page) in enumerate(texts):
        text = page.text
        if number < len(texts) - 1:
            text = _open_ended(text)
        for kind, found in lists.items():
            found += [_moved(each, at) for each in json.loads(getattr(page, kind) or "[]")]
        parts.append(Part(file, at, at + len(text)))
        pieces.append(text)
        at += len(text)
    packed = {kind: json.dumps(found, ensure_ascii=False) if found else None for kind, found in lists.items()}
    first = texts[0][1]
    seams = {"goes_on_elsewhere": texts[-1][1], "began_elsewhere": first}
    flags = dict.fromkeys(
        flag for _, page in texts for flag in page.flags.split(",") if flag and seams.get(flag, page) is page
    )
    pages = [page.pages for _, page in texts if page.pages]
    whole = replace(
        first,
        text="".join(pieces),
        pages=sum(pages) if pages else None,
        undecodable_bytes=sum(page.undecodable_bytes for _, page in texts),
        flags=",".join(flags),
        tables=packed["tables"],
        left_out=packed["left_out"],
        recognized=packed["recognized"],
    )
    return whole, parts


def _open_ended(text: str) -> str:
    """A page whose last sentence goes on without the line ends behind it; one that ended has a line end."""
    bare = _BLANKS.sub("", text)
    if not bare:
        return text
    behind = text[len(bare) :]
    if _ENDED.search(bare[-8:]):
        return text if "\n" in behind or not behind else bare + behind[:-1] + "\n"
    return bare + NOTHING * len(behind)


def _moved(found: dict[str, object], by: int) -> dict[str, object]:
    """A table, a part left out or a number with its places counted in the whole."""
    moved: dict[str, object] = {}
    for key, value in found.items():
        if key in ("at", "start", "end") and isinstance(value, int):
            moved[key] = value + by
        elif key == "cells" and isinstance(value, list):
            moved[key] = [_moved(cell, by) for cell in value]
        else:
            moved[key] = value
    return moved
