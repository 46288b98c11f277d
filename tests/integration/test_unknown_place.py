"""Reports whose place is not known are counted and told of, and never taken for a place."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

from docs.screenshots import browser, installed_chromium
from orchestration.presentation import comparison
from orchestration.presentation.explorer.write import write
from orchestration.presentation.terminal import headline_table
from tests.conftest import Published
from tests.explorer_page import opened
from tests.hostile import copied

CHROMIUM = installed_chromium()
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed here")
    with browser(CHROMIUM) as started:
        yield started


def shown(chromium: Browser, database: Path, view: str) -> Page:
    """A view of the explorer of that database, without a complaint of the browser."""
    page, folder = database.with_name("explorer.html"), database.with_name("explorer-data")
    with duckdb.connect(database, read_only=True) as connection:
        write(connection, page, folder, "test", {"made": "2026-01-01", "year": 2026, "version": "test"})
    explorer = opened(chromium, page)
    found = explorer.go(view)
    assert explorer.said == []
    return found


def test_reports_of_no_place_are_counted_and_never_taken_for_a_place(chromium: Browser, database: Path) -> None:
    with duckdb.connect(database) as connection:
        connection.execute("update marts.dim_report set region_code = 'unknown' where region_code = '500000'")
        assert comparison.main_region(connection) == ("100000", "中华人民共和国")
    page = shown(chromium, database, "#/?lang=zh")
    assert "地区不明" in page.locator("#table-reports tbody th").all_inner_texts()
    assert page.locator(".tiles dd").first.inner_text().startswith("7")
    # The place that is shown first is one that is known, and one that is not cannot be chosen.
    page = shown(chromium, database, "#/place?lang=zh")
    expect(page.locator("h1")).to_have_text("中华人民共和国")
    assert "unknown" not in page.eval_on_selector_all("option", "options => options.map(each => each.value)")


@pytest.mark.parametrize("code", ["'unknown'", "null"])
def test_where_no_place_is_known_the_explorer_says_so(chromium: Browser, database: Path, code: str) -> None:
    with duckdb.connect(database) as connection:
        connection.execute(f"update marts.dim_report set region_code = {code}")
        assert comparison.main_region(connection) is None
        assert headline_table(comparison.headline(connection), None).row_count == 0
    page = shown(chromium, database, "#/?lang=zh")
    assert page.locator("#table-reports tbody th").all_inner_texts() == ["地区不明"]
    assert page.locator(".tiles dd").first.inner_text().startswith("7")


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("#/", "0 份报告"),
        ("#/compare", "没有内容"),
        ("#/place", "没有内容"),
        ("#/contradictions", "没有发现矛盾"),
        ("#/files", "所有文件都已读取"),
    ],
)
def test_an_empty_warehouse_has_an_explorer_too(chromium: Browser, database: Path, view: str, said: str) -> None:
    with duckdb.connect(database) as connection:
        for table in (
            "dim_report",
            "fct_indicator_vintage",
            "fct_plan_outturn",
            "fct_plan_pace",
            "peers",
            "fct_observation",
            "fct_discrepancy",
        ):
            connection.execute(f"delete from marts.{table}")
    page = shown(chromium, database, f"{view}?lang=zh")
    expect(page.locator("h1")).not_to_be_empty()
    expect(page.locator("main")).to_contain_text(said)


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
