"""What the tests of storage share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.storage import landing
from orchestration.storage.paths import connect
from tests.unit.landed import TEXT, refresh


def _write_reports(folder: Path) -> Path:
    """Two reports and a file that cannot be read."""
    folder.mkdir()
    for name, growth in (("a.txt", 5), ("b.txt", 6)):
        (folder / name).write_text(TEXT.format(growth), "utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Two reports and a file that cannot be read."""
    return _write_reports(tmp_path / "raw")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Where the build database of a warehouse would stand."""
    return tmp_path / "warehouse" / "build" / "indicators.duckdb"


@pytest.fixture(scope="session")
def sound_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build database of `audited`, made once; tests are given copies."""
    folder = tmp_path_factory.mktemp("sound")
    database = folder / "indicators.duckdb"
    with connect(database) as connection:
        landing.create(connection)
        refresh(connection, _write_reports(folder / "raw"))
        connection.execute(
            "create schema marts; create table marts.fct_observation as from landing.observations;"
            "create table marts.dim_report as from landing.reports;"
            "create table marts.fct_indicator_vintage as "
            "select observation_id as vintage_key, observation_id, value::decimal(28, 10) as value "
            "from landing.observations"
        )
    return database


@pytest.fixture
def audited(raw: Path, build: Path, sound_build: Path) -> Path:
    """A build in which every rule holds but that a file is quarantined; the marts are stand-ins."""
    build.parent.mkdir(parents=True)
    shutil.copy(sound_build, build)
    build.with_name("explorer.html").write_text("<html></html>")
    (build.with_name("explorer-data") / "i").mkdir(parents=True)
    (build.with_name("explorer-data") / "i" / "0.js").write_text("explorerChunk()")
    return build
