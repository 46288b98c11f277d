"""Tables as the reader hands them → one row per cell, in canonical characters, with its place in the canonical text.

A table arrives as JSON beside the report's text: its caption and its cells with row, column, reach and span. Cells that
reach over several rows or columns say the same to each of them.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import canonical, windows

# One grid of the column `tables`, as the reader packs it.
_CELL = pl.Struct(
    {
        "row": pl.Int64,
        "column": pl.Int64,
        "start": pl.Int64,
        "end": pl.Int64,
        "text": pl.String,
        "rows": pl.Int64,
        "columns": pl.Int64,
    }
)
_GRIDS = pl.List(pl.Struct({"caption": pl.String, "cells": pl.List(_CELL)}))
# No cell of a report says the same to more rows or columns than this.
_FARTHEST = 200


def cells(reports: pl.LazyFrame, anchors: pl.LazyFrame) -> pl.LazyFrame:
    """One row per cell of the batch, in reading order.

    Columns: `report`, `table` (number in the batch), `row`, `column`, `rows`, `columns`, `said` (canonical text, as the
    canonical text of the report has it), `indent` (blanks before it), `at` and `to` (canonical offsets), `caption`.
    """
    grids = (
        reports.filter(pl.col("tables").is_not_null())
        .select("report", grid=pl.col("tables").str.json_decode(_GRIDS))
        .explode("grid")
        .filter(pl.col("grid").is_not_null())
        .with_row_index("table")
        .unnest("grid")
        .explode("cells")
        .filter(pl.col("cells").is_not_null())
        .unnest("cells")
        .with_columns(
            rows=pl.col("rows").clip(1, _FARTHEST),
            columns=pl.col("columns").clip(1, _FARTHEST),
            indent=pl.col("text").str.extract(r"^([\s\u00a0\u3000]*)").str.len_chars().cast(pl.Int64),
        )
    )
    said = canonical.squeezed(canonical.squeezed(grids, "text", "said"), "caption", "caption")
    placed = canonical.to_canonical(
        canonical.to_canonical(said.with_columns(last_=pl.col("end") - 1), anchors, "start", "at"),
        anchors,
        "last_",
        "to",
    )
    return (
        placed.with_columns(to=pl.col("to") + 1)
        .drop("start", "end", "text", "last_")
        .filter(pl.col("said") != "")
        .sort("table", "row", "column")
    )


def spread(cells: pl.LazyFrame) -> pl.LazyFrame:
    """One row per place of each table that a cell reaches over; `own` tells the place that the cell itself stands in."""
    first = (pl.col("row") == pl.col("top")) & (pl.col("column") == pl.col("left"))
    return (
        cells.with_columns(
            top="row",
            left="column",
            row=pl.int_ranges("row", pl.col("row") + pl.col("rows")),
            column=pl.int_ranges("column", pl.col("column") + pl.col("columns")),
        )
        .explode("row")
        .explode("column")
        .with_columns(own=first)
        # Where two cells claim a place, as broken markup has it, the one that begins there says what stands there.
        .sort("table", "row", "column", pl.col("own"), descending=[False, False, False, True])
        .unique(["table", "row", "column"], keep="first", maintain_order=True)
        .drop("top", "left", "rows", "columns")
    )


def blocks(grid: pl.LazyFrame, heads: list[str]) -> pl.LazyFrame:
    """Add `block`, `role` and `group` to each place of a table.

    A table falls into blocks where a head stands again in its middle. `role` of a row is `title` (one cell above the
    head), `head`, `skipped` (numbers of the columns), `group` (one cell among the rows) or `data`; `group` is what the last row of that kind says.

    Args:
        grid: the frame of `spread` with `is_number` and `is_year` for each place.
        heads: words that the first cell of a head says, such as 指标.
    """
    figured = pl.col("is_number") & ~pl.col("is_year") & (pl.col("column") > 0)
    rows = (
        grid.group_by("table", "row", maintain_order=True)
        .agg(
            figured=figured.any(),
            years=(pl.col("is_year") & (pl.col("column") > 0)).any(),
            filled=pl.col("own").sum(),
            first=pl.col("said").first(),
            numbered=pl.col("said").is_in(["甲", "栏次"]).any(),
        )
        .sort("table", "row")
        .with_columns(figured=pl.col("figured") & ~pl.col("numbered"))
        .with_columns(begun=windows.cum_sum(pl.col("figured").cast(pl.Int64), pl.col("table")) > 0)
    )
    heading = ~pl.col("figured") & (pl.col("filled") > 1)
    is_head = heading & (~pl.col("begun") | pl.col("first").is_in(heads))
    rows = rows.with_columns(
        role=pl.when(pl.col("numbered"))
        .then(pl.lit("skipped"))
        .when(is_head)
        .then(pl.lit("head"))
        .when((pl.col("filled") == 1) & ~pl.col("figured") & ~pl.col("begun"))
        .then(pl.lit("title"))
        .when((pl.col("filled") == 1) & ~pl.col("figured"))
        .then(pl.lit("group"))
        .otherwise(pl.lit("data"))
    )
    # A single cell between the head and the first figures heads the rows below it.
    headed = windows.cum_sum((pl.col("role") == "head").cast(pl.Int64), pl.col("table")) > 0
    rows = rows.with_columns(role=pl.when((pl.col("role") == "title") & headed).then(pl.lit("group")).otherwise("role"))
    begins = (pl.col("role") == "head") & (pl.col("role").shift(1) != "head").fill_null(value=True)
    opens = windows.opens(pl.col("table")) | (begins & pl.col("begun"))
    rows = rows.with_columns(block=opens.cum_sum()).with_columns(
        group=windows.carried(pl.when(pl.col("role") == "group").then("first"), pl.col("block"))
    )
    titles = rows.filter(pl.col("role") == "title").group_by("table").agg(title=pl.col("first").str.join(" "))
    return (
        grid.join(rows.select("table", "row", "block", "role", "group"), on=["table", "row"], maintain_order="left")
        .join(titles, on="table", how="left", maintain_order="left")
        .with_columns(caption=pl.concat_str("caption", "title", separator=" ", ignore_nulls=True))
        .drop("title")
    )
