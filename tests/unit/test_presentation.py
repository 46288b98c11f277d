"""What people are shown: values, previews, exports."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from orchestration.presentation import explain
from orchestration.presentation.export import write
from orchestration.presentation.lookup import Found, PlaceWord, Unregistered, Value
from orchestration.presentation.preview import markdown
from orchestration.presentation.terminal import headline_table, places_table, review_table, series_tables, show
from orchestration.presentation.wording import neutral, number, passage, rule, signed
from tests.conftest import extract_text

# Marks of writing direction: what they enclose may read as something else.
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("value", "bound", "upper", "shown"),
    [
        (32193.15, "exact", None, "32,193.15"),
        (0.019, "max", None, "≤ 0.019"),
        (6.0, "approx", None, "约 6"),
        (3.0, "range", 5.0, "3–5"),
        (None, None, None, ""),
    ],
)
def test_values_keep_their_bounds(value: float | None, bound: str | None, upper: float | None, shown: str) -> None:
    assert number(value, bound, upper) == shown


def test_changes_have_a_sign() -> None:
    assert [signed(change) for change in (2.0, -0.5, 0.0)] == ["+2", "-0.5", "0"]


def test_previews_are_sound_markdown() -> None:
    shown = markdown(pl.DataFrame({"a": ["x|y\nz", None, "k" * 90], "b": [1, 2, 3]}), rows=2)
    assert shown.splitlines()[2:4] == ["| x\\|y z | 1 |", "|  | 2 |"]
    assert "1 more" in shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a|b", "a\\|b"),
        ("<b>[x](javascript:alert(1))</b>", "\\<b\\>\\[x\\](javascript:alert(1))\\</b\\>"),
        ("![i](u) `c` *d* ~e~ \\ &lt;", "!\\[i\\](u) \\`c\\` \\*d\\* \\~e\\~ \\\\ \\&lt;"),
        ("line\r\n| --- |", "line \\| --- \\|"),
        ("\x1b[31m", "␛\\[31m"),
        ("gdp_growth _x_ 12:30", "gdp_growth \\_x\\_ 12:30"),
        ("|" * 48, "\\|" * 48),
    ],
)
def test_a_cell_of_a_preview_is_text_letter_for_letter(said: str, shown: str) -> None:
    assert markdown(pl.DataFrame({"a": [said]})).splitlines()[2] == f"| {shown} |"


def test_a_preview_makes_no_link_nor_markup() -> None:
    """Nor would a renderer that makes links of bare addresses, as the UI's, find one."""
    said = (
        "https://a.invalid www.a.invalid me@a.invalid mailto:me@a.invalid <a href=x>y</a> [l](u) ![i](u) a\n\n# h | c"
    )
    html = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .render(markdown(pl.DataFrame({"a": [said[:48], said[48:96], said[96:]]})))
    )
    assert set(re.findall(r"</?([a-z0-9]+)", html)) == {"table", "thead", "tbody", "tr", "th", "td"}
    assert html.count("<td>") == 3
    assert not re.search(r"https?://|www\.|mailto:|\w@\w", html)


def test_text_for_a_terminal_keeps_its_length_and_loses_what_acts() -> None:
    everything = "".join(map(chr, range(0x20000)))
    for lines in (False, True):
        shown = neutral(everything, lines=lines)
        assert len(shown) == len(everything)
        shown.encode()
        left = {character for character in shown if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")}
        assert left == ({"\n", "\t"} if lines else set())
        assert not any(unicodedata.bidirectional(character) in BIDI for character in shown)


@pytest.mark.parametrize("width", [40, 80, 120, None])
def test_ids_are_never_cut(width: int | None) -> None:
    values = [
        Value(2024, status, "level", 5.0, None, "很长很长的单位名称", "exact", 2025, f"0123456789abcdef:{at}.1")
        for at, status in enumerate(("actual", "target"), 123456)
    ]
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=width is not None)
    for table in series_tables([Found("城镇居民家庭人均可支配收入" * 3, "某市", values)]):
        show(table, console)
    for value in values:
        assert value.observation_id in out.getvalue()
    assert "…" not in out.getvalue()
    assert ("\t" in out.getvalue()) == (width in (40, None))


