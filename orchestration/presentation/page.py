"""The comparison page: one HTML file, everything inline, each figure linked to its sentence."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

import duckdb
import polars as pl
from great_tables import GT, loc, style

from orchestration.presentation import comparison
from orchestration.presentation.charts import chartable, small_multiples
from orchestration.presentation.words import MEASURES, RESULTS, number, signed

_PLACES_NAMED = 8
_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1c2733;
  background: #f6f7f9; margin: 0; }
main { max-width: 1080px; margin: 0 auto; padding: 24px 20px 60px; }
h1 { font-size: 26px; margin: 8px 0 2px; } h2 { font-size: 19px; margin: 36px 0 8px; }
p.lead, p.others { color: #51606f; margin: 0 0 18px; }
section { background: #fff; border: 1px solid #e2e6ea; border-radius: 8px; padding: 16px 18px; overflow-x: auto; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; } .tile { background: #fff; border: 1px solid #e2e6ea;
  border-radius: 8px; padding: 10px 16px; } .tile b { font-size: 22px; display: block; }
p.others { margin-top: 14px; }
a.figure { color: #1f5fa8; text-decoration: none; border-bottom: 1px dotted #1f5fa8; }
ol.sources { padding-left: 2.6em; } ol.sources li { margin: 6px 0; } ol.sources li:target { background: #fff6d6; }
ol.sources small { color: #6b7885; } mark { background: #ffe58a; padding: 0 2px; border-radius: 2px; }
footer { color: #6b7885; font-size: 13px; margin-top: 30px; }
"""


