"""Frames as Markdown, for the metadata of assets and the documents.

Cells hold what reports say, so that no cell may begin a link, a picture, HTML or another cell.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

import polars as pl

from orchestration.presentation.wording import neutral

_WIDEST = 48
# An underscore inside a word, as in a code, is no mark of Markdown.
_MARKS = re.compile(r"[\\`*\[\]<>|~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
# Renderers turn bare addresses into links, even where the marks are escaped; a word joiner keeps them from it.
_ADDRESS = re.compile(r"(?i:(?:(?<=http)|(?<=https)|(?<=ftp)|(?<=mailto)|(?<=xmpp))(?=:)|(?<=www)(?=\.))|(?<=\w)(?=@)")
_JOINER = "\u2060"


def markdown(frame: pl.DataFrame, rows: int = 8, total: int | None = None) -> str:
    """The first rows as a Markdown table; long text is cut, and text is shown letter for letter.

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
    if isinstance(value, float) and math.isfinite(value):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    if value is None:
        return ""
    text = neutral(re.sub(r"\s+", " ", str(value)))
    text = text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
    return _MARKS.sub(r"\\\g<0>", _ADDRESS.sub(_JOINER, text))
