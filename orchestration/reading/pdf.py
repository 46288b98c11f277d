"""A PDF → the text of its pages, if it has a text layer."""

from __future__ import annotations

from typing import Any

from orchestration.reading.errors import UnreadableError
from orchestration.reading.limits import Limits, variable

# A page of a report has hundreds of characters. One with fewer than this, under a picture, is a scan with a stamp.
_STAMP = 150
_SCAN_SHARE = 0.5
_OBJECTS = 200
_AGAIN = "export it again or save its text as UTF-8"


def read_pdf(content: bytes, limits: Limits) -> tuple[str, int, list[str]]:
    r"""The text of a PDF with its pages joined by `\n`, the number of pages, and flags.

    Raises:
        UnreadableError: no PDF, a page that cannot be loaded, too many pages or characters, pictures without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"not a readable PDF ({error}); {_AGAIN}") from error
    try:
        return _pages(document, limits)
    finally:
        document.close()


def _pages(document: Any, limits: Limits) -> tuple[str, int, list[str]]:
    import pypdfium2

    count = len(document)
    if not count:
        raise UnreadableError(f"a PDF without pages; {_AGAIN}")
    if count > limits.pages:
        raise UnreadableError(
            f"{count} pages are more than a report can have ({limits.pages}); split it, or set {variable('pages')}"
        )
    texts: list[str] = []
    scans = total = 0
    for number in range(count):
        try:
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            scans += len(text.strip()) < _STAMP and _is_picture(page)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(f"page {number + 1} of {count} cannot be loaded ({error}); {_AGAIN}") from error
        texts.append(text)
        total += len(text)
        if total > limits.characters:
            break
    text = "\n".join(texts).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    written = len(text.strip())
    if scans == count or written < 20 * count:
        stamp = f", and only {written} characters of text, such as a stamp" if written else ", no text"
        raise UnreadableError(
            f"the PDF holds pictures of pages{stamp}; run text recognition (OCR) over it first, or save its text"
        )
    unknown = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text)
    if unknown > written / 10:
        raise UnreadableError(
            "the PDF does not say which characters its text is made of; run text recognition (OCR) over it first"
        )
    return text, count, ["pages_without_text"] if scans else []


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
