"""The characters of a PDF page and where each stands, as pypdfium2 tells them.

Coordinates are points, rightwards along the lines and upwards, whichever way the lines run on the page. `em` is the size
of a character, which is the width of a Chinese one.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple

# pdfium writes a hyphen that it takes for one of word division as this.
_HYPHEN = "\x02"
# Fonts may state a height of nothing, or of the whole page.
_TALLEST = 4.0
_UPRIGHT = 8.0
# Where a page has no Chinese character to measure by.
_EM_OF_HEIGHT = 0.85


class Glyph(NamedTuple):
    """A character, its left and right edge, its base line and its size; whether white space is written before it.

    `sure` is how likely it is that character: 1 where a file says so, less where it was recognized in a picture.
    """

    text: str
    left: float
    right: float
    base: float
    em: float
    spaced: bool
    sure: float = 1.0


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    base: float


def glyphs_of(page: Any) -> tuple[list[Glyph], str]:
    """The visible characters of a page in the order in which its file draws them, and those that run askew.

    Most characters of a page run one way; others, such as a watermark, would come between them.

    Args:
        page: a `pypdfium2.PdfPage`.
    """
    textpage = page.get_textpage()
    try:
        characters = _characters(textpage)
        angles = [_angle(textpage, at) for at, _, _ in characters]
        turns = Counter(angle for angle in angles if angle in (0, 90, 180, 270))
        turn = turns.most_common(1)[0][0] if turns else 0
        box_of = _boxes(textpage, turn)
        found = [
            (text, box_of(at), spaced)
            for (at, text, spaced), angle in zip(characters, angles, strict=True)
            if angle == turn
        ]
    finally:
        textpage.close()
    askew = "".join(text for (_, text, _), angle in zip(characters, angles, strict=True) if angle != turn)
    heights = [box.top - box.bottom for _, box, _ in found if 0 < box.top - box.bottom < math.inf]
    usual = median(heights) if heights else 1.0
    wide = [
        (box.right - box.left) / (box.top - box.bottom)
        for text, box, _ in found
        if "\u4e00" <= text <= "\u9fff" and 0 < box.top - box.bottom <= _TALLEST * usual
    ]
    share = min(1.2, max(0.5, median(wide))) if wide else _EM_OF_HEIGHT
    return [_glyph(text, box, usual, share, spaced) for text, box, spaced in found], askew


def _angle(textpage: Any, at: int) -> int:
    """By how many degrees a character is turned clockwise; a few degrees off, as scans are, count as none."""
    from pypdfium2.raw import FPDFText_GetCharAngle

    angle = math.degrees(FPDFText_GetCharAngle(textpage, at)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= _UPRIGHT else round(angle)


def _characters(textpage: Any) -> list[tuple[int, str, bool]]:
    """Each visible character with its place in the text page, and whether white space stands before it."""
    from pypdfium2.raw import FPDFText_GetUnicode

    found = []
    spaced = False
    high = 0
    for at in range(textpage.count_chars()):
        code = FPDFText_GetUnicode(textpage, at)
        if 0xD800 <= code < 0xDC00:
            # The first half of a character that is written as a pair.
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        text = "\ufffd" if code in (0, 0xFFFE, 0xFFFF) else "-" if chr(code) == _HYPHEN else chr(code)
        if text.isspace() or text in "\ufeff\u200b" or (not text.isprintable() and text < " "):
            spaced = True
            continue
        found.append((at, text, spaced))
        spaced = False
    return found


def _boxes(textpage: Any, turn: int) -> Callable[[int], _Box]:
    """What tells where a character stands once the page is turned back, so that its lines run to the right.

    A page has thousands of them, and what they are written to is made once.
    """
    from pypdfium2.raw import FS_RECTF, FPDFText_GetCharOrigin, FPDFText_GetLooseCharBox

    box, x, y = FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    to_box, to_x, to_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)

    def box_of(at: int) -> _Box:
        FPDFText_GetLooseCharBox(textpage, at, to_box)
        FPDFText_GetCharOrigin(textpage, at, to_x, to_y)
        if turn == 0:
            return _Box(box.left, box.bottom, box.right, box.top, y.value)
        if turn == 270:
            return _Box(box.bottom, -box.right, box.top, -box.left, -x.value)
        if turn == 180:
            return _Box(-box.right, -box.top, -box.left, -box.bottom, -y.value)
        return _Box(-box.top, box.left, -box.bottom, box.right, x.value)

    return box_of


def _glyph(text: str, box: _Box, usual: float, share: float, spaced: bool) -> Glyph:
    height = box.top - box.bottom
    if not 0 < height <= _TALLEST * usual:
        height = usual
    return Glyph(text, box.left, max(box.left, box.right), box.base, share * height, spaced)
