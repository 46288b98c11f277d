"""dbt as a refresh calls it: it ends with the process that called it, however that ends, and may be started ahead.

Left to itself, the dbt of a killed refresh would build on, hold the database, and write beside the next refresh. And
dbt takes two seconds to start and one to load its project, or ten where it was never parsed, which pass unnoticed where
it starts with the refresh, on another core, and waits.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXECUTABLE = Path(sys.executable).with_name("indicators-dbt")
# Names the socket on which a dbt that was started ahead waits for what it is to do.
_AHEAD = "INDICATORS_DBT_AHEAD"
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <sys/prctl.h>


@contextmanager
def started_ahead(project: Path, target: Path) -> Iterator[None]:
    """Start a dbt that waits for the next `indicators-dbt build` from this process and its children.

    Args:
        project: the folder of the dbt project, with its profiles; it is loaded at once, as it is now.
        target: where dbt keeps what it parsed.
    """
    folder = Path(tempfile.mkdtemp(prefix="indicators-"))
    address = str(folder / "dbt")
    process = subprocess.Popen(
        [EXECUTABLE, address],
        env={
            **os.environ,
            _AHEAD: "wait",
            "DBT_PROJECT_DIR": str(project),
            "DBT_PROFILES_DIR": str(project),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(target),
            "DBT_LOG_LEVEL_FILE": "none",
            "DBT_WRITE_JSON": "false",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.environ[_AHEAD] = address
    try:
        yield
    finally:
        del os.environ[_AHEAD]
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def uncollected() -> Iterator[None]:
    """Load what stays to the end of the process, unseen by the collector, which else takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def main() -> None:
    """Run dbt with this process's arguments. Elsewhere than on Linux it may outlive its caller by some seconds."""
    _end_with_parent()
    ahead = os.environ.pop(_AHEAD, None)
    if ahead == "wait":
        _wait(sys.argv[1])
    elif ahead is None or sys.argv[1:2] != ["build"] or not _hand_over(ahead):
        from dbt.cli.main import cli

        cli()


def _end_with_parent() -> None:
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        # It may have ended before the kernel was asked.
        if os.getppid() != parent:
            sys.exit(1)


def _hand_over(address: str) -> bool:
    """Let the dbt that waits do it, with this process's folder, environment and output; false where none waits."""
    with socket.socket(socket.AF_UNIX) as link:
        try:
            link.connect(address)
        except OSError:
            return False
        order = json.dumps([sys.argv[1:], str(Path.cwd()), dict(os.environ)]).encode()
        socket.send_fds(link, [len(order).to_bytes(8)], [1, 2])
        link.sendall(order)
        code = link.recv(1)
    # Without an answer it was ended in the middle.
    sys.exit(code[0] if code else 1)


def _wait(address: str) -> None:
    """Load dbt and the project, take one order, and do it."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(1)
        with uncollected():
            from dbt.cli.main import dbtRunner
            from dbt.contracts.graph.manifest import Manifest

            found = dbtRunner().invoke(["parse"]).result
        link, _ = door.accept()
    size, outputs, _, _ = socket.recv_fds(link, 8, 2)
    order = b""
    while len(order) < int.from_bytes(size):
        order += link.recv(65536)
    arguments, folder, environment = json.loads(order)
    for output, number in zip(outputs, (1, 2), strict=True):
        os.dup2(output, number)
        os.close(output)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    done = threading.Event()
    threading.Thread(target=_end_with_caller, args=(link, done), daemon=True).start()
    code = 2
    try:
        # A project that could not be loaded is loaded again, to say why where the caller hears it.
        result = dbtRunner(manifest=found if isinstance(found, Manifest) else None).invoke(arguments)
        code = 0 if result.success else 1 if result.exception is None else 2
        if result.exception is not None:
            print(result.exception, file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        done.set()
        link.send(bytes([code]))
        gc.freeze()


def _end_with_caller(link: socket.socket, done: threading.Event) -> None:
    """Where whoever gave the order is gone before it is done, so is the reason for it."""
    link.recv(1)
    if not done.is_set():
        os._exit(1)
