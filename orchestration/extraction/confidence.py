"""How sure a row is: the share right in every field of labelled rows that were made like it.

The shares stand in the seed table `confidence.csv`, one for each attribution with each class of names. `make calibrate`
measures them.
"""

from __future__ import annotations

import polars as pl

from orchestration.lexicon import Lexicon

# These flags say what a reader should know, and cast no doubt on what was read. The length of a name is seen below.
_SETTLED = ("estimated", "characters_converted", "region_unknown", "name_carried", "name_long")
# Longest name of the classes `bare` and `short`, and shortest of `long`, in characters.
_BARE, _SHORT, _LONG = 3, 4, 20
# White space, quotation marks and brackets, which a name is looked up without.
_MARKS = r"[\s“”\"‘’《》]|[（(][^（()）]{0,12}[)）]"


def name_class(lexicon: Lexicon) -> pl.Expr:
    """The class of each row, one of `lexicon.NAME_CLASSES`.

    It reads `indicator` (null where there is none), `measure`, `bound` and `flags` as `schema.Observation` has them.
    """
    name = pl.col("indicator").fill_null("")
    # What tells no indicator is left out, as `identity.parts` does.
    plain = (
        name.str.replace_all(_MARKS, "")
        .str.replace(f"^{lexicon.any_of('tells_no_indicator')}+", "")
        .str.replace("(?:预期)?目标$", "")
    )
    growth = f"(?:的?(?:同比)?{lexicon.any_of('growth_noun')})$"
    plain = pl.when(pl.col("measure") == "growth").then(plain.str.replace(growth, "")).otherwise(plain)
    registered = pl.concat([lexicon.indicators["name_zh"], lexicon.aliases["alias"]])
    length = name.str.len_chars()
    doubts = pl.col("flags").str.replace_all(rf"\b(?:{'|'.join(_SETTLED)})\b,?", "")
    return (
        pl.when(doubts != "")
        .then(pl.lit("doubted"))
        .when(name.is_in(registered.implode()) | plain.is_in(registered.implode()))
        .then(pl.lit("registered"))
        .when(length <= _BARE)
        .then(pl.lit("bare"))
        .when(length <= _SHORT)
        .then(pl.lit("short"))
        .when(length >= _LONG)
        .then(pl.lit("long"))
        .when(name.str.contains("、", literal=True))
        .then(pl.lit("joined"))
        .when(pl.col("bound") == "min")
        .then(pl.lit("bounded"))
        .otherwise(pl.lit("plain"))
    )


def with_confidence(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `confidence`, from 0 to 1; all flags have been raised before."""
    shares = lexicon.confidence.lazy().select(
        "attribution", "name_class", confidence=pl.col("confidence").cast(pl.Float64)
    )
    return (
        frame.with_columns(name_class=name_class(lexicon))
        .join(shares, on=["attribution", "name_class"], how="left", maintain_order="left")
        .drop("name_class")
    )
