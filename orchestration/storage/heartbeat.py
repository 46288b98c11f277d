"""The heartbeat of a run: a lock of the kernel (`flock`) that falls with the process that works on the run."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.storage.paths import WarehousePaths


@contextmanager
def beating(paths: WarehousePaths, run_id: str) -> Iterator[None]:
    """Hold the heartbeat of a run for as long as this process works on it."""
    path = _lock_file(paths, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def has_stopped(paths: WarehousePaths, run_id: str) -> bool:
    """Whether a run had a heartbeat and its process is gone; a run that had none yet may still be starting."""
    try:
        with _lock_file(paths, run_id).open() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def forget(paths: WarehousePaths, run_id: str) -> None:
    """Remove the heartbeat that a dead run left behind."""
    _lock_file(paths, run_id).unlink(missing_ok=True)


def _lock_file(paths: WarehousePaths, run_id: str) -> Path:
    return paths.root / "build" / "runs" / f"{run_id}.lock"
