"""Places in a short string, such as a title or a file's name: which of the registered ones it means."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from orchestration.lexicon import load

NATION = "全国"
_NATIONAL = re.compile(
    r"中华人民共和国(?!成立)|国务院(?!批|关于同意)|国家(?:统计局|发展和改革委员会|发展改革委|发改委)(?![\u4e00-\u9fff]*调查总?队)"
    r"|全国(?:人民代表大会|人大)|^(?:关于|\d{4}年)?(?:全国|中国)(?=\d{4}|国民|政府|经济)"
)
_ORDER = {"country": 0, "province": 1, "city": 2, "area": 3, "county": 4}
# Kinds of places below or beside the registered ones: 龙湖经济开发区, 古田镇, 临港区.
_ZONE = (
    "(?:经济技术开发区|高新技术产业开发区|经济开发区|开发区|高新区|经开区|新区|管理区|示范区|园区|度假区|保税区"
    "|生产建设兵团(?:第?[一二三四五六七八九十]+师)?)"
)
_DIVISION = "(?:镇|乡|街道|苏木|地区|自治县|自治旗|自治州|[省市县区州盟旗])"
# None of these words is in a place's name.
_LETTER = r"(?:(?!关于|政府|人民|委员会|国民|经济社会|第|各|所辖|市辖|[全我本该][省市县区州盟旗])[\u4e00-\u9fff])"
_BEHIND = r"(?=人民政府|管委会|管理委员会|办事处|政府|关于|国民|经济|社会|第|全国|\d{4}|$)"
_OWN = re.compile(rf"({_LETTER}{{1,10}}?(?:{_ZONE}|{_DIVISION})){_BEHIND}")
_WITHIN = re.compile(rf"({_LETTER}{{0,10}}?{_ZONE}|{_LETTER}{{1,10}}?{_DIVISION}){_BEHIND}")
# Words that say what kind of place reports, and not which.
_NO_NAME = re.compile(
    rf"^(?:[我全本该省市县区]|经济技术|高新技术产业|高新技术|经济|高新)?(?:自治[区州县旗]|{_ZONE}|{_DIVISION})$"
)
_BEFORE = re.compile(r"^(?:关于|\d{4}年?|\([^)]*\)|[^\u4e00-\u9fff])*")
# A division of the corps and the city that it runs are one place, and the city is registered.
_CORPS = re.compile(r"^新疆生产建设兵团第?[一二三四五六七八九十]+师(?=[\u4e00-\u9fff]{2,4}市)")
_SHORT = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?=\d{4}年|政府工作报告|国民经济)")
# 海南州 is 海南藏族自治州 and 景宁县 is 景宁畲族自治县.
_SHORTENED = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
# A county is known by pinyin only where that is long enough to be no other word.
_SHORTEST_PINYIN = 6


@dataclass(frozen=True)
class Place:
    """A place: the name that the warehouse knows it by, its code (empty where it is not registered), its level."""

    name: str
    code: str
    level: str


@dataclass(frozen=True)
class Found:
    """What a string says of places: the place, or the several that its name may mean; empty where it names none."""

    candidates: tuple[Place, ...]

    @property
    def place(self) -> Place | None:
        """The place, where there is no doubt."""
        return self.candidates[0] if len(self.candidates) == 1 else None


def places_in(text: str) -> Found:
    """The place that a string names: the last of its first row of names (福建省龙岩市上杭县 → 上杭县).

    A place that is not registered (龙湖经济开发区) is believed at the beginning, or behind the place that it lies in.

    Args:
        text: cleaned, without white space.
    """
    text = _CORPS.sub("", text)
    hits = list(_pattern().finditer(text))
    national = _NATIONAL.search(text)
    if national and (not hits or national.start() <= hits[0].start()):
        return Found((_nation(),))
    if not hits:
        return _unlisted(_BEFORE.sub("", text))
    row = [hits[0]]
    for hit in hits[1:]:
        if hit.start() != row[-1].end():
            break
        row.append(hit)
    candidates: tuple[Place, ...] = ()
    for hit in row:
        named = _spelled()[hit[0]]
        candidates = _below(named, candidates) or named
    if within := _WITHIN.match(text[row[-1].end() :]):
        return Found((Place(row[-1][0] + within[1], "", "area"),))
    return Found(candidates)


def _unlisted(text: str) -> Found:
    """A place at the beginning of a string by the short name of a county (万州2025年…), or one not registered."""
    short = _SHORT.match(text)
    if short and (named := _short_counties().get(short[1])):
        return Found(named)
    own = _OWN.match(text)
    return Found((Place(own[1], "", "area"),)) if own and not _NO_NAME.match(own[1]) else Found(())


def place_by_pinyin(stem: str) -> Found:
    """The place whose name in pinyin stands in a file's name: chongqing-plan-report-2025."""
    words = re.findall(r"[a-z]+", stem.lower())
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            if found := _pinyin().get("".join(words[at : at + length])):
                return Found(found)
    return Found(())


