r"""Rows of cells as programs for tables hold them → lines of text, and tables with their captions.

A sheet holds more than its table: a title above, the unit beside it, notes below, and at times whole paragraphs. A row
with one cell is a line of text, unless rows of the table stand before and after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from orchestration.reading.grids import Grid, LeftOut, written

Row = Sequence[str | None]
# (row, column, rows, columns): a cell that reaches over others.
Merged = tuple[int, int, int, int]
_SENTENCE = re.compile(r"[。；！？]")
# A number that is no year, which may stand in a head.
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[-−+]?[\d,]+(?:\.\d+)?%?")
_NOTE = re.compile(r"^\s*(?:注|备注|说明|资料来源|数据来源|附注|\*|①|[1１]\s*[.、．])")
_LONGEST_CELL = 40
_MOST_CAPTIONS = 3


@dataclass
class Written:
    """A text as it grows, its tables, what is left out of it, and flags."""

    text: str = ""
    grids: list[Grid] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def line(self, text: str) -> None:
        """Add a line of text."""
        self.text += re.sub(r"[\r\v\f\u2028\u2029]", "\n", text) + "\n"

    def rows(self, rows: Sequence[Row], merged: Iterable[Merged] = (), caption: str = "") -> None:
        """Add the rows of a sheet: their lines of text, and the tables between empty rows.

        Args:
            rows: what each cell shows; null or blank where it shows nothing.
            merged: cells that reach over others.
            caption: what stands above the first row and speaks of a table too, such as the name of the sheet.
        """
        merged = list(merged)
        captions = [caption] if caption else []
        at = 0
        while at < len(rows):
            if not _shown(rows[at]):
                at += 1
                continue
            end = next(
                (row for row in range(at, len(rows)) if not _shown(rows[row]) and not _is_gap(rows, row)), len(rows)
            )
            first, last = _table(rows, at, end)
            captions += [self._line_of(rows[row]) for row in range(at, first)]
            if first < last:
                inside = [
                    (row - first, column, min(height, last - row), width)
                    for row, column, height, width in merged
                    if first <= row < last
                ]
                self._table(rows[first:last], " ".join(captions[-_MOST_CAPTIONS:]), inside)
                captions = []
            captions += [self._line_of(rows[row]) for row in range(last, end)]
            at = end

    def _line_of(self, row: Row) -> str:
        text = " ".join(_shown(row))
        self.line(text)
        return text if len(text) <= _LONGEST_CELL and not _SENTENCE.search(text) else ""

    def _table(self, rows: Sequence[Row], caption: str, merged: list[Merged]) -> None:
        text, grid = written(rows, len(self.text), caption.strip(), merged)
        self.text += text
        self.grids.append(grid)


def _is_gap(rows: Sequence[Row], empty: int) -> bool:
    """Whether rows of figures stand right above and below an empty row, which then parts groups of one table."""
    return 0 < empty < len(rows) - 1 and all(_holds_figures(rows[row]) for row in (empty - 1, empty + 1))


def _holds_figures(row: Row) -> bool:
    shown = _shown(row)
    return len(shown) > 1 and any(_FIGURE.fullmatch(cell) for cell in shown[1:])


def _shown(row: Row) -> list[str]:
    return [cell.strip() for cell in row if cell and cell.strip()]


def _table(rows: Sequence[Row], at: int, end: int) -> tuple[int, int]:
    """The first row of the table within a stretch of rows, and the row after its last; equal where there is none."""
    many = [row for row in range(at, end) if len(_shown(rows[row])) > 1 and not _is_caption(rows[row])]
    if len(many) < 2:
        return end, end
    first, last = many[0], many[-1] + 1
    # A last row of notes in two cells is none of the table.
    while last - first > 2 and _NOTE.match(_shown(rows[last - 1])[0]) and len(_shown(rows[last - 1])) < 3:
        last -= 1
    return first, last


def _is_caption(row: Row) -> bool:
    """A row such as `附表1 | 单位：亿元` above the head of a table."""
    shown = _shown(row)
    return len(shown) <= 2 and bool(re.search(r"^[(（]?(?:计量)?单位[:：]", shown[-1]))
