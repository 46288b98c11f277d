"""The characters of a page → its lines in reading order: columns of running text are read one after the other.

A gutter is a stretch of white that parts running text from running text over several lines. The gaps of a table part
short cells, so a table stays one line a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from orchestration.reading.glyphs import Glyph
from orchestration.reading.raised import raised

# In sizes of a character. A gap as wide as this may be a gutter, or part cells of a table.
_GAP = 0.95
_SAME_LINE = 0.4
# Marks of notes are smaller than the other characters of their line, and stand higher.
_SMALL, _RAISED, _HIGHEST = 0.8, 0.15, 0.6
# A column has at least so many lines, each of so many characters, and its lines fill so much of its width.
_LEAST_LINES = 3
# Lines of one column stand further apart than this; a cell has at most so many lines, with those of others between.
_BESIDE, _MOST_LINES_OF_CELL = 0.85, 5
_NARROWEST = 6.0
_LEAST_FILLED = 0.6
_DEEPEST = 8
_MOST_GUTTERS = 64


class RuledTable(NamedTuple):
    """The cells of a table that rules enclose, and those that are merged as (row, column, rows, columns)."""

    rows: tuple[tuple[str | None, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]


class Line(NamedTuple):
    """Glyphs of one base line from left to right, and the left and right edge of the column that they stand in.

    A ruled table is one line, whose glyphs are those of the table.
    """

    glyphs: tuple[Glyph, ...]
    column_left: float
    column_right: float
    table: RuledTable | None = None

    @property
    def left(self) -> float:
        """The left edge of the first character, in points."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """The right edge of the last character, in points."""
        return self.glyphs[-1].right

    @property
    def base(self) -> float:
        """The base line, in points."""
        return self.glyphs[0].base

    @property
    def em(self) -> float:
        """The size of its characters, in points."""
        return median(glyph.em for glyph in self.glyphs)


class _Piece(NamedTuple):
    """Glyphs of one base line that no wide gap parts."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    base: float

    @property
    def width(self) -> float:
        return self.right - self.left


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a page in reading order."""
    if not glyphs:
        return []
    em = median(glyph.em for glyph in glyphs)
    pieces = [piece for row in _rows(glyphs, em) for piece in _pieces(row, em)]
    return _ordered(pieces, em, 0)


def in_their_columns(lines: Sequence[Line]) -> list[Line]:
    """Lines of a page with the edges of their columns as they are without the lines that were taken out."""
    edges: dict[tuple[float, float], list[Line]] = {}
    for line in lines:
        edges.setdefault((line.column_left, line.column_right), []).append(line)
    return [
        line._replace(column_left=min(each.left for each in beside), column_right=max(each.right for each in beside))
        for line in lines
        for beside in [edges[line.column_left, line.column_right]]
    ]


def _rows(glyphs: Iterable[Glyph], em: float) -> list[list[Glyph]]:
    """Glyphs by base line, from the top down; marks set a little higher or lower belong to the line."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: -each.base):
        if rows and rows[-1][0].base - glyph.base <= _SAME_LINE * max(em, rows[-1][0].em):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return _with_marks_above(rows)


