"""The charts of the comparison page: small multiples of target and outturn over the years.

Charts are drawn here, once, so that the page needs no script. A point leads to the sentence that it comes from.
"""

from __future__ import annotations

import io
from urllib.parse import urldefrag
from xml.etree import ElementTree

import altair as alt
import polars as pl

from orchestration.presentation.wording import MEASURES, STATUSES, neutral

# A picture among other things shows this many panels; the page shows all.
_PANELS_OF_A_PICTURE = 6
_COLOURS = {"actual": "#1f5fa8", "target": "#d0762a"}
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_ELEMENTS = {"svg", "g", "path", "rect", "line", "text", "tspan", "a", "title", "defs", "clipPath"}
_ATTRIBUTES = set(
    "id class role aria-hidden d x y x1 x2 y1 y2 width height viewBox transform display opacity fill stroke version "
    "fill-opacity stroke-opacity stroke-width stroke-miterlimit stroke-dasharray clip-path "
    "font-family font-size font-weight font-style text-anchor".split()
)
# Elements are written without a prefix, as HTML reads them.
ElementTree.register_namespace("", _SVG)


def chartable(series: pl.DataFrame) -> pl.DataFrame:
    """The main indicators with at least two values, each with the title of its panel."""
    panel = ["indicator_code", "measure", "canonical_unit"]
    return (
        series.filter(pl.col("headline_place").is_not_null() & pl.col("measure").is_in(["level", "growth"]))
        .filter(pl.len().over(panel) >= 2)
        .with_columns(
            panel=pl.format("{} · {}（{}）", "indicator", pl.col("measure").replace_strict(MEASURES), "canonical_unit"),
            kind=pl.col("status").replace_strict(STATUSES),
            value=pl.col("value").cast(pl.Float64),
        )
        .sort("headline_place", "measure", "year")
    )


def small_multiples(data: pl.DataFrame) -> alt.FacetChart:
    """One panel for each indicator and measure: outturns as filled points on a line, targets as open diamonds.

    Args:
        data: rows of `chartable`; with `href` each point leads there.
    """
    # Titles go in as data alone: a list to sort by would become part of an expression.
    panels = data["panel"].unique(maintain_order=True).to_list()
    place = pl.col("panel").replace_strict(panels, range(len(panels))).alias("place")
    title = pl.col("panel").replace_strict(panels, [neutral(panel) for panel in panels])
    drawn = ["year", "value", "kind", *({"href"} & set(data.columns)), place, title]
    base = alt.Chart(data.select(drawn)).encode(
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
    )
    points = base.encode(href=alt.Href("href:N")) if "href" in data.columns else base
    actual = STATUSES["actual"]
    line = base.transform_filter(alt.datum.kind == actual).mark_line(strokeWidth=1.5, opacity=0.6, aria=False)
    filled = points.transform_filter(alt.datum.kind == actual).mark_point(filled=True, size=70, opacity=1)
    hollow = points.transform_filter(alt.datum.kind != actual).mark_point(
        shape="diamond", size=110, strokeWidth=2, opacity=1
    )
    faceted: alt.FacetChart = (
        alt.layer(line, filled, hollow)
        .properties(width=280, height=150)
        .facet(
            facet=alt.Facet(
                "panel:N",
                title=None,
                sort=alt.EncodingSortField("place", op="min"),
                header=alt.Header(labelFontWeight="bold"),
            ),
            columns=3,
        )
        .resolve_scale(y="independent", x="independent")
    )
    return faceted


def drawing(data: pl.DataFrame) -> str:
    """All panels as an SVG element for a page: no script, and links only to places of the page itself.

    Args:
        data: rows of `chartable` with `href`, such as `#s1`, and `told`, which a reader sees over the point.

    Raises:
        ValueError: what draws made something else than a drawing.
    """
    chart = small_multiples(data).configure_view(stroke="#e2e6ea").configure_axis(gridColor="#eef1f4")
    return _harmless(_svg(chart), dict(data.select("href", "told").iter_rows()))


def _svg(chart: alt.FacetChart) -> str:
    drawn = io.StringIO()
    chart.save(drawn, format="svg")
    return drawn.getvalue()


def _harmless(svg: str, told: dict[str, str]) -> str:
    """The drawing written anew from what a drawing may hold, each link with a tooltip and a name of its own."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{_SVG}}}")
        if name not in _ELEMENTS:
            raise ValueError(f"the chart holds <{name}>, which no chart of this project has")
        # Vega makes addresses absolute; what it was given is the place on the page.
        place = urldefrag(element.get(f"{{{_XLINK}}}href", "")).fragment
        element.attrib = {key: value for key, value in element.attrib.items() if key in _ATTRIBUTES}
        if name == "a":
            element.set("href", f"#{place}")
            element.set("aria-label", neutral(told[f"#{place}"]))
            ElementTree.SubElement(element, f"{{{_SVG}}}title").text = neutral(told[f"#{place}"])
    root.set("width", "100%")
    root.attrib.pop("height", None)
    return ElementTree.tostring(root, encoding="unicode")


def picture(data: pl.DataFrame) -> str | None:
    """The first panels that have a target beside an outturn, as SVG; null where there is none."""
    both = data.filter(pl.col("status").n_unique().over("panel") > 1)
    first = both["panel"].unique(maintain_order=True).head(_PANELS_OF_A_PICTURE)
    if first.is_empty():
        return None
    return _svg(small_multiples(both.filter(pl.col("panel").is_in(first.implode()))))


def warm_up() -> None:
    """Draw something small: what draws charts takes two seconds to start, which may pass while other work goes on."""
    alt.Chart(pl.DataFrame({"x": [0]})).mark_point().save(io.StringIO(), format="svg")
