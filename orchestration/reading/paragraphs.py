r"""Lines of pages → paragraphs: what a line end or a page's end broke is put together again.

A line goes on in the next one where it fills its column and the next one is not set in. Wide gaps become tabs: such a
line is a row of a table and stays by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from orchestration.reading.columns import Line
from orchestration.reading.glyphs import Glyph

# In sizes of a character.
_CELL_GAP, _WORD_GAP, _TIGHT_GAP = 1.15, 0.55, 0.18
_INDENT = 1.2
_RAGGED = 1.6
_OTHER_SIZE = 1.3
_OTHER_PITCH = 1.6
_LEAST_GAPS = 3
_NARROWEST = 4.0
# Of its column, a line fills this share at least that is not the last of its paragraph, where lines end unevenly.
_LEAST_FULL = 0.6
_LATIN = re.compile(r"[0-9A-Za-z.,%]")
_WORD = re.compile(r"[A-Za-z]")
_BEGINS = re.compile(
    r"[(（]?[一二三四五六七八九十百]{1,4}[)）、]|第[一二三四五六七八九十百]{1,4}[章节部篇条]|[●■◆★▲•·]|[附续]?[表图]\s*[0-9一二三四五六七八九十]"
)
_ENDED = re.compile(r"[。！？!?；;：:]['\"”’）)》]*$")
# What cannot begin a paragraph, and what cannot end one.
_GOES_ON = re.compile(r"[，。、；：！？）》”’%％℃‰,;!?)]|[.．]\d")
_WANTS_MORE = re.compile(r"[，、,（《“]$")
_UNBROKEN = re.compile(r"[0-9A-Za-z.,%/+-]*[，。、；：！？）》”’%]*")


@dataclass
class Paragraph:
    """The text of lines that belong together, and the lines."""

    text: str
    lines: list[Line]


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[list[Paragraph]]:
    """The paragraphs of each page; one that goes on over the page's end belongs to the page where it begins."""
    indented = _indents([line for lines in pages for line in lines])
    found: list[list[Paragraph]] = []
    last: Paragraph | None = None
    before = ""
    for lines in pages:
        pitch = _pitch(lines)
        page: list[Paragraph] = []
        for at, line in enumerate(lines):
            text = written(line)
            if last is not None and _goes_on(last.lines[-1], before, line, text, pitch if at else 0.0, indented):
                last.text += _joint(last.text, text) + text
                last.lines.append(line)
            else:
                last = Paragraph(text, [line])
                page.append(last)
            before = text
        found.append(page)
    return found


def cells_of(line: Line) -> list[list[Glyph]]:
    """The glyphs of a line, parted where `written` sets a tab."""
    cells: list[list[Glyph]] = []
    for glyph, blank in zip(line.glyphs, ("\t", *_blanks(line)), strict=True):
        if blank == "\t":
            cells.append([])
        cells[-1].append(glyph)
    return cells


def written(line: Line) -> str:
    """The text of a line, with a tab for each gap between cells and a space for each between words."""
    if line.table is not None:
        return "\t".join(["", *(cell or "" for row in line.table.rows for cell in row)])
    return "".join(blank + glyph.text for glyph, blank in zip(line.glyphs, ("", *_blanks(line)), strict=True))


def _blanks(line: Line) -> list[str]:
    """What stands between each glyph of a line and the next: a tab, a space or nothing."""
    em = line.em
    pairs = list(pairwise(line.glyphs))
    gaps = [after.left - before.right for before, after in pairs]
    latin = [bool(_LATIN.match(before.text) and _LATIN.match(after.text)) for before, after in pairs]
    every = _usual(gaps, 0.0)
    # Letters and digits may be set on the grid of Chinese characters, with white beside each.
    usual = {
        kind: _usual([gap for gap, of in zip(gaps, latin, strict=True) if of is kind], every) for kind in (True, False)
    }
    blanks = []
    for gap, of, (_, after) in zip(gaps, latin, pairs, strict=True):
        beyond = (gap - usual[of]) / em
        is_blank = beyond > _WORD_GAP or (after.spaced and beyond > _TIGHT_GAP)
        blanks.append("\t" if beyond > _CELL_GAP else " " if is_blank else "")
    return blanks


def _usual(gaps: Sequence[float], otherwise: float) -> float:
    """The gap between characters of one word: of a row of a table, many gaps are wider."""
    return max(0.0, sorted(gaps)[len(gaps) // 4]) if len(gaps) >= _LEAST_GAPS else max(0.0, otherwise)


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between base lines of a page, in points; 0 where there are too few."""
    steps = [before.base - after.base for before, after in pairwise(lines) if before.base > after.base]
    return median(steps) if len(steps) >= _LEAST_GAPS else 0.0


def _indents(lines: Sequence[Line]) -> bool:
    """Whether paragraphs are known by their first lines being set in, and others are not."""
    inward = [line.left > line.column_left + _INDENT * line.em for line in lines]
    return sum(inward) >= _LEAST_GAPS and not all(inward)


def _goes_on(last: Line, before: str, line: Line, text: str, pitch: float, indented: bool) -> bool:
    """Whether a line goes on with what the last one, whose text is `before`, began.

    `pitch` is the usual distance of lines, 0 across a page's end; `indented` tells that paragraphs are set in.
    """
    if "\t" in before or "\t" in text:
        return False
    em = max(last.em, line.em)
    if em > _OTHER_SIZE * min(last.em, line.em):
        return False
    if _GOES_ON.match(text) or _WANTS_MORE.search(before):
        return True
    ended = bool(_ENDED.search(before))
    is_next_column = line.base > last.base or not pitch
    if is_next_column and not ended and before[-1].isdigit() and text[0].isdigit():
        return True
    if line.left > line.column_left + _INDENT * em or (not _inside_sentence(before) and _BEGINS.match(text)):
        return False
    if not is_next_column and last.base - line.base > _OTHER_PITCH * pitch:
        return False
    token = _UNBROKEN.match(text)
    needs = len(token[0]) * em / 2 if token else 0.0
    width = last.column_right - last.column_left
    if indented and not ended and (is_next_column or last.right - last.column_left >= _LEAST_FULL * width):
        return True
    return last.right + needs >= last.column_right - _RAGGED * em and width > _NARROWEST * em


def _inside_sentence(before: str) -> bool:
    """Whether a line is running text whose sentence goes on, and no heading."""
    return not _ENDED.search(before) and bool(re.search("[，。；]", before))


def _joint(before: str, after: str) -> str:
    return " " if _WORD.match(before[-1]) and _WORD.match(after[0]) else ""
