"""Why a run failed, told in one line: from dbt's results, and the landed figure that a message names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.runtime import dbt_failure
from orchestration.runtime.dbt_failure import Fault
from orchestration.storage import blame
from orchestration.storage.paths import connect

MODEL = (
    "Runtime Error in model int_units (models/intermediate/int_units.sql)\n"
    "  Conversion Error: Could not cast value 58000000000 to DECIMAL(18,3)\n  \n"
    "  LINE 12:     cast(value as decimal)\n               ^\n"
    "  compiled code at target/run/int_units.sql"
)


def results(target: Path, *rows: tuple[str, str, str]) -> Path:
    found = [{"status": status, "unique_id": name, "message": message} for status, name, message in rows]
    (target / dbt_failure.RESULTS).write_text(json.dumps({"results": found}), "utf-8")
    return target


def test_models_are_told_before_tests_and_without_the_query(tmp_path: Path) -> None:
    results(
        tmp_path,
        ("success", "model.p.good", "OK"),
        ("fail", "test.p.not_null_x.1a2b", "Got 3 results, configured to fail if != 0"),
        ("error", "model.p.int_units", MODEL),
        ("skipped", "model.p.after", "Skipped"),
    )
    faults = dbt_failure.faults(tmp_path)
    assert faults == [
        Fault("model int_units", "Conversion Error: Could not cast value 58000000000 to DECIMAL(18,3)"),
        Fault("test not_null_x", "Got 3 results, configured to fail if != 0"),
    ]
    assert dbt_failure.told(faults, "") == (
        "model int_units: Conversion Error: Could not cast value 58000000000 to DECIMAL(18,3); "
        "failed too: test not_null_x"
    )


def test_results_of_an_earlier_run_are_not_taken_for_those_of_this(tmp_path: Path) -> None:
    dbt_failure.forget(results(tmp_path, ("error", "model.p.int_units", MODEL)))
    assert dbt_failure.faults(tmp_path) == []
    said = "it failed with exit code `2`.\n\nErrors parsed from dbt logs:\n\nEncountered an error:\nNo such profile"
    assert dbt_failure.told([], said) == "dbt could not run: No such profile"
    assert dbt_failure.told([], "killed") == "dbt could not run: killed"


@pytest.mark.parametrize("content", ["", "{", "{}", "[1]"])
def test_results_that_cannot_be_read_are_none(tmp_path: Path, content: str) -> None:
    (tmp_path / dbt_failure.RESULTS).write_text(content)
    assert dbt_failure.faults(tmp_path) == []


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("Could not cast value 6.000000 to DECIMAL(2,2)", True),
        ('Casting value "6.0" to type DECIMAL(2,2) failed: value is out of range!', True),
        # The scale of a type is no value, and a value that two figures have names neither.
        ("Could not cast value 17 to DECIMAL(6,5)", False),
        ("Could not convert string '%' to INT32", False),
        ("out of memory", False),
    ],
)
def test_a_figure_is_named_only_where_it_is_the_only_one(audited: Path, message: str, found: bool) -> None:
    told = blame.figure(audited, message)
    assert (told is not None) == found
    if told:
        assert told.startswith("the figure 6% in b.txt at character ")
        assert told.endswith("全市地区生产总值增长6%。")


def test_a_key_names_its_figure(audited: Path) -> None:
    with connect(audited, read_only=True) as connection:
        (key, name) = connection.execute(
            "select observation_id, file_name from landing.observations join landing.reports using (report_id) limit 1"
        ).fetchone() or ("", "")
    told = blame.figure(audited, f'Duplicate key "observation_id: {key}" violates primary key constraint')
    assert told is not None
    assert name in told


def test_without_a_database_nobody_is_blamed(tmp_path: Path) -> None:
    assert blame.figure(tmp_path / "none.duckdb", "value 5") is None
