"""Lists: which figures make one, the names of their members, and what a list states once for all of them."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.clauses import AFTER_BOUND
from orchestration.extraction.marks import BETWEEN, TIME
from orchestration.extraction.vocabulary import CORE, MODIFIER, lead_pattern
from orchestration.lexicon import Lexicon

# What several members of a list have of, or do to, one whole; it begins with the first noun that closes a name.
_SHARE = r"(?:占[^、]*|对[^、]{2,14}的?(?:贡献率?|拉动)|拉动[^、]{2,10})"
# Quantities of which a list may name the owner once, for its first member.
_OF_ONE = "收入|支出|产值|产量|增加值|利润|利税|面积|价格|消费|投资|销售额|存款余额|贷款余额|死亡人数|受伤人数"
# Of what part of the whole a quantity is; a list may say so once.
_SCOPES = "农村|城镇|城市|民营|限上|限额以上|规上|规模以上"


def members(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Add `list` (number of the list a figure belongs to), `place_in_list` (from 0) and `list_length`.

    A figure continues the list of the one before it where nothing but a separator stands between them. `origin` and
    `origin_end` tell the figures, or whole lists of them, that a change begins and ends with.
    """
    # 分别增长 5%和 8%,10 件实事完成: after a comma another unit with a noun behind it begins something else.
    begins = (
        pl.col("before").str.ends_with(",")
        & (pl.col("unit") != pl.col("unit").shift(1))
        & (pl.col("unit") != "")
        & pl.col("after").str.contains(r"^[\u4e00-\u9fff]{2}")
        & ~pl.col("after").str.contains(f"^{AFTER_BOUND}")
    )
    # 每人每月 782 元和每人每年 7560 元
    each = "(?:每人)?(?:每?[年月日天])?"
    bare = (
        pl.col("before").str.contains(rf"^{AFTER_BOUND}?(?:[、,]|和|及|与|以及)?{each}$") & pl.col("follows") & ~begins
    )
    bare = bare.fill_null(value=False)
    return (
        figures.with_columns(bare=bare)
        .with_columns(list=(~pl.col("bare")).cum_sum())
        .with_columns(
            place_in_list=runs.position(pl.col("list")),
            list_length=pl.len().over("list"),
        )
        # Neighbours are looked at first: within `over` a shift would end at the list.
        .with_columns(_begins=_begins_change(), _closes=_closes_change())
        .with_columns(origin=pl.col("_begins").any().over("list") & pl.col("_closes").any().over("list"))
        .drop("_begins", "_closes")
        .with_columns(
            origin_end=(pl.col("origin").shift(1) & ~pl.col("origin")).fill_null(value=False).first().over("list")
        )
    )


def _begins_change() -> pl.Expr:
    """由 11 个增至 17 个, 从第 8 位升至第 5 位, 分别从 A、B 增加到 C、D: whether a change may begin with this figure."""
    return (pl.col("place_in_list") == 0) & pl.col("own").str.contains("(?:从|由)[^,;:。0-9到至]{0,8}第?$")


def _closes_change() -> pl.Expr:
    """Whether the figure is the last of its list and the next one is what a change came to."""
    reached = f"(?:至|到|为|成|居)(?:约|近|超过?|了|{TIME}|的|全[国省][第前]?)*第?$"
    ends = (pl.col("place_in_list") == 0) & pl.col("own").str.contains(f"^[^,;:。0-9]{{0,8}}{reached}")
    same = pl.col("sentence") == pl.col("sentence").shift(-1)
    return (pl.col("place_in_list") == pl.col("list_length") - 1) & same & ends.shift(-1).fill_null(value=False)


def _list_tail() -> str:
    return rf"(?:(?:{MODIFIER})?(?:{CORE}))$"


