"""Tables drawn with rules on PDF pages say what the same tables say on web pages, however their cells are set."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from orchestration.extraction.pipeline import extract
from orchestration.reading.files import describe, read
from orchestration.reading.limits import Limits
from orchestration.reading.pdf import read_pdf
from tests.documents import Drawn, chinese_pdf

CASES = [
    case
    for case in yaml.safe_load(Path(__file__).with_name("table_cases.yml").read_text("utf-8"))
    # A communiqué of text and tables has several; here each page holds one.
    if case["suffix"] == ".html" and case["source"].count("<table") == 1
]
Stroke = tuple[float, float, float, float]
SIZE, PITCH, PAD, TOP = 9.0, 12.0, 3.0, 740.0
# Words of a cell are set in lines of so many characters.
WIDEST = 9
STYLES = ("all rules", "open sides")


def lines_in(text: str) -> list[str]:
    """A cell's text in lines; blanks at its head, which tell what is part of what, stay."""
    blanks = len(text) - len(text.lstrip("　 "))
    bare = text.strip()
    return [("　" * blanks if at == 0 else "") + bare[at : at + WIDEST] for at in range(0, len(bare), WIDEST)] or [""]


def drawn(cells: list[dict[str, Any]], caption: str, style: str) -> bytes:
    """A table on a page: each cell in its lines, set in the middle of its height, and rules between."""
    rows, columns = max(c["row"] + c["rows"] for c in cells), max(c["column"] + c["columns"] for c in cells)
    said = {(c["row"], c["column"]): lines_in(c["text"]) for c in cells}
    reach = {(c["row"], c["column"]): (c["rows"], c["columns"]) for c in cells}
    tall = [max([len(said[at]) for at in said if at[0] == row and reach[at][0] == 1] or [1]) for row in range(rows)]
    wide = (555.0 - 40) / columns
    heights = [TOP]
    for count in tall:
        heights.append(heights[-1] - PITCH * count - 2 * PAD)
    words: list[Drawn] = [(180, 800, 16, "临江市2024年国民经济和社会发展统计公报")]
    words += [(60, 775.0 - 14 * at, 10, line) for at, line in enumerate(caption.split(" 单位")) if at == 0]
    if " 单位" in caption:
        words.append((430, 760, 9, "单位" + caption.split(" 单位")[1]))
    strokes: list[Stroke] = []
    held = {
        (row + down, column + along): (row, column)
        for (row, column), (height, width) in reach.items()
        for down in range(height)
        for along in range(width)
    }
    for (row, column), lines in said.items():
        height, _ = reach[row, column]
        middle = (heights[row] + heights[row + height]) / 2
        for at, line in enumerate(lines):
            base = middle + PITCH * (len(lines) / 2 - at) - SIZE
            words.append((40 + wide * column + PAD, base, SIZE, line))
    for row in range(rows + 1):
        for column in range(columns):
            same = held.get((row - 1, column), (row - 1, column)) == held.get((row, column), (row, column))
            if not same:
                strokes.append((40 + wide * column, heights[row], 40 + wide * (column + 1), heights[row]))
    first, last = (1, columns) if style == "open sides" else (0, columns + 1)
    for column in range(first, last):
        for row in range(rows):
            if held.get((row, column - 1), (row, column - 1)) != held.get((row, column), (row, column)):
                strokes.append((40 + wide * column, heights[row], 40 + wide * column, heights[row + 1]))
    return chinese_pdf([words], rules=strokes)


def frame(texts: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "report_id": list(texts),
            "text": [text.text for text in texts.values()],
            "tables": [text.tables for text in texts.values()],
        }
    ).with_columns(region=pl.lit("临江市"), report_year=pl.lit(2025, pl.Int32), kind=pl.lit("communique"))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each table says on a web page (by its name) and on a PDF page in each style (name and style)."""
    folder = tmp_path_factory.mktemp("tables")
    texts: dict[str, Any] = {}
    for case in CASES:
        path = folder / "a.html"
        path.write_text(case["source"], "utf-8")
        texts[case["name"]] = page = read(describe(path))
        grid = json.loads(page.tables or "[]")[0]
        for style in STYLES:
            texts[case["name"] + style] = read_pdf(drawn(grid["cells"], grid["caption"], style), Limits())
    found = extract(frame(texts)).observations
    fields = ["report_id", "indicator", "value", "value_max", "unit", "measure", "bound", "period", "status", "region"]
    said: dict[str, list[str]] = defaultdict(list)
    for name, *row in found.select(fields).rows():
        said[name].append(str(row))
    return {name: sorted(each) for name, each in said.items()}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", [case["name"] for case in CASES])
def test_a_ruled_table_says_what_the_web_page_says(name: str, style: str, rows: dict[str, list[str]]) -> None:
    assert rows[name + style] == rows[name]


def table_of(words: list[Drawn], strokes: list[Stroke]) -> list[str]:
    found = read_pdf(chinese_pdf([words], rules=strokes), Limits())
    return [line for line in found.text.split("\n") if line.startswith("|")]


def framed(xs: list[float], ys: list[float]) -> list[Stroke]:
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


HEAD: list[Drawn] = [(60, 700, 11, "产品名称"), (220, 700, 11, "产量（万吨）"), (350, 700, 11, "比上年增长（%）")]


def test_rows_that_no_rules_part_are_parted_by_their_figures() -> None:
    columns = ((60.0, ["粮食", "油料", "其中：花生"]), (230.0, ["75.3", "4.12", "1.05"]), (370.0, ["1.2", "-0.5", "—"]))
    words = [(x, 680.0 - 16 * at, 11.0, text) for x, texts in columns for at, text in enumerate(texts)]
    assert table_of([*HEAD, *words], framed([55, 215, 345, 480], [715, 695, 640])) == [
        "|产品名称|产量（万吨）|比上年增长（%）|",
        "|粮食|75.3|1.2|",
        "|油料|4.12|-0.5|",
        "|其中：花生|1.05|—|",
    ]


def test_a_table_that_goes_on_over_the_page_is_one_table() -> None:
    words: list[Drawn] = [(60, 680, 11, "粮食"), (230, 680, 11, "75.3"), (370, 680, 11, "1.2")]
    more: list[Drawn] = [(60, 680, 11, "油料"), (230, 680, 11, "4.12"), (370, 680, 11, "-0.5")]
    found = read_pdf(
        chinese_pdf([[*HEAD, *words], [*HEAD, *more]], rules=framed([55, 215, 345, 480], [715, 695, 670])), Limits()
    )
    assert found.text.count("产品名称") == 1
    assert len(json.loads(found.tables or "[]")) == 1
    assert found.text.split("\n")[-1] == "|油料|4.12|-0.5|"


def test_a_frame_around_text_is_no_table() -> None:
    words: list[Drawn] = [(60, 700 - 16 * at, 11, "全市地区生产总值增长百分之六，经济平稳运行。") for at in range(3)]
    assert table_of(words, framed([55, 480], [715, 640])) == []


def test_a_name_of_two_lines_beside_figures_at_half_its_height_is_one_row_without_rules() -> None:
    words: list[Drawn] = [
        *HEAD,
        *((60, 672, 11, "规模以上高技术"), (60, 658, 11, "制造业"), (230, 665, 11, "186.3"), (370, 665, 11, "9.7")),
        *((60, 640, 11, "水泥"), (230, 640, 11, "512.7"), (370, 640, 11, "-8.9")),
    ]
    assert table_of(words, [])[1:] == ["|规模以上高技术制造业|186.3|9.7|", "|水泥|512.7|-8.9|"]
