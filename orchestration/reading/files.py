"""Files of a folder → decoded text, or a clear reason why not."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from orchestration.reading.archives import is_archive, members, read_member
from orchestration.reading.beside import Said, is_beside, said_of
from orchestration.reading.cleaning import cleaned, join_letters
from orchestration.reading.decoding import NOTHING, decode
from orchestration.reading.documents import read_document
from orchestration.reading.errors import TRANSIENT, ChangedError, UnreadableError
from orchestration.reading.file_kind import SUFFIXES
from orchestration.reading.grids import LeftOut, packed, packed_left_out, unpacked_left_out
from orchestration.reading.limits import Limits, limits, variable
from orchestration.reading.markdown import blank_marks, is_markdown
from orchestration.reading.page_files import in_groups
from orchestration.reading.page_marks import blank_page_marks
from orchestration.reading.page_turns import blank_turns
from orchestration.reading.raw_file import RawFile
from orchestration.reading.report_text import Text
from orchestration.reading.text_tables import find_tables
from orchestration.reading.wrappings import unwrapped

__all__ = [
    "SUFFIXES",
    "TRANSIENT",
    "FolderError",
    "RawFile",
    "Text",
    "UnreadableError",
    "describe",
    "described",
    "list_files",
]

# Notes about the folder, not reports.
_NOT_REPORTS = re.compile(r"(?:readme|licen[cs]e|sources)(?:[._-][a-z]{2}){0,2}", re.I)
_FEW_CHARACTERS = 500
# Tags that stand in plain text as remains of a page. What is in a tag is never shown, so its digits are no numbers.
_TAG_WITH_DIGIT = re.compile(
    r"</?(?:a|b|big|blockquote|body|br|center|div|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link|meta|ol|p|pre|s"
    r"|script|section|small|span|strong|style|su[bp]|svg|table|tbody|t[dhr]|thead|u|ul)(?=[\s/>])[^<>\n]{0,2000}>",
    re.I,
)
# Another page or a document that a page shows within itself: a report may be all of it.
_FRAMED = re.compile(
    r"<(iframe|embed|object|frame)\b[^>]{0,2000}?\s(?:src|data)\s*=\s*[\"']?(?!about:|javascript:|data:)([^\"'\s>]{2,300})",
    re.I,
)
_NUMBER = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[。！？；!?;\n]")


class FolderError(ValueError):
    """The folder of reports is not there or is no folder."""


def list_files(folder: Path) -> list[RawFile]:
    """The files of `folder` and below that could be reports, by name. Hidden files and notes are passed over.

    A file that goes while the folder is listed is passed over too.

    Raises:
        FolderError: the folder is missing, or is a file.
        OSError: the disk or share fails in a way that may pass.

    """
    found = []
    for name, path in report_paths(folder):
        with suppress(FileNotFoundError):
            if not is_beside(path):
                found += described(path, name, follow=False)
    return sorted((together(pages) for pages in in_groups(found)), key=lambda file: file.name)


def together(pages: list[RawFile]) -> RawFile:
    """Files that are pages of one report as one file: `日报_1版.txt+日报_3版.txt`; of one file, that file."""
    if len(pages) == 1:
        return pages[0]
    name = "+".join([pages[0].name, *(PurePosixPath(page.name).name for page in pages[1:])])
    digest = hashlib.sha256("".join(page.content_hash for page in pages).encode()).hexdigest()
    return RawFile(
        name, pages[0].path, digest, sum(page.size for page in pages), said=pages[0].said, parts=tuple(pages)
    )


def described(path: Path, name: str | None = None, *, follow: bool = True) -> list[RawFile]:
    """One file, hashed, with what is said beside it, or the files of an archive: `reports.zip/2025.txt`.

    Arguments and errors are those of `describe`.
    """
    file = describe(path, name, follow=follow)
    if file.problem:
        return [file]
    try:
        said = said_of(path)
        found = members(path, limits()) if is_archive(path, path.suffix.lower()) else None
        if found == []:
            raise UnreadableError("an archive (zip) without files; remove it")
    except UnreadableError as error:
        return [replace(file, content_hash="", problem=str(error))]
    if found is None:
        return [_with(file, said)]
    inside = [
        RawFile(
            f"{file.name}/{_printable(each.name)}",
            path,
            each.content_hash,
            each.size,
            each.problem,
            each.key,
            bytes_hash=each.content_hash,
            follow=follow,
        )
        for each in found
        if not _NOT_REPORTS.fullmatch(PurePosixPath(each.name).stem)
    ]
    return [_with(each, said) for each in inside]


def _with(file: RawFile, said: Said | None) -> RawFile:
    """A file with what is said of it; its hash changes with that, so that it is read anew."""
    if said is None or not file.content_hash:
        return file
    digest = hashlib.sha256(f"{file.content_hash}{said.digest}".encode()).hexdigest()
    return replace(file, said=said, content_hash=digest)


def report_paths(folder: Path) -> list[tuple[str, Path]]:
    """Name and path of what `list_files` describes, unread: files, links, special files, folders that stay shut.

    Raises:
        FolderError: the folder is missing, or is a file.

    """
    if not folder.exists():
        raise FolderError(f"{folder}: no such folder; give the folder that holds the reports with --raw")
    if not folder.is_dir():
        raise FolderError(f"{folder}: not a folder; give the folder that holds the reports with --raw")
    found: list[Path] = []

    def shut(error: OSError) -> None:
        if error.errno in TRANSIENT or error.filename is None or Path(error.filename) == folder:
            raise error
        found.append(Path(error.filename))

    for parent, folders, names in os.walk(folder, onerror=shut):
        folders[:] = [name for name in folders if not name.startswith((".", "~"))]
        links = [name for name in folders if _is_link(Path(parent, name))]
        found += [Path(parent, name) for name in (*links, *names) if not name.startswith((".", "~"))]
    named = _named({path.relative_to(folder).as_posix(): path for path in found})
    return sorted((name, path) for name, path in named if not _NOT_REPORTS.fullmatch(path.stem))


def _named(paths: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    r"""Each path with a name that can be stored and that no other has.

    A file may be called, letter for letter, what another whose name is no UTF-8 is shown as: the other gets a number.
    """
    taken = {name for name in paths if _printable(name) == name}
    for name, path in sorted(paths.items(), key=lambda each: os.fsencode(each[0])):
        shown = _printable(name)
        number = 1
        while shown != name and shown in taken:
            number += 1
            shown = f"{_printable(name)} ({number})"
        taken.add(shown)
        yield shown, path


def describe(path: Path, name: str | None = None, *, follow: bool = True) -> RawFile:
    """Hash one file; one that cannot be opened, must not be, or is too large, is described with its `problem`.

    Args:
        path: where it is.
        name: what to call it; its last part if not given.
        follow: links are followed, as for a file that a person names; in a folder they may lead anywhere.

    Raises:
        FileNotFoundError: it is gone.
        LimitError: a variable that sets a limit is no positive whole number.
        OSError: the disk or share fails in a way that may pass.
    """
    name = _printable(name or path.name)
    size = 0
    try:
        status = path.stat() if follow else path.lstat()
        size = status.st_size
        # A file of terabytes would hold everyone up while its bytes are hashed.
        if problem := _not_to_be_opened(path, status.st_mode) or _too_large(size, limits()):
            return RawFile(name, path, "", size, problem)
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
            return RawFile(name, path, digest, os.fstat(handle.fileno()).st_size, bytes_hash=digest, follow=follow)
    except OSError as error:
        if error.errno in TRANSIENT or isinstance(error, FileNotFoundError):
            raise
        return RawFile(name, path, "", size, f"cannot be opened ({error.strerror}); {_remedy(error)}")


def _too_large(size: int, within: Limits) -> str | None:
    if size <= within.file_mb << 20:
        return None
    return f"{size} bytes are more than a report can have ({within.file_mb} MB); split it, or set {variable('file_mb')}"


def _remedy(error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return "give it, or the folders that it lies in, shorter names"
    return "let this user read it"


def _is_link(path: Path) -> bool:
    # What a folder holds that cannot be looked at, for want of rights or with too long a path, is told when it is described.
    try:
        return path.is_symlink()
    except OSError as error:
        if error.errno in TRANSIENT:
            raise
        return False


def _printable(name: str) -> str:
    r"""A name as it can be stored: bytes that are no UTF-8 are written as `\xNN`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _not_to_be_opened(path: Path, mode: int) -> str | None:
    if stat.S_ISLNK(mode):
        return "a link; links are not followed: put the file itself into the folder"
    if stat.S_ISDIR(mode):
        return "the folder cannot be opened; let this user read it"
    if not stat.S_ISREG(mode):
        return "a pipe, socket or device, not a file; remove it from the folder"
    try:
        os.fsencode(path).decode("utf-8")
    except UnicodeDecodeError:
        return "the name of the file is not UTF-8; rename it"
    return None


