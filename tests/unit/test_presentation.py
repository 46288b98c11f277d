"""What people are shown: values, previews, exports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from orchestration.presentation.export import write
from orchestration.presentation.preview import markdown
from orchestration.presentation.words import number, rule, signed
from tests.conftest import extract_text


@pytest.mark.parametrize(
    ("value", "bound", "upper", "shown"),
    [
        (Decimal("32193.1500000000"), "exact", None, "32,193.15"),
        (Decimal("0.0190000000"), "max", None, "≤ 0.019"),
        (Decimal(6), "approx", None, "约 6"),
        (Decimal(3), "range", Decimal(5), "3–5"),
        (None, None, None, ""),
    ],
)
def test_values_keep_their_bounds(value: Decimal | None, bound: str | None, upper: Decimal | None, shown: str) -> None:
    assert number(value, bound, upper) == shown


def test_changes_have_a_sign() -> None:
    assert [signed(Decimal(change)) for change in ("2", "-0.5", "0")] == ["+2", "-0.5", "0"]


def test_previews_are_sound_markdown() -> None:
    shown = markdown(pl.DataFrame({"a": ["x|y\nz", None, "k" * 90], "b": [1, 2, 3]}), rows=2)
    assert shown.splitlines()[2:4] == ["| x\\|y z | 1 |", "|  | 2 |"]
    assert "1 more" in shown


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
