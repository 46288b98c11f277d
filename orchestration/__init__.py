"""Figures from Chinese government plan reports, from raw text to a warehouse for comparing years.

The dbt project is a folder at the top of the repository and a folder inside an installed package. Nothing is ever
written into it: whatever dbt writes stands below the warehouse.
"""

from pathlib import Path

__version__ = "0.1.0"

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
