"""The explorer's files: tables packed and read back, scripts joined, words in both languages, the page cut where it is large."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from orchestration.presentation import explorer
from orchestration.presentation.explorer import bundle, romanized
from orchestration.presentation.explorer.chunks import Packing, encoded
from orchestration.presentation.passages import marked

HERE = Path(explorer.__file__).parent
SCRIPTS = sorted((HERE / "scripts").glob("*.js"))
LONGEST_SCRIPT, LONGEST_FUNCTION = 400, 60
WORD = re.compile(r"^ {2}(\w+): \[(.*?)\],$", re.MULTILINE | re.DOTALL)


def unpacked(table: list[Any], columns: list[str]) -> list[dict[str, Any]]:
    """The rows of a packed table, as `rows` in `store.js` reads them."""
    length, *packed = table
    found = []
    for column in packed:
        if isinstance(column, list):
            found.append(column)
        elif "k" in column:
            found.append([column["k"]] * length)
        else:
            found.append([column["d"][place] for place in column["i"]])
    return [dict(zip(columns, row, strict=True)) for row in zip(*found, strict=True)]


def test_a_packed_table_has_the_same_rows() -> None:
    frame = pl.DataFrame(
        {
            "name": ["甲", "乙", None, "甲"] * 3,
            "alone": [f"n{at}" for at in range(12)],
            "one": ["同"] * 12,
            "value": [1.0, 2.5, None, 0.1 + 0.2] * 3,
            "exact": [1, None, 3, 4] * 3,
            "is": [True, False, None, True] * 3,
        }
    )
    packing = Packing()
    table = json.loads(encoded(packing.table("i", "vintages", frame)))
    rows = unpacked(table, packing.columns["i/vintages"])
    assert [row["name"] for row in rows] == frame["name"].to_list()
    assert [row["alone"] for row in rows] == frame["alone"].to_list()
    assert {row["one"] for row in rows} == {"同"}
    assert [row["value"] for row in rows[:4]] == [1, 2.5, None, 0.3]
    assert [row["exact"] for row in rows[:4]] == [1, None, 3, 4]
    assert [row["is"] for row in rows[:4]] == [1, 0, None, 1]
    # Few values in many rows are written once.
    assert json.dumps(table, ensure_ascii=False).count("乙") == 1


def test_an_empty_table_is_packed_too() -> None:
    packing = Packing()
    table = packing.table("i", "vintages", pl.DataFrame(schema={"a": pl.String, "b": pl.Float64}))
    assert unpacked(table, ["a", "b"]) == []


def test_numbers_that_tell_figures_apart_stay_what_they_are() -> None:
    column = Packing().table("i", "t", pl.DataFrame({"n": ["453", "453:1", None]}))[1]
    assert column == [453, "453:1", None]


@pytest.mark.parametrize(
    "text", ["</script><script>x()</script>", "<!-- --> ]]>", "a\u2028b", "&lt;", "\x1b[31m\x07\u202e"]
)
def test_no_text_ends_its_script_element(text: str) -> None:
    packing = Packing()
    written = encoded(packing.table("i", "t", pl.DataFrame({"a": [text, ""]})))
    assert not re.search("[<>&\u2028\x1b\x07\u202e]", written)
    # Character for character, so that offsets hold.
    assert len(json.loads(written)[1][0]) == len(text)


def test_a_sentence_is_told_once_with_the_place_of_each_of_its_figures() -> None:
    source = "增长 5.6%，\n城镇新增就业<b>5.6</b> 万人、5.6 万户。"
    places = [match.span() for match in re.finditer(r"5\.6(?:%|</b> 万人| 万户)", source)]
    text, spans = marked(source, places)
    assert text == "增长5.6%，城镇新增就业5.6万人、5.6万户。"
    assert [text[at : at + length] for at, length in spans] == ["5.6%", "5.6万人", "5.6万户"]
    assert [at for at, _ in spans] == sorted({at for at, _ in spans})
    assert marked(source, []) == (text, [])


@pytest.mark.parametrize(
    ("name", "letters"),
    [("地区生产总值", "dqsczz"), ("重庆市", "cqs"), ("R&D经费", "r&djf"), ("5G 基站", "5gjz"), ("", "")],
)
def test_names_are_found_by_the_first_letters_of_their_pinyin(name: str, letters: str) -> None:
    assert romanized.initials(name) == letters


def test_provinces_have_names_in_latin_letters() -> None:
    assert [romanized.english(code) for code in ("610000", "140000", "150000", "100000", "no such place")] == [
        "Shaanxi",
        "Shanxi",
        "Inner Mongolia",
        "China",
        None,
    ]


def words() -> dict[str, list[str]]:
    source = (HERE / "scripts" / "words.js").read_text("utf-8")
    table = source[source.index("const WORDS = {") : source.index("\n};")]
    return {key: json.loads(f"[{pair.strip().rstrip(',')}]") for key, pair in WORD.findall(table)}


def test_both_languages_have_every_word_with_the_same_gaps() -> None:
    found = words()
    assert len(found) > 150
    assert {key for key, pair in found.items() if len(pair) != 2 or not all(part.strip() for part in pair)} == set()
    gaps = {key: [sorted(re.findall(r"\{(\w+)\}", part)) for part in pair] for key, pair in found.items()}
    assert {key for key, (chinese, english) in gaps.items() if chinese != english} == set()
    # Chinese is Chinese, English is English; the name of a language is in its own.
    assert [
        key
        for key, (_, english) in found.items()
        if re.search("[\u4e00-\u9fff]", english) and key not in ("language", "read_2")
    ] == []


def test_every_word_that_a_script_asks_for_is_there_and_none_is_left_over() -> None:
    sources = "".join(path.read_text("utf-8") for path in SCRIPTS if path.name != "words.js")
    asked = set(re.findall(r'\bt\("(\w+)"', sources))
    assert asked - set(words()) == set()
    prefixes = tuple(
        f"{prefix}_" for prefix in re.findall(r'\bword\("(\w+)"', sources) + re.findall(r"\bt\(`(\w+)_\$\{", sources)
    )
    quoted = set(re.findall(r'"(\w+)"', sources))
    asked |= {"colon"}  # Asked for by `labelled`, beside the words themselves.
    assert {key for key in words() if key not in asked | quoted and not key.startswith(prefixes)} == set()


def test_every_kind_and_result_of_the_data_has_a_word() -> None:
    from orchestration.schema import KINDS

    models = HERE.parents[2] / "dbt_project" / "models"
    kinds = re.findall(r"int_discrepancy_(\w+)\.sql", " ".join(path.name for path in models.rglob("*.sql")))
    found = set(words())
    assert {f"kind_{kind}" for kind in KINDS} <= found
    assert kinds
    assert {f"discrepancy_{kind}" for kind in kinds} <= found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_short_and_puts_in_text_as_text(path: Path) -> None:
    source = path.read_text("utf-8")
    lines = source.splitlines()
    assert len(lines) <= LONGEST_SCRIPT
    assert source.startswith("// ")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setAttribute\(.style", source
    )
    starts = [at for at, line in enumerate(lines) if re.match(r"(export )?(async )?function", line)]
    ends = [at for at, line in enumerate(lines) if line == "}"]
    for start in starts:
        assert min(end for end in ends if end > start) - start < LONGEST_FUNCTION, lines[start]


def test_scripts_are_joined_in_the_order_of_their_imports() -> None:
    joined = bundle.script()
    for path in SCRIPTS:
        assert joined.count(f"modules.{path.stem} = ") == 1, path.name
    assert not re.search(r"^(import|export) ", joined, re.MULTILINE)
    for path in SCRIPTS:
        for imported in re.findall(r'from "\./(\w+)\.js"', path.read_text("utf-8")):
            assert joined.index(f"modules.{imported} = ") < joined.index(f"modules.{path.stem} = ")


def test_scripts_that_cannot_be_joined_are_refused() -> None:
    with pytest.raises(ValueError, match=r"main imports other\.js, which is not here"):
        bundle._order("main", {"main": 'import { a } from "./other.js";\n'}, [])
    circle = {"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match="a imports b imports a: in a circle"):
        bundle._order("a", circle, [])


@pytest.mark.parametrize("folder", [None, "explorer-data"])
def test_the_policy_lets_this_script_and_style_alone(folder: str | None) -> None:
    html = bundle.page('{"a":1}', {"i/0": "{}"}, folder, "stamp")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    assert ("strict-dynamic" in policy[1]) == (folder is not None)
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
