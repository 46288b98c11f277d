"""The audit of a build database: its rules (`audit_rules`) run, and what they found."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

import duckdb

from orchestration.storage.audit_rules import CHECKS, Check
from orchestration.storage.paths import WarehousePaths

# Shares that a person may set anew; they are DuckDB variables in the queries.
SHARES = {
    # Of the reports or the observations that readers see, this part may be gone from the next version.
    "max_fall": ("INDICATORS_MAX_FALL", 0.2),
    # Of all numbers in reports, this part may be left unexplained.
    "max_unexplained": ("INDICATORS_MAX_UNEXPLAINED", 0.05),
    # Of the numbers of one report; a report above it is set aside before it is landed (see `gate`).
    "max_unexplained_in_one": ("INDICATORS_MAX_UNEXPLAINED_IN_ONE", 0.2),
}


@dataclass(frozen=True)
class Outcome:
    """What a check found: the number of offenders, the first few texts, and how many texts there are."""

    check: Check
    offenders: int
    examples: list[str]
    texts: int = 0

    @property
    def passed(self) -> bool:
        """Whether nothing offends."""
        return self.offenders == 0

    @property
    def found(self) -> str:
        """The examples on one line, and how many offenders there are where these are not all."""
        told = "; ".join(self.examples)
        if self.texts == self.offenders:
            return told if self.texts <= len(self.examples) else f"{self.offenders} in all, the first: {told}"
        files = "file" if self.texts == 1 else "files"
        more = "" if self.texts <= len(self.examples) else ", the first"
        return f"{self.offenders} in {self.texts} {files}{more}: {told}"


def shares(**given: float) -> dict[str, float]:
    """The shares of `SHARES`, as they are given, else as they are set in the environment, else by default.

    Args:
        given: shares by their names in `SHARES`.

    Raises:
        ValueError: a variable holds no number; the message names it.
    """
    found: dict[str, float] = {}
    for name, (variable, share) in SHARES.items():
        try:
            found[name] = given[name] if name in given else float(os.environ.get(variable) or share)
        except ValueError:
            raise ValueError(f"{variable}: {os.environ[variable]!r} is no number; give a share, as 0.05") from None
    return found


def run_all(
    connection: duckdb.DuckDBPyConnection,
    paths: WarehousePaths,
    *,
    blocking: bool,
    names: Container[str] | None = None,
    within: Mapping[str, float] | None = None,
) -> Iterator[Outcome]:
    """Run the blocking checks, or the others, on a build database.

    What needs a last version passes where none was published, and fails where one cannot be read.

    Args:
        connection: to the build database of `paths`.
        paths: the warehouse.
        blocking: which of the two groups.
        names: the checks of the group that are asked for; all if not given.
        within: the shares that are allowed; those of `shares()` if not given.

    Raises:
        ValueError: a variable of the environment holds no number.
    """
    with _last(connection, paths) as last:
        for name, share in (shares() if within is None else within).items():
            connection.execute(f"set variable {name} = {share}")
        for check in CHECKS:
            if check.blocking != blocking or (names is not None and check.name not in names):
                continue
            if check.against_last and last is not _Last.THERE:
                yield Outcome(check, 0, []) if last is None else Outcome(check, 1, [str(last)], 1)
            else:
                yield run(connection, check)


def run(connection: duckdb.DuckDBPyConnection, check: Check, examples: int = 5) -> Outcome:
    """Run one check on a build database."""
    try:
        rows = connection.execute(check.query).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        # A version of an earlier layout cannot be compared; a build of another layout than this code is a fault.
        if not check.against_last:
            raise
        rows = []
    offenders = sum(row[1] if len(row) > 1 else 1 for row in rows)
    return Outcome(check, offenders, [str(row[0]) for row in rows[:examples]], len(rows))


class _Last(Enum):
    THERE = "attached"


@contextmanager
def _last(connection: duckdb.DuckDBPyConnection, paths: WarehousePaths) -> Iterator[_Last | str | None]:
    """Attach what readers see as `last`: there, or null where nothing was published, or why it cannot be read."""
    if not (paths.published.is_symlink() or paths.published.exists()):
        yield None
        return
    # A name within quotes ends at the next quote, but for a doubled one.
    path = str(paths.published).replace("'", "''")
    try:
        connection.execute(f"attach '{path}' as last (read_only)")
    except duckdb.Error as error:
        yield (
            f"{paths.published}: the published version cannot be read ({str(error).splitlines()[0]}); "
            "show another with `indicators rollback`, or move it away to publish without comparing"
        )
        return
    try:
        yield _Last.THERE
    finally:
        connection.execute("detach last")
