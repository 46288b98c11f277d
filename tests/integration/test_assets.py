"""Assets in parts: each can be launched alone, and does the sensible thing or says why not; checks know their run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import dagster as dg
import pytest

from orchestration.runtime.dagster_home import environment, prepare
from orchestration.storage.paths import WarehousePaths
from orchestration.storage.versions import known
from tests.conftest import PROJECT, Published

RAW = PROJECT / "raw"


@pytest.fixture(scope="module")
def warehouse(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A published warehouse of its own, as a refresh leaves it, and the environment that names it."""
    folder = published.copied(tmp_path_factory.mktemp("parts") / "warehouse")
    with patch.dict(os.environ, environment(RAW, folder)):
        yield folder


@pytest.fixture
def empty(published: Published, tmp_path: Path) -> Iterator[Path]:
    """A warehouse with nothing in it, and the environment that names it."""
    with made(RAW, tmp_path / "warehouse") as folder:
        yield folder


@contextmanager
def made(raw: Path, folder: Path) -> Iterator[Path]:
    prepare(folder)
    with patch.dict(os.environ, environment(raw, folder)):
        yield folder


def repository() -> Any:
    from orchestration.definitions import defs

    return defs().get_repository_def()


def every_asset() -> list[dg.AssetKey]:
    graph = repository().asset_graph
    return sorted(graph.materializable_asset_keys)


def launch(*keys: dg.AssetKey, check: bool = False) -> dg.ExecuteInProcessResult:
    """Launch these assets and their checks, as the UI does, in this process."""
    found = repository()
    job = found.get_implicit_global_asset_job_def().get_subset(asset_selection=set(keys))
    with dg.DagsterInstance.get() as instance:
        return job.execute_in_process(instance=instance, raise_on_error=check)


def seen(folder: Path) -> list[str]:
    return [version.name for version in known(WarehousePaths(folder))]


def test_each_asset_alone_is_a_plan_that_can_be_made(warehouse: Path) -> None:
    from dagster._core.execution.api import create_execution_plan

    job = repository().get_implicit_global_asset_job_def()
    keys = every_asset()
    assert len(keys) > 30
    for key in keys:
        assert create_execution_plan(job.get_subset(asset_selection={key})).step_keys_to_execute


@pytest.mark.parametrize(
    "key",
    [
        "raw/report_files",
        "landing/reports",
        "landing/quarantine",
        "landing/sentences",
        "landing/number_mentions",
        "landing/observations",
        "landing/indicator_names",
        # Of dbt's, a model; seeds and staging are launched as whole stages further down.
        "marts/fct_observation",
        "published/explorer",
    ],
)
def test_an_asset_alone_is_made_and_nothing_is_published(warehouse: Path, key: str) -> None:
    before = seen(warehouse)
    result = launch(dg.AssetKey(key.split("/")), check=True)
    made = [event.asset_key.to_user_string() for event in result.get_asset_materialization_events()]
    assert made == [key]
    assert seen(warehouse) == before


def test_the_warehouse_alone_is_published_after_an_audit(warehouse: Path) -> None:
    before = seen(warehouse)
    launch(dg.AssetKey(["published", "explorer"]), check=True)
    assert seen(warehouse) == before
    launch(dg.AssetKey(["published", "warehouse"]), check=True)
    after = seen(warehouse)
    assert after[1:] == before[: len(after) - 1]
    assert after[0] not in before


def test_a_page_older_than_the_models_is_not_published_with_them(warehouse: Path) -> None:
    before = seen(warehouse)
    page = WarehousePaths(warehouse).build_page
    stamp = page.stat().st_mtime
    os.utime(page, (1, 1))
    try:
        result = launch(dg.AssetKey(["published", "warehouse"]))
    finally:
        os.utime(page, (stamp, stamp))
    assert not result.success
    assert "older than the tables" in failure(result)
    assert seen(warehouse) == before


def failure(result: dg.ExecuteInProcessResult) -> str:
    from orchestration.runtime.run_history import cause

    (event,) = [event for event in result.all_events if event.is_step_failure]
    return cause(event.step_failure_data.error)


