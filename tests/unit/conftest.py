"""What the tests of storage share."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.storage import landing
from orchestration.storage.paths import connect
from tests.unit.landed import TEXT, refresh


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Two reports and a file that cannot be read."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, growth in (("a.txt", 5), ("b.txt", 6)):
        (folder / name).write_text(TEXT.format(growth), "utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Where the build database of a warehouse would stand."""
    return tmp_path / "warehouse" / "build" / "indicators.duckdb"


@pytest.fixture
def audited(raw: Path, build: Path) -> Path:
    """A build in which every rule holds but that a file is quarantined; the marts are stand-ins."""
    with connect(build) as connection:
        landing.create(connection)
        refresh(connection, raw)
        connection.execute(
            "create schema marts; create table marts.fct_observation as from landing.observations;"
            "create table marts.dim_report as from landing.reports;"
            "create table marts.fct_indicator_vintage as "
            "select observation_id as vintage_key, observation_id, value::decimal(28, 10) as value "
            "from landing.observations"
        )
    build.with_name("comparison.html").write_text("<html></html>")
    return build
