"""What a test without the mark `integration` starts is noticed: this file has none, so it is watched."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import WATCH
from tests.started import NotMarkedError


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (lambda: subprocess.run([sys.executable, "-c", ""], check=True), "another program: .*python.* -c"),
        (lambda: os.system("true"), "another program"),
        (lambda: os.posix_spawn("/bin/true", ["true"], {}), "another program"),
        (lambda: sqlite3.connect(":memory:"), "a Dagster instance"),
        (lambda: __import__("dbt.no_such_part"), "dbt"),
    ],
    ids=["subprocess", "shell", "spawn", "database", "dbt"],
)
def test_what_is_started_is_noticed(start: Callable[[], object], told: str) -> None:
    with pytest.raises(NotMarkedError, match=told):
        start()
    # Told here, and so no fault of this test.
    WATCH.found.clear()


def test_what_the_code_under_test_catches_is_told_at_the_end() -> None:
    inner = type(WATCH)()
    with pytest.raises(NotMarkedError, match="another program"), inner.on(), suppress(NotMarkedError):
        inner._heard("os.system", (b"true",))


def test_a_dagster_instance_opens_the_database_that_it_is_known_by() -> None:
    import dagster as dg

    with pytest.raises(NotMarkedError, match="a Dagster instance"):
        dg.DagsterInstance.ephemeral()
    WATCH.found.clear()


def test_reading_starts_its_own_program(tmp_path: Path) -> None:
    from orchestration.reading.files import list_files
    from orchestration.reading.reports import read_all

    (tmp_path / "a-2025.txt").write_text("2025年某市政府工作报告\n产量增长5%。\n", "utf-8")
    assert read_all(list_files(tmp_path)).reports.height == 1