def read(file: RawFile, within: Limits | None = None) -> Text:
    r"""The text of a file.

    Line ends are made `\n`, as Python does when it reads text; of an HTML page the markup is blanked out, and of plain
    text the tags that hold digits, so that offsets stay those of the decoded file.

    Args:
        file: to be read.
        within: the limits; those of the environment if not given. Memory and time are the caller's to hold.

    Raises:
        UnreadableError: empty, binary, too large or too crowded, of an unknown kind, without a text layer, or in no
            encoding.
        ChangedError: its bytes are no longer those that were hashed.

    """
    within = within or limits()
    if file.problem:
        raise UnreadableError(file.problem)
    if file.size == 0:
        raise UnreadableError("the file is empty; put the report's text into it or remove it")
    if problem := _too_large(file.size, within):
        raise UnreadableError(problem)
    suffix = PurePosixPath(file.member or file.path.name).suffix.lower()
    source = read_member(file.path, file.member, within.file_mb << 20) if file.member else file.path.read_bytes()
    if file.bytes_hash is not None and hashlib.sha256(source).hexdigest() != file.bytes_hash:
        raise ChangedError("it was changed while it was read; leave it alone, then refresh again")
    content, kind, converted = unwrapped(source, suffix, within)
    if kind in ("html", "text"):
        text = _of_page(content) if kind == "html" else _of_plain_text(content, suffix)
    else:
        text = read_document(kind, content, within)
    if converted:
        text = replace(
            text,
            format="office",
            flags=_joined([*filter(None, text.flags.split(",")), converted]),
        )
    text = _cleaned(_without_turns(text))
    if len(text.text) > within.characters and len(_bare(text.text)) > within.characters:
        raise UnreadableError(
            f"{len(_bare(text.text))} characters are more than a report can have ({within.characters}); split it, "
            f"or set {variable('characters')}"
        )
    if (crowd := _most_numbers(text.text, within.numbers)) > within.numbers:
        raise UnreadableError(
            f"{crowd} numbers in one sentence are more than a report can have ({within.numbers}); put an end to its "
            f"sentences or lines, or set {variable('numbers')}"
        )
    if not _bare(text.text).strip():
        shown = " that a browser would show" if kind == "html" else ""
        raise UnreadableError(f"no text in the file{shown}; put the report's text into it or remove it")
    return text


