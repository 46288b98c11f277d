"""What repeats at the top and bottom of pages: running titles, marks of the printer, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from orchestration.reading.columns import Line
from orchestration.reading.paragraphs import written

# So many lines at either end of a page may be running ones.
_DEEP = 3
# Of the pages, or of the pages of one parity where the two sides of a sheet differ, this share repeats a line.
_SHARE = 0.4
_PAGE_NUMBER = re.compile(
    r"[-—–―－~·•.\s]*(?:第\s*)?(?P<number>\d{1,4})(?:\s*页)?(?:\s*[,，/／]?\s*共?\s*\d{1,4}\s*页?)?[-—–―－~·•.\s]*"
)
_SURE = re.compile(r"[-—–―－~·•页/／]")
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十〇]+(?=[页版])|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩivx]+$")
_LEAST_TITLE, _LONGEST = 4, 60
_SENTENCE = re.compile("[。，；]")
# In sizes of a character, from base line to base line.
_FAR = 2.6


def running_lines(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """Of each page, the places of its running lines among its lines.

    A line with cells of a table may repeat as the head of a table that goes on, and is none.
    """
    edges = [_edges(lines) for lines in pages]
    repeated = _repeated(pages, edges)
    offset = _offset(pages, edges)
    titles = [_bare(written(line)) for line in pages[0]] if pages else []
    found: list[set[int]] = []
    for number, (lines, (top, bottom)) in enumerate(zip(pages, edges, strict=True)):
        running: set[int] = set()
        for edge in (top, bottom):
            for at in edge:
                text = written(lines[at])
                is_title = edge is top and number > 0 and _repeats_title(text, titles)
                if not (
                    (number, at) in repeated
                    or _is_page_number(text, number, offset, _stands_apart(lines, at))
                    or is_title
                ):
                    # What is nearer to the middle of the page than running text is no running line.
                    break
                running.add(at)
        found.append(running if len(running) < len(lines) or len(pages) > 1 else set())
    return found


def _edges(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """The places of the first lines of a page from the top, and of the last ones from the bottom."""
    order = sorted(range(len(lines)), key=lambda at: -lines[at].base)
    half = len(order) // 2
    return order[: min(_DEEP, len(order) - half)], order[len(order) - min(_DEEP, half) :][::-1]


def _repeated(pages: Sequence[Sequence[Line]], edges: Sequence[tuple[list[int], list[int]]]) -> set[tuple[int, int]]:
    """(page, place) of lines that other pages have at the same height, but for their digits."""
    places: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for number, (lines, (top, bottom)) in enumerate(zip(pages, edges, strict=True)):
        for at in (*top, *bottom):
            text = written(lines[at])
            if text.count("\t") >= 2 or len(text) > _LONGEST or _SENTENCE.search(text):
                continue
            height = round(lines[at].base / (2 * lines[at].em))
            # A height that lies between two steps counts for both.
            for step in (height, height + 1):
                places.setdefault((_bare(text), step, number % 2), []).append((number, at))
    both = Counter({key: len(found) for key, found in places.items()})
    repeated: set[tuple[int, int]] = set()
    for (text, step, parity), found in places.items():
        times = both[text, step, parity]
        of_parity = (len(pages) + 1 - parity) // 2
        everywhere = times + both[text, step, 1 - parity]
        if (everywhere >= 2 and everywhere >= _SHARE * len(pages)) or (times >= 2 and times >= _SHARE * of_parity):
            repeated |= set(found)
    return repeated


def _bare(text: str) -> str:
    return _DIGITS.sub("#", re.sub(r"\s+", "", text))


def _offset(pages: Sequence[Sequence[Line]], edges: Sequence[tuple[list[int], list[int]]]) -> int | None:
    """By how much page numbers differ from the count of pages, where at least two pages agree."""
    offsets: Counter[int] = Counter()
    for number, (lines, (top, bottom)) in enumerate(zip(pages, edges, strict=True)):
        for at in {*top[:1], *bottom[:1]}:
            if match := _PAGE_NUMBER.fullmatch(written(lines[at])):
                offsets[int(match["number"]) - number] += 1
    best = offsets.most_common(1)
    return best[0][0] if best and best[0][1] >= 2 else None


def _is_page_number(text: str, number: int, offset: int | None, apart: bool) -> bool:
    match = _PAGE_NUMBER.fullmatch(text)
    if not match:
        return False
    is_next = offset is not None and int(match["number"]) - number == offset
    return bool(_SURE.search(text)) or is_next or (apart and len(match["number"]) < 4)


def _stands_apart(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is farther from its neighbours than lines of text are."""
    gaps = [abs(lines[at].base - line.base) for place, line in enumerate(lines) if place != at]
    return not gaps or min(gaps) > _FAR * lines[at].em


def _repeats_title(text: str, titles: Sequence[str]) -> bool:
    """Whether a line at the top of a later page says again what a line of the first one says, or its end."""
    bare = _bare(text)
    return len(bare) >= _LEAST_TITLE and any(
        title == bare or (title.endswith(bare) and len(title) < _LONGEST and not _SENTENCE.search(bare))
        for title in titles[:12]
    )
