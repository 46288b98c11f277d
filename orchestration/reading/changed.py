"""A file that was changed between the listing of its folder and its reading: it is described anew, as it is now."""

from __future__ import annotations

from dataclasses import replace

from orchestration.reading.files import described, together
from orchestration.reading.raw_file import RawFile


def described_anew(file: RawFile) -> RawFile:
    """The file as it is now: hashed again, with what is said beside it now, under the name by which it was listed.

    Of a file within an archive it is the member of the same name; of the pages of one report, each page.

    Raises:
        OSError: the disk or share fails in a way that may pass.
        FileNotFoundError: it is gone.
    """
    if file.parts:
        return replace(together([described_anew(part) for part in file.parts]), name=file.name)
    found = [each for each in described(file.path, follow=file.follow) if each.member == file.member]
    if not found:
        gone = "it was changed into something else while the folder was read; refresh again"
        return replace(file, content_hash="", problem=gone)
    return replace(found[0], name=file.name)