def _with_marks_above(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Rows of glyphs in which what is small and set high belongs to the line that it stands at."""
    kept: list[list[Glyph]] = []
    for row in rows:
        if kept and _are_marks_of(kept[-1], row):
            row = [*row, *kept.pop()]
        kept.append(row)
    return kept


def _are_marks_of(above: list[Glyph], row: list[Glyph]) -> bool:
    em = median(each.em for each in row)
    return (
        len(above) < len(row)
        and max(each.em for each in above) < _SMALL * em
        and min(each.base for each in above) - median(each.base for each in row) <= _HIGHEST * em
        and min(each.left for each in row) <= min(each.left for each in above)
    )


def _pieces(row: list[Glyph], em: float) -> list[_Piece]:
    row = _with_raised(_without_doubles(sorted(row, key=lambda each: each.left)))
    widest = _GAP * max(em, median(each.em for each in row)) + max(0.0, _usual_gap(row))
    found: list[list[Glyph]] = []
    for glyph in row:
        if found and glyph.left - found[-1][-1].right <= widest:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [_Piece(tuple(each), each[0].left, max(g.right for g in each), each[0].base) for each in found]


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    """A row without characters drawn twice, a hair's breadth apart, to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        twin = next((each for each in kept[-2:] if each.text == glyph.text), None)
        if twin is None or abs(glyph.left - twin.left) > 0.15 * glyph.em:
            kept.append(glyph)
    return kept


def _with_raised(row: list[Glyph]) -> list[Glyph]:
    """A row whose small digits above the line are marks of notes or powers, and belong to no figure."""
    em, base = median(each.em for each in row), median(each.base for each in row)
    return [
        each._replace(text=raised(each.text))
        if each.em < _SMALL * em and each.base > base + _RAISED * em and each.sure == 1
        else each
        for each in row
    ]


def _usual_gap(row: Sequence[Glyph]) -> float:
    gaps = [after.left - before.right for before, after in pairwise(row)]
    return median(gaps) if len(gaps) >= _LEAST_LINES else 0.0


def _ordered(pieces: list[_Piece], em: float, depth: int) -> list[Line]:
    """Lines in reading order: what stands above two columns, the columns one after the other, what stands below."""
    rows = _by_row(pieces, em)
    found = _best_gutter(rows, em) if depth < _DEEPEST else None
    if found is None:
        left, right = min(each.left for each in pieces), max(each.right for each in pieces)
        return [Line(tuple(glyphs), left, right) for glyphs in _rows_of_cells(rows, em)]
    first, last, at = found
    inside = [piece for row in rows[first:last] for piece in row]
    parts = (
        [piece for row in rows[:first] for piece in row],
        [piece for piece in inside if piece.left < at],
        [piece for piece in inside if piece.left >= at],
        [piece for row in rows[last:] for piece in row],
    )
    return [line for part in parts if part for line in _ordered(part, em, depth + 1)]


def _rows_of_cells(rows: Sequence[Sequence[_Piece]], em: float) -> list[list[Glyph]]:
    """The glyphs of each line; lines that stand at each other's height are cells of one row of a table.

    A name of two lines stands beside figures at half its height. Of such a row each column is read from the top down.
    """
    found: list[list[Glyph]] = []
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and rows[end - 1][0].base - rows[end][0].base < _BESIDE * em:
            end += 1
        pieces = [piece for row in rows[at:end] for piece in row]
        columns = _columns_of(pieces)
        # A head over several columns stands over two pieces of the line below, and is a row of its own.
        single = all(len({piece.base for piece in column}) == len(column) for column in columns)
        if 1 < end - at <= _MOST_LINES_OF_CELL and 1 < len(columns) < len(pieces) and single:
            found.append([glyph for column in columns for piece in column for glyph in piece.glyphs])
        else:
            found += [[glyph for piece in row for glyph in piece.glyphs] for row in rows[at:end]]
        at = end
    return found


def _columns_of(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Pieces that stand above each other, from the left to the right, each from the top down."""
    columns: list[list[_Piece]] = []
    right = 0.0
    for piece in sorted(pieces, key=lambda each: each.left):
        if columns and piece.left < right:
            columns[-1].append(piece)
        else:
            columns.append([piece])
            right = piece.right
        right = max(right, piece.right)
    return [sorted(column, key=lambda each: -each.base) for column in columns]


def _by_row(pieces: Iterable[_Piece], em: float) -> list[list[_Piece]]:
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda each: -each.base):
        if rows and rows[-1][0].base - piece.base <= _SAME_LINE * em:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _best_gutter(rows: Sequence[Sequence[_Piece]], em: float) -> tuple[int, int, float] | None:
    """The gutter beside most text: the first row, the row after the last, and where it stands; null where there is none."""
    best: tuple[float, int, int, float] | None = None
    for at in _gutters(rows, em):
        first = 0
        for end in range(len(rows) + 1):
            if end < len(rows) and not any(piece.left < at < piece.right for piece in rows[end]):
                continue
            begin, until = _without_whole_lines(rows, first, end)
            if (text := _columns_beside(rows[begin:until], at, em)) and (best is None or text > best[0]):
                best = text, begin, until, at
            first = end + 1
    return best[1:] if best else None


def _without_whole_lines(rows: Sequence[Sequence[_Piece]], first: int, end: int) -> tuple[int, int]:
    """A stretch of rows without lines at its ends whose gaps part words of one line: they align with no other line."""
    pieces = median(len(row) for row in rows[first:end]) if end > first else 0
    starts = Counter(at for row in rows[first:end] for at in {round(piece.left) for piece in row})

    def is_whole(row: Sequence[_Piece]) -> bool:
        # A piece that begins where two other lines have one is aligned with them.
        alone = sum(starts[round(piece.left)] < _LEAST_LINES for piece in row)
        return len(row) > pieces and 2 * alone > len(row)

    while first < end and is_whole(rows[first]):
        first += 1
    while first < end and is_whole(rows[end - 1]):
        end -= 1
    return first, end


def _gutters(rows: Sequence[Sequence[_Piece]], em: float) -> list[float]:
    """Where gaps are, in the middle of each, the most frequent first.

    A line that does not reach the gutter stands beside a wider gap, so the left edges of what comes behind count.
    """
    places = Counter(round((2 * after.left - _GAP * em) / em) for row in rows for _, after in pairwise(row))
    # Lines of the two sides may stand at different heights, and none of them beside another.
    places += Counter(round((2 * row[0].left - _GAP * em) / em) for row in rows)
    return [place * em / 2 for place, _ in places.most_common(_MOST_GUTTERS)]


def _columns_beside(rows: Sequence[Sequence[_Piece]], at: float, em: float) -> float:
    """How much text stands beside a gutter, in points of width; 0 where one side is no column of running text."""
    sides: tuple[list[list[_Piece]], list[list[_Piece]]] = ([], [])
    for row in rows:
        for side, pieces in enumerate(([p for p in row if p.left < at], [p for p in row if p.left >= at])):
            if pieces:
                sides[side].append(pieces)
    if not all(_is_running(side, em) for side in sides):
        return 0.0
    left, right = sides
    together = min(left[0][0].base, right[0][0].base) - max(left[-1][0].base, right[-1][0].base)
    if together < (_LEAST_LINES - 1) * em:
        return 0.0
    return sum(piece.width for side in sides for row in side for piece in row)


def _is_running(rows: Sequence[Sequence[_Piece]], em: float) -> bool:
    """Whether rows are lines of running text: wide, many, and filled from edge to edge."""
    if len(rows) < _LEAST_LINES:
        return False
    width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
    if width < _NARROWEST * em:
        return False
    return median(sum(piece.width for piece in row) for row in rows) >= _LEAST_FILLED * width
