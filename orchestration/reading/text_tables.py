"""Tables in plain text and Markdown: rows of cells between bars, or lined up with blanks.

In lined-up rows a bar takes the place of one blank between two cells, so that a row reads alike in every kind of file.
Nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from orchestration.reading.grids import BAR, Cell, Grid

# | --- | :--: | under the head of a Markdown table.
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"[ \t\u00a0\u3000]+")
_NUMBER = re.compile(
    r"^(?:[≤≥<>+\-−－—▲△]|约)?[0-9０-９][0-9０-９,，.．]*(?:%|％|‰|左右|以上|以下|以内)?(?:\[[0-9]+\]|[①-⑳*])?$|^[—－\-…/]+$"
)
_RUNNING = re.compile(r"[。；;！？!?]|[，,：:](?![0-9])")
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_CAPTION = re.compile(r"表|单位|指标|情况|(?:19|20)\d{2}|[＝=]\s*100|^#|构成|速度|附")
# A date or the title of the report stands above, and says nothing of the table alone.
_NO_CAPTION = re.compile(r"^\D{0,6}(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\D{0,2}$|(?:公报|报告|報告|公報)(?:全文)?$")
_NUMBERED = re.compile(r"^[#\s]*(?:附?表|附?图|专栏)\s*[0-9０-９一二三四五六七八九十]")
_LONGEST_CELL, _LONGEST_CAPTION, _CAPTION_LINES = 30, 60, 3
_FEWEST_ROWS = 2


class _Line(NamedTuple):
    start: int
    text: str


def find_tables(text: str) -> tuple[str, list[Grid]]:
    """The text with bars in its lined-up tables, and the grids of all its tables; the length does not change."""
    lines: list[_Line] = []
    at = 0
    for line in text.split("\n"):
        lines.append(_Line(at, line))
        at += len(line) + 1
    grids: list[Grid] = []
    shown: dict[int, str] = {}
    number = 0
    while number < len(lines):
        height = _barred(lines, number)
        if height:
            grids.append(
                Grid(caption_above([line.text for line in lines[:number]]), _between_bars(lines[number:][:height]))
            )
        elif height := _lined_up(lines, number):
            rows = lines[number : number + height]
            grids.append(Grid(caption_above([line.text for line in lines[:number]]), _by_gaps(rows)))
            shown |= {number + nth: _with_bars(row.text) for nth, row in enumerate(rows)}
        number += max(height, 1)
    if not shown:
        return text, grids
    return "\n".join(shown.get(nth, line.text) for nth, line in enumerate(lines)), grids


def caption_above(lines: Sequence[str]) -> str:
    """What the lines right above a table say of it: title, unit, heading; from the top down, parted by blanks."""
    found: list[str] = []
    for line in reversed(lines[-2 * _CAPTION_LINES - 2 :]):
        bare = line.replace("\u200b", "").strip()
        if not bare:
            continue
        if len(found) == _CAPTION_LINES or len(bare) > _LONGEST_CAPTION or bare.endswith(("。", "；", "！", BAR)):
            break
        if not _CAPTION.search(bare) or _NO_CAPTION.search(bare):
            break
        found.append(bare)
        if _NUMBERED.match(bare):
            break
    return " ".join(reversed(found))


def _barred(lines: Sequence[_Line], at: int) -> int:
    """How many lines from `at` on are rows between bars; 0 where no table begins."""
    counts: list[int] = []
    for line in lines[at:]:
        bars = len(_BAR.findall(line.text.strip().strip(BAR)))
        if not _BAR.search(line.text):
            break
        counts.append(bars)
    ruled = len(counts) > 1 and bool(_RULE.match(lines[at + 1].text)) and "|" in lines[at + 1].text
    alike = len(counts) > _FEWEST_ROWS and counts[0] > 0 and len(set(counts)) == 1
    return len(counts) if ruled or alike else 0


def _between_bars(lines: Sequence[_Line]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    row = 0
    for line in lines:
        if _RULE.match(line.text):
            continue
        bars = [match.start() for match in _BAR.finditer(line.text)]
        begin = len(line.text) - len(line.text.lstrip())
        edges = bars if bars and bars[0] == begin else [begin - 1, *bars]
        if edges[-1] < len(line.text.rstrip()) - 1:
            edges = [*edges, len(line.text)]
        for column, (left, right) in enumerate(pairwise(edges)):
            # One blank behind the bar is the table's; more are the cell's.
            cells += _cell(
                row, column, line.start, line.text, left + 1, right, own=line.text[left + 1 : left + 2] == " "
            )
        row += 1
    return tuple(cells)


def _cell(row: int, column: int, start: int, line: str, left: int, right: int, *, own: bool) -> list[Cell]:
    said = line[left:right]
    bare = said.strip()
    if not bare:
        return []
    at = start + left + len(said) - len(said.lstrip())
    return [Cell(row, column, at, at + len(bare), said[own:].rstrip())]


def _lined_up(lines: Sequence[_Line], at: int) -> int:
    """How many lines from `at` on hold the same number of short cells, with figures in all but the head; 0 for none."""
    height = figured = 0
    width = 0
    for line in lines[at:]:
        fields = _GAP.split(line.text.strip(" \t\u00a0\u3000"))
        if len(fields) < 2 or (width and len(fields) != width) or not _short(fields):
            break
        numbers = sum(bool(_NUMBER.match(field)) for field in fields[1:])
        if not numbers and (figured or height > 1):
            break
        if numbers and (not _HAN.search(fields[0]) or not _in_order(fields)):
            break
        width = len(fields)
        figured += bool(numbers)
        height += 1
    headed = height > figured
    return height if figured >= _FEWEST_ROWS + (not headed) else 0


def _short(fields: Sequence[str]) -> bool:
    if any(len(field) > _LONGEST_CELL or _RUNNING.search(field) for field in fields):
        return False
    # Letters set apart are no cells.
    return sum(len(field) == 1 and not field.isdigit() for field in fields) * 2 <= len(fields)


def _in_order(fields: Sequence[str]) -> bool:
    """Behind the label of the row at most one cell, its unit, stands before the figures; a remark may follow them.

    A table that goes on beside itself has labels once more behind the first figures.
    """
    kinds = ["n" if _NUMBER.match(field) else "t" for field in fields[1:]]
    return bool(re.fullmatch("t?n+(?:tt?n+)*t?", "".join(kinds)))


def _by_gaps(lines: Sequence[_Line]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for row, line in enumerate(lines):
        at = 0
        indent = len(line.text) - len(line.text.lstrip(" \t\u00a0\u3000"))
        for column, field in enumerate(_GAP.split(line.text.strip(" \t\u00a0\u3000"))):
            at = line.text.index(field, at)
            blanks = line.text[:indent] if column == 0 else ""
            cells.append(Cell(row, column, line.start + at, line.start + at + len(field), blanks + field))
            at += len(field)
    return tuple(cells)


def _with_bars(line: str) -> str:
    inner = line.strip(" \t\u00a0\u3000")
    left = len(line) - len(line.lstrip(" \t\u00a0\u3000"))
    return line[:left] + _GAP.sub(lambda gap: gap[0][:-1] + BAR, inner) + line[left + len(inner) :]
