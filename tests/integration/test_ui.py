"""The Dagster UI as an engineer sees it, in a real browser. Skips where there is no Chromium."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from docs.screenshots import browser, dagster_ui, installed_chromium, settle
from orchestration.storage.paths import WarehousePaths, connect
from orchestration.storage.versions import known
from tests.conftest import PROJECT, Published

CHROMIUM = installed_chromium()
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here"),
]


@dataclass(frozen=True)
class Seen:
    """A page of the UI, at which address, and the warehouse behind it."""

    page: Page
    address: str
    raw: Path
    warehouse: Path

    def go(self, place: str) -> Page:
        """Open a place of the UI and wait for it."""
        self.page.goto(f"{self.address}/{place}")
        settle(self.page)
        return self.page


@pytest.fixture(scope="module")
def ui(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The UI of a copy of the published samples; beside them a file without text came, which no run has seen yet."""
    assert CHROMIUM is not None
    folder = tmp_path_factory.mktemp("ui")
    raw = Path(shutil.copytree(PROJECT / "raw", folder / "raw"))
    (raw / "empty-2025.txt").touch()
    warehouse = published.copied(folder / "warehouse")
    with dagster_ui(raw, warehouse) as address, browser(CHROMIUM) as opened:
        yield Seen(opened.new_page(viewport={"width": 1900, "height": 1400}), address, raw, warehouse)


def test_the_lineage_of_a_mart_reaches_back_to_the_raw_folder(ui: Seen) -> None:
    page = ui.go("assets/marts/plan_outturn?view=lineage&lineageScope=upstream&lineageDepth=20")
    expect(page.get_by_text("report_files").first).to_be_visible(timeout=15_000)
    names = page.inner_text("body").splitlines()
    assert {"raw", "landing", "staging", "intermediate", "marts", "lexicon"} <= set(names)
    assert {"report_files", "reports", "observations", "fct_observation", "plan_outturn"} <= set(names)
    # What is upstream is drawn because lines lead there.
    assert "explorer" not in names


def test_checks_show_what_they_found(ui: Seen) -> None:
    page = ui.go("assets/marts/fct_observation?view=checks")
    for name in ("no_observation_is_lost", "no_sudden_loss", "spans_are_the_numbers"):
        expect(page.get_by_text(name).first).to_be_visible(timeout=15_000)
    page.get_by_text("no_observation_is_lost").first.click()
    expect(page.get_by_text("Passed").first).to_be_visible(timeout=15_000)


def test_a_single_asset_can_be_launched_and_publishes_nothing(ui: Seen) -> None:
    """What each asset does alone is tested without the UI; here, that the UI launches one, in a process of its own."""
    before = known(WarehousePaths(ui.warehouse))
    earlier = runs(ui)
    page = ui.go("assets/landing/quarantine?view=overview")
    page.get_by_role("button", name="Materialize").first.click()
    for _ in range(240):
        page.wait_for_timeout(500)
        new = {run: status for run, status in runs(ui).items() if run not in earlier}
        if new and set(new.values()) <= {"SUCCESS", "FAILURE"}:
            break
    assert list(new.values()) == ["SUCCESS"]
    assert known(WarehousePaths(ui.warehouse)) == before


def runs(ui: Seen) -> dict[str, str]:
    """The status of each run, by its id, as the UI is told it."""
    query = {"query": "{runsOrError(limit: 50) {... on Runs {results {id status}}}}"}
    request = urllib.request.Request(
        f"{ui.address}/graphql", json.dumps(query).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        found = json.load(answer)["data"]["runsOrError"]["results"]
    return {run["id"]: run["status"] for run in found}


def test_a_quarantined_file_is_seen(ui: Seen) -> None:
    page = ui.go("assets/landing/quarantine?view=events")
    expect(page.get_by_text("empty-2025.txt").first).to_be_visible(timeout=15_000)
    page = ui.go("assets/landing/quarantine?view=checks")
    page.get_by_text("no_file_is_quarantined").first.click()
    expect(page.get_by_text("the file is empty").first).to_be_visible(timeout=15_000)


def test_a_refresh_launched_in_the_ui_publishes(ui: Seen) -> None:
    before = known(WarehousePaths(ui.warehouse))
    (ui.raw / "empty-2025.txt").unlink()
    page = ui.go("locations/plan_indicators/jobs/refresh")
    page.get_by_role("button", name="Materialize all").first.click()
    page.wait_for_timeout(3000)
    page = ui.go("runs")
    expect(page.get_by_text("Success").first).to_be_visible(timeout=15_000)
    for _ in range(240):
        after = known(WarehousePaths(ui.warehouse))
        if len(after) > len(before):
            break
        page.wait_for_timeout(500)
    assert len(after) == len(before) + 1
    assert after[0].run_id != before[0].run_id
    page = ui.go(f"runs/{after[0].run_id}")
    expect(page.get_by_text("Success").first).to_be_visible(timeout=60_000)


def test_a_file_dropped_while_the_daemon_runs_reaches_the_marts(ui: Seen) -> None:
    page = ui.go("locations/plan_indicators/sensors/raw_folder")
    page.locator("label[class*=formatSwitch]").first.click()
    (ui.raw / "new-2025.txt").write_text("2025年某市政府工作报告\n2024年，全市城镇新增就业7.5万人。\n", "utf-8")
    for _ in range(240):
        page.wait_for_timeout(1000)
        with connect(WarehousePaths(ui.warehouse).published, read_only=True) as connection:
            found = connection.execute(
                "select canonical_value::double from marts.fct_observation "
                "inner join marts.dim_report using (report_id) where file_name = 'new-2025.txt'"
            ).fetchall()
        if found:
            break
    assert found == [(7.5,)]
    # One run for what was dropped, and none for a folder that stands still.
    page.wait_for_timeout(40_000)
    assert len(known(WarehousePaths(ui.warehouse))) == 3
    page = ui.go("locations/plan_indicators/sensors/raw_folder")
    page.locator("label[class*=formatSwitch]").first.click()
