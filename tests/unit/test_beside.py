"""What is said beside a file wins over what is found in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orchestration.reading.files import list_files
from orchestration.reading.reports import Reading, read_all

REPORT = "丽水市2024年政府工作报告\n一、2023年工作回顾\n粮食产量增长5%。\n"


def reading(folder: Path, **files: str) -> Reading:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
    return read_all(list_files(folder))


def test_what_is_said_wins_and_is_named_as_evidence(tmp_path: Path) -> None:
    said = (
        "place: 衢州\nyear: 2025\nkind: communique\ndate: 2025-03-01\nsource: https://www.example.gov.cn/art/1.html\n"
    )
    row = reading(tmp_path, **{"a.txt": REPORT, "a.txt.yml": said}).reports.row(0, named=True)
    assert (row["region"], row["region_evidence"]) == ("衢州市", "said beside the file")
    assert (row["report_year"], row["year_evidence"]) == (2025, "said beside the file")
    assert (row["kind"], row["published_on"]) == ("communique", date(2025, 3, 1))
    assert row["source_url"] == "https://www.example.gov.cn/art/1.html"


def test_what_is_not_said_is_found(tmp_path: Path) -> None:
    row = reading(tmp_path, **{"a.txt": REPORT, "a.txt.yml": "kind: plan_report"}).reports.row(0, named=True)
    assert (row["region"], row["report_year"], row["kind"]) == ("丽水市", 2024, "plan_report")


def test_a_text_that_does_not_say_its_year_or_place_is_read(tmp_path: Path) -> None:
    found = reading(
        tmp_path, **{"a.txt": "粮食产量增长5%。\n", "report.yml": "year: 2025\nplace: 丽水市\nkind: work_report"}
    )
    row = found.reports.row(0, named=True)
    assert (row["report_year"], row["region"], row["flags"]) == (2025, "丽水市", "")


def test_a_folder_speaks_of_its_own_files_and_a_file_of_itself(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        **{
            "x/report.yml": "place: 衢州市\nyear: 2023\n",
            "x/a.txt": REPORT,
            "x/b.txt": REPORT.replace("5", "6"),
            "x/b.txt.yml": "year: 2022",
            "y.txt": REPORT.replace("5", "7"),
        },
    )
    assert found.reports.select("file_name", "region", "report_year").rows() == [
        ("x/a.txt", "衢州市", 2023),
        ("x/b.txt", "衢州市", 2022),
        ("y.txt", "丽水市", 2024),
    ]
    assert found.quarantine.is_empty()


def test_a_report_is_read_anew_when_what_is_said_changes(tmp_path: Path) -> None:
    before = reading(tmp_path, **{"a.txt": REPORT}).reports["content_hash"][0]
    said = reading(tmp_path, **{"report.yml": "year: 2025"}).reports["content_hash"][0]
    again = reading(tmp_path, **{"report.yml": "year: 2026"}).reports["content_hash"][0]
    assert len({before, said, again}) == 3


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("year: 20255", "a number from 1949 to 2100"),
        ("kind: novel", "one of plan_report, work_report"),
        ("source: file:///etc/passwd", "begins with http"),
        ("date: 2025", "a day, such as"),
        ("place: 5", "a name, such as"),
        ("region: 丽水", "what may be said is place, year, kind, date, source"),
        ("- 1", "no list of names and values"),
        ("a: [", "no YAML"),
        ("a: &a [1]\nb: " + "[" * 5000, "no YAML"),
        ("#" * 70_000, "larger than 64 KB"),
        ("!!python/object/apply:os.system [ls]", "no YAML"),
    ],
)
def test_what_cannot_be_understood_sets_the_file_aside(tmp_path: Path, said: str, reason: str) -> None:
    found = reading(tmp_path, **{"a.txt": REPORT, "report.yml": said})
    assert found.reports.is_empty()
    assert "report.yml beside it" in found.quarantine["reason"][0]
    assert reason in found.quarantine["reason"][0]


def test_nothing_said_changes_nothing(tmp_path: Path) -> None:
    before = reading(tmp_path, **{"a.txt": REPORT}).reports["content_hash"][0]
    assert reading(tmp_path, **{"report.yml": "# nothing\n"}).reports["content_hash"][0] == before
