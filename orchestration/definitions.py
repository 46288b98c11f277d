"""The one thing that Dagster loads: everything in `defs/`."""

import warnings
from pathlib import Path

from dagster import BetaWarning, Definitions, definitions, load_from_defs_folder

# The instance's log handler is set in its dagster.yaml, which Dagster calls beta in each run.
warnings.filterwarnings("ignore", "Handling yaml-defined logging", BetaWarning)


@definitions
def defs() -> Definitions:
    """All assets, checks, jobs, schedules, sensors and resources of the project."""
    return load_from_defs_folder(path_within_project=Path(__file__).parent)
