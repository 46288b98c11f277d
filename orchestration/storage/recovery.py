"""Starting anew after whatever happened: the build database is made usable, or made again from the last version.

A refresh leaves a mark while it works. Where the mark of an earlier one still stands, that one was killed, and what it
left is looked through before anything is built on it.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

import duckdb

from orchestration.storage.landing import TABLES
from orchestration.storage.paths import LockedError, WarehouseError, WarehousePaths, connect

# A dbt that outlives the refresh that was killed lets go of the database within this time.
PATIENCE_SECONDS = 120.0
# The run history, dbt's artefacts and a first small build.
_LEAST_ROOM = 64 * 2**20


def make_room(paths: WarehousePaths) -> str | None:
    """See that a refresh will not end on a full disk, as far as that can be known beforehand.

    dbt writes each table anew before it drops the old one, and a version is a copy of the whole. Where the room is too
    little for the build as it is, but enough for one that is made again, the build folder is emptied: a build that ran
    into a full disk may be many times larger than what was landed, and would else be in its own way for ever.

    The caller holds the warehouse for writing.

    Returns:
        What had to be done, in a line, or null.

    Raises:
        WarehouseError: too little room either way; nothing was touched.
    """
    folder = next(parent for parent in (paths.root.resolve(), *paths.root.resolve().parents) if parent.is_dir())
    free = shutil.disk_usage(folder).free
    needed = _needed(_size(paths.build))
    if free >= needed:
        return None
    landed = _size(paths.published)
    scrap = sum(_size(path) for path in _scrap(paths))
    if scrap and free + scrap - landed >= _needed(landed):
        for path in _scrap(paths):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        made = _restore(paths) or "it is made anew from the raw files"
        return f"{paths.build}: the disk is nearly full, so the build folder was emptied; {made}"
    raise WarehouseError(
        f"{paths.root}: {free // 2**20} MiB are free, a refresh needs about {needed // 2**20}; make room, run again"
    )


def _needed(size: int) -> int:
    return _LEAST_ROOM + 2 * size


def _scrap(paths: WarehousePaths) -> list[Path]:
    """What stands in the build folder and can be made again: databases, what they spilled, what dbt wrote."""
    names = ("*.duckdb", "*.wal", "*.tmp", "*.part", "dbt")
    return [path for name in names for path in paths.build.parent.glob(name)]


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(_size(each) for each in path.iterdir())
    return path.stat().st_size if path.is_file() else 0


def begin(paths: WarehousePaths, patience: float = PATIENCE_SECONDS) -> str | None:
    """Make the build database fit for a refresh, and mark that one has begun.

    The caller holds the warehouse for writing.

    Returns:
        What had to be done, in a line, or null.

    Raises:
        WarehouseError: the disk has too little room.
        LockedError: another program holds the build database for longer than `patience` seconds.
        OSError: the folder cannot be written.
    """
    emptied = make_room(paths)
    mark = _mark(paths)
    mark.parent.mkdir(parents=True, exist_ok=True)
    killed = mark.exists()
    mark.touch()
    if emptied:
        return emptied
    if not paths.build.is_file():
        return _restore(paths)
    fault = _fault(paths, killed, patience)
    if fault is None:
        return None
    aside = paths.build.with_name("damaged.duckdb")
    paths.build.replace(aside)
    _wal(paths.build).unlink(missing_ok=True)
    made = _restore(paths) or "it is made anew from the raw files"
    return f"{paths.build}: {fault}; moved to {aside.name}, {made}"


def end(paths: WarehousePaths) -> None:
    """Take the mark away: the refresh came to its end, well or not."""
    # Where even that cannot be written, the next refresh looks twice, no more.
    with suppress(OSError):
        _mark(paths).unlink(missing_ok=True)


def _mark(paths: WarehousePaths) -> Path:
    return paths.build.with_name("unfinished")


def _wal(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")


def _fault(paths: WarehousePaths, killed: bool, patience: float) -> str | None:
    """Why the build database cannot be used, or null; what a killed refresh left is read to its end."""
    until = time.monotonic() + patience
    while True:
        try:
            with connect(paths.build) as connection:
                present = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
                for table in TABLES if killed else ():
                    if table in present:
                        connection.execute(f"select count(*), bit_xor(hash(t)) from landing.{table} as t").fetchall()
            return None
        except LockedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        except (WarehouseError, duckdb.Error) as error:
            cause = error.__cause__ or error
            if "No space left" in str(cause):
                raise
            return str(cause).splitlines()[0]


def _restore(paths: WarehousePaths) -> str | None:
    """Take what was landed from the version that readers see, where there is one that can be read."""
    part = paths.build.with_name("restored.part")
    try:
        with connect(paths.published, read_only=True) as connection:
            connection.execute("select count(*) from landing.extractions").fetchall()
        shutil.copyfile(paths.published, part)
        part.replace(paths.build)
    except (WarehouseError, duckdb.Error):
        return None
    finally:
        part.unlink(missing_ok=True)
    return "what was landed is taken from the published version"
