"""Old office documents are read through LibreOffice where it is installed; elsewhere they say what to do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from orchestration.reading import office
from orchestration.reading.errors import UnreadableError
from orchestration.reading.files import described, read
from orchestration.reading.report_text import Text

pytestmark = pytest.mark.integration

LINES = ["宣城市2025年政府工作报告", "一、2024年工作回顾", "全市地区生产总值完成2013.7亿元，增长5.9%。"]
TABLE = [["指标", "单位", "2024年"], ["粮食", "万吨", "107.8"], ["油料", "吨", "860"]]


def made_by_office(folder: Path, source: Path, kind: str) -> Path:
    program = office.program()
    if program is None:
        pytest.skip("LibreOffice is not installed: apt install libreoffice-writer-nogui libreoffice-calc-nogui")
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    command = [program, settings, "--headless", "--convert-to", kind, "--outdir", folder, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{kind}")


def page(folder: Path) -> Path:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    body = "".join(f"<p>{line}</p>" for line in LINES)
    path = folder / "report.html"
    path.write_text(f"<html><meta charset=utf-8><body>{body}<table>{rows}</table></body></html>", "utf-8")
    return path


def lines(text: Text) -> list[str]:
    bare = text.text.replace("\u200b", "").replace("\ufeff", "")
    return [line.strip() for line in bare.split("\n") if line.strip()]


@pytest.mark.parametrize(("kind", "name"), [("doc", "a.doc"), ("doc", "a.wps"), ("odt", "a.odt"), ("doc", "a.txt")])
def test_an_old_document_is_read_whatever_its_name(tmp_path: Path, kind: str, name: str) -> None:
    made = made_by_office(tmp_path, page(tmp_path), "odt")
    made = made if kind == "odt" else made_by_office(tmp_path, made, kind)
    file = made.rename(tmp_path / name)
    found = read(described(file)[0])
    assert lines(found)[: len(LINES)] == LINES
    assert found.format == "office"
    assert "converted" in found.flags.split(",")
    assert "107.8" in found.text


def test_an_old_workbook_is_read_as_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in TABLE:
        number = float(row[2]) if "年" not in row[2] else row[2]
        book.active.append([*row[:2], number])
    book.active["D2"] = 0.059
    book.active["D2"].number_format = "0.0%"
    book.save(tmp_path / "a.xlsx")
    found = read(described(made_by_office(tmp_path, tmp_path / "a.xlsx", "xls"))[0])
    assert lines(found) == ["|指标|单位|2024年||", "|粮食|万吨|107.8|5.9%|", "|油料|吨|860||"]


def test_a_broken_document_is_set_aside(tmp_path: Path) -> None:
    if office.program() is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000)
    with pytest.raises(UnreadableError, match="LibreOffice cannot read this old Office document"):
        read(described(path)[0])


def test_without_the_program_a_document_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    path = tmp_path / "a.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000)
    with pytest.raises(UnreadableError, match="apt install libreoffice-writer-nogui"):
        read(described(path)[0])


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 600 &\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(slow))
    monkeypatch.setenv("INDICATORS_READ_SECONDS", "1")
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000)
    with pytest.raises(UnreadableError, match="INDICATORS_READ_SECONDS"):
        read(described(path)[0])
