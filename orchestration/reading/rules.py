"""The straight lines that a PDF page draws, across and down, in points: what tables are ruled with."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

# In points. Shorter strokes are parts of letters; what stands nearer is one rule.
_SHORTEST, _SAME = 6.0, 3.0
_MOST_PATHS, _MOST_POINTS = 4_000, 40_000


class Rule(NamedTuple):
    """A rule: where it stands (the height of one across, the distance from the left of one down), and its two ends."""

    at: float
    start: float
    end: float


def rules_of(page: Any) -> tuple[list[Rule], list[Rule]]:
    """The rules of a page across and down, each whole where it was drawn in pieces; none of a page that draws too many.

    Args:
        page: a `pypdfium2.PdfPage`.
    """
    across: list[Rule] = []
    down: list[Rule] = []
    for (x, y), (to_x, to_y) in _strokes(page):
        if abs(y - to_y) < 1 and abs(x - to_x) >= _SHORTEST:
            across.append(Rule((y + to_y) / 2, min(x, to_x), max(x, to_x)))
        elif abs(x - to_x) < 1 and abs(y - to_y) >= _SHORTEST:
            down.append(Rule((x + to_x) / 2, min(y, to_y), max(y, to_y)))
    return _whole(across), _whole(down)


def _strokes(page: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of all paths, from point to point."""
    from pypdfium2 import raw

    points = 0
    for number, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        count = raw.FPDFPath_CountSegments(path)
        points += count
        if number >= _MOST_PATHS or points > _MOST_POINTS:
            return
        a, b, c, d, e, f = path.get_matrix().get()
        x, y = ctypes.c_float(), ctypes.c_float()
        last = first = (0.0, 0.0)
        for at in range(count):
            segment = raw.FPDFPath_GetPathSegment(path, at)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            here = a * x.value + c * y.value + e, b * x.value + d * y.value + f
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                first = here
            elif kind == raw.FPDF_SEGMENT_LINETO:
                yield last, here
            last = here
            if raw.FPDFPathSegment_GetClose(segment):
                yield last, first


def _whole(rules: list[Rule]) -> list[Rule]:
    """Rules that stand on one line and touch, as one."""
    whole: list[Rule] = []
    line: list[Rule] = []
    for rule in sorted(rules):
        if line and rule.at - line[-1].at > _SAME:
            whole += _joined(line)
            line = []
        line.append(rule)
    return whole + _joined(line)


def _joined(line: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    at = sum(rule.at for rule in line) / len(line) if line else 0.0
    for rule in sorted(line, key=lambda each: each.start):
        if joined and rule.start <= joined[-1].end + _SAME:
            joined[-1] = joined[-1]._replace(end=max(joined[-1].end, rule.end))
        else:
            joined.append(Rule(at, rule.start, rule.end))
    return joined
