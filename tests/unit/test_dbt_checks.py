"""Each rule of the dbt project about one row can be broken: a row that breaks it stands here beside its name."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
import yaml

from tests.conftest import PROJECT

BROKEN: dict[str, dict[str, Any]] = {
    "a_discrepancy_is_between_two": {"first_observation_id": "a", "second_observation_id": "a"},
    "a_factor_is_above_zero": {"to_canonical": 0.0},
    "a_range_has_both_ends_or_none": {"canonical_value": None, "canonical_value_max": 2},
    "a_result_has_its_two_values": {"outturn_value": None, "result": "met"},
    "an_implied_value_has_two_sources": {"figure_observation_id": "a", "gap_observation_id": "a"},
    "one_kind_of_change": {"absolute_change": 1, "point_change": 1, "rank_change": None},
    "periods_run_forward": {"period_kind": "month", "start_date": "2024-02-01", "end_date": "2024-01-31"},
    "spans_run_forward": {"span_start": 2, "span_end": 2},
    "what_is_an_observation_leads_to_one": {"disposition": "observation", "observation_id": None},
    "without_a_conversion_no_canonical_value": {"canonical_value": 1, "unit_status": "out_of_range"},
    "years_run_forward": {"from_year": 2024, "to_year": 2024},
}


def rules() -> dict[str, str]:
    """The conditions that the generic test `holds` is given, by the name of the rule."""
    found = {}
    for file in (PROJECT / "dbt_project/models").rglob("*.yml"):
        for model in yaml.safe_load(file.read_text("utf-8")).get("models", []):
            held = [test["holds"] for test in model.get("data_tests", []) if isinstance(test, dict) and "holds" in test]
            found |= {rule["name"]: rule["arguments"]["condition"] for rule in held}
    return found


def test_each_rule_has_a_row_that_breaks_it() -> None:
    assert set(rules()) == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_breaks_a_rule_is_found(name: str) -> None:
    columns = ", ".join(f"${column} as {column}" for column in BROKEN[name])
    query = f"select coalesce({rules()[name]}, false) from (select {columns})"
    assert duckdb.execute(query, BROKEN[name]).fetchone() == (False,)
