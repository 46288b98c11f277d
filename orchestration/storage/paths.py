"""Where things stand in a warehouse folder, and how its databases are opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb


class WarehouseError(RuntimeError):
    """A warehouse file that cannot be used; the message names it and says what to do."""


@dataclass(frozen=True)
class WarehousePaths:
    """The files of one warehouse folder.

    What readers open are links through one link, `current`, so that the database and the page of a version come into
    sight together and at once.
    """

    root: Path

    def __post_init__(self) -> None:
        """Make the folder's path absolute: dbt works in another folder, where a relative one would lead elsewhere."""
        object.__setattr__(self, "root", self.root.absolute())

    @property
    def build(self) -> Path:
        """The database that refreshes write; readers stay away from it.

        It has the published file's name, for DuckDB names a catalog after its file and views carry that name.
        """
        return self.root / "build" / "indicators.duckdb"

    @property
    def build_page(self) -> Path:
        """The explorer's page of the build, until it is published with it."""
        return self.root / "build" / "explorer.html"

    @property
    def build_page_data(self) -> Path:
        """The folder of the data that the build's page loads; empty where the page holds them all."""
        return self.root / "build" / "explorer-data"

    @property
    def dbt_target(self) -> Path:
        """Where dbt writes its manifest and parse when it builds this warehouse."""
        return self.root / "build" / "dbt"

    @property
    def manifests(self) -> Path:
        """The dbt project as parsed for Dagster's definitions, a folder for each state of the project."""
        return self.root / "build" / "manifests"

    @property
    def dagster_home(self) -> Path:
        """The home of the Dagster instance that refreshes this warehouse."""
        return self.root / ".dagster"

    @property
    def versions(self) -> Path:
        """The published versions, a folder each."""
        return self.root / "versions"

    @property
    def current(self) -> Path:
        """A link to the version that readers see; only ever replaced whole."""
        return self.root / "current"

    @property
    def published(self) -> Path:
        """The database that analysts read."""
        return self.root / "indicators.duckdb"

    @property
    def page(self) -> Path:
        """The explorer's page."""
        return self.root / "explorer.html"

    @property
    def page_data(self) -> Path:
        """The folder of the data that the page loads."""
        return self.root / "explorer-data"

    @property
    def summary(self) -> Path:
        """What the last refresh did, as JSON."""
        return self.root / "last-refresh.json"


@contextmanager
def connect(database: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is closed again, for one operation.

    Raises:
        WarehouseError: the file is missing (read only), locked by another process, or no database that this DuckDB
            can read.
    """
    if read_only and not database.is_file():
        raise WarehouseError(f"{database}: no warehouse here; make it with `indicators refresh`")
    if not read_only:
        database.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(database, read_only=read_only)
    except duckdb.IOException as error:
        if "set lock" in str(error):
            raise LockedError(f"{database}: another process holds it; wait until it ends, then run again") from error
        raise WarehouseError(f"{database}: cannot be opened ({_first_line(error)}); {_remedy(database)}") from error
    except duckdb.Error as error:
        raise WarehouseError(
            f"{database}: not a usable database ({_first_line(error)}); {_remedy(database)}"
        ) from error
    try:
        # Where Python has no script, DuckDB takes a person to be waiting and draws a bar over what is printed.
        connection.execute("set enable_progress_bar = false")
        yield connection
    finally:
        connection.close()


class LockedError(WarehouseError):
    """Another process holds the database."""


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _remedy(database: Path) -> str:
    return f"move {database.name} away and run `indicators refresh --force`: it is made anew from the raw files"
