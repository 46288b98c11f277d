"""The comparison of two snapshots of rows."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests import rows_snapshot
from tests.rows_diff import compare, report

TEXT = "某市2025年政府工作报告\n一、2024年工作回顾\n粮食产量{}万吨，出口、进口均增长{}%。\n"


def taken(folder: Path, *figures: object, name: str = "重庆市.txt") -> pl.DataFrame:
    (folder / name).write_text(TEXT.format(*figures), "utf-8")
    return rows_snapshot.snapshot(folder)


def test_the_same_texts_differ_in_nothing(tmp_path: Path) -> None:
    result = compare(taken(tmp_path, 30, 5), taken(tmp_path, 30, 5))
    assert (result.same, result.added, result.removed, result.changed) == (4, [], [], [])


def test_a_figure_of_another_length_is_a_change_of_value_and_place(tmp_path: Path) -> None:
    result = compare(taken(tmp_path, 30, 5), taken(tmp_path, 30, 55))
    assert (result.added, result.removed) == ([], [])
    assert [(one["indicator"], fields) for one, _, fields in result.changed] == [
        ("出口", ["end", "written", "value"]),
        ("进口", ["end", "written", "value"]),
    ]


def test_rows_that_moved_are_no_loss(tmp_path: Path) -> None:
    before = taken(tmp_path, 30, 5)
    moved = before.with_columns(pl.col("start", "end") + 1000)
    result = compare(before, moved)
    assert (result.added, result.removed) == ([], [])
    assert {tuple(fields) for *_, fields in result.changed} == {("start", "end")}


def test_rows_of_a_shared_span_are_paired_by_name(tmp_path: Path) -> None:
    before = taken(tmp_path, 30, 5)
    after = before.filter(pl.col("indicator").fill_null("") != "出口").with_columns(
        measure=pl.when(pl.col("indicator") == "进口").then(pl.lit("level")).otherwise("measure")
    )
    result = compare(before, after)
    assert [row["indicator"] for row in result.removed] == ["出口"]
    assert [(one["indicator"], fields) for one, _, fields in result.changed] == [("进口", ["measure"])]


def test_a_report_that_is_set_aside_is_told(tmp_path: Path) -> None:
    before = taken(tmp_path, 30, 5)
    (tmp_path / "重庆市.txt").write_bytes(b"")
    result = compare(before, rows_snapshot.snapshot(tmp_path))
    lines = "\n".join(report(result, 5, None))
    assert "same 0  added 1  removed 4  changed 0" in lines
    assert "the file is empty" in lines


def test_what_was_counted_is_shown_with_examples(tmp_path: Path) -> None:
    lines = list(report(compare(taken(tmp_path, 30, 5), taken(tmp_path, 30, 6)), 1, None))
    assert lines[0] == "same 2  added 0  removed 0  changed 2"
    assert "\nvalue: 2 changed" in lines
    assert "        2 × 5 → 6" in lines
    assert len([line for line in lines if "均增长【6%】" in line]) == 2


def test_the_commands_print_what_they_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests import rows_diff

    for name, figure in (("before", 5), ("after", 6)):
        taken(tmp_path, 30, figure)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["rows_snapshot", str(tmp_path / f"{name}.parquet"), str(tmp_path)])
            rows_snapshot.main()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["rows_diff", str(tmp_path / "before.parquet"), str(tmp_path / "after.parquet")])
        rows_diff.main()
    assert "changed 2" in capsys.readouterr().out
