"""How many rows each rule decides, in the samples and in the cases and the corpus where they stand beside the project.

    python -m tests.rules_coverage [--idle] [--removed]

`--idle` lists the rules that decide no row alone. `--removed` leaves out each rule in turn, which takes a while, and lists
those whose removal changes no row of any text at hand; what such a rule decides, its example alone needs.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import polars as pl
from dataframely.exc import ValidationError

from orchestration.extraction.pipeline import extract
from orchestration.extraction.rule_watch import watched
from orchestration.extraction.rulebook import all_rules
from orchestration.lexicon import load
from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from orchestration.schema import RULED
from tests.rows_snapshot import FOLDERS

RULES = [f"{field}_rule" for field in (*RULED, "disposition")]


def reports(folder: Path) -> pl.DataFrame:
    """The reports of a folder, as `extract` takes them."""
    return read_all([file for file in list_files(folder) if file.path.suffix != ".tsv"]).reports


def counts(frame: pl.DataFrame) -> Counter[str]:
    """Rows by the id of the rule that decided them, in every table of rules.

    Args:
        frame: reports, as `extract` takes them.
    """
    with watched() as watch:
        extract(frame)
    return watch.rows


def rows(frame: pl.DataFrame, left_out: Collection[str] = ()) -> list[pl.DataFrame]:
    """What is landed of the reports without some rules, but for the rules that decided it; nothing if they cannot be."""
    with watched(left_out):
        try:
            found = extract(frame)
        except (ValidationError, pl.exceptions.PolarsError):
            return []
    return [part.drop(RULES, strict=False) for part in (found.observations, found.number_mentions)]


def table(found: dict[str, Counter[str]]) -> list[tuple[str, ...]]:
    """One row per rule: its id, and how many rows of each folder it decides."""
    ids = dict.fromkeys(rule.id for _, rule in all_rules(load()))
    return [("rule", *found), *((rule, *(str(count[rule]) for count in found.values())) for rule in ids)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--idle", action="store_true", help="list rules without a row alone")
    parser.add_argument("--removed", action="store_true", help="list rules whose removal changes no row")
    arguments = parser.parse_args()
    texts = {folder.name: reports(folder) for folder in FOLDERS if folder.is_dir()}
    found = {name: counts(frame) for name, frame in texts.items()}
    shown = table(found)
    idle = [row[0] for row in shown[1:] if all(count == "0" for count in row[1:])]
    if not arguments.idle:
        width = max(len(row[0]) for row in shown)
        for rule, *numbers in shown:
            print(rule.ljust(width), *(number.rjust(8) for number in numbers))
    print(f"{len(shown) - 1} rules; {len(idle)} decide no row of {', '.join(texts)}: {', '.join(idle) or 'none'}")
    if arguments.removed:
        together = pl.concat(texts.values(), how="diagonal_relaxed").unique("report_id", maintain_order=True)
        whole = rows(together)
        asked = [row[0] for row in shown[1:] if row[0] not in idle]
        needless = []
        for rule in asked:
            without = rows(together, [rule])
            if without and all(a.equals(b) for a, b in zip(whole, without, strict=True)):
                needless.append(rule)
        print(f"{len(needless)} can be left out and no row changes: {', '.join(needless) or 'none'}")


if __name__ == "__main__":
    main()
