"""The body of a page told from what stands beside it: menus, weather, counters, related links, who runs the site.

A library that scores the elements of a page tells the element that holds the body; here its edges are found. The title
may stand above that element and paragraphs beside it, and counters or links within it. What is left out is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from orchestration.reading.decoding import NOTHING

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PROSE = re.compile(r"[，。；：,;]")
_FIGURE = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_TITLE = re.compile(r"(?:报告|公报|報告|公報|情况|草案|计划|安排)(?:全文)?[\[（(]?[^。，]{0,16}$")
# Behind these words nothing of the body follows.
_BEHIND = re.compile(
    r"^[\[【（(\s]*(?:相关(?:链接|阅读|新闻|文章|信息|文件|稿件|解读)|延伸阅读|推荐阅读|热点(?:新闻|推荐|排行)|上一[篇条]|下一[篇条]"
    r"|分享到?|打印(?:本页)?|关闭(?:窗口|本页)?|扫一扫|返回顶部|网站地图|附件下载|主办单位?[:：]|版权所有|友情链接)"
)
# What says who runs a site, and what a page counts.
_FURNITURE = re.compile(
    r"ICP备|ICP证|公网安备|网站标识码|版权所有|技术支持[:：]|承办单位?[:：]|主办单位?[:：]|无障碍|长者模式|您?当前(?:的)?位置|您(?:现)?在(?:的)?位置"
    r"|扫一扫|分享到|今日访问|访问人次|今天是\s*(?:19|20)\d\d年|站内搜索|设为首页|加入收藏|在手机(?:上)?打开"
)
_COUNTER = re.compile(
    r"(?:浏览|访问|点击|阅读|瀏覽|訪問|點擊|閱讀)(?:次数|总数|次數|量|数|數|率)?\s*[:：]?\s*(?:[0-9０-９]+|-)?\s*[次人]?(?:次)?"
    r"|[字字]?[体體號号](?:大小)?\s*[:：]\s*[\[【（(]?\s*大\s*中\s*小\s*[\]】）)]?"
)
_COUNTED = re.compile(
    r"(?:浏览|访问|点击|阅读|瀏覽|訪問|點擊|閱讀)(?:次数|总数|次數|量|数|數|率)?\s*[:：]?\s*[0-9０-９]|[体體]\s*[:：].*大"
)
_LONGEST_FURNITURE, _LONGEST_INFO, _LONGEST_TITLE = 160, 200, 60
_SHORTEST_PROSE = 20
_LINKED, _MOSTLY_LINKED = 0.3, 0.5
# So many lines without a sentence may stand between two paragraphs of the body, or between it and its title.
_GAP, _TITLE_GAP = 4, 15


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    said: str
    linked: float

    @property
    def is_furniture(self) -> bool:
        return len(self.said) <= _LONGEST_FURNITURE and bool(_FURNITURE.search(self.said))

    @property
    def is_prose(self) -> bool:
        long = len(_HAN.findall(self.said)) >= _SHORTEST_PROSE and bool(_PROSE.search(self.said))
        return long and self.linked < _LINKED and not self.is_furniture and not _BEHIND.match(self.said)


@dataclass(frozen=True)
class Beside:
    """A stretch of a page's text that is not of its body, and why: menu, links, footer or counter."""

    start: int
    end: int
    why: str


def beside_the_body(
    text: str, body: tuple[int, int] | None, linked: bytearray, is_heading: Callable[[int], bool]
) -> list[Beside] | None:
    """What of a page's text is not of its body; null where the body cannot be told, so that all of it is to be read.

    Args:
        text: the page with its markup blanked.
        body: the span of the element that a library takes for the body, if it takes any.
        linked: for each character whether it is part of a link.
        is_heading: whether a heading of the page stands at an offset.
    """
    lines = _lines(text, linked)
    # A page of text and nothing else needs no telling.
    plain = None if any(line.is_furniture or line.linked > _MOSTLY_LINKED for line in lines) else list[Beside]()
    first, last = _edges(lines, *body) if body is not None else (0, -1)
    if first > last:
        return plain
    first = _with_title(lines, first, is_heading)
    found = [Beside(line.start, line.end, "menu") for line in lines[:first]]
    for line in lines[first : last + 1]:
        if line.is_furniture and not line.is_prose:
            found.append(Beside(line.start, line.end, "footer"))
        elif len(line.said) <= _LONGEST_INFO and _COUNTED.search(line.said):
            found += _counters(text, line)
    found += [Beside(line.start, line.end, "footer" if line.is_furniture else "links") for line in lines[last + 1 :]]
    return None if _loses(lines, first, last) else found


