"""Files of a folder → decoded text, or a clear reason why not."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import dataclass
from pathlib import Path

# Text longer than this is no report; reading it would only hold up the others.
LARGEST_BYTES = 16 * 1024 * 1024
PLAIN, PAGES, SCANS = (".txt", ".md"), (".html", ".htm"), (".pdf",)
SUFFIXES = PLAIN + PAGES + SCANS
# Notes about the folder, not reports.
_NOT_REPORTS = ("readme", "license", "sources")


# What a disk or a network share says when it may do better in a moment; it tells nothing about the file.
TRANSIENT = frozenset(
    {errno.EIO, errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT, errno.ENETDOWN}
    | {errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH}
)


class UnreadableError(ValueError):
    """A file that gives no text; the message says why and what to do, and goes into quarantine."""


class FolderError(ValueError):
    """The folder of reports is not there or is no folder."""


@dataclass(frozen=True)
class RawFile:
    """One file of the raw folder: its name below the folder, where it is, the SHA-256 of its bytes, its size."""

    name: str
    path: Path
    content_hash: str
    size: int


@dataclass(frozen=True)
class Text:
    """The text of a file; `encoding` is null for PDF, `pages` for all but PDF."""

    text: str
    format: str
    encoding: str | None
    pages: int | None


def list_files(folder: Path) -> list[RawFile]:
    """The files of `folder` and below that could be reports, by name. Hidden files and notes are passed over.

    Raises:
        FolderError: the folder is missing, or is a file.

    """
    return [describe(path, name) for name, path in report_paths(folder)]


def report_paths(folder: Path) -> list[tuple[str, Path]]:
    """Name and path of the files that `list_files` describes, unread.

    Raises:
        FolderError: the folder is missing, or is a file.

    """
    if not folder.exists():
        raise FolderError(f"{folder}: no such folder; give the folder that holds the reports with --raw")
    if not folder.is_dir():
        raise FolderError(f"{folder}: not a folder; give the folder that holds the reports with --raw")
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith((".", "~")) for part in name.parts)
        if path.is_file() and not hidden and not path.stem.lower().startswith(_NOT_REPORTS):
            found.append((name.as_posix(), path))
    return found


def describe(path: Path, name: str | None = None) -> RawFile:
    """Hash one file.

    Raises:
        FileNotFoundError, PermissionError: as the system says.

    """
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return RawFile(name or path.name, path, digest, path.stat().st_size)


def read(file: RawFile) -> Text:
    r"""The text of a file.

    Line ends are made `\\n`, as Python does when it reads text; of an HTML page the markup is blanked out, so that
    offsets stay those of the decoded file.

    Raises:
        UnreadableError: empty, binary, too large, of an unknown kind, without a text layer, or in no encoding.

    """
    suffix = file.path.suffix.lower()
    if file.size == 0:
        raise UnreadableError("the file is empty; put the report's text into it or remove it")
    if file.size > LARGEST_BYTES:
        raise UnreadableError(f"{file.size} bytes are more than a report can have ({LARGEST_BYTES}); split it")
    if suffix not in SUFFIXES:
        raise UnreadableError(
            f"files of kind {suffix or 'without a suffix'!r} are not read; save it as one of {', '.join(SUFFIXES)}"
        )
    if suffix in SCANS:
        text = _pdf(file.path)
    else:
        decoded, encoding = decode(file.path.read_bytes())
        if suffix in PAGES:
            from orchestration.reading.html import blank_markup

            text = Text(blank_markup(decoded), "html", encoding, None)
        else:
            text = Text(decoded, "text", encoding, None)
    if not text.text.strip():
        raise UnreadableError("no text in the file; put the report's text into it or remove it")
    return text


def decode(content: bytes) -> tuple[str, str]:
    r"""Decoded text with line ends as `\\n`, and the name of the encoding.

    Raises:
        UnreadableError: the bytes are no text in any encoding that Chinese reports come in.

    """
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # GB18030 decodes most bytes to something: what it makes of Big5 or of an image is not Chinese.
        if encoding != "gb18030" or _plausible(text):
            return _checked(text), encoding
    from charset_normalizer import from_bytes

    guess = from_bytes(content).best()
    if guess is None or not _plausible(str(guess)):
        raise UnreadableError("the file is binary or in no known encoding; save the report's text as UTF-8")
    return _checked(str(guess)), guess.encoding


def _checked(text: str) -> str:
    control = sum(character < " " and character not in "\t\n\r\f" for character in text)
    if "\x00" in text or control > len(text) // 100:
        raise UnreadableError("the file is binary, not text; save the report's text as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plausible(text: str) -> bool:
    """Most letters of a Chinese report are common characters, few are private or rare ones."""
    letters = [character for character in text[:20000] if character > "\x7f"]
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in letters)
    return "\ufffd" not in text and (not letters or common / len(letters) > 0.8) and "\x00" not in text


def _pdf(path: Path) -> Text:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"not a readable PDF ({error}); export it again or save its text as UTF-8") from error
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    text = "\n".join(pages).replace("\r\n", "\n").replace("\r", "\n")
    if len(text.strip()) < 20 * len(pages):
        raise UnreadableError("the PDF holds pictures of pages, no text; run text recognition (OCR) over it first")
    return Text(text, "pdf", None, len(pages))
