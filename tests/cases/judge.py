"""What the pipeline makes of each shared input, and where that differs from what is right."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.evaluation import likeness
from tests.cases.expected import Case, Row, cases
from tests.conftest import SHARED

INPUTS = SHARED / "cases"
FAILING = Path(__file__).with_name("failing.tsv")
_CRASH = "crash: "
# Words that only report need not stand in a name; labels accept both.
_REPORTING = re.compile("完成|实现|达到?|累计|共有|拥有")


@dataclass(frozen=True)
class Taken:
    """One file as the pipeline took it: its report, or the reason why it was set aside, and its rows.

    `crash` is what reading or extraction raised, which is right for no file.
    """

    report: dict[str, Any] | None
    reason: str
    rows: tuple[dict[str, Any], ...]
    crash: str | None = None


@cache
def taken() -> dict[str, Taken]:
    """Every input read by itself, and all of them extracted in one call, as rows do not depend on the batch."""
    read = [_read(case.file, number) for number, case in enumerate(cases())]
    reports = [report for _, report, _ in read if report is not None]
    rows, crashes = _extracted(pl.concat(reports, how="vertical_relaxed"))
    found: dict[str, Taken] = {}
    for file, report, reason in read:
        if report is None:
            found[file] = Taken(None, reason, (), reason if reason.startswith(_CRASH) else None)
            continue
        row = report.to_dicts()[0]
        key = row["report_id"]
        found[file] = Taken(row, reason, tuple(_spanned(rows.get(key, []), row["text"])), crashes.get(key))
    return found


def _read(file: str, number: int) -> tuple[str, pl.DataFrame | None, str]:
    """A file, its report with a key of its own, and why there is none. Two inputs may hold the same bytes."""
    from orchestration.reading.files import described
    from orchestration.reading.reports import read_all

    try:
        reading = read_all(described(INPUTS / file))
    except Exception as error:  # One input that breaks the reader must not hide the others.
        return file, None, _told(error)
    report = reading.reports.with_columns(report_id=pl.lit(f"{number:016x}"))
    return file, report if report.height else None, "; ".join(reading.quarantine["reason"])


def _extracted(reports: pl.DataFrame) -> tuple[dict[str, list[dict[str, Any]]], dict[str, str]]:
    """Rows by report, and what extraction raised by report: where the batch fails, each is tried by itself."""
    from orchestration.extraction.pipeline import extract

    crashes: dict[str, str] = {}
    try:
        found = extract(reports).observations
    except Exception:
        parts = []
        for number, key in enumerate(reports["report_id"]):
            try:
                parts.append(extract(reports[number : number + 1]).observations)
            except Exception as error:
                crashes[key] = _told(error)
        found = pl.concat(parts)
    return {key[0]: part.to_dicts() for key, part in found.group_by("report_id", maintain_order=True)}, crashes


def _told(error: Exception) -> str:
    return f"{_CRASH}{type(error).__name__}: {' '.join(str(error).split())[:120]}"


def _spanned(rows: Sequence[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    return [{**row, "span": text[row["start"] : row["end"]]} for row in rows]


def problems(case: Case, got: Taken) -> list[str]:
    """What is wrong with a case, in short phrases; nothing if it is right."""
    if got.crash is not None:
        return [got.crash]
    if got.report is None:
        if not case.aside:
            return [f"set aside: {got.reason}"]
        return [
            f"the reason does not say {pattern!r}: {got.reason}"
            for pattern in case.aside
            if not re.search(pattern, got.reason, re.IGNORECASE)
        ]
    if case.rows is None:
        return [f"read with {len(got.rows)} rows, and nobody is told that it cannot be read"]
    return _identity(case, got.report) + _rows(case, got)


def _identity(case: Case, report: dict[str, Any]) -> list[str]:
    found = []
    if case.region is not None and (report["region"] or None) not in case.region:
        found.append(f"report of {report['region']}")
    # The year is asked of reports that name theirs; of others the pipeline may know less than the reader.
    if report["report_year"] != case.year:
        found.append(f"report of {report['report_year']}")
    if case.kind is not None and report["kind"] != case.kind:
        found.append(f"report is a {report['kind']}")
    if case.told and not re.search(case.told, _flags(report)):
        found.append(f"no flag says {case.told!r}")
    return found


def _flags(report: dict[str, Any]) -> str:
    return f"{report.get('flags') or ''}{' bytes' if report.get('undecodable_bytes') else ''}"


def _rows(case: Case, got: Taken) -> list[str]:
    assert case.rows is not None
    pairs, lost, extra = paired(case.rows, got.rows)
    untold = 0
    if case.tables_may_be_told and not any(row.table for row, _ in pairs):
        told = got.report is not None and "table" in _flags(got.report)
        untold = 0 if told else sum(row.table for row in lost)
        lost = [row for row in lost if not row.table]
    lost = [row for row in lost if not row.optional]
    found = [f"{untold} cells of a table are unread, and nobody is told"] if untold else []
    for row in list(lost):
        near = min(extra, key=lambda each: len(differences(row, each)), default=None)
        if near is not None and len(wrong := differences(row, near)) <= 2 and not {"value", "span"} <= set(wrong):
            found.append(f"{row}: {', '.join(f'{name} {_shown(near, name)}' for name in wrong)}")
            lost.remove(row)
            extra.remove(near)
    found += [f"lost {row}" for row in lost]
    return found + [f"extra {row['indicator'] or 'no name'} {row['value']:g}{row['unit']}" for row in extra]


def paired(
    rows: Sequence[Row], got: Sequence[dict[str, Any]]
) -> tuple[list[tuple[Row, dict[str, Any]]], list[Row], list[dict[str, Any]]]:
    """As many pairs as can be of rows that agree in all, then what has no partner on either side."""
    fits = [[at for at, other in enumerate(got) if not differences(row, other)] for row in rows]
    partner: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for at in fits[row]:
            if at not in tried:
                tried.add(at)
                if at not in partner or place(partner[at], tried):
                    partner[at] = row
                    return True
        return False

    # Rows that must stand come first, so that none that may stand takes a partner from them.
    for row in sorted(range(len(rows)), key=lambda at: rows[at].optional):
        place(row, set())
    used = set(partner.values())
    return (
        [(rows[row], got[at]) for at, row in partner.items()],
        [row for at, row in enumerate(rows) if at not in used],
        [row for at, row in enumerate(got) if at not in partner],
    )


def differences(row: Row, got: dict[str, Any]) -> list[str]:
    """The fields in which an extracted row differs from one that is right."""
    span = _plain(got["span"])
    checks = {
        "name": row.names is None or named(got["indicator"], row.names),
        "span": row.written is None or span in {_plain(each) for each in row.written},
        "value": any(_same(low, got["value"]) and _same(high, got["value_max"]) for low, high, _ in row.values),
        "unit": any(unit == got["unit"] for low, high, unit in row.values if _same(low, got["value"])),
        "measure": got["measure"] in row.measure,
        "bound": got["bound"] in row.bound,
        "period": got["period"] in row.period,
        "status": got["status"] in row.status,
        "region": row.region is None or (got["region"] or None) in row.region,
        "base": row.base is None or got["base"] in row.base,
        "estimated": not row.estimated or bool(got.get("estimated")) or "estimated" in got["flags"].split(","),
    }
    return [name for name, is_right in checks.items() if not is_right]


def named(name: str | None, accepted: Sequence[str | None]) -> bool:
    """Whether a name is one of those accepted, but for marks, words of ownership and words that only report."""
    if name is None:
        return None in accepted
    known = [each for each in accepted if each is not None]
    if not known:
        return False
    spare = [_REPORTING.sub("", each) for each in known]
    return likeness(name, known) == 1.0 or likeness(_REPORTING.sub("", name), spare) == 1.0


def _plain(text: str) -> str:
    """Letters of one width without spaces, simplified: what was written, whatever it was written with."""
    narrow = "".join(unicodedata.normalize("NFKC", text).split()).replace("\u200b", "")
    return _simplified(narrow)


@cache
def _simplified(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)


def _shown(row: dict[str, Any], name: str) -> str:
    fields = {"name": "indicator", "value": "value"}
    value = row.get(fields.get(name, name))
    return "none" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)


@cache
def failing() -> dict[str, str]:
    """What is known not to be right yet: file → issue that mends it, and what is wrong."""
    if not FAILING.exists():
        return {}
    with FAILING.open(encoding="utf-8", newline="") as handle:
        return {row["file"]: f"issue {row['issue']}: {row['wrong']}" for row in csv.DictReader(handle, delimiter="\t")}
