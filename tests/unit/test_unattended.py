"""What lets refreshes be left alone: one writer, recovery, heartbeats, settled scans, alerts, logs."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from orchestration.reading.settled_scan import scan
from orchestration.runtime import alerts, dagster_home, json_log
from orchestration.runtime.dbt_process import EXECUTABLE
from orchestration.runtime.json_log import JsonLines
from orchestration.storage import heartbeat, landing, recovery
from orchestration.storage.paths import LockedError, WarehouseError, WarehousePaths, connect
from orchestration.storage.publish import publish
from orchestration.storage.write_lock import BusyError, write_lock
from tests.conftest import PROJECT
from tests.unit.landed import content, refresh

HOLD = """
import sys, time
from pathlib import Path
from orchestration.storage import heartbeat
from orchestration.storage.paths import WarehousePaths
from orchestration.storage.write_lock import write_lock
paths = WarehousePaths(Path(sys.argv[1]))
with write_lock(paths), heartbeat.beating(paths, "run"):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def holder(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds something, once it has said so."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.integration
def test_a_second_writer_waits_or_says_so(tmp_path: Path) -> None:
    paths = WarehousePaths(tmp_path)
    told: list[str] = []
    with holder(HOLD, tmp_path) as process:
        with (
            pytest.raises(BusyError, match=rf"another refresh is running \(process {process.pid} since"),
            write_lock(paths, wait=False),
        ):
            pass
        threading.Timer(0.5, process.kill).start()
        # The kernel let go of the lock of the killed process; within this one it may be taken again.
        with write_lock(paths, waiting=told.append), write_lock(paths, wait=False):
            pass
    assert len(told) == 1
    assert "waiting for its end" in told[0]


@pytest.mark.integration
def test_a_run_is_dead_when_its_process_is(tmp_path: Path) -> None:
    paths = WarehousePaths(tmp_path)
    assert not heartbeat.has_stopped(paths, "run")
    with holder(HOLD, tmp_path) as process:
        assert not heartbeat.has_stopped(paths, "run")
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert heartbeat.has_stopped(paths, "run")
    heartbeat.forget(paths, "run")
    assert not heartbeat.has_stopped(paths, "run")
    with heartbeat.beating(paths, "other"):
        pass
    assert not heartbeat.has_stopped(paths, "other")


@pytest.mark.integration
def test_runs_of_killed_processes_are_closed(tmp_path: Path) -> None:
    import dagster as dg

    from orchestration.runtime.run_history import close_dead_runs

    paths = WarehousePaths(tmp_path)

    @dg.job
    def any_job() -> None: ...

    with dg.DagsterInstance.ephemeral() as instance:
        dead, starting = (
            instance.create_run_for_job(any_job, run_id=run_id, status=dg.DagsterRunStatus.STARTED)
            for run_id in ("11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222")
        )
        # A heartbeat that nobody holds.
        (tmp_path / "build" / "runs").mkdir(parents=True)
        (tmp_path / "build" / "runs" / f"{dead.run_id}.lock").touch()
        assert close_dead_runs(instance, paths) == [dead.run_id]
        assert instance.get_run_by_id(dead.run_id).status == dg.DagsterRunStatus.FAILURE  # type: ignore[union-attr]
        assert instance.get_run_by_id(starting.run_id).status == dg.DagsterRunStatus.STARTED  # type: ignore[union-attr]


def test_a_sound_build_is_left_as_it_is(audited: Path) -> None:
    paths = WarehousePaths(audited.parents[1])
    assert recovery.begin(paths) is None
    # Killed now: the mark stands, and the next looks through what was landed.
    assert recovery.begin(paths) is None
    recovery.end(paths)
    assert not audited.with_name("unfinished").exists()


@pytest.mark.parametrize("damage", ["header", "middle", "gone"])
def test_a_damaged_build_is_made_again_from_the_published_version(audited: Path, raw: Path, damage: str) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    with connect(audited, read_only=True) as connection:
        before = content(connection)
    recovery.begin(paths)
    size = audited.stat().st_size
    if damage == "gone":
        audited.unlink()
    else:
        with audited.open("r+b") as handle:
            handle.seek(0 if damage == "header" else 12288)
            handle.write(os.urandom(4096 if damage == "header" else size - 12288))
    done = recovery.begin(paths)
    assert done is not None
    assert "taken from the published version" in done
    with connect(audited) as connection:
        assert content(connection) == before
        assert refresh(connection, raw) == 0


def test_a_damaged_build_without_a_version_starts_anew(audited: Path) -> None:
    paths = WarehousePaths(audited.parents[1])
    audited.write_bytes(b"no database" * 1000)
    done = recovery.begin(paths)
    assert done is not None
    assert "made anew from the raw files" in done
    assert audited.with_name("damaged.duckdb").is_file()
    with connect(audited) as connection:
        landing.create(connection)


@pytest.mark.integration
def test_who_holds_the_build_is_waited_for_and_then_named(audited: Path) -> None:
    hold = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(60)"
    with holder(hold, audited) as process:
        with pytest.raises(LockedError, match="another process holds it"):
            recovery.begin(WarehousePaths(audited.parents[1]), patience=0.3)
        threading.Timer(0.5, process.kill).start()
        assert recovery.begin(WarehousePaths(audited.parents[1])) is None


@pytest.mark.integration
def test_dbt_ends_with_the_process_that_called_it(tmp_path: Path) -> None:
    # A model that takes minutes, so that dbt is at work when its caller is killed.
    files = {
        "dbt_project.yml": "{name: small, profile: small}",
        "profiles.yml": "small: {target: here, outputs: {here: {type: duckdb, path: here.duckdb}}}",
        "models/slow.sql": "select count(*) as n from range(100000000) as a(x), range(100000) as b(y) where x % 7 = y % 11",
    }
    (tmp_path / "models").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    caller = (
        "import subprocess, time\n"
        f"child = subprocess.Popen([{str(EXECUTABLE)!r}, 'build'], cwd={str(tmp_path)!r}, stdout=subprocess.DEVNULL)\n"
        "print('held', flush=True); print(child.pid, flush=True); time.sleep(60)\n"
    )
    with holder(caller) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        until = time.monotonic() + 30
        while not (tmp_path / "here.duckdb").exists() and time.monotonic() < until:
            time.sleep(0.1)
        assert _alive(child)
    until = time.monotonic() + 10
    while _alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_files_are_read_once_they_stand_still(tmp_path: Path) -> None:
    report = tmp_path / "a-2025.txt"
    report.write_text("增长")
    now = report.stat().st_mtime + 60
    first = scan(tmp_path, None, now=now)
    assert first.files is None
    # Nothing moved since: now they are read.
    second = scan(tmp_path, first.state, now=now)
    assert [file.name for file in second.files or []] == ["a-2025.txt"]
    # Being written: the size moves, then stands still but is young.
    report.write_text("增长5%。")
    third = scan(tmp_path, second.state, now=now)
    assert third.files is None
    written = report.stat().st_mtime
    young = scan(tmp_path, third.state, now=written + 3)
    assert young.files is None
    assert "still being written" in young.reason
    assert scan(tmp_path, young.state, now=written + 11).files is not None


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, object]], list[int]]]:
    """A local server that takes JSON: its address, what it was sent, and the codes that it answers before 200."""
    taken: list[dict[str, object]] = []
    answers: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code = answers.pop(0) if answers else 200
            if code == 200:
                taken.append(body)
            self.send_response(code)
            if 300 <= code < 400:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_GET(self) -> None:
            taken.append({"followed": self.path})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        # Every 0.02 s it looks whether it is to end, which each test waits for.
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", taken, answers
        server.shutdown()


