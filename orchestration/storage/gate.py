"""The gate before landing: each report is judged alone, and one that is at fault holds up no other.

A report whose extraction fails, or whose figures break a rule of the audit, is set aside with its cause: its text is
kept, its figures are not landed. The audit looks at the whole once more before anything is published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from orchestration.storage.audit import shares
from orchestration.storage.audit_rules import FEW
from orchestration.storage.landing import EXTRACTED, TABLES

Extract = Callable[[pl.DataFrame], Mapping[str, pl.DataFrame]]
# What a report may hold between the digits of a number: white space of any kind, marks without width, markup.
_BETWEEN = r"</?[A-Za-z][^<>\n]{0,80}>|&nbsp;|[\s\p{Z}\p{C},，*]"
_DIGITS = r"[0-9０-９]"
_LONGEST_CAUSE = 300
# A double holds up to 10^308, and units multiply.
_MOST_DIGITS = 290
# Behind the point there may be more.
_TOO_LONG = rf"(?:^|[^.．0-9０-９])(?P<number>{_DIGITS}{{{_MOST_DIGITS + 1},}})"


@dataclass(frozen=True)
class Judged:
    """Extracted frames of the reports that passed, and the reason for each report that did not, by its id."""

    frames: dict[str, pl.DataFrame]
    aside: dict[str, str] = field(default_factory=dict)


def judge(
    reports: pl.DataFrame,
    extract: Extract,
    fatal: Callable[[BaseException], bool],
    within: Mapping[str, float] | None = None,
) -> Judged:
    """Extract a batch of reports and check each of them; a batch that fails is halved until the report is found.

    Args:
        reports: `report_id` str and `text` str, and what `extract` needs.
        extract: makes the frames of `landing.EXTRACTED`, by table, from reports.
        fatal: tells of an error whether it speaks of the machine or the rules and not of a report, so that it is
            raised; running out of memory always is.
        within: the shares that are allowed; those of `audit.shares()` if not given.

    Raises:
        Exception: whatever `fatal` says is no fault of a report.
    """
    beyond = _beyond(reports)
    judged = _extracted(reports.filter(~pl.col("report_id").is_in(list(beyond))), extract, fatal)
    passed = reports.filter(~pl.col("report_id").is_in([*judged.aside, *beyond]))
    found = faults(passed, judged.frames, within)
    frames = {table: frame.filter(~pl.col("report_id").is_in(list(found))) for table, frame in judged.frames.items()}
    return Judged(frames, beyond | judged.aside | found)


def faults(
    reports: pl.DataFrame, frames: Mapping[str, pl.DataFrame], within: Mapping[str, float] | None = None
) -> dict[str, str]:
    """The reason why a report's figures must not be landed, for each report that has one.

    Args:
        reports: `report_id` str, `text` str.
        frames: `number_mentions` and `observations` of these reports; `start` and `end` are offsets in `text`.
        within: the shares that are allowed; those of `audit.shares()` if not given.
    """
    most = (shares() if within is None else within)["max_unexplained_in_one"]
    found: dict[str, str] = {}
    for broken in (_ledger(reports, frames), _spans(reports, frames), _unexplained(frames, most)):
        for report_id, reason in broken.select("report_id", "reason").iter_rows():
            found.setdefault(report_id, f"its figures are not used: {reason}; `indicators explain` shows the file")
    return found


def _beyond(reports: pl.DataFrame) -> dict[str, str]:
    """Reports with a number that no value has room for, which would end the extraction of all that stand beside it."""
    suspects = reports.filter(pl.col("text").str.contains(_TOO_LONG))
    found = {}
    for report_id, text in suspects.select("report_id", "text").iter_rows():
        start, end = next(re.finditer(_TOO_LONG, text)).span("number")
        found[report_id] = (
            f"its figures are not used: a number of {end - start} digits at character {start} is beyond all "
            f"bounds ({_MOST_DIGITS}); correct it or take it out"
        )
    return found


def _ledger(reports: pl.DataFrame, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`every_number_is_in_the_ledger`: as many digits stand in the ledger as in the text."""
    ledger = (
        frames["number_mentions"]
        .group_by("report_id")
        .agg(pl.col("number").str.count_matches(_DIGITS).sum().cast(pl.Int64).alias("ledger"))
    )
    return (
        reports.select("report_id", pl.col("text").str.count_matches(_DIGITS).cast(pl.Int64).alias("written"))
        .join(ledger, on="report_id", how="left")
        .with_columns(pl.col("ledger").fill_null(0))
        .filter(pl.col("written") != pl.col("ledger"))
        .with_columns(reason=pl.format("its text has {} digits, the ledger {}", "written", "ledger"))
    )


