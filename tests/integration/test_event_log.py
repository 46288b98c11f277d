"""The event log of the Dagster instance: what runs wrote is there for every process, and few files stay open."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.runtime import dagster_home, run_history
from orchestration.runtime.event_log import EventLog


@pytest.fixture
def instance(tmp_path: Path) -> dg.DagsterInstance:
    folder = dagster_home.prepare(tmp_path / "warehouse")
    return dg.DagsterInstance.from_config(str(folder))


@dg.asset(check_specs=[dg.AssetCheckSpec("whole", asset="figures")])
def figures():  # type: ignore[no-untyped-def]
    return dg.MaterializeResult(metadata={"rows": 7}, check_results=[dg.AssetCheckResult(passed=True)])


def test_the_library_reads_what_is_written_and_writes_what_is_read(instance: dg.DagsterInstance) -> None:
    assert isinstance(instance.event_log_storage, EventLog)
    ours = dg.materialize([figures], instance=instance)
    # The library's own storage on the same files, as a webserver without this class would read them.
    base = instance.event_log_storage._base_dir
    library = SqliteEventLogStorage(base)
    assert [entry.dagster_event_type for entry in library.get_logs_for_run(ours.run_id)] == [
        entry.dagster_event_type for entry in instance.all_logs(ours.run_id)
    ]
    latest = library.get_latest_materialization_events([figures.key])[figures.key]
    assert latest is not None
    assert latest.asset_materialization is not None
    assert latest.asset_materialization.metadata["rows"].value == 7
    library.delete_events(ours.run_id)
    assert not instance.all_logs(ours.run_id)


def test_few_files_stay_open_however_many_runs_are_looked_at(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    def held() -> set[str]:
        files = [file.readlink() for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]
        return {file.stem for file in files if file.suffix == ".db" and file.parent.is_relative_to(tmp_path)}

    made = [dg.materialize([figures], instance=instance).run_id for _ in range(5)]
    assert all(instance.all_logs(run) for run in made)
    assert held() == {"index", made[-1]}
    instance.dispose()
    assert not held()


def test_old_runs_are_dropped_with_all_that_is_theirs(
    instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def files() -> set[str]:
        everything = [str(path) for path in (tmp_path / "warehouse" / ".dagster").rglob("*")]
        return {run for run in made if any(run in path for path in everything)}

    made = [dg.materialize([figures], instance=instance).run_id for _ in range(3)]
    assert run_history.drop_old(instance) == []
    monkeypatch.setenv("INDICATORS_KEEP_RUNS", "1")
    assert sorted(run_history.drop_old(instance)) == sorted(made[:2])
    assert [run.run_id for run in instance.get_runs()] == made[2:]
    kept = instance.get_records_for_run(made[2]).records
    assert any(record.event_log_entry.dagster_event_type == dg.DagsterEventType.RUN_SUCCESS for record in kept)
    found = instance.fetch_materializations(figures.key, limit=10).records
    assert [record.run_id for record in found] == made[2:]
    checks = instance.event_log_storage.get_asset_check_execution_history(
        dg.AssetCheckKey(figures.key, "whole"), limit=10
    )
    assert [check.run_id for check in checks] == made[2:]
    assert files() == set(made[2:])
