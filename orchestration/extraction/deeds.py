"""Deeds that a list states once, and deeds done to what was named before."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.lexicon import Lexicon


def with_shared_deed(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """新增规上企业 3 家、专精特新企业 5 家 → 新增专精特新企业: a list states once what is done to all its members."""
    deed = lexicon.any_of("gain", "action", without=[*lexicon.of_role("level"), *lexicon.of_role("standing")])
    own = lexicon.any_of("gain", "action", "reach", "growth_up", "growth_down", "level")
    name, before = pl.col("name"), pl.col("before")
    joined = pl.col("follows") & ~before.str.contains("[,;:。!?]") & before.str.contains("、|和|及|与")
    counted = ~pl.col("unit").is_in(["%", "‰", "个百分点", "倍", ""]) & ~pl.col("tail").str.contains("增|降|提高|减少")
    # 新建光伏 20 万千瓦、治沙 3 万亩: a deed of its own.
    quantity = name.str.contains("^(?:治[沙理水]|造林|植树|种草|退耕)") | name.str.contains(
        "(?:产值|产量|收入|总额|金额|销售额|交易额|成交额|率|增加值|利润|税收|投资|资金|价格|人数|占比|总量|总数)$"
    )
    leans = pl.any_horizontal("_leaning", "_generic", "_bare", "_placed", "_measured")
    takes = (
        joined
        & counted
        & ~leans
        & pl.col("attribution").is_in(["subject", "object"])
        & ~name.str.contains(f"^[“”]*{own}")
        & ~quantity
    )
    # 新登记 147 万户,其中企业 57 万户: of those that came.
    of_those = pl.col("own").str.contains("^其中")
    of_those = runs.carried(pl.when(of_those | ~joined).then(of_those), pl.col("sentence")).fill_null(value=False)
    among = of_those & ~leans & counted & ~quantity & ~name.str.contains(f"^[“”]*{own}")
    gained = runs.carried(
        pl.when(~among).then(name.str.extract(f"^[“”]*({lexicon.any_of('gain')})").fill_null("")), pl.col("sentence")
    )
    takes = takes.fill_null(value=False)
    return (
        frame.with_columns(
            _deed=pl.when(~takes).then(pl.coalesce(name.str.extract(f"^[“”]*((?:{deed})+)"), pl.lit("")))
        )
        .with_columns(_deed=runs.carried(pl.col("_deed"), pl.col("sentence")))
        .with_columns(
            name=pl.when(takes)
            .then(pl.col("_deed").fill_null("") + name)
            .when(among.fill_null(value=False))
            .then(gained.fill_null("") + name)
            .otherwise(name)
        )
        .drop("_deed")
    )


def without_gain(name: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """新增专精特新企业 → 专精特新企业."""
    gain = lexicon.any_of("gain")
    return pl.coalesce(runs.where(name, f"^{gain}").str.replace(f"^{gain}([^和、].*)$", "${1}"), name)


def done_to(name: pl.Expr, action: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """开工保障性住房 and 建成 → 建成保障性住房; 生猪存栏 and 出栏 → 生猪出栏; null where the name holds no action."""
    # 招商项目, 保障房, 储备粮: here the deed is part of the noun.
    actions = lexicon.any_of("action", "gain", without=["招商", "保障", "储备", "生产"])
    # Looked at only where it matters: the patterns are long.
    name = pl.when(action.is_not_null()).then(name)
    first, last = f"^(?:{lexicon.adverbs})*{actions}(?:建设|实施)?", f"{actions}$"
    thing, whose = name.str.replace(first, ""), name.str.replace(last, "")
    # 市场主体总量 340 万户,新增 50 万户: of any quantity.
    more = action.is_in(lexicon.of_role("gain")) & (thing.str.len_chars() >= 2)
    return (
        pl.when(more)
        .then(action + thing.str.replace("(?:总量|总数|总规模)$", ""))
        .when((thing != name) & (thing.str.len_chars() >= 2))
        .then(action + thing)
        .when((whose != name) & (whose.str.len_chars() >= 2))
        .then(whose + action)
    )
