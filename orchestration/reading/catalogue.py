"""What report a text is: title, kind, region, year, issuing body, date.

Titles of these reports are formal, so they decide; where a text has none (a page out of the middle), the
file's name does, then what the text says most often.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import PurePosixPath

from orchestration.lexicon import load

NATION = "全国"
_OFTEN = 3
_FIRST_LINES = 60
_TITLE = re.compile(r"国民经济和社会发展|计划执行情况|政府工作报告|统计公报|工作报告|经济运行情况|发展计划")
_TITLE_ENDS = re.compile(r"(?:报告|公报|情况)(?:[（(].{0,20}[）)])?$")
_KINDS = (
    ("communique", re.compile(r"统计公报|communique|gongbao|stat", re.I)),
    (
        "half_year",
        re.compile(
            r"上半年|前三季度|一季度.{0,14}(?:执行|运行)|[1１]\s*[—\-至到－]\s*[6６9９]\s*月|half|h1(?![0-9])|bannian",
            re.I,
        ),
    ),
    ("work_report", re.compile(r"政府工作|工作报告|work[-_ ]?report|gov|zfgzbg", re.I)),
    ("plan_report", re.compile(r"计划|plan|jihua", re.I)),
)
_INTERIM = re.compile(r"(?:上半年|前三季度|一季度|[1１][—\-至到－][6６9９]月).{0,24}(?:执行|运行|进展|完成)情况")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_SPEECH = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_STAMP = re.compile(r"(?:发布|成文|公开|印发)?(?:时间|日期)[:：]?\s*((?:19|20)\d{2})[-年/.](\d{1,2})[-月/.](\d{1,2})")
_BODY = re.compile(r"^[\u4e00-\u9fff]{2,20}(?:发展和改革委员会|人民政府|统计局|发展改革委)$")
# ——2024年1月15日在成都市第十八届人民代表大会第二次会议上
_ASSEMBLY = re.compile(r"在([\u4e00-\u9fff]{2,14}?)第?[一二三四五六七八九十百]+届")
# A place that the table does not know: 龙湖经济开发区2024年…报告, 关于临空新区…的报告
_NAMED = re.compile(
    r"^(?:[(（][^)）]{0,8}[)）])?(?:关于)?([\u4e00-\u9fff]{2,10}?(?:省|市|州|盟|县|区|旗))(?:人民政府)?(?:关于)?(?=\d{4}|国民|政府|第)"
)
_PLAN_YEAR = re.compile(
    r"((?:19|20)\d{2})\s*年[^。，,；;\n]{0,30}?(?:计划草案|计划安排|总体考虑|总体要求|预期目标|主要目标|工作安排|工作打算|重点工作|目标任务|政府工作)"
)


class UnknownReportError(ValueError):
    """A text that does not say which year's report it is."""


@dataclass(frozen=True)
class Identity:
    """What a report is; see `schema.Report` for the fields."""

    title: str | None
    issuing_body: str | None
    region: str
    report_year: int
    kind: str
    published_on: date | None


def identify(name: str, text: str, report_year: int | None = None) -> Identity:
    """Tell what report a text is, from its title, else its file's name, else its words.

    Raises:
        UnknownReportError: neither the text nor the name gives a year.

    """
    head = [line for line in (re.sub(r"[\s\u200b\ufeff]+", "", raw) for raw in text.split("\n")) if line][:_FIRST_LINES]
    title = _title(head)
    stem = PurePosixPath(name).stem
    kind = _kind(title, stem, text)
    return Identity(
        title=title,
        issuing_body=next((line.strip("#—") for line in head if _BODY.match(line.strip("#—"))), None),
        region=_region(title, head, stem, text),
        report_year=report_year or _year(title, head, stem, text, kind),
        kind=kind,
        published_on=_published(head, text),
    )


def _title(head: list[str]) -> str | None:
    for at, line in enumerate(head):
        line = line.strip("#*《》　")
        if not _TITLE.search(line) and not (at + 1 < len(head) and re.search(r"^关于.*(?:年|发展)$", line)):
            continue
        if len(line) > 70 or re.search(r"[。，；]", line):
            continue
        if _TITLE_ENDS.search(line):
            return line
        follow = head[at + 1].strip("#*") if at + 1 < len(head) else ""
        if _TITLE_ENDS.search(follow) and len(line + follow) <= 80:
            return line + follow
    return None


def _kind(title: str | None, stem: str, text: str) -> str:
    opening = re.sub(r"\s+", "", text[:600])
    for source in (title, stem, opening):
        for kind, pattern in _KINDS:
            # Any report may speak of a half year in its first lines; an interim one says how its plan is carried out.
            spoken = source is opening and kind == "half_year" and not _INTERIM.search(opening)
            if source and pattern.search(source) and not spoken:
                return kind
    return "plan_report"


