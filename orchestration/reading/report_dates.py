"""Of which year a report is, when it was published, and on which day it was given; each with what says so.

The year of a report is that of its issue: a communiqué on 2024 is of 2025, and so is a plan for 2025.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from orchestration.reading.front import Front
from orchestration.reading.title import without_notes

FIRST_YEAR, LAST_YEAR = 1949, 2100
_LATE = 10
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(\d{4})\s*年")
_DAY = r"((?:19|20)\d{2})[-年/.](\d{1,2})[-月/.](\d{1,2})"
# Lines are put together, so that digits may stand before. Of two days before it, the meeting is on the nearer: 发布时间2025-01-24 ——2025年1月16日在…会议上.
_MEETING_DAY = re.compile(_DAY + r"日?(?:(?!\d{4}[-年/.]\d).){0,60}?(?:会议|人民代表大会|人大)")
_STAMP = re.compile(
    r"(?:发布|成文|公开|印发|发文|发稿|更新|公布|刊发)?(?:时间|日期)[:：]?\s*"
    + _DAY
    + r"|(?:发布|公布|刊发|印发)于?[:：]?\s*"
    + _DAY
)
_LONE_DAY = re.compile(r"^[(（]?" + _DAY + r"日?[)）]?$")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+(?:部分|章|节)|#)"
)
_REVIEW = re.compile(r"回顾|执行情况|完成情况|工作情况|成绩|成效|成就|取得|总结")
# A plan for several years names years that are none of issue.
_FAR = re.compile(r"到\d{4}年|远景|时期|规划|\d{4}[—–－~至到-]\d{4}")
_PLAN_YEAR = re.compile(
    r"((?:19|20)\d{2})年(?:(?!\d{4}年)[^。，,；;\n]){0,30}?"
    r"(?:计划草案|计划安排|总体考虑|总体要求|预期目标|主要目标|工作安排|工作打算|工作部署|重点工作|目标任务|主要任务|政府工作)"
)
# The head of a column of a table: |2025年目标|.
_PLANNED_COLUMN = re.compile(
    r"((?:19|20)\d{2})年?(?:度)?(?:预期|主要|年度)?(?:计划|目标|预计|安排)(?:值|数)?[^\n|。，]{0,8}\|"
)


class UnknownReportError(ValueError):
    """A text that does not say which year's report it is."""


@dataclass(frozen=True)
class Year:
    """The year of issue, what says so, and whether it is only the likeliest reading."""

    year: int
    evidence: str
    guessed: bool = False


def year_of(title: str | None, front: Front, stem: str, kind: str, otherwise: int | None = None) -> Year:
    """The year in which a report was issued.

    Args:
        title: of the report, cleaned; null where none was found.
        front: the telling parts of the text.
        stem: the file's name without its suffix, cleaned.
        kind: of `schema.KINDS`.
        otherwise: the year, as the caller says, where neither the title, the headings nor the file's name do.

    Raises:
        UnknownReportError: nothing gives a year, or the year is none of a report.
    """
    found = next(_said(title, front, stem, kind), None)
    if found is None and otherwise is not None:
        found = Year(otherwise, "given by the caller")
    found = found or _commonest(front, kind)
    if found is None:
        raise UnknownReportError(
            "no year in the title, the text or the file's name; put the year of issue into the name"
        )
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UnknownReportError(
            f"{found.evidence} gives the year {found.year}, and reports are of {FIRST_YEAR} to {LAST_YEAR}; "
            "put the year of issue into the file's name and the title"
        )
    return found


