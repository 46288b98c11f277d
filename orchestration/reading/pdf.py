r"""A PDF → the text of its pages, if it has a text layer.

The text follows from where characters stand, not from the order in which the file draws them: columns are read one
after the other, paragraphs are whole over lines and pages, and running titles and page numbers are left out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from orchestration.reading.columns import Line, in_their_columns, lines_of
from orchestration.reading.errors import UnreadableError
from orchestration.reading.glyphs import glyphs_of
from orchestration.reading.grids import Grid, LeftOut, packed, packed_left_out
from orchestration.reading.grids import written as as_lines
from orchestration.reading.limits import Limits, variable
from orchestration.reading.lined_up import tables
from orchestration.reading.paragraphs import paragraphs, written
from orchestration.reading.running_lines import running_lines

# A page of a report has hundreds of characters. One with fewer than this, under a picture, is a scan with a stamp.
_STAMP = 150
_SCAN_SHARE = 0.5
_OBJECTS = 200
_AGAIN = "export it again or save its text as UTF-8"


class Pdf(NamedTuple):
    """The text of a PDF with its paragraphs on lines of their own, the number of its pages, and its flags.

    `flags`: `pages_without_text`, `has_tables`. `tables` and `left_out` are JSON, as `files.Text` has them.
    """

    text: str
    pages: int
    flags: list[str]
    tables: str | None
    left_out: str | None


def read_pdf(content: bytes, limits: Limits) -> Pdf:
    """The text of a PDF.

    Raises:
        UnreadableError: no PDF, a page that cannot be loaded, too many pages or characters, pictures without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"not a readable PDF ({error}); {_AGAIN}") from error
    try:
        return _read(document, limits)
    finally:
        document.close()


def _read(document: Any, limits: Limits) -> Pdf:
    import pypdfium2

    count = len(document)
    if not count:
        raise UnreadableError(f"a PDF without pages; {_AGAIN}")
    if count > limits.pages:
        raise UnreadableError(
            f"{count} pages are more than a report can have ({limits.pages}); split it, or set {variable('pages')}"
        )
    pages: list[list[Line]] = []
    askew: list[str] = []
    scans = total = 0
    for number in range(count):
        try:
            page = document[number]
            glyphs, aslant = glyphs_of(page)
            lines = lines_of(glyphs)
            characters = sum(len(line.glyphs) for line in lines)
            scans += characters < _STAMP and _is_picture(page)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(f"page {number + 1} of {count} cannot be loaded ({error}); {_AGAIN}") from error
        pages.append(lines)
        askew.append(aslant)
        total += characters
        if total > limits.characters:
            break
    _refuse_pictures(pages, count, scans, total)
    return _put_together(pages, askew, count, scans)


def _put_together(pages: list[list[Line]], askew: list[str], count: int, scans: int) -> Pdf:
    """Paragraphs and tables of all pages as one text, and where in it the lines would stand that are left out."""
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
    for lines, places, page, aslant in zip(pages, running, by_page, askew, strict=True):
        left_out.append(LeftOut(starts[first], "askew", aslant))
        middle = sum(line.base for line in lines) / len(lines) if lines else 0.0
        for place in sorted(places):
            is_top = lines[place].base > middle
            where = starts[first if is_top else first + len(page)]
            left_out.append(LeftOut(where, "page_header" if is_top else "page_footer", written(lines[place])))
        first += len(page)
    flags = {"pages_without_text": scans > 0, "has_tables": bool(grids)}
    return Pdf(text, count, [flag for flag, holds in flags.items() if holds], packed(grids), packed_left_out(left_out))


def _refuse_pictures(pages: list[list[Line]], count: int, scans: int, characters: int) -> None:
    """Raise where there is too little text, or text of unknown characters."""
    if scans == count or characters < 20 * count:
        stamp = f", and only {characters} characters of text, such as a stamp" if characters else ", no text"
        raise UnreadableError(
            f"the PDF holds pictures of pages{stamp}; run text recognition (OCR) over it first, or save its text"
        )
    unknown = sum(
        glyph.text == "\ufffd" or "\ue000" <= glyph.text <= "\uf8ff"
        for lines in pages
        for line in lines
        for glyph in line.glyphs
    )
    if unknown > characters / 10:
        raise UnreadableError(
            "the PDF does not say which characters its text is made of; run text recognition (OCR) over it first"
        )


def _is_picture(page: Any) -> bool:
    """Whether pictures cover most of a page."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    width, height = page.get_size()
    covered = 0.0
    for seen, each in enumerate(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        left, bottom, right, top = each.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
        if seen > _OBJECTS:
            break
    return bool(covered > _SCAN_SHARE * width * height)
