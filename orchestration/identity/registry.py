"""Names → indicators: the registered one that has the same parts, or one that the parts alone make."""

from __future__ import annotations

import polars as pl

from orchestration.identity.dimensions import comparable, dimension, kind
from orchestration.identity.parts import PARTS, with_parts, without_place
from orchestration.lexicon import Lexicon

# What `identified` takes.
NAMES = {"indicator": pl.String, "measure": pl.String, "unit": pl.String, "region": pl.String}
# What a figure in these units is of a thing that is measured otherwise: 民间投资 40% is its share, 以旧换新 3亿元 an amount.
_TOLD_BY_UNIT = {"ratio": "占比", "money": "金额"}
# What is counted, paid or shared can be many things of one concept: 产业规模 in yuan is no investment.
_OF_MANY = ("money", "ratio", "count", "firms", "sets", "any")
# A name that ends so is a rate or an amount by itself.
_IS_RATE = "(?:率|比|比例|比值|强度|系数|指数|程度|水平|占比|比重)$"
_IS_AMOUNT = "(?:额|资金|投资|收入|支出|贷款|存款|产值|增加值|补贴|费|债券|国债|基金|利润|税|经费|投入|余额|市值|成本|元|财力|金额|规模|进出口|出口|进口|总值|融资|外资|内资|消费|标准|花费)$"


