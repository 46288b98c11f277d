"""`indicators fetch`: reports from the web into the raw folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from orchestration.commands.arguments import raw_option


@click.command(short_help="Store reports from the web in the raw folder.")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@raw_option
@click.option("--place", help="Write beside each file which place it is from.")
@click.option("--year", type=click.IntRange(1949, 2100), help="Write beside each file in which year it was issued.")
@click.option("--allow-private", is_flag=True, help="Fetch from addresses of the inner network too.")
def fetch(urls: tuple[str, ...], raw: Path, place: str | None, year: int | None, allow_private: bool) -> None:
    """Store the page or file at each URL in RAW, and write its source into a file beside it.

    Without a URL, fetch what is new on the pages that RAW/sources.yml lists. Exit code 1: an address failed.
    """
    import time

    from orchestration.fetching.fetch import Fetcher, settings
    from orchestration.fetching.shelf import Shelf
    from orchestration.fetching.sources import FILE, Outcome, fetch_all, fetch_one, read_sources
    from orchestration.presentation.wording import neutral

    if not urls and not (raw / FILE).is_file():
        raise click.ClickException(f"{raw / FILE}: no such file; give a URL, or list pages there")
    given = {"private": True} if allow_private else {}

    def tell(line: str) -> None:
        click.echo(neutral(line), err=True)

    shelf = Shelf(raw)
    with Fetcher(settings(**given)) as fetcher:
        if urls:
            said: dict[str, object] = {
                key: value for key, value in (("place", place), ("year", year)) if value is not None
            }
            outcome = Outcome()
            for url in urls:
                fetch_one(url, shelf, fetcher, outcome, said, tell)
        else:
            outcome = fetch_all(read_sources(raw / FILE), shelf, fetcher, time.time(), tell)
    click.echo(f"{len(outcome.files)} new or changed, {outcome.unchanged} unchanged, {len(outcome.failed)} failed")
    if outcome.failed:
        sys.exit(1)
