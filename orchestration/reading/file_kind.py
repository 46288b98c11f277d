"""What kind of file some bytes are, told by the bytes; the name only decides among kinds of plain text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection

from orchestration.reading.errors import UnreadableError

# What the endings of names say of kinds that may be read, for messages and for people who look for files.
PLAIN, PAGES, SCANS = (".txt", ".md"), (".html", ".htm", ".mht", ".mhtml"), (".pdf", ".ofd")
SHEETS, WORDS, ARCHIVES = (
    (".xlsx", ".csv", ".tsv"),
    (".docx", ".rtf", ".doc", ".wps", ".xls", ".et", ".odt", ".ods"),
    (".zip",),
)
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
SUFFIXES = PLAIN + PAGES + SCANS + SHEETS + WORDS + ARCHIVES + PICTURES
_HEAD = 4096
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_TAG = re.compile(rb"<[a-zA-Z!/]")
_OLD_XML = re.compile(rb"<\?mso-application|<w:wordDocument|<Workbook[^>]*urn:schemas-microsoft-com")
_AS_TEXT = "save it as text (.txt, UTF-8) or as a web page (.html)"
_UNPACKED = "unpack it and put the reports themselves into the folder"
# First bytes, and the kind of file that begins so.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
)
# First bytes of what is not read, what such a file is, and what to do.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "a moving picture (.gif)", "save it as PNG"),
    (b"\x1f\x8b", "an archive (gzip)", _UNPACKED),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", _UNPACKED),
    (b"Rar!", "an archive (rar)", _UNPACKED),
    (b"SQLite format 3\x00", "a database", "export its text"),
)
# A part that tells what a ZIP file holds, and its kind.
_ZIPPED: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "office"),
    ("ppt/presentation.xml", "slides"),
    ("OFD.xml", "ofd"),
    ("META-INF/container.xml", "book"),
    ("content.xml", "office"),
)
_NOT_READ = {
    "slides": ("a presentation (.pptx)", _AS_TEXT),
    "book": ("a book (.epub)", _AS_TEXT),
}
_DATA = {
    ".json": ("data (.json)", "save the report's text as .txt"),
    ".xml": ("data (.xml)", "save the report's text as .txt"),
}
_FEW_CONTROL = 0.01


def kind_of(content: bytes, suffix: str) -> str:
    """The kind of a file: `text`, `html`, `mht`, `pdf`, `ofd`, `rtf`, `docx`, `xlsx`, `csv`, `office`, `picture`, `zip`.

    `office` is what LibreOffice reads and the project does not: .doc, .wps, .xls, .et, .odt, .ods.

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
    if found := _by_first_bytes(content, bare):
        return found
    # An archive that breaks off: what is left of it is no text.
    if suffix in (".pdf", ".ofd") or (suffix in (".docx", ".xlsx", ".zip") and bare.startswith(b"PK")):
        raise UnreadableError(
            f"named {suffix} but no readable {suffix[1:].upper()}: it does not begin as one; download or export it again"
        )
    if _PAGE.match(letters):
        return "html"
    if _OLD_XML.search(letters):
        return "office"
    if suffix in PAGES:
        # Text that was only named so has paragraphs, which a page would run together.
        return "html" if _TAG.search(content.replace(b"\x00", b"")) else "text"
    if suffix in (".csv", ".tsv"):
        return "csv"
    if suffix in PLAIN or (suffix in WORDS and _is_text(content)):
        return "text"
    if suffix in _DATA:
        what, remedy = _DATA[suffix]
        raise UnreadableError(f"{what}: not read; {remedy}")
    raise UnreadableError(
        f"files of kind {suffix or 'without a suffix'!r} are not read; save it as one of {', '.join(SUFFIXES)}"
    )


def _by_first_bytes(content: bytes, bare: bytes) -> str | None:
    for first, what, remedy in _REFUSED:
        if bare.startswith(first):
            raise UnreadableError(f"{what}: not read; {remedy}")
    for first, kind in _SIGNATURES:
        if bare.startswith(first) and (first != b"BM" or content[6:10] == b"\x00" * 4):
            return kind
    if bare.startswith(b"PK\x03\x04"):
        kind = _zipped(content)
        if kind in _NOT_READ:
            what, remedy = _NOT_READ[kind]
            raise UnreadableError(f"{what}: not read; {remedy}")
        return kind
    if bare[:1024].lower().startswith((b"mime-version:", b"from:")) and b"content-type:" in bare.lower():
        return "mht"
    return None


def _zipped(content: bytes) -> str:
    """What a file that begins as a ZIP file holds. A torn one is told by the names that can still be seen."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError):
        names = {part for part, _ in _ZIPPED if part.encode() in content[:65536] or part.encode() in content[-65536:]}
    return packed_kind(names)


def packed_kind(names: Collection[str]) -> str:
    """What a ZIP file holds, told by the names of its parts: a kind of document, or `zip` for an archive of files."""
    return next((kind for part, kind in _ZIPPED if part in names), "zip")


def _is_text(content: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in content[:_HEAD])
    return control <= _FEW_CONTROL * min(len(content), _HEAD)
