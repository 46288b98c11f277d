"""The comparison page: one HTML file, everything inline, each figure linked to its sentence.

What reports say is text on it and nothing else: the template escapes all that it is given, the page holds no script, and
its Content-Security-Policy lets a browser run none, load nothing and send nothing. The chart alone is given as markup;
`charts.drawing` answers for it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from orchestration.presentation import comparison
from orchestration.presentation.charts import chartable, drawing
from orchestration.presentation.passages import Passage, passages
from orchestration.presentation.peers import Figure, Peers, main_peers, observations
from orchestration.presentation.wording import CELLS, MEASURES, RESULTS, STATUSES, neutral, number, signed

_PLACES_NAMED = 8
_HERE = Path(__file__).parent
# The class of a cell that tells a result; the others have none.
_COLOURS = {RESULTS[name]: name for name in ("met", "about", "missed")}


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) or not isinstance(value, str) else neutral(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


class _Sources:
    """The sentences that the page refers to, numbered in the order in which they are met."""

    def __init__(self, found: dict[str, Passage]) -> None:
        self.found = found
        self.numbers: dict[str, int] = {}

    def place(self, observation: str) -> int:
        return self.numbers.setdefault(observation, len(self.numbers) + 1)

    def link(self, shown: str, observation: str | None) -> dict[str, Any] | str:
        if not shown or observation is None:
            return ""
        return {"shown": shown, "place": self.place(observation), "sentence": self.found[observation].sentence}


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """The page for the known place that reports most, as HTML."""
    places = comparison.reports_of(connection)
    region = comparison.main_region(connection)
    if region is None:
        return _page("指标对比", place=None, **_elsewhere(places, None))
    code, name = region
    plans = comparison.plan_outturn(connection, code)
    years = comparison.year_comparison(connection, code)
    panels = chartable(comparison.series(connection, code))
    beside = main_peers(connection, code)
    figures = [panels["observation_id"], pl.Series(observations(beside), dtype=pl.String)]
    figures += [plans[f"{side}_observation_id"] for side in ("target", "outturn")]
    figures += [years[f"{side}_observation_id"] for side in ("from", "to")]
    sources = _Sources(passages(connection, pl.concat(figures).drop_nulls().unique()))
    return _page(
        f"{name}指标对比",
        place=name,
        tiles=_tiles(places.row(by_predicate=pl.col("region_code") == code, named=True), plans),
        chart=_chart(panels, sources),
        plans=_plan_rows(plans, sources),
        years=_year_rows(years, sources),
        beside=beside and {"title": beside.title, "rows": _peer_rows(beside, sources)},
        sources=_source_rows(connection, sources),
        colours=_COLOURS,
        **_elsewhere(places, code),
    )


def _page(title: str, **content: Any) -> str:
    style = (_HERE / "page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _template().render(title=title, style=Markup(style), policy=Markup(policy), **content)


def _tiles(place: dict[str, Any], plans: pl.DataFrame) -> dict[str, str]:
    judged = plans.filter(pl.col("result") != "no_outturn")
    kept = judged.filter(pl.col("result").is_in(["met", "about"])).height
    share = place["unexplained"] / place["numbers"] if place["numbers"] else 0
    return {
        "报告 reports": str(place["reports"]),
        "观测值 observations": f"{place['observations']:,}",
        "未解释数字 unexplained numbers": f"{100 * share:.1f}%",
        "已有结果的目标：达到或基本达到 targets met": f"{kept} / {judged.height}",
    }


def _elsewhere(places: pl.DataFrame, code: str | None) -> dict[str, Any]:
    """Which places this page is not about; they may be many, so only some are named. What has no place is told apart."""
    others = places.filter(pl.col("known") & (pl.col("region_code") != (code or "")))
    return {
        "elsewhere": others.head(_PLACES_NAMED).to_dicts(),
        "more": others.height if others.height > _PLACES_NAMED else 0,
        "unknown": places.filter(~pl.col("known"))["reports"].sum(),
    }


def _chart(panels: pl.DataFrame, sources: _Sources) -> Markup | None:
    if panels.is_empty():
        return None
    told = [
        f"{row['indicator']} {row['year']} {STATUSES[row['status']]} {row['written']}（{row['report_year']} 年报告）："
        f"{sources.found[row['observation_id']].sentence}"
        for row in panels.iter_rows(named=True)
    ]
    hrefs = [f"#s{sources.place(observation)}" for observation in panels["observation_id"]]
    return Markup(drawing(panels.with_columns(href=pl.Series(hrefs), told=pl.Series(told))))


def _plan_rows(plans: pl.DataFrame, sources: _Sources) -> list[dict[str, Any]]:
    return [
        {
            "指标": row["indicator"],
            "口径": MEASURES[row["measure"]],
            "年份": row["year"],
            "目标": sources.link(
                number(row["target_value"], row["target_bound"], row["target_value_max"]),
                row["target_observation_id"],
            ),
            "完成": sources.link(number(row["outturn_value"], row["outturn_bound"]), row["outturn_observation_id"]),
            "单位": row["canonical_unit"],
            "差距": signed(row["gap"]),
            "结果": RESULTS[row["result"]],
            "性质": row["binding"] or "",
        }
        for row in plans.iter_rows(named=True)
    ]


def _year_rows(years: pl.DataFrame, sources: _Sources) -> list[dict[str, Any]]:
    return [
        {
            "指标": row["indicator"],
            "口径": MEASURES[row["measure"]],
            "年份": f"{row['from_year']} → {row['to_year']}",
            "前值": sources.link(number(row["from_value"], row["from_bound"]), row["from_observation_id"]),
            "后值": sources.link(number(row["to_value"], row["to_bound"]), row["to_observation_id"]),
            "单位": row["canonical_unit"],
            "变化": signed(row["absolute_change"] if row["absolute_change"] is not None else row["rank_change"]),
            "变化（%）": signed(row["relative_change"]),
            "变化（百分点）": signed(row["point_change"]),
        }
        for row in years.iter_rows(named=True)
    ]


def _peer_rows(beside: Peers, sources: _Sources) -> list[dict[str, Any]]:
    def cell(figure: Figure | None, without: str = "") -> dict[str, Any] | str:
        return sources.link(figure.shown, figure.observation_id) if figure else without

    # Of the year at hand no place has an outturn yet, and a column of gaps would tell nothing.
    has_outturns = any(peer.outturn for peer in beside.peers)
    return [
        {
            "地区": peer.region,
            "目标": cell(peer.target, CELLS.get(peer.target_cell, "")),
            "位次": (peer.target.rank if peer.target else None) or "",
            **({"完成": cell(peer.outturn, CELLS.get(peer.outturn_cell, ""))} if has_outturns else {}),
            "上年完成": cell(peer.outturn_before),
        }
        for peer in [*([beside.nation] if beside.nation else []), *beside.peers]
    ]


def _source_rows(connection: duckdb.DuckDBPyConnection, sources: _Sources) -> Iterable[dict[str, Any]]:
    """Each sentence that the page refers to, parted at its figure, with where it stands."""
    rows = connection.execute(
        """
        select facts.observation_id, facts.section, reports.title, reports.file_name
        from (select unnest($ids::varchar[]) as observation_id) as wanted
        inner join marts.fct_observation as facts using (observation_id)
        inner join marts.dim_report as reports using (report_id)
        """,
        {"ids": list(sources.numbers)},
    ).fetchall()
    for observation, section, title, file_name in sorted(rows, key=lambda row: sources.numbers[row[0]]):
        passage = sources.found[observation]
        yield {
            "place": sources.numbers[observation],
            "before": passage.before,
            "figure": passage.figure,
            "after": passage.after,
            "title": title or "",
            "file_name": file_name,
            "section": section or "",
            "observation": observation,
        }
