"""What kind of file some bytes are, told by the bytes; the name only decides among kinds of plain text."""

from __future__ import annotations

import re

from orchestration.reading.errors import UnreadableError

PLAIN, PAGES, SCANS = (".txt", ".md"), (".html", ".htm"), (".pdf",)
SUFFIXES = (*PLAIN, *PAGES, *SCANS, ".docx")
# Named as office documents, often web pages or text in truth: what they hold decides.
_OFFICE = (".doc", ".wps", ".rtf", ".xls")
_HEAD = 4096
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_TAG = re.compile(rb"<[a-zA-Z!/]")
_AS_TEXT = "save it as text (.txt, UTF-8) or as a web page (.html)"
_ARCHIVED = "unpack it and put the reports themselves into the folder"
_SCANNED = "run text recognition (OCR) over it and save the text"
# First bytes, what such a file is, and what to do.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office document (.doc, .wps or .xls)", _AS_TEXT),
    (b"{\\rtf", "a rich text document (.rtf)", _AS_TEXT),
    (b"\x89PNG", "a picture", _SCANNED),
    (b"\xff\xd8\xff", "a picture", _SCANNED),
    (b"GIF8", "a picture", _SCANNED),
    (b"II*\x00", "a picture", _SCANNED),
    (b"MM\x00*", "a picture", _SCANNED),
    (b"\x1f\x8b", "an archive (gzip)", _ARCHIVED),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", _ARCHIVED),
    (b"Rar!", "an archive (rar)", _ARCHIVED),
    (b"SQLite format 3\x00", "a database", "export its text"),
)
# Names of parts that tell what a ZIP file is.
_ZIPPED: tuple[tuple[bytes, str, str], ...] = (
    (b"xl/", "an Excel table (.xlsx)", "save the report's text as .txt; tables alone are not read"),
    (b"ppt/", "a presentation (.pptx)", _AS_TEXT),
    (b"OFD.xml", "an OFD document (.ofd)", "export it as PDF, or save its text as .txt"),
    (b"mimetypeapplication/epub", "a book (.epub)", _AS_TEXT),
    (b"content.xml", "an OpenDocument file (.odt or .ods)", _AS_TEXT),
)
_DATA = {
    ".csv": ("a table (.csv)", "save the report's text as .txt; tables alone are not read"),
    ".tsv": ("a table (.tsv)", "save the report's text as .txt; tables alone are not read"),
    ".json": ("data (.json)", "save the report's text as .txt"),
    ".xml": ("data (.xml)", "save the report's text as .txt"),
}


def kind_of(content: bytes, suffix: str) -> str:
    """The kind of a file: `pdf`, `docx`, `html` or `text`.

    Args:
        content: the bytes.
        suffix: of the file's name, in small letters, with its dot; empty where there is none.

    Raises:
        UnreadableError: a kind that is not read; the message says which it is and what to do.
    """
    head = content[:_HEAD]
    # A mark of the encoding or white space may stand before what tells the kind; UTF-16 puts zeros between.
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    letters = bare.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"").lstrip()
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if bare.startswith(b"PK\x03\x04") and (b"word/document" in content[:65536] or b"word/document" in content[-65536:]):
        return "docx"
    _refuse_other_kinds(content, bare)
    if suffix in SCANS:
        raise UnreadableError("named .pdf but no readable PDF: it does not begin as one; download or export it again")
    if _PAGE.match(letters):
        return "html"
    if suffix in PAGES:
        # Text that was only named so has paragraphs, which a page would run together.
        return "html" if _TAG.search(content.replace(b"\x00", b"")) else "text"
    if suffix in PLAIN:
        return "text"
    if suffix in _OFFICE:
        raise UnreadableError(f"named {suffix} but holds plain text; name it .txt")
    if suffix in _DATA:
        what, remedy = _DATA[suffix]
        raise UnreadableError(f"{what}: not read; {remedy}")
    raise UnreadableError(
        f"files of kind {suffix or 'without a suffix'!r} are not read; save it as one of {', '.join(SUFFIXES)}"
    )


def _refuse_other_kinds(content: bytes, bare: bytes) -> None:
    for first, what, remedy in _SIGNATURES:
        if bare.startswith(first):
            raise UnreadableError(f"{what}: not read; {remedy}")
    if bare.startswith(b"PK\x03\x04"):
        for part, what, remedy in _ZIPPED:
            if part in content[:65536] or part in content[-65536:]:
                raise UnreadableError(f"{what}: not read; {remedy}")
        raise UnreadableError(f"an archive (zip): not read; {_ARCHIVED}")
    if bare[:1024].lower().startswith((b"mime-version:", b"from:")) and b"content-type:" in bare.lower():
        raise UnreadableError("a saved web page (.mht): not read; save it as a web page (.html)")
