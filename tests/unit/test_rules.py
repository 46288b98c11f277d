"""Each rule of the book decides the number of its own example, and gives what it says it gives.

All examples are extracted at once, each as a report of its own. The rules of naming, which read more of the step than it
hands on, have a test of their own (`test_naming_rules`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from docs.rules import FOLDER, LANGUAGES, Language, page
from orchestration.extraction import dispositions, figures, observations, structure
from orchestration.extraction.flow_rules import flow_rules
from orchestration.extraction.pipeline import extract
from orchestration.extraction.rulebook import all_rules
from orchestration.lexicon import load
from orchestration.schema import RULED

# The decisions that are read from each step, and what becomes of the field that they decide.
STEPS = {
    "tokens": ("disposition", "part"),
    "times": ("time",),
    "figures": ("name", "base", "place", "parted_at", "completion", "unit", "measure", "bound"),
    "dated": ("status", "period", "flow"),
}
LANDED = {"disposition": "kind", "completion": "indicator", "name": "indicator", "time": "_period"}
WATCHED = {
    "sentences": (structure, "sentences"),
    "tokens": (dispositions, "classify"),
    "times": (figures, "with_period"),
    "figures": (observations, "valued"),
    "dated": (observations, "dated"),
}
FLOWS = {rule.id: rule.gives for rule in flow_rules(load())}
BOOK = [(decision.field, rule) for decision, rule in all_rules(load())]
BOOK = [(field, rule) for field, rule in BOOK if any(field in fields for fields in STEPS.values())]

Steps = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def steps() -> Steps:
    """What the steps made of all examples, with `report` (the number of the example) and `at` (the offset within it)."""
    kept: Steps = {}
    with pytest.MonkeyPatch.context() as patch:
        for name, (module, step) in WATCHED.items():
            patch.setattr(module, step, _keeping(kept, name, getattr(module, step)))
        texts = [rule.example.replace("【", "").replace("】", "") for _, rule in BOOK]
        reports = pl.DataFrame({"report_id": [f"{number:016x}" for number in range(len(texts))], "text": texts})
        within_year = pl.col("text").str.contains("上半年")
        kind = (
            pl.when(within_year)
            .then(pl.lit("half_year"))
            .when(pl.col("text").str.contains("统计公报"))
            .then(pl.lit("communique"))
            .otherwise(pl.lit("plan_report"))
        )
        found = extract(reports.with_columns(region=pl.lit("重庆市"), report_year=pl.lit(2025, pl.Int32), kind=kind))
    begins = kept["sentences"].group_by("report").agg(begins=pl.col("at").min())
    for name in STEPS:
        within = kept[name].join(begins, on="report")
        kept[name] = within.with_columns(pl.col("at") - pl.col("begins"), pl.col("to") - pl.col("begins"))
    number = pl.col("report_id").str.to_integer(base=16).alias("report")
    return kept | {
        "observations": found.observations.with_columns(number),
        "mentions": found.number_mentions.with_columns(number),
    }


def _keeping(kept: Steps, name: str, run: Callable[..., pl.LazyFrame]) -> Callable[..., pl.LazyFrame]:
    def watched(*given: Any) -> pl.LazyFrame:
        kept[name] = run(*given).collect()
        return kept[name].lazy()

    return watched


@pytest.mark.parametrize("number", range(len(BOOK)), ids=[rule.id for _, rule in BOOK])
def test_a_rule_decides_its_example(number: int, steps: Steps) -> None:
    field, rule = BOOK[number]
    start, end = rule.example.index("【"), rule.example.index("】") - 1
    step = next(name for name, fields in STEPS.items() if field in fields)
    # The canonical text has no line ends.
    lines = rule.example[:start].count("\n")
    marked = (pl.col("report") == number) & (pl.col("at") < end - lines) & (pl.col("to") > start - lines)
    rows = steps[step].filter(marked).to_dicts()
    assert rule.id in [row[f"{field}_rule"] for row in rows]
    assert rule.gives in _given(field, number, start, rows, steps)


def _given(field: str, number: int, start: int, rows: list[dict[str, Any]], steps: Steps) -> list[Any]:
    """What was decided for the number that begins at `start`: as it was landed, where it is."""
    if field == "disposition":
        landed = steps["mentions"].filter(pl.col("report") == number, pl.col("start") <= start, pl.col("end") > start)
        words = {"observation" if row["kind"] == "value" else row["kind"] for row in rows}
        # Times and figures in words hold no digits, and stand in no ledger.
        assert set(landed["disposition"]) <= words
        return [row["kind"] for row in rows]
    landed = steps["observations"].filter(pl.col("report") == number, pl.col("start") == start)
    if LANDED.get(field, field) in landed.columns and field not in ("base", "place"):
        return landed[LANDED.get(field, field)].to_list()
    if field == "flow":
        # A flow is told by the rule alone.
        return [FLOWS[row["flow_rule"]] for row in rows]
    return [row[LANDED.get(field, field)] for row in rows]


def test_every_row_of_the_text_is_landed_with_rules_that_the_book_holds(steps: Steps) -> None:
    known = {rule.id for _, rule in all_rules(load())}
    observations, mentions = steps["observations"], steps["mentions"]
    for field in RULED:
        landed = set(observations[f"{field}_rule"].drop_nulls())
        assert landed
        assert landed <= known
    assert set(mentions["disposition_rule"]) <= known
    always = [f"{field}_rule" for field in RULED if field != "completion"]
    assert observations.select(pl.any_horizontal(pl.col(always).is_null()).any()).item() is False


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.file)
def test_the_documentation_of_the_rules_is_current(language: Language) -> None:
    written = (FOLDER / language.file).read_text("utf-8")
    assert written == page(language, load()), "make rules writes it anew"
    for _, rule in all_rules(load()):
        assert f"`{rule.id}`" in written
