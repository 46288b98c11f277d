"""A web page → text of the same length, its markup blanked out.

Because nothing moves, a span in the text is the same span in the page's source. The page is read as a browser reads
it, by a parser that repairs what browsers repair: `turbohtml` tells where each run of text and each element stands.
What a reader does not see (scripts, hidden elements, form controls) is blanked too, and so is what frames a page
(menus, side notes), unless it holds most of the text. Blocks become line ends, cells of tables stand between bars. What
stands beside the body (`main_text`) is blanked last; all that a browser shows and the text does not is told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import NamedTuple

from turbohtml import Document, Element, TokenType, parse, tokenize

from orchestration.reading.decoding import NOTHING
from orchestration.reading.grids import Grid, LeftOut
from orchestration.reading.html_tables import Layout, grids_of, layout_of
from orchestration.reading.main_text import Beside, beside_the_body
from orchestration.reading.raised import raised

_NOT_SHOWN = frozenset(
    "script style template title noscript iframe noembed noframes svg math object audio video canvas "
    "select button textarea option datalist".split()
)
# What frames a page. It is dropped only where its end is written and less than half of the text stands in it.
_FRAMES = frozenset("nav aside footer header".split())
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul title".split()
)
_KEEPS_LINES = frozenset({"pre", "listing"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
# What holds no words of a report, whoever looks at it.
_SILENT = frozenset("script style template title iframe noembed noframes svg math object audio video canvas".split())
# Why a character is not shown.
_UNSEEN, _HIDDEN, _FRAME, _STRUCK, _READING = 1, 2, 3, 4, 5
_WHY = {_HIDDEN: "hidden", _FRAME: "menu", _STRUCK: "struck_out", _READING: "reading"}
# 国<rt>guó</rt>: how a character is read.
_KINDS = {"s": _STRUCK, "strike": _STRUCK, "del": _STRUCK, "rt": _READING, "rp": _READING}
# So many elements above one are searched for an end tag: no report nests deeper, and a hostile page is not climbed anew
# for each of its elements.
_DEEPEST = 100
_HAN = re.compile(r"[\u4e00-\u9fff]")
# A sentence or two of Chinese; what scripts and comments hold is less.
_LEAST_TEXT = 40
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# These hide words; of what holds other elements, those may be shown all the same.
_HIDING_WORDS = re.compile(
    r"(?<![\w-])(?:opacity\s*:\s*0?(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{4,})",
    re.I,
)


class _Run(NamedTuple):
    """A stretch of the source that shows as text, or as a line end: `start` and `end` in the source."""

    start: int
    end: int
    shown: str
    is_text: bool


@dataclass(frozen=True)
class Page:
    """The text of a page at its own offsets, its tables, what was left out of it, and whether its body was told."""

    text: str
    grids: list[Grid]
    left_out: list[LeftOut]
    body_found: bool


def read_page(page: str) -> Page:
    r"""The body of a page; all of it where the body cannot be told, or would lose more figures than it holds.

    Args:
        page: the decoded source, with line ends as `\n`.
    """
    page = page.replace("\r", " ")
    seen = _seen(page)
    text = _shown(page, seen)
    body = seen.document.main_content()
    span = None
    if body is not None and body.source_location is not None:
        start = body.source_location.start_tag.end_offset
        span = start, _end(body, start, len(page))
    beside = beside_the_body(text, span, seen.linked, lambda at: bool(seen.headings[at]))
    left_out = [*_hidden_text(page, seen), *_told(text, beside or [])]
    text = _without(text, beside or [])
    return Page(text, grids_of(seen.layout, text), left_out, beside is not None)


def blank_markup(page: str) -> str:
    r"""All text of a page at its own offsets; the length does not change.

    Args:
        page: the decoded source, with line ends as `\n`.
    """
    page = page.replace("\r", " ")
    return _shown(page, _seen(page))


def _shown(page: str, seen: _Seen) -> str:
    pieces: list[str] = []
    done = 0
    for run in seen.runs:
        # What is hidden still parts what stands before it from what stands behind it.
        if seen.hidden[run.start] and run.is_text:
            continue
        # Line ends inside a block are white space: they must not part a sentence.
        shown = run.shown.replace("\n", " ") if run.is_text and not seen.keeps_lines[run.start] else run.shown
        shown = raised(shown) if seen.raised[run.start] else shown
        pieces += [NOTHING * (run.start - done), shown]
        done = run.start + len(shown)
    return "".join(pieces) + NOTHING * (len(page) - done)


def _told(text: str, beside: list[Beside]) -> list[LeftOut]:
    return [LeftOut(part.start, part.why, text[part.start : part.end].replace(NOTHING, "").strip()) for part in beside]


def _without(text: str, beside: list[Beside]) -> str:
    pieces: list[str] = []
    done = 0
    for part in beside:
        pieces += [text[done : part.start], NOTHING * (part.end - part.start)]
        done = part.end
    return "".join(pieces) + text[done:]


def _hidden_text(page: str, seen: _Seen) -> list[LeftOut]:
    """What hidden elements and frames say, each stretch once; scripts and styles say nothing."""
    found: list[LeftOut] = []
    until = -1
    for run in seen.runs:
        why = _WHY.get(seen.hidden[run.start])
        if why is None or not run.is_text or not run.shown.strip():
            continue
        if found and found[-1].why == why and not page[until : run.start].strip("\n ").strip():
            found[-1] = LeftOut(found[-1].at, why, found[-1].text + run.shown)
        else:
            found.append(LeftOut(run.start, why, run.shown.strip()))
        until = run.end
    return found


def hidden_by_open_tag(page: str) -> str | None:
    """The tag, or `comment`, that is never closed and so hides all the text behind it; null where there is none."""
    before, last = deque([None, None, *tokenize(page.replace("\r", " "), capture_source=True)], maxlen=2)
    if last is None or len(_HAN.findall(last.data or "")) < _LEAST_TEXT:
        return None
    if last.type == TokenType.COMMENT and not (last.source or "").endswith(">"):
        return "comment"
    is_raw = before is not None and before.type == TokenType.START_TAG and before.tag in _NOT_SHOWN
    return before.tag if before is not None and is_raw and last.type == TokenType.TEXT else None


@dataclass
class _Seen:
    """A page taken apart: its runs, and for each character of it what is known of where it stands."""

    document: Document
    runs: list[_Run]
    hidden: bytearray
    keeps_lines: bytearray
    linked: bytearray
    headings: bytearray
    raised: bytearray
    layout: Layout = field(default_factory=Layout)


def _seen(page: str) -> _Seen:
    document = parse(page, source_locations=True, scripting=True)
    size = len(page) + 1
    hidden, keeps_lines, linked, headings, raised_ = (bytearray(size) for _ in range(5))
    seen = _Seen(document, list(_runs(page)), hidden, keeps_lines, linked, headings, raised_)
    tables = _mark_all(seen, page)
    if tables:
        texts = [run for run in seen.runs if run.is_text and not seen.hidden[run.start]]
        places = [run.start for run in texts]

        def said(start: int, end: int) -> str:
            return "".join(run.shown for run in texts[bisect_left(places, start) : bisect_left(places, end)])

        seen.layout = layout_of(tables, lambda cell: _end(cell, _start(cell), len(page)), said)
        seen.runs = _with_bars(seen.runs, seen.layout, len(page))
    return seen


def _with_bars(runs: list[_Run], layout: Layout, length: int) -> list[_Run]:
    """The runs of a page with bars where cells of data begin, and without line ends inside of cells."""
    quiet = bytearray(length + 1)
    for start, end in layout.quiet:
        _mark(quiet, start, end)
    kept: list[_Run] = []
    for run in runs:
        if run.is_text:
            kept.append(run)
        elif run.start in layout.shown:
            kept.append(run._replace(shown=layout.shown[run.start]))
        elif quiet[run.start]:
            kept.append(run._replace(shown=" "))
        else:
            kept.append(run)
    return kept


def _runs(page: str) -> Iterator[_Run]:
    """Text, characters written as references, and tags of blocks, in the order of the source."""
    starts = [0, *accumulate(len(line) + 1 for line in page.split("\n"))]
    for token in tokenize(page, resolve_references=False, capture_source=True):
        start = starts[token.line - 1] + token.col
        if token.type == TokenType.TEXT:
            end = start + len(token.data or "")
            yield _Run(start, end, page[start:end], True)
        elif token.type == TokenType.CHARACTER_REFERENCE:
            source, shown = token.source or "", token.data or ""
            # A reference that lacks its semicolon may bring the letters behind it along.
            behind = shown[1:] if source.endswith(shown[1:]) else ""
            end = start + len(source) - len(behind)
            yield _Run(start, end, shown[:1] if behind else shown[: len(source)], True)
            if behind:
                yield _Run(end, end + len(behind), behind, True)
        elif token.type in (TokenType.START_TAG, TokenType.END_TAG) and token.tag in _BLOCKS:
            yield _Run(start, start + 1, "\n", False)


def _mark_all(seen: _Seen, page: str) -> list[Element]:
    """Mark for each character whether it is hidden and why, whether line ends count there, links and headings.

    Returns:
        The tables that a browser shows.

    """
    hidden, framing, tables = seen.hidden, list[tuple[int, int]](), list[Element]()
    for node in seen.document.descendants:
        if not isinstance(node, Element) or (location := node.source_location) is None:
            continue
        start = location.start_tag.start_offset
        # An element inside a hidden one is hidden with it; this also keeps deep nests from being marked again and again.
        if hidden[start]:
            continue
        if _is_hidden(node):
            why = _KINDS.get(node.tag, _HIDDEN if node.tag not in _SILENT else _UNSEEN)
            _mark(hidden, start, _end(node, start, len(page)), why)
        elif node.tag in _FRAMES and location.end_tag and not _has_heading(node):
            framing.append((start, location.end_tag.start_offset))
        elif node.tag in _KEEPS_LINES and not seen.keeps_lines[start]:
            _mark(seen.keeps_lines, start, _end(node, start, len(page)))
        elif node.tag == "sup":
            _mark(seen.raised, start, _end(node, start, len(page)))
        elif node.tag == "a" and not seen.linked[start]:
            _mark(seen.linked, start, _end(node, start, len(page)))
        elif node.tag in _HEADINGS and not seen.headings[start]:
            _mark(seen.headings, start, _end(node, start, len(page)))
        elif node.tag == "table":
            tables.append(node)
    texts = [run for run in seen.runs if run.is_text and not hidden[run.start]]
    places = [run.start for run in texts]
    lengths = [0, *accumulate(len(run.shown.strip()) for run in texts)]
    for start, end in framing:
        inside = lengths[bisect_left(places, end)] - lengths[bisect_left(places, start)]
        if not hidden[start] and 2 * inside < lengths[-1]:
            _mark(hidden, start, end, _FRAME)
    return [table for table in tables if not hidden[_start(table)]]


def _start(element: Element) -> int:
    location = element.source_location
    return location.start_tag.start_offset if location is not None else 0


def _is_hidden(element: Element) -> bool:
    attributes = element.attrs
    style = str(attributes.get("style") or "")
    return (
        element.tag in _NOT_SHOWN
        or element.tag in _KINDS
        or "hidden" in attributes
        or bool(_HIDING_STYLE.search(style))
        or (bool(_HIDING_WORDS.search(style)) and not any(isinstance(each, Element) for each in element.children))
        or (element.tag == "dialog" and "open" not in attributes)
    )


def _has_heading(element: Element) -> bool:
    """A header with a heading in it is that of the report, not of the site."""
    return element.tag == "header" and element.find(["h1", "h2", "h3"]) is not None


def _end(element: Element, start: int, length: int) -> int:
    """Where an element ends in the source: at its end tag, else where the next one or the end of its parent stands."""
    location = element.source_location
    if location is not None and location.end_tag is not None:
        return location.end_tag.start_offset
    ends = [length]
    for node in element.following:
        if isinstance(node, Element) and (there := node.source_location) and there.start_tag.start_offset > start:
            ends.append(there.start_tag.start_offset)
            break
    for parent in islice(element.ancestors, _DEEPEST):
        there = parent.source_location
        if there and there.end_tag and there.end_tag.start_offset > start:
            ends.append(there.end_tag.start_offset)
            break
    return min(ends)


def _mark(marks: bytearray, start: int, end: int, value: int = 1) -> None:
    marks[start:end] = bytes([value]) * (end - start)
