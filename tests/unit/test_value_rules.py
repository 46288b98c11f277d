"""Each rule of unit, measure and bound decides the figure of its example, with the value that it says it gives."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from orchestration.extraction import observations
from orchestration.extraction.ladder import Rule
from orchestration.extraction.rulebook import all_rules
from orchestration.lexicon import load
from tests.conftest import extract_text

FIELDS = ("unit", "measure", "bound")
RULES = [(decision.field, rule) for decision, rule in all_rules(load()) if decision.field in FIELDS]


@pytest.mark.parametrize(("field", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_a_rule_decides_its_example(field: str, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[pl.DataFrame] = []

    def spy(frame: pl.LazyFrame, lexicon: Any, valued: Any = observations.valued) -> pl.LazyFrame:
        kept.append(valued(frame, lexicon).collect())
        return kept[0].lazy()

    monkeypatch.setattr(observations, "valued", spy)
    start = rule.example.index("【")
    rows = extract_text(rule.example.replace("【", "").replace("】", "")).observations  # type: ignore[attr-defined]
    (step,) = kept[0].filter(pl.col("at") == start).to_dicts()
    assert (step[f"{field}_rule"], step[field]) == (rule.id, rule.gives)
    assert rows.filter(pl.col("start") == start)[field].to_list() == [rule.gives]
