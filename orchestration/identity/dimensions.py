"""What a written unit measures, as far as it tells indicators apart."""

from __future__ import annotations

import polars as pl

from orchestration.lexicon import SCALES, Lexicon

# Units that count: a report says 家 where another says 个, and of firms 户; 户 of homes are no 个 of estates.
_COUNTS = ("people", "vehicles", "person_times", "containers")
_FIRMS = "count:家"
# Homes are counted by 套 and by 户; machines too are counted by 套.
_SETS = "count:套"
# 12 类 are no 45 件: kinds of things are counted apart from things.
_CLASSES = ("count:类", "count:种")
# PM2.5 每立方米 34 微克 has the volume in its name.
_ALIKE = (
    ("mass", "mass per volume"),
    *(
        (one, other)
        for pair in (("firms", "count"), ("firms", "households"), ("sets", "count"), ("sets", "households"))
        for one, other in (pair, pair[::-1])
    ),
)
# 83.6 万 has no unit of its own, and what no table knows tells nothing.
_ANY = ("number", "not_given", "unknown")


def dimension(unit: str, lexicon: Lexicon) -> pl.Expr:
    """The dimension of the unit in a column, by `units.csv`: whole, without its scale word (万吨), or part by part (元/人)."""
    table = dict(lexicon.units.select("unit", "dimension").rows())
    parts = pl.col(unit).str.splitn("/", 2)
    above, below = _simple(parts.struct.field("field_0"), table), _simple(parts.struct.field("field_1"), table)
    quotient = pl.when(parts.struct.field("field_1").is_not_null()).then(pl.concat_str(above, pl.lit(" per "), below))
    return pl.coalesce(pl.col(unit).replace_strict(table, default=None), quotient, above)


def _simple(unit: pl.Expr, table: dict[str, str]) -> pl.Expr:
    scale = f"^(?:{'|'.join(SCALES)})"
    bare = unit.str.replace(scale, "")
    return (
        pl.when(unit == "")
        .then(pl.lit("not_given"))
        .when(bare == "")
        .then(pl.lit("number"))
        .otherwise(
            pl.coalesce(
                unit.replace_strict(table, default=None), bare.replace_strict(table, default=None), pl.lit("unknown")
            )
        )
    )


def kind(dimension: pl.Expr) -> pl.Expr:
    """What a dimension tells about an indicator.

    It is `count`, `firms` (counted by 家), `sets` (套), `classes` (类), `money`, `ratio`, `any` (nothing), or the dimension itself.

    Per head and per month are ways to state a thing; per area or per yuan it is another one.
    """
    above = dimension.str.replace(" per (?:people|households|time).*$", "")
    return (
        pl.when(dimension.is_null())
        .then(None)
        .when(above.is_in(_ANY))
        .then(pl.lit("any"))
        .when(above == _FIRMS)
        .then(pl.lit("firms"))
        .when(above == _SETS)
        .then(pl.lit("sets"))
        .when(above.is_in(_CLASSES))
        .then(pl.lit("classes"))
        .when((above.str.starts_with("count:") & ~above.str.contains(" per ")) | above.is_in(_COUNTS))
        .then(pl.lit("count"))
        .when(above.str.starts_with("money") & ~above.str.contains(" per "))
        .then(pl.lit("money"))
        .when(above.is_in(["ratio", "percentage_point"]))
        .then(pl.lit("ratio"))
        .otherwise(above)
    )


def comparable(one: str, other: str) -> pl.Expr:
    """Whether figures of two kinds can be of one indicator; growth, ranks and gaps have no kind (null) and always can."""
    alike = [(pl.col(one) == first) & (pl.col(other) == second) for first, second in _ALIKE]
    return (
        pl.col(one).is_null()
        | pl.col(other).is_null()
        | (pl.col(one) == "any")
        | (pl.col(one) == pl.col(other))
        | pl.any_horizontal(*alike)
    )
