"""A published file that was renamed, or attached under another name, still answers: views and table functions."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Published

FUNCTIONS = [
    "marts.compare('粮食产量', 2023, 2024)",
    "marts.series('地区生产总值', '重庆')",
    "marts.as_of(2025)",
    "marts.indicators_named('地区生产总值')",
]


@pytest.fixture
def renamed(published: Published, tmp_path: Path) -> Path:
    return Path(shutil.copy(published.warehouse / "indicators.duckdb", tmp_path / "copy of 2025.duckdb"))


def views(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        'select format(\'"{}"."{}"\', schema_name, view_name) from duckdb_views() where not internal order by all'
    ).fetchall()
    return [row[0] for row in rows]


def test_under_another_file_name_everything_answers(renamed: Path) -> None:
    with duckdb.connect(renamed, read_only=True) as connection:
        found = views(connection)
        assert '"marts"."plan_outturn"' in found
        for relation in [*found, *FUNCTIONS]:
            connection.execute(f"select count(columns(*)) from {relation}").fetchall()
        counts = [connection.execute(f"select count(*) from {each}").fetchone()[0] for each in FUNCTIONS]  # type: ignore[index]
        assert min(counts) > 0


def test_attached_under_an_alias_views_answer(renamed: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{renamed}' as x (read_only)")
        for relation in views(connection):
            connection.execute(f"select count(columns(*)) from x.{relation}").fetchall()


def test_attached_and_used_table_functions_answer(renamed: Path, published: Published) -> None:
    # DuckDB looks up what a table function reads where it is used, not where it stands: `use` says where that is.
    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as direct:
        expected = [direct.execute(f"select count(*) from {each}").fetchone() for each in FUNCTIONS]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{renamed}' as x (read_only)")
        connection.execute("use x")
        assert [connection.execute(f"select count(*) from {each}").fetchone() for each in FUNCTIONS] == expected
