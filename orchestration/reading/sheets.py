"""Workbooks (.xlsx) and tables as text (.csv) → lines of text and tables.

A cell says what a person sees in it: 0.059 in the form of a percentage is 5.9%. Hidden rows, columns and sheets are
left out and recorded.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from datetime import date, datetime, time
from typing import Any

from orchestration.reading.errors import UnreadableError
from orchestration.reading.grids import LeftOut
from orchestration.reading.limits import Limits, variable
from orchestration.reading.sheet_blocks import Merged, Written

_MOST_UNPACKED = 8
_MOST_CELLS = 500_000
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s?\d*", re.I)
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_SEPARATORS = ",\t;|"
_DIGITS = 11


def read_workbook(content: bytes, within: Limits) -> Written:
    """The sheets of a workbook one after the other.

    Raises:
        UnreadableError: no readable workbook, or one that unpacks to more than a report can have.
    """
    import openpyxl

    has_pictures = any(name.startswith(("xl/media/", "xl/charts/")) for name in _parts(content, within))
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    except MemoryError:
        raise
    except Exception as error:  # What a library makes of a damaged workbook is of many kinds.
        raise UnreadableError(
            f"not a readable workbook ({type(error).__name__}: {str(error)[:100]}); save it again as .xlsx or as .csv"
        ) from error
    found = Written()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            shown = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
            found.left_out.append(LeftOut(len(found.text), "hidden", f"{sheet.title}: {shown}"))
            continue
        _sheet(sheet, formulas[sheet.title], found)
    found.flags += ["has_pictures"] * has_pictures
    return found


def _parts(content: bytes, within: Limits) -> list[str]:
    """The names of the parts of a workbook, once they are known not to unpack to more than a report can have."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"not a readable workbook ({error}); save it again as .xlsx or as .csv") from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED * within.file_mb << 20:
        raise UnreadableError(
            f"it unpacks to {unpacked} bytes, which is more than a report can have; split it, "
            f"or set {variable('file_mb')}"
        )
    return [part.filename for part in parts]


def _sheet(sheet: Any, formulas: Any, found: Written) -> None:
    rows: list[list[str | None]] = []
    hidden: list[str] = []
    if (sheet.max_row or 0) * (sheet.max_column or 0) > _MOST_CELLS:
        raise UnreadableError(
            f"sheet {sheet.title} has {sheet.max_row} rows and {sheet.max_column} columns; leave the report's tables only"
        )
    away = _hidden_lines(sheet)
    merged, origins = _merged(sheet, *away)
    for row in sheet.iter_rows():
        line: list[str | None] = []
        for cell in row:
            text = shown(cell.value, cell.number_format)
            if cell.value is None and str(formulas[cell.coordinate].value or "").startswith("="):
                found.flags += ["formulas_without_values"] * ("formulas_without_values" not in found.flags)
            if cell.comment is not None:
                found.left_out.append(LeftOut(len(found.text), "comment", str(cell.comment.text)))
            if cell.row in away[0] or cell.column in away[1]:
                hidden += [text] * (bool(text) and (cell.row, cell.column) not in origins.values())
                continue
            origin = origins.get((cell.row, cell.column))
            line.append(text if origin is None else shown(sheet.cell(*origin).value, sheet.cell(*origin).number_format))
        if row and row[0].row not in away[0]:
            rows.append(line)
    if hidden:
        found.left_out.append(LeftOut(len(found.text), "hidden", " ".join(hidden)))
    name = "" if _UNNAMED.fullmatch(sheet.title) else sheet.title
    if name and any(any(row) for row in rows):
        found.line(name)
    found.rows(rows, merged, name)


def _hidden_lines(sheet: Any) -> tuple[set[int], set[int]]:
    """The numbers of the rows and of the columns that are hidden. One entry may speak of several columns."""
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min or 0, min(column.max or 0, sheet.max_column or 0) + 1)
    }
    return rows, columns


def _merged(
    sheet: Any, rows: set[int], columns: set[int]
) -> tuple[list[Merged], dict[tuple[int, int], tuple[int, int]]]:
    """The merged cells among what is not hidden, and where the text of one stands whose first row or column is hidden."""
    merged: list[Merged] = []
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        down = [row for row in range(area.min_row, area.max_row + 1) if row not in rows]
        along = [column for column in range(area.min_col, area.max_col + 1) if column not in columns]
        if not down or not along:
            continue
        row, column = (
            first - 1 - sum(each < first for each in away) for first, away in ((down[0], rows), (along[0], columns))
        )
        merged.append((row, column, len(down), len(along)))
        if (down[0], along[0]) != (area.min_row, area.min_col):
            origins[down[0], along[0]] = area.min_row, area.min_col
    return merged, origins


def shown(value: object, form: str = "General") -> str:
    """What a cell of a workbook shows.

    Args:
        value: of the cell.
        form: the number format, as workbooks write it: `General`, `0.0%`, `#,##0.00`.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date | time):
        return _moment(value, form)
    if not isinstance(value, int | float):
        return str(value)
    form = _QUOTED.sub("", form.split(";")[0])
    decimals = _DECIMALS.search(form)
    places = len(decimals[1]) if decimals else 0
    if "%" in form:
        return f"{value * 100:.{places}f}%"
    if form in ("General", "@", "") or not re.search(r"[0#?]", form):
        return str(value) if isinstance(value, int) else _plain(value)
    return f"{value:,.{places}f}" if "," in form else f"{value:.{places}f}"


def _plain(value: float) -> str:
    """A number in the eleven digits of a cell, without an exponent."""
    text = f"{value:.{_DIGITS}g}"
    return f"{value:f}".rstrip("0").rstrip(".") if "e" in text else text


def _moment(value: datetime | date | time, form: str) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    days = "d" in form.lower().replace("[red]", "")
    return f"{value.year}年{value.month}月" + (f"{value.day}日" if days else "")


def rows_of_csv(text: str) -> list[list[str | None]]:
    """The rows of a table as text, whatever parts its cells.

    Raises:
        UnreadableError: a cell is larger than a report can have.
    """
    lines = [line for line in text.split("\n") if line.strip()][:50]
    # What parts the cells stands equally often in most lines.
    best = max(_SEPARATORS, key=lambda each: _regular([line.count(each) for line in lines]))
    try:
        return [list(row) for row in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=best)]
    except csv.Error as error:
        raise UnreadableError(f"not a readable table (.csv): {error}; save it again as .csv or .xlsx") from error


def _regular(counts: list[int]) -> tuple[int, int]:
    usual = Counter(count for count in counts if count).most_common(1)
    return (usual[0][1], usual[0][0]) if usual else (0, 0)
