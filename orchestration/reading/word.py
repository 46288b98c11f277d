"""A Word document (.docx) → its text: paragraphs, tables and notes in the order in which they stand.

python-docx opens the package and knows its styles. What its paragraphs leave out (insertions that were tracked, fields,
content controls, text boxes, footnotes, numbers of lists) is read from the document's elements.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from orchestration.reading.errors import UnreadableError
from orchestration.reading.grids import Grid, LeftOut, written
from orchestration.reading.text_tables import caption_above
from orchestration.reading.word_numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What these hold is not part of what a reader sees: deletions, the sources of fields, copies for older programs.
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body"))
_OUTLINE = re.compile(r"^(?:toc|table of figures|目录)", re.I)
_LONGEST_OF_DATA = 400
_AGAIN = "open it in a word processor and save it anew as .docx, or save its text (.txt, UTF-8)"


@dataclass
class WordText:
    """The text of a document while it is put together: its lines, tables, what is left out, and flags."""

    text: str = ""
    grids: list[Grid] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _at: int = 0

    def line(self, text: str) -> None:
        """Add a line."""
        self._lines.append(text + "\n")
        self._at += len(text) + 1

    def table(self, rows: list[list[str | None]], merged: list[tuple[int, int, int, int]]) -> None:
        """Add a table; what stands right above it is its caption. The arguments are those of `grids.written`."""
        above = "".join(self._lines[-6:]).split("\n")
        text, grid = written(rows, self._at, caption_above(above), merged)
        self._lines.append(text)
        self._at += len(text)
        self.grids.append(grid)

    def leave_out(self, why: str, text: str) -> None:
        """Tell what is not written at this place."""
        self.left_out.append(LeftOut(self._at, why, text))

    def finish(self) -> WordText:
        """Put the lines together."""
        self.text = "".join(self._lines).removesuffix("\n")
        return self


def read_docx(content: bytes) -> WordText:
    """The text of a Word document.

    Raises:
        UnreadableError: no readable document.

    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(content))
        styles = {style.style_id: style for style in document.styles}
        reader = _Reader(document, styles)
        return reader.read()
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        AttributeError,
        SyntaxError,
        OSError,
    ) as error:
        raise UnreadableError(f"not a readable Word document ({type(error).__name__}); {_AGAIN}") from error


