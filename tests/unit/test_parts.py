"""A name is taken apart into concept, activity, scope and aspect; names with the same parts are one indicator."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.identity.parts import PARTS, with_parts, without_place
from orchestration.identity.registry import identified, registry
from orchestration.lexicon import SEEDS, load

PLACES = {"place": pl.String, "short_place": pl.String, "abbreviation": pl.String}
NAMES = {"indicator": pl.String, "measure": pl.String, "unit": pl.String, "region": pl.String}


def of(*names: str, measure: str = "level", unit: str = "", region: str | None = "重庆市") -> pl.DataFrame:
    rows = [{"indicator": name, "measure": measure, "unit": unit, "region": region} for name in names]
    return identified(pl.DataFrame(rows, schema=NAMES), load())


def parts(name: str, **context: str) -> tuple[str, ...]:
    return of(name, **context).select(PARTS).row(0)


def code(name: str, **context: str) -> str | None:
    found: str | None = of(name, **context)["indicator_code"].item()
    return found


@pytest.mark.parametrize(
    ("name", "concept", "activity", "scope", "aspect"),
    [
        ("新建渔光码头", "渔光码头", "建设", "", ""),
        ("累计建成渔光码头", "渔光码头", "建设", "", ""),
        ("渔光码头建成投用", "渔光码头", "建设", "", ""),
        ("新开工改造渔光码头", "渔光码头", "改造", "", ""),
        ("全市规上渔具制造业增加值", "渔具制造业", "", "规模以上", "增加值"),
        ("重庆渔具产量", "渔具", "", "", "产量"),
        ("生产渔具", "渔具", "", "", "产量"),
        ("渔具产值占规上工业产值的比重", "渔具", "", "", "产值占规模以上工业比重"),
        ("渔具增加值占GDP比重", "渔具", "", "", "增加值占地区生产总值比重"),
        ("渔具费用与GDP的比率", "渔具费用", "", "", "占地区生产总值比重"),
        ("渔具产值占比", "渔具", "", "", "产值占比"),
        ("省级重点渔港项目", "渔港项目", "", "省级、重点", ""),
        ("重点省级渔港项目", "渔港项目", "", "省级、重点", ""),
        ("新增国家级“渔光”企业数量", "渔光企业", "新增", "国家级", ""),
        # What is left must still name a thing.
        ("投资", "投资", "", "", ""),
        ("新增投资", "投资", "新增", "", ""),
        ("建成区绿化", "建成区绿化", "", "", ""),
    ],
)
def test_a_name_is_taken_apart(name: str, concept: str, activity: str, scope: str, aspect: str) -> None:
    assert parts(name) == (concept, activity, scope, aspect)


@pytest.mark.parametrize(
    "names",
    [
        ["建设高标准农田", "建成高标准农田", "新建改造高标准农田", "新建和改造提升高标准农田", "高标准农田建设"],
        ["经济增长", "地区生产总值", "GDP", "经济总量"],
        ["农民收入", "农村居民人均可支配收入", "农村常住居民人均可支配收入", "农村居民收入"],
        ["全社会用电量", "用电量", "全社会用电"],
        ["规上工业增加值", "规模以上工业增加值", "规模工业增加值", "规模以上工业企业增加值"],
        ["研发经费投入", "全社会研发经费支出", "R&D经费支出"],
        ["研发投入强度", "全社会研发投入强度", "研发经费支出占地区生产总值比重", "R&D经费投入强度"],
        ["国家专精特新小巨人企业", "国家级专精特新“小巨人”企业", "专精特新“小巨人”"],
        ["PM2.5平均浓度", "细颗粒物(PM2.5)年均浓度", "PM2.5浓度"],
    ],
)
def test_names_that_say_the_same_are_one_registered_indicator(names: list[str]) -> None:
    found = of(*names)["indicator_code"].to_list()
    assert found[0] is not None
    assert set(found) == {found[0]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("研发经费投入", "研发投入强度"),
        ("城镇登记失业率", "城镇调查失业率"),
        ("居民收入", "农村居民收入"),
        ("规上工业增加值", "工业增加值"),
        ("高标准农田", "新建高标准农田"),
        ("经营主体", "新增经营主体"),
        ("新增经营主体", "净增经营主体"),
        ("工业投资", "工业增加值"),
        ("高技术制造业增加值", "高新技术产业增加值"),
        ("数字经济增加值", "数字经济核心产业增加值"),
        ("粮食产量", "粮食播种面积"),
        ("一般公共预算收入", "一般公共预算支出"),
    ],
)
def test_names_that_only_sound_alike_are_two_indicators(one: str, other: str) -> None:
    first, second = of(one, other)["indicator_code"].to_list()
    assert first is not None
    assert second is not None
    assert first != second


def test_a_unit_tells_the_quantity_that_a_name_leaves_out() -> None:
    assert code("粮食", unit="亿斤") == "grain_output"
    assert code("民间投资", unit="%") == "private_investment_share"
    assert code("民间投资", unit="亿元") == "private_investment"
    assert code("民间投资", unit="%", measure="growth") == "private_investment"
    assert parts("渔光码头", unit="亿元")[3] == "金额"
    assert parts("渔光码头", unit="%")[3] == "占比"
    assert parts("渔光码头", unit="%", measure="growth")[3] == ""


def test_a_figure_whose_unit_cannot_be_is_none_of_the_indicator() -> None:
    assert code("改造老旧小区", unit="个") == "old_estates"
    assert code("改造老旧小区", unit="公里") is None


def test_counts_in_other_words_are_one_indicator() -> None:
    assert {code("高新技术企业", unit=unit) for unit in ("家", "户", "个", "万家")} == {"hightech_firms"}


def test_growth_is_of_the_quantity_that_grows() -> None:
    assert code("地区生产总值增速", measure="growth", unit="%") == "gdp"
    assert parts("渔具增速", measure="rank", unit="位")[0] == "渔具"


def test_a_name_that_leans_on_others_is_bare() -> None:
    found = of("总量", "项目", "渔光码头", "总量", region=None)
    assert found["is_bare"].to_list() == [True, True, False, True]


def read(names: pl.Series) -> pl.DataFrame:
    """The parts of names by the tables of words alone, whatever is registered."""
    nowhere = pl.DataFrame({"indicator": names, **dict.fromkeys(PLACES)}, schema_overrides=PLACES)
    bare = nowhere.lazy().with_columns(bare=without_place(), is_change=pl.lit(value=False))
    return with_parts(bare, load()).select(PARTS).collect()


def test_each_value_of_the_parts_is_read_from_its_example() -> None:
    values = load().part_values
    found = values.hstack(read(values["example"])).filter(pl.col("value") != "").to_dicts()
    wrong = [(row["example"], row["value"]) for row in found if row["value"] not in row[row["part"]].split("、")]
    assert wrong == []


def test_the_parts_of_the_registry_are_what_its_names_are_read_as() -> None:
    table = load().indicators
    found = table.select("indicator_code", "name_zh").hstack(read(table["name_zh"]))
    different = found.join(table, on=["indicator_code", *PARTS], how="anti")
    assert different.rows() == []


def test_each_registered_name_is_read_as_its_own_indicator() -> None:
    table = load().indicators
    found = of(*table["name_zh"], region=None)
    wrong = [
        (code, name, read)
        for code, name, read in zip(table["indicator_code"], table["name_zh"], found["indicator_code"], strict=True)
        if code != read
    ]
    assert wrong == []


def test_each_alias_comes_to_its_indicator() -> None:
    aliases = load().aliases
    found = of(*aliases["alias"], region=None)
    wrong = [
        (alias, told, read)
        for alias, told, read in zip(aliases["alias"], aliases["indicator_code"], found["indicator_code"], strict=True)
        if told != read
    ]
    assert wrong == []


def test_a_definition_says_where_it_comes_from() -> None:
    table = load().indicators
    assert table.filter((pl.col("definition") == "") != (pl.col("source") == "")).height == 0
    headlines = load().indicators.join(pl.read_csv(SEEDS / "headline_indicators.csv"), on="indicator_code", how="semi")
    assert headlines.filter(pl.col("definition") == "")["name_zh"].to_list() == []


def test_what_is_noted_as_no_indicator_is_not_registered() -> None:
    known = registry(load()).filter((pl.col("activity") == "") & (pl.col("scope") == "") & (pl.col("aspect") == ""))
    assert set(load().no_indicators["concept"]) & set(known.collect()["concept"]) == set()


names = st.text(
    alphabet="新增建设规上工业农村投资占比的GDP率产量、()“” 12%项目重庆", min_size=1, max_size=14
) | st.text(min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(names, min_size=1, max_size=6, unique=True))
def test_every_name_has_parts_whatever_stands_beside_it(written: list[str]) -> None:
    together = of(*written)
    assert together.height == len(written)
    assert together.select(pl.any_horizontal(pl.col(*PARTS, "plain").is_null()).any()).item() is False
    alone = pl.concat([of(name) for name in written])
    assert together.equals(alone)
