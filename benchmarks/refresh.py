"""A refresh of one new report beside a bare `dbt build` of the same models, in turn: `make bench REPORTS='5 1000'`.

Beside five samples, and beside a thousand reports (these samples under the names of other places) that were landed
before; each refresh has one report more to read. The bare build is one dbt run over what the refresh left. Prints the seconds of each run, the medians and their ratio. Times of one machine mean little; the ratio travels.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ROUNDS = 3


def seconds(command: list[str], cwd: Path, **environment: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, check=True, capture_output=True)
    return time.perf_counter() - started


def corpus(raw: Path, number: int) -> None:
    """The samples, and as many copies of them under the names of cities as are asked for."""
    raw.mkdir(parents=True)
    samples = sorted((PROJECT / "raw").glob("chongqing-*"))
    for sample in samples[:number]:
        shutil.copy(sample, raw)
    with (PROJECT / "dbt_project/seeds/regions.csv").open(encoding="utf-8") as handle:
        cities = [row for row in csv.DictReader(handle) if row["level"] == "city"]
    copies = ((city, sample) for city in cities for sample in samples)
    for city, sample in itertools.islice(copies, max(0, number - len(samples))):
        text = sample.read_text("utf-8").replace("重庆市", city["name"])
        (raw / f"{city['region_code']}-{sample.name.partition('-')[2]}").write_text(text, "utf-8")


def compare(number: int) -> None:
    """Time refreshes of one more report each and bare builds in turn, and print them."""
    with tempfile.TemporaryDirectory() as folder:
        raw, warehouse = Path(folder) / "raw", Path(folder) / "warehouse"
        corpus(raw, number)
        refresh = [str(BIN / "indicators"), "refresh", "--raw", str(raw), "--warehouse", str(warehouse)]
        build = [str(BIN / "dbt"), "build", "--quiet", "--exclude-resource-type", "unit_test"]
        build += ["--target-path", str(warehouse / "bare")]
        database = str(warehouse / "build" / "indicators.duckdb")
        # Both have run before: neither pays for a first parse, and all but one report are landed.
        first = seconds(refresh, PROJECT)
        seconds(build, PROJECT / "dbt_project", INDICATORS_BUILD=database)
        times: dict[str, list[float]] = {"refresh": [], "dbt build": []}
        for turn in range(ROUNDS):
            new = f"2025年第{turn}市政府工作报告\n2024年，全市新增就业{turn + 1}万人。\n"
            (raw / f"new-{turn}-2025.txt").write_text(new, "utf-8")
            times["refresh"].append(seconds(refresh, PROJECT))
            times["dbt build"].append(seconds(build, PROJECT / "dbt_project", INDICATORS_BUILD=database))
        nothing = statistics.median(seconds(refresh, PROJECT) for _ in range(ROUNDS))
        steps = json.loads((warehouse / "last-refresh.json").read_text("utf-8"))["steps"]
    medians = {name: statistics.median(each) for name, each in times.items()}
    print(f"one new report beside {number:,} landed ones (the first refresh of all took {first:.1f} s)")
    for name, each in times.items():
        print(f"  {name:10} median {medians[name]:6.2f} s of {', '.join(f'{value:.2f}' for value in each)}")
    print(f"  refresh / dbt build: {medians['refresh'] / medians['dbt build']:.2f};  nothing new: {nothing:.2f} s")
    print("  steps: " + ", ".join(f"{step['step']} {step['seconds']:.1f}" for step in steps))


def main() -> None:
    """Compare beside as many landed reports as are named."""
    for number in [int(argument) for argument in sys.argv[1:]] or [5, 1000]:
        compare(number)
    helped = statistics.median(seconds([str(BIN / "indicators"), "--help"], PROJECT) for _ in range(ROUNDS))
    print(f"indicators --help: {helped:.2f} s")


if __name__ == "__main__":
    main()
