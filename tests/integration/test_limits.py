"""What a build may take of memory and disk is set where dbt opens the database."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from orchestration import DBT_PROJECT
from orchestration.runtime.dbt_process import EXECUTABLE


def test_memory_and_spilled_data_are_limited_as_the_environment_says(tmp_path: Path) -> None:
    asked = "select current_setting('memory_limit') as memory, current_setting('max_temp_directory_size') as spilled"
    run = subprocess.run(
        [EXECUTABLE, "show", "--inline", asked, "--output", "json", "--quiet", "--target-path", tmp_path / "target"],
        env={
            **os.environ,
            "DBT_PROJECT_DIR": str(DBT_PROJECT),
            "DBT_PROFILES_DIR": str(DBT_PROJECT),
            "DBT_LOG_PATH": str(tmp_path),
            "INDICATORS_BUILD": str(tmp_path / "build.duckdb"),
            "INDICATORS_MEMORY": "512MiB",
            "INDICATORS_SPILL": "7MiB",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "512.0 MiB" in run.stdout
    assert "7.0 MiB" in run.stdout