def listed(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `items`: the names of the list that the leading figure's clause states, shared parts distributed.

    Null where the clause names one thing only. 分别 parts the members from what they share.
    """
    lead = lead_pattern(lexicon)
    # 三一重工、中联重科海外营收占比达 60%, 牛羊肉、牛奶产量居全国第 1 位: a rate or rank is one of each.
    # Two ranks in a row (居第 1、第 2 位) are one for each of the names.
    in_turn = pl.col("next_before").str.contains("^位?[、和]第?$").fill_null(value=False)
    each = pl.col("unit").is_in(["%", "‰"]) | (pl.col("ranked") & ~in_turn)
    # 和 may stand inside a name (批发和零售业): it parts two only where both are quantities.
    parted = f"^[^、和及与]+、[^和及与]*(?:{CORE})$|^[^、和及与]*(?:{CORE})(?:(?:、|和|与|及)[^、和及与]*(?:{CORE}))+$"
    whole = pl.col("subject_").str.contains("等|或|占[^比]|其中|对") | ~pl.col("subject_").str.contains(parted)
    evenly = pl.col("tail").str.contains("(?:^|[^年月日人户亩])均|都|皆|分别|各|双双") | (each & ~whole)
    wanted = pl.col("list_length")
    respectively = pl.col("clause_").str.contains("分别|各自")
    versus = r"(?:比[^,;:。、重例值率]|较)[^,;:。、]{0,11}$"
    said = lexicon.any_of("level", "growth_up", "growth_down", "adverb", "tail_adverb", "min", "max", "approx")
    behind = (
        pl.col("clause_")
        .str.extract(r"(?:分别|各自)(.*)$")
        .str.replace(rf"(?:{said}|别|每人|每[年月日天]|从|由|的)+$", "")
    )
    front = pl.when(respectively).then(pl.col("clause_").str.extract(r"^(.*?)(?:分别|各自)")).otherwise("subject_")
    by_comma, by_all = pl.col("by_comma"), pl.col("by_all")
    items = (
        pl.when(by_all.list.len() == wanted)
        .then(by_all)
        .when(by_comma.list.len() == wanted)
        .then(by_comma)
        .when((wanted == 1) & evenly & (by_all.list.len() > 1))
        .then(by_all)
        .when((wanted > 1) & (by_comma.list.len() > 1))
        .then(pl.when(by_all.list.len() > by_comma.list.len()).then(by_all).otherwise(by_comma))
    )
    last = pl.col("items").list.last()
    tail_full = pl.coalesce(
        last.str.extract(rf"((?:{MODIFIER})?(?:{CORE}){_SHARE})$"),
        last.str.extract(rf"((?:{MODIFIER}){_SHARE})$"),
        last.str.extract(f"({_list_tail()})"),
        last.str.extract(rf"((?:{MODIFIER}))$"),
    ).fill_null("")
    tail_core = pl.coalesce(
        last.str.extract(rf"((?:{CORE}){_SHARE})$"),
        last.str.extract(rf"(?:{MODIFIER})({_SHARE})$"),
        last.str.extract(rf"({CORE})$"),
    ).fill_null("")
    lists = (
        figures.with_columns(next_before=pl.col("before").shift(-1))
        .filter((pl.col("place_in_list") == 0) & ((wanted > 1) | evenly))
        .select("figure", "head", "subject_", "tail", "list_length", "unit", "ranked", "next_before")
        .with_columns(clause_=pl.col("head").str.replace_all(TIME, "").str.replace(lead, ""))
        .with_columns(front=front.str.replace(versus, "").str.replace(f"(?:{lexicon.adverbs})+$", ""), behind=behind)
        .with_columns(
            # 甲、乙等绿色产品产量均增长: the kind that they are of is no part of each name.
            etc=pl.coalesce(
                pl.col("front").str.extract(rf"等[^、等]*?({CORE})$"), pl.col("front").str.extract("等([^、等]*)$")
            ),
            front=pl.col("front").str.replace(r"等([^、等]*)$", ""),
        )
        .with_columns(by_comma=pl.col("front").str.split("、"), by_all=_split_all(pl.col("front")))
        .with_columns(items=items, shared=pl.col("etc").fill_null("") + pl.col("behind").fill_null(""))
        .with_columns(tail_full=tail_full, tail_core=tail_core, tail_graded=last.str.extract("级([^级]{2,})$"))
        # As one string: joined onto its figure, a list would be copied for every figure that has none.
        .with_columns(items=pl.col("items").list.join(BETWEEN))
        .select("figure", "items", "shared", "tail_full", "tail_core", "tail_graded")
    )
    figures = figures.with_columns(next_before=pl.col("before").shift(-1))
    return (
        figures.join(lists, on="figure", how="left", maintain_order="left")
        .with_columns(shares=(wanted > 1) | (evenly & pl.col("items").is_not_null()))
        .drop("next_before")
    )


def _split_all(text: pl.Expr) -> pl.Expr:
    """Split at every separator, but not inside brackets or words that hold one: 县(市、区), 普及率, 和美乡村."""
    kept = ["普及", "惠及", "涉及", "及时", "和美", "和谐", "共和", "饱和", "总和", "参与", "平和", "中和"]
    masked = [word.replace("及", "\ue006").replace("和", "\ue007").replace("与", "\ue008") for word in kept]
    bracketed = runs.where(text, r"\(.*、")
    for _ in range(3):
        bracketed = bracketed.str.replace_all(r"(\([^()、]*)、([^()]*\))", "${1}\ue009${2}")
    whole = pl.coalesce(bracketed, text).str.replace_many(kept, masked)
    parts = whole.str.replace_all(r"以及|和|与|及|或", "、").str.split("、")
    return parts.list.eval(pl.element().str.replace_many([*masked, "\ue009"], [*kept, "、"]))


def complete_item(item: pl.Expr) -> pl.Expr:
    """A list member with what the list states once: 失业 → 失业保险参保人数."""
    closed = (
        item.str.contains(_list_tail())
        | item.str.contains("[^人]数$|[率量额值费]$|人次$")
        | item.str.contains(f"{_SHARE}$")
    )
    # 制造业 has its class word already; 失业 and 就业 are none.
    modified = item.str.contains(f"(?:{MODIFIER}|[^失就创]业)$")
    # 国家级、省级农业产业园: the grade alone parts the members.
    graded = item.str.contains("级$") & pl.col("tail_graded").is_not_null()
    # 一般公共预算收入和支出: the second quantity is of what the first is of.
    of_first = pl.col("first_item").str.extract(f"^(.{{2,}}?)(?:{_OF_ONE}|起数)$")
    bare = item.str.contains(f"^(?:{_OF_ONE})$") & (item != pl.col("first_item")) & of_first.is_not_null()
    last = pl.col("last_item")
    # 食品、药品抽检合格率: names alike in length and last character share what follows.
    twin = last.str.slice(0, pl.col("item").str.len_chars())
    alike = (
        (item != last)
        & (item.str.len_chars() <= 4)
        & (last.str.len_chars() > item.str.len_chars() + 1)
        & (twin.str.slice(-1) == item.str.slice(-1))
        & ~closed
    )
    # 适龄儿童入园率和普惠率: of whom is said once, for the first.
    first_item = pl.col("first_item")
    headed = (
        item.str.contains("^[\u4e00-\u9fff]{1,2}率$")
        & first_item.str.contains("[\u4e00-\u9fff]{3,}率$")
        & (item != first_item)
    )
    whose = first_item.str.slice(0, first_item.str.len_chars().cast(pl.Int64) - item.str.len_chars())
    # 存、贷款余额; 省、市级项目: one character parts the members, the rest is shared.
    tail = (
        pl.when((item == pl.col("item_place")) & pl.col("last_place").is_not_null())
        .then(last.str.slice(pl.col("last_place").str.len_chars()))
        .when((item.str.len_chars() == 1) & (last.str.len_chars() > 1))
        .then(last.str.slice(1))
        .when(graded)
        .then(pl.col("tail_graded"))
        .when(item.str.contains("[存贷]款$") & last.str.contains("余额$"))
        .then(pl.lit("余额"))
        .when(alike)
        .then(last.str.slice(item.str.len_chars()))
        .when(closed & last.str.contains(f"(?:{_OF_ONE}|总额|销售额)占比$") & item.str.contains(f"(?:{_OF_ONE}|总额)$"))
        .then(pl.lit("占比"))
        .when(closed)
        .then(pl.lit(""))
        .when(modified)
        .then(pl.col("tail_core"))
        .otherwise(pl.col("tail_full"))
    )
    # 农村自来水、户用卫生厕所普及率: the scope is said once, for the first.
    scope = first_item.str.extract(f"^({_SCOPES})[^、]{{2,}}")
    scoped = scope.is_not_null() & (item != first_item) & ~item.str.contains(f"^(?:{_SCOPES}|全)") & (tail != "")
    # 单位国内生产总值能耗、水耗: so is the unit of which it is reckoned.
    unit_of = first_item.str.extract(
        "^(单位(?:地区|国内)?(?:生产总值|GDP|工业增加值)|万元(?:地区|国内)?(?:生产总值|GDP))"
    )
    reckoned = unit_of.is_not_null() & (item != first_item) & item.str.contains("^[\u4e00-\u9fff]{2,5}$")
    item = pl.when(reckoned).then(unit_of + item).otherwise(item)
    item = pl.when(scoped).then(scope + item).otherwise(item)
    return pl.when(bare).then(of_first + item).when(headed).then(whose + item).otherwise(item + tail) + pl.col("shared")


def ratio_parts() -> pl.Expr:
    """Names for the parts of a three-part ratio: it is that of the three industries."""
    return pl.lit(["第一产业占比", "第二产业占比", "第三产业占比"])
