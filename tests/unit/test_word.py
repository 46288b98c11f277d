"""Word documents: paragraphs, tables and notes in their order, and what a reader of the document does not see left out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from orchestration.extraction.pipeline import extract
from orchestration.reading.errors import UnreadableError
from orchestration.reading.files import describe, read
from orchestration.reading.reports import read_all
from orchestration.reading.word import read_docx
from tests.conftest import SHARED

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENTS = SHARED / "corpus" / "docx"


def saved(document: Any) -> bytes:
    handle = io.BytesIO()
    document.save(handle)
    return handle.getvalue()


def with_body(body: str, **parts: str) -> bytes:
    """A document whose body is this XML; further parts by name, related to it."""
    document = docx.Document()
    source = io.BytesIO(saved(document))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'.encode()
            if name == "word/_rels/document.xml.rels":
                base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                links = "".join(f'<Relationship Id="x{n}" Type="{base}{n}" Target="{n}.xml"/>' for n in parts)
                content = content.replace(b"</Relationships>", links.encode() + b"</Relationships>")
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
                types = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{kind}{n}+xml"/>' for n in parts)
                content = content.replace(b"</Types>", types.encode() + b"</Types>")
            if name.removeprefix("word/").removesuffix(".xml") not in parts:
                new.writestr(name, content)
        for name, xml in parts.items():
            new.writestr(f"word/{name}.xml", xml)
    return target.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    document = docx.Document()
    document.add_heading("某县2025年政府工作报告")
    document.add_paragraph("表1 产量（单位：万吨）")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "2024年"
    for column, text in enumerate(["产量", "增长（%）"]):
        table.cell(1, column + 1).text = text
    for column, text in enumerate(["粮食", "1,286.5", "-2.1"]):
        table.cell(2, column).text = text
    document.add_paragraph("全年用电量增长5%。")
    found = read_docx(saved(document))
    assert found.text.split("\n") == [
        "某县2025年政府工作报告",
        "表1 产量（单位：万吨）",
        "|指标|2024年||",
        "||产量|增长（%）|",
        "|粮食|1,286.5|-2.1|",
        "全年用电量增长5%。",
    ]
    (grid,) = found.grids
    assert grid.caption == "表1 产量（单位：万吨）"
    assert {cell.text: (cell.rows, cell.columns) for cell in grid.cells if cell.rows * cell.columns > 1} == {
        "指标": (2, 1),
        "2024年": (1, 2),
    }
    assert all(found.text[cell.start : cell.end] == cell.text for cell in grid.cells)


def test_tracked_changes_fields_and_controls_are_read_as_they_show() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>产量</w:t></w:r></w:ins><w:del><w:r><w:delText>旧稿9吨</w:delText></w:r></w:del>"
        "<w:sdt><w:sdtContent><w:r><w:t>增长</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:hyperlink><w:r><w:t>5%</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE 7</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>批注8</w:t></w:r>"
        "<w:r><w:t>，</w:t><w:noBreakHyphen/><w:t>3</w:t><w:tab/><w:t>度</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('投资增长6%')}</w:sdtContent></w:sdt>"
    )
    found = read_docx(with_body(body))
    assert found.text == "产量增长5%，-3\t度\n投资增长6%"
    assert [(part.why, part.text) for part in found.left_out] == [("deleted", "旧稿9吨"), ("hidden", "批注8")]


def test_notes_stand_at_the_end_under_their_marks() -> None:
    body = (
        "<w:p><w:r><w:t>产值8亿元</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>。</w:t></w:r></w:p>"
        + p("完。")
    )
    notes = (
        f'<w:footnotes xmlns:w="{SPACE}"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("按当年价格计算。")}</w:footnote></w:footnotes>'
    )
    assert read_docx(with_body(body, footnotes=notes)).text == "产值8亿元[1]。\n完。\n[1]按当年价格计算。"


def test_numbers_that_word_writes_itself_stand_before_their_paragraphs() -> None:
    def level(at: int, form: str, text: str) -> str:
        return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'

    numbering = (
        f'<w:numbering xmlns:w="{SPACE}"><w:abstractNum w:abstractNumId="4">'
        + level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3．")
        + level(3, "bullet", "•")
        + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
    )

    def numbered(at: int, text: str) -> str:
        return p(text, f'<w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="7"/></w:numPr></w:pPr>')

    levels = [0, 1, 1, 2, 3, 0, 1]
    body = "".join(numbered(at, f"文{n}") for n, at in enumerate(levels))
    shown = read_docx(with_body(body, numbering=numbering)).text.split("\n")
    assert shown == ["一、文0", "（一）文1", "（二）文2", "1．文3", "文4", "二、文5", "（一）文6"]


def test_headers_and_the_table_of_contents_are_left_out_and_told() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某县文件 12"
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("一、回顾 3", style="toc 1")
    document.add_paragraph("增长5%。")
    found = read_docx(saved(document))
    assert found.text == "增长5%。"
    assert [(part.why, part.text) for part in found.left_out] == [
        ("page_header", "某县文件 12"),
        ("contents", "一、回顾 3"),
    ]


def test_a_table_that_lays_out_text_is_read_as_paragraphs() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "地区生产总值增长5%。"
    table.cell(0, 1).text = "投资增长6%。"
    found = read_docx(saved(document))
    assert found.text == "地区生产总值增长5%。\n投资增长6%。"
    assert found.grids == []


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04word/document.xml", with_body("<w:p>")[:900], b""],
    ids=["no archive", "torn", "empty"],
)
def test_what_is_no_document_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="not a readable Word document"):
        read_docx(content)


def test_an_entity_bomb_is_not_unfolded() -> None:
    content = with_body("<w:p/>")
    bomb = "<!DOCTYPE d [<!ENTITY a '9'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    document = f'{bomb}<w:document xmlns:w="{SPACE}"><w:body>{p("甲&b;")}</w:body></w:document>'
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
    assert "9" not in read_docx(target.getvalue()).text


def test_a_document_named_otherwise_is_told_by_what_it_holds(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("某县2025年政府工作报告")
    path = tmp_path / "report.doc"
    path.write_bytes(saved(document))
    text = read(describe(path))
    assert (text.format, text.text) == ("docx", "某县2025年政府工作报告")


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents do not stand beside the project")
@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.docx")), ids=lambda path: path.stem)
def test_a_real_document_gives_the_rows_of_the_text_of_the_same_report(path: Path) -> None:
    year, place = path.stem[:4], path.stem[5:].removesuffix("政府工作报告")
    same = SHARED / "corpus" / "provinces" / f"{place}-政府工作报告-{year}.txt"
    fields = ["indicator", "value", "value_max", "unit", "measure", "bound", "period", "status", "region", "base"]
    rows = [extract(read_all([describe(each)]).reports).observations.select(fields).rows() for each in (path, same)]
    assert len(rows[0]) > 90
    assert sorted(map(str, rows[0])) == sorted(map(str, rows[1]))


SPACES = (
    f'xmlns:w="{SPACE}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)


def with_elements(body: str) -> Any:
    """A document of these elements, which may be of any of the spaces."""
    document = docx.Document()
    for element in parse_xml(f"<w:body {SPACES}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    return document


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_numbers_in_formulas_are_read_and_readings_of_characters_are_not() -> None:
    formula = "<m:oMath><m:r><m:t>2.35</m:t></m:r></m:oMath>"
    part = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"
    ruby = f"<w:r><w:ruby><w:rt>{run('guó')}</w:rt><w:rubyBase>{run('国')}</w:rubyBase></w:ruby></w:r>"
    found = read_docx(saved(with_elements(f"<w:p>{ruby}{run('家投入')}{formula}{run('%，占')}{part}</w:p>")))
    assert found.text == "国家投入2.35%，占1/3"


def test_raised_digits_are_marks_of_notes_and_powers_and_no_digits_of_figures() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    found = read_docx(
        saved(with_elements(f"<w:p>{run('总额')}{run('3', up)}{run('865亿元，绿地8万m')}{run('2', up)}</w:p>"))
    )
    assert found.text == "总额³865亿元，绿地8万m²"


def test_what_a_document_holds_beside_its_text_is_told() -> None:
    shown = run("3.2万人", '<w:strike w:val="0"/>')
    document = with_elements(
        f"<w:p>{run('就业')}<w:del><w:r><w:delText>3.1</w:delText></w:r></w:del>"
        f"{run('粮食70万吨', '<w:strike/>')}{shown}</w:p>"
        '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
        "<w:p><w:r><w:drawing><wp:inline><c:chart/></wp:inline></w:drawing></w:r></w:p>"
        '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId99"/>'
    )
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "内部资料3号"
    document.add_comment(document.paragraphs[0].runs[0], text="应为3.3", author="统计局")
    found = read_docx(saved(document))
    assert found.text.split("\n")[0] == "就业3.2万人"
    assert [(part.why, part.text) for part in found.left_out] == [
        *(("page_header", "内部资料3号"), ("comment", "应为3.3"), ("deleted", "3.1"), ("struck_out", "粮食70万吨")),
        *(("object", "Excel.Sheet.12"), ("object", "a chart"), ("object", "another document that is set in")),
    ]
    assert found.flags == ["has_pictures"]


def picture() -> io.BytesIO:
    from PIL import Image

    drawn = Image.new("RGB", (1000, 300), "white")
    stream = io.BytesIO()
    drawn.save(stream, "PNG")
    stream.seek(0)
    return stream


def test_pictures_are_told_but_for_small_ones() -> None:
    document = docx.Document()
    document.add_paragraph("产值8亿元。" * 20)
    document.add_picture(picture(), width=docx.shared.Cm(1), height=docx.shared.Cm(1))
    assert read_docx(saved(document)).flags == []
    document.add_picture(picture(), width=docx.shared.Cm(14), height=docx.shared.Cm(5))
    found = read_docx(saved(document))
    assert found.flags == ["has_pictures"]
    assert [part.why for part in found.left_out] == ["picture"]


def test_a_text_box_in_a_cell_counts_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>75.3</w:t></w:r></w:p></w:txbxContent>"
    twice = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    cells = [[p("指标"), p("产量")], [p("粮食（万吨）"), f"<w:p>{twice}</w:p>"]]
    rows = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in cells)
    found = read_docx(saved(with_elements(f"<w:tbl>{rows}</w:tbl>")))
    assert found.text.count("75.3") == 1


def test_tables_within_tables_that_lay_text_out_are_read_once_and_not_without_end() -> None:
    def nested(deep: int) -> bytes:
        opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
        return with_body(opened * deep + p("粮食产量75.3万吨。") + closed * deep)

    assert read_docx(nested(3)).text.count("75.3") == 1
    with pytest.raises(UnreadableError, match="not a readable Word document"):
        read_docx(nested(60))
