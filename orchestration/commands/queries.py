"""Commands that ask the published warehouse or the registry: compare, trace, why, review."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from orchestration.commands.arguments import keep_formulas_option, warehouse_option
from orchestration.commands.arguments import years as years_of

# As in `schema.MEASURES`, which would take a second to load.
MEASURES = ("level", "growth", "difference", "rank")


@click.command(short_help="Compare an indicator over years or places.")
@click.argument("indicator")
@click.option(
    "--region", help="A place: name, short name or code. All places if not given. With --level, those below it."
)
@click.option(
    "--years", callback=years_of, help="A year or a span, as 2024, 2020-2026, 2024- or -2024. All years if not given."
)
@click.option(
    "--level",
    type=click.Choice(["province", "city", "county"]),
    help="Show all places of this level side by side in one year, each with its figure or a note that there is none.",
)
@click.option("--year", type=click.IntRange(1, 9999), help="The year; with --level the newest if not given.")
@warehouse_option
def compare(
    indicator: str,
    region: str | None,
    years: tuple[int, int] | None,
    level: str | None,
    year: int | None,
    warehouse: Path,
) -> None:
    """Show INDICATOR over the years, targets beside outturns, or one year of all places of a level side by side."""
    from orchestration.presentation import lookup
    from orchestration.presentation.peers import peers
    from orchestration.presentation.terminal import peers_tables, series_tables, show
    from orchestration.storage.paths import WarehousePaths, connect

    if years and (level or year):
        raise click.UsageError("--years spans years; give --year with --level, or alone for one year")
    with connect(WarehousePaths(warehouse).published, read_only=True) as connection:
        if level:
            tables = peers_tables(peers(connection, indicator, level, year, region))
        else:
            tables = series_tables(lookup.compare(connection, indicator, region, (year, year) if year else years))
    for table in tables:
        show(table)


@click.command(short_help="Show one figure in its sentence.")
@click.argument("observation_id")
@warehouse_option
def trace(observation_id: str, warehouse: Path) -> None:
    """Show the figure OBSERVATION_ID in its sentence, with section and file."""
    from orchestration.presentation import lookup
    from orchestration.presentation.terminal import show, traced
    from orchestration.storage.paths import WarehousePaths, connect

    with connect(WarehousePaths(warehouse).published, read_only=True) as connection:
        found = lookup.trace(connection, observation_id)
    show(traced(found))


@click.command(short_help="Show which indicator a name means.")
@click.argument("name")
@click.option("--measure", type=click.Choice(MEASURES), default="level", show_default=True, help="What the figure is.")
@click.option("--unit", default="", help="The unit of a level as written. It may tell what the name leaves out.")
@click.option("--region", help="The place whose report has the name, by its full name.")
def why(name: str, measure: str, unit: str, region: str | None) -> None:
    """Show which indicator NAME means: its parts, the word that gave each part, and what is only related."""
    from orchestration.identity.why import explain, lines
    from orchestration.lexicon import load
    from orchestration.presentation.terminal import show, told

    show(told(name, lines(explain(name, load(), measure, unit, region))))


@click.command(short_help="List names that are not registered yet.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many names.")
@click.option("--regions", is_flag=True, help="List words that look like places and are in no table, instead of names.")
@click.option("--csv", "as_csv", is_flag=True, help="Write the list as CSV, to be filled in and added to the seeds.")
@click.option("--row", "name", help="Write the row of indicators.csv that would register this name.")
@keep_formulas_option
@warehouse_option
def review(limit: int, regions: bool, as_csv: bool, name: str | None, keep_formulas: bool, warehouse: Path) -> None:
    """List names that are not registered, those that most places state first, each with the nearest indicator."""
    from orchestration.lexicon import load
    from orchestration.presentation import lookup, terminal
    from orchestration.presentation.export import write
    from orchestration.storage.paths import WarehousePaths, connect

    lexicon = load()
    with connect(WarehousePaths(warehouse).published, read_only=True) as connection:
        found: list[Any] = (
            lookup.review_places(connection, limit)
            if regions
            else lookup.review(connection, limit, lexicon.no_indicators["concept"].to_list(), name)
        )
    if name:
        _write_row(name, found)
    elif as_csv:
        import polars as pl

        write(pl.DataFrame(found), "csv", sys.stdout.buffer, keep_formulas=keep_formulas)
    elif found:
        terminal.show((terminal.places_table if regions else terminal.review_table)(found))
    else:
        click.echo(
            "every place in the warehouse is registered" if regions else "every name in the warehouse is registered"
        )


def _write_row(name: str, found: list[Any]) -> None:
    import polars as pl

    from orchestration.identity.why import seed_row
    from orchestration.lexicon import load
    from orchestration.presentation.export import write

    if not found:
        raise click.ClickException(f"{name}: no unregistered name in the warehouse; `indicators review` lists them")
    one = found[0]
    nearest = (one.nearest or "").rpartition(" ")[2]
    row = seed_row(one.name, one.unit or "", one.measures.split(", ")[0], nearest, load())
    write(pl.DataFrame([row]), "csv", sys.stdout.buffer, keep_formulas=False)
