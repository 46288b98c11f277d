"""One report in every kind of file gives the same observations."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from orchestration.extraction.pipeline import extract
from orchestration.reading.files import list_files
from orchestration.reading.recognition import is_installed
from orchestration.reading.reports import read_all
from tests.documents import Drawn, chinese_pdf, ofd, wrapped

TITLE = "丽水市2025年政府工作报告"
BODY = [
    "——2025年1月8日在丽水市第五届人民代表大会第四次会议上",
    "各位代表：",
    "现在，我代表市人民政府，向大会报告工作，请予审议。",
    "一、2024年工作回顾",
    "过去一年，全市地区生产总值完成2186.3亿元，增长6.4%；规上工业增加值增长8.7%，固定资产投资增长5.2%，一般公共预算收入"
    "达到203.5亿元，增长4.1%。",
    "（一）产业升级步伐加快。新增国家级高新技术企业86家，研发经费投入强度达到2.35%，比上年提高0.12个百分点。",
    "（二）民生保障持续改善。城镇新增就业3.18万人，城镇居民人均可支配收入达到58640元，增长5.3%；农村居民人均可支配收入"
    "达到31275元，增长7.1%。",
    "二、2025年主要目标和重点工作",
    "今年经济社会发展的主要预期目标是：地区生产总值增长6%左右，规上工业增加值增长8%以上，城镇调查失业率控制在5.5%以内，"
    "粮食产量稳定在75万吨以上。",
]
LINES = [TITLE, *BODY]
TEXT = "\n".join(LINES) + "\n"
FIELDS = ("indicator", "value", "value_max", "unit", "measure", "bound", "period", "status", "region")
Files = dict[str, bytes]


def traditional() -> bytes:
    from opencc import OpenCC

    return OpenCC("s2t").convert(TEXT).encode("big5hkscs")  # type: ignore[no-any-return]


def page() -> str:
    menu = "<div class=nav><ul>" + "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(9)) + "</ul></div>"
    near = "<div class=related><h3>相关链接</h3><ul><li><a href=/1>2023年统计公报：生产总值2000亿元</a></li></ul></div>"
    foot = "<div class=footer>浏览次数：3867次 浙ICP备05000001号-1 今天8℃~16℃</div>"
    body = "".join(f"<p>{line}</p>" for line in BODY)
    return (
        f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body>{menu}"
        f"<div class=content><h1>{TITLE}</h1>{body}</div>{near}{foot}</body></html>"
    )


def word() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(TITLE, 0)
    for line in BODY:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def laid(lines: list[str], x: float, top: float, width: int, pitch: float, size: float = 11) -> list[Drawn]:
    rows = [row for line in lines for row in wrapped(line, width)]
    return [(x, top - pitch * at, size, row) for at, row in enumerate(rows)]


def one_column() -> bytes:
    drawn = laid(BODY, 60, 740, 38, 22)
    first, second = drawn[:12], [(x, y + 22 * 12, size, text) for x, y, size, text, *_ in drawn[12:]]
    foot: list[list[Drawn]] = [[(280, 40, 9, f"- {number} -")] for number in (1, 2)]
    return chinese_pdf([[(150, 790, 18, TITLE), *first, *foot[0]], [*second, *foot[1]]])


def two_columns() -> bytes:
    drawn = laid(BODY, 60, 740, 18, 18)
    half = (len(drawn) + 1) // 2
    right = [(310.0, 740 - 18.0 * at, each[2], each[3]) for at, each in enumerate(drawn[half:])]
    by_row = sorted([*drawn[:half], *right], key=lambda each: (-each[1], each[0]))
    return chinese_pdf([[(150, 790, 18, TITLE), *by_row]])


def millimetres() -> bytes:
    rows = [row for line in BODY for row in wrapped(line, 36)]
    drawn = [(20.0 + 4 * (len(row) - len(row.lstrip())), 30 + 8.0 * at, row.strip()) for at, row in enumerate(rows)]
    return ofd([[(70, 15, TITLE), *drawn, (100, 285, "- 1 -")]])


def two_pages() -> Files:
    cut = TEXT.index("固定资产投资增长") + len("固定资产投资增长")
    return {
        "日报_1版.txt": (TEXT[:cut] + "\n（下转第三版）\n").encode(),
        "日报_3版.txt": ("（上接第一版）" + TEXT[cut:]).encode(),
    }


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as found:
        found.writestr(f"报告/{TITLE}.txt", TEXT.encode("gb18030"))
    return stream.getvalue()


def saved_page() -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message.set_content(page().encode("gb18030"), maintype="text", subtype="html", cte="base64")
    return message.as_bytes()


def rich_text() -> bytes:
    body = "\\par\n".join("".join(each if each < "\x7f" else f"\\u{ord(each)}?" for each in line) for line in LINES)
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0 " + body + "\\par}").encode()


def workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for line in LINES:
        book.active.append([line])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


KINDS: dict[str, Callable[[], Files]] = {
    "GB18030": lambda: {"a.txt": TEXT.encode("gb18030")},
    "UTF-16": lambda: {"a.txt": TEXT.encode("utf-16")},
    "UTF-16 without a mark": lambda: {"a.txt": TEXT.encode("utf-16-le")},
    "UTF-8 with a mark and other line ends": lambda: {"a.txt": TEXT.replace("\n", "\r\n").encode("utf-8-sig")},
    "Big5": lambda: {"a.txt": traditional()},
    "Markdown": lambda: {"a.md": ("# " + TEXT).replace("\n", "\n\n").encode()},
    "HTML with menus": lambda: {"a.html": page().encode()},
    "HTML that says gb2312 and is GB18030": lambda: {
        "a.html": page().replace("<head>", "<head><meta charset=gb2312>").encode("gb18030")
    },
    "HTML named .doc": lambda: {"a.doc": page().encode()},
    "MHTML": lambda: {"a.mht": saved_page()},
    "DOCX": lambda: {"a.docx": word()},
    "RTF": lambda: {"a.rtf": rich_text()},
    "XLSX": lambda: {"a.xlsx": workbook()},
    "PDF": lambda: {"a.pdf": one_column()},
    "PDF in two columns": lambda: {"a.pdf": two_columns()},
    "OFD": lambda: {"a.ofd": millimetres()},
    "two pages": two_pages,
    "ZIP": lambda: {"a.zip": archive()},
}


def observations(folder: Path, files: Files) -> list[tuple[object, ...]]:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    found = read_all(list_files(folder))
    assert found.quarantine.is_empty(), found.quarantine["reason"].to_list()
    assert found.reports.select("title", "report_year", "region", "kind").rows() == [
        (TITLE, 2025, "丽水市", "work_report")
    ]
    rows = extract(found.reports).observations.select(FIELDS).rows()
    return sorted(rows, key=str)


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    found = observations(tmp_path_factory.mktemp("right") / "raw", {"a.txt": TEXT.encode()})
    assert len(found) == 18
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_gives_the_same_observations(
    right: list[tuple[object, ...]], tmp_path: Path, kind: str
) -> None:
    assert observations(tmp_path / "raw", KINDS[kind]()) == right


def test_a_scan_gives_nearly_all_of_them(right: list[tuple[object, ...]], tmp_path: Path) -> None:
    if not is_installed():
        pytest.skip("the extra is not installed: pip install 'plan-indicators[ocr]'")
    import pypdfium2

    scan = pypdfium2.PdfDocument(one_column())
    pages = [scan[number].render(scale=200 / 72).to_pil().convert("L") for number in range(len(scan))]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=200, quality=60)
    found = observations(tmp_path / "raw", {"a.pdf": stream.getvalue()})
    assert sum(row in found for row in right) >= 0.95 * len(right)
    assert len(found) <= 1.05 * len(right)
