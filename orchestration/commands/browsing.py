"""Commands that look around in the published warehouse: list, search, sql, quarantine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from orchestration.commands.arguments import keep_formulas_option, warehouse_option

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="A table, CSV, or one JSON object a line. A table that goes to a program is plain tabbed text.",
)


@click.command("list", short_help="List indicators, places or reports.")
@click.argument("what", type=click.Choice(["indicators", "regions", "reports"]))
@click.argument("word", default="")
@format_option
@keep_formulas_option
@warehouse_option
def list_(what: str, word: str, form: str, keep_formulas: bool, warehouse: Path) -> None:
    """List the indicators, places or reports of the warehouse whose names hold WORD, or all of them."""
    from orchestration.presentation import browse

    look = {"indicators": browse.indicators, "regions": browse.places, "reports": browse.reports}[what]
    _show(_asked(warehouse, look, word), form, keep_formulas)


@click.command(short_help="Find sentences that hold words.")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many sentences.")
@format_option
@keep_formulas_option
@warehouse_option
def search(words: tuple[str, ...], limit: int, form: str, keep_formulas: bool, warehouse: Path) -> None:
    """Find the sentences that hold all WORDS, with the ids of their figures."""
    from orchestration.presentation import browse

    _show(_asked(warehouse, browse.sentences, words, limit), form, keep_formulas)


@click.command(short_help="Ask the warehouse in SQL.")
@click.argument("query")
@format_option
@keep_formulas_option
@warehouse_option
def sql(query: str, form: str, keep_formulas: bool, warehouse: Path) -> None:
    """Show what QUERY gives. It can read the tables of the warehouse, and change nothing.

    A dash instead of QUERY reads the query from standard input.
    """
    from orchestration.presentation import browse

    asked = sys.stdin.read() if query == "-" else query
    _show(_asked(warehouse, browse.answer, asked), form, keep_formulas)


@click.command(short_help="List files that could not be read.")
@format_option
@keep_formulas_option
@warehouse_option
def quarantine(form: str, keep_formulas: bool, warehouse: Path) -> None:
    """List the files that the last refresh could not read, each with the reason and what to do."""
    from orchestration.presentation import browse

    found = _asked(warehouse, browse.set_aside)
    if found.is_empty() and form == "table":
        click.echo("every file was read")
        return
    _show(found, form, keep_formulas)


def _asked(warehouse: Path, look: Any, *arguments: Any) -> Any:
    from orchestration.storage.paths import WarehousePaths, connect

    with connect(WarehousePaths(warehouse).published, read_only=True) as connection:
        return look(connection, *arguments)


def _show(found: Any, form: str, keep_formulas: bool) -> None:
    from orchestration.presentation.export import write
    from orchestration.presentation.terminal import frame_table, show

    if form == "table":
        show(frame_table(found))
    else:
        write(found, "jsonl" if form == "json" else form, sys.stdout.buffer, keep_formulas=keep_formulas)
