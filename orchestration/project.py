"""Where the project's own files stand, and which folders are meant where a caller names none.

The dbt project is a folder at the top of the repository and a folder inside an installed package. Nothing is ever
written into it: whatever dbt writes stands below the warehouse.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _dbt_project() -> Path:
    """The folder of the dbt project.

    Raises:
        FileNotFoundError: it is in neither place; the message says what to do.
    """
    candidates = (PACKAGE / "dbt_project", PACKAGE.parent / "dbt_project")
    for folder in candidates:
        if (folder / "dbt_project.yml").is_file():
            return folder
    raise FileNotFoundError(f"{candidates[0]}: the dbt project is missing; install plan-indicators again")


DBT_PROJECT = _dbt_project()
SEEDS = DBT_PROJECT / "seeds"

# Where a command looks if it is told nothing: below the folder that it was started in.
RAW = Path("raw")
WAREHOUSE = Path("warehouse")


def raw_folder() -> Path:
    """The folder of reports, absolute: the one in the environment (`INDICATORS_RAW`), else `raw` here."""
    return Path(os.environ.get("INDICATORS_RAW") or RAW).absolute()


def warehouse_folder() -> Path:
    """The folder of the warehouse, absolute: the one in the environment (`INDICATORS_WAREHOUSE`), else `warehouse` here."""
    return Path(os.environ.get("INDICATORS_WAREHOUSE") or WAREHOUSE).absolute()
