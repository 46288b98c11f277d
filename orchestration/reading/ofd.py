"""An OFD document (.ofd, GB/T 33190) → its characters and where they stand, by `ofdkit`; the rest is as in a PDF."""

from __future__ import annotations

import unicodedata
from typing import Any

from orchestration.reading.columns import lines_of
from orchestration.reading.errors import UnreadableError
from orchestration.reading.glyphs import Glyph
from orchestration.reading.limits import Limits, variable
from orchestration.reading.put_together import Document, put_together

_REMEDY = "export it as PDF, or save its text as .txt"


def read_ofd(content: bytes, within: Limits) -> Document:
    """The text of an OFD document.

    Raises:
        UnreadableError: no readable document, too many pages, or no text.
    """
    import ofdkit

    try:
        with ofdkit.open(content) as document:
            if len(document.pages) > within.pages:
                raise UnreadableError(
                    f"{len(document.pages)} pages are more than a report can have ({within.pages}); split it, "
                    f"or set {variable('pages')}"
                )
            pages = [lines_of(_glyphs(page)) for page in document.pages]
            missing = list(document.warnings)
    except ofdkit.OFDError as error:
        raise UnreadableError(f"not a readable OFD document (.ofd): {error}; {_REMEDY}") from error
    if not any(pages):
        raise UnreadableError(f"the OFD document holds pictures of pages, no text; {_REMEDY}")
    if missing:
        raise UnreadableError(f"the OFD document lacks parts ({missing[0]}); {_REMEDY}")
    empty = sum(not lines for lines in pages)
    return put_together(pages, ["pages_without_text"] if empty else [])


def _glyphs(page: Any) -> list[Glyph]:
    """The characters of a page; upwards, as in a PDF. A run tells its width, which its characters share."""
    glyphs: list[Glyph] = []
    for run in page.runs:
        shares = [1.0 if unicodedata.east_asian_width(each) in "WF" else 0.5 for each in run.text]
        unit = run.width / sum(shares) if shares else 0.0
        at, spaced = run.x, False
        for character, share in zip(run.text, shares, strict=True):
            if character.isspace():
                spaced = True
            else:
                glyphs.append(Glyph(character, at, at + share * unit, -run.y, run.size or unit or 1.0, spaced))
                spaced = False
            at += share * unit
    return glyphs
