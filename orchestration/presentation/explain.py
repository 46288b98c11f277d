"""A report with every number marked by what it was taken for, and what nothing explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from rich.table import Table
from rich.text import Text

from orchestration.presentation.terminal import text as plain
from orchestration.presentation.wording import PLACE_UNKNOWN, neutral, passage, rules

# Anything else that is no observation is dim: dates, headings, codes.
_STYLES = {"observation": "bold green", "unexplained": "bold white on red", "threshold": "yellow", "duration": "yellow"}
_DIM = "cyan"


def marked(text: str, number_mentions: pl.DataFrame) -> Text:
    """The text of one report, each run of digits in the colour of its disposition.

    Args:
        text: the report's text.
        number_mentions: its ledger, with `start`, `end` and `disposition`.
    """
    # Character for character, so that the offsets hold.
    shown = Text(neutral(text, lines=True))
    for start, end, disposition in number_mentions.select("start", "end", "disposition").iter_rows():
        shown.stylize(_STYLES.get(disposition, _DIM), start, end)
    return shown


def legend(number_mentions: pl.DataFrame) -> Table:
    """How many numbers were taken for what, most first, each in its colour, and by which rules."""
    table = Table(title="Numbers by disposition", title_justify="left")
    table.add_column("disposition")
    table.add_column("numbers", justify="right")
    table.add_column("decided by", overflow="fold")
    by_rule = number_mentions.group_by(pl.col("disposition").cast(pl.String), "disposition_rule").len("count")
    counted = by_rule.group_by("disposition").agg(pl.col("count").sum())
    for disposition, count in counted.sort("count", "disposition", descending=[True, False]).iter_rows():
        of_this = by_rule.filter(pl.col("disposition") == disposition).sort(
            "count", "disposition_rule", descending=[True, False]
        )
        told = ", ".join(
            f"{rule or 'the table'} {n}" for rule, n in of_this.select("disposition_rule", "count").iter_rows()
        )
        table.add_row(Text(disposition, style=_STYLES.get(disposition, _DIM)), str(count), plain(told))
    return table


def observations_table(observations: pl.DataFrame, sentences: pl.DataFrame) -> Table:
    """The observations in reading order, each with what its passage speaks of, where its name comes from and the rules behind it.

    Args:
        observations: as in `schema.Observation`.
        sentences: as in `schema.Sentence`; those that the observations stand in are among them.
    """
    table = Table(title="Observations", title_justify="left")
    columns = (
        "at",
        "indicator",
        "written",
        "measure",
        "bound",
        "period",
        "status",
        "passage",
        "region",
        "attribution",
        "flags",
    )
    for name in columns:
        table.add_column(name, overflow="fold")
    table.add_column("conf.", justify="right")
    table.add_column("rules", overflow="fold")
    spoken_of = sentences.select("sentence_id", "part", "frame", "frame_evidence")
    for row in observations.join(spoken_of, on="sentence_id", maintain_order="left").iter_rows(named=True):
        table.add_row(
            plain(row["start"]),
            plain(row["indicator"]) if row["indicator"] else Text("(no name)", style="red"),
            plain(row["written"]),
            *(plain(row[name]) for name in ("measure", "bound", "period", "status")),
            plain(passage(row["part"], row["frame"], row["frame_evidence"])),
            plain(row["region"]) if row["region"] else Text(PLACE_UNKNOWN, style="red"),
            *(plain(row[name]) for name in ("attribution", "flags")),
            plain(f"{row['confidence']:.2f}"),
            plain(rules(row)),
        )
    return table


def left_out_table(parts: Sequence[Mapping[str, object]]) -> Table:
    """What a file holds and its text does not: where it would stand, why it is left out, and what it says.

    Args:
        parts: each with `at`, `why` and `text`, as `schema.Report` packs them.
    """
    table = Table(title="Left out of the text", title_justify="left")
    table.add_column("at", justify="right")
    table.add_column("why")
    table.add_column("what", overflow="fold")
    for part in parts:
        table.add_row(*(plain(part[name]) for name in ("at", "why", "text")))
    return table


def unexplained(text: str, number_mentions: pl.DataFrame, around: int = 24) -> list[str]:
    """Each number that nothing explains, with the text around it and where it stands."""
    left = number_mentions.filter(pl.col("disposition") == "unexplained")
    return [
        neutral(
            f"[{start}] …{' '.join(text[max(0, start - around) : start].split())}"
            f"【{text[start:end]}】{' '.join(text[end : end + around].split())}…"
        )
        for start, end in left.select("start", "end").iter_rows()
    ]
