"""Each rule of the disposition says of the number of its example what it says it gives."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from orchestration.extraction import dispositions
from orchestration.extraction.disposition_rules import disposition_rules
from orchestration.extraction.ladder import Rule
from orchestration.lexicon import load
from tests.conftest import extract_text


@pytest.mark.parametrize("rule", disposition_rules(load()), ids=lambda rule: rule.id)
def test_a_rule_decides_its_example(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[pl.DataFrame] = []

    def spy(tokens: pl.LazyFrame, lexicon: Any, classify: Any = dispositions.classify) -> pl.LazyFrame:
        kept.append(classify(tokens, lexicon).collect())
        return kept[0].lazy()

    monkeypatch.setattr(dispositions, "classify", spy)
    start = rule.example.index("【")
    rows = extract_text(rule.example.replace("【", "").replace("】", "")).number_mentions  # type: ignore[attr-defined]
    token = kept[0].filter((pl.col("at") <= start) & (pl.col("to") > start)).to_dicts()[0]
    assert (token["disposition_rule"], token["kind"]) == (rule.id, rule.gives)
    landed = rows.filter((pl.col("start") <= start) & (pl.col("end") > start))["disposition"].to_list()
    assert set(landed) <= {"observation" if rule.gives == "value" else rule.gives}
