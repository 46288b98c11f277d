"""Figures in words → the same figures in digits: 三百二十项 → 320项, 百分之九 → 9%, 近两成 → 2成, 翻番 → 1番."""

from __future__ import annotations

import polars as pl

_DIGITS = {"零": "0", "一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6"}
_DIGITS |= {"七": "7", "八": "8", "九": "9"}
_INTEGER = r"^(?:(?P<thousands>[0-9])千)?0?(?:(?P<hundreds>[0-9])百)?0?(?:(?P<tens>[0-9]?)十)?(?P<ones>[0-9]?)$"
# Words that stand for a figure by themselves. 两位数 is at least 10 per cent; 持平 is no change at all.
_WHOLE = {"一半": "50%", "过半": "50%", "过半数": "50%", "两位数": "10%", "持平": "0%", "翻番": "1番", "翻了番": "1番"}
_WHOLE |= {"首位": "1位", "榜首": "1位"}


def _integer(text: pl.Expr) -> pl.Expr:
    """A whole number below 10,000, in words whose digits are ASCII already (3百2十); null for anything else."""
    groups = text.str.extract_groups(_INTEGER)

    def place(name: str, implied: int) -> pl.Expr:
        digit = groups.struct.field(name)
        return pl.when(digit == "").then(implied).otherwise(digit.cast(pl.Int64, strict=False)).fill_null(0)

    tens = pl.when(text.str.contains("十")).then(place("tens", 1)).otherwise(0)
    total = place("thousands", 0) * 1000 + place("hundreds", 0) * 100 + tens * 10 + place("ones", 0)
    return pl.when(text.str.contains(_INTEGER)).then(total.cast(pl.String))


def in_digits(token: pl.Expr, worded: str) -> pl.Expr:
    """Rewrite tokens that match `worded`; every other token stays as it is."""
    spelled = token.str.replace_many(list(_DIGITS), list(_DIGITS.values()))
    # 五千千瓦 is five thousand kilowatts: the last 千 belongs to the unit.
    kilo = spelled.str.extract_groups("^([0-9十百千]+)(千(?:瓦|克|米|伏|卡|焦).*)$")
    number = pl.coalesce(kilo.struct.field("1"), spelled.str.extract(r"^([0-9十百千]+)"))
    rest = pl.coalesce(kilo.struct.field("2"), spelled.str.extract(r"^[0-9十百千]+(.*)$"))
    tenths = spelled.str.extract(r"^[0-9]成(半|[0-9])$").str.replace("半", "5")
    doubled = spelled.str.extract(r"^翻了?([0-9])番$")
    # 12万5千户 begins with two digits that are no pair.
    about = pl.when(~token.str.contains("^[0-9]")).then(_about(spelled))
    rewritten = pl.coalesce(_per_cent(spelled), _fraction(spelled), about, _decimal(spelled), _myriads(spelled))
    return (
        pl.when(~token.str.contains(worded))
        .then(token)
        .when(token.is_in(list(_WHOLE)))
        .then(token.replace(_WHOLE))
        .when(doubled.is_not_null())
        .then(doubled + "番")
        .when(tenths.is_not_null())
        .then(number.str.slice(0, 1) + "." + tenths + "成")
        .when(rewritten.is_not_null())
        .then(rewritten)
        .otherwise(pl.coalesce(_integer(number) + rest, token))
    )


def _per_cent(spelled: pl.Expr) -> pl.Expr:
    """百分之五点五 → 5.5%, 千分之三点二 → 3.2‰."""
    # 百分之百 is all of it.
    whole = _integer(spelled.str.extract(r"^[百千]分之([0-9十百千]+)").str.replace("^([百千])", "1${1}"))
    decimals = pl.concat_str(pl.lit("."), spelled.str.extract(r"点([0-9]+)$")).fill_null("")
    sign = pl.when(spelled.str.starts_with("千")).then(pl.lit("‰")).otherwise(pl.lit("%"))
    return pl.when(spelled.str.contains("^[百千]分之")).then(whole + decimals + sign)


def _fraction(spelled: pl.Expr) -> pl.Expr:
    """三分之二 → 2/3."""
    parts = spelled.str.extract_groups("^([0-9]|10|十)分之([0-9])$")
    return parts.struct.field("2") + "/" + parts.struct.field("1").str.replace("十", "10")


def _about(spelled: pl.Expr) -> pl.Expr:
    """三四十万人 → 30—40万人, 十几万人 → 10余万人."""
    pair = spelled.str.extract_groups("^([0-9])([0-9])([十百千]?)([^0-9].*)$")
    zeros = pair.struct.field("3").replace({"十": "0", "百": "00", "千": "000"})
    between = pair.struct.field("1") + zeros + "—" + pair.struct.field("2") + zeros + pair.struct.field("4")
    return pl.coalesce(between, "10余" + spelled.str.extract("^十几(.+)$"))


def _decimal(spelled: pl.Expr) -> pl.Expr:
    """一点七八万亿元 → 1.78万亿元."""
    parts = spelled.str.extract_groups("^([0-9十百千]+)点([0-9]+)([^0-9].*)$")
    return _integer(parts.struct.field("1")) + "." + parts.struct.field("2") + parts.struct.field("3")


def _myriads(spelled: pl.Expr) -> pl.Expr:
    """一万五千亿元 → 15000亿元; 25万6千户 → 25.6万户, where digits and words stand side by side."""
    parts = spelled.str.extract_groups("^([0-9十百千]+)万零?([0-9][0-9十百千]*)([^0-9十百千].*)$")
    upper, lower = (_integer(parts.struct.field(n)).cast(pl.Int64, strict=False) for n in ("1", "2"))
    mixed = spelled.str.extract_groups("^([0-9]{1,4})万([0-9])千([余多]?[^0-9].*)$")
    beside = mixed.struct.field("1") + "." + mixed.struct.field("2") + "万" + mixed.struct.field("3")
    # 3万4000元, 2千零30人
    joined = spelled.str.extract_groups("^([0-9]{1,3})([万千])0?([0-9]{2,4})([余多]?[^0-9十百千].*)$")
    thousands = joined.struct.field("2").replace_strict(
        {"万": 10_000, "千": 1_000}, default=None, return_dtype=pl.Int64
    )
    total = joined.struct.field("1").cast(pl.Int64, strict=False) * thousands + joined.struct.field("3").cast(
        pl.Int64, strict=False
    )
    summed = total.cast(pl.String) + joined.struct.field("4")
    return pl.coalesce(beside, summed, (upper * 10_000 + lower).cast(pl.String) + parts.struct.field("3"))