def test_no_text_is_markup_of_the_terminal_library() -> None:
    """Also on a console that reads markup."""
    said = "[/red][bold]a[/b] :smile:"
    value = Value(2024, "actual", "level", 5.0, None, said, "exact", 2025, said)
    extraction: Any = extract_text("一、2024年情况\n利润812.5亿元。")
    tables = [
        *series_tables([Found(said, said, [value])]),
        review_table([Unregistered(said, 1, 1, 1, said, said, said, said, said)]),
        places_table([PlaceWord(said, 1, 1, said)]),
        headline_table(pl.DataFrame(), said),
        explain.observations_table(
            extraction.observations.with_columns(
                indicator=pl.lit(said), written=pl.lit(said), region=pl.lit(None, pl.String)
            ),
            extraction.sentences.with_columns(frame_evidence=pl.lit(said)),
        ),
    ]
    for table in tables:
        out = io.StringIO()
        Console(file=out, width=400, force_terminal=True).print(table)
        assert said in re.sub("\x1b\\[[0-9;]*m", "", out.getvalue())
    assert "(地区不明)" in out.getvalue()


@pytest.mark.parametrize(
    ("part", "frame", "evidence", "said"),
    [
        ("review", "2021-2025", "五年来", "review, 2021-2025 (五年来)"),
        ("plan", None, "今年", "plan (今年)"),
        ("plan", None, None, "plan"),
    ],
)
def test_a_passage_is_shown_with_what_opened_it(part: str, frame: str | None, evidence: str | None, said: str) -> None:
    assert passage(part, frame, evidence) == said


def test_cells_of_a_csv_are_no_formulas_and_numbers_stay_numbers(tmp_path: Path) -> None:
    risky = [
        "=1+1",
        "+1+cmd",
        "-1-cmd",
        "@x",
        "\tx",
        "\rx",
        "\n=x",
        " =x",
        "＝x",
        "＋x",
        "－x",
        "＠x",
        '=HYPERLINK("u")',
    ]
    plain = ["利润", "-5.6%", "+1,234.5", "-3", "1-2个", "", None]
    frame = pl.DataFrame({"text": [*risky, *plain], "value": [-1.5] * (len(risky) + len(plain))})
    path = tmp_path / "rows.csv"
    write(frame, "csv", path)
    read = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert [row["text"] for row in read] == [f"'{text}" for text in risky] + [text or "" for text in plain]
    assert {row["value"] for row in read} == {"-1.5"}
    write(frame, "csv", path, keep_formulas=True)
    read = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert [row["text"] for row in read] == [text or "" for text in [*risky, *plain]]


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_exports_hold_the_same_rows(form: str, tmp_path: Path) -> None:
    observations = extract_text("一、2024年情况\n利润812.5亿元，增长4.2%。").observations  # type: ignore[attr-defined]
    path = tmp_path / f"rows.{form}"
    write(observations, form, path)
    read = {"jsonl": pl.read_ndjson, "csv": pl.read_csv, "parquet": pl.read_parquet}[form](path)
    assert read.select("start", "value", "unit").rows() == observations.select("start", "value", "unit").rows()


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="xlsx"):
        write(pl.DataFrame(), "xlsx", tmp_path / "x")


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ({"test_metadata": {"name": "not_null", "kwargs": {"column_name": "value"}}}, "`value` is never null."),
        (
            {"test_metadata": {"name": "unique_combination", "kwargs": {"columns": ["region", "year"]}}},
            "One row for each combination of `region`, `year`.",
        ),
        (
            {
                "test_metadata": {
                    "name": "relationships",
                    "kwargs": {"column_name": "a", "field": "b", "to": "ref('c')"},
                }
            },
            "Each `a` stands as `b` in `ref('c')`.",
        ),
        ({"description": "Told.", "test_metadata": {"name": "unique", "kwargs": {"column_name": "a"}}}, "Told."),
        ({"test_metadata": {"name": "unheard_of", "kwargs": {}}}, None),
        ({}, None),
    ],
)
def test_dbt_tests_are_told_in_words(test: dict[str, object], words: str | None) -> None:
    assert rule(test) == words
