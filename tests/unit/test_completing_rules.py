"""Each rule that completes a name, parts a list, or tells place and base decides its own example as it says."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from orchestration.extraction import observations
from orchestration.extraction.ladder import Rule
from orchestration.extraction.rulebook import all_rules
from orchestration.lexicon import load
from tests.conftest import extract_text

FIELDS = ("base", "place", "parted_at", "completion")
RULES = [(decision.field, rule) for decision, rule in all_rules(load()) if decision.field in FIELDS]


@pytest.mark.parametrize(("field", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_a_rule_decides_its_example(field: str, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[pl.DataFrame] = []

    def spy(frame: pl.LazyFrame, lexicon: Any, valued: Any = observations.valued) -> pl.LazyFrame:
        kept.append(valued(frame, lexicon).collect())
        return kept[0].lazy()

    monkeypatch.setattr(observations, "valued", spy)
    start, end = rule.example.index("【"), rule.example.index("】") - 1
    text = rule.example.replace("【", "").replace("】", "")
    rows = extract_text(text, "重庆市").observations  # type: ignore[attr-defined]
    step = kept[0].filter(pl.col("at").is_between(start, end, closed="left")).to_dicts()
    assert rule.id in [each[f"{field}_rule"] for each in step]
    row = rows.filter(pl.col("start") == start).to_dicts()
    given = [each["indicator"] for each in row] if field == "completion" else [each[field] for each in step]
    assert rule.gives in given
