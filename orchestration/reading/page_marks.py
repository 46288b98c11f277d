r"""Page numbers that stand as lines within a plain text, as a PDF leaves them that was saved as text.

They are blanked in place, so that offsets stay those of the file. A number that a page's end broke is whole then: in
`产量2`, `- 4 -`, `1.3亿斤` the line ends beside the mark are blanked too.
"""

from __future__ import annotations

import re

from orchestration.reading.decoding import NOTHING
from orchestration.reading.grids import LeftOut

_BLANK = r"[^\S\n\f]*"
_DASH = r"[-—–―－~～·•]"
# `- 1 -`, `— 2 —`, `·4·`, `第 3 页 共 18 页`, `3/18页`, `Page 3 of 18`; a bare number may be a figure and is none.
_MARK = re.compile(
    rf"(?<=\n){_BLANK}\f?{_BLANK}(?:"
    rf"{_DASH}+{_BLANK}\d{{1,3}}{_BLANK}{_DASH}+"
    rf"|{_DASH}*{_BLANK}第{_BLANK}\d{{1,4}}{_BLANK}页(?:{_BLANK}[,，/／(（]?{_BLANK}共{_BLANK}\d{{1,4}}{_BLANK}页[)）]?)?{_BLANK}{_DASH}*"
    rf"|\d{{1,4}}{_BLANK}[/／]{_BLANK}\d{{1,4}}{_BLANK}页"
    rf"|Page{_BLANK}\d{{1,4}}(?:{_BLANK}of{_BLANK}\d{{1,4}})?"
    rf"){_BLANK}\f?(?=\n|\Z)",
    re.IGNORECASE,
)
_BROKEN_BEFORE, _BROKEN_AFTER = re.compile(r"[\d.．]\s*$"), re.compile(r"[\s\f]*[\d.．%％]")
_WITHIN = 8


def blank_page_marks(text: str) -> tuple[str, list[LeftOut]]:
    """A text of the same length without its page numbers, and what they said."""
    pieces: list[str] = []
    left_out: list[LeftOut] = []
    done = 0
    for mark in _MARK.finditer(text):
        start, end = mark.span()
        is_broken = _BROKEN_BEFORE.search(text[max(0, start - _WITHIN) : start]) and _BROKEN_AFTER.match(
            text[end : end + _WITHIN]
        )
        first, last = (start - 1, min(len(text), end + 1)) if is_broken else (start - 1, end)
        if first < done:
            first = done
        pieces += [text[done:first], NOTHING * (last - first)]
        left_out.append(LeftOut(start, "page_number", mark[0].strip()))
        done = last
    return "".join(pieces) + text[done:], left_out
