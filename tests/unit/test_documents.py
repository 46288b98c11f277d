"""Documents that are neither text nor pages: what a person sees in them is what is read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from orchestration.reading.errors import UnreadableError
from orchestration.reading.files import described, read
from orchestration.reading.report_text import Text
from orchestration.reading.sheets import shown
from tests.documents import ofd

LINES = [
    "宣城市2025年政府工作报告",
    "一、2024年工作回顾",
    "地区生产总值完成2013.7亿元，增长5.9%。",
    "粮食产量稳定在107.8万吨。",
]
TABLE = [["指标", "单位", "2024年", "比上年增长（%）"], ["粮食", "万吨", "107.8", "2.7"], ["油料", "吨", "860", "-1.3"]]


def text_of(folder: Path, name: str, content: bytes) -> Text:
    path = folder / name
    path.write_bytes(content)
    (file,) = described(path)
    return read(file)


def cells(text: Text, table: int = 0) -> list[tuple[int, int, str]]:
    found = json.loads(text.tables or "[]")[table]["cells"]
    assert all(text.text[cell["start"] : cell["end"]] == cell["text"].strip() for cell in found)
    return [(cell["row"], cell["column"], cell["text"]) for cell in found]


def all_cells(rows: list[list[str]]) -> list[tuple[int, int, str]]:
    return [(number, at, cell) for number, row in enumerate(rows) for at, cell in enumerate(row) if cell]


# Rich text.


def escaped(text: str, encoding: str) -> str:
    if encoding == "unicode":
        return "".join(each if each < "\x7f" else f"\\u{ord(each)}?" for each in text)
    return "".join(each if each < "\x7f" else "".join(f"\\'{byte:02x}" for byte in each.encode("gbk")) for each in text)


@pytest.mark.parametrize("encoding", ["unicode", "gbk", "raw"])
@pytest.mark.parametrize("name", ["a.rtf", "a.doc", "a.txt"])
def test_rich_text_is_read_however_it_writes_its_characters(tmp_path: Path, encoding: str, name: str) -> None:
    body = "\\par\n".join(LINES if encoding == "raw" else [escaped(line, encoding) for line in LINES])
    head = (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}{\\info{\\author 999}}\\f0\\fs32 "
    )
    found = text_of(tmp_path, name, (head + body + "\\par}").encode("gbk"))
    assert (found.format, found.text, found.flags) == ("rtf", "\n".join(LINES), "")


def test_rows_of_rich_text_are_a_table(tmp_path: Path) -> None:
    rows = "".join(
        "\\trowd\\cellx100\\cellx200\\cellx300\\cellx400 "
        + "".join(f"{escaped(cell, 'gbk')}\\cell " for cell in row)
        + "\\row\n"
        for row in TABLE
    )
    found = text_of(
        tmp_path, "a.rtf", f"{{\\rtf1\\ansi\\ansicpg936 {escaped(LINES[0], 'gbk')}\\par {rows}\\par}}".encode()
    )
    assert cells(found) == all_cells(TABLE)
    assert found.text.startswith(LINES[0])
    assert "has_tables" in found.flags


def test_a_little_text_is_told(tmp_path: Path) -> None:
    picture = "{\\pict\\pngblip 89504e47}"
    found = text_of(tmp_path, "a.rtf", f"{{\\rtf1\\ansi\\ansicpg936 {escaped(LINES[0], 'gbk')}{picture}}}".encode())
    assert found.flags == "has_pictures,little_text"


# Workbooks.


@pytest.mark.parametrize(
    ("value", "form", "seen"),
    [
        (0.059, "0.0%", "5.9%"),
        (0.05, "0%", "5%"),
        (2013.7, "General", "2013.7"),
        (2013.7, "#,##0.00", "2,013.70"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "General", "12"),
        (12.0, "0.0_);[Red](0.0)", "12.0"),
        (1e15, "General", "1000000000000000"),
        (5, '0"个"', "5"),
        ("6%左右", "@", "6%左右"),
        (date(2024, 3, 1), "yyyy-mm-dd", "2024年3月1日"),
        (date(2024, 3, 1), "yyyy年m月", "2024年3月"),
        (True, "General", "是"),
        (None, "0.0%", ""),
    ],
)
def test_a_cell_says_what_a_person_sees(value: object, form: str, seen: str) -> None:
    assert shown(value, form) == seen


def workbook(tmp_path: Path) -> Text:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "主要指标"
    for row in [
        ["宣城市2025年国民经济和社会发展计划主要指标"],
        ["附表1", None, None, "单位：亿元"],
        ["指标", "2024年", None, "2025年目标"],
        [None, "完成", "增长", None],
        ["地区生产总值", 2013.7, 0.059, "6%左右"],
        ["其中：第三产业", 1100, 0.061, "=SUM(B5:B5)"],
        ["注：增速按可比价格计算。"],
        [],
        ["城镇新增就业", 4.36],
        ["粮食产量", 107.8],
    ]:
        sheet.append(row)
    for cell in ("C5", "C6"):
        sheet[cell].number_format = "0.0%"
    for area in ("A1:D1", "B3:C3", "A3:A4", "D3:D4"):
        sheet.merge_cells(area)
    sheet["F5"] = "内部 777"
    sheet.column_dimensions["F"].hidden = True
    secret = book.create_sheet("底稿")
    secret["A1"] = 888.8
    secret.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return text_of(tmp_path, "宣城市.xlsx", stream.getvalue())


def test_a_workbook_gives_its_tables_with_captions_and_merged_cells(tmp_path: Path) -> None:
    found = workbook(tmp_path)
    lines = found.text.split("\n")
    assert lines[:3] == ["主要指标", "宣城市2025年国民经济和社会发展计划主要指标", "附表1 单位：亿元"]
    assert "注：增速按可比价格计算。" in lines
    first, second = json.loads(found.tables or "")
    assert first["caption"] == "主要指标 宣城市2025年国民经济和社会发展计划主要指标 附表1 单位：亿元"
    assert (2, 2, "5.9%") in cells(found)
    assert [(cell["text"], cell["rows"], cell["columns"]) for cell in first["cells"][:3]] == [
        ("指标", 2, 1),
        ("2024年", 1, 2),
        ("2025年目标", 2, 1),
    ]
    assert cells(found, 1) == [(0, 0, "城镇新增就业"), (0, 1, "4.36"), (1, 0, "粮食产量"), (1, 1, "107.8")]
    assert second["caption"] == ""


def test_what_a_workbook_hides_is_left_out_and_recorded(tmp_path: Path) -> None:
    found = workbook(tmp_path)
    assert "777" not in found.text
    assert "888.8" not in found.text
    assert [(part["why"], part["text"]) for part in json.loads(found.left_out or "")] == [
        ("hidden", "内部 777"),
        ("hidden", "底稿: 888.8"),
    ]
    assert "formulas_without_values" in found.flags


def test_a_workbook_of_paragraphs_is_text(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for line in LINES:
        book.active.append([line])
    stream = io.BytesIO()
    book.save(stream)
    found = text_of(tmp_path, "a.xlsx", stream.getvalue())
    assert (found.text, found.tables) == ("\n".join(LINES), None)


def test_a_workbook_that_unpacks_into_gigabytes_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(5):
            book.writestr(f"xl/media/{number}", b"0" * (60 << 20))
    with pytest.raises(UnreadableError, match="INDICATORS_READ_FILE_MB"):
        text_of(tmp_path, "a.xlsx", stream.getvalue())


def test_entities_of_a_workbook_are_not_unfolded(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("xl/workbook.xml", f"<?xml version='1.0'?>{laughs}]><workbook>&i;</workbook>")
        book.writestr("[Content_Types].xml", f"<?xml version='1.0'?>{laughs}]><Types>&i;</Types>")
    with pytest.raises(UnreadableError, match="not a readable workbook"):
        text_of(tmp_path, "a.xlsx", stream.getvalue())


# Tables as text.


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_table_as_text_is_read_whatever_parts_its_cells(tmp_path: Path, separator: str, encoding: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows([["宣城市2024年主要指标，全年"], *TABLE, ["备注", "a,b;c"]])
    found = text_of(tmp_path, "a.csv", stream.getvalue().encode(encoding))
    assert cells(found)[: len(all_cells(TABLE))] == all_cells(TABLE)
    assert found.text.startswith("宣城市2024年主要指标，全年\n|指标|单位|2024年|比上年增长（%）|\n")
    assert json.loads(found.tables or "")[0]["caption"] == "宣城市2024年主要指标，全年"


# Saved pages.


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.doc"])
@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
def test_a_saved_page_is_read_as_its_page(tmp_path: Path, name: str, coding: str) -> None:
    from email.message import EmailMessage

    page = f"<!DOCTYPE html><html><body><p>{'</p><p>'.join(LINES)}</p></body></html>"
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = "http://www.example.gov.cn/1.html"
    message.set_content("not shown 1")
    message.add_alternative(page.encode("gb18030"), maintype="text", subtype="html", cte=coding)
    found = text_of(tmp_path, name, message.as_bytes())
    assert found.format == "html"
    assert [line for line in found.text.replace("\u200b", "").split("\n") if line] == LINES


# OFD.


PAGES = [
    [(30, 20, LINES[0]), (30, 30, LINES[1]), (38, 40, "地区生产总值完成2013.7亿元，增长5."), (100, 280, "- 1 -")],
    [(30, 20, "9%。"), (38, 30, LINES[3]), (100, 280, "- 2 -")],
]


def test_an_ofd_document_is_read_as_a_pdf_is(tmp_path: Path) -> None:
    found = text_of(tmp_path, "a.ofd", ofd(PAGES))
    assert (found.format, found.pages) == ("ofd", 2)
    assert found.text == "\n".join(LINES)
    assert [part["text"] for part in json.loads(found.left_out or "")] == ["- 1 -", "- 2 -"]


def test_an_ofd_document_that_lacks_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="lacks parts"):
        text_of(tmp_path, "a.ofd", ofd(PAGES, last=True))


def test_what_is_hidden_within_a_table_parts_it_from_nothing(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["指标", "单位", "旧值", "旧比", "2024年"],
        ["农业", "其中", None, None, None],
        ["粮食产量", "万吨", 70, 1, 75.3],
        ["油料产量", "万吨", 3, 2, 4.12],
        [None] * 5,
        ["蔬菜产量", "万吨", 130, 3, 132.6],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet["E3"].comment = Comment("初步数76", "a")
    sheet.row_dimensions[4].hidden = True
    # One entry speaks of both columns.
    sheet.column_dimensions.group("C", "D", hidden=True)
    stream = io.BytesIO()
    book.save(stream)
    found = text_of(tmp_path, "a.xlsx", stream.getvalue())
    assert found.text.split("\n") == [
        "|指标|单位|2024年|",
        "||其中||",
        "|粮食产量|万吨|75.3|",
        "||||",
        "|蔬菜产量|万吨|132.6|",
    ]
    assert len(json.loads(found.tables or "[]")) == 1
    left_out = [(part["why"], part["text"]) for part in json.loads(found.left_out or "[]")]
    assert left_out == [("comment", "初步数76"), ("hidden", "旧值 旧比 70 1 油料产量 万吨 3 2 4.12 130 3")]
