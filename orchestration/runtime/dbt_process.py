"""dbt as a refresh calls it: it ends with the process that called it, however that process ends.

Left to itself, the dbt of a killed refresh would build on, hold the database, and write beside the next refresh.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

EXECUTABLE = Path(sys.executable).with_name("indicators-dbt")
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <sys/prctl.h>


def main() -> None:
    """Run dbt with this process's arguments. Elsewhere than on Linux it may outlive its caller by some seconds."""
    end_with_parent()
    from dbt.cli.main import cli

    cli()


def end_with_parent(by: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send this process a signal when the one that started it ends, however that happens."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, by)
        # It may have ended before the kernel was asked.
        if os.getppid() != parent:
            sys.exit(1)
