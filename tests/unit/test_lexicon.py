"""The seed tables are refused where they break a rule that their readers rely on."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from orchestration.lexicon import LexiconError, load, validate


def with_row(table: pl.DataFrame, **row: str) -> pl.DataFrame:
    return pl.concat([table, pl.DataFrame([{name: row.get(name, "") for name in table.columns}])])


@pytest.mark.parametrize(
    ("field", "row", "rule"),
    [
        ("words", {"word": "跃升", "role": "verb"}, "word_roles"),
        ("units", {"unit": "筐", "dimension": "d", "canonical_unit": "筐", "factor": "0"}, "above 0"),
        ("units", {"unit": "亩", "factor": "1"}, "twice"),
        ("units", {"unit": "某单位", "dimension": "count", "canonical_unit": "个", "factor": "1"}, "is another"),
        (
            "units",
            {"unit": "某单位", "dimension": "count:某单位", "canonical_unit": "nest", "factor": "1"},
            "is another",
        ),
        (
            "units",
            {"unit": "某单位", "dimension": "length", "canonical_unit": "米", "factor": "1"},
            "several canonical",
        ),
        ("aliases", {"alias": "甲", "indicator_code": "nothing"}, "unknown indicator"),
        ("aliases", {"alias": "地区生产总值", "indicator_code": "gdp"}, "own name"),
        ("indicators", {"indicator_code": "x", "name_zh": "甲", "canonical_unit": "万筐"}, "units.csv"),
        ("regions", {"region_code": "999999", "parent_code": "888888"}, "parent"),
        ("confidence", {"attribution": "list", "name_class": "plain", "confidence": "0.9"}, "twice"),
        (
            "confidence",
            {"attribution": "list", "name_class": "odd", "confidence": "0.9"},
            "unknown attribution or class",
        ),
    ],
)
def test_a_broken_table_is_refused_with_its_name(field: str, row: dict[str, str], rule: str) -> None:
    broken = replace(load(), **{field: with_row(getattr(load(), field), **row)})
    with pytest.raises(LexiconError, match=rule):
        validate(broken)


@pytest.mark.parametrize("share", ["1.1", "-0.1", "", "high", "NaN"])
def test_a_confidence_that_is_no_share_is_refused(share: str) -> None:
    table = load().confidence.with_columns(
        confidence=pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(share)).otherwise("confidence")
    )
    with pytest.raises(LexiconError, match=r"confidence\.csv: confidence must be from 0 to 1"):
        validate(replace(load(), confidence=table))


def test_every_attribution_has_a_confidence_with_every_class_of_names() -> None:
    with pytest.raises(LexiconError, match=r"confidence\.csv: no row for an attribution and class"):
        validate(replace(load(), confidence=load().confidence[1:]))


def test_a_role_that_the_table_does_not_know_is_refused() -> None:
    with pytest.raises(LexiconError, match=r"word_roles\.csv: no such role: \['verb'\]"):
        load().any_of("level", "verb")


def test_longer_words_go_first() -> None:
    words = pl.DataFrame({"word": ["低于", "不低于"], "role": ["max", "min"]})
    lexicon = replace(load(), words=words)
    assert lexicon.any_of("min", "max") == "(?:不低于|低于)"
