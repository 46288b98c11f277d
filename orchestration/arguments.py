"""What the command line's arguments mean: spans of years, and places."""

from __future__ import annotations

import re

import click

_NO_LAST_YEAR = 9999


def years(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """First and last year of a year, a span, or a span that is open on one side.

    Raises:
        click.BadParameter: anything else, or a span that ends before it begins.
    """
    if value is None:
        return None
    given = re.fullmatch(r"([0-9]{4})?([-–—])?([0-9]{4})?", value)
    first, dash, last = given.groups() if given else (None, None, None)
    if not (first or last) or (first and last and not dash):
        raise click.BadParameter(f"{value!r}: give a year or a span of years, as 2024, 2020-2026, 2024- or -2024")
    span = int(first or 0), int(last or (_NO_LAST_YEAR if dash else first or 0))
    if span[0] > span[1]:
        raise click.BadParameter(f"{value!r}: the first year is after the last; give {last}-{first}")
    return span


def place(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The name under which a place's reports are filed, from its name, its short name or its code.

    Raises:
        click.BadParameter: no place of that name, or several.
    """
    if value is None:
        return None
    import polars as pl

    from orchestration.lexicon import load

    regions = load().regions
    for column in ("name", "short_name", "region_code"):
        found = regions.filter(pl.col(column) == value).unique("name")
        if found.height == 1:
            row = found.row(0, named=True)
            # The nation's reports are filed as 全国.
            return str(row["short_name"] if row["level"] == "country" else row["name"])
        if found.height > 1:
            raise click.BadParameter(f"{value}: {'、'.join(sorted(found['name']))} are called so; give the full name")
    raise click.BadParameter(f"{value}: no such place; give a name or a code of the table of regions, as 重庆市")
