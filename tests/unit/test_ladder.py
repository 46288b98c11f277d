"""A table of rules decides by the first rule that holds, and says which one it was."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from orchestration.extraction.ladder import Rule, decided, decided_again
from orchestration.extraction.rewriting import SEEN, rewritten
from orchestration.extraction.rule_watch import watched


def rule(name: str, when: pl.Expr | None, then: pl.Expr | str | None) -> Rule:
    return Rule(f"test.{name}", "有【1】个", None, "It is a test.", "这是测试。", when, then)


def rows(frame: pl.LazyFrame) -> list[dict[str, Any]]:
    return frame.collect().to_dicts()


def test_the_first_rule_that_holds_decides() -> None:
    frame = pl.LazyFrame({"n": [1, 2, 3, None]})
    rules = [
        rule("one", pl.col("n") == 1, "a"),
        rule("small", pl.col("n") < 3, pl.col("n").cast(pl.String)),
        rule("none", pl.col("n").is_null(), None),
        rule("rest", None, "z"),
    ]
    assert rows(decided(frame, "letter", rules)) == [
        {"n": 1, "letter": "a", "letter_rule": "test.one"},
        {"n": 2, "letter": "2", "letter_rule": "test.small"},
        {"n": 3, "letter": "z", "letter_rule": "test.rest"},
        {"n": None, "letter": None, "letter_rule": "test.none"},
    ]


def test_values_that_are_words_alone_are_looked_up() -> None:
    frame = pl.LazyFrame({"n": [1, 5]})
    rules = [rule("one", pl.col("n") == 1, "a"), rule("rest", None, None)]
    assert decided(frame, "letter", rules, by="by").collect().rows() == [(1, "a", "test.one"), (5, None, "test.rest")]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([rule("a", pl.lit(value=True), "x"), rule("a", None, "y")], "share an id"),
        ([rule("a", None, "x"), rule("b", None, "y")], "holds always"),
        ([rule("a", pl.lit(value=True), "x")], "holds always"),
    ],
)
def test_a_table_that_cannot_decide_is_refused(rules: list[Rule], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decided(pl.LazyFrame({"n": [1]}), "letter", rules)


def test_a_field_decided_again_tells_the_rule_that_changed_it_last() -> None:
    frame = decided(pl.LazyFrame({"n": [1, 2]}), "letter", [rule("first", None, "a")])
    again = [rule("later", pl.col("n") == 2, "b"), rule("rest_as_it_stands", None, pl.col("letter"))]
    assert rows(decided_again(frame, "letter", again)) == [
        {"n": 1, "letter": "a", "letter_rule": "test.first"},
        {"n": 2, "letter": "b", "letter_rule": "test.later"},
    ]


def test_rows_are_counted_by_rule_only_while_someone_watches() -> None:
    frame = pl.LazyFrame({"n": [1, 2, 3], "text": ["ab", "b", "c"]})
    rules = [rule("one", pl.col("n") == 1, "a"), rule("rest", None, "z")]
    changes = [rule("a", pl.col("text").str.contains("a"), SEEN.str.replace("a", "")), rule("b", None, SEEN + "!")]
    with watched() as watch:
        told = rewritten(decided(frame, "letter", rules), "text", changes).collect()
    assert watch.rows == {"test.one": 1, "test.rest": 2, "test.a": 1, "test.b": 3}
    assert told.equals(rewritten(decided(frame, "letter", rules), "text", changes).collect())
    assert watch.rows.total() == 7


def test_rules_can_be_left_out_but_for_the_last_of_a_table() -> None:
    frame = pl.LazyFrame({"n": [1, 2]})
    rules = [rule("one", pl.col("n") == 1, "a"), rule("rest", None, "z")]
    with watched({"test.one", "test.rest"}):
        assert decided(frame, "letter", rules).collect()["letter"].to_list() == ["z", "z"]