@pytest.mark.integration
def test_failures_are_told_to_the_webhook(
    webhook: tuple[str, list[dict[str, object]], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import dagster as dg

    from orchestration.defs.automation import alert_on_failure

    address, taken, answers = webhook

    @dg.op
    def breaks() -> None:
        raise RuntimeError("磁盘已满")

    @dg.job(name="refresh")
    def failing() -> None:
        breaks()

    with dg.DagsterInstance.ephemeral() as instance:
        result = failing.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            sensor_name="alert_on_failure",
            dagster_event=result.get_run_failure_event(),
            dagster_instance=instance,
            dagster_run=result.dagster_run,
        ).for_run_failure()
        monkeypatch.delenv(alerts.VARIABLE, raising=False)
        assert "not set" in str(alert_on_failure(context))
        assert taken == []
        monkeypatch.setenv(alerts.VARIABLE, address)
        # The server stumbles once.
        answers.append(503)
        alert_on_failure(context)
    (sent,) = taken
    assert sent["run_id"] == result.run_id
    assert "refresh failed: 磁盘已满" in str(sent["text"])
    assert sent["causes"] == ["磁盘已满"]


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match=r"no http\(s\) address"):
        alerts.address("file:///etc/passwd")
    with pytest.raises(OSError, match="refused"):
        alerts.send("http://127.0.0.1:9/", {}, pause=0)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd?token=geheim",
        "chat.example.org/hook?token=geheim",
        "https:///hook?token=geheim",
        "http://[::1/hook?token=geheim",
        "http://chat.example.org:port/hook?token=geheim",
        "http://chat.example.org/ho ok?token=geheim",
        "http://chat.example.org/hook?token=geheim\n&x",
        "http://例.org/hook?token=geheim",
    ],
)
def test_a_malformed_address_is_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=alerts.VARIABLE) as told:
        alerts.address(url)
    assert "geheim" not in "".join(traceback.format_exception(told.value))


@pytest.mark.parametrize("code", [301, 302, 307, 308, 403, 500])
def test_a_message_goes_to_the_address_that_was_set_and_no_other(
    webhook: tuple[str, list[dict[str, object]], list[int]], code: int
) -> None:
    address, taken, answers = webhook
    answers.extend([code] * 3)
    secret = f"{address}?token={'geheim'}"
    with pytest.raises(OSError, match=f"it answered {code}") as told:
        alerts.send(secret, {}, pause=0)
    assert taken == []
    assert "geheim" not in "".join(traceback.format_exception(told.value))
    # What is no passing fault is not asked again.
    assert len(answers) == (2 if code < 400 else 0)