def _counters(text: str, line: _Line) -> list[Beside]:
    """The stretches of a line that count its readers, whatever markup stands between their characters."""
    places = [at for at in range(line.start, line.end) if text[at] != NOTHING]
    said = "".join(text[at] for at in places)
    return [Beside(places[m.start()], places[m.end() - 1] + 1, "counter") for m in _COUNTER.finditer(said)]


def _lines(text: str, linked: bytearray) -> list[_Line]:
    lines: list[_Line] = []
    at = 0
    for line in text.split("\n"):
        said = line.replace(NOTHING, "").strip()
        if said:
            letters = [
                at + nth for nth, character in enumerate(line) if character != NOTHING and not character.isspace()
            ]
            share = sum(linked[letter] for letter in letters) / len(letters)
            lines.append(_Line(letters[0], letters[-1] + 1, said, share))
        at += len(line) + 1
    return lines


def _edges(lines: list[_Line], start: int, end: int) -> tuple[int, int]:
    """The first and last line of the body: of the element, without furniture at its edges, and paragraphs next to it."""
    inside = [nth for nth, line in enumerate(lines) if start <= line.start < end]
    if not inside:
        return 0, -1
    first, last = inside[0], inside[-1]
    prose = [nth for nth in inside if lines[nth].is_prose]
    # Links and furniture above the first paragraph, and all that stands behind 相关链接, are none of the body.
    while first < last and (lines[first].is_furniture or lines[first].linked > _MOSTLY_LINKED):
        first += 1
    least = prose[-1] if prose else first
    behind = next((nth for nth in range(least + 1, last + 1) if _BEHIND.match(lines[nth].said)), last + 1)
    last = behind - 1
    while last > least and (lines[last].is_furniture or lines[last].linked > _MOSTLY_LINKED):
        last -= 1
    return _reached(lines, first, -1), _reached(lines, last, 1)


def _reached(lines: list[_Line], edge: int, step: int) -> int:
    """The farthest line that paragraphs lead to from an edge, with no more than a few short lines between them."""
    at, gap = edge + step, 0
    while 0 <= at < len(lines) and gap <= _GAP and not _BEHIND.match(lines[at].said):
        if lines[at].linked > _MOSTLY_LINKED or lines[at].is_furniture:
            break
        gap = 0 if lines[at].is_prose else gap + 1
        edge = at if lines[at].is_prose else edge
        at += step
    return edge


def _with_title(lines: list[_Line], first: int, is_heading: Callable[[int], bool]) -> int:
    """The line of the title above the body, or the first of the body's own lines where one of them is the title."""

    def is_title(nth: int) -> bool:
        line = lines[nth]
        short = len(line.said) <= _LONGEST_TITLE and line.linked <= _MOSTLY_LINKED and not line.is_furniture
        return short and (is_heading(line.start) or bool(_TITLE.search(line.said)))

    until_prose = list(
        takewhile(lambda nth: not lines[nth].is_prose, range(first, min(first + _TITLE_GAP, len(lines))))
    )
    above = [nth for nth in range(max(0, first - _TITLE_GAP), first) if is_title(nth)]
    if above:
        # Of a title on several lines all are headings: the first of those that stand together.
        top = above[-1]
        while top - 1 in above:
            top -= 1
        return top
    own = [nth for nth in until_prose if is_title(nth)]
    return own[0] if own and own[0] - first <= _GAP else first


def _loses(lines: list[_Line], first: int, last: int) -> bool:
    """Whether more than half of the figures stand outside of the body, links and furniture aside."""
    kept = sum(len(_FIGURE.findall(line.said)) for line in lines[first : last + 1])
    others = [line for line in (*lines[:first], *lines[last + 1 :]) if line.linked < _LINKED and not line.is_furniture]
    return kept < sum(len(_FIGURE.findall(line.said)) for line in others)
