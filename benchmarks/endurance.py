"""What unattended refreshes must stand: `make bench-endurance`, or one part with its number of rounds.

    python -m benchmarks.endurance kills 200       refreshes killed (kill -9) at a random instant, then one left to end
    python -m benchmarks.endurance readers 50      8 processes query in a loop through publications
    python -m benchmarks.endurance pairs 20        two refreshes started at once
    python -m benchmarks.endurance drop 3          a file dropped with the daemon running, until it is published
    python -m benchmarks.endurance disk            a full disk and a read-only folder (needs the right to mount)

Each part ends with exit 1 where what it is about does not hold. Random instants come of a seed that is printed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from docs.screenshots import dagster_ui
from orchestration.storage import versions
from orchestration.storage.paths import WarehousePaths

PROJECT = Path(__file__).resolve().parents[1]
INDICATORS = str(Path(sys.executable).with_name("indicators"))
READER = """
import duckdb, sys
queries = seen = 0
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        # Both come from one version, or the reader has seen a part of two.
        (stamp,) = connection.execute("select fingerprint from landing.publication").fetchone()
        landed, facts = connection.execute(
            "select (select count(*) from landing.observations), (select count(*) from marts.fct_observation)"
        ).fetchone()
        assert landed == facts > 0, (landed, facts)
        assert stamp
    print(stamp, flush=True)
"""


def tables(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of landing and marts, in an order of their own; the stamp of the publication is no data."""
    with duckdb.connect(database, read_only=True) as connection:
        names = connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where schema_name in ('landing', 'marts') and table_name <> 'publication' order by all"
        ).fetchall()
        return {
            f"{schema}.{name}": sorted(connection.execute(f'from {schema}."{name}"').fetchall(), key=repr)
            for schema, name in names
        }


