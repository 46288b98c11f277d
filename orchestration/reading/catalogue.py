"""What report a text is: title, kind, region, year, issuing body, dates; and what says so.

Titles of these reports are formal, so they decide; where a text has none (a page out of the middle), the lines
around it do, then the file's name, then what the text says of itself. What none of them says stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from orchestration.reading.front import Front, clean, front_of
from orchestration.reading.gazetteer import NATION
from orchestration.reading.report_dates import UnknownReportError, meeting_day, published_day, year_of
from orchestration.reading.report_kind import kind_of
from orchestration.reading.report_region import BODY, ON_BEHALF, region_of
from orchestration.reading.title import title_of

__all__ = ["Identity", "UnknownReportError", "identify"]

_LONGEST_EVIDENCE = 120


@dataclass(frozen=True)
class Identity:
    """What a report is; see `schema.Report` for the fields. `flags` are joined by commas."""

    title: str | None
    issuing_body: str | None
    region: str | None
    region_evidence: str | None
    report_year: int
    year_evidence: str
    kind: str
    kind_evidence: str | None
    published_on: date | None
    meeting_on: date | None
    flags: str


def identify(name: str, text: str, report_year: int | None = None) -> Identity:
    """Tell what report a text is.

    Args:
        name: of the file, below the raw folder.
        text: of the report; markup may be blanked.
        report_year: the year of issue, as the caller says, where the file does not.

    Raises:
        UnknownReportError: neither the text nor the name gives a year.

    """
    front = front_of(text)
    stem = clean(PurePosixPath(name).stem)
    title = title_of(front)
    kind = kind_of(title, front, stem)
    year = year_of(title, front, stem, kind.name, report_year)
    region = region_of(title, front, stem)
    flags = {
        "region_unknown": region.name is None,
        "kind_guessed": kind.evidence is None,
        "year_guessed": year.guessed,
    }
    return Identity(
        title=title,
        issuing_body=_issuing_body(front, region.name),
        region=region.name,
        region_evidence=_short(region.evidence),
        report_year=year.year,
        year_evidence=year.evidence[:_LONGEST_EVIDENCE],
        kind=kind.name,
        kind_evidence=_short(kind.evidence),
        published_on=published_day(front, kind.name),
        meeting_on=meeting_day(front, kind.name),
        flags=",".join(flag for flag, holds in flags.items() if holds),
    )


def _short(evidence: str | None) -> str | None:
    return evidence[:_LONGEST_EVIDENCE] if evidence else None


def _issuing_body(front: Front, region: str | None) -> str | None:
    """Who issued a report: named on a line of its own, else on whose behalf it was given, else the signature."""
    line = next((line for line in front.header if BODY.match(line)), None)
    if line:
        return line
    if behalf := ON_BEHALF.search(front.opening):
        # 省人民政府 is that of the place that reports.
        general = re.match(r"^(?:自治区|自治州|自治县|自治旗|[省市县区州盟旗])?(人民政府|政府)$", behalf["body"])
        return f"{region}人民政府" if general and region and region != NATION else behalf["body"]
    return next((line for line in front.last if BODY.match(line)), None)
