"""A file that could be a report, before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.reading.beside import Said


@dataclass(frozen=True)
class RawFile:
    """One file of the raw folder: its name below the folder, where it is, the SHA-256 of its bytes, its size.

    A file that is not to be opened, or cannot be, has a `problem`, which says why; its hash is empty. Of a file within an
    archive, `path` is the archive's and `member` its name there; hash and size are of what it unpacks to. `said` is what
    people say of it beside it, and the hash stands for that too. Files that are pages of one report are one, with `parts`
    in their order; name, hash and size are put together from theirs.

    `bytes_hash` is the SHA-256 that the bytes must have when they are read, for the folder is listed once in a run and
    read later; where it is null nothing is compared. `follow` says whether a link in its place would be followed.
    """

    name: str
    path: Path
    content_hash: str
    size: int
    problem: str | None = None
    member: str | None = None
    said: Said | None = None
    parts: tuple[RawFile, ...] = ()
    bytes_hash: str | None = None
    follow: bool = True
