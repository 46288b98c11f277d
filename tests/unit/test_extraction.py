"""The table of labelled sentences, and properties that hold for any text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import extract_text

CASES: list[dict[str, Any]] = [
    case
    for table in ("extraction_cases.yml", "fresh_cases.yml", "frame_cases.yml")
    for case in yaml.safe_load(Path(__file__).with_name(table).read_text("utf-8"))
]
REVIEW, PLAN = "一、2024年计划执行情况\n", "二、2025年主要预期目标\n"
DEFAULTS = ["level", "exact", "2024", "actual", "重庆市"]
NUMBER = re.compile(r"[\d.,]+")
COLUMNS = ["indicator", "value", "value_max", "unit", "measure", "bound", "period", "status", "region"]
Row = tuple[Any, ...]


def _heading(case: dict[str, Any]) -> str:
    if case.get("whole"):
        return ""
    year = case.get("year", 2025)
    return (PLAN if case.get("plan") else REVIEW).replace("2025", str(year)).replace("2024", str(year - 1))


def expected(row: str) -> Row:
    fields = [field.strip().strip("'") for field in row.split("|")]
    indicator, value, unit, *rest = fields
    low, _, high = value.partition("..")
    name = None if indicator == "null" else indicator
    return (name, float(low), float(high) if high else None, unit, *rest, *DEFAULTS[len(rest) :])


@pytest.fixture(scope="module")
def labelled() -> dict[str, list[Row]]:
    """The rows of every case, from one extraction, as rows do not depend on the batch they stand in."""
    from orchestration.extraction.pipeline import extract

    reports = pl.DataFrame(
        {
            "report_id": [f"{number:016x}" for number in range(len(CASES))],
            "text": [_heading(case) + case["text"] for case in CASES],
            "region": [case.get("region", "重庆市") for case in CASES],
            "report_year": [case.get("year", 2025) for case in CASES],
            "kind": [case.get("kind", "plan_report") for case in CASES],
        },
        schema_overrides={"report_year": pl.Int32},
    )
    found = extract(reports).observations.sort("report_id", "start", "observation_id")
    rows: dict[str, list[Row]] = {case["name"]: [] for case in CASES}
    for report_id, *row in found.select("report_id", *COLUMNS).rows():
        rows[CASES[int(report_id, 16)]["name"]].append(tuple(row))
    return rows


def parameters(case: dict[str, Any]) -> Any:
    """A case whose `limit` says what the rules cannot do yet must fail, so that none stays listed that they can."""
    limit = case.get("limit")
    return pytest.param(case, id=case["name"], marks=[pytest.mark.xfail(reason=limit, strict=True)] if limit else [])


@pytest.mark.parametrize("case", [parameters(case) for case in CASES])
def test_labelled_sentences(case: dict[str, Any], labelled: dict[str, list[Row]]) -> None:
    assert labelled[case["name"]] == [expected(row) for row in case["rows"]]


def test_cases_are_told_apart_by_name() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)


texts = st.lists(st.sampled_from([case["text"] for case in CASES if "\n" not in case["text"]]), min_size=1, max_size=4)


@settings(max_examples=10, deadline=None)
@given(texts)
def test_spans_are_the_numbers_and_the_ledger_is_whole(sentences: list[str]) -> None:
    text = REVIEW + "\n".join(sentences)
    found = extract_text(text)
    narrow = text.translate({ord("０") + digit: str(digit) for digit in range(10)} | {ord("．"): ".", ord("，"): ","})
    for start, end, written in found.observations.select("start", "end", "written").rows():  # type: ignore[attr-defined]
        source = "".join(narrow[start:end].split()).replace("％", "%")
        figure = NUMBER.match(written)
        assert source.startswith(figure[0]) if figure else len(source) == len(written)
    covered = [0] * len(text)
    for start, end in found.number_mentions.select("start", "end").rows():  # type: ignore[attr-defined]
        for position in range(start, end):
            covered[position] += 1
    assert all(covered[at] == 1 for at, character in enumerate(narrow) if character.isdecimal() and character < "：")


@settings(max_examples=10, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_white_space_between_words_changes_no_row(sentences: list[str], random: Any) -> None:
    text = REVIEW + "\n".join(sentences)
    spaced = "".join(
        character + (" " if random.random() < 0.2 and not (character.isascii() or character.isdigit()) else "")
        for character in text
    )
    plain, wide = (extract_text(each).observations.select(COLUMNS) for each in (text, spaced))  # type: ignore[attr-defined]
    assert wide.rows() == plain.rows()


def test_rows_do_not_depend_on_the_batch() -> None:
    from orchestration.extraction.pipeline import extract

    reports = pl.DataFrame(
        {
            "report_id": [f"{number:016x}" for number in range(len(CASES))],
            "text": [REVIEW + case["text"] for case in CASES],
            "region": ["重庆市", "成都市"] * (len(CASES) // 2) + ["重庆市"] * (len(CASES) % 2),
            "report_year": [2020 + number % 6 for number in range(len(CASES))],
            "kind": ["plan_report"] * len(CASES),
        },
        schema_overrides={"report_year": pl.Int32},
    )
    whole = extract(reports)
    sizes = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, reports.height)
    cuts = [sum(sizes[:at]) for at in range(len(sizes))]
    parts = [extract(reports[begin : begin + size]) for begin, size in zip(cuts, sizes, strict=True)]
    for table in ("sentences", "number_mentions", "observations"):
        alone = pl.concat([getattr(part, table) for part in parts])
        key = alone.columns[0]
        assert getattr(whole, table).sort(key).rows() == alone.sort(key).rows()


def test_a_report_without_a_figure_gives_no_row() -> None:
    found = extract_text("各位代表：\n大家好。")
    assert found.observations.is_empty()  # type: ignore[attr-defined]
    assert found.number_mentions.is_empty()  # type: ignore[attr-defined]


def test_an_empty_batch_gives_empty_frames() -> None:
    from orchestration.extraction.pipeline import extract

    found = extract_text("增长5%。")
    nothing = pl.DataFrame(
        schema={
            "report_id": pl.String,
            "text": pl.String,
            "region": pl.String,
            "report_year": pl.Int32,
            "kind": pl.String,
        }
    )
    empty = extract(nothing)
    assert empty.observations.schema == found.observations.schema  # type: ignore[attr-defined]
    assert empty.observations.is_empty()


FRAMES = """一、过去五年工作回顾
全县新建书屋300座。
两年来，改造水渠80公里。
全县新修公路90公里。
刚刚过去的2025年，粮食产量20万吨。
二、“十五五”时期主要目标
城镇化率达到60%。
三、2026年工作安排
新建书屋40座。"""


def test_every_sentence_says_what_years_it_speaks_of_and_by_what_words() -> None:
    found: Any = extract_text(FRAMES, report_year=2026, kind="work_report")
    shown = found.sentences.select("part", "frame", "frame_evidence").rows()
    assert shown == [
        ("review", "2021-2025", "过去五年"),
        ("review", "2021-2025", "过去五年"),
        ("review", "2024-2025", "两年来"),
        # What held for one paragraph is no evidence in the next.
        ("review", "2021-2025", "过去五年"),
        ("review", None, "刚刚过去的2025年"),
        ("plan", "2026-2030", "“十五五”时期"),
        ("plan", "2026-2030", "“十五五”时期"),
        ("plan", None, "2026年"),
        ("plan", None, "2026年"),
    ]


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("产值568·3亿元", 568.3, "亿元"),
        ("用电量增长l2.5%", 12.5, "%"),
        ("用电量增长8，4%", 8.4, "%"),
        ("税收1O.5亿元", 10.5, "亿元"),
        ("用电量增长5l.2%", 51.2, "%"),
        ("补助资金25l亿元", 251.0, "亿元"),
    ],
)
def test_a_digit_that_recognition_took_for_another_sign_is_repaired_and_told(
    written: str, value: float, unit: str
) -> None:
    text = f"全市{written}，其他工作有序推进。"
    (row,) = extract_text(text).observations.to_dicts()  # type: ignore[attr-defined]
    assert (row["value"], row["unit"]) == (value, unit)
    assert "digits_repaired" in row["flags"]
    assert text[row["start"] : row["end"]] in written


@pytest.mark.parametrize(
    "written",
    [
        "棉花、油料产量分别增长8，4%",
        "纪念9·18活动参加5万人",
        "I类企业产值5亿元",
        "新增5G基站3万座",
        "使用iOS15系统5万台",
    ],
)
def test_where_two_readings_are_possible_nothing_is_repaired(written: str) -> None:
    found = extract_text(f"全市{written}。")
    assert not any("digits_repaired" in flags for flags in found.observations["flags"])  # type: ignore[attr-defined]
