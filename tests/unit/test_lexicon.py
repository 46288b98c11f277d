"""The seed tables are refused where they break a rule that their readers rely on."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from orchestration.lexicon import Lexicon, LexiconError, load, validate


def with_row(table: pl.DataFrame, **row: str) -> pl.DataFrame:
    return pl.concat([table, pl.DataFrame([{name: row.get(name, "") for name in table.columns}])])


@pytest.mark.parametrize(
    ("field", "row", "rule"),
    [
        ("words", {"word": "跃升", "role": "verb"}, "unknown role"),
        ("units", {"unit": "筐", "dimension": "d", "canonical_unit": "筐", "factor": "0"}, "above 0"),
        ("units", {"unit": "亩", "factor": "1"}, "twice"),
        ("aliases", {"alias": "甲", "indicator_code": "nothing"}, "unknown indicator"),
        ("aliases", {"alias": "地区生产总值", "indicator_code": "gdp"}, "own name"),
        ("indicators", {"indicator_code": "x", "name_zh": "甲", "canonical_unit": "万筐"}, "units.csv"),
        ("regions", {"region_code": "999999", "parent_code": "888888"}, "parent"),
    ],
)
def test_a_broken_table_is_refused_with_its_name(field: str, row: dict[str, str], rule: str) -> None:
    broken = replace(load(), **{field: with_row(getattr(load(), field), **row)})
    with pytest.raises(LexiconError, match=rule):
        validate(broken)


def test_longer_words_go_first() -> None:
    words = pl.DataFrame({"word": ["低于", "不低于"], "role": ["max", "min"]})
    lexicon = Lexicon(load().units, words, load().regions, load().indicators, load().aliases)
    assert lexicon.any_of("min", "max") == "(?:不低于|低于)"
