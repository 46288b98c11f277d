"""Files become text, and a text tells what report it is; what cannot be read says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.reading.catalogue import UnknownReportError, identify
from orchestration.reading.files import FolderError, UnreadableError, describe, list_files, read
from orchestration.reading.reports import read_all

TEXT = "关于某市2024年国民经济和社会发展计划执行情况及2025年计划草案的报告\n全市地区生产总值增长5%。\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_chinese_reports_are_told(tmp_path: Path, encoding: str) -> None:
    text = read(describe(write(tmp_path, "a.txt", TEXT.encode(encoding)))).text
    assert text.lstrip("\ufeff") == TEXT


def test_line_ends_are_those_that_python_makes(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "一、综合\r\n增长5%。\r".encode())
    assert read(describe(path)).text == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", " \n\t\n", "no text"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.docx", b"PK", "no readable DOCX"),
        ("a.pdf", b"%PDF-1.4 broken", "PDF"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(describe(write(tmp_path, name, content)))


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "good-2025.txt", TEXT)
    write(tmp_path, "same-2025.txt", TEXT)
    write(tmp_path, "empty.txt", b"")
    write(tmp_path, "README.md", "notes")
    reading = read_all(list_files(tmp_path))
    assert reading.reports["file_name"].to_list() == ["good-2025.txt"]
    reasons = dict(reading.quarantine.select("file_name", "reason").iter_rows())
    assert sorted(reasons) == ["empty.txt", "same-2025.txt"]
    assert "good-2025.txt" in reasons["same-2025.txt"]


def test_known_files_are_passed_over(tmp_path: Path) -> None:
    file = describe(write(tmp_path, "a-2025.txt", TEXT))
    assert read_all([file], {(file.name, file.content_hash)}).reports.is_empty()
    assert read_all([file], {("other.txt", file.content_hash)}).reports.height == 1


def test_a_missing_folder_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="nowhere"):
        list_files(tmp_path / "nowhere")
    with pytest.raises(FolderError, match="not a folder"):
        list_files(write(tmp_path, "a.txt", "x"))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x.txt", TEXT.replace("某市", "浙江省"), ("浙江省", 2025, "plan_report")),
        ("x.txt", "2024年上杭县国民经济和社会发展统计公报\n上杭县统计局\n", ("上杭县", 2025, "communique")),
        ("x.txt", "政府工作报告\n——2024年1月15日在成都市第十八届人民代表大会上\n", ("成都市", 2024, "work_report")),
        ("chongqing-plan-report-2025.txt", "增长5%。", ("重庆市", 2025, "plan_report")),
        (
            "x.txt",
            "关于2025年上半年国民经济和社会发展计划执行情况的报告\n杭州市发展和改革委员会\n",
            ("杭州市", 2025, "half_year"),
        ),
        (
            "x.txt",
            "现在，我代表上杭县人民政府报告政府工作。一、2024年工作回顾。全县。二、2025年政府工作安排",
            ("上杭县", 2025, "work_report"),
        ),
        (
            "x.txt",
            "龙湖经济开发区2024年国民经济和社会发展统计公报\n日照时数2100小时。",
            ("龙湖经济开发区", 2025, "communique"),
        ),
        ("x.txt", "临港区2025年前三季度国民经济运行情况\n增长5%。", ("临港区", 2025, "half_year")),
    ],
)
def test_a_report_is_told_from_title_name_or_words(name: str, text: str, expected: tuple[str, int, str]) -> None:
    identity = identify(name, text)
    assert (identity.region, identity.report_year, identity.kind) == expected


def test_a_text_without_any_year_is_refused() -> None:
    with pytest.raises(UnknownReportError, match="no year"):
        identify("x.txt", "全市增长5%。")
