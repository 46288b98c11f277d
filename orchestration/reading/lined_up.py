"""Lines whose cells stand below each other → tables: which column each cell belongs to, told by where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from orchestration.reading.columns import RuledTable
from orchestration.reading.paragraphs import Paragraph, cells_of

_TITLED = re.compile(r"[(（]?(?:续|附)?表\s*[\d一二三四五六七八九十]|[^\t]*\t?[(（]?(?:计量)?单位[:：][^\t]*$")
_CAPTION = re.compile(r"单位|计量|^[(（]?(?:续|附)?表")
_HEADED = re.compile(r"[(（]?(?:续|附)?表")
_SENTENCE = re.compile(r"[。；！？]")
_LONGEST_CAPTION = 40


class Table(NamedTuple):
    """A table: its caption, its rows of cells, and the cells that reach over several columns, as `grids.written` takes them."""

    caption: str
    rows: list[list[str | None]]
    merged: list[tuple[int, int, int, int]]


class _Cell(NamedTuple):
    text: str
    left: float
    right: float


def tables(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[int, Table]]:
    """The tables among paragraphs: the place of the first row → the place after the last one, and the table."""
    found: dict[int, tuple[int, Table]] = {}
    first = 0
    while first < len(paragraphs):
        if _ruled(paragraphs[first]):
            end = first
            while (
                end < len(paragraphs) and _ruled(paragraphs[end]) and _same_columns(paragraphs[first], paragraphs[end])
            ):
                end += 1
            found[first] = end, _joined(_caption(paragraphs[max(0, first - 3) : first]), paragraphs[first:end])
            first = end
            continue
        end = _end(paragraphs, first)
        if end - first < 2:
            first += 1
            continue
        rows = [_cells(paragraph) for paragraph in paragraphs[first:end]]
        found[first] = end, _table(_caption(paragraphs[max(0, first - 3) : first]), rows)
        first = end
    return found


def _ruled(paragraph: Paragraph) -> RuledTable | None:
    return paragraph.lines[0].table


def _same_columns(one: Paragraph, other: Paragraph) -> bool:
    tables = _ruled(one), _ruled(other)
    return all(tables) and len({len(table.rows[0]) for table in tables if table}) == 1


def _joined(caption: str, parts: Sequence[Paragraph]) -> Table:
    """A ruled table with its parts on the pages that follow; a head that is repeated there stands once."""
    rows: list[list[str | None]] = []
    merged: list[tuple[int, int, int, int]] = []
    for table in filter(None, map(_ruled, parts)):
        again = 0
        while rows and again < min(len(table.rows), len(rows)) and list(table.rows[again]) == rows[again]:
            again += 1
        start = len(rows) - again
        merged += [(row + start, column, tall, wide) for row, column, tall, wide in table.merged if row >= again]
        rows += [list(row) for row in table.rows[again:]]
    return Table(caption, rows, merged)


def _end(paragraphs: Sequence[Paragraph], first: int) -> int:
    """The place after the last row of a table that begins at `first`; `first` itself where none does.

    A line of one cell belongs to it where rows stand before and after.
    """
    end = at = first
    while at < len(paragraphs) and (_is_row(paragraphs[at]) or (at == end > first and _may_be_row(paragraphs[at]))):
        at += 1
        if _is_row(paragraphs[at - 1]):
            end = at
    return end


def _is_row(paragraph: Paragraph) -> bool:
    return (
        len(paragraph.lines) == 1
        and not _ruled(paragraph)
        and "\t" in paragraph.text
        and not _TITLED.match(paragraph.text)
        and not re.search("。.", paragraph.text)
    )


def _may_be_row(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        len(paragraph.lines) == 1
        and len(text) <= _LONGEST_CAPTION
        and not _SENTENCE.search(text)
        and not _CAPTION.search(text)
    )


def _cells(paragraph: Paragraph) -> list[_Cell]:
    texts = paragraph.text.split("\t")
    places = cells_of(paragraph.lines[0])
    return [
        _Cell(text, min(glyph.left for glyph in place), max(glyph.right for glyph in place))
        for text, place in zip(texts, places, strict=True)
    ]


def _caption(before: Sequence[Paragraph]) -> str:
    """What stands above a table and speaks of it: lines that say so, and a short one above them."""
    lines: list[str] = []
    for paragraph in reversed(before):
        text = paragraph.text.replace("\t", " ")
        if len(text) > _LONGEST_CAPTION or _SENTENCE.search(text) or (lines and _HEADED.match(lines[-1])):
            break
        lines.append(text)
        if not _CAPTION.search(text):
            break
    return " ".join(reversed(lines))


def _table(caption: str, rows: Sequence[Sequence[_Cell]]) -> Table:
    columns = _columns(rows)
    shown: list[list[str | None]] = []
    merged: list[tuple[int, int, int, int]] = []
    for number, row in enumerate(rows):
        line: list[str | None] = [None] * len(columns)
        for cell in row:
            reached = [at for at, (left, right) in enumerate(columns) if cell.left < right and left < cell.right]
            at = reached[0] if reached else _nearest(cell, columns)
            line[at] = f"{line[at]} {cell.text}" if line[at] else cell.text
            if len(reached) > 1 and not any(line[at + 1 : reached[-1] + 1]):
                merged.append((number, at, 1, len(reached)))
        shown.append(line)
    return Table(caption, shown, merged)


def _columns(rows: Sequence[Sequence[_Cell]]) -> list[tuple[float, float]]:
    """The left and right edge of each column, as the rows with most cells have them."""
    most = max(len(row) for row in rows)
    columns = [(cell.left, cell.right) for row in rows if len(row) == most for cell in row]
    columns.sort()
    joined: list[tuple[float, float]] = []
    for left, right in columns:
        if joined and left < joined[-1][1]:
            joined[-1] = joined[-1][0], max(right, joined[-1][1])
        else:
            joined.append((left, right))
    return joined


def _nearest(cell: _Cell, columns: Sequence[tuple[float, float]]) -> int:
    middle = (cell.left + cell.right) / 2
    return min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - middle))
