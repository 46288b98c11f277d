"""What a person should look at is told by the file's name, with what to do."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.storage import audit, audit_rules, landing
from tests.unit import landed

GOOD = "丽水市2025年政府工作报告\n一、2024年工作回顾\n全市地区生产总值增长5%。\n"


def told(folder: Path, check: str) -> list[str]:
    """What a check says of a folder of reports."""
    with duckdb.connect() as connection:
        landing.create(connection)
        landed.refresh(connection, folder)
        return audit.run(connection, next(each for each in audit_rules.CHECKS if each.name == check)).examples


@pytest.mark.parametrize(
    ("name", "text", "check", "said"),
    [
        (
            "a.md",
            GOOD.replace("增长5%", "名列前茅"),
            "every_report_gives_figures",
            "text whose numbers measure nothing",
        ),
        ("a-2025.md", "丽水市政府工作报告\n产量增长。", "every_report_gives_figures", "no digits"),
        ("a.md", "丽水市2025年政府工作报告\n|甲|乙|\n|--|--|\n|产量|5|\n", "every_report_gives_figures", "tables"),
        (
            "a.md",
            GOOD + "\n|甲|乙|\n|--|--|\n|产量|5|\n",
            "every_table_is_read",
            "1 cells of tables are not understood",
        ),
        (
            "a.html",
            "<a href=/>首页</a><ul>"
            + "<li>丽水市2025年政府工作报告，产量增长5%" * 40
            + "</ul><p>"
            + "本站转载，供参考。" * 20,
            "every_report_is_read_in_full",
            "the whole page was read",
        ),
        ("a.md", GOOD.replace("丽水市", ""), "every_report_says_what_it_is", "put the place into the name of the file"),
        ("a.md", "全市2024年产量增长5%。", "every_report_says_what_it_is", "put the year of issue into the name"),
        ("a.md", "全市2024年产量增长5%。", "every_report_says_what_it_is", "which kind of report"),
        ("a.md", GOOD * 9 + "\x00", "every_report_is_read_in_full", "1 bytes are in no encoding"),
    ],
)
def test_a_warning_names_the_file_and_the_remedy(tmp_path: Path, name: str, text: str, check: str, said: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (found,) = told(tmp_path, check)
    assert found.startswith(f"{name}: ")
    assert said in found


@pytest.mark.parametrize(
    "check",
    [
        "every_report_gives_figures",
        "every_report_says_what_it_is",
        "every_report_is_read_in_full",
        "every_table_is_read",
    ],
)
def test_nothing_is_said_of_a_good_report(tmp_path: Path, check: str) -> None:
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    assert told(tmp_path, check) == []
