"""Lines of pages → one text: paragraphs, tables as tables, running lines left out. PDF, OFD and scans share it."""

from __future__ import annotations

from typing import NamedTuple

from orchestration.reading.columns import Line, in_their_columns
from orchestration.reading.grids import Grid, LeftOut, packed, packed_left_out
from orchestration.reading.grids import written as as_lines
from orchestration.reading.lined_up import tables
from orchestration.reading.paragraphs import paragraphs, written
from orchestration.reading.recognized_numbers import DOUBTFUL, packed_numbers, recognized_numbers
from orchestration.reading.running_lines import running_lines


class Document(NamedTuple):
    """The text of a document of pages with its paragraphs on lines of their own, the number of its pages, its flags.

    `tables`, `left_out` and `recognized` are JSON, as `report_text.Text` has them.
    """

    text: str
    pages: int
    flags: list[str]
    tables: str | None
    left_out: str | None
    recognized: str | None


def put_together(pages: list[list[Line]], flags: list[str], askew: list[str] | None = None) -> Document:
    """Paragraphs and tables of all pages as one text, and where in it the lines would stand that are left out.

    Args:
        pages: the lines of each in reading order.
        flags: what is doubtful of them.
        askew: what of each page runs aslant and is left out.
    """
    running = running_lines(pages)
    bodies = [
        in_their_columns([line for at, line in enumerate(lines) if at not in places])
        for lines, places in zip(pages, running, strict=True)
    ]
    by_page = paragraphs(bodies)
    every = [paragraph for page in by_page for paragraph in page]
    found = tables(every)
    pieces: list[str] = []
    grids: list[Grid] = []
    starts: list[int] = []
    at = length = 0
    while at < len(every):
        if at in found:
            end, table = found[at]
            piece, grid = as_lines(table.rows, length, table.caption, table.merged)
            grids.append(grid)
        else:
            end, piece = at + 1, every[at].text.replace("\t", " ") + "\n"
        starts += [length] * (end - at)
        pieces.append(piece)
        length += len(piece)
        at = end
    text = "".join(pieces).removesuffix("\n")
    starts.append(len(text))
    left_out = []
    first = 0
    for lines, places, page, aslant in zip(pages, running, by_page, askew or [""] * len(pages), strict=True):
        left_out.append(LeftOut(starts[first], "askew", aslant))
        middle = sum(line.base for line in lines) / len(lines) if lines else 0.0
        for place in sorted(places):
            is_top = lines[place].base > middle
            where = starts[first if is_top else first + len(page)]
            left_out.append(LeftOut(where, "page_header" if is_top else "page_footer", written(lines[place])))
        first += len(page)
    numbers = recognized_numbers(
        text, [glyph for paragraph in every for line in paragraph.lines for glyph in line.glyphs]
    )
    doubtful = any(number.confidence < DOUBTFUL for number in numbers)
    flags = [*flags, *["has_tables"] * bool(grids), *["doubtful_numbers"] * doubtful]
    return Document(
        text, len(pages), flags, packed(grids), packed_left_out(left_out), packed_numbers(numbers) if numbers else None
    )
