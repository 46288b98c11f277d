"""Places that the text names: 两江新区, 渝东北, 全国, read where a clause begins with one."""

from __future__ import annotations

import polars as pl

from orchestration.lexicon import Lexicon

# 杭州西站, 重庆银行: after a place these make the name of a thing that stands there.
_NO_PLACE = "港站机银东西南北"


def named(tokens: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """`row` of a token and the `place` that the last clause after it beginning with one begins with."""
    names = lexicon.place_names
    lead = r"^(?:[一二三四五六七八九十]是|其中|——|#+|\([一二三四五六七八九十]\))+"
    clause = pl.col("clause")

    def begins_with(length: int) -> pl.Expr:
        head, after = clause.str.slice(0, length), clause.str.slice(length, 1)
        known = head.is_in([name for name in names if len(name) == length])
        return pl.when(known & ~after.is_in(list(_NO_PLACE))).then(head)

    lengths = sorted({len(name) for name in names}, reverse=True)
    # 全国粮食总产量, but not 全国首个, 全国文明城市.
    nation = clause.str.extract("^(全国)[^首第前文示优先百重各统最性人平范]")
    # Looking for all names at once is cheap, so that few rows come to the dearer search at the clauses' heads.
    near = clause.str.contains_any([*names, "全国"]) | clause.str.contains(lexicon.zone_kinds)
    return (
        tokens.select("row", clause="after")
        .filter(near)
        .with_columns(clause=clause.str.replace_all("[;:。]", ",").str.split(","))
        .explode("clause")
        .with_columns(clause=clause.str.replace(lead, ""))
        .filter(
            clause.str.slice(0, 2).is_in(sorted({name[:2] for name in [*names, "全国"]}))
            | clause.str.contains(lexicon.zone_kinds)
        )
        .with_columns(
            place=pl.coalesce(*map(begins_with, lengths), clause.str.extract(f"^({lexicon.zone_pattern})"), nation)
        )
        .filter(pl.col("place").is_not_null())
        .unique("row", keep="last", maintain_order=True)
        .select("row", "place")
    )