def _spans(reports: pl.DataFrame, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`spans_are_the_numbers`: the span of each observation in the text is its number."""
    # Where text recognition took a digit for another sign, the source holds that sign, and the row is flagged.
    as_written = ~pl.col("flags").str.contains("digits_repaired", literal=True)
    observations = frames["observations"].filter(as_written).select("report_id", "start", "end", "written")
    texts = dict(reports.select("report_id", "text").iter_rows())
    # Python takes a slice at once; an expression would count the characters of the text anew for every span.
    slices = [texts.get(report, "")[start:end] for report, start, end, _ in observations.iter_rows()]
    number = pl.col("written").str.extract(r"^([0-9.,]+)").str.replace_all(",", "", literal=True)
    return (
        observations.with_columns(
            number=number.fill_null(""),
            source=half_width(pl.Series(slices, dtype=pl.String)).str.replace_all(_BETWEEN, ""),
        )
        .filter(~pl.col("source").str.starts_with(pl.col("number")))
        .sort("report_id", "start")
        .group_by("report_id", maintain_order=True)
        .agg(pl.len().alias("spans"), pl.col("number", "source", "start").first())
        .with_columns(
            reason=pl.format(
                "the spans of {} figures are not their numbers, the first at character {}: {} but the text has {}",
                "spans",
                "start",
                "number",
                "source",
            )
        )
    )


def _unexplained(frames: Mapping[str, pl.DataFrame], share: float) -> pl.DataFrame:
    """Too many numbers that no rule explains, as in a file of mere numbers: what was read of it is not to be relied on."""
    return (
        frames["number_mentions"]
        .group_by("report_id")
        .agg(pl.len().alias("numbers"), (pl.col("disposition").cast(pl.String) == "unexplained").sum().alias("left"))
        .filter((pl.col("left") > FEW) & (pl.col("left") > share * pl.col("numbers")))
        .with_columns(reason=pl.format("{} of its {} numbers are unexplained", "left", "numbers"))
    )


def half_width(series: pl.Series) -> pl.Series:
    """Full-width digits and stops as ASCII."""
    return series.str.replace_many(list("０１２３４５６７８９．，"), list("0123456789.,"))


def _extracted(reports: pl.DataFrame, extract: Extract, fatal: Callable[[BaseException], bool]) -> Judged:
    try:
        return Judged(dict(extract(reports)))
    except (Exception, pl.exceptions.PanicException) as error:
        if isinstance(error, MemoryError) or fatal(error):
            raise
        if reports.height == 1:
            return Judged(_nothing(), {reports["report_id"][0]: _cause(error)})
    half = reports.height // 2
    first, second = (_extracted(part, extract, fatal) for part in (reports[:half], reports[half:]))
    frames = {table: pl.concat([first.frames[table], second.frames[table]]) for table in EXTRACTED}
    return Judged(frames, first.aside | second.aside)


def _nothing() -> dict[str, pl.DataFrame]:
    return {table: TABLES[table].create_empty() for table in EXTRACTED}


def _cause(error: BaseException) -> str:
    line = " ".join(str(error).split()) or type(error).__name__
    return (
        f"its figures could not be extracted ({line[:_LONGEST_CAUSE]}); "
        "take the passage out or report the fault, the other files are not affected"
    )