def refresh(raw: Path, warehouse: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A refresh left to its end."""
    command = [INDICATORS, "refresh", "--raw", str(raw), "--warehouse", str(warehouse), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def reports(folder: Path, number: int | None = None) -> Path:
    """A raw folder with the first samples."""
    raw = folder / "raw"
    raw.mkdir()
    for report in sorted((PROJECT / "raw").glob("chongqing-*"))[:number]:
        shutil.copy(report, raw)
    return raw


def expect(holds: bool, what: str) -> None:
    """End with what does not hold."""
    if not holds:
        sys.exit(f"DOES NOT HOLD: {what}")


def kills(rounds: int, seed: int = 0) -> None:
    """Refreshes killed at random instants; every one adds or takes a report, so that each has much to do."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw, warehouse = reports(folder), folder / "warehouse"
        moving = sorted(raw.iterdir())[0]
        hidden = raw / f".{moving.name}"

        def move() -> None:
            (moving if moving.exists() else hidden).rename(hidden if moving.exists() else moving)

        expect(refresh(raw, warehouse).returncode == 0, "the first refresh ends well")
        move()
        started = time.perf_counter()
        expect(refresh(raw, warehouse).returncode == 0, "the second refresh ends well")
        whole = time.perf_counter() - started
        killed = ended = 0
        while killed < rounds:
            move()
            command = [INDICATORS, "refresh", "--force", "--raw", str(raw), "--warehouse", str(warehouse)]
            # Half are killed with all their children, half alone, as the kernel does when memory runs out.
            group = chance.random() < 0.5
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            time.sleep(chance.uniform(0, whole))
            if process.poll() is not None:
                # It was faster than its instant, and counts for nothing.
                ended += 1
                continue
            (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
            with duckdb.connect(warehouse / "indicators.duckdb", read_only=True) as connection:
                row = connection.execute("select count(*) from marts.plan_outturn").fetchone()
            expect(row is not None and row[0] > 0, f"after kill {killed} the published file can be read")
            expect((warehouse / "explorer.html").stat().st_size > 10_000, f"after kill {killed} the page is whole")
            if killed % 20 == 0:
                print(f"  {killed} of {rounds}", flush=True)
        if hidden.exists():
            move()
        done = refresh(raw, warehouse, "--force")
        expect(done.returncode == 0, f"the refresh after all kills ends well: {done.stderr}")
        undisturbed = folder / "undisturbed"
        expect(refresh(raw, undisturbed).returncode == 0, "the undisturbed refresh ends well")
        same = tables(warehouse / "indicators.duckdb") == tables(undisturbed / "indicators.duckdb")
        expect(same, "the tables after all kills are those of an undisturbed run")
        print(
            f"kills: {killed} refreshes killed (seed {seed}, {whole:.1f} s each if left; {ended} more ended before their "
            "instant); the published file opened after each; final tables equal"
        )


def readers(publications: int, number: int = 8) -> None:
    """Processes that query in a loop while versions come and go beneath them."""
    from orchestration.storage.publish import publish

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw, warehouse = reports(folder), folder / "warehouse"
        expect(refresh(raw, warehouse).returncode == 0, "the first refresh ends well")
        paths = WarehousePaths(warehouse)
        command = [sys.executable, "-c", READER, str(paths.published)]
        logs = [(folder / f"reader-{reader}.txt") for reader in range(number)]
        with _started(command, logs) as processes:
            for publication in range(publications):
                publish(paths, f"{publication:08d}")
                time.sleep(0.2)
            expect(all(process.poll() is None for process in processes), _errors(logs))
        stamps = [log.read_text().split() for log in logs]
        expect(
            all(stamp == sorted(stamp, key=lambda each: (len(each) == 8, each)) for stamp in stamps),
            "time runs forward",
        )
        seen = statistics.mean(len(set(each)) for each in stamps)
        print(
            f"readers: {number} processes, {publications} publications, {sum(map(len, stamps))} connections, none failed; "
            f"each saw {seen:.0f} versions on average; {len(versions.known(paths))} are kept"
        )


@contextmanager
def _started(command: list[str], logs: list[Path]) -> Iterator[list[subprocess.Popen[bytes]]]:
    handles = [log.open("wb") for log in logs]
    failures = [log.with_suffix(".err").open("wb") for log in logs]
    processes = [subprocess.Popen(command, stdout=out, stderr=err) for out, err in zip(handles, failures, strict=True)]
    try:
        time.sleep(1)
        yield processes
    finally:
        for process in processes:
            process.terminate()
            process.wait()
        for handle in (*handles, *failures):
            handle.close()


def _errors(logs: list[Path]) -> str:
    return "no reader fails: " + "; ".join(log.with_suffix(".err").read_text()[-500:] for log in logs)


def pairs(rounds: int) -> None:
    """Two refreshes at once, as a schedule and a person may start them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw, warehouse = reports(folder), folder / "warehouse"
        waited = 0
        for number in range(rounds):
            # Something new for both, and for the second to find already published.
            (raw / "note-2025.txt").write_text(f"2025年某市政府工作报告\n新增就业{number + 1}万人。\n", "utf-8")
            command = [INDICATORS, "refresh", "--raw", str(raw), "--warehouse", str(warehouse)]
            both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in "12"]
            ends = [process.communicate() for process in both]
            expect(all(process.returncode == 0 for process in both), f"pair {number}: both end well: {ends}")
            expect(not any("Traceback" in err for _, err in ends), f"pair {number}: no traceback: {ends}")
            waited += sum("another refresh is running" in err for _, err in ends)
        undisturbed = folder / "undisturbed"
        expect(refresh(raw, undisturbed).returncode == 0, "the undisturbed refresh ends well")
        same = tables(warehouse / "indicators.duckdb") == tables(undisturbed / "indicators.duckdb")
        expect(same, "the tables are those of one refresh")
        print(
            f"pairs: {rounds} pairs, all ended well, {waited} waited for the other; tables equal those of one refresh"
        )


START = """
    mutation { startSensor(sensorSelector: {repositoryLocationName: "plan_indicators",
        repositoryName: "__repository__", sensorName: "raw_folder"}) { __typename } }
"""
RUNS = "{ runsOrError(limit: 1) { ... on Runs { results { creationTime startTime endTime status } } } }"


def ask(address: str, query: str) -> dict[str, Any]:
    """The answer of the UI's GraphQL."""
    request = urllib.request.Request(
        f"{address}/graphql", json.dumps({"query": query}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return dict(json.loads(answer.read())["data"])


def drop(rounds: int) -> None:
    """A file dropped with the daemon running: the time until readers see it, against the sum of its parts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw, warehouse = reports(folder), folder / "warehouse"
        expect(refresh(raw, warehouse).returncode == 0, "the first refresh ends well")
        with dagster_ui(raw, warehouse) as address:
            expect(ask(address, START)["startSensor"]["__typename"] == "Sensor", "the sensor is switched on")
            time.sleep(40)
            for number in range(rounds):
                dropped = time.time()
                (raw / f"new-{number}-2025.txt").write_text(
                    f"2025年某市政府工作报告\n新增就业{number}万人。\n", "utf-8"
                )
                while len(_known_files(warehouse)) < 6 + number:
                    expect(time.time() - dropped < 300, "the file is published within five minutes")
                    time.sleep(0.2)
                seen = time.time()
                while (run := ask(address, RUNS)["runsOrError"]["results"][0])["status"] != "SUCCESS":
                    time.sleep(0.2)
                made = json.loads((warehouse / "last-refresh.json").read_text("utf-8"))
                steps = {step["step"]: step["seconds"] for step in made["steps"]}
                parts = {
                    "settling and sensor": run["creationTime"] - dropped,
                    "queue and process start": run["startTime"] - run["creationTime"],
                    "reading and extraction": steps["read_reports"] + steps["extract_figures"],
                    "dbt": steps["build_models"],
                    "audit, page, publishing": sum(
                        steps[step] for step in ("audit", "look", "published__explorer", "published__warehouse")
                    ),
                }
                told = ", ".join(f"{part} {value:.1f}" for part, value in parts.items())
                print(f"  dropped → published {seen - dropped:.1f} s; parts {sum(parts.values()):.1f} s: {told}")


def _known_files(warehouse: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(warehouse / "indicators.duckdb", read_only=True) as connection:
        return connection.execute("select file_name from marts.dim_report").fetchall()


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A small file system in memory."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(ballast: Path) -> None:
    """Write until nothing more goes in."""
    with ballast.open("wb", buffering=0) as handle:
        try:
            while handle.write(bytes(2**20)):
                pass
        except OSError:
            return


def disk(sizes: tuple[str, ...] = ("4m", "16m", "30m", "45m", "60m", "80m")) -> None:
    """Disks that fill up at different moments, and one that turns read-only: a clear line, and nothing lost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = reports(folder)
        for size in sizes:
            with mounted(folder / f"disk-{size}", size) as small:
                done = refresh(raw, small / "warehouse")
                line = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
                expect("Traceback" not in done.stderr, f"{size}: no traceback: {done.stderr}")
                expect(done.returncode == 0 or line.startswith("Error:"), f"{size}: one clear line: {done.stderr}")
                print(f"  {size:>4} exit {done.returncode}: {line[:200]}")
        with mounted(folder / "full", "300m") as small:
            warehouse = small / "warehouse"
            expect(refresh(raw, warehouse).returncode == 0, "the first refresh ends well")
            before = tables(warehouse / "indicators.duckdb")
            fill(small / "ballast")
            done = refresh(raw, warehouse, "--force")
            expect(done.returncode == 1 and "Traceback" not in done.stderr, f"full: one clear line: {done.stderr}")
            print(f"  full disk, exit {done.returncode}: {done.stderr.strip().splitlines()[-1][:300]}")
            expect(tables(warehouse / "indicators.duckdb") == before, "the published file is as it was")
            # And a disk that fills while the refresh works.
            for pause in (1, 3, 5, 7, 9, 11, 13, 15):
                (small / "ballast").unlink()
                command = [INDICATORS, "refresh", "--force", "--raw", str(raw), "--warehouse", str(warehouse)]
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                time.sleep(pause)
                fill(small / "ballast")
                _, err = process.communicate()
                expect("Traceback" not in err, f"full after {pause} s: no traceback: {err}")
                line = next((line for line in err.splitlines() if line.startswith("Error:")), "")
                expect(bool(line) == bool(process.returncode), f"full after {pause} s: a line that says so: {err}")
                print(f"  full after {pause} s, exit {process.returncode}: {line[:300]}")
                expect(tables(warehouse / "indicators.duckdb") == before, "the published file is as it was")
            (small / "ballast").unlink()
            expect(refresh(raw, warehouse, "--force").returncode == 0, "with room again it ends well")
            expect(tables(warehouse / "indicators.duckdb") == before, "nothing is lost")
            subprocess.run(["mount", "-o", "remount,ro", small], check=True)
            done = refresh(raw, warehouse, "--force")
            expect(done.returncode == 1 and "Traceback" not in done.stderr, f"read-only: one clear line: {done.stderr}")
            print(f"  read-only, exit {done.returncode}: {done.stderr.strip().splitlines()[-1][:300]}")
            expect(tables(warehouse / "indicators.duckdb") == before, "the published file is as it was")
        print(f"disk: {len(sizes)} sizes, a full and a read-only disk: clear lines, nothing lost")


def main() -> None:
    """Run the parts that are named, or all."""
    parts = {"kills": (kills, 200), "readers": (readers, 50), "pairs": (pairs, 20), "drop": (drop, 3)}
    arguments = sys.argv[1:] or ["kills", "readers", "pairs", "drop", "disk"]
    while arguments:
        part = arguments.pop(0)
        if part == "disk":
            disk()
            continue
        function, rounds = parts[part]
        function(int(arguments.pop(0)) if arguments and arguments[0].isdigit() else rounds)


if __name__ == "__main__":
    main()
