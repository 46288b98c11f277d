"""The table of cases, read: what is right for each file. The form of a row is told at the head of `cases.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.schema import BOUNDS, MEASURES, PERIOD, STATUSES

TABLE = Path(__file__).with_name("cases.yml")
_OR = " or "


@dataclass(frozen=True)
class Row:
    """One row that must stand, or may: each field holds all that is right, and null where anything is."""

    names: tuple[str | None, ...] | None
    written: tuple[str, ...] | None
    values: tuple[tuple[float, float | None, str], ...]
    measure: tuple[str, ...] = ("level",)
    bound: tuple[str, ...] = ("exact",)
    period: tuple[str, ...] = ("2024",)
    status: tuple[str, ...] = ("actual",)
    region: tuple[str | None, ...] | None = None
    base: tuple[str, ...] | None = None
    estimated: bool = False
    optional: bool = False
    table: bool = False

    def __str__(self) -> str:
        name = "any name" if self.names is None else self.names[0] or "no name"
        low, high, unit = self.values[0]
        return f"{name} {low:g}{'' if high is None else f'..{high:g}'}{unit}"


@dataclass(frozen=True)
class Case:
    """One file: either read with these rows as a report of this region, year and kind, or set aside with a reason.

    `rows` is null where the file cannot be read, `aside` is empty where it must be.
    """

    file: str
    rows: tuple[Row, ...] | None
    region: tuple[str | None, ...] | None
    year: int
    kind: str | None
    aside: tuple[str, ...] = field(default=())
    told: str | None = None
    tables_may_be_told: bool = False
    issue: str | None = None


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in the order of the table.

    Raises:
        ValueError: a row holds a word that is no measure, bound, period, status or other mark.

    """
    table = yaml.safe_load(TABLE.read_text("utf-8"))
    return tuple(_case({**table["defaults"], **case}) for case in table["cases"])


def _case(case: dict[str, Any]) -> Case:
    region = _options(case["region"])
    rows = case.get("rows")
    return Case(
        file=case["file"],
        rows=None if rows is None else tuple(_row(row, region) for row in _flat(rows)),
        region=region,
        year=case["year"],
        kind=None if case["kind"] == "any" else case["kind"],
        aside=tuple(case.get("aside", ())),
        told=case.get("told"),
        tables_may_be_told=case.get("tables") == "told",
        issue=str(case["issue"]) if "issue" in case else None,
    )


def _flat(rows: list[Any]) -> list[str]:
    return [each for row in rows for each in (_flat(row) if isinstance(row, list) else [row])]


def _options(text: str) -> tuple[str | None, ...] | None:
    return None if text == "any" else tuple(None if each == "none" else each for each in text.split(_OR))


def _row(text: str, region: tuple[str | None, ...] | None) -> Row:
    names, written, values, *rest = (part.strip() for part in text.split(" | "))
    fields: dict[str, Any] = {"region": region}
    for part in rest:
        fields |= _mark(part, text)
    return Row(
        names=_options(names),
        written=None if written == "~" else tuple(written.split(_OR)),
        values=tuple(_value(value) for value in values.split(_OR)),
        **fields,
    )


def _value(text: str) -> tuple[float, float | None, str]:
    number, unit = text.split(" ", 1)
    low, _, high = number.partition("..")
    return float(low), float(high) if high else None, "" if unit == "-" else unit


def _mark(part: str, row: str) -> dict[str, Any]:
    if part in ("optional", "table", "estimated"):
        return {part: True}
    key, is_named, value = part.partition("=")
    if is_named:
        return {key: _options(value)}
    words = tuple(part.split(_OR))
    for name, known in (("measure", MEASURES), ("bound", BOUNDS), ("status", STATUSES)):
        if words[0] in known:
            return {name: words}
    if re.match(PERIOD, words[0]):
        return {"period": words}
    raise ValueError(f"{row}: {part!r} is no measure, bound, period, status or mark; see the head of {TABLE.name}")
