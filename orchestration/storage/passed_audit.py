"""What is known of an audit that passed, so that the same build is not audited again before it is published.

It holds for one state of the build database, one published version and one set of shares. Whatever changes any of these
makes it void, and the build is audited anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.storage.paths import WarehousePaths

# Device, inode, size, and the times of the last write and of the last change of any kind, which no program can set back.
_Stamp = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Audited:
    """What an audit looks at: which files these are, as they are now, and what it allows."""

    build: _Stamp | None
    # What is not yet in the database's own file stands in the log beside it.
    log: _Stamp | None
    published: _Stamp | None
    shares: tuple[tuple[str, float], ...]


def audited(paths: WarehousePaths, shares: Mapping[str, float]) -> Audited:
    """What an audit that begins now looks at.

    Args:
        paths: the warehouse, which the caller holds for writing.
        shares: what the audit allows; see `audit.shares`.
    """
    return Audited(
        _stamp(paths.build),
        _stamp(paths.build.with_name(f"{paths.build.name}.wal")),
        _stamp(paths.published),
        tuple(sorted(shares.items())),
    )


class PassedAudit:
    """The last audit in this run in which every blocking rule held, if there was one."""

    def __init__(self) -> None:
        self._looked_at: Audited | None = None

    def note(self, looked_at: Audited) -> None:
        """Note that every blocking rule held; `looked_at` was taken before the first of them ran."""
        self._looked_at = looked_at

    def holds_for(self, now: Audited) -> bool:
        """Whether that audit looked at exactly what stands there now."""
        return now.build is not None and now == self._looked_at


def _stamp(path: Path) -> _Stamp | None:
    """Which file this is and when it was written last; null where there is none. A link stands for what it leads to."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
