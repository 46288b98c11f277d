"""The home of the Dagster instance: runs, events and schedules, beside the warehouse that they made."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

TEMPLATE = Path(__file__).with_name("dagster.yaml")
_SEAL = "# unchanged: "


def prepare(raw: Path, warehouse: Path) -> Path:
    """Make the instance's folder where it is missing, and tell Dagster and dbt by the environment where things are.

    Returns:
        The instance's folder.

    Raises:
        OSError: the warehouse folder cannot be written.
    """
    root = warehouse.resolve()
    home, logs = root / ".dagster", root / "logs"
    for folder in (home, logs):
        folder.mkdir(parents=True, exist_ok=True)
    config = home / "dagster.yaml"
    wanted = _sealed(TEMPLATE.read_text("utf-8").replace("{logs}", str(logs)).replace("{home}", str(home)))
    if not config.is_file() or (config.read_text("utf-8") != wanted and _untouched(config)):
        config.write_text(wanted, "utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["INDICATORS_RAW"] = str(raw.resolve())
    os.environ["INDICATORS_WAREHOUSE"] = str(root)
    os.environ["INDICATORS_BUILD"] = str(root / "build" / "indicators.duckdb")
    return home


def _sealed(text: str) -> str:
    return f"{text}{_SEAL}{hashlib.sha256(text.encode()).hexdigest()[:16]}\n"


def _untouched(config: Path) -> bool:
    """Whether nobody changed the file since it was written."""
    text, found, _ = config.read_text("utf-8").rpartition(_SEAL)
    return bool(found) and _sealed(text) == config.read_text("utf-8")
