"""A web page → text of the same length, its markup blanked out.

Because nothing moves, a span in the text is the same span in the page's source. The page is read as a browser reads
it, by a parser that repairs what browsers repair: `turbohtml` tells where each run of text and each element stands.
What a reader does not see (scripts, hidden elements, form controls) is blanked too, and so is what frames a page
(menus, side notes), unless it holds most of the text. Blocks become line ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import NamedTuple

from turbohtml import Element, TokenType, parse, tokenize

from orchestration.reading.decoding import NOTHING

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
# So many elements above one are searched for an end tag: no report nests deeper, and a hostile page is not climbed anew
# for each of its elements.
_DEEPEST = 100
_HAN = re.compile(r"[\u4e00-\u9fff]")
# A sentence or two of Chinese; what scripts and comments hold is less.
_LEAST_TEXT = 40
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


class _Run(NamedTuple):
    """A stretch of the source that shows as text, or as a line end: `start` and `end` in the source."""

    start: int
    end: int
    shown: str
    is_text: bool


def blank_markup(page: str) -> str:
    r"""The running text of a page at its own offsets; the length does not change.

    Args:
        page: the decoded source, with line ends as `\n`.
    """
    page = page.replace("\r", " ")
    runs = list(_runs(page))
    hidden, keeps_lines = _unseen(page, runs)
    pieces: list[str] = []
    done = 0
    for run in runs:
        # What is hidden still parts what stands before it from what stands behind it.
        if hidden[run.start] and run.is_text:
            continue
        # Line ends inside a block are white space: they must not part a sentence.
        shown = run.shown.replace("\n", " ") if run.is_text and not keeps_lines[run.start] else run.shown
        pieces += [NOTHING * (run.start - done), shown]
        done = run.start + len(shown)
    return "".join(pieces) + NOTHING * (len(page) - done)


def hidden_by_open_tag(page: str) -> str | None:
    """The tag, or `comment`, that is never closed and so hides all the text behind it; null where there is none."""
    before, last = deque([None, None, *tokenize(page.replace("\r", " "), capture_source=True)], maxlen=2)
    if last is None or len(_HAN.findall(last.data or "")) < _LEAST_TEXT:
        return None
    if last.type == TokenType.COMMENT and not (last.source or "").endswith(">"):
        return "comment"
    is_raw = before is not None and before.type == TokenType.START_TAG and before.tag in _NOT_SHOWN
    return before.tag if before is not None and is_raw and last.type == TokenType.TEXT else None


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


def _unseen(page: str, runs: list[_Run]) -> tuple[bytearray, bytearray]:
    """For each character of the source whether it is hidden, and whether line ends count where it stands."""
    document = parse(page, source_locations=True, scripting=True)
    hidden, keeps_lines = bytearray(len(page) + 1), bytearray(len(page) + 1)
    framing: list[tuple[int, int]] = []
    for node in document.descendants:
        if not isinstance(node, Element) or (location := node.source_location) is None:
            continue
        start = location.start_tag.start_offset
        # An element inside a hidden one is hidden with it; this also keeps deep nests from being marked again and again.
        if hidden[start]:
            continue
        if _is_hidden(node):
            _mark(hidden, start, _end(node, start, len(page)))
        elif node.tag in _FRAMES and location.end_tag and not _has_heading(node):
            framing.append((start, location.end_tag.start_offset))
        elif node.tag in _KEEPS_LINES and not keeps_lines[start]:
            _mark(keeps_lines, start, _end(node, start, len(page)))
    texts = [run for run in runs if run.is_text and not hidden[run.start]]
    places = [run.start for run in texts]
    lengths = [0, *accumulate(len(run.shown.strip()) for run in texts)]
    for start, end in framing:
        inside = lengths[bisect_left(places, end)] - lengths[bisect_left(places, start)]
        if not hidden[start] and 2 * inside < lengths[-1]:
            _mark(hidden, start, end)
    return hidden, keeps_lines


def _is_hidden(element: Element) -> bool:
    attributes = element.attrs
    return (
        element.tag in _NOT_SHOWN
        or "hidden" in attributes
        or bool(_HIDING_STYLE.search(str(attributes.get("style") or "")))
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


def _mark(marks: bytearray, start: int, end: int) -> None:
    marks[start:end] = b"\x01" * (end - start)