def _said(title: str | None, front: Front, stem: str, kind: str) -> Iterator[Year]:
    meeting = meeting_day(front, kind)
    if title and (years := [int(year) for year in _YEAR.findall(without_notes(title))]):
        year = max(years) + _later(title, years, kind)
        # A title may name the year that is looked back on; in the first months of the next one the report is given.
        if meeting and kind in ("work_report", "plan_report") and meeting.year == year + 1 and meeting.month <= 6:
            yield Year(meeting.year, f"meeting: {meeting.isoformat()}")
        yield Year(year, f"title: {title}")
    if title and (old := _ANY_YEAR.search(without_notes(title))) and not FIRST_YEAR <= int(old[1]) <= LAST_YEAR:
        yield Year(int(old[1]), f"title: {title}")
    # Late in the year a report looks back on it for the year to come: what is planned then says which.
    given = Year(meeting.year, f"meeting: {meeting.isoformat()}") if meeting and kind != "communique" else None
    if given and meeting and meeting.month <= _LATE:
        yield given
    if kind != "communique":
        yield from _headings(front)
    if given and meeting:
        yield Year(meeting.year + (kind != "half_year" and meeting.month > _LATE), given.evidence)
    if kind == "communique" and (day := _lone_day(front)):
        yield Year(day.year, f"date below the title: {day.isoformat()}")
    planned = Counter(int(year) for year in _PLAN_YEAR.findall(front.whole)) if kind == "work_report" else Counter()
    named = [int(year) for year in _YEAR.findall(stem)]
    if planned and not named:
        yield _most(planned, "planned for")
    if named:
        yield Year(max(named) + (kind == "communique"), f"file name: {stem}")
    if planned := Counter(int(year) for year in _PLAN_YEAR.findall(front.whole)):
        yield _most(planned, "planned for")
    if planned := Counter(int(year) for year in _PLANNED_COLUMN.findall(front.whole)):
        yield Year(max(planned), f"head of a column: {max(planned)}")


def _later(title: str, years: list[int], kind: str) -> int:
    """How many years after the last one that a title names it was issued."""
    only_reviews = kind == "plan_report" and len(set(years)) == 1 and "执行情况" in title
    return int(kind == "communique" or (only_reviews and not re.search(r"草案|安排|计划的|计划$", title)))


def _headings(front: Front) -> Iterator[Year]:
    """一、2024年工作回顾 is of a report of 2025, and so is 二、2025年主要目标和重点工作."""
    reviewed: list[Year] = []
    for line in front.whole.split("\n"):
        line = re.sub(r"\s+", "", line)
        if len(line) > 40 or "。" in line[:-1] or not _HEADING.match(line) or _FAR.search(line):
            continue
        years = {int(year) for year in _YEAR.findall(line)}
        if len(years) != 1:
            continue
        year = years.pop()
        if not _REVIEW.search(line) and re.search(r"安排|部署|目标|任务|打算|建议|重点|要求|工作", line):
            yield Year(year, f"heading: {line}")
        elif _REVIEW.search(line):
            reviewed.append(Year(year + 1, f"heading: {line}"))
    yield from reviewed


def _commonest(front: Front, kind: str) -> Year | None:
    said = Counter(int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d{2})年", front.whole))
    if not said:
        return None
    found = _most(said, "said")
    return Year(found.year + (kind != "half_year"), found.evidence, guessed=True)


def _most(said: Counter[int], how: str) -> Year:
    year = max(said, key=lambda year: (said[year], year))
    return Year(year, f"text: {year}年 {how} {said[year]} times")


def _lone_day(front: Front) -> date | None:
    return next((day for line in front.header if (day := _first_day(_LONE_DAY.match(line)))), None)


def meeting_day(front: Front, kind: str) -> date | None:
    """The day of the meeting at which a report was given: that which names it, else that below the title."""
    named = _first_day(_MEETING_DAY.search("".join(front.header)))
    return named or (None if kind == "communique" else _lone_day(front))


def published_day(front: Front, kind: str) -> date | None:
    """The day of publication: one that is named so, or the one below a communiqué's title."""
    stamped = _first_day(_STAMP.search("\n".join(front.header)))
    return stamped or (_lone_day(front) if kind == "communique" else None)


def _first_day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    except ValueError:
        return None
