"""The project as a Dagster project and as a repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg_core
import pytest

from tests.conftest import PROJECT, Published


def dg(warehouse: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("dg")), *arguments]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment["INDICATORS_WAREHOUSE"] = str(warehouse)
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def test_dg_checks_and_lists_the_definitions(published: Published) -> None:
    checked = dg(published.warehouse, "check", "defs")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    listed = dg(published.warehouse, "list", "defs", "--json")
    assert listed.returncode == 0, listed.stderr
    found = json.loads(listed.stdout[listed.stdout.index("{") :])
    assert [job["name"] for job in found["jobs"]] == ["fetch", "refresh"]
    assert [schedule["name"] for schedule in found["schedules"]] == ["fetch_daily", "refresh_daily"]
    assert sorted(sensor["name"] for sensor in found["sensors"]) == ["alert_on_failure", "raw_folder"]
    assert {"raw/report_files", "landing/observations", "marts/plan_outturn", "published/warehouse"} <= {
        asset["asset_key"] for asset in found["assets"]
    }


class Ticks:
    """The sensor on a folder, tick after tick, with the cursor that Dagster would keep."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from orchestration.defs.resources import Folders

        monkeypatch.setenv("INDICATORS_RAW", str(folder / "raw"))
        monkeypatch.setenv("INDICATORS_WAREHOUSE", str(folder))
        self.folders = Folders.of_environment()
        self.cursor: str | None = None

    def tick(self) -> tuple[list[str], str]:
        """The keys of the runs that are asked for, and the reason where there is none."""
        from orchestration.defs.automation import raw_folder

        with dg_core.DagsterInstance.ephemeral() as instance:
            context = dg_core.build_sensor_context(
                instance=instance, cursor=self.cursor, resources={"folders": self.folders}
            )
            result = raw_folder(context)
        self.cursor = getattr(result, "cursor", self.cursor)
        requests = getattr(result, "run_requests", None) or []
        return [request.run_key for request in requests], str(getattr(result, "skip_reason", result))


def write(path: Path, text: str) -> None:
    """A file that nobody has written to for a while."""
    path.write_text(text, "utf-8")
    os.utime(path, (time.time() - 60, time.time() - 60))


def test_the_sensor_asks_for_one_run_when_the_folder_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks, raw = Ticks(tmp_path, monkeypatch), tmp_path / "raw"
    assert "no such folder" in ticks.tick()[1]
    raw.mkdir()
    ticks.tick()
    assert "no reports" in ticks.tick()[1]
    write(raw / "a-2025.txt", "增长5%。")
    assert ticks.tick()[0] == []
    (first,) = ticks.tick()[0]
    assert "nothing has changed" in ticks.tick()[1]
    # Another content, a file that goes, and the first state again, each is a run of its own.
    keys = [first]
    for content in ("增长6%。", "增长5%。"):
        write(raw / "a-2025.txt", content)
        ticks.tick()
        keys += ticks.tick()[0]
    write(raw / "b-2025.txt", "增长7%。")
    ticks.tick()
    keys += ticks.tick()[0]
    (raw / "b-2025.txt").unlink()
    ticks.tick()
    keys += ticks.tick()[0]
    assert len(set(keys)) == len(keys) == 5
    # Written anew with the same content: nothing has changed.
    (raw / "a-2025.txt").write_text("增长5%。", "utf-8")
    os.utime(raw / "a-2025.txt", (1, 1))
    assert ticks.tick()[0] == ticks.tick()[0] == []


def test_a_storm_of_files_is_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks, raw = Ticks(tmp_path, monkeypatch), tmp_path / "raw"
    raw.mkdir()
    ticks.tick()
    for batch in range(2):
        for number in range(2500):
            write(raw / f"{batch}-{number}-2025.txt", f"增长{number}.{batch}%。")
        assert ticks.tick()[0] == []
    assert len(ticks.tick()[0]) == 1
    assert ticks.tick()[0] == []


def test_what_is_published_already_is_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from orchestration.fingerprints import refresh_fingerprint
    from orchestration.reading.files import list_files
    from orchestration.storage.paths import WarehousePaths
    from orchestration.storage.versions import add

    ticks, raw = Ticks(tmp_path, monkeypatch), tmp_path / "raw"
    raw.mkdir()
    write(raw / "a-2025.txt", "增长5%。")
    paths = WarehousePaths(tmp_path)
    paths.build.parent.mkdir()
    for made in (paths.build, paths.build_page):
        made.touch()
    add(paths, refresh_fingerprint((file.name, file.content_hash) for file in list_files(raw)), 1, 1)
    ticks.tick()
    assert "nothing has changed" in ticks.tick()[1]


def test_without_a_manifest_the_definitions_say_what_makes_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from orchestration.definitions import defs; defs()"],
        cwd=PROJECT,
        env={**os.environ, "INDICATORS_WAREHOUSE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"make it with `indicators home --warehouse {tmp_path}`" in done.stderr
    # Nothing was parsed or written for it.
    assert list(tmp_path.iterdir()) == []


def test_automations_start_switched_off(published: Published) -> None:
    from orchestration.definitions import defs

    repository = defs().get_repository_def()
    assert {schedule.default_status.value for schedule in repository.schedule_defs} == {"STOPPED"}
    assert {sensor.default_status.value for sensor in repository.sensor_defs} == {"STOPPED"}


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
