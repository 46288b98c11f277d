"""A whole refresh wherever it is called from, whatever the folders are called, in a bare locale."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from orchestration.storage.paths import connect
from tests.conftest import INDICATORS, PROJECT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_refresh_works_in_any_folder(tmp_path: Path) -> None:
    folder = '计划 it\'s "2025" a;b {home} %s &1 (red)'
    environment = {"LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Kiritimati"}
    raw = tmp_path / folder / "报告 raw"
    raw.mkdir(parents=True)
    shutil.copy(PROJECT / "raw/chongqing-plan-report-2025.txt", raw / '重庆\'s "计划"-2025.txt')
    done = subprocess.run(
        [*INDICATORS, "refresh", "--raw", f"{folder}/报告 raw", "--warehouse", f"{folder}/ware house"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        umask=0o077,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    warehouse = tmp_path / folder / "ware house"
    with connect(warehouse / "indicators.duckdb", read_only=True) as connection:
        assert (connection.execute("select count(*) from marts.fct_observation").fetchone() or (0,))[0] > 20
    # All of it is below the folders that were named, and the settings name them as they are.
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder]
    assert sorted(path.name for path in (tmp_path / folder).iterdir()) == ["ware house", "报告 raw"]
    settings = yaml.safe_load((warehouse / ".dagster" / "dagster.yaml").read_text("utf-8"))
    handler = settings["python_logs"]["dagster_handler_config"]["handlers"]["journal"]
    assert handler["filename"] == str(warehouse / "logs" / "refresh.jsonl")
    assert (warehouse / "logs" / "refresh.jsonl").is_file()
    assert json.loads((warehouse / "last-refresh.json").read_text("utf-8"))["outcome"] == "published"


def test_the_libraries_still_cannot_take_some_paths(tmp_path: Path) -> None:
    """Where one of these fails, the sign may be taken from those that `home` refuses."""
    from dagster_shared.yaml_utils import load_yaml_from_globs
    from dbt.adapters.duckdb.credentials import DuckDBCredentials

    for name in ("no. #1", "what?"):
        assert DuckDBCredentials.path_derived_database_name(f"/{name}/indicators.duckdb") != "indicators"
    settings = tmp_path / "[red]" / "dagster.yaml"
    settings.parent.mkdir()
    settings.write_text("telemetry: {enabled: false}")
    assert not load_yaml_from_globs(str(settings))


@pytest.mark.parametrize("name", ["no. #1", "what?", "[red]", "a*"])
def test_a_folder_that_cannot_hold_a_warehouse_is_refused(call_cli: Run, tmp_path: Path, name: str) -> None:
    done = call_cli("refresh", "--raw", PROJECT / "raw", "--warehouse", tmp_path / name)
    assert done.returncode == 1
    assert f"{name}: a warehouse cannot stand in a folder with " in done.stderr.splitlines()[-1]