def _year(title: str | None, head: list[str], stem: str, text: str, kind: str) -> int:
    """The year in which the report was issued: a communiqué on 2024 is of 2025, a plan for 2025 is too."""
    later = 1 if kind == "communique" else 0
    years = [int(year) for year in _YEAR.findall(title or "")]
    if years:
        reviews_only = (
            kind == "plan_report" and not re.search(r"草案|安排|计划的|计划$", title or "") and len(set(years)) == 1
        )
        return max(years) + (later or (1 if reviews_only and "执行情况" in (title or "") else 0))
    planned = Counter(int(year) for year in _PLAN_YEAR.findall(text))
    named = [int(year) for year in _YEAR.findall(stem)]
    if kind != "communique":
        spoken = next((m for line in head[:20] if (m := _SPEECH.search(line)) and len(line) < 60), None)
        if spoken and kind in ("work_report", "half_year"):
            return int(spoken[1])
        if planned and kind == "work_report":
            return max(planned, key=lambda year: (planned[year], year))
    if named:
        return max(named) + (later if kind == "communique" else 0)
    if planned:
        return max(planned, key=lambda year: (planned[year], year))
    said = Counter(int(year) for year in re.findall(r"((?:19|20)\d{2})\s*年", text))
    if said:
        commonest = max(said, key=lambda year: (said[year], year))
        return commonest + (0 if kind == "half_year" else 1)
    raise UnknownReportError("no year in the title, the text or the file's name; put the year of issue into the name")


@cache
def _places() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    """Full names by every spelling, and by pinyin; provinces go before cities, cities before counties."""
    table = load().regions.filter(~load().regions["level"].is_in(["area"])).rows(named=True)
    order = {"country": 0, "province": 1, "city": 2, "county": 3}
    spelled: dict[str, str] = {}
    pinyin: dict[str, str] = {}
    for row in sorted(table, key=lambda row: (order[row["level"]], row["region_code"])):
        full = NATION if row["level"] == "country" else row["name"]
        spelled.setdefault(row["name"], full)
        if row["level"] != "county" or len(row["short_name"]) > 2:
            spelled.setdefault(row["short_name"], full)
        pinyin.setdefault(row["pinyin"], full)
    names = sorted(spelled, key=len, reverse=True)
    return spelled, pinyin, re.compile("|".join(map(re.escape, names)))


def _region(title: str | None, head: list[str], stem: str, text: str) -> str:
    spelled, pinyin, pattern = _places()
    # 福建省龙岩市上杭县: the last place of a title is the one that reports.
    assembly = (match[1] for line in head[:20] if (match := _ASSEMBLY.search(line)))
    for source in (title or "", *assembly, *(line for line in head[:12] if _BODY.match(line.strip("#—"))), stem):
        found = [match for match in pattern.findall(source) if spelled[match] != NATION]
        if found:
            return spelled[found[-1]]
    words = re.findall(r"[a-z]+", stem.lower())
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            if (full := pinyin.get("".join(words[at : at + length]))) is not None:
                return full
    unknown = (match[1] for source in (title or "", stem) if (match := _NAMED.search(source)))
    return next((name for name in unknown if name[0] not in "全我本各"), None) or _most_spoken_of(text)


def _most_spoken_of(text: str) -> str:
    """The place that the text names most, at the level that it calls its own (我市, 全县); else the nation."""
    spelled, _, pattern = _places()
    table = {row["name"]: row["level"] for row in load().regions.rows(named=True)}
    own = Counter(re.findall(r"(?:我|全|本)([省市县区州旗])", text))
    if not own:
        return NATION
    level = own.most_common(1)[0][0]
    said = Counter(pattern.findall(text))
    # A short name may be a word of its own (日照时数) where it is not said often.
    counted: Counter[str] = Counter()
    for name, count in said.items():
        if name == spelled[name] or count >= _OFTEN:
            counted[spelled[name]] += count
    counted.pop(NATION, None)
    fitting = {
        name: count
        for name, count in counted.items()
        if (level == "省" and table[name] == "province" and name.endswith("省"))
        or (level == "市" and name.endswith("市"))
        or (level == "区" and name.endswith("区"))
        or (level == "县" and name.endswith("县"))
        or (level in "州旗" and name.endswith(level))
    }
    if not fitting:
        return counted.most_common(1)[0][0] if counted else NATION
    return max(fitting, key=lambda name: (fitting[name], -len(name)))


def _published(head: list[str], text: str) -> date | None:
    found = next((m for line in head if (m := _STAMP.search(line))), None)
    found = found or next((m for line in head[:20] if (m := _SPEECH.search(line)) and len(line) < 60), None)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
