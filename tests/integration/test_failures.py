"""A refresh that fails in the middle: one line tells model, reason, report and sentence, wherever it is looked up."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import INDICATORS, PROJECT

REPORT = (
    "关于某市2024年国民经济和社会发展计划执行情况及2025年计划草案的报告\n"
    "一、2024年计划执行情况\n全市接待游客98765.5万人次。全年新增就业7.5万人。\n"
)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one model more, which cannot hold a number of five digits; and one report."""
    folder = tmp_path_factory.mktemp("broken")
    for name in ("orchestration", "dbt_project"):
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("target", "__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    model = next(folder.rglob("models/intermediate")) / "int_too_narrow.sql"
    model.write_text("select value::decimal(6, 3) as narrow from {{ source('landing', 'observations') }}\n", "utf-8")
    (folder / "raw").mkdir()
    (folder / "raw" / "某市-2025.txt").write_text(REPORT, "utf-8")
    return folder


def refresh(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*INDICATORS, "refresh", "--raw", "raw", "--warehouse", "warehouse", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_true_cause_is_told_in_one_line_everywhere(broken: Path) -> None:
    done = refresh(broken)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    for part in ("model int_too_narrow", "Could not cast value 98765.5", "某市-2025.txt", "全市接待游客98765.5万人次"):
        assert part in line
    assert "manifest.json" not in line
    # The same in the summary for machines, and in the event that the UI shows.
    summary = json.loads((broken / "warehouse" / "last-refresh.json").read_text("utf-8"))
    assert summary["outcome"] == "failed"
    (failure,) = summary["failures"]
    assert failure in line
    (history,) = (broken / "warehouse/.dagster/history/runs").glob(f"{summary['run_id']}.db")
    with sqlite3.connect(history) as connection:
        (event,) = connection.execute(
            "select event from event_logs where dagster_event_type = 'STEP_FAILURE' and step_key = 'build_models'"
        ).fetchone()
    assert failure in json.loads(event)["dagster_event"]["event_specific_data"]["user_failure_data"]["description"]
    # A relative folder is where the command was called, and nowhere else.
    assert not list(broken.glob("dbt_project/warehouse"))
    assert (broken / "warehouse" / "build" / "dbt" / "run_results.json").is_file()


def test_a_project_that_cannot_be_loaded_says_so(broken: Path) -> None:
    model = next(broken.rglob("dbt_project/models/intermediate")) / "int_unparsable.sql"
    model.write_text("select {{ ref('nowhere_at_all') }}\n", "utf-8")
    try:
        done = refresh(broken, "--force")
    finally:
        model.unlink()
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()[-1:]
    assert line.startswith("Error: dbt could not run: ")
    assert "int_unparsable.sql" in line
    assert "nowhere_at_all" in line
    assert "manifest.json" not in done.stderr


@pytest.mark.parametrize("made", [".dagster/workspace.yaml", "build/dbt/dbt.log"], ids=["loading", "dbt at work"])
def test_ctrl_c_is_one_line_and_130(tmp_path: Path, made: str) -> None:
    command = [*INDICATORS, "refresh", "--raw", str(PROJECT / "raw"), "--warehouse", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=PROJECT, start_new_session=True) as process:
        until = time.monotonic() + 120
        while not (tmp_path / made).exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert (tmp_path / made).exists()
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "Error: interrupted; the published warehouse is whole"
    assert "Traceback" not in said
    assert "dagster." not in said


def test_the_names_of_errors_are_those_of_the_library() -> None:
    from dagster._core import errors

    from orchestration.runtime import run_history

    assert hasattr(errors, run_history._CHECK_FAILED)
    assert hasattr(errors, run_history._INTERRUPTED)
