"""Tables and traces for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from rich import box
from rich.table import Table
from rich.text import Text

from orchestration.presentation.lookup import Found, Traced, Unregistered, Value
from orchestration.presentation.words import MEASURES, STATUSES, number, signed


def headline_table(frame: pl.DataFrame, place: str | None) -> Table:
    """The short year comparison of a place after a refresh: the newest pair of years of each main indicator."""
    newest = frame.filter(pl.col("to_year") == pl.col("to_year").max().over("indicator", "measure"))
    table = Table(title=" ".join(filter(None, ["Year against year 年度对比", place])), title_justify="left")
    for name, justify in (
        ("指标", "left"),
        ("年份", "left"),
        ("前值", "right"),
        ("后值", "right"),
        ("单位", "left"),
        ("变化", "right"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for row in newest.iter_rows(named=True):
        change = row["relative_change"] if row["relative_change"] is not None else row["point_change"]
        unit = "%" if row["relative_change"] is not None else " 百分点"
        table.add_row(
            row["indicator"] if row["measure"] == "level" else f"{row['indicator']} {MEASURES[row['measure']]}",
            f"{row['from_year']} → {row['to_year']}",
            number(row["from_value"]),
            number(row["to_value"]),
            row["canonical_unit"],
            f"{signed(change)}{unit}" if change is not None else "",
        )
    return table


def series_tables(found: Iterable[Found]) -> Iterable[Table]:
    """One table for each indicator and place: years down, target beside outturn, with the change on the year before."""
    for each in found:
        table = Table(title=f"{each.indicator} · {each.region}", title_justify="left")
        columns = ("口径", "年份", "目标", "完成", "单位", "较前一年", "观测值 observation (trace)")
        for name in columns:
            table.add_column(name, justify="right" if name in ("目标", "完成", "较前一年") else "left")
        cells: dict[tuple[str, str, int], dict[str, Value]] = {}
        for value in each.values:
            cells.setdefault((value.measure, value.unit, value.year), {})[value.status] = value
        for (measure, unit, year), pair in cells.items():
            actual, target = pair.get("actual"), pair.get("target")
            before = cells.get((measure, unit, year - 1), {}).get("actual")
            table.add_row(
                MEASURES[measure],
                str(year),
                _shown(target),
                _shown(actual),
                unit,
                _change(before, actual, measure),
                " ".join(value.observation_id for value in (target, actual) if value),
            )
        yield table


def _shown(value: Value | None) -> str:
    return number(value.value, value.bound, value.value_max) if value else ""


def _change(before: Value | None, after: Value | None, measure: str) -> str:
    if before is None or after is None:
        return ""
    if measure != "level" or after.unit == "%":
        return signed(after.value - before.value) + (" 位" if measure == "rank" else " 百分点")
    return f"{signed(round(100 * (after.value - before.value) / abs(before.value), 2))}%" if before.value else ""


def review_table(names: Iterable[Unregistered]) -> Table:
    """Names to register, each with a sentence that shows what it means."""
    table = Table(title="Names not in the indicator table 未登记指标名称", title_justify="left")
    for column in ("名称", "观测", "报告", "地区", "口径", "单位", "句子"):
        table.add_column(column, justify="right" if column in ("观测", "报告", "地区") else "left")
    for each in names:
        counts = (str(each.observations), str(each.reports), str(each.places))
        table.add_row(each.name, *counts, each.measures, each.unit or "", Text(each.sentence))
    return table


def versions_table(versions: Iterable[Mapping[str, Any]]) -> Table:
    """Published versions as they are kept, the current one marked."""
    table = Table(title="Published versions 已发布版本", title_justify="left", box=box.SIMPLE)
    for column in ("", "version", "published (UTC)", "reports", "observations"):
        table.add_column(column, justify="right" if column in ("reports", "observations") else "left", no_wrap=True)
    for each in versions:
        counts = (f"{each['reports']:,}", f"{each['observations']:,}")
        table.add_row(
            "→" if each["current"] else "", each["name"], each["published_at"][:19].replace("T", " "), *counts
        )
    return table


def traced(found: Traced) -> Text:
    """The figure marked in its sentence, and all that says where it stands and how it was read."""
    text = Text()
    head = f"{found.indicator}  {number(found.canonical_value, found.bound, found.canonical_value_max)} "
    text.append(head + f"{found.canonical_unit or ''}\n", style="bold")
    before, figure, after = found.sentence.partition(found.written)
    text.append(f"\n{before}")
    text.append(figure, style="bold reverse")
    text.append(f"{after}\n\n")
    lines = {
        "written": f"{found.indicator_written or '(no name)'} {found.written}",
        "reads": f"{found.measure}, {found.bound}, {STATUSES[found.status]} {found.status}, {found.period}, {found.region}"
        + (f", against {found.comparison_base}" if found.comparison_base else "")
        + (f", {found.binding}" if found.binding else ""),
        "section": found.section or "",
        "report": f"{found.title or '(no title)'} ({found.report_year})",
        "file": f"{found.file_name}, characters {found.span_start} to {found.span_end}: {' '.join(found.source.split())}",
        "sha-256": found.content_hash,
        "rule": f"{found.rule}, confidence {found.confidence}" + (f", flags {found.flags}" if found.flags else ""),
    }
    for name, value in lines.items():
        text.append(f"{name:>9}  ", style="dim")
        text.append(f"{value}\n")
    return text
