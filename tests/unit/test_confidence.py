"""Confidence is the share of labelled rows that were right among rows made alike."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from benchmarks import calibrate
from orchestration.extraction.confidence import name_class
from orchestration.lexicon import NAME_CLASSES, load
from orchestration.schema import ATTRIBUTIONS
from tests.conftest import SHARED, extract_text

needs_labels = pytest.mark.skipif(
    not (SHARED / "gold" / "passages.tsv").is_file(), reason=f"{SHARED} does not hold the labelled passages"
)


@pytest.mark.parametrize(
    ("row", "of_class"),
    [
        ({"indicator": "粮食产量"}, "registered"),
        ({"indicator": "全市地区生产总值增速", "measure": "growth"}, "registered"),
        ({"indicator": "地区生产总值增速", "measure": "rank"}, "plain"),
        ({"indicator": "企业"}, "bare"),
        ({"indicator": None}, "bare"),
        ({"indicator": "新建书屋"}, "short"),
        ({"indicator": "新建乡村书屋"}, "plain"),
        ({"indicator": "新建乡村书屋", "bound": "min"}, "bounded"),
        ({"indicator": "新建乡村书屋、村史馆", "bound": "min"}, "joined"),
        ({"indicator": "新建乡村书屋和村史馆"}, "plain"),
        ({"indicator": "乡" * 19}, "plain"),
        ({"indicator": "乡" * 20}, "long"),
        ({"indicator": "粮食产量", "flags": "unit_missing"}, "doubted"),
        ({"indicator": "新建乡村书屋", "flags": "estimated,run_together"}, "doubted"),
        ({"indicator": "新建乡村书屋", "flags": "characters_converted,digits_broken"}, "doubted"),
        ({"indicator": "新建乡村书屋", "flags": "estimated,name_carried"}, "plain"),
        ({"indicator": "新建乡村书屋", "flags": "region_unknown,characters_converted"}, "plain"),
        # A flag that is new casts doubt until someone says that it does not.
        ({"indicator": "粮食产量", "flags": "not_estimated"}, "doubted"),
    ],
)
def test_a_row_is_of_one_class(row: dict[str, Any], of_class: str) -> None:
    frame = pl.DataFrame(
        {"measure": "level", "bound": "exact", "flags": "", **row}, schema_overrides={"indicator": str}
    )
    assert frame.select(name_class(load())).item() == of_class


def test_every_row_has_the_confidence_of_its_attribution_and_class() -> None:
    rows: pl.DataFrame = extract_text(  # type: ignore[attr-defined]
        "全市粮食产量达到110万吨，增长5%。新增6家三级医院。花椒、柠檬产量分别增长4%、3.3%。农产品深加工产值380亿5千万 元。"
    ).observations
    shares = {(row["attribution"], row["name_class"]): float(row["confidence"]) for row in load().confidence.to_dicts()}
    found = rows.with_columns(name_class=name_class(load())).to_dicts()
    # Tables come beside the text; `test_tables.py` holds them.
    assert {row["attribution"] for row in found} == set(ATTRIBUTIONS) - {"table"}
    assert [row["confidence"] for row in found] == [shares[row["attribution"], row["name_class"]] for row in found]


def labelled(*counts: tuple[str, str, int, int]) -> pl.DataFrame:
    """Labelled rows: for each attribution and class so many right and so many wrong, each of a report of its own."""
    rows = [(rule, of_class, right) for rule, of_class, good, bad in counts for right in [True] * good + [False] * bad]
    frame = pl.DataFrame(rows, schema=["attribution", "name_class", "right"], orient="row")
    return frame.with_columns(file=pl.format("{}.txt", pl.int_range(pl.len())))


def test_what_is_often_labelled_shows_its_share_and_what_is_not_what_its_kind_lets_expect() -> None:
    rows = labelled(("subject", "plain", 900, 100), ("object", "plain", 500, 500), ("subject", "bare", 1, 9))
    table = calibrate.shares(rows)
    assert table.select("attribution", "name_class").rows() == [
        (attribution, each) for attribution in ATTRIBUTIONS for each in NAME_CLASSES
    ]
    share = {(rule, each): confidence for rule, each, *_, confidence in table.iter_rows()}
    assert share["subject", "plain"] == pytest.approx(0.9, abs=0.01)
    assert share["object", "plain"] == pytest.approx(0.5, abs=0.01)
    # Ten rows of which one is right do not make one in ten, but far less than the nine of its attribution.
    assert 0.1 < share["subject", "bare"] < 0.5
    # Never labelled together: less than either alone lets expect. Nothing known at all is far from both ends.
    assert share["object", "bare"] < share["subject", "bare"]
    assert 0.2 < share["list", "long"] < 0.8


def test_what_is_promised_is_set_beside_what_held() -> None:
    rows = pl.DataFrame({"confidence": [0.92, 0.94, 0.5, 0.5], "right": [True, False, True, True]})
    table = calibrate.reliability(rows)
    assert table.rows() == [(0.0, 0.5, 0.5, 1.0), (0.9, 0.5, pytest.approx(0.93), 0.5)]
    assert calibrate.error(table) == pytest.approx((0.5 + 0.43) / 2)


def test_no_row_is_judged_by_a_table_that_its_report_is_in() -> None:
    # Two reports, one row each, so that each is judged by the other alone.
    judged = calibrate.unused(labelled(("list", "plain", 1, 1)))
    assert judged.height == 2 * calibrate.PARTINGS
    wrong, right = judged.group_by("right").agg(pl.col("confidence").unique()).sort("right")["confidence"].to_list()
    assert right[0] < 0.5 < wrong[0]
    assert len(right) == len(wrong) == 1


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return calibrate.labelled_rows(SHARED)


@needs_labels
def test_the_seed_is_what_the_labels_say(rows: pl.DataFrame) -> None:
    written = pl.read_csv(calibrate.SEED)
    difference = calibrate.shares(rows).join(written, on=written.columns, how="anti")
    assert difference.is_empty(), f"the rules have changed since the seed was made: run `make calibrate`: {difference}"
    for page, text in calibrate.told(rows).items():
        assert text in page.read_text("utf-8"), f"{page.name}: run `make calibrate`"


@needs_labels
def test_confidence_holds_on_reports_that_it_was_not_measured_on(rows: pl.DataFrame) -> None:
    held = calibrate.unused(rows)
    table = calibrate.reliability(held)
    assert calibrate.error(table) <= 0.03, table
    called = held.filter(pl.col("confidence").is_between(0.85, 0.95))
    assert called["right"].mean() == pytest.approx(called["confidence"].mean(), abs=0.02), table
    # It tells rows apart: those of the lowest bin are wrong far more often than those of the highest.
    assert table["right"][0] + 0.25 < table["right"][-1], table
    assert table["right"][-1] >= 0.95, table
