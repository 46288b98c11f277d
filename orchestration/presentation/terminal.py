"""Tables and traces for the terminal.

What a report says is shown as text: never as markup of the terminal library, never with characters that a terminal
acts upon. `text` makes it so; each cell and title goes through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.presentation.lookup import Found, PlaceWord, Traced, Unregistered, Value
from orchestration.presentation.peers import Figure, Peer, Peers
from orchestration.presentation.wording import (
    CELLS,
    MEASURES,
    PLACE_UNKNOWN,
    STATUSES,
    neutral,
    number,
    passage,
    rules,
    signed,
)

# The figures of a place among its peers, and which of them have a rank and a gap to the nation's.
_FIGURES = {"target": STATUSES["target"], "outturn": STATUSES["actual"], "outturn_before": "上年完成"}
_RANKED = ("target", "outturn")
# In a narrower window a table would have to cut ids.
_NARROWEST = 80


def text(value: object, style: str = "") -> Text:
    """One line of text as it is, without markup and control characters."""
    return Text(neutral("" if value is None else str(value)), style=style)


def show(shown: Table | Text, console: Console | None = None) -> None:
    """Print for whoever reads: a table drawn for a person, lines of tabbed text, plain and whole, for a program.

    Args:
        shown: a table of this module, or text.
        console: where to; standard output if null.
    """
    console = console or Console(highlight=False, markup=False, emoji=False)
    if isinstance(shown, Text):
        console.print(shown, soft_wrap=not console.is_terminal)
    elif console.is_terminal and console.width >= _NARROWEST:
        console.print(shown)
    else:
        for line in _plain(shown):
            # Not by the console, which writes spaces for tabs.
            print(line, file=console.file)


def _plain(table: Table) -> Iterable[str]:
    if table.title:
        yield f"# {table.title}"
    yield "\t".join(str(column.header) for column in table.columns)
    for row in zip(*(column.cells for column in table.columns), strict=True):
        yield "\t".join(" ".join(str(cell).split()) for cell in row)
    if table.caption:
        yield f"# {table.caption}"


def headline_table(frame: pl.DataFrame, place: str | None) -> Table:
    """The short year comparison of a place after a refresh: the newest pair of years of each main indicator."""
    table = _table(
        " ".join(filter(None, ["Year against year 年度对比", place])),
        {"指标": "left", "年份": "left", "前值": "right", "后值": "right", "单位": "left", "变化": "right"},
    )
    if frame.is_empty():
        return table
    newest = frame.filter(pl.col("to_year") == pl.col("to_year").max().over("indicator", "measure"))
    for row in newest.iter_rows(named=True):
        change = row["relative_change"] if row["relative_change"] is not None else row["point_change"]
        unit = "%" if row["relative_change"] is not None else " 百分点"
        _add(
            table,
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
        table = _table(
            f"{each.indicator} · {each.region}",
            {
                "口径": "left",
                "年份": "left",
                "目标": "right",
                "完成": "right",
                "单位": "left",
                "较前一年": "right",
            },
        )
        # `trace` takes an id whole, so that none is ever cut or broken.
        table.add_column("观测值 id (trace)", no_wrap=True)
        cells: dict[tuple[str, str, int], dict[str, Value]] = {}
        for value in each.values:
            cells.setdefault((value.measure, value.unit, value.year), {})[value.status] = value
        for (measure, unit, year), pair in cells.items():
            actual, target = pair.get("actual"), pair.get("target")
            before = cells.get((measure, unit, year - 1), {}).get("actual")
            _add(
                table,
                MEASURES[measure],
                year,
                _shown(target),
                _shown(actual),
                unit,
                _change(before, actual, measure),
                Text("\n").join(
                    text(f"{STATUSES[value.status]} {value.observation_id}") for value in (target, actual) if value
                ),
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


def peers_tables(found: Iterable[Peers]) -> Iterable[Table]:
    """One table for each measure, unit and period: the nation first, then the places of the level, best first.

    Figures that no place states have no column.
    """
    for each in found:
        shown = {name: word for name, word in _FIGURES.items() if any(getattr(peer, name) for peer in each.peers)}
        columns = {"地区": "left"}
        for name, word in shown.items():
            columns[word] = "right"
            if name in _RANKED:
                columns |= {f"{word}位次": "right", f"{word}与全国差": "right"}
        table = _table(each.title, columns)
        table.add_column("观测值 id (trace)", no_wrap=True)
        for peer in [*([each.nation] if each.nation else []), *each.peers]:
            _add(table, *_peer_cells(peer, shown))
        if any(figure.several for peer in each.peers for figure in _figures(peer, shown).values()):
            table.caption = "* 该报告另有不同数值 the report gives another value too"
        yield table


def _peer_cells(peer: Peer, shown: Mapping[str, str]) -> Iterable[object]:
    figures = _figures(peer, shown)
    yield peer.region
    for name in shown:
        figure = figures.get(name)
        if name not in _RANKED:
            yield figure.shown if figure else ""
            continue
        yield figure.shown if figure else CELLS.get(getattr(peer, f"{name}_cell"), "")
        yield (figure.rank if figure else None) or ""
        yield signed(getattr(peer, f"{name}_gap"))
    many = len(shown) > 1
    yield Text("\n").join(
        text(f"{shown[name]} {figure.observation_id}" if many else figure.observation_id)
        for name, figure in figures.items()
    )


def _figures(peer: Peer, shown: Iterable[str]) -> dict[str, Figure]:
    return {name: figure for name in shown if (figure := getattr(peer, name))}


def review_table(names: Iterable[Unregistered]) -> Table:
    """Names to register, each with a sentence that shows what it means."""
    table = _table(
        "Names not in the indicator table 未登记指标名称",
        {
            "名称": "left",
            "观测": "right",
            "报告": "right",
            "地区": "right",
            "口径": "left",
            "单位": "left",
            "写法": "left",
            "相近指标": "left",
            "句子": "left",
        },
    )
    for each in names:
        counts = (each.observations, each.reports, each.places)
        _add(table, each.name, *counts, each.measures, each.unit, each.written, each.nearest, each.sentence)
    return table


def places_table(words: Iterable[PlaceWord]) -> Table:
    """Words that look like areas and that the region table does not have, each with a sentence."""
    table = _table(
        "Words like places, not in the region table 未登记地区",
        {"词": "left", "次数": "right", "报告": "right", "句子": "left"},
    )
    for each in words:
        _add(table, each.word, each.mentions, each.reports, each.sentence)
    return table


def frame_table(frame: pl.DataFrame) -> Table:
    """A frame as it is: numbers to the right, nothing where a value is null."""
    table = Table(box=box.SIMPLE)
    for name, dtype in frame.schema.items():
        right = dtype.is_numeric()
        table.add_column(
            neutral(name), justify="right" if right else "left", overflow="fold", no_wrap=name.endswith("_id")
        )
    for row in frame.iter_rows():
        _add(table, *(number(cell) if isinstance(cell, float) else cell for cell in row))
    return table


def versions_table(versions: Iterable[Mapping[str, Any]]) -> Table:
    """Published versions as they are kept, the current one marked."""
    table = Table(title=text("Published versions 已发布版本"), title_justify="left", box=box.SIMPLE)
    for column in ("", "version", "published (UTC)", "reports", "observations"):
        table.add_column(column, justify="right" if column in ("reports", "observations") else "left", no_wrap=True)
    for each in versions:
        counts = (f"{each['reports']:,}", f"{each['observations']:,}")
        _add(table, "→" if each["current"] else "", each["name"], each["published_at"][:19].replace("T", " "), *counts)
    return table


def traced(found: Traced) -> Text:
    """The figure marked in its sentence, and all that says where it stands and how it was read."""
    shown = Text()
    head = f"{found.indicator}  {number(found.canonical_value, found.bound, found.canonical_value_max)} "
    if found.canonical_value is None:
        head = f"{found.indicator}  {found.written} (not converted) "
    shown.append_text(text(f"{head}{found.canonical_unit or ''}", style="bold"))
    shown.append("\n\n")
    shown.append_text(text(found.passage.before))
    shown.append_text(text(found.passage.figure, style="bold reverse"))
    shown.append_text(text(found.passage.after))
    shown.append("\n\n")
    place = found.region or PLACE_UNKNOWN
    lines = {
        "written": f"{found.indicator_written or '(no name)'} {found.written}",
        "reads": f"{found.measure}, {found.bound}, {STATUSES[found.status]} {found.status}, {found.period}, {place}"
        + (f", against {found.comparison_base}" if found.comparison_base else "")
        + (f", {found.binding}" if found.binding else ""),
        "section": found.section or "",
        "passage": passage(found.part, found.frame, found.frame_evidence),
        "report": f"{found.title or '(no title)'} ({found.report_year}, {found.report_region or PLACE_UNKNOWN})",
        "file": f"{found.file_name}, characters {found.span_start} to {found.span_end}: {found.passage.figure}",
        "sha-256": found.content_hash,
        "name from": f"{found.attribution}, confidence {found.confidence}"
        + (f", flags {found.flags}" if found.flags else ""),
        "rules": rules(found.fields) or "none: the table decided",
    }
    for name, value in lines.items():
        shown.append(f"{name:>9}  ", style="dim")
        shown.append_text(text(value))
        shown.append("\n")
    return shown


def told(title: str, lines: Iterable[tuple[str, str]]) -> Text:
    """A title, and below it lines of a label and what is told."""
    shown = Text()
    shown.append_text(text(title, style="bold"))
    shown.append("\n")
    for label, value in lines:
        shown.append(f"{label:>9}  ", style="dim")
        shown.append_text(text(value))
        shown.append("\n")
    return shown


def _table(title: str, columns: Mapping[str, Any]) -> Table:
    """A table with no row yet; long cells fold, so that nothing is cut."""
    table = Table(title=text(title), title_justify="left")
    for name, justify in columns.items():
        table.add_column(name, justify=justify, overflow="fold")
    return table


def _add(table: Table, *cells: object) -> None:
    table.add_row(*(cell if isinstance(cell, Text) else text(cell) for cell in cells))
