"""The project as a Dagster project and as a repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.integration


def dg(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("dg")), *arguments]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def test_dg_checks_and_lists_the_definitions() -> None:
    checked = dg("check", "defs")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    listed = dg("list", "defs", "--json")
    assert listed.returncode == 0, listed.stderr
    found = json.loads(listed.stdout[listed.stdout.index("{") :])
    assert [job["name"] for job in found["jobs"]] == ["refresh"]
    assert [schedule["name"] for schedule in found["schedules"]] == ["refresh_daily"]
    assert [sensor["name"] for sensor in found["sensors"]] == ["raw_folder"]
    assert {"raw/report_files", "landing/observations", "marts/plan_outturn", "published/warehouse"} <= {
        asset["asset_key"] for asset in found["assets"]
    }


def test_the_sensor_asks_for_one_run_when_the_folder_changes(tmp_path: Path) -> None:
    import dagster

    from orchestration.defs.automation import raw_folder
    from orchestration.defs.resources import Folders

    folders = Folders(raw=str(tmp_path / "raw"), warehouse=str(tmp_path))

    def look(cursor: str | None) -> object:
        context = dagster.build_sensor_context(cursor=cursor, resources={"folders": folders})
        return raw_folder(context)

    assert "no such folder" in str(look(None))
    (tmp_path / "raw").mkdir()
    assert "no reports" in str(look(None))
    (tmp_path / "raw" / "a-2025.txt").write_text("增长5%。", "utf-8")
    first = look(None)
    assert len(first.run_requests) == 1  # type: ignore[attr-defined]
    assert "nothing has changed" in str(look(first.cursor))  # type: ignore[attr-defined]
    (tmp_path / "raw" / "a-2025.txt").write_text("增长6%。", "utf-8")
    assert len(look(first.cursor).run_requests) == 1  # type: ignore[attr-defined]


def test_versions_are_pinned_with_hashes_and_no_address() -> None:
    for lock in PROJECT.glob("requirements*.lock"):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://", text), lock.name
    assert not (PROJECT / "uv.lock").exists()


def test_links_in_the_documents_lead_somewhere() -> None:
    dead = []
    for document in [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), *PROJECT.glob("*/README.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
            if not (document.parent / target).exists():
                dead.append(f"{document.name}: {target}")
    assert dead == []
