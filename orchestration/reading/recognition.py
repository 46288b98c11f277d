"""A picture of a page → its characters and where they stand, by `rapidocr`, which the extra `ocr` installs.

Its wheel holds the models, so nothing is downloaded. The classifier of lines is off: it turns lines that stand upright.
"""

from __future__ import annotations

import importlib.util
import math
import resource
from contextlib import suppress
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from orchestration.reading.at_work import tell
from orchestration.reading.errors import UnreadableError
from orchestration.reading.glyphs import Glyph
from orchestration.reading.limits import Limits, variable

INSTALL = "pip install 'plan-indicators[ocr]'"
DPI = 200
# Lines less likely than this are no text.
_LEAST = 0.3
_LONGEST_SIDE = 4_000
_EM_OF_HEIGHT = 0.7
_LONG = 4


class _Character(NamedTuple):
    text: str
    sure: float
    x: float
    y: float
    width: float


def is_installed() -> bool:
    """Whether pictures can be read: the extra `ocr` is there."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def refused(what: str) -> UnreadableError:
    """Why a picture is not read where the extra is missing."""
    return UnreadableError(
        f"{what}; to have its text recognized (OCR), install the extra: {INSTALL}; or save its text as .txt"
    )


def glyphs_in(picture: Any, within: Limits, page: str) -> list[Glyph]:
    """The characters of a picture of a page, in pixels rightwards and upwards; a tilt of the page is taken out.

    Args:
        picture: an array of height by width by three colours (blue, green, red), of bytes.
        within: the limits; recognition is given its own.
        page: what to call it where somebody waits.
    """
    tell(page)
    _make_room(within)
    with suppress(AttributeError):
        height, width = picture.shape[:2]
        step = math.ceil(max(height, width) / _LONGEST_SIDE)
        picture = picture[::step, ::step] if step > 1 else picture
    found = _engine()(picture, return_word_box=True, return_single_char_box=True)
    if found.boxes is None or not found.word_results:
        return []
    tilt = _tilt(found.boxes)
    lines = [_line(words, tilt) for words in found.word_results]
    return [glyph for line in lines if line for glyph in _glyphs(line)]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.use_cls": False, "Global.text_score": _LEAST, "Global.log_level": "critical"})


def _make_room(within: Limits) -> None:
    """Raise the limits of this process to those of recognition, as far as whoever set them lets it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cores = 8
    wanted = {
        resource.RLIMIT_AS: within.memory_mb + within.scan_memory_mb << 20,
        resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + cores * within.scan_seconds,
    }
    for what, value in wanted.items():
        soft, hard = resource.getrlimit(what)
        if soft != resource.RLIM_INFINITY and (hard == resource.RLIM_INFINITY or value <= hard):
            resource.setrlimit(what, (max(soft, value), hard))


def _tilt(boxes: Any) -> float:
    """By which angle the lines of a page run downwards, in radians: that of its long lines."""
    angles = []
    for (left, top), (right, lower), _, (_, bottom) in boxes:
        if right - left > _LONG * abs(bottom - top):
            angles.append(math.atan2(lower - top, right - left))
    return median(angles) if angles else 0.0


def _line(words: Any, tilt: float) -> list[_Character]:
    cosine, sine = math.cos(tilt), math.sin(tilt)
    found = []
    for text, sure, corners in words:
        x = sum(float(corner[0]) for corner in corners) / 4
        y = sum(float(corner[1]) for corner in corners) / 4
        width = math.dist(corners[0], corners[1])
        if text.strip():
            found.append(_Character(text, float(sure), x * cosine + y * sine, y * cosine - x * sine, width))
    return found


def _glyphs(line: list[_Character]) -> list[Glyph]:
    """The characters of one line on one base line. Boxes are narrow; the pitch of Chinese characters is their size."""
    pitches = [
        after.x - before.x
        for before, after in pairwise(line)
        if min(before.text, after.text) >= "\u4e00" and after.x > before.x
    ]
    em = median(pitches) if pitches else median(each.width for each in line) / _EM_OF_HEIGHT
    base = -median(each.y for each in line)
    return [
        Glyph(each.text, each.x - each.width / 2, each.x + each.width / 2, base, em, False, each.sure) for each in line
    ]


def too_many(pages: int, within: Limits) -> UnreadableError:
    """Why a file of very many pictures is not read."""
    return UnreadableError(
        f"{pages} pages that are pictures are more than a report can have ({within.scan_pages}); split it, "
        f"or set {variable('scan_pages')}"
    )
