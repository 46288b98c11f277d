"""The home of the Dagster instance: runs, events and schedules, beside the warehouse that they made."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from orchestration.runtime.folders import RAW_VARIABLE, WAREHOUSE_VARIABLE
from orchestration.storage.paths import WarehousePaths

TEMPLATE = Path(__file__).with_name("dagster.yaml")
# dbt-duckdb reads a path as an address and finds the database's name in it; Dagster reads the path of its settings as a
# pattern, and would go on without any settings.
_REFUSED = frozenset("#?*[")
_SEAL = "# unchanged: "
# Where UI and daemon find the code: one name for both, for sensors and schedules are known by it.
WORKSPACE = "workspace.yaml"
_CODE = """# Written by `indicators`. Changed by hand it is kept; unchanged it follows the project.
load_from:
  - python_module:
      module_name: orchestration.definitions
      attribute: defs
      location_name: plan_indicators
"""


def prepare(warehouse: Path) -> Path:
    """Make the instance's folder, with its settings, where it is missing or out of date.

    Returns:
        The folder: DAGSTER_HOME.

    Raises:
        OSError: the warehouse folder cannot be written.
        ValueError: its path holds a sign that dbt or Dagster cannot take.
    """
    root = warehouse.resolve()
    if found := sorted(_REFUSED & set(str(root))):
        raise ValueError(
            f"{root}: a warehouse cannot stand in a folder with {' '.join(found)} in its path; choose another --warehouse"
        )
    home, logs = WarehousePaths(root).dagster_home, root / "logs"
    for folder in (home, logs):
        folder.mkdir(parents=True, exist_ok=True)
    # Any text is a YAML scalar once it is written as JSON, whatever quotes and signs the folder's name has.
    paths = {"{home}/history/runs": home / "history/runs", "{logs}/refresh.jsonl": logs / "refresh.jsonl"}
    wanted = re.sub(
        f'"({"|".join(map(re.escape, paths))})"',
        lambda found: json.dumps(str(paths[found[1]]), ensure_ascii=False),
        TEMPLATE.read_text("utf-8"),
    )
    _write(home / "dagster.yaml", wanted)
    _write(home / WORKSPACE, _CODE)
    return home


def environment(raw: Path, warehouse: Path) -> dict[str, str]:
    """The variables by which the processes that Dagster starts know where things are; it hands on nothing else to them."""
    root = warehouse.resolve()
    return {
        "DAGSTER_HOME": str(WarehousePaths(root).dagster_home),
        RAW_VARIABLE: str(raw.resolve()),
        WAREHOUSE_VARIABLE: str(root),
    }


def _write(config: Path, text: str) -> None:
    wanted = _sealed(text)
    if not config.is_file() or (config.read_text("utf-8") != wanted and _untouched(config)):
        config.write_text(wanted, "utf-8")


def _sealed(text: str) -> str:
    return f"{text}{_SEAL}{hashlib.sha256(text.encode()).hexdigest()[:16]}\n"


def _untouched(config: Path) -> bool:
    """Whether nobody changed the file since it was written."""
    text, found, _ = config.read_text("utf-8").rpartition(_SEAL)
    return bool(found) and _sealed(text) == config.read_text("utf-8")
