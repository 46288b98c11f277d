"""Frames as Markdown, for the metadata of assets and the documents."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

_WIDEST = 48


def markdown(frame: pl.DataFrame, rows: int = 8, total: int | None = None) -> str:
    """The first rows as a Markdown table; long text is cut, line ends and bars are made harmless.

    Args:
        frame: what to show.
        rows: how many rows at most.
        total: how many rows there are, where the frame is only the first of them.
    """
    head = frame.head(rows)
    lines = ["| " + " | ".join(head.columns) + " |", "|" + " --- |" * head.width]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in head.iter_rows()]
    left = (frame.height if total is None else total) - head.height
    if left > 0:
        lines.append(f"\n… {left} more")
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    text = "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
