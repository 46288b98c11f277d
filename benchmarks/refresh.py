"""A refresh of the samples beside a bare `dbt build` of the same models, in turn: `make bench`.

Prints the seconds of each run, the medians and their ratio. Times of one machine mean little; the ratio travels.
"""

from __future__ import annotations

import os
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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(folder)
        refresh = [str(BIN / "indicators"), "refresh", "--force", "--warehouse", folder]
        build = [str(BIN / "dbt"), "build", "--quiet", "--target-path", str(warehouse / "bare")]
        database = str(warehouse / "build" / "indicators.duckdb")
        # Both have run before: neither pays for a first parse.
        seconds(refresh, PROJECT)
        seconds(build, PROJECT / "dbt_project", INDICATORS_BUILD=database)
        times: dict[str, list[float]] = {"refresh": [], "dbt build": []}
        for _ in range(ROUNDS):
            times["refresh"].append(seconds(refresh, PROJECT))
            times["dbt build"].append(seconds(build, PROJECT / "dbt_project", INDICATORS_BUILD=database))
        nothing = statistics.median(seconds([*refresh[:2], *refresh[3:]], PROJECT) for _ in range(ROUNDS))
        helped = statistics.median(seconds([str(BIN / "indicators"), "--help"], PROJECT) for _ in range(ROUNDS))
    medians = {name: statistics.median(each) for name, each in times.items()}
    for name, each in times.items():
        print(f"{name:10} median {medians[name]:6.2f} s of {', '.join(f'{value:.2f}' for value in each)}")
    print(f"refresh / dbt build: {medians['refresh'] / medians['dbt build']:.2f}")
    print(f"refresh with nothing new: {nothing:.2f} s;  indicators --help: {helped:.2f} s")


if __name__ == "__main__":
    main()
