"""What thousands of generated bad files showed: a folder stays listed, and each of its files is told of by its own name."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

import polars as pl
import pytest

from benchmarks.bad import KINDS, make_files
from orchestration.extraction.pipeline import extract
from orchestration.reading.files import describe, list_files, read
from orchestration.reading.reports import read_all
from orchestration.reading.settled_scan import scan
from orchestration.storage import gate
from tests.unit.test_files_alone import GOOD, reasons, write


def test_a_folder_too_deep_to_be_named_is_set_aside(tmp_path: Path) -> None:
    """Looking whether the folder below is a link failed, and with it the listing of everything."""
    KINDS["folders_too_deep_to_be_named"].make(tmp_path, "deep-2025.txt", Random(0))
    ((name, reason),) = reasons(tmp_path).items()
    assert name.startswith("ddd")
    assert reason.endswith(
        "cannot be opened (File name too long); give it, or the folders that it lies in, shorter names"
    )
    first = scan(tmp_path, None)
    assert scan(tmp_path, first.state, now=time.time() + 3600).files is not None


@pytest.mark.parametrize("size", [17 << 20, 1 << 42])
def test_a_file_that_is_too_large_is_told_of_at_once(tmp_path: Path, size: int) -> None:
    """Its bytes were hashed first, which takes hours for a file of terabytes that is nothing but a hole."""
    with (tmp_path / "large-2025.txt").open("wb") as handle:
        handle.truncate(size)
    began = time.monotonic()
    assert "INDICATORS_READ_FILE_MB" in reasons(tmp_path)["large-2025.txt"]
    assert time.monotonic() - began < 20


def test_no_two_files_are_shown_under_one_name(tmp_path: Path) -> None:
    r"""A file called `\xb1-2025.txt`, and one whose name is the byte B1: the figures of the first went at the second refresh."""
    write(tmp_path, r"\xb1-2025.txt", GOOD)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1-2025.txt")).write_text(GOOD + "甲", "utf-8")
    write(tmp_path, r"\xb1-2025.txt (2)", GOOD + "乙")
    files = list_files(tmp_path)
    assert [file.name for file in files] == [r"\xb1-2025.txt", r"\xb1-2025.txt (2)", r"\xb1-2025.txt (3)"]
    found = read_all(files)
    assert found.reports["file_name"].to_list() == [r"\xb1-2025.txt"]
    assert "not UTF-8" in dict(found.quarantine.select("file_name", "reason").iter_rows())[r"\xb1-2025.txt (3)"]


@pytest.mark.parametrize("between", ["、", "%，", " ", "亿元，", "<b>, </b>"])
def test_a_sentence_of_two_thousand_numbers_is_no_sentence(tmp_path: Path, between: str) -> None:
    """Work grows with the square of the numbers in a sentence: 300,000 of them took minutes."""
    write(tmp_path, "crowd-2025.html", f"<p>{GOOD}</p><p>产值" + between.join(["7"] * 2001) + "。</p>")
    assert "INDICATORS_READ_NUMBERS" in reasons(tmp_path)["crowd-2025.html"]


@pytest.mark.parametrize(("end", "suffix"), [("。", "txt"), ("\n", "txt"), ("；", "html"), ("</td><td>", "html")])
def test_many_numbers_in_many_sentences_are_read(tmp_path: Path, end: str, suffix: str) -> None:
    page = f"<p>{GOOD}</p><table><tr><td>" + f"产值增长5%{end}" * 2001
    write(tmp_path, f"many-2025.{suffix}", page if suffix == "html" else page.replace("<td>", ""))
    assert reasons(tmp_path) == {}


def test_a_seed_makes_the_same_files_of_every_kind(tmp_path: Path) -> None:
    for folder, seed in (("a", 0), ("b", 0), ("c", 1)):
        make_files(tmp_path / folder, 0, seed)
    names = {folder: [file.name for file in list_files(tmp_path / folder)] for folder in "abc"}
    hashes = {folder: [file.content_hash for file in list_files(tmp_path / folder)] for folder in "abc"}
    assert names["a"] == names["b"]
    assert hashes["a"] == hashes["b"]
    assert hashes["a"] != hashes["c"]
    assert len(KINDS) >= 100
    assert {name.split("/")[0] for name in names["a"]} == set(KINDS)


@pytest.mark.parametrize(
    ("tag", "blanked"),
    [
        ("<img src=1.png>", True),
        ("<H2 class='a7'>", True),
        ("</h2>", True),
        ("<scr\u200bipt>alert(5)</script>", False),
        ("<b>", False),
        ("<PM2.5>", False),
        ("<a5>", False),
        ("<b5且c>", False),
        ("<table 5", False),
    ],
)
def test_a_tag_with_a_digit_costs_no_report(tmp_path: Path, tag: str, blanked: bool) -> None:
    """The digit stood in the text and not in the ledger, so that the whole report was set aside."""
    text = GOOD.replace("产量", f"{tag}产量")
    found = read(describe(write(tmp_path, "a-2025.txt", text))).text
    assert found == (text.replace(tag, "\u200b" * len(tag)) if blanked else text)
    frame = pl.DataFrame(
        [{"report_id": "0" * 16, "text": found, "region": "丽水市", "report_year": 2025, "kind": "work_report"}]
    )
    judged = gate.judge(frame.cast({"report_year": pl.Int32}), lambda part: vars(extract(part)), lambda _: False)
    assert judged.aside == {}
    assert 5.0 in judged.frames["observations"]["value"].to_list()


@pytest.mark.parametrize("digits", ["7" * 310, "７" * 400, "1" * 309 + ".5"])
def test_a_number_beyond_all_bounds_names_its_place(digits: str) -> None:
    text = GOOD.replace("5%", f"{digits}%")
    asked: list[int] = []

    def never(part: pl.DataFrame) -> dict[str, pl.DataFrame]:
        asked.append(part.height)
        return vars(extract(part))

    frame = pl.DataFrame(
        [{"report_id": "0" * 16, "text": text, "region": None, "report_year": 2025, "kind": "work_report"}]
    )
    judged = gate.judge(frame.cast({"report_year": pl.Int32, "region": pl.String}), never, lambda _: False)
    (reason,) = judged.aside.values()
    assert f"a number of {len(digits.split('.')[0])} digits at character {text.index(digits)}" in reason
    # It is seen before the extraction fails on it and has to be tried by halves.
    assert asked == [0]


def test_many_digits_behind_the_point_are_no_fault() -> None:
    text = GOOD.replace("5%", f"5.{'3' * 900}%")
    frame = pl.DataFrame(
        [{"report_id": "0" * 16, "text": text, "region": "丽水市", "report_year": 2025, "kind": "work_report"}]
    )
    judged = gate.judge(frame.cast({"report_year": pl.Int32}), lambda part: vars(extract(part)), lambda _: False)
    assert judged.aside == {}


def test_notes_about_the_folder_are_passed_over_and_reports_with_like_names_are_not(tmp_path: Path) -> None:
    """A report called `Sources of growth 2025.txt` was passed over without a word."""
    for name in ("README.md", "readme.zh-CN.md", "LICENSE.txt", "sources.md"):
        write(tmp_path, name, GOOD)
    for name in ("Sources of growth 2025.txt", "license plates 2025.txt"):
        write(tmp_path, name, GOOD + name)
    assert [file.name for file in list_files(tmp_path)] == ["Sources of growth 2025.txt", "license plates 2025.txt"]
