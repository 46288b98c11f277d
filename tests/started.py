"""A watch over what tests start: only those marked `integration` may start a program, dbt or a Dagster instance.

The interpreter itself tells of such acts (`sys.addaudithook`), so none is missed, whatever code it stands in. A Dagster
instance, even one in memory, is known by the SQLite database that it opens.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Reading is made of this program: each file is read in it.
READING = "orchestration.reading.worker"
# Dagster asks by it, when it is imported, for how many bits the interpreter was made (`platform.architecture`).
ASKING = ["file", "-b"]
_PROGRAMS = frozenset({"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"})


class NotMarkedError(AssertionError):
    """A test that is not marked `integration` started something."""


class Watch:
    """What was started although it must not be, in words; empty again where a test ends."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._is_on = False

    def install(self) -> None:
        """Watch from now to the end of this process, whenever `on` says so: such a hook cannot be taken away."""
        sys.addaudithook(self._heard)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Forbid starting anything.

        Raises:
            NotMarkedError: something was started; it is raised again at the end, for the code between may catch it.
        """
        self._is_on = True
        try:
            yield
        finally:
            self._is_on = False
            found, self.found = self.found, []
        if found:
            raise NotMarkedError(found[0])

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._is_on and (what := _forbidden(event, arguments)):
            self.found.append(f"only a test marked `integration` may start {what}")
            raise NotMarkedError(self.found[-1])


def _forbidden(event: str, arguments: tuple[Any, ...]) -> str | None:
    """What an event of the interpreter starts, where that is forbidden."""
    if event in _PROGRAMS:
        words = [str(word) for word in arguments[1]] if event == "subprocess.Popen" else [str(arguments)]
        return None if READING in words or words[:2] == ASKING else f"another program: {' '.join(words)[:200]}"
    if event == "sqlite3.connect":
        return "a Dagster instance, which opens a SQLite database"
    if event == "import" and str(arguments[0]).partition(".")[0] == "dbt":
        return "dbt"
    return None
