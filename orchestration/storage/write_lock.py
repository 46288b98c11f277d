"""The write lock: whoever changes a warehouse holds it, and the next in line waits.

The lock is the kernel's (`flock`), so that it falls with the process that held it, however that ended.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from orchestration.storage.paths import WarehouseError, WarehousePaths

# Locks of this process: a step within a refresh asks again for what the refresh holds.
_held: set[Path] = set()


class BusyError(WarehouseError):
    """Another refresh is running, and this one was told not to wait."""


@contextmanager
def write_lock(
    paths: WarehousePaths, *, wait: bool = True, waiting: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the warehouse for writing; a process that holds it already goes on.

    Args:
        paths: the warehouse.
        wait: whether to queue behind another writer.
        waiting: told once, in one line, whom this process waits for.

    Raises:
        BusyError: another process writes and `wait` is false.
        OSError: the folder cannot be written.
    """
    path = paths.root.resolve() / "build" / "writer.lock"
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        _lock(handle, paths, wait, waiting)
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)


def _lock(handle: TextIO, paths: WarehousePaths, wait: bool, waiting: Callable[[str], None] | None) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        line = f"{paths.root}: another refresh is running ({handle.read().strip() or 'just started'})"
        if not wait:
            raise BusyError(f"{line}; run again when it has ended") from None
        if waiting is not None:
            waiting(f"{line}; waiting for its end")
        fcntl.flock(handle, fcntl.LOCK_EX)
    # Who holds it is told for people; on a full disk it goes untold.
    with suppress(OSError):
        handle.truncate(0)
        handle.write(f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        handle.flush()
