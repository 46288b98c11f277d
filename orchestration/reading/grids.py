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
# A cell with more text than this, or with a sentence that holds figures, is running text: it is read as such.
_LONGEST_CELL = 60
_SENTENCE = re.compile(r"[。；;！？]")
_DIGIT = re.compile(r"[0-9０-９]")


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
        Lines with a bar before and after each cell, each line ended by `\n`, and the grid with its spans. Running text
        in a cell stands on a line of its own and not in the grid.

    """
    reach = {(row, column): (height, width) for row, column, height, width in merged}
    covered = {
        (row + down, column + along)
        for (row, column), (height, width) in reach.items()
        for down in range(height)
        for along in range(width)
    } - set(reach)
    pieces: list[str] = []
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        pieces.append(BAR)
        at += 1
        for column, value in enumerate(row):
            # A bar within a cell would part it; a line end would end the row.
            shown = "" if (number, column) in covered else re.sub(r"[\n\r\v\f\u2028\u2029|]", " ", value or "").rstrip()
            left, right = ("\n", "\n" + BAR) if is_running(shown) else ("", BAR)
            at += len(left)
            if shown.strip() and not left:
                start = at + len(shown) - len(shown.lstrip())
                height, width = reach.get((number, column), (1, 1))
                cells.append(Cell(number, column, start, at + len(shown), shown, height, width))
            pieces += [left, shown, right]
            at += len(shown) + len(right)
        pieces.append("\n")
        at += 1
    return "".join(pieces), Grid(caption, tuple(cells))


def is_running(text: str) -> bool:
    """Whether a cell holds running text: such a cell stands on a line of its own, and is left to the sentences."""
    return len(text) > _LONGEST_CELL or (bool(_SENTENCE.search(text)) and bool(_DIGIT.search(text)))


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
