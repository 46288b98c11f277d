"""The tables of a page that hold data, told from those that only lay it out, and where their cells stand in the source.

In the page's text a bar takes the place of each cell's tag, so that a row of a table reads as in Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from turbohtml import Element

from orchestration.reading.decoding import NOTHING
from orchestration.reading.grids import Cell, Grid, is_running
from orchestration.reading.text_tables import caption_above

_ROWS, _CELLS = ("tr",), ("td", "th")
# No table of a report is larger; the reach that a hostile page states must not be taken at its word.
_MOST_TABLES, _MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 500, 2_000, 100, 40_000
# The source of a cell, with what a word processor pastes; one that holds more is a part of the page.
_LONGEST_SOURCE = 20_000
# A table with a cell that says more lays a page out.
_LONGEST_OF_DATA = 400


@dataclass(frozen=True)
class _Place:
    """A cell in the source: where its tag begins, and where what it holds begins and ends."""

    row: int
    column: int
    rows: int
    columns: int
    tag: int
    start: int
    end: int
    closed: bool


@dataclass
class Layout:
    """What the tags of data tables show: by the offset of the tag, and the stretches in which line ends are blanks."""

    tables: list[tuple[Element, list[_Place]]] = field(default_factory=list)
    shown: dict[int, str] = field(default_factory=dict)
    quiet: list[tuple[int, int]] = field(default_factory=list)


def layout_of(tables: list[Element], end_of: Callable[[Element], int], said: Callable[[int, int], str]) -> Layout:
    """Tell which tables hold data.

    Args:
        tables: the table elements of a page, in its order.
        end_of: where what an element holds ends in the source.
        said: what a stretch of the source shows, without markup.
    """
    layout = Layout()
    for table in tables:
        places = list(_places(table, end_of))
        if any(place.end - place.start > _LONGEST_SOURCE for place in places):
            continue
        texts = {place.tag: said(place.start, place.end).strip() for place in places}
        if not _holds_data(table, places, texts):
            continue
        layout.tables.append((table, places))
        running = {place.tag for place in places if is_running(texts[place.tag])}
        before: _Place | None = None
        for place in places:
            # The bar behind a cell is that of the next one, or of the end of its row.
            beside_text = before is not None and before.row == place.row and before.tag in running
            layout.shown[place.tag] = "\n" if place.tag in running else "\n|" if beside_text else "|"
            if place.tag not in running:
                layout.quiet.append((place.start, place.end))
            before = place
        # Where no end tag is written the next cell or row begins.
        layout.shown |= {place.end: " " for place in places if place.closed}
        for row in table.find_all("tr"):
            location = row.source_location
            if location is not None and location.end_tag is not None:
                layout.shown[location.end_tag.start_offset] = "|"
    return layout


def grids_of(layout: Layout, text: str) -> list[Grid]:
    """The grids of the data tables, once the page's text is made; running text in cells is left to the sentences."""
    grids = []
    for table, places in layout.tables:
        cells = []
        for place in places:
            inside = text[place.start : place.end]
            bare = inside.strip(NOTHING + " \n\t\u00a0\u3000")
            if not bare or not layout.shown[place.tag].endswith("|"):
                continue
            start = place.start + inside.index(bare[0])
            end = place.start + inside.rindex(bare[-1]) + 1
            said = inside.replace(NOTHING, "").strip("\n").rstrip()
            cells.append(Cell(place.row, place.column, start, end, said, place.rows, place.columns))
        location = table.source_location
        if cells and location is not None:
            above = text[: location.start_tag.start_offset].replace(NOTHING, "").split("\n")
            grids.append(Grid(" ".join(filter(None, [caption_above(above), _own_caption(table)])), tuple(cells)))
    return grids


def _own_caption(table: Element) -> str:
    caption = table.find("caption")
    return " ".join(str(caption.text).split()) if isinstance(caption, Element) else ""


def _holds_data(table: Element, places: list[_Place], texts: dict[int, str]) -> bool:
    filled = [place for place in places if texts[place.tag]]
    if table.find("table") is not None or len(places) > _MOST_CELLS or not filled:
        return False
    rows, columns = len({place.row for place in filled}), len({place.column for place in filled})
    return rows > 1 and columns > 1 and max(map(len, texts.values())) <= _LONGEST_OF_DATA


def _places(table: Element, end_of: Callable[[Element], int]) -> Iterator[_Place]:
    """The cells of a table with their rows and columns, past those that cells of earlier rows reach over."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.find_all("tr")[:_MOST_ROWS]):
        column = 0
        for cell in line.children:
            if not isinstance(cell, Element) or cell.tag not in _CELLS or (location := cell.source_location) is None:
                continue
            while (row, column) in taken:
                column += 1
            rows = _reach(cell, "rowspan", _MOST_ROWS)
            columns = _reach(cell, "colspan", _MOST_COLUMNS)
            if rows * columns > 1:
                taken |= {(row + down, column + along) for down in range(rows) for along in range(columns)}
            start, closed = location.start_tag, location.end_tag is not None
            yield _Place(row, column, rows, columns, start.start_offset, start.end_offset, end_of(cell), closed)
            column += columns
            if column > _MOST_COLUMNS:
                break


def _reach(cell: Element, name: str, most: int) -> int:
    said = str(cell.attrs.get(name) or "1").strip()
    return min(max(int(said), 1), most) if said.isdecimal() and len(said) < 6 else 1
