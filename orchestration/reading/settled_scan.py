"""A settled scan of a folder: which files it holds, once nobody is writing them any more."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from orchestration.reading.files import TRANSIENT, RawFile, list_files, report_paths

# A file whose size and time have stood still this long is taken to be whole.
SETTLED_SECONDS = 10.0


@dataclass(frozen=True)
class Scan:
    """What a scan of the folder found: its files, or null and the reason why they were not read.

    `state` stands for names, sizes and times; the next scan is compared with it.
    """

    state: str
    files: list[RawFile] | None
    reason: str


def scan(folder: Path, before: str | None, settled: float = SETTLED_SECONDS, now: float | None = None) -> Scan:
    """List the files of a folder by content, if none of them is still being written.

    A file counts as being written while its time is younger than `settled` seconds. A time in the past is no proof, for
    copies may keep it, so sizes and times must also be what the scan before saw.

    Args:
        folder: of the reports.
        before: `state` of the scan before; null at the first.
        settled: seconds.
        now: seconds since the epoch; the clock's if not given.

    Raises:
        FolderError: the folder is missing, or is a file.
    """
    moment = time.time() if now is None else now
    stats = []
    young = 0
    for name, path in report_paths(folder):
        try:
            found = path.lstat()
        except FileNotFoundError:
            # Gone since it was listed; the next scan knows.
            continue
        except OSError as error:
            if error.errno in TRANSIENT:
                raise
            # It is set aside when it is read; until then it is seen by its name.
            stats.append(name)
            continue
        stats.append(f"{name}\0{found.st_size}\0{found.st_mtime_ns}")
        # A time in the future is a wrong clock, not a writer.
        young += 0 <= moment - found.st_mtime < settled
    state = hashlib.sha256("\n".join(stats).encode()).hexdigest()
    if state != before:
        return Scan(state, None, "files are new, changed or gone: read at the next tick, if they stand still")
    if young:
        return Scan(state, None, f"{young} files are still being written")
    return Scan(state, list_files(folder), "")
