"""Each rule of the tables of naming decides its own example, with the value that it says it gives."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from orchestration.extraction import names, stages
from orchestration.extraction.ladder import Rule
from orchestration.extraction.name_rules import name_rules
from orchestration.extraction.noun_rules import count_rules, deed_rules, grade_rules, noun_rules
from orchestration.extraction.rewriting import SEEN, rewritten
from orchestration.extraction.subjects import subject_rules
from orchestration.lexicon import load
from orchestration.schema import ATTRIBUTIONS
from tests.conftest import extract_text


def of(table: Any) -> Any:
    return pytest.mark.parametrize("rule", table(load()), ids=lambda rule: rule.id)


def decided_by(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the step of naming decided for the number in 【】, with the ids of its rules, and the row that was made of it."""
    kept = []

    def spy(figures: pl.LazyFrame, lexicon: Any, single: Any = names.single) -> pl.LazyFrame:
        kept.append(names.decisions(figures, lexicon, "subject_rules").collect())
        return single(figures, lexicon)

    monkeypatch.setattr(names, "single", spy)
    start, end = rule.example.index("【"), rule.example.index("】") - 1
    text = rule.example.replace("【", "").replace("】", "")
    rows: pl.DataFrame = extract_text(text, "青山县").observations  # type: ignore[attr-defined]
    (step,) = kept[0].filter(pl.col("at").is_between(start, end, closed="left")).to_dicts()
    return step, rows.filter(pl.col("start") == start).to_dicts()[0]


@of(name_rules)
def test_a_rule_of_names_names_its_example(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    step, row = decided_by(rule, monkeypatch)
    assert (step["name_rule"], row["indicator"]) == (rule.id, rule.gives)
    assert row["attribution"] == rule.id.removeprefix("name.").split("_")[0]
    assert row["attribution"] in ATTRIBUTIONS


@of(noun_rules)
def test_a_rule_of_nouns_finds_the_noun_of_its_example(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    step, _ = decided_by(rule, monkeypatch)
    assert (step["noun_rule"], step["noun"]) == (rule.id, rule.gives)


@of(grade_rules)
def test_a_rule_of_grades_completes_the_noun_of_its_example(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    step, _ = decided_by(rule, monkeypatch)
    assert step["noun"] == rule.gives != step["counted_text"]


@of(count_rules)
def test_a_rule_of_counts_finds_the_noun_of_its_example(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    step, _ = decided_by(rule, monkeypatch)
    assert (step["noun_count_rule"], step["noun"]) == (rule.id, rule.gives)


@of(deed_rules)
def test_a_rule_of_deeds_finds_the_deed_of_its_example(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    step, _ = decided_by(rule, monkeypatch)
    assert (step["deed_rule"], step["deed"]) == (rule.id, rule.gives)


@of(subject_rules)
def test_a_rule_of_subjects_changes_the_subject_of_its_example(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    step, _ = decided_by(rule, monkeypatch)
    assert rule.id in step["subject_rules"].split(",")
    assert step["plain_subject"] == rule.gives


def test_the_step_reads_these_columns_and_adds_those_of_its_stage() -> None:
    figures = pl.LazyFrame(
        {
            "sentence": [0, 0],
            "before": ["新增", ",惠及"],
            "after": ["三级医院", "。"],
            "clause": ["新增", "惠及"],
            "previous": [None, None],
            "subject": ["新增", "惠及"],
            "tail": ["", ""],
            "compared": [None, None],
            "unit": ["家", "万人"],
            "follows": [False, True],
            "unfigured": [False, False],
            "origin": [False, False],
        },
        schema_overrides={"previous": pl.String, "compared": pl.String},
    )
    found = names.single(figures, load()).collect()
    added = found.columns[len(figures.collect_schema()) :]
    assert set(added) <= set(stages.Named.column_names())
    assert found["name"].to_list() == ["新增三级医院", None]
    assert found["name_rule"].to_list() == ["name.object_verbs", "name.carried_verbs"]
    assert found["attribution"].to_list() == ["object", "carried"]
    assert found["noun"].to_list() == ["三级医院", None]


def rewrite(name: str, when: pl.Expr | None, then: pl.Expr | str) -> Rule:
    return Rule(f"test.{name}", "有【1】个", None, "It is a test.", "这是测试。", when, then)


def test_each_rule_that_holds_rewrites_what_the_rules_before_it_left() -> None:
    frame = pl.LazyFrame({"text": ["ab", "b", "c", None]})
    rules = [
        rewrite("a", pl.col("text").str.contains("a"), SEEN.str.replace("a", "")),
        rewrite("b", pl.col("text") == "b", "d"),
        rewrite("all", None, SEEN.str.to_uppercase()),
    ]
    assert rewritten(frame, "text", rules, by="by").collect().rows() == [
        ("D", "test.a,test.b,test.all"),
        ("D", "test.b,test.all"),
        ("C", "test.all"),
        (None, ""),
    ]
    assert rewritten(frame, "text", rules).collect()["text"].to_list() == ["D", "D", "C", None]


def test_rules_that_rewrite_have_ids_of_their_own() -> None:
    with pytest.raises(ValueError, match="share an id"):
        rewritten(pl.LazyFrame({"text": ["a"]}), "text", [rewrite("a", None, "x"), rewrite("a", None, "y")])
