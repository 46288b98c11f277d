"""Why a file is set aside."""

from __future__ import annotations

import errno

# What a disk or a network share says when it may do better in a moment; it tells nothing about the file.
TRANSIENT = frozenset(
    {errno.EIO, errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT, errno.ENETDOWN}
    | {errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH}
)


class UnreadableError(ValueError):
    """A file that gives no text; the message says why and what to do, and goes into quarantine."""


class CopyError(UnreadableError):
    """A file that holds a report which another file holds already; `of` names that one."""

    def __init__(self, why: str, of: str) -> None:
        super().__init__(why)
        self.of = of


class ChangedError(UnreadableError):
    """A file whose bytes are no longer those that were hashed when it was listed."""
