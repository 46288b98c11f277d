"""A rich text document (.rtf) → its text and tables, by `striprtf`."""

from __future__ import annotations

import re

from orchestration.reading.errors import UnreadableError
from orchestration.reading.sheet_blocks import Written

_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
# Some programs write text in the bytes of the code page, which the format does not allow, instead of escaping it.
_RAW = re.compile(rb"[\x80-\xff]")
_PICTURE = re.compile(rb"\\(?:pict|bin\d+|objdata)\b")


def read_rtf(content: bytes) -> Written:
    """The text of a rich text document; rows of its tables as rows.

    Raises:
        UnreadableError: no readable document.
    """
    from striprtf.striprtf import rtf_to_text

    page = _PAGE.search(content[:4096])
    encoding = f"cp{page[1].decode()}" if page else "gb18030"
    source = _RAW.sub(lambda byte: b"\\'%02x" % byte[0][0], content).decode("ascii")
    try:
        text = rtf_to_text(source, encoding="gb18030" if encoding == "cp936" else encoding, errors="replace")  # type: ignore[no-untyped-call]
    except (LookupError, ValueError, IndexError, KeyError) as error:
        raise UnreadableError(
            f"not a readable rich text document ({type(error).__name__}); save it as text (.txt, UTF-8)"
        ) from error
    rows = [_cells(line) for line in text.replace("\x00", "\ufffd").split("\n")]
    found = Written(flags=["has_pictures"] * bool(_PICTURE.search(content)))
    found.rows(rows)
    return found


def _cells(line: str) -> list[str | None]:
    """A row of a table stands as its cells, each with a bar behind it."""
    return list(line.rstrip().removesuffix("|").split("|")) if line.rstrip().endswith("|") else [line]
