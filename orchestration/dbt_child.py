"""dbt as a refresh calls it: it ends with the process that called it, however that ends.

Left to itself, the dbt of a killed refresh would build on, hold the database, and write beside the next refresh.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <sys/prctl.h>


def main() -> None:
    """Run dbt with this process's arguments. Elsewhere than on Linux it may outlive its caller by some seconds."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        # It may have ended before the kernel was asked.
        if os.getppid() != parent:
            sys.exit(1)
    from dbt.cli.main import cli

    cli()