def identified(names: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Find the parts of each name and its registered indicator.

    Args:
        names: distinct rows of `indicator` (str, as written), `measure` (see `schema.MEASURES`), `unit` (str, as written)
            and `region` (str, the reporting place; null where it is not known).
        lexicon: the registry and the tables of words.

    Returns:
        These columns with `plain` (str), the parts (see `parts.PARTS`), `dimension` (of the unit of a level, else null),
        `indicator_code` (of the registered indicator, null where there is none), `found_by` (see `schema.FOUND_BY`) and `is_bare`
        (bool: the name leans on what stands around it and tells no indicator by itself). A row of a registered
        indicator has the parts of the registry.

    """
    places = lexicon.regions.lazy().filter(pl.col("short_name") != "")
    short = places.group_by("name").agg(
        short_place=pl.col("short_name").min(), abbreviation=pl.col("abbreviation").max()
    )
    frame = (
        names.lazy()
        .with_columns(place="region")
        .join(short, left_on="place", right_on="name", how="left", maintain_order="left")
        .with_columns(bare=without_place(), is_change=pl.col("measure").is_in(["growth", "difference"]))
        .with_columns(dimension=pl.when(pl.col("measure") == "level").then(dimension("unit", lexicon)))
    )
    # Many places write one name: it is taken apart once.
    parted = with_parts(frame.select("bare", "is_change").unique(), lexicon)
    municipalities = lexicon.regions.filter((pl.col("level") == "province") & pl.col("name").str.ends_with("市"))[
        "name"
    ]
    frame = frame.join(parted, on=["bare", "is_change"], how="left", maintain_order="left")
    # What a municipality calls 市级 is what a province calls 省级.
    of_province = pl.when(pl.col("region").is_in(municipalities.implode())).then(
        pl.col("scope").str.replace("市级", "省级", literal=True)
    )
    parted = frame.with_columns(kind=kind(pl.col("dimension")), scope=pl.coalesce(of_province, "scope"))
    resolved = _resolved(parted.with_columns(aspect=_aspect_told_by_unit()), lexicon)
    bare = lexicon.of_role("class_noun", "bare_total", "bare_standing", "part_quantity", "topic")
    noted = {
        reason: lexicon.no_indicators.filter(pl.col("reason") == reason)["concept"] for reason in ("bare", "count")
    }
    alone = (pl.col("scope") == "") & (pl.col("aspect").is_in(["", *_TOLD_BY_UNIT.values()]))
    is_bare = (pl.col("concept").is_in([*bare, *noted["bare"]]) & alone) | pl.col("concept").is_in([*noted["count"]])
    return (
        resolved.with_columns(is_bare=is_bare & pl.col("indicator_code").is_null())
        .select(*names.columns, "plain", *PARTS, "dimension", "indicator_code", "found_by", "is_bare")
        .collect()
    )


def registry(lexicon: Lexicon) -> pl.LazyFrame:
    """The registered indicators: `indicator_code`, their parts and the `kind` of their canonical unit."""
    table = lexicon.indicators.lazy().with_columns(measured=dimension("canonical_unit", lexicon))
    return table.select("indicator_code", *PARTS, kind=kind(pl.col("measured")))


def _aspect_told_by_unit() -> pl.Expr:
    """The aspect, where a level's unit alone tells it: 可再生能源装机容量 45% is its share."""
    name = pl.concat_str("concept", "aspect")
    is_rate, is_amount = name.str.contains(_IS_RATE), name.str.contains(_IS_AMOUNT)
    share = (pl.col("kind") == "ratio") & ~is_rate & ~pl.col("unit").is_in(["倍", "番"])
    amount = (pl.col("kind") == "money") & ~is_amount & (pl.col("aspect") == "")
    return (
        pl.when(share)
        .then(pl.col("aspect") + _TOLD_BY_UNIT["ratio"])
        .when(amount)
        .then(pl.lit(_TOLD_BY_UNIT["money"]))
        .otherwise("aspect")
    )


def _resolved(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `indicator_code` and `found_by`; the parts of the registry take the place of those that were read."""
    registered = registry(lexicon)
    named = _names(lexicon)
    by_parts = pl.concat([registered.select(*PARTS, "indicator_code", "kind"), _alias_parts(lexicon, registered)])
    by_parts = by_parts.rename({"indicator_code": "parts_code", "kind": "parts_kind"})
    # 粮食 1555亿斤: no quantity is named, and only one that is registered is measured so.
    alone = (
        registered.filter((pl.col("aspect") != "") & ~pl.col("kind").is_in(_OF_MANY))
        .group_by("concept", "activity", "scope", "kind")
        .agg(unit_code=pl.col("indicator_code").first(), told=pl.len())
        .filter(pl.col("told") == 1)
        .drop("told")
    )
    kinds = registered.select("indicator_code", "kind")
    frame = (
        frame.join(
            named.rename({"code": "written_code"}),
            left_on="indicator",
            right_on="name",
            how="left",
            maintain_order="left",
        )
        .join(named.rename({"code": "plain_code"}), left_on="plain", right_on="name", how="left", maintain_order="left")
        .with_columns(named_code=pl.coalesce("written_code", "plain_code"))
        .join(
            kinds.rename({"kind": "named_kind"}),
            left_on="named_code",
            right_on="indicator_code",
            how="left",
            maintain_order="left",
        )
        .join(by_parts, on=list(PARTS), how="left", maintain_order="left")
        .join(alone, on=["concept", "activity", "scope", "kind"], how="left", maintain_order="left")
    )
    code = {
        "name": pl.when(comparable("kind", "named_kind")).then("named_code"),
        "parts": pl.when(comparable("kind", "parts_kind")).then("parts_code"),
        "unit": pl.when(pl.col("aspect") == "").then("unit_code"),
    }
    way = pl.coalesce(
        *(pl.when(found.is_not_null()).then(pl.lit(name)) for name, found in code.items()), pl.lit("none")
    )
    frame = frame.with_columns(code=pl.coalesce(*code.values()), found_by=way)
    parts = registered.select(registered="indicator_code", **{f"of_{part}": part for part in PARTS})
    return frame.join(parts, left_on="code", right_on="registered", how="left", maintain_order="left").with_columns(
        **{part: pl.coalesce(f"of_{part}", part) for part in PARTS}, indicator_code="code"
    )


def _alias_parts(lexicon: Lexicon, registered: pl.LazyFrame) -> pl.LazyFrame:
    """The parts of the aliases, with the indicator that each names; parts that are registered or told twice are left out."""
    aliases = lexicon.aliases.lazy().select("indicator_code", bare="alias", is_change=pl.lit(value=False))
    parts = with_parts(aliases, lexicon).join(registered, on=list(PARTS), how="anti")
    named = parts.select(*PARTS, "indicator_code").unique()
    alone = named.filter(pl.len().over(PARTS) == 1)
    return alone.join(registered.select("indicator_code", "kind"), on="indicator_code").select(
        *PARTS, "indicator_code", "kind"
    )


def _names(lexicon: Lexicon) -> pl.LazyFrame:
    """Each whole name of a registered indicator, as written and plain, with its `code`; one that two share is left out."""
    whole = pl.concat(
        [
            lexicon.indicators.select(name="name_zh", code="indicator_code"),
            lexicon.aliases.select(name="alias", code="indicator_code"),
        ]
    )
    alone = whole.lazy().select(
        "code", indicator="name", **dict.fromkeys(("place", "short_place", "abbreviation"), pl.lit(None, pl.String))
    )
    alone = alone.select("code", bare=without_place(), is_change=pl.lit(value=False))
    plain = with_parts(alone, lexicon).select("code", name="plain")
    both = pl.concat([whole.lazy().select("code", "name"), plain]).unique()
    return both.filter(pl.col("code").n_unique().over("name") == 1).unique("name")
