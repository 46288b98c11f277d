"""Which folders are meant where a caller names none: those of the environment, else those below the current folder."""

from __future__ import annotations

from pathlib import Path

# Variables that name the folders to the processes of a service; the command line has options.
RAW_VARIABLE, WAREHOUSE_VARIABLE = "INDICATORS_RAW", "INDICATORS_WAREHOUSE"
RAW = Path("raw")
WAREHOUSE = Path("warehouse")
