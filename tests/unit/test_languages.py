"""The documents of both languages say the same: neither may gain or lose a section, a command, a table or a figure alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.markdown import CHINESE, PAGES, PAIRS, PROJECT, Code, sections

# What whoever uses the project reads; it stands in both languages.
FOR_USERS = (
    "README",
    "docs/warehouse",
    "docs/sql-cookbook",
    "docs/operations",
    "docs/extraction",
    "docs/explorer",
    "docs/glossary",
)
LANGUAGES = {"sh", "sql", "yaml", "text", "csv"}
pairs = pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=lambda page: page.name)
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.mark.parametrize("name", FOR_USERS)
def test_what_users_read_stands_in_both_languages_and_each_leads_to_the_other(name: str) -> None:
    english, chinese = PROJECT / f"{name}.md", PROJECT / f"{name}{CHINESE}"
    assert f"]({chinese.name})" in english.read_text("utf-8").splitlines()[2]
    assert f"]({english.name})" in chinese.read_text("utf-8").splitlines()[2]


@pairs
def test_both_languages_have_the_same_sections(english: Path, chinese: Path) -> None:
    levels = [
        [(each.level, len(each.code), len(each.tables)) for each in sections(page)] for page in (english, chinese)
    ]
    titles = [[each.title for each in sections(page)] for page in (english, chinese)]
    assert levels[0] == levels[1], titles


@pairs
def test_both_languages_have_the_same_code(english: Path, chinese: Path) -> None:
    def shown(code: Code) -> list[str]:
        # A drawing has words in it; its lines alone are counted.
        return [code.language, *(["…"] * len(code.lines) if code.language == "text" else code.lines)]

    for here, there in zip(sections(english), sections(chinese), strict=True):
        assert [shown(each) for each in here.code] == [shown(each) for each in there.code], here.title


@pairs
def test_both_languages_have_the_same_tables(english: Path, chinese: Path) -> None:
    for here, there in zip(sections(english), sections(chinese), strict=True):
        shapes = [[[len(row) for row in table] for table in side.tables] for side in (here, there)]
        assert shapes[0] == shapes[1], here.title


@pairs
def test_both_languages_have_the_same_figures(english: Path, chinese: Path) -> None:
    apart = {
        here.title: here.figures ^ there.figures
        for here, there in zip(sections(english), sections(chinese), strict=True)
        if here.figures != there.figures
    }
    assert apart == {}


@pairs
def test_both_languages_quote_the_same_names(english: Path, chinese: Path) -> None:
    """What stands in backticks is a name of the code, the warehouse or the command line, and is not translated."""

    def names(quoted: list[str]) -> set[str]:
        return {each for each in quoted if re.fullmatch(r"[\w./-]*[a-z_]{3}[\w./-]*", each, re.ASCII)}

    apart = {
        here.title: names(here.quoted) ^ names(there.quoted)
        for here, there in zip(sections(english), sections(chinese), strict=True)
        if names(here.quoted) != names(there.quoted)
    }
    assert apart == {}


@pages
def test_each_block_of_code_says_its_language(page: Path) -> None:
    wrong = [code.text for each in sections(page) for code in each.code if code.language not in LANGUAGES]
    assert wrong == []


@pytest.mark.parametrize("page", [chinese for _, chinese in PAIRS], ids=lambda page: page.name)
def test_a_chinese_page_leads_to_chinese_pages(page: Path) -> None:
    """A link into a document that stands in Chinese leads to the Chinese page, but for the one to its own English page."""
    links = re.findall(r"\]\(([^)#:\s]+\.md)(?:#[^)]*)?\)", page.read_text("utf-8"))
    own = page.name.replace(CHINESE, ".md")
    astray = [
        link
        for link in links
        if not link.endswith(CHINESE)
        and Path(link).name != own
        and (page.parent / link.replace(".md", CHINESE)).exists()
    ]
    assert astray == []


@pages
def test_links_lead_to_headings_that_are_there(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)#([^)]+)\)", page.read_text("utf-8")):
        there = sections((page.parent / target) if target else page)
        anchors = [re.sub(r"[^\w\- ]", "", each.title.lower()).replace(" ", "-") for each in there]
        assert anchor in anchors, f"{target}#{anchor}"


def test_a_page_that_lost_something_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "top\n\n# A 1,081\n\n```sh\nmake  x   # 2\n```\n\n| a | `b` |\n|---|---|\n| 3 | 4.5% |\n\n    old\n", "utf-8"
    )
    first, second = sections(page)
    assert (first.level, first.prose) == (0, ["top"])
    assert [(code.language, code.lines, code.fenced) for code in second.code] == [
        ("sh", ["make x"], True),
        ("", ["old"], False),
    ]
    assert second.tables == [[["a", "`b`"], ["3", "4.5%"]]]
    assert (second.figures, second.quoted) == ({"1081", "3", "4.5"}, ["b"])
