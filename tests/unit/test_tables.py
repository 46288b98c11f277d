"""Tables become observations: every cell right in tables of many shapes, whatever kind of file holds them."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import docx
import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.extraction.pipeline import Extraction, extract
from orchestration.reading.files import describe
from orchestration.reading.grids import packed, written
from orchestration.reading.reports import read_all
from tests.cases.expected import _row as row_of
from tests.cases.judge import paired

CASES = yaml.safe_load(Path(__file__).with_name("table_cases.yml").read_text("utf-8"))
DIGITS = re.compile(r"[0-9]+")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """Each file of this test, read; the process that reads is started once for all."""
    sources = {f"{case['name']}{case['suffix']}": case["source"].encode() for case in CASES}
    sources |= {name: make() for name, make in FILES.items()}
    files = []
    for number, (name, content) in enumerate(sources.items()):
        path = tmp_path_factory.mktemp(str(number)) / name
        path.write_bytes(content)
        files.append(describe(path))
    # Files that hold the same text are read apart, or one of them would be set aside.
    same = {"bars.txt", "tabs.txt", "blanks.txt", "wide.txt", "markdown.md", "page.html", "word.docx"}
    rest = [file for file in files if file.name not in same]
    found = [read_all(rest).reports, *(read_all([file]).reports for file in files if file.name in same)]
    return {row["file_name"]: pl.DataFrame([row], schema=found[0].schema) for part in found for row in part.to_dicts()}


def of_grid(rows: list[list[str | None]], caption: str, merged: Any = ()) -> tuple[str, Extraction]:
    """A text that holds one table alone, and what is extracted from it."""
    head = f"临江市2024年国民经济和社会发展统计公报\n{caption}\n"
    text, grid = written(rows, len(head), caption, merged)
    report = {
        "report_id": "0" * 16,
        "text": head + text,
        "tables": packed([grid]),
        "region": "临江市",
        "report_year": 2025,
        "kind": "communique",
    }
    schema = {"report_year": pl.Int32, "tables": pl.String}
    return head + text, extract(pl.DataFrame([report], schema_overrides=schema))


def assert_each_number_stands_once(text: str, found: Extraction) -> None:
    spans = found.number_mentions.select("start", "end").rows()
    for run in DIGITS.finditer(text):
        holding = [span for span in spans if span[0] <= run.start() and run.end() <= span[1]]
        assert len(holding) == 1, (run.group(), run.start(), holding)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_cell_is_right(case: dict[str, Any], reports: dict[str, pl.DataFrame]) -> None:
    read = reports[f"{case['name']}{case['suffix']}"]
    report, found = read.to_dicts()[0], extract(read)
    rows = found.observations.with_columns(
        span=pl.Series([report["text"][start:end] for start, end in found.observations[["start", "end"]].rows()])
    )
    asked = [row_of(row, ("临江市",)) for row in case["rows"]]
    _, lost, extra = paired(asked, rows.to_dicts())
    assert [str(row) for row in lost] == []
    assert [(row["indicator"], row["value"], row["unit"]) for row in extra] == []
    unread = found.number_mentions.filter(pl.col("disposition").is_in(["table_cell", "unexplained"]))
    assert unread["number"].to_list() == []
    assert_each_number_stands_once(report["text"], found)
    # The source holds each number where the row says, but for what stands in for markup.
    source = case["source"].replace("\r", " ")
    assert all(source[row["start"]] == report["text"][row["start"]] for row in rows.to_dicts())


ROWS: list[list[str | None]] = [
    ["指标", "单位", "2023年", "2024年", "比上年增长（%）"],
    ["粮食产量", "万吨", "105.0", "107.8", "2.7"],
    ["发电量", "亿千瓦小时", "160.2", "153.2", "-4.4"],
    ["城镇调查失业率", "%", "5.3", "5.1", "—"],
]
TITLE, CAPTION = "临江市2024年国民经济和社会发展统计公报", "表1 2024年主要指标"


def as_markdown() -> bytes:
    lines = ["| " + " | ".join(cell or "" for cell in row) + " |" for row in ROWS]
    return "\n".join([f"# {TITLE}", "", CAPTION, "", lines[0], "|---|---|---:|---:|---:|", *lines[1:]]).encode()


def as_bars() -> bytes:
    return "\n".join([TITLE, CAPTION, *("|".join(cell or "" for cell in row) for row in ROWS)]).encode()


def as_lines(gap: str) -> bytes:
    return "\n".join([TITLE, CAPTION, *(gap.join(cell or "" for cell in row) for row in ROWS)]).encode("gb18030")


def as_page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><body><h1>{TITLE}</h1><p>{CAPTION}</p><table>{rows}</table></body></html>".encode()


def as_word() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph(CAPTION)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for at, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell or ""
    handle = io.BytesIO()
    document.save(handle)
    return handle.getvalue()


FILES = {
    "markdown.md": as_markdown,
    "bars.txt": as_bars,
    "tabs.txt": lambda: as_lines("\t"),
    "blanks.txt": lambda: as_lines("   "),
    "wide.txt": lambda: as_lines("　"),
    "page.html": as_page,
    "word.docx": as_word,
}


@cache
def rows_of_grid() -> list[str]:
    return compared(of_grid(ROWS, CAPTION)[1])


def compared(found: Extraction) -> list[str]:
    fields = ["indicator", "value", "unit", "measure", "bound", "period", "status", "region"]
    return sorted(map(str, found.observations.select(fields).rows()))


@pytest.mark.parametrize("name", FILES)
def test_a_table_says_the_same_in_every_kind_of_file(name: str, reports: dict[str, pl.DataFrame]) -> None:
    report, found = reports[name].to_dicts()[0], extract(reports[name])
    assert len(rows_of_grid()) == 8
    assert compared(found) == rows_of_grid()
    assert set(found.observations["attribution"]) == {"table"}
    assert_each_number_stands_once(report["text"], found)


def test_the_row_stands_in_the_row_of_its_table() -> None:
    text, found = of_grid(ROWS, CAPTION)
    row = found.observations.filter(pl.col("value") == -4.4).to_dicts()[0]
    assert text[row["start"] : row["end"]] == "-4.4"
    sentence = found.sentences.filter(pl.col("sentence_id") == row["sentence_id"]).to_dicts()[0]
    assert sentence["text"] == "|发电量|亿千瓦小时|160.2|153.2|-4.4|"
    assert sentence["heading_level"] is None


@pytest.mark.parametrize(
    "rows",
    [
        # Nothing names what is measured, or in what.
        [["甲", "乙"], ["1.5", "2.5"], ["3.5", "4.5"]],
        [["指标", "数值"], ["某项", "7.5"], ["另项", "8.5"]],
    ],
    ids=["no labels", "no units"],
)
def test_a_table_that_is_not_understood_stays_in_the_ledger(rows: list[list[str | None]]) -> None:
    text, found = of_grid(rows, "附件")
    assert found.observations.is_empty()
    kinds = found.number_mentions.filter(pl.col("number").str.contains(".", literal=True))["disposition"].to_list()
    assert kinds == ["table_cell"] * len(kinds)
    assert_each_number_stands_once(text, found)


def test_sentences_in_cells_are_left_to_the_rules_of_sentences() -> None:
    rows: list[list[str | None]] = [
        ["任务", "进展", "牵头单位"],
        ["工业", "全年规上工业增加值增长8.4%。新增规上企业21家。", "经信局"],
        ["农业", "粮食产量107.8万吨。", "农业局"],
    ]
    _, found = of_grid(rows, "任务进展")
    assert found.observations["indicator"].to_list() == ["规上工业增加值", "新增规上企业", "粮食产量"]


CELL = st.sampled_from(
    [
        "指标",
        "单位",
        "2024年",
        "2025年目标",
        "增长（%）",
        "粮食",
        "　其中：水稻",
        "万吨",
        "107.8",
        "-2.1",
        "≤5",
        "3—5",
        "",
        "…",
        "1 286.5",
        "序号",
        "7",
    ]
)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.lists(CELL, max_size=6), min_size=1, max_size=6),
    st.lists(st.tuples(*[st.integers(0, 5)] * 2, *[st.integers(1, 4)] * 2), max_size=3),
)
def test_no_table_loses_a_number_or_breaks_the_extraction(rows: Any, merged: Any) -> None:
    text, found = of_grid(rows, "表1 产量 单位：万吨", merged)
    assert_each_number_stands_once(text, found)
    for start, end, written_ in found.observations.select("start", "end", "written").rows():
        assert text[start:end].replace(" ", "") == written_.replace(" ", "").replace("\ue000", "")
