"""Places that the text names: 两江新区, 渝东北, 全国, read where a clause begins with one."""

from __future__ import annotations

import polars as pl

from orchestration.lexicon import Lexicon

# 杭州西站, 重庆银行, 日照时数; 成渝地区双城经济圈建设: after a place these make the name of a thing that stands or is done there.
_NO_PLACE = "^(?:[港站机银东西南北]|建设|规划|战略|合作|协同|时数|时间)"
_NATION = "全国"


def named(tokens: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """`row` of a token and the `place` that the last clause after it beginning with one begins with."""
    lead = r"^(?:[一二三四五六七八九十]是|其中|——|#+|\([一二三四五六七八九十]\))+"
    clause = pl.col("clause")
    # Looking for all names at once is cheap, so that few rows come to the dearer search at the clauses' heads.
    return (
        tokens.select("row", clause="after")
        .filter(_near(clause, lexicon))
        .with_columns(clause=clause.str.replace_all("[;:。]", ",").str.split(","))
        .explode("clause")
        .with_columns(clause=clause.str.replace(lead, ""))
        .filter(
            clause.str.slice(0, 2).is_in(sorted({name[:2] for name in [*lexicon.place_names, _NATION]}))
            | clause.str.contains(lexicon.zone_kinds)
        )
        .with_columns(place=at_head(clause, lexicon))
        .filter(pl.col("place").is_not_null())
        .unique("row", keep="last", maintain_order=True)
        .select("row", "place")
    )


def at_head(text: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """The place that a text begins with, null where it begins with none."""
    names = lexicon.place_names

    def begins_with(length: int) -> pl.Expr:
        head = text.str.slice(0, length)
        return pl.when(head.is_in([name for name in names if len(name) == length])).then(head)

    lengths = sorted({len(name) for name in names}, reverse=True)
    # 全国粮食总产量, but not 全国首个, 全国文明城市.
    nation = text.str.extract(f"^({_NATION})[^首第前文示优先百重各统最性人平范]")
    longest = pl.coalesce(*map(begins_with, lengths))
    known = pl.when(~text.str.slice(longest.str.len_chars(), 2).str.contains(_NO_PLACE)).then(longest)
    return pl.coalesce(known, text.str.extract(f"^({lexicon.zone_pattern})"), nation)


def _near(text: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    return text.str.contains_any([*lexicon.place_names, _NATION]) | text.str.contains(lexicon.zone_kinds)
