"""What a change does to rows is shown beside a commit."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests import rows_changes
from tests.conftest import PROJECT

pytestmark = pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="there are no commits to compare with")


def test_rows_of_the_files_are_compared_with_those_of_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(PROJECT / "raw/chongqing-plan-report-2024.txt", tmp_path)
    monkeypatch.setattr(rows_changes, "FOLDERS", (tmp_path, tmp_path / "absent"))
    monkeypatch.setattr(sys, "argv", ["rows_changes", "--examples", "1"])
    rows_changes.main()
    shown = capfd.readouterr().out
    assert "before.parquet: " in shown
    assert "after.parquet: " in shown
    assert "added" in shown


def test_a_commit_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no-such-commit"):
        rows_changes.unpacked("no-such-commit", tmp_path)
