"""A file is judged alone: whatever it is, it is read or set aside with its true cause, and the others are read."""

from __future__ import annotations

import os
import pickle
import socket
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.reading import pdf as reading_pdf
from orchestration.reading import reports as reading_reports
from orchestration.reading.files import RawFile, Text, UnreadableError, describe, list_files, read
from orchestration.reading.limits import LimitError, Limits, limits
from orchestration.reading.reports import read_all
from orchestration.reading.settled_scan import scan
from orchestration.reading.worker import Reader, ReaderError
from tests.conftest import PROJECT

CASES = PROJECT.parent / "shared" / "cases"
GOOD = "丽水市2025年政府工作报告\n一、2024年工作回顾\n产量增长5%。\n"
LONG = GOOD + "全市粮食产量增长百分之五，经济社会发展取得新的成绩，人民生活持续改善，项目建设加快推进。\n" * 20


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pdf(*streams: bytes, extra: bytes = b"", kids: bytes | None = None) -> bytes:
    """A PDF with a page for each content stream, compressed."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    pages = []
    for stream in streams:
        packed = zlib.compress(stream, 9)
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed))
        font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>" + extra + b">>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources%s>>" % (len(objects), font)
        )
        pages.append(b"%d 0 R" % len(objects))
    kids = kids or b" ".join(pages)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (kids.count(b"R"), kids)
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, begin)


def words(text: str) -> bytes:
    return b"BT /F 12 Tf 50 700 Td (" + text.encode() + b") Tj ET"


def reasons(folder: Path) -> dict[str, str]:
    """Why each file was set aside; the good one must be read."""
    write(folder, "good-2025.txt", GOOD)
    found = read_all(list_files(folder))
    assert "good-2025.txt" in found.reports["file_name"].to_list()
    return dict(found.quarantine.select("file_name", "reason").iter_rows())


# Links, special files, names, rights.


def test_links_and_special_files_are_set_aside_and_never_opened(tmp_path: Path) -> None:
    outside, raw = tmp_path / "outside", tmp_path / "raw"
    outside.mkdir()
    raw.mkdir()
    secret = write(outside, "secret-2025.txt", GOOD + "秘密")
    (raw / "link-2025.txt").symlink_to(secret)
    (raw / "broken-2025.txt").symlink_to(tmp_path / "nowhere")
    (raw / "folder-2025").symlink_to(outside)
    os.mkfifo(raw / "pipe-2025.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(raw / "s-2025.txt"))
        found = reasons(raw)
    assert {name for name, reason in found.items() if "links are not followed" in reason} == {
        "link-2025.txt",
        "broken-2025.txt",
        "folder-2025",
    }
    assert "pipe, socket or device" in found["pipe-2025.txt"]
    assert "pipe, socket or device" in found["s-2025.txt"]


def test_a_link_that_a_person_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(write(tmp_path, "a-2025.txt", GOOD))
    assert read_all([describe(tmp_path / "link.txt")]).reports.height == 1


def test_a_name_that_is_no_utf8_sets_its_file_aside(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8-2025.txt")).write_text(GOOD, "utf-8")
    found = reasons(tmp_path)
    assert found == {r"\xb1\xa8-2025.txt": "the name of the file is not UTF-8; rename it"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; those that pytest makes are its user's alone."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.integration
def test_files_and_folders_that_may_not_be_read_are_set_aside(open_folder: Path) -> None:
    tmp_path = open_folder
    write(tmp_path, "good-2025.txt", GOOD)
    write(tmp_path, "shut-2025.txt", GOOD + "甲").chmod(0)
    for name, mode in (("closed", 0), ("listed", 0o444)):
        (tmp_path / name).mkdir()
        write(tmp_path / name, "inside-2025.txt", GOOD + "乙")
        (tmp_path / name / "below").mkdir()
        (tmp_path / name).chmod(mode)
    try:
        # Root may read everything, so that only another user can tell.
        found = {file.name: file.problem or "" for file in _as_nobody(tmp_path)}
        looked = scan(tmp_path, None)
    finally:
        for name in ("closed", "listed"):
            (tmp_path / name).chmod(0o700)
    assert looked.files is None
    assert found.pop("good-2025.txt") == ""
    assert sorted(found) == ["closed", "listed/below", "listed/inside-2025.txt", "shut-2025.txt"]
    assert all("let this user read it" in problem for problem in found.values())


def _as_nobody(folder: Path) -> list[RawFile]:
    """List a folder as a user without rights, in a child: rights that are given up cannot be taken back."""
    if os.geteuid() != 0:
        return list_files(folder)
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        os.setuid(65534)
        with os.fdopen(into, "wb") as pipe:
            pickle.dump(list_files(folder), pipe)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        found: list[RawFile] = pickle.load(pipe)
    os.waitpid(child, 0)
    return found


def test_a_file_that_cannot_be_opened_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shut = write(tmp_path, "shut-2025.txt", GOOD + "甲")
    really = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if path == shut:
            raise PermissionError(13, "Permission denied")
        return really(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be opened (Permission denied)" in reasons(tmp_path)["shut-2025.txt"]


# Content.


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("old-2025.txt", "丽水市1948年政府工作报告\n产量增长5%。", "put the year of issue"),
        ("a.docx", b"PK\x03\x04....word/document.xml", "Word document"),
        ("a.xlsx", b"PK\x03\x04....xl/workbook.xml", "not a readable workbook"),
        ("a.zip", b"PK\x03\x04....a.txt", "unpack it"),
        ("a.pptx", b"PK\x03\x04....ppt/presentation.xml", "presentation"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c....", "unpack it"),
        ("a.ofd", b"PK\x03\x04....OFD.xml", "OFD"),
        ("a-2025.txt", b"PK\x03\x04....word/document.xml", "Word document"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Office document"),
        ("a.rtf", b"{\\rtf1 }", "no text"),
        ("a.mht", b"From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "without a page in it"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.json", '{"a": 5}', "data"),
        ("a.pdf", b"<html>no</html>", "no readable PDF"),
        ("a.pdf", b"%PDF-1.4 broken", "not a readable PDF"),
        ("a.html", "<html><body><script>var a = 5;</script><div hidden>增长5%</div></body></html>", "no text"),
        ("a-2025.txt", b"\xff\xfe" + b"\x00\xd8" * 500, "binary"),
        ("a-2025.txt", bytes(range(256)) * 40, "binary"),
    ],
)
def test_what_is_not_read_says_what_it_is_and_what_to_do(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    write(tmp_path, name, content)
    found = reasons(tmp_path)
    assert reason in found[name]
    assert ";" in found[name]


@pytest.mark.parametrize("name", ["report.doc", "report.wps", "report.rtf", "report.xls"])
def test_text_is_read_as_text_whatever_its_name(tmp_path: Path, name: str) -> None:
    assert read(describe(write(tmp_path, name, GOOD.encode("gb18030")))).text == GOOD


@pytest.mark.parametrize("name", ["page.doc", "page.txt", "page.html", "page.wps"])
def test_a_page_is_read_as_a_page_whatever_its_name(tmp_path: Path, name: str) -> None:
    page = f"<!DOCTYPE html><html><body><p>{GOOD}</p></body></html>"
    assert read(describe(write(tmp_path, name, page))).format == "html"


def test_text_that_is_only_named_a_page_keeps_its_lines(tmp_path: Path) -> None:
    text = read(describe(write(tmp_path, "a.html", GOOD)))
    assert (text.format, text.text) == ("text", GOOD)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "big5"])
def test_a_few_broken_bytes_cost_no_more_than_themselves(tmp_path: Path, encoding: str) -> None:
    original = (
        LONG if encoding != "big5" else "麗水市2025年政府工作報告\n全市經濟社會發展取得新的成績，產量增長5%。\n" * 20
    )
    content = bytearray(original.encode(encoding))
    # The character 产 or 市 of the third line loses its last byte, as a download breaks it.
    at = len(original[:40].encode(encoding))
    broken = b"\xff" if encoding != "utf-16-le" else b"\x00\xd8"
    content[at:at] = broken
    text = read(describe(write(tmp_path, "a-2025.txt", bytes(content))))
    assert text.encoding == ("big5hkscs" if encoding == "big5" else encoding)
    assert 0 < text.undecodable_bytes <= 4
    assert "bytes_replaced" in text.flags.split(",")
    assert text.text == bytes(content).decode(str(text.encoding), "replace")
    assert text.text.count("5%") == original.count("5%")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_download_that_was_cut_is_read_to_its_end(tmp_path: Path, encoding: str) -> None:
    content = LONG.encode(encoding)[:-2]
    text = read(describe(write(tmp_path, "a-2025.txt", content)))
    assert text.undecodable_bytes > 0
    assert text.text.startswith(GOOD)


def test_a_nul_in_a_text_is_a_broken_byte(tmp_path: Path) -> None:
    text = read(describe(write(tmp_path, "a-2025.txt", LONG.replace("产量", "产\x00量", 1))))
    assert (text.undecodable_bytes, text.text[len("丽水市2025年政府工作报告\n一、2024年工作回顾\n产")]) == (1, "\ufffd")


@pytest.mark.parametrize(
    ("name", "content", "flags"),
    [
        ("a.md", "# 报告\n\n| 指标 | 数 |\n|---|---|\n| 产量 | 5 |\n", "has_tables"),
        ("a.html", "<html><body><table><tr><td>产量<td>5</table></body></html>", "has_tables"),
        ("a.html", "<html><body><p>见图</p><img src=1.png></body></html>", "has_pictures,no_digits"),
        (
            "a.html",
            "<html><body><p>全文见下</p><iframe src='/2025.pdf'></iframe></body></html>",
            "has_pictures,no_digits",
        ),
        ("a.txt", "全市产量增长。", "no_digits"),
        ("a.txt", "全市产量增长５％。", ""),
    ],
)
def test_a_file_that_may_give_no_figure_says_what_it_holds(tmp_path: Path, name: str, content: str, flags: str) -> None:
    assert read(describe(write(tmp_path, name, content))).flags == flags


@pytest.mark.parametrize(
    "copy",
    [
        GOOD.replace("\n", "\r\n").encode(),
        ("\ufeff" + GOOD).encode(),
        GOOD.encode("gb18030"),
        ("\n" + GOOD.replace("\n", "  \n\n")).encode(),
        ("<html><body><p>" + GOOD.replace("\n", "</p><p>") + "</p></body></html>").encode(),
    ],
    ids=["line ends", "mark", "encoding", "white space", "page"],
)
def test_a_copy_of_a_text_is_set_aside_and_named(tmp_path: Path, copy: bytes) -> None:
    write(tmp_path, "z-2025.txt", copy)
    assert reasons(tmp_path)["z-2025.txt"] == "the same text as good-2025.txt; remove one of the two"


def test_a_text_that_differs_in_one_figure_is_another_report(tmp_path: Path) -> None:
    write(tmp_path, "z-2025.txt", GOOD.replace("5%", "6%"))
    assert reasons(tmp_path) == {}


def test_a_copy_of_a_file_that_could_not_be_read_is_judged_by_its_own_name(tmp_path: Path) -> None:
    write(tmp_path, "a-2025.json", GOOD)
    assert list(reasons(tmp_path)) == ["a-2025.json"]


def test_what_was_read_before_stays_and_its_copy_is_set_aside(tmp_path: Path) -> None:
    old = describe(write(tmp_path, "b-2025.txt", GOOD))
    before = read_all([old]).reports
    same = describe(write(tmp_path, "a-2025.txt", GOOD))
    like = describe(write(tmp_path, "c-2025.txt", GOOD.replace("\n", "\r\n")))
    known = {(old.name, old.content_hash)}
    found = read_all([old, same, like], known, known_texts={before["text_hash"][0]: old.name})
    assert found.reports.is_empty()
    assert dict(found.quarantine.select("file_name", "reason").iter_rows()) == {
        "a-2025.txt": "the same bytes as b-2025.txt; remove one of the two",
        "c-2025.txt": "the same text as b-2025.txt; remove one of the two",
    }


# PDF.


def test_a_scan_with_a_stamp_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pdf, "is_installed", lambda: False)
    picture = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q "
    write(tmp_path, "scan-2025.pdf", pdf(picture + words("Printed 2025-01-24 08:30, page 1 of 1, do not copy")))
    with pytest.raises(UnreadableError, match=r"pip install 'plan-indicators\[ocr\]'"):
        read(describe(tmp_path / "scan-2025.pdf"))
    mixed = pdf(words("Output grew by 5 percent in 2024. " * 20), picture + words("Stamp of 2025"))
    text = read(describe(write(tmp_path, "mixed-2025.pdf", mixed)))
    assert text.flags == "pages_without_text"


def test_a_page_that_does_not_load_is_named(tmp_path: Path) -> None:
    write(tmp_path, "torn-2025.pdf", pdf(words("Output grew by 5 percent. " * 9), kids=b"4 0 R 99 0 R"))
    assert "page 2 of 2 cannot be loaded" in reasons(tmp_path)["torn-2025.pdf"]


def test_more_pages_or_characters_than_a_report_has_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a-2025.pdf", pdf(*[words("Output grew by 5 percent. " * 9)] * 4))
    with pytest.raises(UnreadableError, match=r"4 pages .* INDICATORS_READ_PAGES"):
        read(describe(path), Limits(pages=3))
    with pytest.raises(UnreadableError, match=r"characters .* INDICATORS_READ_CHARACTERS"):
        read(describe(write(tmp_path, "a-2025.txt", LONG)), Limits(characters=100))


def test_a_small_pdf_that_unpacks_into_gigabytes_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pdf(b"0 0 m 1 1 l S " * 14_000_000)
    assert len(bomb) < 1_000_000
    write(tmp_path, "bomb-2025.pdf", bomb)
    monkeypatch.setenv("INDICATORS_READ_MEMORY_MB", "400")
    found = reasons(tmp_path)
    assert "INDICATORS_READ_MEMORY_MB" in found["bomb-2025.pdf"]


# The process that reads.


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = pdf(b"0 0 m 1 1 l S " * 3_000_000)
    file, good = describe(write(tmp_path, "slow.pdf", slow)), describe(write(tmp_path, "good.txt", GOOD))
    with Reader(Limits(seconds=1, memory_mb=3000)) as reader:
        began = time.monotonic()
        with pytest.raises(UnreadableError, match="INDICATORS_READ_SECONDS"):
            reader.read(file)
        assert time.monotonic() - began < 4
        assert reader.read(good).text == GOOD


def test_a_reader_that_somebody_kills_is_replaced_and_the_file_read(tmp_path: Path) -> None:
    good = describe(write(tmp_path, "good.txt", GOOD))
    with Reader() as reader:
        assert reader.read(good).text == GOOD
        first = reader._process
        assert first is not None
        first.kill()
        first.wait()
        assert reader.read(good).text == GOOD
        assert reader._process is not first


def test_the_reader_ends_with_its_block(tmp_path: Path) -> None:
    with Reader() as reader:
        reader.read(describe(write(tmp_path, "good.txt", GOOD)))
        process = reader._process
    assert process is not None
    assert process.poll() is not None


def test_a_reader_that_cannot_start_says_so_and_blames_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ReaderError, match="does not start"):
        read_all([describe(write(tmp_path, "good-2025.txt", GOOD))])
    monkeypatch.setattr(sys, "executable", "/nowhere")
    with pytest.raises(ReaderError, match="cannot be started"):
        read_all([describe(tmp_path / "good-2025.txt")])


def test_the_process_reads_as_this_one_does(tmp_path: Path) -> None:
    path = write(tmp_path, "a-2025.html", f"<form><p>{LONG}</p></form>".encode("gb18030"))
    with Reader() as reader:
        assert reader.read(describe(path)) == read(describe(path))


# What nobody foresaw.


def test_an_error_that_nobody_foresaw_sets_its_file_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "bad-2025.txt", GOOD + "甲")
    really = reading_reports.identify

    def fail(name: str, text: str, year: int | None = None) -> object:
        if name.startswith("bad"):
            raise ZeroDivisionError("of all things")
        return really(name, text, year)

    monkeypatch.setattr(reading_reports, "identify", fail)
    assert reasons(tmp_path)["bad-2025.txt"].startswith("ZeroDivisionError: of all things")


@pytest.mark.parametrize("error", [MemoryError(), OSError(5, "Input/output error")])
def test_want_of_memory_and_a_passing_fault_of_the_disk_blame_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(self: Reader, file: RawFile) -> Text:
        raise error

    monkeypatch.setattr(Reader, "read", fail)
    with pytest.raises(type(error)):
        read_all([describe(write(tmp_path, "a-2025.txt", GOOD))])


def test_limits_come_from_the_environment_and_a_wrong_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_READ_PAGES", "7")
    assert limits() == Limits(pages=7)
    monkeypatch.setenv("INDICATORS_READ_PAGES", "many")
    with pytest.raises(LimitError, match="INDICATORS_READ_PAGES=many"):
        limits()


@pytest.mark.skipif(not CASES.is_dir(), reason=f"{CASES}: not there")
def test_every_file_of_the_cases_is_read_or_set_aside() -> None:
    for folder in ("b", "e"):
        files = list_files(CASES / folder)
        found = read_all(files)
        names = [*found.reports["file_name"], *found.quarantine["file_name"]]
        assert sorted(names) == sorted(file.name for file in files)
        assert all(";" in reason for reason in found.quarantine["reason"])
