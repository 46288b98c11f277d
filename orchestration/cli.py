"""The command line `indicators`. It only hands on; what is slow to import is imported where it is needed."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from orchestration import __version__
from orchestration.arguments import place, years
from orchestration.project import RAW, WAREHOUSE


class Folder(click.Path):
    """A folder; an empty name would silently be the current folder, and is refused."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as it was given."""
        if not str(value).strip():
            self.fail("the name of the folder is empty; give the folder, as . for the current one", param, ctx)
        return super().convert(value, param, ctx)


_warehouse = click.option(
    "--warehouse",
    type=Folder(),
    envvar="INDICATORS_WAREHOUSE",
    default=WAREHOUSE,
    show_default="warehouse",
    help="Folder of the warehouse.",
)
_raw = click.option(
    "--raw",
    type=Folder(),
    envvar="INDICATORS_RAW",
    default=RAW,
    show_default="raw",
    help="Folder of the reports.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="indicators")
def cli() -> None:
    """Figures from Chinese government plan reports as a warehouse for comparing years."""


@cli.command()
@_raw
@_warehouse
@click.option("--force", is_flag=True, help="Run even if nothing has changed.")
@click.option("--no-wait", is_flag=True, help="Where another refresh is running, say so and end (exit 75).")
@click.option("--accept-losses", is_flag=True, help="Publish even if many reports or figures are gone.")
def refresh(raw: Path, warehouse: Path, force: bool, no_wait: bool, accept_losses: bool) -> None:
    """Read RAW, rebuild and publish WAREHOUSE, and show the comparison.

    Exit codes: 0 published or nothing new, 1 nothing was published, 2 wrong usage, 75 another refresh is running.
    """
    from orchestration.console import run_refresh, show_published
    from orchestration.reading.files import list_files
    from orchestration.storage.places import Places
    from orchestration.storage.publish import published_fingerprint
    from orchestration.storage.writer import BusyError, turn
    from orchestration.versions import refresh_fingerprint

    files = list_files(raw)
    if not files:
        raise click.ClickException(f"{raw}: no reports in this folder; put .txt, .md, .html or .pdf files there")
    if accept_losses:
        os.environ["INDICATORS_MAX_FALL"] = "1"
    places = Places(warehouse)
    try:
        with turn(places, wait=not no_wait, waiting=lambda line: click.echo(line, err=True)):
            # Whoever was waited for may have published these very files.
            fingerprint = refresh_fingerprint((file.name, file.content_hash) for file in files)
            if not force and published_fingerprint(places) == fingerprint:
                click.echo(f"nothing new in {raw}: the published warehouse is up to date (--force runs anyway)")
            else:
                failed = run_refresh(places, len(files), raw)
                if failed:
                    raise click.ClickException(failed)
    except BusyError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(os.EX_TEMPFAIL)
    show_published(
        places,
        {"--raw": raw, "--warehouse": places.root},
        {"--raw": RAW.absolute(), "--warehouse": WAREHOUSE.absolute()},
    )


_year = click.option(
    "--report-year",
    type=click.IntRange(1949, 2100),
    help="The year of issue of files that do not say theirs; files that do keep their own.",
)
_region = click.option(
    "--region",
    callback=place,
    help="The place that reports, for files that do not say theirs; files that do keep their own.",
)
_keep_formulas = click.option(
    "--keep-formulas",
    is_flag=True,
    help="CSV: write text that a spreadsheet would take for a formula as it is, without a ' in front.",
)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; else standard output.")
@_region
@_year
@_keep_formulas
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
    from orchestration.presentation.words import neutral

    reading = _read(files, region, report_year)
    files_of = reading.reports.select("report_id", "file_name")
    rows = run(reading.reports).observations.join(files_of, on="report_id", maintain_order="left")
    write(rows, form, output or sys.stdout.buffer, keep_formulas=keep_formulas)
    for name, reason in reading.quarantine.select("file_name", "reason").iter_rows():
        click.echo(neutral(f"Error: {name}: {reason}"), err=True)
    if reading.quarantine.height:
        sys.exit(1)


def _read(files: tuple[Path, ...], region: str | None, report_year: int | None) -> Any:
    """The reports of some files; where they do not say whose or of which year they are, the caller does."""
    import polars as pl

    from orchestration.reading.files import describe
    from orchestration.reading.reports import Reading, read_all

    for path in files:
        if not path.is_file():
            raise click.ClickException(
                f"{path}: {'is a folder' if path.is_dir() else 'no such file'}; give files of reports"
            )
    reading = read_all([describe(path, str(path)) for path in files], report_year=report_year)
    if region is None:
        return reading
    return Reading(reading.reports.with_columns(pl.col("region").fill_null(region)), reading.quarantine)


def _extract_one(path: Path, region: str | None, report_year: int | None) -> tuple[str, Any]:
    """The text of one file and its extraction."""
    from orchestration.extraction.pipeline import extract as run

    reading = _read((path,), region, report_year)
    if reading.reports.is_empty():
        from orchestration.presentation.words import neutral

        raise click.ClickException(neutral(f"{path}: {reading.quarantine['reason'][0]}"))
    return reading.reports["text"][0], run(reading.reports)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@_region
@_year
@click.option("--rows", is_flag=True, help="List the observations too, with passage, rule and confidence.")
def explain(file: Path, region: str | None, report_year: int | None, rows: bool) -> None:
    """Print the text of FILE with each number coloured by what it was taken for; list the unexplained."""
    from orchestration.presentation import explain as shown
    from orchestration.presentation.terminal import show

    text, found = _extract_one(file, region, report_year)
    show(shown.marked(text, found.number_mentions))
    if rows:
        show(shown.observations_table(found.observations, found.sentences))
    show(shown.legend(found.number_mentions))
    left = shown.unexplained(text, found.number_mentions)
    click.echo(f"unexplained: {len(left) or 'none'}")
    for line in left:
        click.echo(f"  {line}")


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("text", type=click.Path(path_type=Path))
@_region
@_year
@click.option("--errors", type=click.IntRange(min=0), default=0, show_default=True, help="Print the first N errors.")
def evaluate(gold: Path, text: Path, region: str | None, report_year: int | None, errors: int) -> None:
    """Score the observations of TEXT against the labels in GOLD: precision, recall, F1, and accuracy by field."""
    from orchestration.evaluation import evaluate as score
    from orchestration.evaluation import read_labels
    from orchestration.presentation.words import neutral

    _, found = _extract_one(text, region, report_year)
    result = score(read_labels(gold), found.observations.iter_rows(named=True))
    click.echo(f"labelled {result.labelled}  extracted {result.extracted}")
    for level, figures in result.levels.items():
        precision, recall, f1 = figures
        click.echo(f"{level:<10} precision {precision:.3f}  recall {recall:.3f}  f1 {f1:.3f}")
    click.echo("accuracy   " + "  ".join(f"{name} {share:.3f}" for name, share in result.fields.items()))
    for line in result.errors[:errors]:
        click.echo(neutral(line))


@cli.command()
@click.argument("indicator")
@click.option("--region", help="A place: name, short name or code. All places if not given.")
@click.option(
    "--years", callback=years, help="A year or a span, as 2024, 2020-2026, 2024- or -2024. All years if not given."
)
@_warehouse
def compare(indicator: str, region: str | None, years: tuple[int, int] | None, warehouse: Path) -> None:
    """Show INDICATOR over the years: targets beside outturns."""
    from orchestration.presentation import lookup
    from orchestration.presentation.terminal import series_tables, show
    from orchestration.storage.places import Places, connect

    with connect(Places(warehouse).published, read_only=True) as connection:
        found = lookup.compare(connection, indicator, region, years)
    for table in series_tables(found):
        show(table)


@cli.command()
@click.argument("observation_id")
@_warehouse
def trace(observation_id: str, warehouse: Path) -> None:
    """Show the figure OBSERVATION_ID in its sentence, with section and file."""
    from orchestration.presentation import lookup
    from orchestration.presentation.terminal import show, traced
    from orchestration.storage.places import Places, connect

    with connect(Places(warehouse).published, read_only=True) as connection:
        found = lookup.trace(connection, observation_id)
    show(traced(found))


@cli.command()
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many names.")
@click.option("--regions", is_flag=True, help="List words that look like places and are in no table instead.")
@click.option("--csv", "as_csv", is_flag=True, help="Write them as CSV, to be filled in and added to the seeds.")
@_keep_formulas
@_warehouse
def review(limit: int, regions: bool, as_csv: bool, keep_formulas: bool, warehouse: Path) -> None:
    """List the most frequent names that the indicator table does not know, each with a sentence."""
    from orchestration.presentation import lookup, terminal
    from orchestration.presentation.export import write
    from orchestration.storage.places import Places, connect

    with connect(Places(warehouse).published, read_only=True) as connection:
        found: list[Any] = (lookup.review_places if regions else lookup.review)(connection, limit)
    if as_csv:
        import polars as pl

        write(pl.DataFrame(found), "csv", sys.stdout.buffer, keep_formulas=keep_formulas)
    elif found:
        terminal.show((terminal.places_table if regions else terminal.review_table)(found))
    else:
        click.echo(
            "every place in the warehouse is registered" if regions else "every name in the warehouse is registered"
        )


@cli.command()
@_warehouse
def versions(warehouse: Path) -> None:
    """List the published versions that are kept, newest first; the one that readers see is marked."""
    from orchestration.presentation.terminal import show, versions_table
    from orchestration.storage.places import Places
    from orchestration.storage.versions import known

    found = known(Places(warehouse))
    if not found:
        raise click.ClickException(f"{warehouse}: no published version; make one with `indicators refresh`")
    show(versions_table([asdict(version) for version in found]))


@cli.command()
@click.argument("version", required=False)
@_warehouse
def rollback(version: str | None, warehouse: Path) -> None:
    """Let readers see the version before the current one, or VERSION; readers that hold another read on.

    It holds until something new is refreshed, or `indicators refresh --force`.
    """
    from orchestration.storage.places import Places
    from orchestration.storage.versions import rollback as show
    from orchestration.storage.writer import turn

    places = Places(warehouse)
    with turn(places, waiting=lambda line: click.echo(line, err=True)):
        shown = show(places, version)
    click.echo(f"readers now see {shown.name}, published {shown.published_at}: {shown.observations} observations")


@cli.command()
@_raw
@_warehouse
def home(raw: Path, warehouse: Path) -> None:
    """Make the Dagster instance of WAREHOUSE and print its folder: DAGSTER_HOME for `dg`."""
    from orchestration.home import prepare

    click.echo(prepare(raw, warehouse))


@cli.command()
@_raw
@_warehouse
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; nobody is asked who they are."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=3000, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--allow-host", multiple=True, help="A further name under which it is reached, as that of a proxy.")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A Dagster workspace file that says where the code is served; else it is loaded beside.",
)
@click.option("--daemon/--no-daemon", default=True, show_default=True, help="Run sensors, schedules and the queue too.")
def ui(
    raw: Path,
    warehouse: Path,
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    workspace: Path | None,
    daemon: bool,
) -> None:
    """Serve the Dagster UI of WAREHOUSE; requests of other web pages are refused."""
    from orchestration.home import WORKSPACE, prepare
    from orchestration.ui import serve

    made = prepare(raw, warehouse) / WORKSPACE
    serve(host, port, allow_host, workspace or made, daemon, lambda line: click.echo(f"{line} (Ctrl-C ends it)"))


def main() -> None:
    """Run the command line; whatever a person can put right ends in one line and a non-zero exit."""
    try:
        cli(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Error: interrupted; the published warehouse is whole", err=True)
        sys.exit(130)
    except click.ClickException as error:
        if isinstance(error, click.UsageError):
            error.show()
        else:
            click.echo(f"Error: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (ValueError, LookupError, RuntimeError, OSError) as error:
        if os.environ.get("INDICATORS_TRACEBACK"):
            raise
        click.echo(f"Error: {_one_line(error)}", err=True)
        sys.exit(1)


def _one_line(error: BaseException) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    main()
