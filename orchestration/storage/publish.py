"""Publishing: the audited build database → the file that analysts read, by one atomic rename."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from orchestration.storage import audit
from orchestration.storage.places import Places, WarehouseError, connect

_STAMP = "create or replace table landing.publication as select ? as fingerprint, now() as published_at"


def publish(places: Places, fingerprint: str) -> int:
    """Put a copy of the build database in the place of the published one; its size in bytes.

    The rename needs both on one file system, so the copy is made beside the published file. Readers that hold the old
    file keep it until they close.

    Raises:
        WarehouseError: the build database is missing or held, a blocking rule of the audit is broken, or the folder
            cannot be written.
    """
    if not places.build.is_file():
        raise WarehouseError(f"{places.build}: nothing has been built; run `indicators refresh`")
    with connect(places.build) as connection:
        broken = [
            outcome for check in audit.CHECKS if check.blocking if not (outcome := audit.run(connection, check)).passed
        ]
        if broken:
            found = "; ".join(f"{outcome.check.name}: {', '.join(outcome.examples)}" for outcome in broken)
            raise WarehouseError(f"{places.build}: not published, the audit found {found}")
        connection.execute(_STAMP, [fingerprint])
        connection.execute("checkpoint")
    replace(places.build, places.published)
    return places.published.stat().st_size


def replace(source: Path, target: Path) -> None:
    """Copy `source` to `target` so that at no instant a part of it is seen.

    Raises:
        WarehouseError: the copy cannot be written; `target` is then as it was.
    """
    _put(target, lambda part: shutil.copyfile(source, part))


def replace_text(text: str, target: Path) -> None:
    """Write a text file so that at no instant a part of it is seen.

    Raises:
        WarehouseError: it cannot be written; `target` is then as it was.
    """
    _put(target, lambda part: part.write_text(text, "utf-8"))


def _put(target: Path, write: Callable[[Path], object]) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        write(part)
        with part.open("rb+") as handle:
            os.fsync(handle.fileno())
        part.replace(target)
    except OSError as error:
        raise WarehouseError(
            f"{target}: cannot be written ({error.strerror}); the previous one is unchanged"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def published_fingerprint(places: Places) -> str | None:
    """The fingerprint of the refresh that made the published files, or null where there is none to be read."""
    if not places.page.is_file():
        return None
    try:
        with connect(places.published, read_only=True) as connection:
            row = connection.execute("select fingerprint from landing.publication").fetchone()
    except (WarehouseError, duckdb.Error):
        return None
    return row[0] if row else None
