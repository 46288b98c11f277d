"""Figures in words → the same figures in digits: 三百二十项 → 320项, 百分之九 → 9%, 近两成 → 2成, 翻番 → 1番."""

from __future__ import annotations

import polars as pl

_DIGITS = {"零": "0", "一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6"}
_DIGITS |= {"七": "7", "八": "8", "九": "9"}
_INTEGER = r"^(?:(?P<thousands>[0-9])千)?0?(?:(?P<hundreds>[0-9])百)?0?(?:(?P<tens>[0-9]?)十)?(?P<ones>[0-9]?)$"
# Words that stand for a figure by themselves. 两位数 is at least 10 per cent; 持平 is no change at all.
_WHOLE = {"一半": "50%", "过半": "50%", "两位数": "10%", "持平": "0%", "翻番": "1番", "翻了番": "1番"}


def _integer(text: pl.Expr) -> pl.Expr:
    """A whole number below 10,000, in words whose digits are ASCII already (3百2十)."""
    groups = text.str.extract_groups(_INTEGER)

    def place(name: str, implied: int) -> pl.Expr:
        digit = groups.struct.field(name)
        return pl.when(digit == "").then(implied).otherwise(digit.cast(pl.Int64, strict=False)).fill_null(0)

    tens = pl.when(text.str.contains("十")).then(place("tens", 1)).otherwise(0)
    total = place("thousands", 0) * 1000 + place("hundreds", 0) * 100 + tens * 10 + place("ones", 0)
    return total.cast(pl.String)


def in_digits(token: pl.Expr, worded: str) -> pl.Expr:
    """Rewrite tokens that match `worded`; every other token stays as it is."""
    spelled = token.str.replace_many(list(_DIGITS), list(_DIGITS.values()))
    per_cent = spelled.str.extract(r"^百分之([0-9十百千]+)")
    decimals = spelled.str.extract(r"点([0-9]+)$")
    number = spelled.str.extract(r"^([0-9十百千]+)")
    rest = spelled.str.extract(r"^[0-9十百千]+(.*)$")
    tenths = spelled.str.extract(r"^[0-9]成(半|[0-9])$").str.replace("半", "5")
    doubled = spelled.str.extract(r"^翻了?([0-9])番$")
    return (
        pl.when(~token.str.contains(worded))
        .then(token)
        .when(token.is_in(list(_WHOLE)))
        .then(token.replace(_WHOLE))
        .when(per_cent.is_not_null())
        .then(pl.concat_str(_integer(per_cent), pl.concat_str(pl.lit("."), decimals).fill_null(""), pl.lit("%")))
        .when(doubled.is_not_null())
        .then(doubled + "番")
        .when(tenths.is_not_null())
        .then(number.str.slice(0, 1) + "." + tenths + "成")
        .otherwise(_integer(number) + rest)
    )
