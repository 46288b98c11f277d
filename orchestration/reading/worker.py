"""Reading in a process of its own, with limits: a file that takes too much, or breaks the parser, ends alone.

The caller's side is `Reader`; the other side is this module run as a program. One process reads file after file, and
is replaced when one ends it. The two exchange lines of JSON, for what a parser was tricked into must not be trusted as
Python objects.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from orchestration.reading.at_work import listen
from orchestration.reading.errors import TRANSIENT, ChangedError, UnreadableError
from orchestration.reading.files import RawFile, Text, read
from orchestration.reading.limits import Limits, limits, variable

_READY = b"ready\n"
# A line that begins so is no answer yet: a page of a scan is begun.
_AT_WORK = b"at work"
_STARTS_WITHIN = 60
_CHUNK = 1 << 20


class ReaderError(RuntimeError):
    """The process that reads files cannot be started, which is the fault of no file."""


class Reader:
    """A process that reads files, started when the first is given, and ended with the block.

    Args:
        within: the limits; those of the environment if not given.
    """

    def __init__(self, within: Limits | None = None) -> None:
        self._limits = within or limits()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def read(self, file: RawFile) -> Text:
        """Read a file as `files.read` does, within the limits.

        Raises:
            ChangedError: as `files.read`.
            UnreadableError: as `files.read`; also where the file takes too much memory or time, or breaks the parser.
            OSError: the disk or share fails in a way that may pass.
            ReaderError: the process cannot be started, whatever the file.
        """
        if file.problem:
            raise UnreadableError(file.problem)
        path = os.fsencode(file.path).hex()
        order = {"name": file.name, "path": path, "size": file.size, "member": file.member, "hash": file.bytes_hash}
        answer = self._ask(json.dumps(order).encode() + b"\n")
        if "text" in answer:
            return Text(**answer["text"])
        if answer.get("errno") in TRANSIENT:
            raise OSError(answer["errno"], answer["reason"], file.name)
        raise (ChangedError if answer.get("changed") else UnreadableError)(answer["reason"])

    def _ask(self, order: bytes, *, again: bool = True) -> dict[str, Any]:
        process = self._process or self._start()
        try:
            _stdin(process).write(order)
            _stdin(process).flush()
            line = _line(process, self._limits.seconds)
            while line and line.startswith(_AT_WORK):
                line = _line(process, self._limits.scan_seconds)
        except BrokenPipeError:
            line = b""
        if line and line.endswith(b"\n"):
            return dict(json.loads(line))
        self._end()
        if again and line is not None and process.returncode == -signal.SIGKILL:
            # Somebody else killed it, as a system short of memory does: the file need not be to blame.
            return self._ask(order, again=False)
        late = line is None or process.returncode == -signal.SIGXCPU
        raise UnreadableError(self._why_late() if late else self._why_dead(process.returncode))

    def _start(self) -> subprocess.Popen[bytes]:
        # The child must find this very package, wherever the caller has it from, and nothing in the folder it is in.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, json.dumps(asdict(self._limits))],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            answer = _line(self._process, _STARTS_WITHIN)
        except OSError as error:
            if error.errno in TRANSIENT:
                raise
            raise ReaderError(f"the process that reads files cannot be started: {error}") from error
        if answer != _READY:
            self._end()
            raise ReaderError(
                f"the process that reads files does not start; `{sys.executable} -m {__name__} '{{}}'` says why; "
                f"it may need more memory: set {variable('memory_mb')}"
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()

    def _why_late(self) -> str:
        return (
            f"reading it takes more than {self._limits.seconds} seconds; it is damaged or no report: "
            f"save its text as UTF-8, or set {variable('seconds')}"
        )

    def _why_dead(self, code: int) -> str:
        ended = signal.Signals(-code).name if code < 0 else f"exit {code}"
        return (
            f"reading it takes more than {self._limits.memory_mb} MB of memory or breaks the parser ({ended}); "
            f"it is damaged or no report: save its text as UTF-8, or set {variable('memory_mb')}"
        )


def _stdin(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdin is None:
        raise ReaderError("the process that reads files was started without a pipe")
    return process.stdin


def _line(process: subprocess.Popen[bytes], seconds: float) -> bytes | None:
    """A line of the process's output, without its end where the process ended; null where the time is over."""
    if process.stdout is None:
        raise ReaderError("the process that reads files was started without a pipe")
    until = time.monotonic() + seconds
    pieces: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(max(0.0, until - time.monotonic())):
            pieces.append(os.read(process.stdout.fileno(), _CHUNK))
            if not pieces[-1]:
                process.wait()
            if not pieces[-1] or pieces[-1].endswith(b"\n"):
                return b"".join(pieces)
    return None


def _answer(order: dict[str, Any], within: Limits) -> dict[str, Any]:
    path = Path(os.fsdecode(bytes.fromhex(order["path"])))
    file = RawFile(order["name"], path, "", order["size"], member=order["member"], bytes_hash=order["hash"])
    try:
        return {"text": asdict(read(file, within))}
    except MemoryError:
        return {
            "reason": f"reading it takes more than {within.memory_mb} MB of memory; split it, "
            f"or set {variable('memory_mb')}"
        }
    except OSError as error:
        return {"errno": error.errno, "reason": f"cannot be read: {error.strerror or error}"}
    except ChangedError as error:
        return {"changed": True, "reason": str(error)}
    except UnreadableError as error:
        return {"reason": str(error)}
    except Exception as error:
        # A parser may fail in any way on what a file holds; the file alone is to blame.
        return {"reason": f"cannot be read: {type(error).__name__}: {str(error)[:200]}; save its text as UTF-8"}


def main() -> None:
    """Answer orders from standard input until it closes."""
    within = Limits(**json.loads(sys.argv[1]))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not come between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    # A crash within the limit of memory would leave a file as large as that limit.
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, within.memory_mb << 20)

    def say(line: bytes) -> None:
        answers.write(line)
        answers.flush()

    say(_READY)
    listen(lambda word: say(_AT_WORK + b": " + word.encode() + b"\n"))
    for order in sys.stdin.buffer:
        # The caller watches the clock; this is for a caller that was killed and watches no more.
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + within.seconds + 5)
        say(json.dumps(_answer(json.loads(order), within)).encode() + b"\n")


def _limit(what: int, value: int) -> None:
    # Not every system knows every limit, and none can be set above what was set before.
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    main()
