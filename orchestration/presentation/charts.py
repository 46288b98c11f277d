"""The charts of the comparison page: small multiples of target and outturn over the years."""

from __future__ import annotations

import io

import altair as alt
import polars as pl

from orchestration.presentation.comparison import MAIN
from orchestration.presentation.words import MEASURES, STATUSES

# A picture among other things shows this many panels; the page shows all.
_PANELS_OF_A_PICTURE = 6
_COLOURS = {"actual": "#1f5fa8", "target": "#d0762a"}


def chartable(series: pl.DataFrame) -> pl.DataFrame:
    """The main indicators with at least two values, each with the title of its panel."""
    order = {code: position for position, code in enumerate(MAIN)}
    panel = ["indicator_code", "measure", "canonical_unit"]
    return (
        series.filter(pl.col("indicator_code").is_in(MAIN) & pl.col("measure").is_in(["level", "growth"]))
        .filter(pl.len().over(panel) >= 2)
        .with_columns(
            panel=pl.format("{} · {}（{}）", "indicator", pl.col("measure").replace_strict(MEASURES), "canonical_unit"),
            kind=pl.col("status").replace_strict(STATUSES),
            value=pl.col("value").cast(pl.Float64),
            order=pl.col("indicator_code").replace_strict(order),
        )
        .sort("order", "measure", "year")
    )


def small_multiples(data: pl.DataFrame) -> alt.FacetChart:
    """One panel for each indicator and measure: outturns as filled points on a line, targets as open diamonds."""
    base = alt.Chart(data).encode(
        x=alt.X(
            "year:Q",
            title=None,
            axis=alt.Axis(format="d", tickMinStep=1, labelExpr="datum.value % 1 === 0 ? datum.label : ''"),
            scale=alt.Scale(padding=12, nice=False),
        ),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False, padding=12)),
        color=alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=[STATUSES[key] for key in _COLOURS], range=list(_COLOURS.values())),
            legend=alt.Legend(orient="top", direction="horizontal"),
        ),
        tooltip=[
            alt.Tooltip("indicator:N", title="指标"),
            alt.Tooltip("year:O", title="年份"),
            alt.Tooltip("kind:N", title="类型"),
            alt.Tooltip("written:N", title="原文"),
            alt.Tooltip("report_year:O", title="报告年份"),
            alt.Tooltip("sentence:N", title="原句"),
        ],
    )
    actual = STATUSES["actual"]
    line = base.transform_filter(alt.datum.kind == actual).mark_line(strokeWidth=1.5, opacity=0.6)
    filled = base.transform_filter(alt.datum.kind == actual).mark_point(filled=True, size=70, opacity=1)
    hollow = base.transform_filter(alt.datum.kind != actual).mark_point(
        shape="diamond", size=110, strokeWidth=2, opacity=1
    )
    panels = data["panel"].unique(maintain_order=True).to_list()
    faceted: alt.FacetChart = (
        alt.layer(line, filled, hollow)
        .properties(width=280, height=150)
        .facet(
            facet=alt.Facet("panel:N", title=None, sort=panels, header=alt.Header(labelFontWeight="bold")), columns=3
        )
        .resolve_scale(y="independent", x="independent")
    )
    return faceted


def picture(data: pl.DataFrame) -> str | None:
    """The first panels that have a target beside an outturn, as SVG; null where there is none."""
    both = data.filter(pl.col("status").n_unique().over("panel") > 1)
    first = both["panel"].unique(maintain_order=True).head(_PANELS_OF_A_PICTURE)
    if first.is_empty():
        return None
    drawn = io.StringIO()
    small_multiples(both.filter(pl.col("panel").is_in(first.implode()))).save(drawn, format="svg")
    return drawn.getvalue()


def warm_up() -> None:
    """Draw something small: what draws charts takes two seconds to start, which may pass while other work goes on."""
    nothing = alt.Chart(pl.DataFrame({"x": [0]})).mark_point()
    nothing.to_html(inline=True, fullhtml=False)
    nothing.save(io.StringIO(), format="svg")
