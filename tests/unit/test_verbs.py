"""Which names tell a deed, by the dictionary of parts of speech."""

from __future__ import annotations

import polars as pl
import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.extraction import verbs
from orchestration.lexicon import load
from tests.conftest import extract_text

# In a review of five years each of these counts what was done over all of them. No word list holds their verbs.
DONE = {
    "削减农业用水3亿立方米": "削减农业用水",
    "市技术研究院共建联合实验室40家": "市技术研究院共建联合实验室",
    "免费送戏下乡2万场": "免费送戏下乡",
    "认证绿色产品300个": "认证绿色产品",
    "职业院校毕业生留县就业5万人": "职业院校毕业生留县就业",
}
# And each of these stands at their end, though the dictionary finds a verb in most of the names.
STANDING = {
    "规上工业企业营收3万亿元": "规上工业企业营收",
    "认证机构60家": "认证机构",
    "输电线路总长2万公里": "输电线路总长",
    "通用机场4座": "通用机场",
    "电动汽车充电设施9000个": "电动汽车充电设施",
    "高端装备制造企业260家": "高端装备制造企业",
    "长期护理保险试点覆盖80万人": "长期护理保险试点覆盖",
    "国际货运航线连通国家和地区45个": "国际货运航线连通国家和地区",
}


def told(*names: str | None) -> list[bool]:
    frame = pl.LazyFrame({"name": names}, schema={"name": pl.String})
    return verbs.with_deeds(frame, "name", "deed", load()).collect()["deed"].to_list()


@pytest.mark.parametrize("text", [*DONE, *STANDING])
def test_a_deed_counts_over_the_span_and_a_standing_at_its_end(text: str) -> None:
    found = extract_text(f"五年来，{text}。", report_year=2026)
    (row,) = found.observations.to_dicts()  # type: ignore[attr-defined]
    assert row["indicator"] == {**DONE, **STANDING}[text]
    assert row["period"] == ("2021-2025" if text in DONE else "2025")


NAMES = st.text(st.characters(exclude_categories=["Cs"])) | st.text("降低企业负担就业GDP5% .。、\n\r\u2028")


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES | st.sampled_from([*DONE.values(), *STANDING.values()])))
def test_a_name_is_judged_by_itself(names: list[str]) -> None:
    assert told(*names) == [told(name)[0] for name in names]


def test_where_there_is_no_name_no_deed_is_told() -> None:
    assert told() == []
    assert told(None, "") == [False, False]
    assert told(None, "免费送戏下乡", None) == [False, True, False]


def test_the_dictionary_parts_names_at_line_ends_and_tags_verbs() -> None:
    """What is relied on of the dictionary: a line end is a word of its own, and tags are those of ICTCLAS."""
    assert rjieba.tag("降低负担\n降低") == [("降低", "v"), ("负担", "v"), ("\n", "x"), ("降低", "v")]