@pytest.mark.parametrize("key", ["marts/dim_report", "published/explorer", "published/warehouse"])
def test_what_builds_on_nothing_says_what_to_launch_first(empty: Path, key: str) -> None:
    result = launch(dg.AssetKey(key.split("/")))
    assert not result.success
    assert "the job refresh" in failure(result)
    assert seen(empty) == []


def test_the_first_stages_can_be_launched_before_there_is_anything_else(empty: Path) -> None:
    keys = every_asset()
    for layer in ("lexicon", "landing", "staging"):
        result = launch(*(key for key in keys if key.path[0] == layer))
        assert result.success, failure(result)
    assert seen(empty) == []


def test_a_report_that_breaks_the_extraction_is_set_aside_and_told(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orchestration.defs import landing_assets as assets
    from orchestration.storage.paths import connect

    raw, folder = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    for number in range(5):
        (raw / f"r{number}-2025.txt").write_text(f"2025年某市政府工作报告\n全市新增就业{number + 1}万人。\n", "utf-8")
    working = assets.extract_batch

    def hostile(part: Any) -> Any:
        if part["text"].str.contains("就业3万").any():
            raise OverflowError("a value beyond all bounds")
        return working(part)

    monkeypatch.setattr(assets, "extract_batch", hostile)
    landing = [key for key in every_asset() if key.path[0] == "landing"]
    with made(raw, folder):
        result = launch(*landing, check=True)
    found = {check.check_name: check for check in result.get_asset_check_evaluations()}
    assert "r2-2025.txt: its figures could not be extracted (a value beyond all bounds)" in str(
        found["no_file_is_quarantined"].description
    )
    with connect(WarehousePaths(folder).build, read_only=True) as connection:
        names = "select file_name from landing.reports semi join landing.observations using (report_id) order by all"
        assert [name for (name,) in connection.execute(names).fetchall()] == [f"r{n}-2025.txt" for n in (0, 1, 3, 4)]
        assert connection.execute("select count(*) from landing.reports").fetchone() == (5,)


def test_a_group_is_launched_by_dg(warehouse: Path) -> None:
    """That of the models, which needs dbt; that a group of any kind can be launched is seen above, in this process."""
    before = seen(warehouse)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dg")), "launch", "--assets", "group:marts"],
        cwd=PROJECT,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "RUN_SUCCESS" in done.stdout + done.stderr
    assert seen(warehouse) == before


def test_a_check_points_at_what_its_own_run_made(published: Published) -> None:
    """A check that is told of before the materialization is filed under the one of an earlier run."""
    with published.instance() as instance:
        run = dg.RunsFilter(job_name="refresh", statuses=[dg.DagsterRunStatus.SUCCESS])
        run_id = instance.get_runs(run, limit=1)[0].run_id
        records = instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION).records
    evaluations = [record.event_log_entry.dagster_event.asset_check_evaluation_data for record in records]  # type: ignore[union-attr]
    targets = {found.check_name: found.target_materialization_data for found in evaluations}
    assert len(targets) > 50
    assert {name for name, target in targets.items() if target is None or target.run_id != run_id} == set()


def test_no_run_configuration_names_a_folder_or_a_program(warehouse: Path, tmp_path: Path) -> None:
    job = repository().get_job("refresh")
    for resource, config in (
        ("folders", {"raw": str(tmp_path)}),
        ("folders", {"warehouse": str(tmp_path)}),
        ("write_lock", {"folders": {"config": {"warehouse": str(tmp_path)}}}),
        ("shares", {"max_fall": 1.0}),
        ("passed_audit", {"build": str(tmp_path)}),
        ("dbt", {"dbt_executable": "/bin/sh"}),
        ("dbt", {"project_dir": str(tmp_path)}),
    ):
        with pytest.raises(dg.DagsterInvalidConfigError):
            job.execute_in_process(run_config={"resources": {resource: {"config": config}}})
    assert list(tmp_path.iterdir()) == []
