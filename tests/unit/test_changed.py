"""The folder is listed once in a run: a file that was changed since is told, and its text is always that of its hash."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.reading import reports
from orchestration.reading.errors import ChangedError
from orchestration.reading.files import list_files, read
from orchestration.reading.raw_file import RawFile
from orchestration.reading.reports import Reading, read_all
from orchestration.reading.worker import Reader
from tests.unit.test_archives import FIRST, SECOND, archive

# As long as the first, so that nothing but the bytes tells them apart.
THIRD = FIRST.replace("5%", "7%")


def digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def write(path: Path, content: str) -> None:
    """Write a file anew with the times of the one before."""
    before = path.stat() if path.exists() else None
    path.write_text(content, "utf-8")
    if before:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def said(found: Reading) -> list[tuple[str, str, str]]:
    """File, hash of its bytes, and the growth that its text tells."""
    return [
        (name, content_hash, text.partition("增长")[2][:2])
        for name, content_hash, text in found.reports.select("file_name", "content_hash", "text").iter_rows()
    ]


def test_a_file_that_was_changed_is_read_as_it_is_now_and_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", FIRST)
    write(tmp_path / "b.txt", SECOND)
    files = list_files(tmp_path)
    write(tmp_path / "a.txt", THIRD)
    with pytest.raises(ChangedError):
        read(files[0])
    with Reader() as reader, pytest.raises(ChangedError):
        reader.read(files[0])
    found = read_all(files)
    assert said(found) == [("a.txt", digest(THIRD), "7%"), ("b.txt", digest(SECOND), "6%")]
    assert found.changed == ["a.txt"]
    assert found.quarantine.is_empty()
    again = read_all(list_files(tmp_path))
    assert said(again) == said(found)
    assert again.changed == []


def test_two_files_that_were_alike_are_not_once_one_is_changed(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", FIRST)
    write(tmp_path / "b.txt", FIRST)
    write(tmp_path / "c.txt", SECOND)
    files = list_files(tmp_path)
    write(tmp_path / "a.txt", SECOND)
    found = read_all(files)
    # The first is now as the third was listed, and the second has what the first had.
    assert said(found) == [("a.txt", digest(SECOND), "6%"), ("b.txt", digest(FIRST), "5%")]
    assert [(name, reason) for name, reason in found.quarantine.select("file_name", "reason").iter_rows()] == [
        ("c.txt", "the same bytes as a.txt; remove one of the two")
    ]


def test_a_file_that_never_stands_still_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", FIRST)
    files = list_files(tmp_path)
    anew = reports.described_anew

    def described_and_changed(file: RawFile) -> RawFile:
        found = anew(file)
        write(file.path, SECOND)
        return found

    write(tmp_path / "a.txt", THIRD)
    monkeypatch.setattr(reports, "described_anew", described_and_changed)
    found = read_all(files)
    assert found.reports.is_empty()
    ((name, listed, reason),) = found.quarantine.select("file_name", "content_hash", "reason").iter_rows()
    # Under the hash by which it was listed, so that the next run finds it changed.
    assert (name, listed) == ("a.txt", digest(FIRST))
    assert "changed while it was read" in reason


def test_a_link_that_takes_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    raw, elsewhere = tmp_path / "raw", tmp_path / "secret.txt"
    raw.mkdir()
    write(raw / "a.txt", FIRST)
    write(elsewhere, SECOND)
    files = list_files(raw)
    (raw / "a.txt").unlink()
    (raw / "a.txt").symlink_to(elsewhere)
    found = read_all(files)
    assert found.reports.is_empty()
    assert "links are not followed" in found.quarantine["reason"][0]


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", FIRST)
    files = list_files(tmp_path)
    (tmp_path / "a.txt").unlink()
    found = read_all(files)
    assert found.reports.is_empty()
    assert "No such file" in found.quarantine["reason"][0]


def test_a_member_of_an_archive_that_was_changed_is_read_as_it_is_now(tmp_path: Path) -> None:
    archive(tmp_path / "报告.zip", {"a.txt": FIRST, "b.txt": SECOND})
    files = list_files(tmp_path)
    archive(tmp_path / "报告.zip", {"a.txt": THIRD})
    found = read_all(files)
    assert said(found) == [("报告.zip/a.txt", digest(THIRD), "7%")]
    assert found.changed == ["报告.zip/a.txt"]
    assert found.quarantine["file_name"].to_list() == ["报告.zip/b.txt"]


def test_an_archive_in_the_place_of_a_file_is_not_taken_for_it(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", FIRST)
    files = list_files(tmp_path)
    archive(tmp_path / "a.txt", {"b.txt": SECOND})
    found = read_all(files)
    assert found.reports.is_empty()
    assert "into something else" in found.quarantine["reason"][0]


def test_a_page_of_a_report_that_was_changed_is_read_as_it_is_now(tmp_path: Path) -> None:
    write(tmp_path / "报告（上）.txt", FIRST)
    write(tmp_path / "报告（下）.txt", "二、2025年主要目标\n粮食产量增长8%。\n")
    files = list_files(tmp_path)
    assert len(files) == 1
    write(tmp_path / "报告（上）.txt", THIRD)
    found = read_all(files)
    (now,) = list_files(tmp_path)
    assert said(found) == [(now.name, now.content_hash, "7%")]
    assert found.changed == [now.name]


def test_the_hash_of_a_file_stands_for_what_is_said_beside_it_but_the_bytes_are_compared(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", FIRST)
    write(tmp_path / "a.txt.yml", "place: 宣城市\n")
    (file,) = list_files(tmp_path)
    found = read_all([file])
    assert found.changed == []
    assert found.reports.select("region", "content_hash").rows() == [("宣城市", file.content_hash)]
    # What is said is as it was listed: the next run finds it changed.
    write(tmp_path / "a.txt.yml", "place: 合肥市\n")
    assert read_all([file]).reports["region"].to_list() == ["宣城市"]
    write(tmp_path / "a.txt", THIRD)
    (now,) = list_files(tmp_path)
    found = read_all([file])
    assert found.reports.select("region", "content_hash").rows() == [("合肥市", now.content_hash)]


def test_nothing_is_compared_where_no_hash_is_known(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", FIRST)
    (file,) = list_files(tmp_path)
    write(tmp_path / "a.txt", THIRD)
    assert read(replace(file, bytes_hash=None)).text == THIRD
