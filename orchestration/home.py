"""The home of the Dagster instance: runs, events and schedules, beside the warehouse that they made."""

from __future__ import annotations

import os
from pathlib import Path

_CONFIG = """\
# Written by `indicators`; kept as it is once it is here, so settings may be changed.
telemetry:
  enabled: false
# DuckDB has one writer: runs queue for it.
concurrency:
  runs:
    max_concurrent_runs: 1
"""


def prepare(raw: Path, warehouse: Path) -> Path:
    """Make the instance's folder where it is missing, and tell Dagster and dbt by the environment where things are.

    Returns:
        The instance's folder.

    Raises:
        OSError: the warehouse folder cannot be written.
    """
    home = warehouse.resolve() / ".dagster"
    home.mkdir(parents=True, exist_ok=True)
    config = home / "dagster.yaml"
    if not config.is_file():
        config.write_text(_CONFIG, "utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["INDICATORS_RAW"] = str(raw.resolve())
    os.environ["INDICATORS_WAREHOUSE"] = str(warehouse.resolve())
    os.environ["INDICATORS_BUILD"] = str(warehouse.resolve() / "build" / "indicators.duckdb")
    return home
