"""The tables of a report, handed from the reader to the extraction: grids of cells with their places in the text.

In the report's text each row of a table is a line, and bars part its cells: `|地区生产总值|亿元|2013.7|5.9|`. What the
line cannot tell (cells that reach over several rows or columns, the caption) stands in the grid beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

BAR = "|"


@dataclass(frozen=True)
class Cell:
    """One cell that holds text.

    `row` and `column` count from 0 and are those of its upper left corner; it reaches over `rows` and `columns`.
    `start` and `end` are its span in the report's text, `text` what it says on one line; blanks before it are kept, for
    they tell a row that belongs to the one above.
    """

    row: int
    column: int
    start: int
    end: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """One table: its caption (title, 单位：亿元 and what else stands above it, as one string) and its cells."""

    caption: str
    cells: tuple[Cell, ...]


def written(
    rows: Sequence[Sequence[str | None]],
    at: int,
    caption: str = "",
    merged: Iterable[tuple[int, int, int, int]] = (),
) -> tuple[str, Grid]:
    r"""Write a table that a library gives as values into the report's text.

    Args:
        rows: what each cell shows, row by row; null or empty where it shows nothing. Rows may differ in length.
        at: the offset in the report's text at which the returned text will stand; it must begin a line.
        caption: what stands above the table. It is not written: write it before the table, if it is not there yet.
        merged: cells that reach over others, as (row, column, rows, columns); the text stands in the upper left one.

    Returns:
        Lines with a bar before and after each cell, each line ended by `\n`, and the grid with its spans.

    """
    reach = {(row, column): (height, width) for row, column, height, width in merged}
    covered = {
        (row + down, column + along)
        for (row, column), (height, width) in reach.items()
        for down in range(height)
        for along in range(width)
    } - set(reach)
    lines: list[str] = []
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        line = BAR
        for column, value in enumerate(row):
            # A bar within a cell would part it; a line end would end the row.
            shown = "" if (number, column) in covered else re.sub(r"[\n\r\v\f\u2028\u2029|]", " ", value or "").rstrip()
            start = at + len(line) + len(shown) - len(shown.lstrip())
            if shown.strip():
                height, width = reach.get((number, column), (1, 1))
                cells.append(Cell(number, column, start, at + len(line) + len(shown), shown, height, width))
            line += shown + BAR
        lines.append(line + "\n")
        at += len(line) + 1
    return "".join(lines), Grid(caption, tuple(cells))


def packed(grids: Iterable[Grid]) -> str | None:
    """Grids as JSON, as `Text.tables` and the landed table of reports hold them; null where there is none."""
    found = [asdict(grid) for grid in grids if grid.cells]
    return json.dumps(found, ensure_ascii=False) if found else None


@dataclass(frozen=True)
class LeftOut:
    """What a file holds and the report's text does not: menus, hidden elements, page headers and numbers.

    `at` is the offset in the report's text at which it would stand, `why` one word of a reader (menu, hidden, footer,
    page_number …), `text` what it says.
    """

    at: int
    why: str
    text: str


def packed_left_out(parts: Iterable[LeftOut]) -> str | None:
    """What was left out as JSON, as `Text.left_out` and the landed table of reports hold it; null where nothing was."""
    found = [asdict(part) for part in parts if part.text.strip()]
    return json.dumps(found, ensure_ascii=False) if found else None


def unpacked_left_out(packed: str | None) -> list[LeftOut]:
    """What was left out, from its JSON."""
    return [LeftOut(**part) for part in json.loads(packed or "[]")]
