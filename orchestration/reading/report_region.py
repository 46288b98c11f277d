"""Which place a report is of, and what says so.

What speaks for the report itself goes first: its title, the meeting, the opening words, who issued it, who spoke, the
signature, then the file's name. Only where all are silent does the running text decide, and only if it leaves no doubt.
The nation is never what remains: it must be named like any other place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.reading.front import Front
from orchestration.reading.gazetteer import Found, Place, choose, place_by_pinyin, places_in, registered, short_name

MEETING = re.compile(
    r"(?P<before>[\u4e00-\u9fff]{0,20}?)第?(?:[一二三四五六七八九十百]+|\d+)届(?P<whole>全国)?(?:人民代表大会|人大)"
)
ON_BEHALF = re.compile(
    r"(?:我代表|受)(?P<body>[\u4e00-\u9fff]{0,24}?(?:国务院|政府|管委会|管理委员会|委员会))(?:的?委托)?"
)
BODY = re.compile(
    r"^(?P<body>[\u4e00-\u9fff]{0,24}?(?:发展和改革委员会|发展改革委员会|发展改革委|发展改革和[\u4e00-\u9fff]{2,8}局|发展和改革局"
    r"|人民政府(?:办公[厅室])?|统计局|调查总?队|管理委员会|管委会|国务院|财政[厅局])){1,3}$"
)
SPEAKER = re.compile(
    r"^(?:\d{4}年\d{1,2}月\d{1,2}日)?(?P<body>[\u4e00-\u9fff]{0,20}?)(?:人民政府)?(?:代理|代)?"
    r"(?P<office>总理|省长|市长|州长|盟长|区长|县长|旗长|主席|管委会主任)"
)
_SOURCE = re.compile(r"(?:来源|信息来源|发布机构|发布单位|发文机关|作者)[:：](?P<body>[\u4e00-\u9fff]+)")
# What the text calls its own place: 我省, 全市, 本县.
_OWN_LEVEL = re.compile(r"[我全本]([省市县区州盟旗])")
_LEVEL_OF_BODY = re.compile(r"^(?:自治)?([省市县区州盟旗])(?:人民)?政府")
# So often must a text call its place its own, and name it; so many times more often than any other of its level.
_OFTEN, _MARGIN = 5, 3
_ENDS = 15
# What can only speak of the report itself.
_OF_ITSELF = ("title", "meeting", "opening")


@dataclass(frozen=True)
class Region:
    """The place that reports and what says so; both null where it is not known."""

    name: str | None
    evidence: str | None


def region_of(title: str | None, front: Front, stem: str) -> Region:
    """The place that a report is of.

    Args:
        title: of the report, cleaned; null where none was found.
        front: the telling parts of the text.
        stem: the file's name without its suffix, cleaned.
    """
    context = "".join((title or "", *front.header, front.opening[:500], *front.last, stem))
    level = own_level(front)
    for source, words, found in _said(title, front, stem):
        place = found.place or choose(found.candidates, context)
        # A county's report may stand on the page, or in a file, of its city.
        if place and (source in _OF_ITSELF or _fits(place, level)):
            return Region(place.name, f"{source}: {words}")
    return _from_text(front, level)


def own_level(front: Front) -> str | None:
    """What kind of place the text calls its own: 省, 市, 县, 区, 州, 盟 or 旗; null where it does not say."""
    behalf = ON_BEHALF.search(front.opening)
    body = _LEVEL_OF_BODY.match(behalf["body"]) if behalf else None
    if body:
        return "自治区" if "自治区" in body[0] else body[1]
    said = Counter(_OWN_LEVEL.findall(front.whole))
    if not said:
        return None
    level, count = said.most_common(1)[0]
    return level if count >= _OFTEN and count > 0.6 * said.total() else None


def _said(title: str | None, front: Front, stem: str) -> Iterator[tuple[str, str, Found]]:
    """Each thing that may name the place, in the order in which it is believed."""
    if title:
        yield "title", title, places_in(title)
    joined = "".join(front.header)
    for match in MEETING.finditer(joined):
        before = match["before"]
        # ——2025年1月16日在宣城市第五届…: the place stands behind 在.
        at = before.rfind("在") + 1
        yield "meeting", match[0][at:], places_in("全国人大" if match["whole"] else before[at:])
    if behalf := ON_BEHALF.search(front.opening):
        yield "opening", behalf[0], places_in(behalf["body"])
    for line in front.header:
        if BODY.match(line):
            yield "issuing body", line, places_in(line)
        elif (source := _SOURCE.search(line)) and BODY.match(source["body"]):
            yield "source", line[:60], places_in(source["body"])
    for line in front.header:
        if (speaker := SPEAKER.match(line)) and (speaker["body"] or speaker["office"] == "总理"):
            yield "speaker", line[:40], places_in("国务院" if speaker["body"] in ("", "国务院") else speaker["body"])
    for line in front.last:
        if BODY.match(line):
            yield "signature", line, places_in(line)
    yield "file name", stem, places_in(re.sub(r"\s+", "", stem))
    yield "file name", stem, place_by_pinyin(stem)


def _fits(place: Place, level: str | None) -> bool:
    """Whether a place can be what the text calls 我市 or 全县."""
    if level is None or place.level == "area":
        return True
    return place.level != "country" and place.name.endswith(level)


def _from_text(front: Front, level: str | None) -> Region:
    """The place that the text calls its own and names first or last, and far more often than others of its level."""
    if level is None:
        return Region(None, None)
    ends = "".join((*front.lines[:_ENDS], *front.last))
    said: Counter[Place] = Counter()
    for kind in ("province", "city", "county"):
        for place in registered(kind):
            if _fits(place, level):
                # A county's short name may be any word.
                name = place.name if kind == "county" else short_name(place)
                said[place] = front.whole.count(name)
    ranked = said.most_common(2)
    if not ranked:
        return Region(None, None)
    (place, count), *others = ranked
    name = place.name if place.level == "county" else short_name(place)
    if count < _OFTEN or name not in ends or any(_MARGIN * other > count for _, other in others):
        return Region(None, None)
    return Region(place.name, f"text: {name} {count} times, called {'' if level == '自治区' else '全'}{level}")
