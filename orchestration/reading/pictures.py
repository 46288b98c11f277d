"""A picture of a page (.png, .jpg, .tif, .bmp) → its text, recognized."""

from __future__ import annotations

import io

from orchestration.reading.columns import Line, lines_of
from orchestration.reading.errors import UnreadableError
from orchestration.reading.limits import Limits
from orchestration.reading.put_together import Document, put_together
from orchestration.reading.recognition import glyphs_in, is_installed, refused, too_many

_MOST_PIXELS = 100_000_000


def read_picture(content: bytes, within: Limits) -> Document:
    """The text of a picture; of one that holds several pages, such as a fax, of all of them.

    Raises:
        UnreadableError: the extra `ocr` is missing, no readable picture, one that is too large, or no text.
    """
    if not is_installed():
        raise refused("a picture")
    return _put_together(_pages(content, within))


def read_pictures(pictures: list[bytes], within: Limits) -> Document:
    """The text of the pictures that a document is made of, in their order. Arguments and errors are those of `read_picture`."""
    if not is_installed():
        raise refused("a document that holds pictures of pages, and hardly any text")
    if len(pictures) > within.scan_pages:
        raise too_many(len(pictures), within)
    return _put_together([page for picture in pictures for page in _pages(picture, within)])


def _put_together(pages: list[list[Line]]) -> Document:
    if not any(pages):
        raise UnreadableError("a picture in which no text is recognized; scan the page again, or save its text as .txt")
    return put_together(pages, ["recognized"])


def _pages(content: bytes, within: Limits) -> list[list[Line]]:
    import numpy
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            frames = getattr(picture, "n_frames", 1)
            if frames > within.scan_pages:
                raise too_many(frames, within)
            pages = []
            for number in range(frames):
                picture.seek(number)
                if picture.width * picture.height > _MOST_PIXELS:
                    raise UnreadableError(
                        f"a picture of {picture.width} by {picture.height} points is larger than a page; scan it at 200 dpi"
                    )
                colours = numpy.asarray(picture.convert("RGB"))[:, :, ::-1]
                pages.append(lines_of(glyphs_in(colours, within, f"page {number + 1}")))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, EOFError) as error:
        raise UnreadableError(f"not a readable picture ({str(error)[:100]}); scan the page again") from error
    return pages
