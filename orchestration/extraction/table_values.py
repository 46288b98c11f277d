"""What a cell of a table says as a number: value, sign, bound, unit and where in the cell it stands."""

from __future__ import annotations

import polars as pl

from orchestration.extraction.canonical import DIGIT_GAP
from orchestration.lexicon import Lexicon

# 1,286.5 and 1 286.5 group thousands; 2 0 1 3 . 7 is letter-spaced.
_NUMBER = rf"(?:[0-9]{{1,3}}(?:[,{DIGIT_GAP}][0-9]{{3}})+(?:\.[0-9]+)?|[0-9]{DIGIT_GAP}[0-9](?:[{DIGIT_GAP}.][0-9])+|[0-9]+(?:\.[0-9]+)?)"
_TO = r"[—\-~至]"
_YEAR = r"^(?:19|20)[0-9]{2}(?:年度?)?$"
# Marks that fall: minus signs, and the triangle that finance tables use.
_FALLS = "[-—▼▽△▲↓]|负"
_RISES = r"[+↑]"
_BOUND_MARKS = {"min": ("≧", ">=", ">", "〉"), "max": ("≦", "<=", "<", "〈"), "approx": ("≈",)}
# What a figure is marked with, and belongs to its note.
_NOTE = r"(?:[*#★]+|[①-⑳]|\[[0-9]{1,2}\]|\((?:注)?[0-9]\)|p|\((?:预计|估计|初步)\))"


def with_number(cells: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the number of a cell is; a cell that says more than one number with its unit is none.

    Adds `is_number`, `is_year` (four digits that may be a year), `is_blank` (a dash or dots), `number`, `number_max`,
    `cell_unit`, `cell_bound`, `cell_measure` (growth, rank, or null), `number_from` and `number_to` (its place in `said`).
    """
    falls, rises = f"(?:{_FALLS}|{lexicon.any_of('growth_down')})", f"(?:{_RISES}|{lexicon.any_of('growth_up')})"
    before = {role: [*lexicon.of_role(role), *marks] for role, marks in _BOUND_MARKS.items()}
    after = {role: lexicon.any_of(f"after_{role}") for role in before}
    # The longer word is tried first: 不低于 is not 低于.
    bounds = "|".join(sorted({word for words in before.values() for word in words}, key=len, reverse=True))
    lead = rf"(?:{bounds}|为|达到?|第|[=\[]|控制在|{rises}|{falls})*"
    unit = rf"(?:{lexicon.unit_pattern}|位|名)"
    pattern = (
        rf"^(?P<lead>{lead})(?P<a>{_NUMBER})(?P<ua>{unit})?(?:{_TO}(?P<b>{_NUMBER}))?(?P<u>{unit})?"
        rf"(?P<tail>(?:{'|'.join(after.values())}|余|多)*)\]?{_NOTE}*$"
    )
    found = pl.col("_found").struct
    number = {name: _float(found.field(name)) for name in ("a", "b")}
    sign_at = found.field("lead").str.extract(f"({_FALLS}|{_RISES})$").str.len_chars().fill_null(0)
    lead_, tail = found.field("lead"), found.field("tail")
    begins = lead_.str.len_chars().cast(pl.Int64) - sign_at.cast(pl.Int64)
    ends = pl.sum_horizontal(
        pl.col("_found").struct.field(name).str.len_chars().fill_null(0).cast(pl.Int64)
        for name in ("lead", "a", "ua", "b", "u")
    ) + found.field("b").is_not_null().cast(pl.Int64)
    said_before = lead_.str.extract(f"({bounds})")
    bound = (
        pl.when(found.field("b").is_not_null())
        .then(pl.lit("range"))
        .when(said_before.is_in(before["max"]) | tail.str.contains(after["max"]))
        .then(pl.lit("max"))
        .when(said_before.is_in(before["min"]) | tail.str.contains(rf"{after['min']}|余|多"))
        .then(pl.lit("min"))
        .when(said_before.is_in(before["approx"]) | tail.str.contains(after["approx"]))
        .then(pl.lit("approx"))
        .otherwise(pl.lit("exact"))
    )
    sign = pl.when(lead_.str.contains(falls)).then(-1.0).otherwise(1.0)
    own_unit = pl.coalesce(found.field("u"), found.field("ua"))
    return (
        cells.with_columns(_found=pl.col("said").str.extract_groups(pattern))
        .with_columns(
            is_number=found.field("a").is_not_null(),
            is_year=pl.col("said").str.contains(_YEAR),
            is_blank=pl.col("said").str.contains(r"^[—\-…\.·/※×□空无]+$"),
            number=number["a"] * sign,
            number_max=number["b"] * sign,
            cell_unit=own_unit,
            cell_bound=bound,
            cell_measure=pl.when(lead_.str.contains("第"))
            .then(pl.lit("rank"))
            # A triangle or a sign alone does not say that the figure is a growth; a verb does.
            .when(lead_.str.contains(f"{lexicon.any_of('growth_up', 'growth_down')}"))
            .then(pl.lit("growth")),
            number_from=begins,
            number_to=ends,
        )
        .drop("_found")
    )


def _float(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(f"[,{DIGIT_GAP}]", "").cast(pl.Float64, strict=False)
