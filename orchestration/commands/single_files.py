"""Commands on files that a person names, which touch no warehouse: extract, explain, evaluate."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from orchestration.commands.arguments import keep_formulas_option, region_option, year_option


@click.command(short_help="Extract the figures of files.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; else standard output.")
@region_option
@year_option
@keep_formulas_option
def extract(
    files: tuple[Path, ...],
    form: str,
    output: Path | None,
    region: str | None,
    report_year: int | None,
    keep_formulas: bool,
) -> None:
    """Extract the observations of FILES; no warehouse is touched.

    Rows follow the extraction contract; `start` and `end` are character offsets in the decoded file.
    """
    from orchestration.extraction.pipeline import extract as run
    from orchestration.presentation.export import write
    from orchestration.presentation.wording import neutral

    reading = read_files(files, region, report_year)
    files_of = reading.reports.select("report_id", "file_name")
    rows = run(reading.reports).observations.join(files_of, on="report_id", maintain_order="left")
    write(rows, form, output or sys.stdout.buffer, keep_formulas=keep_formulas)
    for name, reason in reading.quarantine.select("file_name", "reason").iter_rows():
        click.echo(neutral(f"Error: {name}: {reason}"), err=True)
    if reading.quarantine.height:
        sys.exit(1)


def read_files(files: tuple[Path, ...], region: str | None, report_year: int | None) -> Any:
    """The reports of some files; where they do not say whose or of which year they are, the caller does."""
    import polars as pl

    from orchestration.reading.files import described
    from orchestration.reading.reports import Reading, read_all

    for path in files:
        if not path.is_file():
            raise click.ClickException(
                f"{path}: {'is a folder' if path.is_dir() else 'no such file'}; give files of reports"
            )
    reading = read_all([file for path in files for file in described(path, str(path))], report_year=report_year)
    if region is None:
        return reading
    return Reading(reading.reports.with_columns(pl.col("region").fill_null(region)), reading.quarantine)


def _extract_one(path: Path, region: str | None, report_year: int | None) -> tuple[dict[str, Any], Any]:
    """The report of one file, as `schema.Report` has it, and its extraction."""
    from orchestration.extraction.pipeline import extract as run

    reading = read_files((path,), region, report_year)
    if reading.reports.is_empty():
        from orchestration.presentation.wording import neutral

        raise click.ClickException(neutral(f"{path}: {reading.quarantine['reason'][0]}"))
    return reading.reports.to_dicts()[0], run(reading.reports)


@click.command(short_help="Show what each number was taken for.")
@click.argument("file", type=click.Path(path_type=Path))
@region_option
@year_option
@click.option("--rows", is_flag=True, help="Also list the observations, with passage, rules and confidence.")
@click.option("--all", "everything", is_flag=True, help="Also list what the file holds beside its text, such as menus.")
def explain(file: Path, region: str | None, report_year: int | None, rows: bool, everything: bool) -> None:
    """Print the text of FILE with each number coloured by what it was taken for, and list the unexplained numbers."""
    from orchestration.presentation import explain as shown
    from orchestration.presentation.terminal import show

    report, found = _extract_one(file, region, report_year)
    text = report["text"]
    show(shown.marked(text, found.number_mentions))
    parts = json.loads(report["left_out"] or "[]")
    if everything:
        show(shown.left_out_table(parts))
    elif parts:
        click.echo(f"left out of the text: {len(parts)} passages; --all lists them")
    if rows:
        show(shown.observations_table(found.observations, found.sentences))
    show(shown.legend(found.number_mentions))
    left = shown.unexplained(text, found.number_mentions)
    click.echo(f"unexplained: {len(left) or 'none'}")
    for line in left:
        click.echo(f"  {line}")


@click.command(short_help="Score extracted figures against labels.")
@click.argument("gold", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("text", type=click.Path(path_type=Path))
@region_option
@year_option
@click.option("--errors", type=click.IntRange(min=0), default=0, show_default=True, help="Print the first N errors.")
def evaluate(gold: Path, text: Path, region: str | None, report_year: int | None, errors: int) -> None:
    """Score the observations of TEXT against the labels in GOLD: precision, recall, F1, and accuracy by field."""
    from orchestration.evaluation import evaluate as score
    from orchestration.evaluation import read_labels
    from orchestration.presentation.wording import neutral

    _, found = _extract_one(text, region, report_year)
    result = score(read_labels(gold), found.observations.iter_rows(named=True))
    click.echo(f"labelled {result.labelled}  extracted {result.extracted}")
    for level, figures in result.levels.items():
        precision, recall, f1 = figures
        click.echo(f"{level:<10} precision {precision:.3f}  recall {recall:.3f}  f1 {f1:.3f}")
    click.echo("accuracy   " + "  ".join(f"{name} {share:.3f}" for name, share in result.fields.items()))
    for line in result.errors[:errors]:
        click.echo(neutral(line))