@pytest.mark.integration
def test_the_journal_is_bounded_and_loses_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(json_log.VARIABLE, "0.0005")
    path = tmp_path / "refresh.jsonl"
    # Two processes that write to one file, as the daemon's and a run's.
    code = (
        "import logging, sys; from orchestration.runtime.json_log import Journal; handler = Journal(sys.argv[1], encoding='utf-8')\n"
        "print('held', flush=True)\n"
        "for n in range(60): handler.emit(logging.LogRecord('x', 20, 'f', 1, f'{sys.argv[2]} {n:02d}', (), None))\n"
        "handler.close(); print('done', flush=True); import time; time.sleep(60)"
    )
    with holder(code, path, "one") as first, holder(code, path, "two") as second:
        for process in (first, second):
            assert process.stdout is not None
            assert process.stdout.readline() == "done\n"
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files[:2] == ["refresh.jsonl", "refresh.jsonl.1"]
    assert len(files) <= 1 + json_log.KEPT
    assert max(file.stat().st_size for file in tmp_path.iterdir()) < 600
    lines = [line for file in tmp_path.iterdir() for line in file.read_text().splitlines()]
    assert len(lines) == len(set(lines)) == 120


def test_the_journal_keeps_so_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(json_log.VARIABLE, "0.0001")
    handler = json_log.Journal(str(tmp_path / "refresh.jsonl"))
    for number in range(200):
        handler.emit(logging.LogRecord("x", 20, "f", 1, f"line {number}", (), None))
    handler.close()
    assert len(list(tmp_path.iterdir())) == 1 + json_log.KEPT
    assert "line 199" in (tmp_path / "refresh.jsonl").read_text()
    monkeypatch.setenv(json_log.VARIABLE, "big")
    assert json_log._limit() == json_log.MEGABYTES * 2**20


@pytest.mark.parametrize("published", [True, False])
def test_a_build_that_is_in_its_own_way_is_made_again(
    audited: Path, raw: Path, published: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = WarehousePaths(audited.parents[1])
    if published:
        publish(paths, "one")
    with connect(audited, read_only=True) as connection:
        before = content(connection)
    # What a refresh that ran into a full disk left: a large build, and what was spilled.
    with audited.open("ab") as handle:
        handle.truncate(300 * 2**20)
    (audited.parent / "indicators.duckdb.tmp").mkdir()
    (audited.parent / "indicators.duckdb.tmp" / "spilled").write_bytes(b"x" * 1000)
    free = [200 * 2**20]
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free[0]))
    done = recovery.begin(paths)
    assert done is not None
    assert "the build folder was emptied" in done
    assert ("taken from the published version" if published else "made anew from the raw files") in done
    free[0] += 300 * 2**20
    assert recovery.begin(paths) is None
    assert not (audited.parent / "indicators.duckdb.tmp").exists()
    with connect(audited) as connection:
        landing.create(connection)
        assert refresh(connection, raw) == (0 if published else 2)
        assert content(connection) == before


def test_a_full_disk_is_told_where_nothing_can_be_won(audited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    before = audited.read_bytes()
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=2**20))
    with pytest.raises(WarehouseError, match="1 MiB are free, a refresh needs about"):
        recovery.begin(paths)
    assert audited.read_bytes() == before


@pytest.mark.parametrize("name", ["plain", 'it\'s "quoted"', "总体 a: b & c", "{logs}", "back\\slash"])
def test_the_settings_name_folders_as_they_are(name: str, tmp_path: Path) -> None:
    made = dagster_home.prepare(tmp_path / name)
    settings = yaml.safe_load((made / "dagster.yaml").read_text("utf-8"))
    assert settings["event_log_storage"]["config"]["base_dir"] == f"{tmp_path}/{name}/.dagster/history/runs"
    handler = settings["python_logs"]["dagster_handler_config"]["handlers"]["journal"]
    assert handler["filename"] == f"{tmp_path}/{name}/logs/refresh.jsonl"


def test_log_lines_are_json() -> None:
    record = logging.LogRecord("dagster", logging.INFO, "f", 1, "%s 行", ("两",), None)
    record.dagster_meta = {"run_id": "r", "step_key": "s", "job_name": "refresh", "orig_message": None}
    line = json.loads(JsonLines().format(record))
    assert (line["run_id"], line["step"], line["message"], line["level"]) == ("r", "s", "两 行", "INFO")


def test_the_configuration_follows_the_project_until_a_person_changes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = dagster_home.prepare(tmp_path) / "dagster.yaml"
    assert f'filename: "{tmp_path}/logs/refresh.jsonl"' in config.read_text()
    newer = tmp_path / "newer.yaml"
    newer.write_text("telemetry: {enabled: false}\n")
    monkeypatch.setattr(dagster_home, "TEMPLATE", newer)
    dagster_home.prepare(tmp_path)
    assert config.read_text().startswith(newer.read_text())
    config.write_text("telemetry: {enabled: true}\n")
    dagster_home.prepare(tmp_path)
    assert config.read_text() == "telemetry: {enabled: true}\n"
