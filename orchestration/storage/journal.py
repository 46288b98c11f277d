"""What refreshes did, for machines: the last one's summary as one JSON file, and whether a run still lives."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from orchestration.storage.places import Places, WarehouseError, connect

_FIGURES = """
    select
        (select count(*) from landing.reports) as reports,
        (select count(*) from landing.observations) as observations,
        (select count(*) from landing.number_mentions) as numbers,
        (select count(*) from landing.number_mentions where disposition = 'unexplained') as unexplained,
        (select count(*) from landing.quarantine) as quarantined
"""


def figures(database: Path) -> dict[str, int]:
    """How much a database holds: reports, observations, numbers, unexplained numbers, quarantined files."""
    try:
        with connect(database, read_only=True) as connection:
            found = connection.execute(_FIGURES)
            names = [column[0] for column in found.description or []]
            return dict(zip(names, found.fetchone() or (), strict=True))
    except (WarehouseError, duckdb.Error):
        return {}


def write_summary(places: Places, summary: dict[str, Any]) -> None:
    """Replace the summary of the last refresh at once; where that cannot be written, the refresh is none the worse."""
    part = places.summary.with_name(f".{places.summary.name}.{os.getpid()}")
    with suppress(OSError):
        part.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
        part.replace(places.summary)
    with suppress(OSError):
        part.unlink(missing_ok=True)


@contextmanager
def sign_of_life(places: Places, run_id: str) -> Iterator[None]:
    """A lock that stands as long as this process works on a run."""
    path = _sign(places, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_dead(places: Places, run_id: str) -> bool:
    """Whether a run gave a sign of life and its process is gone; a run that gave none yet may still be starting."""
    try:
        with _sign(places, run_id).open() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def forget(places: Places, run_id: str) -> None:
    """Remove what a dead run left as its sign of life."""
    _sign(places, run_id).unlink(missing_ok=True)


def _sign(places: Places, run_id: str) -> Path:
    return places.root / "build" / "runs" / f"{run_id}.lock"