class _Sources:
    """The sentences that the page refers to, numbered in the order in which they are met."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def link(self, shown: str, observation: str | None, sentence: str | None) -> str:
        if not shown or observation is None:
            return ""
        place = self.numbers.setdefault(observation, len(self.numbers) + 1)
        title = html.escape(sentence or "", quote=True)
        return f'<a class="figure" href="#s{place}" title="{title}">{html.escape(shown)}</a>'


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """The page for the place that reports most, as HTML."""
    region = comparison.main_region(connection)
    if region is None:
        return _page("指标对比", "<p>仓库中还没有报告。No reports yet.</p>")
    code, name = region
    plans = comparison.plan_outturn(connection, code)
    years = comparison.year_comparison(connection, code)
    panels = chartable(comparison.series(connection, code))
    sources = _Sources()
    parts = [
        f"<h1>{html.escape(name)}：计划与完成、年度与年度</h1>",
        '<p class="lead">Targets against outturns, year against year. Every figure links to the sentence of the report '
        "that says so. 每个数字都链接到报告原句。</p>",
        _tiles(connection, code, plans),
        _other_places(connection, code),
        "<h2>主要指标走势 <small>Main indicators</small></h2>",
        f"<section>{_chart(panels)}</section>",
        "<h2>目标与完成 <small>Plan and outturn</small></h2>",
        f"<section>{_plan_table(plans, sources)}</section>",
        "<h2>年度对比 <small>Year against year</small></h2>",
        f"<section>{_year_table(years, sources)}</section>",
        "<h2>数字出处 <small>Sources</small></h2>",
        f"<section>{_source_list(connection, sources)}</section>",
        "<footer>“约”“≥”“≤” 为报告原文的“左右”“以上”“以内”等界限。结果按指标优劣方向和目标界限判断。"
        " Bounds are those of the reports; results follow the bound and the direction in which the indicator is better.</footer>",
    ]
    return _page(f"{name}指标对比", "\n".join(parts))


def _page(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )


def _tiles(connection: duckdb.DuckDBPyConnection, region_code: str, plans: pl.DataFrame) -> str:
    reports, observations, share = connection.execute(
        "select count(*), sum(observations), sum(unexplained_numbers) / sum(number_mentions) from marts.dim_report "
        "where region_code = $region",
        {"region": region_code},
    ).fetchone() or (0, 0, 0)
    judged = plans.filter(pl.col("result") != "no_outturn")
    kept = judged.filter(pl.col("result").is_in(["met", "about"])).height
    tiles = {
        "报告 reports": str(reports),
        "观测值 observations": f"{observations or 0:,}",
        "未解释数字 unexplained numbers": f"{100 * (share or 0):.1f}%",
        "已有结果的目标：达到或基本达到 targets met": f"{kept} / {judged.height}",
    }
    cells = (f'<div class="tile"><b>{value}</b>{label}</div>' for label, value in tiles.items())
    return f'<div class="tiles">{"".join(cells)}</div>'


def _other_places(connection: duckdb.DuckDBPyConnection, region_code: str) -> str:
    """Which places this page is not about; they may be many, so only some are named."""
    places = connection.execute(
        "select regions.name, count(*) as reports from marts.dim_report "
        "inner join marts.dim_region as regions using (region_code) where region_code <> $region "
        "group by regions.name, region_code order by reports desc, region_code",
        {"region": region_code},
    ).fetchall()
    if not places:
        return ""
    named = "、".join(f"{html.escape(name)}（{reports}）" for name, reports in places[:_PLACES_NAMED])
    more = f" 等 {len(places)} 地" if len(places) > _PLACES_NAMED else ""
    return (
        f'<p class="others">仓库中还有：{named}{more}。Reports of other places stand in the warehouse beside these: '
        "<code>indicators compare 指标 --region 地区</code>.</p>"
    )


def _chart(panels: pl.DataFrame) -> str:
    if panels.is_empty():
        return "<p>还没有可比的年份。No years to compare yet.</p>"
    chart = small_multiples(panels).configure_view(stroke="#e2e6ea").configure_axis(gridColor="#eef1f4")
    return str(chart.to_html(inline=True, fullhtml=False, output_div="chart"))


def _plan_table(plans: pl.DataFrame, sources: _Sources) -> str:
    if plans.is_empty():
        return "<p>没有目标。No targets.</p>"
    rows = [
        {
            "指标": row["indicator"],
            "口径": MEASURES[row["measure"]],
            "年份": row["year"],
            "目标": sources.link(
                number(row["target_value"], row["target_bound"], row["target_value_max"]),
                row["target_observation_id"],
                row["target_sentence"],
            ),
            "完成": sources.link(
                number(row["outturn_value"], row["outturn_bound"]),
                row["outturn_observation_id"],
                row["outturn_sentence"],
            ),
            "单位": row["canonical_unit"],
            "差距": signed(row["gap"]),
            "结果": RESULTS[row["result"]],
            "性质": row["binding"] or "",
        }
        for row in plans.iter_rows(named=True)
    ]
    table = _table(rows, figures=["目标", "完成", "差距"])
    for result, colour in (("达到", "#e5f4e8"), ("基本达到", "#f3f6df"), ("未达到", "#fbe6e3")):
        at = [position for position, row in enumerate(rows) if row["结果"] == result]
        if at:
            table = table.tab_style(style.fill(colour), loc.body(columns=["结果"], rows=at))
    return str(table.as_raw_html(inline_css=False))


def _year_table(years: pl.DataFrame, sources: _Sources) -> str:
    if years.is_empty():
        return "<p>还没有可比的年份。No years to compare yet.</p>"
    rows = [
        {
            "指标": row["indicator"],
            "口径": MEASURES[row["measure"]],
            "年份": f"{row['from_year']} → {row['to_year']}",
            "前值": sources.link(
                number(row["from_value"], row["from_bound"]), row["from_observation_id"], row["from_sentence"]
            ),
            "后值": sources.link(
                number(row["to_value"], row["to_bound"]), row["to_observation_id"], row["to_sentence"]
            ),
            "单位": row["canonical_unit"],
            "变化": signed(row["absolute_change"] if row["absolute_change"] is not None else row["rank_change"]),
            "变化（%）": signed(row["relative_change"]),
            "变化（百分点）": signed(row["point_change"]),
        }
        for row in years.iter_rows(named=True)
    ]
    table = _table(rows, figures=["前值", "后值", "变化", "变化（%）", "变化（百分点）"])
    return str(table.as_raw_html(inline_css=False))


def _table(rows: list[dict[str, Any]], figures: Iterable[str]) -> GT:
    return (
        GT(pl.DataFrame(rows, infer_schema_length=None))
        .cols_align("right", columns=list(figures))
        .tab_options(table_width="100%", table_font_size="14px", data_row_padding="4px", table_border_top_style="none")
        .fmt_passthrough(columns=list(figures), escape=False)
        .opt_row_striping()
    )


def _source_list(connection: duckdb.DuckDBPyConnection, sources: _Sources) -> str:
    numbers = sources.numbers
    wanted = {"observation_id": list(numbers), "place": list(numbers.values())}
    connection.register("wanted", pl.DataFrame(wanted, schema={"observation_id": pl.String, "place": pl.Int64}))
    rows = connection.execute(
        """
        select wanted.place, facts.observation_id, facts.sentence, facts.written, facts.section, reports.title,
            reports.file_name
        from wanted
        inner join marts.fct_observation as facts using (observation_id)
        inner join marts.dim_report as reports using (report_id)
        order by wanted.place
        """
    ).fetchall()
    items = [
        f'<li id="s{place}">{_marked(sentence, written)}<br><small>{html.escape(title or file_name)} · '
        f"{html.escape(section or '')} · <code>{observation}</code></small></li>"
        for place, observation, sentence, written, section, title, file_name in rows
    ]
    return f'<ol class="sources">{"".join(items)}</ol>'


def _marked(sentence: str, written: str) -> str:
    """The sentence with its figure marked; white space inside a figure as written does not matter."""
    before, found, after = sentence.partition(written)
    return (
        f"{html.escape(before)}<mark>{html.escape(found)}</mark>{html.escape(after)}"
        if found
        else html.escape(sentence)
    )
