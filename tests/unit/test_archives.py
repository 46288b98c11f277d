"""Archives of reports: each member is a file of its own, and none of them can do harm."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from orchestration.reading.files import described, list_files
from orchestration.reading.reports import read_all

FIRST = "丽水市2025年政府工作报告\n一、2024年工作回顾\n粮食产量增长5%。\n"
SECOND = "衢州市2025年政府工作报告\n一、2024年工作回顾\n粮食产量增长6%。\n"


def archive(path: Path, members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as found:
        for name, content in members.items():
            found.writestr(name, content)
    return path


def in_gbk(content: bytes, name: str) -> bytes:
    """An archive whose names are in GBK without a mark, as Windows writes them."""
    written, marked = name.encode("gb18030"), name.encode()
    assert len(marked) >= len(written)
    # Both lists of names tell their length and, in their flags, that the name is UTF-8.
    for first, flags, length, at in ((b"PK\x03\x04", 6, 26, 30), (b"PK\x01\x02", 8, 28, 46)):
        start = content.index(first)
        assert content[start + at : start + at + len(marked)] == marked
        head = bytearray(content[start : start + at])
        struct.pack_into("<H", head, flags, 0)
        struct.pack_into("<H", head, length, len(written))
        content = content[:start] + bytes(head) + written + content[start + at + len(marked) :]
    end = content.index(b"PK\x05\x06")
    place = content.index(b"PK\x01\x02")
    return content[: end + 12] + struct.pack("<II", end - place, place) + content[end + 20 :]


def problems(folder: Path) -> dict[str, str]:
    return {file.name: file.problem for file in list_files(folder) if file.problem}


def test_members_are_read_as_files_of_their_own(tmp_path: Path) -> None:
    members = {
        "丽水市/报告.txt": FIRST,
        "衢州市.txt": SECOND,
        "__MACOSX/._a.txt": "x",
        "README.md": "x",
        ".hidden": "x",
    }
    archive(tmp_path / "报告.zip", members)
    files = list_files(tmp_path)
    assert [file.name for file in files] == ["报告.zip/丽水市/报告.txt", "报告.zip/衢州市.txt"]
    found = read_all(files)
    assert found.quarantine.is_empty()
    assert found.reports["region"].to_list() == ["丽水市", "衢州市"]
    assert found.reports["text"][0] == FIRST
    assert found.reports["file_name"].to_list() == [file.name for file in files]


def test_a_member_and_a_loose_copy_of_it_are_one_report(tmp_path: Path) -> None:
    archive(tmp_path / "b.zip", {"丽水市.txt": FIRST})
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    found = read_all(list_files(tmp_path))
    assert found.reports["file_name"].to_list() == ["a.txt"]
    assert found.quarantine["reason"].to_list() == ["the same bytes as a.txt; remove one of the two"]


def test_names_in_gbk_without_a_mark_are_read(tmp_path: Path) -> None:
    name = "宣城市2025年政府工作报告.txt"
    path = archive(tmp_path / "a.zip", {name: FIRST}, zipfile.ZIP_STORED)
    path.write_bytes(in_gbk(path.read_bytes(), name))
    files = list_files(tmp_path)
    assert [file.name for file in files] == [f"a.zip/{name}"]
    assert read_all(files).reports["text"].to_list() == [FIRST]


@pytest.mark.parametrize(
    "name", ["../../etc/报告.txt", "/etc/报告.txt", "C:/报告.txt", "a\\..\\..\\报告.txt", "a\nb.txt"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    archive(tmp_path / "a.zip", {name: FIRST, "good.txt": SECOND})
    found = problems(tmp_path)
    assert len(found) == 1
    shown, problem = found.popitem()
    assert "its name" in problem
    assert ".." not in shown
    assert read_all(list_files(tmp_path)).reports["text"].to_list() == [SECOND]


def test_two_members_of_one_name_are_two_files(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"r.txt": FIRST, "s.txt": SECOND}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"s.txt", b"r.txt"))
    assert [file.name for file in list_files(tmp_path)] == ["a.zip/r.txt", "a.zip/r.txt (2)"]


def test_links_encrypted_and_large_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_READ_FILE_MB", "1")
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as found:
        found.writestr(link, "/etc/passwd")
        found.writestr("large.txt", "0" * (2 << 20))
        found.writestr("locked.txt", FIRST)
    content = bytearray(path.read_bytes())
    # The last entry is marked as encrypted.
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    found = problems(tmp_path)
    assert "links are not followed" in found["a.zip/link.txt"]
    assert "INDICATORS_READ_FILE_MB" in found["a.zip/large.txt"]
    assert "password" in found["a.zip/locked.txt"]


def test_a_member_that_lies_about_its_size_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_READ_FILE_MB", "1")
    path = archive(tmp_path / "a.zip", {"bomb.txt": "0" * (64 << 20)})
    content = bytearray(path.read_bytes())
    for first, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(first) + at, 100)
    path.write_bytes(content)
    assert list(problems(tmp_path)) == ["a.zip/bomb.txt"]


def test_all_members_together_may_not_unpack_to_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_READ_FILE_MB", "1")
    archive(tmp_path / "a.zip", {f"{number:02}.txt": f"{number}" * 450_000 for number in range(10, 55)})
    found = problems(tmp_path)
    assert 0 < len(found) < 30
    assert all("unpacks to more" in problem for problem in found.values())


def test_an_archive_within_an_archive_is_set_aside(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as found:
        found.writestr("r.txt", FIRST)
    archive(tmp_path / "a.zip", {"inner.zip": inner.getvalue(), "丽水市.txt": SECOND})
    found = read_all(list_files(tmp_path))
    assert found.reports.height == 1
    assert "an archive (zip) within an archive" in found.quarantine["reason"][0]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"PK\x03\x04 torn", "cannot be opened"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 60_000, "more than 50000 files"),
    ],
)
def test_a_torn_or_crowded_archive_is_set_aside_whole(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    (file,) = described(tmp_path / "a.zip")
    assert problem in str(file.problem)


def test_an_archive_of_nothing_says_so(tmp_path: Path) -> None:
    archive(tmp_path / "a.zip", {".hidden": "x"})
    assert "without files" in problems(tmp_path)["a.zip"]


def test_a_document_that_is_packed_as_an_archive_is_one_file(tmp_path: Path) -> None:
    archive(tmp_path / "a.docx", {"word/document.xml": "x", "[Content_Types].xml": "x"})
    assert [file.name for file in list_files(tmp_path)] == ["a.docx"]
