"""How sure extracted rows are: the share that is right in every field, by attribution and class of names, on labelled text.

    python -m benchmarks.calibrate SHARED

SHARED is the folder that holds `corpus/` and `gold/`. The labels are those of `tests/labels/corpus/` and of
`SHARED/gold/passages.tsv`. The samples in `raw/` and the page of the first tests were in sight when the rules were made,
and are left out. The command writes `dbt_project/seeds/confidence.csv`. In `docs/extraction.md` and its Chinese page it writes the table and how
well such a table holds on reports that it was not made from: the reports are parted into halves, many times, and each
half is judged by the table of the other.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from pathlib import Path

import polars as pl

from benchmarks.accuracy import labels_of, passages
from orchestration import SEEDS
from orchestration.evaluation import evaluate, read_labels
from orchestration.extraction.confidence import name_class
from orchestration.extraction.pipeline import extract
from orchestration.lexicon import NAME_CLASSES, load
from orchestration.presentation.preview import markdown
from orchestration.reading.files import describe
from orchestration.reading.reports import read_all
from orchestration.schema import ATTRIBUTIONS

SEED = SEEDS / "confidence.csv"
_FOLDER = Path(__file__).resolve().parents[1] / "docs"
# Between these the command writes.
_MEASURED = re.compile("(?<=<!-- measured by `make calibrate` -->\n).*(?=<!-- end -->)", re.DOTALL)
# Each page with what it says of the labelled rows, of the calibration, and of what a least confidence leaves out.
PAGES = {
    _FOLDER / "extraction.md": (
        "{rows:,} labelled rows, of which {right:.3f} are right in every field. The next table is of reports of the half that was not\n"
        "used ({partings} partings):",
        "The mean absolute calibration error is {error:.3f}. The last table says what a least confidence leaves out, on the same reports:",
    ),
    _FOLDER / "extraction.zh-CN.md": (
        "标注共 {rows:,} 行，其中 {right:.3f} 各字段全部正确。下表是在没有用于制表的那一半报告上的结果（{partings} 次划分）：",
        "平均绝对校准误差为 {error:.3f}。最后一张表说明在同样的报告上，最低置信度会舍去什么：",
    ),
}
# Rows that are added to the labelled ones of an attribution or of a class, half of them right: little evidence says little.
_EVEN = 4
# With as many rows the share that attribution and class let expect weighs in what rows of both together showed.
_EXPECTED = 40
# How often the reports are parted: one parting of some thirty reports says as much of chance as of the table.
PARTINGS = 20
# Thresholds of which is said what they leave out.
LEASTS = (0.6, 0.8, 0.9)
# Where the bins of the reliability table begin.
BINS = (0.0, 0.6, 0.8, 0.85, 0.9, 0.95)


def labelled_rows(shared: Path) -> pl.DataFrame:
    """The extracted rows of all labelled passages.

    Returns:
        One row per extracted row that a label meets or should meet: `file`, `attribution`, `name_class` and `right`, which is
        true where every field is right and the name is an accepted one to the letter.
    """
    chosen = [(row, labels_of(row["labels"])) for row in passages()]
    with (shared / "gold" / "passages.tsv").open(encoding="utf-8") as handle:
        table = csv.DictReader(handle, delimiter="\t")
        chosen += [(row, read_labels(shared / "gold" / row["gold"])) for row in table]
    files = sorted({passage["file"] for passage, _ in chosen})
    reading = read_all([describe(shared / "corpus" / file, file) for file in files])
    rows = (
        extract(reading.reports)
        .observations.join(reading.reports.select("report_id", file="file_name"), on="report_id")
        .filter(pl.col("written").str.contains("[0-9]"))
        .with_columns(name_class=name_class(load()))
    )
    judged = []
    for passage, labels in chosen:
        inside = rows.filter(
            (pl.col("file") == passage["file"])
            & pl.col("start").is_between(int(passage["from"]), int(passage["to"]), closed="left")
        )
        found = evaluate(labels, inside.iter_rows(named=True))
        judged += [(row["file"], row["attribution"], row["name_class"], right) for row, right in found.verdicts]
    return pl.DataFrame(judged, schema=["file", "attribution", "name_class", "right"], orient="row")


def shares(rows: pl.DataFrame) -> pl.DataFrame:
    """The seed table made from labelled rows.

    What is expected of an attribution with a class multiplies the odds of both; what rows of both together showed is weighed
    against it, so that a combination that is hardly ever labelled is not judged by two or three rows.

    Returns:
        One row per attribution and class of names: `attribution`, `name_class`, `labelled` and `correct` (numbers of rows), and
        `confidence`, rounded to three digits.
    """

    def odds(*keys: str) -> pl.Expr:
        right, count = pl.col("right").sum(), pl.len()
        found = (right + _EVEN / 2) / (count - right + _EVEN / 2)
        return found.over(keys) if keys else found

    counted = rows.group_by("attribution", "name_class").agg(labelled=pl.len(), correct=pl.col("right").sum())
    of_attribution = rows.group_by("attribution").agg(of_attribution=odds())
    of_class = rows.group_by("name_class").agg(of_class=odds())
    cells = pl.DataFrame({"attribution": ATTRIBUTIONS}).join(pl.DataFrame({"name_class": NAME_CLASSES}), how="cross")
    of_all = rows.select(odds()).item()
    expected = pl.col("of_attribution").fill_null(1.0) * pl.col("of_class").fill_null(1.0) / of_all
    return (
        cells.join(counted, on=["attribution", "name_class"], how="left", maintain_order="left")
        .with_columns(pl.col("labelled", "correct").fill_null(0))
        .join(of_attribution, on="attribution", how="left", maintain_order="left")
        .join(of_class, on="name_class", how="left", maintain_order="left")
        .with_columns(share=expected / (1 + expected))
        .select(
            "attribution",
            "name_class",
            "labelled",
            "correct",
            confidence=((pl.col("correct") + _EXPECTED * pl.col("share")) / (pl.col("labelled") + _EXPECTED)).round(3),
        )
    )


def unused(rows: pl.DataFrame) -> pl.DataFrame:
    """Each labelled row, once for each parting, with the `confidence` of a table made from the other half's reports."""
    files = sorted(rows["file"].unique())
    judged = []
    for parting in range(PARTINGS):
        # Passages of one report stay together.
        chosen = random.Random(parting).sample(files, len(files) // 2)
        halves = [rows.filter(pl.col("file").is_in(chosen) == side) for side in (True, False)]
        for half, other in (halves, reversed(halves)):
            table = shares(other).select("attribution", "name_class", "confidence")
            judged.append(half.join(table, on=["attribution", "name_class"], how="left"))
    return pl.concat(judged)


def reliability(rows: pl.DataFrame) -> pl.DataFrame:
    """What confidence promised and what held.

    Args:
        rows: `confidence` and `right`.

    Returns:
        One row per bin that is not empty: `from` (where it begins), `rows` (its share of all rows), `confidence` (their
        mean) and `right` (the share of them that is).
    """
    begins = pl.max_horizontal(pl.when(pl.col("confidence") >= begin).then(begin) for begin in BINS)
    return (
        rows.group_by(begins.alias("from"))
        .agg(rows=pl.len() / rows.height, confidence=pl.col("confidence").mean(), right=pl.col("right").mean())
        .sort("from")
    )


def error(table: pl.DataFrame) -> float:
    """Mean absolute difference between what was promised and what held, each bin weighed by its rows."""
    return float(((table["confidence"] - table["right"]).abs() * table["rows"]).sum())


def thresholds(rows: pl.DataFrame) -> pl.DataFrame:
    """What a least confidence leaves out.

    Args:
        rows: `confidence` and `right`.

    Returns:
        One row per threshold: `min_confidence`, `kept` (share of all rows), `right_of_kept`, and the shares of all wrong
        and of all right rows that it leaves out, `wrong_left_out` and `right_left_out`.
    """
    kept = pl.col("confidence") >= pl.col("least")
    right = pl.col("right")
    return (
        rows.join(pl.DataFrame({"least": LEASTS}), how="cross")
        .group_by(min_confidence="least")
        .agg(
            kept=kept.mean(),
            right_of_kept=right.filter(kept).mean(),
            wrong_left_out=(~kept).filter(~right).mean(),
            right_left_out=(~kept).filter(right).mean(),
        )
        .sort("min_confidence")
    )


def told(rows: pl.DataFrame) -> dict[Path, str]:
    """The table, and how it holds on reports that it was not made from, as Markdown, for each page."""
    table = shares(rows).pivot("attribution", index="name_class", values="confidence")
    labelled = rows.group_by("name_class").agg(rows=pl.len(), right=pl.col("right").mean().round(3))
    table = table.join(labelled, on="name_class", how="left", maintain_order="left").fill_null(0)
    judged = unused(rows)
    held = reliability(judged)
    shown = held.with_columns(pl.col("rows", "confidence", "right").round(3))
    shown = shown.rename({"from": "confidence from", "confidence": "mean confidence"})
    left_out = thresholds(judged).select(pl.all().round(3))
    counts = {"rows": rows.height, "right": rows["right"].mean(), "partings": PARTINGS, "error": error(held)}
    return {
        page: f"""
{markdown(table, table.height)}

{labelled_rows_said.format(**counts)}

{markdown(shown, shown.height)}

{error_said.format(**counts)}

{markdown(left_out, len(LEASTS))}
"""
        for page, (labelled_rows_said, error_said) in PAGES.items()
    }


def write(shared: Path) -> None:
    """Write the seed, and what both pages say of it."""
    rows = labelled_rows(shared)
    shares(rows).write_csv(SEED)
    print(f"written: {SEED}")
    for page, text in told(rows).items():
        page.write_text(_MEASURED.sub(lambda _, text=text: text, page.read_text("utf-8")), "utf-8")
        print(f"written: {page}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    write(parser.parse_args().shared)


if __name__ == "__main__":
    main()
