"""What the last refresh did, for machines: one JSON file."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from orchestration.storage.paths import WarehouseError, WarehousePaths, connect

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


def write(paths: WarehousePaths, summary: dict[str, Any]) -> None:
    """Replace the summary of the last refresh at once; where that cannot be written, the refresh is none the worse."""
    part = paths.summary.with_name(f".{paths.summary.name}.{os.getpid()}")
    with suppress(OSError):
        part.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
        part.replace(paths.summary)
    with suppress(OSError):
        part.unlink(missing_ok=True)
