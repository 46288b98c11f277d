"""Words that decide stand in the seeds, each of them is read, and code holds no more words of its own than it did."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl
import pytest

from orchestration.extraction import pipeline
from orchestration.identity.registry import NAMES, identified
from orchestration.lexicon import Lexicon, load
from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from tests.conftest import PROJECT

EXTRACTION = PROJECT / "orchestration" / "extraction"
# Chinese words in patterns of the extraction that no seed holds. The number may only fall: a word that is moved to
# `words.csv` lowers it, and a new one belongs there.
MOST_WORDS_IN_CODE = 235
# What a rule says of itself: its example, what it gives, and both sentences.
_SAID = {"Rule": range(1, 5), "disposition_rule": range(1, 5), "_rule": range(1, 5), "Decision": range(1, 3)}
_REPORT = """# 青山市2025年政府工作报告

五年来，免费送戏下乡300场。

| 指标 | 单位 | 2024年 | 增长 |
|---|---|---|---|
| 工业增加值 | 亿元 | 500 | 5% |
| 其中：采矿业 | 亿元 | 50 | 6% |
"""


def test_every_role_and_every_word_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[tuple[str, str]] = set()

    def watched(
        self: Lexicon, *roles: str, without: Collection[str] = (), of_role: object = Lexicon.of_role
    ) -> list[str]:
        words = of_role(self, *roles, without=without)  # type: ignore[operator]
        read.update((word, role) for role in roles for word in self._words_by_role.get(role, ()) if word in words)
        return words  # type: ignore[no-any-return]

    # What the lexicon keeps of its words was read before anyone watched, so a new one is asked.
    asked = dataclasses.replace(load())
    monkeypatch.setattr(Lexicon, "of_role", watched)
    monkeypatch.setattr(pipeline, "load", lambda: asked)
    (tmp_path / "report.md").write_text(_REPORT, "utf-8")
    pipeline.extract(read_all(list_files(tmp_path)).reports)
    identified(pl.DataFrame([dict.fromkeys(NAMES, "甲")], schema=NAMES), asked)
    assert set(asked.words.select("word", "role").rows()) - read == set()
    assert set(asked.word_roles["role"]) - {role for _, role in read} == set()


def test_code_holds_no_more_words_than_it_did() -> None:
    seeds = load()
    known = {*seeds.words["word"], *seeds.units["unit"], *seeds.regions["name"], *seeds.indicators["name_zh"]}
    found = {word for path in EXTRACTION.glob("*.py") for word in _words(path)} - known
    assert len(found) <= MOST_WORDS_IN_CODE, sorted(found)


def test_words_are_found_in_patterns_and_not_in_what_describes_them(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        '"""说明"""\n'
        "PATTERN = r'(?:压减|精简)[甲乙丙]了?$'\n"
        "RULE = Rule('id', '例句', '结果', 'en', '中文', col.contains(f'合计{X}'), '数值')\n"
        "def f():\n    '''文字'''\n    return dy.String(description='描述')\n",
        "utf-8",
    )
    assert set(_words(module)) == {"压减", "精简", "合计", "数值"}


def _words(path: Path) -> Iterator[str]:
    """Runs of two or more Chinese characters in the strings of a module, without classes of single characters."""
    tree = ast.parse(path.read_text("utf-8"))
    described = {id(said) for node in ast.walk(tree) for said in _descriptions(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield from re.findall("[\u4e00-\u9fff]{2,}", re.sub(r"\[[^\]]*\]", " ", node.value))


def _descriptions(node: ast.AST) -> Iterator[ast.AST]:
    """Strings that decide nothing: docstrings, descriptions of columns, and what a rule says of itself."""
    if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and isinstance(node.body[0], ast.Expr):
        yield node.body[0].value
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        said = [given for at, given in enumerate(node.args) if at in _SAID.get(name, ())]
        said += [given.value for given in node.keywords if given.arg in ("description", "example", "gives", "en", "zh")]
        for given in said:
            yield from ast.walk(given)
