"""The event log of the Dagster instance: what runs wrote is there for every process, and few files stay open."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration import home
from orchestration.history import EventLog


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dg.DagsterInstance:
    for name in ("DAGSTER_HOME", "INDICATORS_RAW", "INDICATORS_WAREHOUSE", "INDICATORS_BUILD"):
        monkeypatch.setenv(name, "")
    folder = home.prepare(tmp_path / "raw", tmp_path / "warehouse")
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

    runs = [dg.materialize([figures], instance=instance).run_id for _ in range(5)]
    assert all(instance.all_logs(run) for run in runs)
    assert held() == {"index", runs[-1]}
    instance.dispose()
    assert not held()
