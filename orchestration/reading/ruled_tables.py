"""Tables with rules around their cells → rows of cells: a cell is what the rules enclose, however many lines it holds.

Sides of a table may be open, as those of statistical tables are; a cell that no rule parts from the next is merged with
it. Where rows are not ruled off, the figures of a column, one below the other, part them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from orchestration.reading.columns import Line, RuledTable, lines_of
from orchestration.reading.glyphs import Glyph
from orchestration.reading.paragraphs import written
from orchestration.reading.rules import Rule

_SAME = 3.0
_MOST_RULES, _MOST_CELLS = 300, 4_000
_LONGEST_OF_DATA = 200
# In points: a row between two parts of a table that have the same columns.
_TALLEST_ROW = 40.0
_Cells = list[list[list[Glyph]]]
_Span = tuple[int, int, int, int]


def with_ruled_tables(glyphs: Sequence[Glyph], across: Sequence[Rule], down: Sequence[Rule]) -> list[Line]:
    """The lines of a page in reading order, each ruled table as one line that holds it.

    Args:
        glyphs: of the page.
        across: its rules from left to right.
        down: its rules from the top down.
    """
    rest = list(glyphs)
    found: list[Line] = []
    for rows, columns, rules in _frames(across, down):
        inside = [each for each in rest if _is_inside(each, rows, columns)]
        if (table := _table(inside, rows, columns, rules)) is None:
            continue
        taken = set(map(id, inside))
        rest = [each for each in rest if id(each) not in taken]
        found.append(Line(tuple(inside), columns[0], columns[-1], table))
    lines = lines_of(rest)
    for line in sorted(found, key=lambda each: -_top(each)):
        below = (at for at, each in enumerate(lines) if _top(each) < _top(line) and each.left < line.column_right)
        lines.insert(next(below, len(lines)), line)
    return lines


def _top(line: Line) -> float:
    return max(each.base for each in line.glyphs)


def _is_inside(glyph: Glyph, rows: Sequence[float], columns: Sequence[float]) -> bool:
    middle = (glyph.left + glyph.right) / 2, glyph.base + 0.3 * glyph.em
    return columns[0] <= middle[0] <= columns[-1] and rows[-1] <= middle[1] <= rows[0]


def _frames(
    across: Sequence[Rule], down: Sequence[Rule]
) -> Iterable[tuple[list[float], list[float], tuple[list[Rule], list[Rule]]]]:
    """Of each ruled table: the heights of its rows from the top down, the edges of its columns, and its rules."""
    if len(across) > _MOST_RULES or len(down) > _MOST_RULES:
        return
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in down:
        touched = [each for each in across if _meet(each, rule)]
        mine = [group for group in groups if any(each in group[0] for each in touched)]
        whole = ([*touched], [rule])
        for group in mine:
            groups.remove(group)
            whole[0].extend(each for each in group[0] if each not in whole[0])
            whole[1].extend(group[1])
        groups.append(whole)
    for horizontal, vertical in _stacked(groups):
        rows = _places([each.at for each in horizontal])[::-1]
        ends = [end for each in horizontal for end in (each.start, each.end)]
        columns = _places([*(each.at for each in vertical), min(ends, default=0), max(ends, default=0)])
        if len(rows) >= 2 and len(columns) >= 3 and len(rows) * len(columns) <= _MOST_CELLS:
            yield rows, columns, (horizontal, vertical)


def _stacked(groups: list[tuple[list[Rule], list[Rule]]]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules with those below them that have the same columns: a row between them reaches over all of these."""
    found: list[tuple[list[Rule], list[Rule]]] = []
    for group in sorted(groups, key=lambda each: -max((rule.at for rule in each[0]), default=0.0)):
        columns = _places(rule.at for rule in group[1])
        above = found[-1] if found else ([], [])
        gap = min((rule.at for rule in above[0]), default=0.0) - max((rule.at for rule in group[0]), default=0.0)
        same = [abs(a - b) <= _SAME for a, b in zip(columns, _places(rule.at for rule in above[1]), strict=False)]
        if found and len(same) == len(columns) and all(same) and 0 <= gap <= _TALLEST_ROW:
            above[0].extend(group[0])
            above[1].extend(group[1])
        else:
            found.append(([*group[0]], [*group[1]]))
    return found


def _meet(across: Rule, down: Rule) -> bool:
    return across.start - _SAME <= down.at <= across.end + _SAME and down.start - _SAME <= across.at <= down.end + _SAME


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _SAME:
            places.append(value)
    return places


