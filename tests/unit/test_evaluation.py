"""Scores by hand, and what the rules reach on the labelled samples."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.evaluation import evaluate, likeness, read_labels
from tests.conftest import PROJECT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LABELS = sorted((PROJECT / "tests" / "labels").glob("*.jsonl"))
FIELDS: dict[str, Any] = {"value": 5.0, "value_max": None, "unit": "%", "measure": "growth", "bound": "exact"}
FIELDS |= {"period": "2024", "status": "actual", "region": "重庆市"}


def label(start: int, obs: Any = True, **changed: Any) -> dict[str, Any]:
    return {"start": start, "end": start + 1, "obs": obs, "indicator": ["粮食产量"], **FIELDS, **changed}


def row(start: int, **changed: Any) -> dict[str, Any]:
    return {"start": start, "end": start + 2, "indicator": "粮食产量", **FIELDS, **changed}


def test_levels_are_counted_by_what_is_right() -> None:
    labels = [label(0), label(10), label(20), label(30), label(40, obs=False), label(50, obs="ignore")]
    rows = [
        row(0),
        row(10, indicator="粮食总产量"),
        row(20, period="2023"),
        row(40),
        row(50),
    ]
    score = evaluate(labels, rows)
    # Four labels; four rows count, for one met what is debatable: three met a label, two with all of the core.
    assert (score.labelled, score.extracted) == (4, 4)
    assert score.levels["detection"] == (0.75, 0.75, 0.75)
    assert score.levels["core"] == (0.5, 0.5, 0.5)
    assert score.levels["full"] == (0.5, 0.5, 0.5)
    assert score.levels["strict"] == (0.25, 0.25, 0.25)
    assert score.fields["period"] == pytest.approx(2 / 3)
    assert [error.split()[0] for error in score.errors] == ["spurious", "missed", "indicator", "period"]
    # A row that no label asks for is wrong; one that meets what is debatable is neither right nor wrong.
    assert sorted((row["start"], right) for row, right in score.verdicts) == [
        (0, True),
        (10, False),
        (20, False),
        (40, False),
    ]


def test_one_number_said_of_two_names_meets_two_labels() -> None:
    labels = [label(0, indicator=["文化产业增加值"]), label(0, indicator=["旅游产业增加值"])]
    score = evaluate(labels, [row(0, indicator="旅游产业增加值"), row(0, indicator="文化产业增加值")])
    assert score.levels["strict"] == (1.0, 1.0, 1.0)


def test_nothing_extracted_scores_nothing() -> None:
    assert evaluate([label(0)], []).levels["detection"] == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("name", "accepted", "alike"),
    [
        ("全市粮食产量", ["粮食产量"], 1.0),
        ("“川渝通办”事项", ["川渝通办事项"], 1.0),
        (None, [], 1.0),
        ("产量", [], 0.0),
    ],
)
def test_marks_and_words_of_ownership_make_no_other_name(name: str | None, accepted: list[str], alike: float) -> None:
    assert likeness(name, accepted) == alike


def test_a_line_that_is_no_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(label(0)) + "\n{}\n", "utf-8")
    with pytest.raises(ValueError, match="line 2: no label"):
        read_labels(path)


@pytest.mark.parametrize("gold", LABELS, ids=[path.stem for path in LABELS])
def test_the_labelled_samples_are_read_as_labelled(gold: Path) -> None:
    from orchestration.extraction.pipeline import extract
    from orchestration.reading.files import describe
    from orchestration.reading.reports import read_all

    (report,) = PROJECT.glob(f"raw/{gold.stem}.*")
    reports = read_all([describe(report)]).reports
    labels = read_labels(gold)
    text = reports["text"][0]
    assert all(text[each["start"] : each["end"]] == each["digits"] for each in labels)
    found = extract(reports)
    score = evaluate(labels, found.observations.iter_rows(named=True))
    assert score.errors == []


def test_evaluate_prints_every_level_and_field(call_cli: Run) -> None:
    gold = LABELS[0]
    (report,) = PROJECT.glob(f"raw/{gold.stem}.*")
    done = call_cli("evaluate", gold, report)
    assert done.returncode == 0, done.stderr
    for word in ("detection", "core", "full", "strict", "accuracy", "period", "indicator_close"):
        assert word in done.stdout


def test_explain_shows_the_text_the_counts_and_what_is_left(call_cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "某市2025年政府工作报告.txt"
    path.write_text("一、2024年工作回顾\n利润增长4.2%，代号42重要。\n", "utf-8")
    done = call_cli("explain", path, "--rows")
    assert done.returncode == 0, done.stderr
    assert "利润增长4.2%" in done.stdout
    assert "unexplained: 1" in done.stdout
    assert "【42】" in done.stdout
    assert "subject" in done.stdout


def test_explain_lists_what_was_left_out_when_asked(call_cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "某市2025年政府工作报告.html"
    path.write_text("<p>利润增长4.2%。</p><p hidden>旧稿增长9%</p>", "utf-8")
    assert "left out of the text: 1 passages; --all lists them" in call_cli("explain", path).stdout
    done = call_cli("explain", path, "--all")
    assert done.returncode == 0, done.stderr
    assert "hidden\t旧稿增长9%" in done.stdout


def test_explain_shows_what_years_each_figure_speaks_of(call_cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "某市2026年政府工作报告.txt"
    path.write_text(
        "一、过去五年工作回顾\n五年来，新建书屋300座。\n二、2026年工作安排\n粮食产量达到20万吨。\n", "utf-8"
    )
    done = call_cli("explain", path, "--rows")
    assert done.returncode == 0, done.stderr
    rows = {line.split("\t")[1]: line.split("\t") for line in done.stdout.splitlines() if line.count("\t") > 5}
    assert "review, 2021-2025 (五年来)" in rows["新建书屋"]
    assert any(cell.startswith("plan") and "2021" not in cell for cell in rows["粮食产量"])
