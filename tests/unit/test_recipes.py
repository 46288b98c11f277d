"""The recipes of CONTRIBUTING: what they say is not read yet is not, and the row that they add is enough.

Where one of these fails because the word, the unit or the rule has come, the recipe needs another example.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from orchestration.extraction import pipeline
from orchestration.lexicon import Lexicon, load, validate
from tests.conftest import extract_text
from tests.markdown import PROJECT, sections


@pytest.fixture(scope="module")
def recipes() -> dict[str, str]:
    """Each recipe's text, by what it adds."""
    (section,) = (each for each in sections(PROJECT / "CONTRIBUTING.md") if each.title == "Four recipes")
    text = "\n".join(section.prose)
    parts = re.split(r"^\*\*(A word|A unit|An indicator|A construction)\.\*\*", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def read(sentence: str) -> list[tuple[str | None, str]]:
    """Name and number of each figure."""
    found = extract_text(f"一、2024年工作回顾\n{sentence}。")
    return found.observations.select("indicator", "written").rows()  # type: ignore[attr-defined,no-any-return]


def with_row(table: pl.DataFrame, row: str) -> pl.DataFrame:
    return pl.concat([table, pl.DataFrame([row.split(",")], schema=table.columns, orient="row")])


def known(monkeypatch: pytest.MonkeyPatch, **tables: pl.DataFrame) -> None:
    lexicon: Lexicon = replace(load(), **tables)
    validate(lexicon)
    monkeypatch.setattr(pipeline, "load", lambda: lexicon)


def test_a_word_needs_one_row(recipes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    (sentence,) = re.findall(r"In (\S+) the name", recipes["A word"])
    (row,) = re.findall(r"Add the row `(.+?)`", recipes["A word"])
    assert read(sentence) == [("粮食产量攀上", "36万吨")]
    known(monkeypatch, words=with_row(load().words, row))
    assert read(sentence) == [("粮食产量", "36万吨")]


def test_a_unit_needs_one_row(recipes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    (sentence,) = re.findall(r"In (\S+) the number", recipes["A unit"])
    (row,) = re.findall(r"Add the row `(.+?)`", recipes["A unit"])
    assert read(sentence) == []
    known(monkeypatch, units=with_row(load().units, row))
    assert read(sentence) == [("新增无人机机巢", "45巢")]


def test_the_indicator_is_not_registered(recipes: dict[str, str]) -> None:
    (name,) = re.findall(r"--row (\S+)`", recipes["An indicator"])
    assert name not in {*load().indicators["name_zh"], *load().aliases["alias"]}


def test_the_construction_is_read_as_a_figure_and_its_rule_has_a_place(recipes: dict[str, str]) -> None:
    (sentence,) = re.findall(r"In (\S+) the 5", recipes["A construction"])
    assert read(sentence) == [("每隔建设一处驿站", "5公里")]
    (rule, name) = re.findall(r"here `(\S+)`.*?grep -rn '(\w+)\"", recipes["A construction"], re.DOTALL)[0]
    assert rule.endswith(f".{name}")
    assert f"| `{rule}` |" in (PROJECT / "docs/rules.md").read_text("utf-8")
    tables = Path(pipeline.__file__).parent.glob("*.py")
    assert any(f'"{name}"' in table.read_text("utf-8") for table in tables)