class _Reader:
    def __init__(self, document: Any, styles: dict[str, Any]) -> None:
        self._document, self._styles = document, styles
        self._notes = _notes_of(document)
        self._found = WordText()
        numbering = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        self._numbering = Numbering(numbering.element if numbering is not None else None)
        self._used: list[str] = []

    def read(self) -> WordText:
        self._running_lines()
        self._blocks(self._document.element.body)
        for number, note in enumerate(self._used, 1):
            self._found.line(f"[{number}]{note}")
        if next(self._document.element.body.iter(f"{_W}drawing", f"{_W}pict"), None) is not None:
            self._found.flags.append("has_pictures")
        return self._found.finish()

    def _running_lines(self) -> None:
        """Headers and footers stand on every page and in no text."""
        seen: set[str] = set()
        for section in self._document.sections:
            for why, part in (("page_header", section.header), ("page_footer", section.footer)):
                text = " ".join(filter(None, (self._said(each).strip() for each in part._element.iter(f"{_W}p"))))
                if text and text not in seen:
                    seen.add(text)
                    self._found.leave_out(why, text)

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag in _WRAPPERS:
                self._blocks(child)

    def _paragraph(self, paragraph: Any) -> None:
        text = self._said(paragraph)
        style = self._style(paragraph)
        if style is not None and _OUTLINE.match(str(style.name or "")):
            self._found.leave_out("contents", text)
            return
        if text.strip():
            text = self._number(paragraph, style) + text
        for line in text.split("\n"):
            self._found.line(line)
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(up.tag == _FALLBACK for up in box.iterancestors()):
                self._blocks(box)

    def _style(self, paragraph: Any) -> Any | None:
        properties = paragraph.find(f"{_W}pPr")
        named = properties.find(f"{_W}pStyle") if properties is not None else None
        return self._styles.get(named.get(f"{_W}val")) if named is not None else None

    def _number(self, paragraph: Any, style: Any | None) -> str:
        """The number that Word shows before a paragraph, by its own properties or those of its style."""
        holders = [paragraph]
        while style is not None and len(holders) < 10:
            holders.append(style.element)
            style = style.base_style
        for holder in holders:
            properties = holder.find(f"{_W}pPr")
            numbered = properties.find(f"{_W}numPr") if properties is not None else None
            if numbered is None:
                continue
            number, level = numbered.find(f"{_W}numId"), numbered.find(f"{_W}ilvl")
            if number is None:
                continue
            depth = level.get(f"{_W}val") if level is not None else "0"
            return self._numbering.before(str(number.get(f"{_W}val")), int(depth) if depth.isdecimal() else 0)
        return ""

    def _table(self, table: Any) -> None:
        rows, merged = self._cells(table)
        filled = [cell for row in rows for cell in row if cell and cell.strip()]
        columns = max((sum(bool(cell and cell.strip()) for cell in row) for row in rows), default=0)
        if len(rows) < 2 or columns < 2 or any(len(cell) > _LONGEST_OF_DATA for cell in filled):
            # A table that lays text out: its cells are paragraphs.
            for row in table.iter(f"{_W}tc"):
                self._blocks(row)
            return
        self._found.table(rows, merged)

    def _cells(self, table: Any) -> tuple[list[list[str | None]], list[tuple[int, int, int, int]]]:
        """What each place of a table says, and the cells that reach over others as (row, column, rows, columns)."""
        rows: list[list[str | None]] = []
        reach: dict[tuple[int, int], list[int]] = {}
        open_at: dict[int, tuple[int, int]] = {}
        for number, row in enumerate(each for each in table if each.tag == f"{_W}tr"):
            said: list[str | None] = []
            for cell in _cells_of(row):
                column = len(said)
                width, merge = _span(cell)
                above = open_at.get(column)
                if merge == "continue" and above is not None:
                    reach[above][0] = number - above[0] + 1
                    said += [None] * width
                    continue
                open_at[column] = number, column
                reach[number, column] = [1, width]
                text = "\n".join(self._said(paragraph) for paragraph in cell.iter(f"{_W}p"))
                said += [text, *[None] * (width - 1)]
            rows.append(said)
        merged = [(row, column, tall, wide) for (row, column), (tall, wide) in reach.items() if tall * wide > 1]
        return rows, merged

    def _said(self, element: Any) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or tag == f"{_W}txbxContent":
                continue
            if tag == f"{_W}r" and _is_hidden(child):
                text = "".join(each.text or "" for each in child.iter(f"{_W}t"))
                if text.strip():
                    self._found.leave_out("hidden", text)
            elif tag == f"{_W}t":
                yield child.text or ""
            elif tag in _BREAKS:
                yield "" if child.get(f"{_W}type") == "page" else _BREAKS[tag]
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                note = self._notes.get((tag.removeprefix(_W)[:3], str(child.get(f"{_W}id"))))
                if note:
                    self._used.append(note)
                    yield f"[{len(self._used)}]"
            else:
                yield from self._pieces(child)


def _cells_of(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells_of(child)


def _span(cell: Any) -> tuple[int, str | None]:
    """How many columns a cell reaches over, and whether it is merged with that above: `restart`, `continue` or null."""
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        return 1, None
    span, merge = properties.find(f"{_W}gridSpan"), properties.find(f"{_W}vMerge")
    width = span.get(f"{_W}val") if span is not None else "1"
    width = min(int(width), 100) if width and width.isdecimal() else 1
    return max(width, 1), None if merge is None else merge.get(f"{_W}val") or "continue"


def _is_hidden(run: Any) -> bool:
    properties = run.find(f"{_W}rPr")
    vanish = properties.find(f"{_W}vanish") if properties is not None else None
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off")


def _notes_of(document: Any) -> dict[tuple[str, str], str]:
    """The text of each footnote (`foo`) and endnote (`end`) by its id."""
    from docx.oxml import parse_xml

    notes: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external or kind not in ("footnotes", "endnotes"):
            continue
        for note in parse_xml(relation.target_part.blob):
            if note.get(f"{_W}type") in (None, "normal"):
                text = "".join(each.text or "" for each in note.iter(f"{_W}t")).strip()
                notes[kind[:3], str(note.get(f"{_W}id"))] = text
    return notes
