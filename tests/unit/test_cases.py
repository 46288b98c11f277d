"""The shared inputs, each against the rows that are right for it; what is not right yet is a strict xfail.

`python -m tests.cases.status` shows where things stand, and `--update` rewrites the table of what must fail.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from tests.cases import judge, status
from tests.cases.expected import Case, Row, cases
from tests.cases.judge import INPUTS, Taken, failing, paired, problems, taken

absent = pytest.mark.skipif(not INPUTS.is_dir(), reason="the shared cases do not stand beside the project")


def parameters(case: Case) -> Any:
    """A case listed as failing must fail, so that none stays listed that is mended."""
    reason = failing().get(case.file)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason and INPUTS.is_dir() else []
    return pytest.param(case, id=case.file, marks=marks)


@absent
@pytest.mark.parametrize("case", [parameters(case) for case in cases()])
def test_the_shared_input_is_read_as_is_right(case: Case) -> None:
    assert problems(case, taken()[case.file]) == []


@absent
def test_every_shared_input_is_judged() -> None:
    present = {path.relative_to(INPUTS).as_posix() for path in INPUTS.rglob("*") if path.is_file()}
    assert {case.file for case in cases()} == present - {"index.tsv"}


@absent
def test_no_shared_input_vanishes_when_all_are_read_at_once() -> None:
    files = list_files(INPUTS)
    reading = read_all(files)
    seen = sorted([*reading.reports["file_name"], *reading.quarantine["file_name"]])
    assert seen == sorted(file.name for file in files)
    assert reading.quarantine.filter(reading.quarantine["reason"].str.len_chars() < 10).is_empty()


def test_what_fails_is_a_case_with_an_issue_that_mends_it() -> None:
    issues = {case.file: case.issue for case in cases()}
    assert [file for file in failing() if not issues.get(file)] == []


RIGHT = Row(names=("产量",), written=("30万吨",), values=((30.0, None, "万吨"),), region=("某市",))
GOT: dict[str, Any] = {
    "indicator": "产量",
    "span": "30 万吨",
    "value": 30.0,
    "value_max": None,
    "unit": "万吨",
    "measure": "level",
    "bound": "exact",
    "period": "2024",
    "status": "actual",
    "region": "某市",
    "base": None,
    "flags": "",
}


def judged(*rows: dict[str, Any], right: tuple[Row, ...] | None = (RIGHT,), **changed: Any) -> list[str]:
    report = {"region": "某市", "report_year": 2025, "kind": "work_report", "flags": ""}
    case = Case(file="a.txt", rows=right, region=("某市",), year=2025, kind="work_report", **changed)
    return problems(case, Taken(report, "", rows))


def test_a_row_that_agrees_in_all_is_right() -> None:
    assert judged(GOT) == []
    assert judged({**GOT, "indicator": "完成产量"}) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("indicator", "销量"),
        ("indicator", None),
        ("span", "30 万"),
        ("value", 31.0),
        ("value_max", 40.0),
        ("unit", "吨"),
        ("measure", "growth"),
        ("bound", "min"),
        ("period", "2023"),
        ("status", "target"),
        ("region", None),
    ],
)
def test_a_row_that_differs_in_one_field_is_wrong(field: str, value: Any) -> None:
    assert judged({**GOT, field: value}) != []


def test_a_row_too_many_and_one_too_few_are_wrong() -> None:
    assert judged(GOT, {**GOT, "indicator": "销量", "value": 5.0}) == ["extra 销量 5万吨"]
    assert judged() == ["lost 产量 30万吨"]


def test_rows_that_may_stand_take_no_partner_from_those_that_must() -> None:
    may = Row(names=None, written=None, values=RIGHT.values, region=("某市",), optional=True)
    pairs, lost, extra = paired([may, RIGHT], [GOT])
    assert ([row for row, _ in pairs], lost, extra) == ([RIGHT], [may], [])
    assert judged(GOT, {**GOT, "indicator": "x"}, right=(may, RIGHT)) == []


def test_a_table_must_be_read_or_told() -> None:
    cell = Row(names=("产量",), written=("30",), values=RIGHT.values, region=("某市",), table=True)
    assert judged(right=(cell,), tables_may_be_told=True) == ["1 cells of a table are unread, and nobody is told"]
    assert judged({**GOT, "span": "30"}, right=(cell,), tables_may_be_told=True) == []


def test_a_file_set_aside_must_say_why() -> None:
    case = Case("a.pdf", None, None, 2025, None, aside=("picture", "OCR"))
    assert problems(case, Taken(None, "the pages are pictures; run OCR", ())) == []
    assert problems(case, Taken(None, "no year", ())) != []
    assert problems(case, Taken({"region": None}, "", ())) != []
    assert problems(case, Taken(None, "picture, OCR", (), crash="crash: ValueError")) != []


def test_the_table_takes_in_no_loss_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "failing.tsv"
    for module in (judge, status):
        monkeypatch.setattr(module, "FAILING", table)
    one, other, mended = [case.file for case in cases() if case.issue][:3]

    def update(wrong: dict[str, list[str]], accept_losses: bool) -> list[str]:
        failing.cache_clear()
        return status.update(wrong, accept_losses)

    try:
        update({one: ["lost a"], other: [], mended: ["extra b"]}, accept_losses=True)
        assert update({one: ["lost a", "lost c"], other: ["extra d"], mended: []}, accept_losses=False) == [other]
        failing.cache_clear()
        assert {file: reason.split(": ", 1)[1] for file, reason in failing().items()} == {one: "lost a; lost c"}
    finally:
        failing.cache_clear()
