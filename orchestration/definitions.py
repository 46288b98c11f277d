"""The one thing that Dagster loads: everything in `defs/`."""

import warnings
from pathlib import Path

from dagster import BetaWarning, Definitions, definitions, load_from_defs_folder, with_source_code_references
from dagster_shared.record import replace

# Log handlers set in dagster.yaml and code references, which Dagster would call beta some twenty times in each run.
warnings.filterwarnings("ignore", category=BetaWarning)


@definitions
def defs() -> Definitions:
    """All assets, checks, jobs, schedules, sensors and resources of the project."""
    found = load_from_defs_folder(path_within_project=Path(__file__).parent)
    # Each asset leads to its line of code in the UI; those of dbt lead to their SQL by themselves.
    assets = list({id(asset): asset for asset in found.assets or []}.values())
    return replace(found, assets=with_source_code_references(assets))
