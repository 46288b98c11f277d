"""The same report twice is one report; another version of it names the first, and the numbers in which they differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from orchestration.reading.twins import Known, Revision, likeness, revisions, signature

BODY = (
    "一、2024年工作回顾\n过去一年，全市地区生产总值完成2186.3亿元，增长6.4%；规上工业增加值增长8.7%，固定资产投资增长5.2%，"
    "一般公共预算收入达到203.5亿元，增长4.1%。新增国家级高新技术企业86家，研发经费投入强度达到2.35%。\n"
    "城镇新增就业3.18万人，城镇居民人均可支配收入达到58640元，增长5.3%；农村居民人均可支配收入达到31275元，增长7.1%。\n"
    "二、2025年主要目标和重点工作\n今年经济社会发展的主要预期目标是：地区生产总值增长6%左右，规上工业增加值增长8%以上，"
    "城镇调查失业率控制在5.5%以内，粮食产量稳定在75万吨以上。\n"
)
REPORT = f"丽水市2025年政府工作报告\n{BODY}"


def read(folder: Path, **files: str):  # type: ignore[no-untyped-def]
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return read_all(list_files(folder))


@pytest.mark.parametrize(
    "copy",
    [
        REPORT.replace("新增国家级", "新增了国家级") + "（来源：丽水日报）\n",
        f"<!DOCTYPE html><html><body><h1>丽水市2025年政府工作报告</h1><p>责任编辑</p><p>{BODY}</p></body></html>",
    ],
)
def test_a_copy_from_another_site_is_set_aside_and_names_its_twin(tmp_path: Path, copy: str) -> None:
    found = read(tmp_path, **{"a.txt": REPORT, "b.html": copy})
    assert found.reports["file_name"].to_list() == ["a.txt"]
    assert "the same report as a.txt, with the same numbers" in found.quarantine["reason"][0]
    assert found.quarantine["copy_of"].to_list() == ["a.txt"]


def test_a_copy_of_bytes_or_of_text_names_the_first_and_its_source(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        **{
            "a.txt": REPORT,
            "b.txt": REPORT,
            "c.txt": REPORT.replace("\n", "\n\n"),
            "d.txt": "",
            "b.txt.yml": "source: http://b.cn/1",
        },
    )
    assert found.quarantine.sort("file_name").select("file_name", "copy_of", "source_url").rows() == [
        ("b.txt", "a.txt", "http://b.cn/1"),
        ("c.txt", "a.txt", None),
        ("d.txt", None, None),
    ]


def test_a_corrected_version_is_read_and_lists_its_revisions(tmp_path: Path) -> None:
    found = read(
        tmp_path, **{"a.txt": REPORT, "b.txt": REPORT.replace("6.4%", "6.3%").replace("86家", "86家、瞪羚企业9家")}
    )
    assert found.reports["twin_of"].to_list() == [None, "a.txt"]
    assert "another_version" in found.reports["flags"][1]
    listed = [Revision(**each) for each in json.loads(found.reports["revisions"][1])]
    assert len(listed) == 2
    assert "6.3%" in str(listed[0].here)
    assert "6.4%" in str(listed[0].there)
    assert listed[1].there is None


def test_reports_of_other_places_years_and_kinds_are_others(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        **{
            "a.txt": REPORT,
            "b.txt": REPORT.replace("丽水市", "衢州市"),
            "c.txt": REPORT.replace("2025", "2024").replace("2024年工作回顾", "2023年工作回顾"),
        },
    )
    assert found.reports.height == 3
    assert found.reports["twin_of"].to_list() == [None, None, None]


def test_what_was_read_before_is_compared_too(tmp_path: Path) -> None:
    before = read(tmp_path, **{"b.txt": REPORT}).reports.row(0, named=True)
    (tmp_path / "a.txt").write_text(REPORT.replace("6.4%", "6.3%"), "utf-8")
    known = Known(*(before[name] for name in ("file_name", "region", "report_year", "kind", "signature")))
    found = read_all(
        list_files(tmp_path),
        {(before["file_name"], before["content_hash"])},
        known_reports=[known],
        text_of={"b.txt": REPORT}.get,
    )
    assert found.reports.select("file_name", "twin_of").rows() == [("a.txt", "b.txt")]


def test_likeness_is_the_share_in_common_whatever_the_numbers() -> None:
    one, other = signature(REPORT), signature(REPORT.replace("1", "7").replace("5", "3"))
    assert one is not None
    assert other is not None
    assert likeness(one, other) == 1.0
    half = signature(REPORT[: len(REPORT) // 2] + "截然不同的文字内容说的是另外一件事情，" * 9)
    assert half is not None
    assert 0.2 < likeness(one, half) < 0.75
    assert signature("全市2024年产量增长5%。") is None


def test_revisions_are_told_with_the_words_around_them() -> None:
    assert revisions("产量5万吨，增长2%", "产量5万吨，\n增长 3%") == [
        Revision("产量5万吨，增长2%", "产量5万吨，增长3%")
    ]
    assert revisions("产量5%", "产量5%") == []
