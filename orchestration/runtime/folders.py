"""Which folders are meant where a caller names none: those of the environment, else those below the current folder."""

from __future__ import annotations

import os
from pathlib import Path

RAW = Path("raw")
WAREHOUSE = Path("warehouse")


def raw_folder() -> Path:
    """The folder of reports, absolute: the one in the environment (`INDICATORS_RAW`), else `raw` here."""
    return Path(os.environ.get("INDICATORS_RAW") or RAW).absolute()


def warehouse_folder() -> Path:
    """The folder of the warehouse, absolute: the one in the environment (`INDICATORS_WAREHOUSE`), else `warehouse` here."""
    return Path(os.environ.get("INDICATORS_WAREHOUSE") or WAREHOUSE).absolute()
