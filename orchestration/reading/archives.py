"""ZIP archives of reports: their members, each of which is a file of its own, never unpacked onto the disk.

Names come in GBK where an archive was made on Windows. A member whose name leads out of the archive, that is encrypted, or
that unpacks to more than a report can have, is refused; an archive within an archive is not opened.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from orchestration.reading.errors import UnreadableError
from orchestration.reading.file_kind import packed_kind
from orchestration.reading.limits import Limits, variable

_BEGINS, _ENTRY = b"PK\x03\x04", b"PK\x01\x02"
_MOST_MEMBERS, _MOST_ENTRIES = 2_000, 50_000
# All members together may unpack to so many times what one file may have.
_MOST_UNPACKED = 16
_UTF8 = 0x800
_ENCRYPTED = 0x1
_CHUNK = 1 << 20
_UNSEEN = re.compile(r"(?:^|/)(?:__MACOSX/|[.~](?!\.?(?:/|$))|Thumbs\.db$|desktop\.ini$)")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, UnicodeError)
_REMEDY = "unpack it and put the reports themselves into the folder"


class Member(NamedTuple):
    """A file within an archive: its name as people read it, its own name in the archive, its size, its hash.

    One that must not be opened has a `problem`; its hash is empty.
    """

    name: str
    key: str
    size: int
    content_hash: str
    problem: str | None


def is_archive(path: Path, suffix: str) -> bool:
    """Whether a file is an archive of files, and no document that is packed as one.

    Args:
        path: of the file.
        suffix: of its name; a file whose name does not end as that of an archive is told by its bytes alone.

    Raises:
        UnreadableError: it lists more files than can be looked at.
        OSError: the file cannot be read.
    """
    with path.open("rb") as handle:
        if handle.read(4) != _BEGINS:
            return False
        # The list of a small file may name so many that listing them would take all memory.
        if handle.read().count(_ENTRY) > _MOST_ENTRIES:
            raise UnreadableError(f"an archive (zip) of more than {_MOST_ENTRIES} files; {_REMEDY}")
    try:
        with zipfile.ZipFile(path) as archive:
            return packed_kind(set(archive.namelist())) == "zip"
    except _BROKEN:
        # A torn document is told so when it is read; a torn archive here.
        return suffix == ".zip"


def members(path: Path, within: Limits) -> list[Member]:
    """The files within an archive, by name; hidden ones are passed over.

    Raises:
        UnreadableError: no readable archive, one without files, or one with too many.
        OSError: the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_MEMBERS:
                raise UnreadableError(
                    f"an archive (zip) of {len(entries)} files, which is more than {_MOST_MEMBERS}; {_REMEDY}"
                )
            return sorted(_members(archive, entries, within))
    except _BROKEN as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"an archive (zip) that cannot be opened ({error}); {_REMEDY}") from error


def _members(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], within: Limits) -> Iterator[Member]:
    left = _MOST_UNPACKED * within.file_mb << 20
    taken: set[str] = set()
    for entry in entries:
        name = _shown(entry)
        if _UNSEEN.search(name):
            continue
        number = 1
        safe = unique = "/".join(part for part in PurePosixPath(name).parts if part not in ("/", "..", "."))
        while unique in taken or not unique:
            number += 1
            unique = f"{safe} ({number})"
        taken.add(unique)
        problem = _problem(entry, name, within)
        digest = ""
        if problem is None:
            try:
                content = read_member(archive, entry.filename, min(within.file_mb << 20, left))
                digest, left = hashlib.sha256(content).hexdigest(), left - len(content)
            except UnreadableError as error:
                problem = str(error)
        yield Member(unique, entry.filename, entry.file_size, digest, problem)


def _shown(entry: zipfile.ZipInfo) -> str:
    """The name of a member: without the mark for UTF-8, the bytes are UTF-8 all the same or, from Windows, GBK."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        try:
            written = name.encode("cp437")
        except UnicodeEncodeError:
            return name.replace("\\", "/")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = written.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _problem(entry: zipfile.ZipInfo, name: str, within: Limits) -> str | None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or re.match(r"^[A-Za-z]:", name):
        return f"its name leads out of the archive; {_REMEDY}"
    if any(character < " " for character in name):
        return f"its name holds characters that are none of a name; {_REMEDY}"
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        return f"a link; links are not followed: {_REMEDY}"
    if entry.flag_bits & _ENCRYPTED:
        return f"it is encrypted and needs a password; {_REMEDY}"
    if entry.file_size > within.file_mb << 20:
        return (
            f"{entry.file_size} bytes are more than a report can have ({within.file_mb} MB); split it, "
            f"or set {variable('file_mb')}"
        )
    return None


def read_member(source: zipfile.ZipFile | Path, key: str, most: int) -> bytes:
    """The bytes of a member, unpacked.

    Args:
        source: the archive, open or by its path.
        key: the member's name in it.
        most: how many bytes it may unpack to, whatever it says.

    Raises:
        UnreadableError: it cannot be unpacked, or unpacks to more.
    """
    try:
        if isinstance(source, Path):
            with zipfile.ZipFile(source) as archive:
                return read_member(archive, key, most)
        found = io.BytesIO()
        with source.open(key) as handle:
            while chunk := handle.read(_CHUNK):
                found.write(chunk)
                if found.tell() > most:
                    raise UnreadableError(f"it unpacks to more than a report can have; {_REMEDY}")
        return found.getvalue()
    except _BROKEN as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"it cannot be unpacked ({error}); {_REMEDY}") from error
    except KeyError as error:
        raise UnreadableError(f"it is no longer in the archive; {_REMEDY}") from error
