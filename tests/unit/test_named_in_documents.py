"""What the documents name is there: files, functions, variables and messages of the code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.markdown import PAGES, PAIRS, PROJECT, sections

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
OPERATIONS = PROJECT / "docs/operations.md"
# Names that belong to others, or that a reader is asked to make.
FOREIGN = {"duckdb_columns", "duckdb_functions", "static_index.html", "report_id"}


@cache
def files() -> list[Path]:
    """The files of the project that say something, documents aside."""
    kinds = {".py", ".sql", ".yml", ".yaml", ".toml", ".csv", ".html", ".service", ".env"}
    folders = [PROJECT / name for name in ("orchestration", "dbt_project", "benchmarks", "docs", "raw", "tests")]
    found = [file for folder in folders for file in folder.rglob("*") if file.suffix in kinds]
    return [*(file for file in found if not {"target", "logs"} & set(file.parts)), PROJECT / "pyproject.toml"]


@cache
def source() -> str:
    """All that the code says, but for its tests."""
    code = [file for file in files() if PROJECT / "tests" not in file.parents]
    return "\n".join([*(file.read_text("utf-8") for file in code), (PROJECT / "Makefile").read_text("utf-8")])


@cache
def words() -> set[str]:
    """All names in the code and its tests."""
    tests = [file.read_text("utf-8") for file in files() if PROJECT / "tests" in file.parents and file.suffix == ".py"]
    return set(re.findall(r"\w+", "\n".join([source(), *tests])))


def names(page: Path) -> set[str]:
    """Names in backticks that are made as those of code are: with an underscore, or a file of the code."""
    quoted = {each for section in sections(page) for each in section.quoted}
    return {
        each for each in quoted if re.fullmatch(r"[a-z][\w.]*_[\w.]*|\w[\w/]*\.(py|csv|yml|sql|toml)", each, re.ASCII)
    }


@pages
def test_names_of_code_are_there(page: Path) -> None:
    there = {file.name for file in files()}
    missing = []
    for name in names(page) - FOREIGN:
        if re.search(r"\.(py|csv|yml|sql|toml)$", name):
            missing += [] if Path(name).name in there or Path(name).name in source() else [name]
        else:
            missing += [] if set(name.split(".")) <= words() else [name]
    assert missing == []


@pages
def test_paths_are_there(page: Path) -> None:
    """A path in backticks that begins with a folder of the project."""
    quoted = {each for section in sections(page) for each in section.quoted}
    paths = {
        each for each in quoted if re.match(r"(orchestration|dbt_project|tests|benchmarks|docs|seeds|models)/", each)
    }
    made = ("dbt_project/target",)
    missing = [
        each
        for each in paths
        if not each.startswith(made)
        and not list(PROJECT.glob(each))
        and not list((PROJECT / "dbt_project").glob(each))
        and not list((PROJECT / "orchestration").glob(each))
    ]
    assert missing == []


def test_each_variable_of_the_environment_is_documented_and_no_other() -> None:
    from orchestration.reading.limits import Limits, variable

    written = set(re.findall(r"INDICATORS_[A-Z]+(?:_[A-Z]+)*", OPERATIONS.read_text("utf-8")))
    read = set(re.findall(r"\bINDICATORS_[A-Z]+(?:_[A-Z]+)*\b(?!_)", source()))
    read |= {variable(name) for name in Limits.__dataclass_fields__}
    # dbt's own setting of where it builds.
    assert written == read - {"INDICATORS_BUILD", "INDICATORS_READ"}


def test_limits_and_what_is_set_without_them_are_as_documented() -> None:
    from orchestration.reading.limits import Limits, variable

    (table,) = next(each for each in sections(OPERATIONS) if each.title == "Limits for one file").tables
    shown = {row[0].strip("`"): row[2] for row in table[1:]}
    assert shown == {variable(name): str(getattr(Limits(), name)) for name in Limits.__dataclass_fields__}


@pytest.mark.parametrize("page", next(pair for pair in PAIRS if pair[0] == OPERATIONS), ids=lambda page: page.name)
def test_messages_are_those_of_the_code(page: Path) -> None:
    title = {"operations.md": "When something is wrong", "operations.zh-CN.md": "出了问题怎么办"}[page.name]
    (table,) = next(each for each in sections(page) if each.title == title).tables
    assert len(table) > 5
    for message, *_ in table[1:]:
        for words in message.strip("`").split("…"):
            assert words.strip() in source(), message