def choose(candidates: Collection[Place], context: str) -> Place | None:
    """The one of several places of a name that lies in a place named in `context`; null where none or several do."""
    fitting = [place for place in candidates if _names_parent(place, context)]
    return fitting[0] if len(fitting) == 1 else None


def registered(level: str) -> list[Place]:
    """All places of a level: country, province, city, area, county."""
    return [place for place in _table() if place.level == level]


def short_name(place: Place) -> str:
    """The short name of a registered place: 吉林 of 吉林省."""
    return _rows()[place.code]["short_name"]


def _names_parent(place: Place, context: str) -> bool:
    code = _rows()[place.code]["parent_code"] if place.code else ""
    while code and _rows()[code]["level"] != "country":
        if _rows()[code]["short_name"] in context:
            return True
        code = _rows()[code]["parent_code"]
    return False


def _below(named: tuple[Place, ...], above: tuple[Place, ...]) -> tuple[Place, ...]:
    codes = {place.code for place in above}
    return tuple(place for place in named if codes & set(_parents(place.code)))


def _parents(code: str) -> list[str]:
    found = []
    while (row := _rows().get(code)) and row["parent_code"]:
        code = row["parent_code"]
        found.append(code)
    return found


def _nation() -> Place:
    return Place(NATION, "100000", "country")


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["region_code"]: row for row in load().regions.rows(named=True)}


@cache
def _table() -> list[Place]:
    """All registered places, higher ones first. Where counties share a name, each is named with what it lies in."""
    rows = sorted(_rows().values(), key=lambda row: (_ORDER.get(row["level"], 9), row["region_code"]))
    said: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        said.setdefault(row["name"], []).append(row)
    places = []
    for row in rows:
        name = row["name"]
        if len(said[name]) > 1 and row is not said[name][0] and said[name][0]["level"] != row["level"]:
            name = _rows()[row["parent_code"]]["name"] + name if row["parent_code"] in _rows() else name
        elif len(said[name]) > 1 and row["level"] == "county":
            name = _rows()[row["parent_code"]]["name"] + name
        places.append(Place(NATION if row["level"] == "country" else name, row["region_code"], row["level"]))
    return places


@cache
def _spelled() -> dict[str, tuple[Place, ...]]:
    """Places by every spelling; a spelling of a higher place is none of a lower one, unless that lies in it."""
    spelled: dict[str, tuple[Place, ...]] = {}
    for place in _table():
        row = _rows()[place.code]
        if place.level == "country" or (place.level == "area" and not row["name"].endswith("新区")):
            continue
        names = {row["name"]}
        if place.level != "county" or len(row["short_name"]) > 2:
            names.add(row["short_name"])
        for long, brief in _SHORTENED.items():
            if row["name"].endswith(long) and not row["short_name"].endswith(brief):
                names.add(row["short_name"] + brief)
        for name in names:
            before = spelled.get(name, ())
            if all(_ORDER[other.level] == _ORDER[place.level] for other in before):
                spelled[name] = (*before, place)
    return spelled


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_spelled(), key=lambda name: (-len(name), name))
    # A short name with another kind of place behind it names another place: 海西县 is not 海西州.
    whole = [name if re.search(r"[省市县区州盟旗]$", name) else f"{name}(?![省市县区州盟旗])" for name in names]
    return re.compile("|".join(whole))


@cache
def _short_counties() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for place in registered("county"):
        name = short_name(place)
        found[name] = (*found.get(name, ()), place)
    return found


@cache
def _pinyin() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for place in _table():
        spelling = _rows()[place.code]["pinyin"]
        if not spelling or place.level == "area" or (place.level == "county" and len(spelling) < _SHORTEST_PINYIN):
            continue
        before = found.get(spelling, ())
        # A province is meant before a city of its name, and a city before a county.
        if all(other.level == place.level for other in before):
            found[spelling] = (*before, place)
    return found | {word: (_nation(),) for word in ("national", "guowuyuan", "quanguo", "china", "zhongguo")}
