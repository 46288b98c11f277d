"""Reports whose place is not known are counted and told of, and never taken for a place."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.presentation import comparison, page
from orchestration.presentation.terminal import headline_table
from tests.conftest import Published
from tests.hostile import copied

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def database(published: Published, tmp_path: Path) -> Path:
    """The samples as tables of their own, with the row of `dim_region` for what is not known."""
    path = tmp_path / "indicators.duckdb"
    copied((published.warehouse / "indicators.duckdb").resolve(), path)
    with duckdb.connect(path) as connection:
        connection.execute("delete from marts.dim_region where region_code = 'unknown'")
        connection.execute(
            "insert into marts.dim_region by name select 'unknown' as region_code, '(地区不明)' as name, "
            "'unknown' as level, false as is_registered"
        )
    return path


def test_the_page_is_of_a_known_place_even_where_most_reports_are_of_none(database: Path) -> None:
    with duckdb.connect(database) as connection:
        connection.execute("update marts.dim_report set region_code = 'unknown' where region_code = '500000'")
        assert comparison.main_region(connection) == ("100000", "中华人民共和国")
        assert comparison.reports_of(connection).select("name", "known", "reports").rows() == [
            ("(地区不明)", False, 5),
            ("中华人民共和国", True, 2),
        ]
        shown = page.render(connection)
    assert "中华人民共和国：计划与完成" in shown
    assert "地区不明的报告 5 份" in shown
    assert "仓库中还有" not in shown


@pytest.mark.parametrize("code", ["'unknown'", "null"])
def test_where_no_place_is_known_the_page_says_so(database: Path, code: str) -> None:
    with duckdb.connect(database) as connection:
        connection.execute(f"update marts.dim_report set region_code = {code}")
        assert comparison.main_region(connection) is None
        shown = page.render(connection)
        assert headline_table(comparison.headline(connection), None).row_count == 0
    assert "没有已知地区的报告" in shown
    assert "地区不明的报告 7 份" in shown


def test_an_empty_warehouse_says_so(database: Path) -> None:
    with duckdb.connect(database) as connection:
        connection.execute("delete from marts.dim_report")
        shown = page.render(connection)
    assert "仓库中还没有报告" in shown
    assert "地区不明" not in shown


def test_the_terminal_says_that_a_place_is_not_known(call_cli: Run, database: Path) -> None:
    with duckdb.connect(database) as connection:
        for table in ("dim_report", "fct_observation"):
            connection.execute(
                f"update marts.{table} set region_code = 'unknown', "
                "region = (select name from marts.dim_region where region_code = 'unknown')"
            )
        row = connection.execute("select min(observation_id) from marts.fct_observation").fetchone()
    assert row is not None
    done = call_cli("trace", row[0], "--warehouse", database.parent)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("(地区不明)") == 2
    done = call_cli("compare", "地区生产总值", "--region", "(地区不明)", "--warehouse", database.parent)
    assert done.returncode == 1
    assert "whose place is not known are not compared" in done.stderr
