r"""A PDF → the text of its pages, from its text layer, or recognized where it has none (`recognition`).

The text follows from where characters stand, not from the order in which the file draws them: columns are read one
after the other, paragraphs are whole over lines and pages, and running titles and page numbers are left out.
"""

from __future__ import annotations

from typing import Any

from orchestration.reading.columns import Line, lines_of
from orchestration.reading.errors import UnreadableError
from orchestration.reading.glyphs import Glyph, glyphs_of
from orchestration.reading.limits import Limits, variable
from orchestration.reading.put_together import Document, put_together
from orchestration.reading.recognition import DPI, glyphs_in, is_installed, refused, too_many
from orchestration.reading.ruled_tables import with_ruled_tables
from orchestration.reading.rules import rules_of

# A page of a report has hundreds of characters. One with fewer than this, under a picture, is a scan with a stamp.
_STAMP = 150
_SCAN_SHARE = 0.5
_OBJECTS, _DRAWN = 400, 150
_UNKNOWN = 0.1
_FEW = 20
_LONGEST_SIDE = 4_000
_AGAIN = "export it again or save its text as UTF-8"


def read_pdf(content: bytes, limits: Limits) -> Document:
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


def _read(document: Any, limits: Limits) -> Document:
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
    scans: list[int] = []
    total = recognized = 0
    for number in range(count):
        try:
            page = document[number]
            glyphs, aslant = glyphs_of(page)
            if _needs_recognition(page, glyphs):
                scans.append(number)
                if is_installed():
                    if len(scans) > limits.scan_pages:
                        raise too_many(len(scans), limits)
                    # The characters of a stamp stand in the picture too.
                    glyphs, aslant = _recognized(page, limits, f"page {number + 1}") or glyphs, ""
                    recognized += 1
            pages.append(
                with_ruled_tables(glyphs, *rules_of(page)) if not scans or scans[-1] != number else lines_of(glyphs)
            )
            askew.append(aslant)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(f"page {number + 1} of {count} cannot be loaded ({error}); {_AGAIN}") from error
        total += len(glyphs)
        if total > limits.characters:
            break
    if not recognized:
        _refuse_pictures(pages, count, len(scans), total)
    elif total < _FEW * count:
        raise UnreadableError(f"the PDF holds pictures in which little text is recognized; {_AGAIN}")
    flags = {"recognized": recognized > 0, "pages_without_text": bool(scans) and not recognized}
    return put_together(pages, [flag for flag, holds in flags.items() if holds], askew)


def _needs_recognition(page: Any, glyphs: list[Glyph]) -> bool:
    """Whether a page's text must be told from its picture: there is little of it, or it is of unknown characters."""
    unknown = sum(glyph.text == "\ufffd" or "\ue000" <= glyph.text <= "\uf8ff" for glyph in glyphs)
    if unknown > len(glyphs) * _UNKNOWN or "(cid:" in "".join(glyph.text for glyph in glyphs):
        return True
    return len(glyphs) < _STAMP and _is_picture(page)


def _recognized(page: Any, limits: Limits, name: str) -> list[Glyph]:
    width, height = page.get_size()
    scale = min(DPI / 72, _LONGEST_SIDE / max(width, height, 1))
    return glyphs_in(page.render(scale=scale).to_numpy(), limits, name)


def _refuse_pictures(pages: list[list[Line]], count: int, scans: int, characters: int) -> None:
    """Raise where there is too little text, or text of unknown characters, and nothing to recognize it with."""
    glyphs = [glyph.text for lines in pages for line in lines for glyph in line.glyphs]
    unknown = sum(text == "\ufffd" or "\ue000" <= text <= "\uf8ff" for text in glyphs)
    if unknown > characters * _UNKNOWN:
        raise refused("the PDF does not say which characters its text is made of")
    if scans == count or characters < _FEW * count:
        stamp = f", and only {characters} characters of text, such as a stamp" if characters else ", no text"
        raise refused(f"the PDF holds pictures of pages{stamp}")


def _is_picture(page: Any) -> bool:
    """Whether pictures cover most of a page, or its letters are drawn as lines."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH

    width, height = page.get_size()
    covered = 0.0
    drawn = 0
    for seen, each in enumerate(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH], max_depth=3)):
        if each.type == FPDF_PAGEOBJ_PATH:
            drawn += 1
        else:
            left, bottom, right, top = each.get_bounds()
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        if seen > _OBJECTS:
            break
    return bool(covered > _SCAN_SHARE * width * height) or drawn > _DRAWN
