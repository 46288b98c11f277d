"""What a file is once it is taken out of what it is wrapped in: a saved page, a document that LibreOffice converts."""

from __future__ import annotations

from orchestration.reading.errors import UnreadableError
from orchestration.reading.file_kind import kind_of
from orchestration.reading.limits import Limits


def unwrapped(content: bytes, suffix: str, within: Limits) -> tuple[bytes, str, str | None]:
    """The bytes to be read, their kind, and the flag that says how they were come by; null where they are the file's.

    Args:
        content: of the file.
        suffix: of its name.
        within: the limits.

    Raises:
        UnreadableError: a kind that is not read.
    """
    kind = kind_of(content, suffix)
    if kind == "mht":
        from orchestration.reading.saved_pages import page_of

        page = page_of(content)
        return page, kind_of(page, ".html"), None
    if kind == "office":
        from orchestration.reading.office import converted

        content, suffix = converted(content, suffix, within)
        return content, kind_of(content, suffix), "converted"
    if kind == "zip":
        raise UnreadableError(
            "an archive (zip) within an archive, or one that cannot be opened; unpack it and put the reports themselves "
            "into the folder"
        )
    return content, kind, None