def _without_turns(text: Text) -> Text:
    """A text without the marks that tell where it goes on, and flags that say so."""
    bare, marks, ways = blank_turns(text.text)
    if not marks:
        return text
    told = packed_left_out([*unpacked_left_out(text.left_out), *marks])
    flags = [*filter(None, text.flags.split(",")), *["began_elsewhere"] * ("before" in ways)]
    flags += ["goes_on_elsewhere"] * ("after" in ways)
    return replace(text, text=bare, flags=_joined(flags), left_out=told)


def _most_numbers(text: str, few: int) -> int:
    """How many numbers the fullest sentence or line holds; 0 where the whole text holds no more than `few`."""
    if sum(1 for _ in _NUMBER.finditer(text)) <= few:
        return 0
    return max(sum(1 for _ in _NUMBER.finditer(sentence)) for sentence in _SENTENCE_END.split(text))


def _bare(text: str) -> str:
    """A text without what stands in for blanked markup, and without the mark of its encoding."""
    return text.replace(NOTHING, "").replace("\ufeff", "")


def _of_page(content: bytes) -> Text:
    from orchestration.reading.html import hidden_by_open_tag, read_page

    page, encoding, broken = decode(content)
    read = read_page(page)
    text = read.text
    opened = hidden_by_open_tag(page)
    if opened and not _bare(text).strip():
        raise UnreadableError(f"the page shows no text: a {opened} that is never closed hides it; save the page again")
    source = page.lower()
    flags = ["hidden_by_open_tag"] * bool(opened) + ["has_tables"] * ("<td" in source)
    flags += ["whole_page"] * (not read.body_found)
    few = len(_bare(text).strip()) < _FEW_CHARACTERS
    framed = [LeftOut(found.start(), "object", found[2]) for found in _FRAMED.finditer(page)]
    flags += ["has_pictures"] * (("<img" in source or bool(framed)) and (few or bool(_no_digits(text))))
    flags = [*_replaced(broken), *flags, *_no_digits(text)]
    return Text(
        text,
        "html",
        encoding,
        None,
        broken,
        _joined(flags),
        packed(read.grids),
        packed_left_out([*read.left_out, *framed]),
    )


def _of_plain_text(content: bytes, suffix: str) -> Text:
    text, encoding, broken = decode(content)
    text, left_out = blank_page_marks(_TAG_WITH_DIGIT.sub(_blanked, text))
    struck: list[LeftOut] = []
    if is_markdown(text, suffix):
        text, struck = blank_marks(text)
    # Letters set apart would look like cells.
    text, grids = find_tables(join_letters(text))
    flags = [*_replaced(broken), *["has_tables"] * bool(grids), *_no_digits(text)]
    return Text(
        text, "text", encoding, None, broken, _joined(flags), packed(grids), packed_left_out([*left_out, *struck])
    )


def _cleaned(text: Text) -> Text:
    """A text without what is set into it."""
    clean, flags = cleaned(text.text)
    return replace(text, text=clean, flags=_joined([*filter(None, [text.flags]), *flags]))


def _blanked(tag: re.Match[str]) -> str:
    return NOTHING * len(tag[0]) if re.search(r"\d", tag[0]) else tag[0]


def _replaced(broken: int) -> list[str]:
    return ["bytes_replaced"] if broken else []


def _no_digits(text: str) -> list[str]:
    return [] if any(character.isdecimal() for character in text) else ["no_digits"]


def _joined(flags: list[str]) -> str:
    return ",".join(flags)
