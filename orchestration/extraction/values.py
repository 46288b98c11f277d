"""Value, unit, measure and bound of each figure."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import lists, runs, vocabulary
from orchestration.extraction.attribution import repeated
from orchestration.extraction.benchmarks import negative
from orchestration.extraction.mentions import NUMBER
from orchestration.lexicon import Lexicon


def ratios(frame: pl.LazyFrame) -> pl.LazyFrame:
    """三次产业结构比 6.6:40.2:53.2 → a row for each part, in per cent."""
    ratio = pl.col("token").str.contains(rf"^{NUMBER}(?::{NUMBER}){{2,}}$")
    three = ratio & (pl.col("token").str.count_matches(":") == 2)
    return (
        frame.with_columns(ratio=ratio)
        .with_columns(part_=pl.when(ratio).then(pl.col("token").str.split(":")).otherwise(pl.concat_list("token")))
        .with_columns(part_name=pl.when(three).then(lists.ratio_parts()))
        .with_columns(nth_part=pl.int_ranges(pl.col("part_").list.len()))
        .with_columns(
            part_at=pl.col("part_")
            .list.eval(pl.element().str.len_chars().cast(pl.Int64) + 1)
            .list.eval(pl.element().cum_sum() - pl.element())
        )
        .explode("part_", "nth_part", "part_at")
        .with_columns(at=pl.when("ratio").then(pl.col("at") + pl.col("part_at")).otherwise("at"))
        .with_columns(
            to=pl.when("ratio").then(pl.col("at") + pl.col("part_").str.len_chars().cast(pl.Int64)).otherwise("to")
        )
        .with_columns(
            indicator=pl.when(pl.col("part_name").is_not_null())
            .then(pl.col("part_name").list.get(pl.col("nth_part"), null_on_oob=True))
            .otherwise("indicator"),
            unit=pl.when(pl.col("ratio")).then(pl.lit("%")).otherwise("unit"),
            token=pl.col("part_"),
            written=pl.when("ratio").then("part_").otherwise("written"),
        )
        .drop("part_", "part_name")
    )


def valued(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Value, unit, measure, bound and status."""
    token = pl.col("token")
    first = token.str.replace_all(",", "").str.replace("[^0-9.].*$", "").cast(pl.Float64)
    # 占全国 1/3.
    parts = token.str.extract_groups("^([1-9])/([1-9][0-9]?)$")
    first = pl.coalesce(parts.struct.field("1").cast(pl.Float64) / parts.struct.field("2").cast(pl.Float64), first)
    # The second number of a range, past the unit that may follow the first: 5%—6%.
    second = (
        runs.where(token, r"[—\-~至到]")
        .str.extract(rf"^{NUMBER}[^—\-~至到0-9]*[—\-~至到]({NUMBER})")
        .str.replace_all(",", "")
        .cast(pl.Float64)
    )
    own_unit = pl.col("unit").str.replace(rf"^.*[—\-~至到]{NUMBER}|^/[0-9]+$", "")
    last_unit = pl.col("own_unit").last().over("list")
    elided = (pl.col("list_length") > 1) & (
        (pl.col("own_unit") == "") | ((pl.col("own_unit") == "个") & last_unit.str.contains("百分点"))
    )
    # 增长 4.5 个、提高 0.7 个百分点: half a point cannot be counted.
    elided = elided | (
        (pl.col("own_unit") == "个")
        & token.str.contains(".", literal=True)
        & pl.col("own_unit").shift(-1).str.contains("百分点")
        & (pl.col("sentence") == pl.col("sentence").shift(-1))
    )
    last_unit = pl.when(pl.col("list_length") > 1).then(last_unit).otherwise(pl.col("own_unit").shift(-1))
    level, up, down = (lexicon.any_of(role) for role in ("level", "growth_up", "growth_down"))
    change = pl.col("tail").str.replace_all(level, "")
    closing = pl.col("tail").str.contains(f"(?:{level})(?:约|近|超过?|了)?$")
    moved = change.str.contains(f"{up}|{down}")
    # 增速、涨幅 state a growth even where a level word follows: 涨幅控制在 3%以内.
    is_rate_noun = pl.col("tail").str.contains("增速|增幅|涨幅|降幅|跌幅|幅度|增长率|增长速度")
    # 缩短三分之一 is a fall by a third.
    fraction = token.str.contains("^[0-9]+/[0-9]+$")
    relative = pl.col("unit").is_in(["%", "‰", "倍", "成", "番"]) | fraction
    points = pl.col("unit").str.contains("百分点|千分点|基点")
    # 拉动增长 2 个百分点 is a share of the growth; 占比提高 2 个百分点 is a change.
    # 平均压减时间 58%: a verb of falling before a share says by how much it fell.
    cut_by = relative & pl.col("subject").str.contains(
        "^(?:平均|累计|总体)*(?:压减|压缩|缩短|减少|降低|精简|核减)[^,]{2,}$"
    )
    contributed = pl.col("head").str.contains("拉动") | (
        pl.col("head").str.contains("贡献") & ~pl.col("head").str.contains("贡献率")
    )
    compared = pl.col("compared").fill_null("")
    # 保持 8%左右的增长, 实现两位数增长
    grows_after = relative & pl.col("after").str.contains(
        "^(?:左右|以上|以内|上下)?的?(?:较快|中高速|正|稳定|持续)?(?:增长|增速|增幅|涨幅)(?:[,;。、]|$)"
    )
    still = pl.col("written") == "持平"
    grew = moved & (
        ~closing | is_rate_noun | pl.col("tail").str.contains(f"(?:{up}|{down})(?:{lexicon.adverbs})*(?:达到?|约)$")
    )
    measure = (
        pl.when(pl.col("ranked") & (compared.is_in(["rank", ""])))
        .then(pl.lit("rank"))
        .when(compared == "gap")
        .then(pl.lit("difference"))
        .when(compared == "versus")
        .then(
            pl.when(relative & ~pl.col("verb").str.contains("^(?:高出?|低|快|慢|多|少)$"))
            .then(pl.lit("growth"))
            .otherwise(pl.lit("difference"))
        )
        .when(points)
        .then(pl.when(contributed).then(pl.lit("level")).otherwise(pl.lit("difference")))
        .when(relative & pl.col("indicator").str.contains("(?:增长|增速|增幅|涨幅)(?:预期)?目标$"))
        .then(pl.lit("growth"))
        .when((relative & grew) | cut_by | (pl.col("unit") == "番") | pl.col("grows_after") | still)
        .then(pl.lit("growth"))
        .when(moved & ~closing & (pl.col("unit") != "") & ~relative)
        .then(pl.lit("difference"))
        .otherwise(pl.lit("level"))
    )
    about = lexicon.any_of("approx")
    # The leftmost match is the longest word: 不低于 is not 低于, 不超过 is not 超过.
    bounds = lexicon.any_of("min", "max")
    bound_word = runs.where(pl.col("own_tail"), bounds).str.extract(f"({bounds})(?:{lexicon.adverbs}|了)*$")
    after = pl.col("after")
    bound = (
        pl.when(pl.col("value_max").is_not_null())
        .then(pl.lit("range"))
        .when(pl.col("written").is_in(["过半", "两位数"]) | after.str.contains("^[”》]?(?:以上|及以上|之上)"))
        .then(pl.lit("min"))
        .when(after.str.contains("^[”》]?(?:以内|以下|之内|及以下)"))
        .then(pl.lit("max"))
        .when(after.str.contains("^[”》]?(?:左右|上下)"))
        .then(pl.lit("approx"))
        .when(still & pl.col("clause").str.contains("(?:基本|大体|大致|总体)$"))
        .then(pl.lit("approx"))
        .when(token.str.contains("[余多]") | pl.col("own_tail").str.contains("(?:[迈跨登站跃]上|[迈跨]过|跨越)了?$"))
        .then(pl.lit("min"))
        # 跻身全国前 20 名.
        .when(pl.col("ranked") & pl.col("own").str.contains("前$"))
        .then(pl.lit("max"))
        .when(
            pl.col("own_tail").str.contains(f"{about}[^{about[3:-1][0]}]*$")
            & pl.col("own_tail").str.contains(f"{about}$")
        )
        .then(pl.lit("approx"))
        .when(bound_word.is_in(lexicon.of_role("max")))
        .then(pl.lit("max"))
        .when(bound_word.is_in(lexicon.of_role("min")))
        .then(pl.lit("min"))
        .otherwise(pl.lit("exact"))
    )
    frame = (
        frame.with_columns(own_unit=own_unit, grows_after=grows_after & ~still)
        .with_columns(unit=pl.when(elided).then(last_unit).otherwise("own_unit"))
        .with_columns(value=first, value_max=second, change=change)
        .with_columns(own_tail=pl.when(pl.col("place_in_list") > 0).then(pl.lit("")).otherwise(pl.col("clause")))
        .with_columns(measure=measure, bound_=bound)
    )
    frame = (
        repeated(frame.drop("repeated"), "measure")
        .with_columns(
            measure=pl.when("quoted").then("repeated").fill_null(pl.col("measure")), bound=_of_list(pl.col("bound_"))
        )
        .with_columns(falls=(negative(lexicon) | cut_by) & ((pl.col("measure") != "level") | pl.col("minus")))
    )
    # 制造业增速提高 10.6 个百分点: what changed is the rate of growth.
    rate = pl.col("tail").str.extract("^(增速|增幅|涨幅|增长率)")
    of_rate = (
        (pl.col("measure") == "difference")
        & rate.is_not_null()
        & ~pl.col("indicator").str.contains("(?:增速|增幅|涨幅|率)$")
    )
    # 规上工业增加值增速高于全国: a gap measures what the clause before it does.
    quantity = pl.col("indicator").str.contains(f"{vocabulary.quantity(lexicon)}$")
    of_rate = of_rate & (pl.col("compared").is_null() | ~quantity)
    frame = frame.with_columns(indicator=pl.when(of_rate).then(pl.col("indicator") + rate).otherwise("indicator"))
    sign = pl.when(pl.col("falls")).then(-1.0).otherwise(1.0)
    return frame.with_columns(
        value=pl.col("value") * sign,
        value_max=pl.col("value_max") * sign,
        unit=pl.when(pl.col("measure") == "rank").then(pl.lit("位")).otherwise(pl.col("unit")),
    )


def _of_list(bound: pl.Expr) -> pl.Expr:
    """分别超 98.5%和 99%, 分别增长 5%和 7%左右: a bound said before the first or behind the last holds for all."""
    lone = pl.col("list_length") == 1
    in_turn = pl.col("head").str.contains("分别|各自").any().over("list")
    before = pl.when(pl.col("place_in_list") == 0).then(bound)
    first = before.filter(before.is_in(["min", "max", "approx"])).first().over("list")
    behind = pl.when(pl.col("place_in_list") == pl.col("list_length") - 1).then(bound)
    last = behind.filter(behind.is_in(["approx"])).first().over("list")
    shared = pl.coalesce(first, pl.when(in_turn).then(last))
    return pl.when(lone | (bound != "exact") | shared.is_null()).then(bound).otherwise(shared)
