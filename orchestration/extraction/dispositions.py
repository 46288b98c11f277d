"""What each token is, a value or why it is none: the disposition of every number in the ledger."""

from __future__ import annotations

import re

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.disposition_rules import NO_NUMBER, disposition_rules
from orchestration.extraction.ladder import decided
from orchestration.extraction.mentions import NUMBER, RANK_WORD, TIME
from orchestration.lexicon import SCALES, Lexicon

# Units of size, in which a class of things is bounded, by their dimension.
_SIZES = (
    "money_cny",
    "money_usd",
    "mass",
    "energy",
    "area",
    "length",
    "power",
    "coal_equivalent",
    "volume",
    "floor_area",
)


def classify(tokens: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `kind`, `value` or why the number is none, with `disposition_rule`; `unit`, and `ranked` for a place in an order.

    All are null for the stretch before a sentence's first token.
    """
    is_token = pl.col("token").is_not_null()
    return (
        decided(_features(tokens, lexicon), "kind", [NO_NUMBER, *disposition_rules(lexicon)], by="disposition_rule")
        .with_columns(
            disposition_rule=pl.when(is_token).then("disposition_rule"),
            unit=pl.when("_ratio").then(pl.lit("")).otherwise(pl.col("_unit").str.replace("[余多]", "")),
            ranked=pl.col("_ranked"),
        )
        .drop("^_.*$")
    )


def _features(tokens: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the rules read of a token's own form and of its neighbours.

    `_unit` is what follows the digits, `_has_unit` whether the unit table knows it, `_sized` whether it is a unit of size,
    `_bare` whether nothing but a number stands. `_timed` tells a time, `_ratio` a ratio, `_ranked` a place in an order,
    `_elided` a number whose unit a later one states, `_predicate` one that a verb or noun before it calls a value.
    `_counts_next` tells that the next number of the sentence counts something, `_counted_before` that the one before does.
    `_opens_line` tells that nothing stands before the token in its sentence, `_quotes` how many quotation marks stand open before it.
    """
    token, unit = pl.col("token"), pl.col("_unit")
    figure = pl.when(token.str.contains(r"^[0-9]")).then(token)
    same = pl.col("sentence") == pl.col("sentence").shift(-1)
    return tokens.with_columns(
        _has_unit=token.str.contains(f"{lexicon.unit_pattern}$|^[1-9]/[0-9]+$"),
        _timed=windows.where(token, "[年月季末来期]|[0-9].*[-/.].*[0-9]")
        .str.contains(f"^{TIME}$")
        .fill_null(value=False),
        _unit=figure.str.replace(rf"^{NUMBER}(?:[—\-~至到]{NUMBER})?", ""),
        _bare=token.str.contains(f"^{NUMBER}$").fill_null(value=False),
        _ranked=_ranked(lexicon),
        _ratio=_ratio().fill_null(value=False),
        _same=same,
        _opens_line=(pl.col("nth") == 1) & (pl.col("before").str.strip_chars("#") == ""),
        _quotes=windows.cum_sum(windows.opened("“", "”"), pl.col("sentence")),
    ).with_columns(
        _sized=unit.str.contains(f"^{_sizes(lexicon)}$").fill_null(value=False),
        _counted_before=_same_sentence(unit.str.contains(f"^{_counters(lexicon)}$")),
        _counts_next=pl.col("_same") & ~unit.shift(-1).is_in(["", "%"]),
        _elided=_elided(),
        _predicate=_predicate(lexicon),
    )


def _ranked(lexicon: Lexicon) -> pl.Expr:
    """居全国第 8 位, 进入全省前 10, 稳居榜首: whether the number is a place in an order."""
    before = pl.col("before")
    says_rank = before.str.contains(
        r"(?:居|列|排|位|升至|升到|前移|跃升|名次|排名|保持|跃居|上升到|上升至|进入|稳居|为|从|由)[^,;:。]{0,12}第$"
    ) | before.str.contains(r"(?:居|列|排|位|升至|升到|进入|跻身|排名)[^,;:。]{0,10}前$")
    # 居全国第8位、副省级城市第5位: the verb is said once for all ranks.
    next_one = before.str.contains("^(?:、|和|及|与|,)[^,;:。]{0,12}第$")
    second = next_one & says_rank.shift(1).fill_null(value=False)
    goes_on = second | (next_one & second.shift(1).fill_null(value=False))
    # 总规模全国第 3: the places compared stand for the verb, where the statement ends.
    places = f"{lexicon.any_of('compared_place', 'rank_scope')}(?:排名)?[第前]$"
    alone = before.str.contains(places) & pl.col("after").str.contains("^(?:[,;。、!?)”]|$)")
    worded = pl.col("written").str.contains(f"^{RANK_WORD}$").fill_null(value=False)
    return says_rank | goes_on | alone | worded


def _ratio() -> pl.Expr:
    """三次产业结构比 7:43:50 is a ratio, and so is a ratio of two where the text says 比."""
    token, before = pl.col("token"), pl.col("before")
    is_ratio = token.str.contains(rf"^{NUMBER}(?::{NUMBER})+$")
    of_three = (token.str.count_matches(":") >= 2) & ~token.str.contains(r"^[0-9]{1,2}:[0-9]{2}:[0-9]{2}$")
    said = before.str.contains(r"(?:比|比例|结构|比重)[^,;。]*$")
    return is_ratio & (said | of_three | (is_ratio.shift(1) & before.str.contains("^[^,;。]*为$")))


def _elided() -> pl.Expr:
    """快于全省1.8和2.7个百分点: a list states its unit once, for the last figure."""
    token, bare = pl.col("token"), pl.col("_bare")
    separated = pl.col("after").str.contains("^(?:、|,|和|与|及|以及)-?$") & pl.col("_same")
    next_unit = (
        pl.when(separated & bare)
        .then(None)
        .otherwise(pl.col("_has_unit") | token.str.contains("^[^0-9]").fill_null(value=False))
    )
    stated = next_unit.backward_fill().fill_null(value=False)
    return separated & bare & stated & ~pl.col("before").str.contains("[第“《]$")


def _predicate(lexicon: Lexicon) -> pl.Expr:
    """Whether what stands before calls the number a value: 达到, 增长, 指数, 从…到."""
    before, after = pl.col("before"), pl.col("after")
    words = lexicon.any_of("level", "growth_up", "growth_down", "min", "max", "approx")[3:-1]
    said = before.str.contains(f"(?:{words}|比|指数|得分|评分|系数|汇率|-|负)了?$")
    # 收入倍差从 1.96 缩小至 1.81: a number without a unit, too, may begin a change, and end one.
    # 收入比由 2020 年的 2.5 缩小到 2025 年的 2.1: with the years between.
    of_year = pl.col("_timed").shift(1).fill_null(value=False) & before.is_in(["", "的"])
    led = pl.when(of_year).then(before.shift(1)).otherwise(before)
    changes = r"^[^,;:。0-9]{1,6}(?:至|到|为)$"
    then = f"(?:从|由){lexicon.any_of('own_base')}的?$"
    begins = led.str.contains(f"[^,;:。](?:从|由)$|{then}") & after.str.contains(changes)
    begun = pl.when(of_year).then(begins.shift(2)).otherwise(begins.shift(1))
    ends = (led.str.contains(changes) & begun).fill_null(value=False)
    return said | ((pl.col("_unit") == "") & (begins | ends) & ~after.str.contains("^[年月日号时]"))


def _same_sentence(said: pl.Expr) -> pl.Expr:
    """What holds of the token before, false for the first of a sentence."""
    return (said.shift(1) & (pl.col("sentence") == pl.col("sentence").shift(1))).fill_null(value=False)


def _counters(lexicon: Lexicon) -> str:
    """Units that count single things: 个, 家, 座."""
    counting = lexicon.units.filter(pl.col("dimension").str.starts_with("count:"))["unit"]
    return f"(?:{'|'.join(map(re.escape, counting))})"


def _sizes(lexicon: Lexicon) -> str:
    """Units of size (money, mass, energy, area, length, power), in which a class of things is bounded."""
    bases = lexicon.units.filter(pl.col("dimension").is_in(_SIZES))["unit"]
    return f"(?:{'|'.join(SCALES)})?(?:{'|'.join(map(re.escape, bases))})"
