"""Arguments and options that several commands share: folders, spans of years, places."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from orchestration.runtime.folders import RAW, WAREHOUSE

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


class Folder(click.Path):
    """A folder; an empty name would silently be the current folder, and is refused."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as it was given."""
        if not str(value).strip():
            self.fail("the name of the folder is empty; give the folder, as . for the current one", param, ctx)
        return super().convert(value, param, ctx)


warehouse_option = click.option(
    "--warehouse",
    type=Folder(),
    envvar="INDICATORS_WAREHOUSE",
    default=WAREHOUSE,
    show_default="warehouse",
    help="Folder of the warehouse.",
)
raw_option = click.option(
    "--raw",
    type=Folder(),
    envvar="INDICATORS_RAW",
    default=RAW,
    show_default="raw",
    help="Folder of the reports.",
)
year_option = click.option(
    "--report-year",
    type=click.IntRange(1949, 2100),
    help="The year of issue, for files that do not say it themselves.",
)
region_option = click.option(
    "--region",
    callback=place,
    help="The place that reports, for files that do not say it themselves.",
)
keep_formulas_option = click.option(
    "--keep-formulas",
    is_flag=True,
    help="In CSV, leave text that a spreadsheet would take for a formula as it is, without a ' in front.",
)