def _table(
    glyphs: Sequence[Glyph], rows: list[float], columns: list[float], rules: tuple[list[Rule], list[Rule]]
) -> RuledTable | None:
    """The table within a frame; null where it holds no rows and columns of data."""
    cells: _Cells = [[[] for _ in columns[1:]] for _ in rows[1:]]
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base + 0.3 * glyph.em
        row = next((at for at, (top, low) in enumerate(pairwise(rows)) if low <= y <= top), 0)
        column = next((at for at, (left, right) in enumerate(pairwise(columns)) if left <= x <= right), 0)
        cells[row][column].append(glyph)
    texts, merged = _merged(cells, rows, columns, rules)
    shown, merged = _parted(texts, merged)
    filled = [[cell for cell in row if cell] for row in shown]
    if sum(len(row) >= 2 for row in filled) < 2 or any(len(cell) > _LONGEST_OF_DATA for row in filled for cell in row):
        return None
    return RuledTable(tuple(map(tuple, shown)), tuple(merged))


def _merged(
    cells: _Cells, rows: list[float], columns: list[float], rules: tuple[list[Rule], list[Rule]]
) -> tuple[list[list[list[Line]]], list[_Span]]:
    """The lines of each cell, those of merged ones in the first of them, and which are merged."""
    horizontal, vertical = rules
    taken: set[tuple[int, int]] = set()
    merged: list[_Span] = []
    texts: list[list[list[Line]]] = [[[] for _ in row] for row in cells]

    def is_open(row: int, column: int, *, below: bool) -> bool:
        x, y = (columns[column] + columns[column + 1]) / 2, (rows[row] + rows[row + 1]) / 2
        if below:
            return not any(abs(r.at - rows[row + 1]) <= _SAME and r.start <= x <= r.end for r in horizontal)
        return not any(abs(r.at - columns[column + 1]) <= _SAME and r.start <= y <= r.end for r in vertical)

    for row in range(len(cells)):
        for column in range(len(cells[row])):
            if (row, column) in taken:
                continue
            wide = tall = 1
            while column + wide < len(cells[row]) and is_open(row, column + wide - 1, below=False):
                wide += 1
            while row + tall < len(cells) and all(
                is_open(row + tall - 1, column + at, below=True) for at in range(wide)
            ):
                tall += 1
            places = [(row + down, column + along) for down in range(tall) for along in range(wide)]
            taken.update(places)
            if wide * tall > 1:
                merged.append((row, column, tall, wide))
            texts[row][column] = lines_of([glyph for down, along in places for glyph in cells[down][along]])
    return texts, merged


def _indents(texts: Sequence[Sequence[Sequence[Line]]]) -> dict[int, int]:
    """How far labels of rows are set in, in characters, by the identity of their first lines: what is part of what."""
    labels = [row[0][0] for row in texts[1:] if row[0]]
    if not labels:
        return {}
    left, em = min(line.left for line in labels), median(line.em for line in labels)
    return {id(line): round((line.left - left) / em) for line in labels}


def _parted(texts: list[list[list[Line]]], merged: list[_Span]) -> tuple[list[list[str | None]], list[_Span]]:
    """The text of each cell; a row in which two columns hold figures below each other is as many rows."""
    shown: list[list[str | None]] = []
    indents = _indents(texts)
    where: dict[int, int] = {}
    for number, row in enumerate(texts):
        where[number] = len(shown)
        bases = _bases(row)
        if len(bases) < 2 or any(first <= number < first + tall and tall > 1 for first, _, tall, _ in merged):
            shown.append([_said(cell, indents) or None for cell in row])
            continue
        for base in bases:
            nearest = [
                [line for line in cell if min(bases, key=lambda at: abs(at - line.base)) == base] for cell in row
            ]
            shown.append([_said(cell, indents) or None for cell in nearest])
    return shown, [(where[row], column, tall, wide) for row, column, tall, wide in merged if where[row] < len(shown)]


def _bases(row: Sequence[Sequence[Line]]) -> list[float]:
    """The base lines of the figures that stand below each other in two columns of a row, or more; none where they do not."""
    figures = [cell for cell in row if len(cell) > 1 and all(_is_figure(written(line)) for line in cell)]
    if len(figures) < 2 or len({len(cell) for cell in figures}) > 1:
        return []
    return [median(cell[at].base for cell in figures) for at in range(len(figures[0]))]


def _is_figure(text: str) -> bool:
    """Whether a line of a cell is a number, or a dash or dots in place of one."""
    return not text.strip("0123456789-—–−+±▲△↑↓….,%％ \t")


def _said(lines: Sequence[Line], indents: dict[int, int]) -> str:
    said = "\u3000" * indents.get(id(lines[0]), 0) if lines else ""
    for line in lines:
        text = written(line).replace("\t", " ").strip()
        between = " " if said and said[-1].isascii() and said[-1].isalpha() and text[:1].isascii() else ""
        said += between + text
    return said
