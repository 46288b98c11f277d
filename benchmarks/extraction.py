"""Throughput and growth of the extraction, beside a bare scan for numbers and a peer: `make bench-extraction`.

Each measurement runs in a process of its own, so that its peak of memory is its own. Texts are the sample reports one
behind the other, or the files named on the command line, each copy with years and place of its own. The peer is
Microsoft's Recognizers-Text for Chinese, which finds numbers and units but neither names nor periods; it runs where
`benchmarks/peers.txt` has been installed into the folder that PEERS names, else its rows are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PLACES = ("重庆市", "成都市", "武汉市", "西安市", "长沙市", "贵阳市", "昆明市")
COPIES, GROWTH, ROUNDS = 2_000, (1, 10, 100, 1_000, 10_000), 3
# The peer is slow: so many characters of the text are enough to tell how slow.
PEER_CHARACTERS = 4_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="texts to copy; the sample reports if none")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    return parser.parse_args()


def corpus() -> str:
    files = arguments().files or sorted((PROJECT / "raw").glob("*.txt"))
    return "\n".join(path.read_text("utf-8") for path in files)


def reports(copies: int):
    import polars as pl

    text = corpus()
    # Shifting every year keeps the lengths, and with them the megabytes.
    shifted = [re.sub(r"20\d\d", lambda year, by=by: str(int(year[0]) - by), text) for by in range(10)]
    return pl.DataFrame(
        {
            "report_id": [f"{n:016x}" for n in range(copies)],
            "text": [shifted[n % 10].replace("重庆", PLACES[n % 7][:2]) for n in range(copies)],
            "region": [PLACES[n % 7] for n in range(copies)],
            "report_year": [2025 - n % 10 for n in range(copies)],
            "kind": ["plan_report"] * copies,
        },
        schema_overrides={"report_year": pl.Int32},
    )


def extraction(copies: int) -> dict[str, float]:
    from orchestration.extraction.batches import ahead, cut
    from orchestration.extraction.pipeline import extract, extract_batch

    frame = reports(copies)
    extract(frame[:1])
    began, rows = time.perf_counter(), 0
    for part in ahead(extract_batch, cut(frame)):
        rows += part.observations.height
    return {"s": time.perf_counter() - began, "bytes": frame["text"].str.len_bytes().sum(), "rows": rows}


def scan(copies: int) -> dict[str, float]:
    """The limit: every number with what stands around it, and nothing known of it."""
    import polars as pl

    frame = reports(copies)
    pattern = r"[^\d]{0,16}\d+(?:\.\d+)?[^\d]{0,8}"
    began = time.perf_counter()
    rows = frame.lazy().select(pl.col("text").str.extract_all(pattern)).explode("text").collect().height
    return {"s": time.perf_counter() - began, "bytes": frame["text"].str.len_bytes().sum(), "rows": rows}


def peer(models: int) -> dict[str, float]:
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    unit, number = NumberWithUnitRecognizer(Culture.Chinese), NumberRecognizer(Culture.Chinese)
    all_models = [
        unit.get_currency_model(),
        unit.get_dimension_model(),
        number.get_number_model(),
        number.get_percentage_model(),
        DateTimeRecognizer(Culture.Chinese).get_datetime_model(),
    ][:models]
    text = corpus()[:PEER_CHARACTERS]
    lines = [line for line in text.split("\n") if line]
    for model in all_models:
        model.parse(lines[0])
    began = time.perf_counter()
    rows = sum(len(model.parse(line)) for line in lines for model in all_models)
    return {"s": time.perf_counter() - began, "bytes": len(text.encode()), "characters": len(text), "rows": rows}


def measured(python: str, what: Callable[[int], dict[str, float]], size: int) -> dict[str, float]:
    command = [python, __file__, "--run", f"{what.__name__}:{size}", *map(str, arguments().files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def shown(name: str, runs: list[dict[str, float]]) -> None:
    best = sorted(runs, key=lambda run: run["s"])[len(runs) // 2]
    speed = best["bytes"] / 1e6 / best["s"]
    spread = ", ".join(f"{run['s']:.2f}" for run in runs)
    print(
        f"{name:28}{best['bytes'] / 1e6:9.3f} MB {speed:9.3f} MB/s {int(best['rows']):9} rows"
        f" {best['peak']:6.0f} MB at most   s: {spread}",
        flush=True,
    )


def main() -> None:
    # In turn, so that a noisy machine is noisy for both.
    turns = [
        (measured(sys.executable, extraction, COPIES), measured(sys.executable, scan, COPIES)) for _ in range(ROUNDS)
    ]
    shown(f"extraction, {COPIES} reports", [turn[0] for turn in turns])
    shown(f"bare scan, {COPIES} reports", [turn[1] for turn in turns])
    peers = os.environ.get("PEERS")
    if peers:
        for models in (2, 5):
            shown(f"Recognizers-Text, {models} models", [measured(peers, peer, models)])
    else:
        print("Recognizers-Text is left out: PEERS names no Python that has it (benchmarks/peers.txt)")
    for copies in GROWTH:
        shown(f"extraction, {copies} reports", [measured(sys.executable, extraction, copies)])


def run(what: str) -> None:
    """One measurement, for the process that asked for it."""
    name, _, size = what.partition(":")
    result = {"extraction": extraction, "scan": scan, "peer": peer}[name](int(size))
    print(json.dumps({**result, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}))


if __name__ == "__main__":
    asked = arguments().run
    run(asked) if asked else main()
