"""Pages of one report in several files are one report, with true spans; a missing page is told."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from orchestration.extraction.pipeline import extract
from orchestration.reading.decoding import NOTHING
from orchestration.reading.files import list_files
from orchestration.reading.page_turns import blank_turns
from orchestration.reading.reports import read_all

FIRST = "石泉县2025年政府工作报告\n一、2024年工作回顾\n全县地区生产总值完成318.6亿元，增长"
SECOND = "6.2%；城镇新增就业5210人。\n二、2025年主要目标\n地区生产总值增长6%左右，粮食产量稳定在18.4万吨。\n"


def reports(folder: Path, **files: str | bytes) -> pl.DataFrame:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = read_all(list_files(folder))
    assert found.quarantine.is_empty(), found.quarantine["reason"].to_list()
    return found.reports


@pytest.mark.parametrize(
    "mark",
    [
        "（上接第一版）",
        "(上接A1版)",
        "（紧接第2版）",
        "【上接1版】",
        "▶▶上接第01版\n",
        "（下转第三版）",
        "（下转第 3 页·要闻）",
        "下转03版",
    ],
)
def test_marks_of_going_on_are_blanked(mark: str) -> None:
    text = f"占比达\n{mark}52.6%" if mark.startswith(("（", "(", "【")) else f"占比达\n{mark}\n52.6%"
    found, left_out, ways = blank_turns(text)
    assert len(found) == len(text)
    assert found.replace(NOTHING, "").split() == ["占比达", "52.6%"]
    assert [part.text for part in left_out] == [mark.strip()]
    assert ways == {"after" if "转" in mark else "before"}


@pytest.mark.parametrize(
    ("text", "shown", "way"),
    [
        ("增加值占\n下转第3版\n比重", "增加值占\n\n比重", "after"),
        ("增长6.4%。 下转第三版\n天气晴", "增长6.4%。 \n天气晴", "after"),
        ("上接第一版 比重达52.6%。", " 比重达52.6%。", "before"),
    ],
)
def test_marks_without_brackets_stand_at_the_end_or_the_head_of_a_line(text: str, shown: str, way: str) -> None:
    found, _, ways = blank_turns(text)
    assert len(found) == len(text)
    assert found.replace(NOTHING, "") == shown
    assert ways == {way}


@pytest.mark.parametrize(
    "text",
    [
        "河流上接3级支流",
        "公路下转2版块建设",
        "工作上接地气，转版升级",
        "第三版规划",
        "（接第一书记）到村",
        "由农转非12人",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert blank_turns(text)[0] == text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("日报_2025-01-24_1版.txt", "日报_2025-01-24_3版.txt"),
        ("报告（上）.txt", "报告（下）.txt"),
        ("报告 第1页.txt", "报告 第2页.txt"),
        ("report_p1.txt", "report_p2.txt"),
        ("报告-第一部分.txt", "报告-第二部分.txt"),
    ],
)
def test_pages_are_put_together_and_a_sentence_over_the_seam_is_whole(tmp_path: Path, first: str, second: str) -> None:
    turns = ("（下转第三版）\n", "（上接第一版）") if "版" in first else ("\n\n", "")
    files = {first: FIRST + turns[0], second: turns[1] + SECOND}
    found = reports(tmp_path, **files)
    assert found.height == 1
    report = found.row(0, named=True)
    assert report["file_name"] == f"{first}+{second}"
    assert "missing" not in report["flags"]
    assert "elsewhere" not in report["flags"]
    for part in json.loads(report["parts"]):
        shown, own = report["text"][part["start"] : part["end"]], files[part["file"]]
        assert len(shown) == len(own)
        assert all(one in (other, NOTHING) for one, other in zip(shown, own, strict=True))
    rows = extract(found).observations.to_dicts()
    growth = next(row for row in rows if row["value"] == 6.2)
    assert (growth["indicator"], growth["measure"]) == ("地区生产总值", "growth")
    assert report["text"][growth["start"] : growth["end"]] == "6.2%"


def test_pages_in_other_encodings_and_places_of_tables_are_counted_in_the_whole(tmp_path: Path) -> None:
    table = "主要指标\t单位\n" + "- 1 -\n" + "粮食18.4万吨。\n"
    found = reports(
        tmp_path,
        **{"报告（上）.txt": FIRST.encode("gb18030") + b"6%\xa1\xa3\n", "报告（下）.txt": table.encode("utf-16")},
    )
    report = found.row(0, named=True)
    left = json.loads(report["left_out"])
    second = json.loads(report["parts"])[1]
    assert [part["text"] for part in left] == ["- 1 -"]
    assert left[0]["at"] == second["start"] + table.index("- 1 -")


def test_other_articles_of_a_newspaper_stay_by_themselves(tmp_path: Path) -> None:
    other = "丽水市2025年政府工作报告\n一、2024年工作回顾\n粮食产量增长5%。\n"
    files = {"日报_1版.txt": FIRST + "5%。\n", "日报_2版.txt": other}
    assert reports(tmp_path, **files)["parts"].to_list() == [None, None]


def test_two_files_of_one_page_are_two_reports(tmp_path: Path) -> None:
    other = "丽水市2025年政府工作报告\n一、2024年工作回顾\n粮食产量增长5%。\n"
    assert reports(tmp_path, **{"报告（上）.txt": FIRST + "5%。", "报告（上）.md": other}).height == 2


@pytest.mark.parametrize(
    ("files", "flag"),
    [
        ({"石泉_第1页.txt": FIRST, "石泉_第3页.txt": SECOND}, "page_missing"),
        ({"石泉2025（下）.txt": SECOND}, ""),
        ({"石泉_1版.txt": FIRST + "（下转第三版）"}, "goes_on_elsewhere"),
        ({"石泉县2025_3版.txt": "（上接第一版）" + SECOND}, "began_elsewhere"),
        (
            {"石泉_1版.txt": FIRST + "（下转第二版）", "石泉_2版.txt": "（上接第一版）" + SECOND + "（下转第三版）"},
            "goes_on_elsewhere",
        ),
    ],
)
def test_a_missing_page_is_told(tmp_path: Path, files: dict[str, str], flag: str) -> None:
    found = reports(tmp_path, **files)
    assert found.height == 1
    told = {each for each in found["flags"][0].split(",") if each.endswith(("missing", "elsewhere"))}
    assert told == ({flag} if flag else set())


def test_a_page_that_cannot_be_read_sets_the_report_aside(tmp_path: Path) -> None:
    (tmp_path / "报告（上）.txt").write_text(FIRST)
    (tmp_path / "报告（下）.txt").write_bytes(bytes(range(256)) * 20)
    found = read_all(list_files(tmp_path))
    assert found.reports.is_empty()
    assert found.quarantine["file_name"].to_list() == ["报告（上）.txt+报告（下）.txt"]
    assert "报告（下）.txt" in found.quarantine["reason"][0]
