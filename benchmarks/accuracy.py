"""How many figures of labelled passages of real reports are read rightly, pooled over all passages.

    python -m benchmarks.accuracy SHARED [--errors N] [--only NAME]

SHARED is the folder that holds `corpus/`; the labels stand in `tests/labels/corpus/`. Each report is extracted whole,
and the rows within its passages are scored (see `orchestration.evaluation`).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from orchestration.evaluation import FIELDS, LEVELS, evaluate
from orchestration.extraction.pipeline import extract
from orchestration.reading.files import describe
from orchestration.reading.reports import read_all

LABELS = Path(__file__).resolve().parents[1] / "tests" / "labels" / "corpus"


def passages() -> list[dict[str, str]]:
    """One row per labelled passage: `file` below the corpus, `from`, `to`, and the file of its `labels`."""
    found: list[dict[str, str]] = []
    for table in sorted(LABELS.glob("passages-*.tsv")):
        with table.open(encoding="utf-8") as handle:
            found += csv.DictReader(handle, delimiter="\t")
    return found


def labels_of(name: str) -> list[dict[str, Any]]:
    """The labels of a passage as `evaluation.evaluate` takes them."""
    rows = [json.loads(line) for line in (LABELS / name).read_text("utf-8").splitlines()]
    return [{**row, "obs": True, "indicator": [row["indicator"], *row["accept"]]} for row in rows]


def score(corpus: Path, only: str = "") -> tuple[Counter[str], dict[str, float], list[str]]:
    """Hits by level with `labelled` and `extracted`, right fields among detected rows (sums), and every error."""
    chosen = [row for row in passages() if only in row["labels"]]
    files = sorted({row["file"] for row in chosen})
    reading = read_all([describe(corpus / file, file) for file in files])
    rows = extract(reading.reports).observations.join(reading.reports.select("report_id", "file_name"), on="report_id")
    total: Counter[str] = Counter()
    fields = dict.fromkeys(FIELDS, 0.0)
    errors = []
    for passage in chosen:
        begin, end = int(passage["from"]), int(passage["to"])
        inside = [
            row
            for row in rows.filter(rows["file_name"] == passage["file"]).iter_rows(named=True)
            if begin <= row["start"] < end and any(character.isdigit() for character in row["written"])
        ]
        found = evaluate(labels_of(passage["labels"]), inside)
        hits = {level: round(figures[1] * found.labelled) for level, figures in found.levels.items()}
        total.update({"labelled": found.labelled, "extracted": found.extracted, **hits})
        for name, share in found.fields.items():
            fields[name] += share * hits["detection"]
        print(f"{passage['labels']:<38}{found.labelled:>4}{found.extracted:>5}  " + _shares(found.levels))
        errors += [f"{passage['labels'].removesuffix('.jsonl')} {error}" for error in found.errors]
    return total, fields, errors


def _shares(levels: dict[str, tuple[float, float, float]]) -> str:
    return "  ".join(f"{level} {figures[2]:.3f}" for level, figures in levels.items())


def main() -> None:
    """Print the four levels and the accuracy of each field."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    total, fields, errors = score(options.shared / "corpus", options.only)
    for error in errors[: options.errors]:
        print("  ", error)
    both = total["labelled"] + total["extracted"]
    print(
        f"pooled {total['labelled']} {total['extracted']}  "
        + "  ".join(f"{k} {2 * total[k] / both:.3f}" for k in LEVELS)
    )
    print("accuracy  " + "  ".join(f"{k} {v / total['detection']:.3f}" for k, v in fields.items()))


if __name__ == "__main__":
    main()
