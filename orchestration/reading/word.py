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
from orchestration.reading.raised import raised
from orchestration.reading.text_tables import caption_above
from orchestration.reading.word_numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# What these hold is not part of what a reader sees: the sources of fields, readings, copies for older programs.
_SKIPPED = frozenset({f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", f"{_W}rt", _FALLBACK})
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom"})
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP, _CHART, _NAMED = f"{_DRAWING}main}}blip", f"{_DRAWING}chart}}chart", f"{_DRAWING}wordprocessingDrawing}}docPr"
_EXTENT, _IMAGE = f"{_DRAWING}wordprocessingDrawing}}extent", "{urn:schemas-microsoft-com:vml}imagedata"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_SET_IN = frozenset({f"{_W}drawing", f"{_W}pict", f"{_W}object"})
# A seal or an emblem is smaller than text of any length, in English Metric Units: 5 cm by 2 cm.
_SMALL = 1_800_000, 720_000
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body"))
_OUTLINE = re.compile(r"^(?:toc|table of figures|目录)", re.I)
_LONGEST_OF_DATA = 400
# So many tables within each other are no document that somebody wrote.
_DEEPEST = 40
_AGAIN = "open it in a word processor and save it anew as .docx, or save its text (.txt, UTF-8)"


@dataclass
class WordText:
    """The text of a document while it is put together: its lines, tables, what is left out, flags, and its pictures."""

    text: str = ""
    grids: list[Grid] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
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
        self._comments()
        self._blocks(self._document.element.body)
        for number, note in enumerate(self._used, 1):
            self._found.line(f"[{number}]{note}")
        if any(part.why in ("picture", "object") for part in self._found.left_out):
            self._found.flags.append("has_pictures")
        return self._found.finish()

    def _running_lines(self) -> None:
        """Headers and footers stand on every page and in no text."""
        seen: set[str] = set()
        for section in self._document.sections:
            for why, part in (
                *(
                    ("page_header", each)
                    for each in (section.header, section.first_page_header, section.even_page_header)
                ),
                *(
                    ("page_footer", each)
                    for each in (section.footer, section.first_page_footer, section.even_page_footer)
                ),
            ):
                text = " ".join(filter(None, (self._said(each).strip() for each in part.part.element.iter(f"{_W}p"))))
                if text and text not in seen:
                    seen.add(text)
                    self._found.leave_out(why, text)

    def _comments(self) -> None:
        for comment in self._document.comments:
            self._found.leave_out("comment", comment.text)

    def _set_in(self, element: Any) -> None:
        """Tell of what is set into the text and has no words of its own: pictures, but for small ones, and objects."""
        if element.tag == f"{_W}altChunk":
            self._found.leave_out("object", "another document that is set in")
        elif element.tag == f"{_W}object":
            self._found.leave_out(
                "object", str(next((o.get("ProgID") for o in element.iter(_OLE)), None) or "an object")
            )
        elif next(element.iter(_CHART), None) is not None:
            self._found.leave_out("object", "a chart")
        else:
            pictures = [each for each in element.iter(_BLIP, _IMAGE) if not _is_copy(each)]
            if pictures and not _is_small(element):
                name = next((o.get("descr") or o.get("name") for o in element.iter(_NAMED)), None)
                self._found.leave_out("picture", name or "a picture")
                self._found.pictures += [_bytes_of(self._document.part, each) for each in pictures]

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag == f"{_W}altChunk":
                self._set_in(child)
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
            if not _is_copy(box):
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
        if sum(1 for _ in table.iterancestors(f"{_W}tbl")) >= _DEEPEST:
            raise ValueError("tables within tables without end")
        told = len(self._found.left_out), len(self._found.pictures)
        rows, merged = self._cells(table)
        filled = [cell for row in rows for cell in row if cell and cell.strip()]
        columns = max((sum(bool(cell and cell.strip()) for cell in row) for row in rows), default=0)
        if len(rows) < 2 or columns < 2 or any(len(cell) > _LONGEST_OF_DATA for cell in filled):
            # A table that lays text out: its cells are paragraphs, and tell again what they leave out.
            del self._found.left_out[told[0] :], self._found.pictures[told[1] :]
            for row in table:
                for cell in _cells_of(row):
                    self._blocks(cell)
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
                text = "\n".join(self._said(each) for each in cell.iter(f"{_W}p") if not _is_copy(each))
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
            if why := _why_unseen(child):
                self._found.leave_out(why, "".join(each.text or "" for each in child.iter(f"{_W}t", f"{_W}delText")))
            elif tag == f"{_W}r" and _is_raised(child):
                yield raised("".join(self._pieces(child)))
            elif tag in (f"{_W}t", f"{_MATH}t"):
                yield child.text or ""
            elif tag == f"{_MATH}den":
                yield "/" + "".join(self._pieces(child))
            elif tag in _BREAKS:
                yield "" if child.get(f"{_W}type") == "page" else _BREAKS[tag]
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                note = self._notes.get((tag.removeprefix(_W)[:3], str(child.get(f"{_W}id"))))
                if note:
                    self._used.append(note)
                    yield f"[{len(self._used)}]"
            else:
                if tag in _SET_IN:
                    self._set_in(child)
                yield from self._pieces(child)


def _is_copy(element: Any) -> bool:
    """Whether an element stands in a copy for older programs."""
    return any(up.tag == _FALLBACK for up in element.iterancestors())


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


def _why_unseen(element: Any) -> str | None:
    """Why the words of an element are not shown: hidden, struck out, deleted while changes were tracked; null where they are."""
    if element.tag in _DELETED:
        return "deleted"
    if element.tag != f"{_W}r":
        return None
    for name, why in (("vanish", "hidden"), ("strike", "struck_out"), ("dstrike", "struck_out")):
        found = element.find(f"{_W}rPr/{_W}{name}")
        if found is not None and found.get(f"{_W}val") not in ("0", "false", "off"):
            return why
    return None


def _is_small(element: Any) -> bool:
    size = next(element.iter(_EXTENT), None)
    if size is None:
        return False
    sides = [str(size.get(name) or "") for name in ("cx", "cy")]
    return any(side.isdecimal() and int(side) < least for side, least in zip(sides, _SMALL, strict=True))


def _bytes_of(part: Any, picture: Any) -> bytes:
    """The file of a picture; nothing where it is not in the document."""
    related = part.related_parts.get(picture.get(f"{_REL}embed") or picture.get(f"{_REL}id"))
    return bytes(related.blob) if related is not None else b""


def _is_raised(run: Any) -> bool:
    set_at = run.find(f"{_W}rPr/{_W}vertAlign")
    return set_at is not None and set_at.get(f"{_W}val") == "superscript"


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
