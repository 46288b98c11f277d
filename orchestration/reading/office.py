"""Old office documents (.doc, .wps, .xls) and OpenDocument files → what the project reads, by LibreOffice.

LibreOffice is a program of its own, which may be there or not. It runs in a folder and with settings of its own, loads
nothing that a document links to, and ends when its time is over.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from orchestration.reading.errors import UnreadableError
from orchestration.reading.file_kind import WORDS
from orchestration.reading.limits import Limits, variable

_PROGRAMS = ("soffice", "libreoffice")
# Streams of an old office file that tell a workbook from a text; other files are told by their names.
_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book\x00".encode("utf-16-le"))
_SHEETS = (".xls", ".et", ".ods", ".xlsb")
_MEMORY_MB = 4096
_REMEDY = "save it as text (.txt, UTF-8) or as a web page (.html)"


def program() -> str | None:
    """Where LibreOffice is, if it is installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def converted(content: bytes, suffix: str, within: Limits) -> tuple[bytes, str]:
    """What LibreOffice makes of a document: a workbook (.xlsx) or a document (.docx), and the ending that tells which.

    Args:
        content: of the document.
        suffix: of its name.
        within: the limits; what is left of the time is LibreOffice's.

    Raises:
        UnreadableError: LibreOffice is not there, takes too long, or cannot read the document.
    """
    office = program()
    if office is None:
        raise UnreadableError(
            "an old Office document (.doc, .wps or .xls): read only where LibreOffice is installed; install it "
            f"(Debian: apt install libreoffice-writer-nogui libreoffice-calc-nogui), or {_REMEDY}"
        )
    is_workbook = suffix in _SHEETS or any(mark in content for mark in _WORKBOOK)
    wanted = ".xlsx" if is_workbook else ".docx"
    with tempfile.TemporaryDirectory(prefix="indicators-office-") as folder:
        # LibreOffice believes a name before it looks into the file.
        source = Path(folder, f"report{suffix if suffix in (*WORDS, *_SHEETS) else '.doc'}")
        source.write_bytes(content)
        _run([office, *_arguments(folder, wanted), str(source)], folder, within)
        found = source.with_suffix(wanted)
        if not found.is_file() or not found.stat().st_size:
            raise UnreadableError(f"LibreOffice cannot read this old Office document (.doc, .wps or .xls); {_REMEDY}")
        if found.stat().st_size > within.file_mb << 20:
            raise UnreadableError(f"too large once it is converted; split it, or set {variable('file_mb')}")
        return found.read_bytes(), wanted


def _arguments(folder: str, wanted: str) -> list[str]:
    return [
        f"-env:UserInstallation={Path(folder, 'settings').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        wanted[1:],
        "--outdir",
        folder,
    ]


def _run(command: list[str], folder: str, within: Limits) -> None:
    # It needs more memory than the process that reads, and ends by itself where that process is killed.
    seconds = max(5, within.seconds - 3)

    def limit() -> None:
        for what, value in ((resource.RLIMIT_AS, _MEMORY_MB << 20), (resource.RLIMIT_CPU, seconds)):
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))

    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "LC_ALL": "C.UTF-8", "TMPDIR": folder}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=limit,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(
            f"LibreOffice takes more than {seconds} seconds to read it; {_REMEDY}, or set {variable('seconds')}"
        ) from error
    finally:
        # Its first process starts others, which are in the same session.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
