"""The lexicon: the CSV seeds that extraction and dbt share, and the patterns made from them.

A wording, unit or place is added in `dbt_project/seeds/`, never here. What the columns mean stands in
`dbt_project/seeds/_seeds.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property

import polars as pl

from orchestration import SEEDS
from orchestration.schema import ATTRIBUTIONS

# Scale words that may stand before a unit (万吨, 亿千瓦时) or alone (83.6 万脱贫人口).
SCALES = ("万亿", "千亿", "百亿", "十亿", "亿", "千万", "百万", "十万", "万", "千", "百")

# What tells how often a row is right, beside where its name comes from; `extraction.confidence` says which row is of which.
NAME_CLASSES = (
    "doubted",  # a flag says that something was not read as it should be
    "registered",  # the name stands in the indicator table or among its aliases
    "bare",  # a name of three characters or fewer that is not registered, or none: 企业
    "short",  # one of four
    "long",  # one of twenty or more: it may hold more than the indicator
    "joined",  # one that names several things: 甲、乙
    "bounded",  # none of these, and the value is a lower bound: 超过, 以上
    "plain",  # none of these
)

# Where in a name the words of each part stand; `identity.parts` says what is done with them.
PLACES = {
    "hold": ("within",),
    "noise": ("head", "tail"),
    "activity": ("head", "middle", "tail"),
    "scope": ("head", "within"),
    "aspect": ("head", "tail"),
    "concept": ("within", "whole"),
    "whole": ("whole",),
}
# The parts whose values are a closed list, that of `part_values.csv`.
CLOSED_PARTS = ("activity", "scope", "aspect")

# A county's whole name of two characters (城区, 矿区, 郊区) is a common word as well.
_SHORTEST_COUNTY = 3


class LexiconError(ValueError):
    """A seed table breaks one of its rules; the message names the file and the offending rows."""


@dataclass(frozen=True)
class Lexicon:
    """The seed tables, validated, with the pattern fragments that extraction is built from."""

    units: pl.DataFrame
    words: pl.DataFrame
    word_roles: pl.DataFrame
    regions: pl.DataFrame
    indicators: pl.DataFrame
    aliases: pl.DataFrame
    confidence: pl.DataFrame
    part_words: pl.DataFrame
    part_values: pl.DataFrame
    no_indicators: pl.DataFrame

    def of_role(self, *roles: str, without: Collection[str] = ()) -> list[str]:
        """Words of the given roles, longest first, so that an alternation prefers the longer one.

        Raises:
            LexiconError: `word_roles.csv` does not know one of the roles.

        """
        if unknown := set(roles) - set(self.word_roles["role"]):
            raise LexiconError(f"{SEEDS / 'word_roles.csv'}: no such role: {sorted(unknown)}")
        found = {word for role in roles for word in self._words_by_role.get(role, ())} - set(without)
        return sorted(found, key=lambda word: (-len(word), word))

    @cached_property
    def _words_by_role(self) -> dict[str, list[str]]:
        words: dict[str, list[str]] = {}
        for word, role in self.words.select("word", "role").rows():
            words.setdefault(role, []).append(word)
        return words

    @cached_property
    def adverbs(self) -> str:
        """What may stand between a name and its predicate or number."""
        return self.any_of("adverb", "tail_adverb")

    def any_of(self, *roles: str, without: Collection[str] = ()) -> str:
        """A non-capturing alternation of the words of the given roles, but for some."""
        return "(?:" + "|".join(map(re.escape, self.of_role(*roles, without=without))) + ")"

    @cached_property
    def unit_pattern(self) -> str:
        """A unit as written: base unit with or without a scale word, or a scale word alone."""
        return f"(?:{self.whole_unit_pattern}|(?:{'|'.join(SCALES)}))"

    @cached_property
    def whole_unit_pattern(self) -> str:
        """A base unit with or without a scale word."""
        bases = sorted(self.units["unit"].to_list(), key=lambda unit: (-len(unit), unit))
        scale = "(?:" + "|".join(SCALES) + ")"
        # 百分点 must not be read as 百 + 分: bases that begin with a scale word are tried whole first.
        whole = [re.escape(base) for base in bases if base.startswith(SCALES)]
        base = f"(?:{'|'.join(map(re.escape, bases))})"
        # 元/人, 吨/日; 件(套): rates and counts in two words are units without a row of their own.
        per = "/(?:平方公里|平方米|立方米|百平方公里|公里|公斤|千克|千瓦时|吨标准煤|公顷|升|毫升|万元|亿元|万人|千人|吨|亩|人|户|件|元|日|天|年|月|小时|分钟|秒|次)"
        paired = r"\((?:个|件|套|册|家|次|处|座|所|站|张|人|户|台|项|支|只|条|片|辆|市|区|县)\)"
        return f"(?:(?:{'|'.join(whole)}|{scale}?{base})(?:{per}|{paired})?)"

    @cached_property
    def full_place_names(self) -> list[str]:
        """Places by their whole names, with the word for their level, and named areas: safe to read in running text."""
        areas = pl.col("level") == "area"
        long = pl.col("level").is_in(["province", "city"]) | (
            (pl.col("level") == "county") & (pl.col("name").str.len_chars() >= _SHORTEST_COUNTY)
        )
        return sorted({*self.regions.filter(areas | long)["name"], *self.regions.filter(areas)["short_name"]} - {""})

    @cached_property
    def short_place_names(self) -> list[str]:
        """Short names of provinces and cities; those of counties are too often common words."""
        named = self.regions.filter(pl.col("level").is_in(["province", "city"]))
        return sorted(set(named["short_name"]) - {""} - set(self.full_place_names))


def _read(name: str) -> pl.DataFrame:
    path = SEEDS / name
    if not path.is_file():
        raise LexiconError(f"{path}: the lexicon table is missing; restore it from version control")
    return pl.read_csv(path, infer_schema=False, empty_string_is_null=False)


def _refuse(name: str, rule: str, bad: pl.DataFrame) -> None:
    if bad.height:
        raise LexiconError(f"{SEEDS / name}: {rule}: {bad.head(5).rows()}")


def validate(lexicon: Lexicon) -> None:
    """Check the rules that a reader of the tables relies on.

    Raises:
        LexiconError: a duplicate key, an unknown role, a factor that is no positive number, a dimension with
            several canonical units or with that of another dimension, an alias of an
            unknown or of two indicators, an indicator's unit that the unit table does not know, a confidence that
            is no share or is not given for every attribution with every class of names.

    """
    for name, table, key in (
        ("units.csv", lexicon.units, ["unit"]),
        ("words.csv", lexicon.words, ["word", "role"]),
        ("word_roles.csv", lexicon.word_roles, ["role"]),
        ("regions.csv", lexicon.regions, ["region_code"]),
        ("indicators.csv", lexicon.indicators, ["indicator_code"]),
        ("indicators.csv", lexicon.indicators, ["name_zh"]),
        ("indicators.csv", lexicon.indicators, ["concept", "activity", "scope", "aspect"]),
        ("indicator_aliases.csv", lexicon.aliases, ["alias"]),
        ("confidence.csv", lexicon.confidence, ["attribution", "name_class"]),
        ("part_words.csv", lexicon.part_words, ["word", "part", "place"]),
        ("part_values.csv", lexicon.part_values, ["part", "value"]),
        ("no_indicators.csv", lexicon.no_indicators, ["concept"]),
    ):
        _refuse(name, f"{key} stands twice", table.filter(pl.struct(key).is_duplicated()))
    roles = lexicon.word_roles["role"].to_list()
    _refuse("words.csv", "role is not in word_roles.csv", lexicon.words.filter(~pl.col("role").is_in(roles)))
    _validate_units(lexicon.units)
    known = lexicon.indicators["indicator_code"].to_list()
    orphans = lexicon.aliases.filter(~pl.col("indicator_code").is_in(known))
    _refuse("indicator_aliases.csv", "alias of an unknown indicator", orphans)
    names = lexicon.indicators["name_zh"].to_list()
    _refuse(
        "indicator_aliases.csv",
        "alias is an indicator's own name",
        lexicon.aliases.filter(pl.col("alias").is_in(names)),
    )
    pattern = f"^(?:{'|'.join(SCALES)})?(?:{'|'.join(map(re.escape, lexicon.units['unit'].to_list()))})$"
    _refuse(
        "indicators.csv",
        "canonical unit is not in units.csv",
        lexicon.indicators.filter(~pl.col("canonical_unit").str.contains(pattern)),
    )
    codes = lexicon.regions["region_code"].to_list()
    parents = lexicon.regions.filter((pl.col("parent_code") != "") & ~pl.col("parent_code").is_in(codes))
    _refuse("regions.csv", "parent is not in the table", parents)
    _validate_confidence(lexicon.confidence)
    _validate_parts(lexicon)


def _validate_units(units: pl.DataFrame) -> None:
    factor = pl.col("factor").cast(pl.Float64, strict=False)
    _refuse("units.csv", "factor must be above 0", units.filter(factor.is_null() | (factor <= 0)))
    several = pl.col("canonical_unit").n_unique().over("dimension") > 1
    _refuse("units.csv", "a dimension has several canonical units", units.filter(several))
    bare = pl.col("canonical_unit").str.replace(f"^(?:{'|'.join(SCALES)})+", "")
    of_canonical = pl.coalesce(
        column.replace_strict(units["unit"], units["dimension"], default=None)
        for column in (pl.col("canonical_unit"), bare)
    )
    # What is counted with a word of its own has the dimension `count:` and that word.
    counted = pl.col("dimension") == "count:" + pl.col("canonical_unit").str.strip_prefix("个")
    stray = units.filter(~counted & (of_canonical.is_null() | (of_canonical != pl.col("dimension"))))
    _refuse(
        "units.csv", "the dimension of the canonical unit is another (for a counted thing: 处,count:处,处,1,)", stray
    )


def _validate_parts(lexicon: Lexicon) -> None:
    places = pl.DataFrame(
        [(part, place) for part, found in PLACES.items() for place in found], ["part", "place"], orient="row"
    )
    _refuse(
        "part_words.csv", "unknown part or place", lexicon.part_words.join(places, on=["part", "place"], how="anti")
    )
    closed = lexicon.part_words.filter(pl.col("part").is_in(CLOSED_PARTS))
    _refuse(
        "part_words.csv",
        "value is not in part_values.csv",
        closed.join(lexicon.part_values, on=["part", "value"], how="anti"),
    )


def _validate_confidence(table: pl.DataFrame) -> None:
    asked = pl.DataFrame({"attribution": ATTRIBUTIONS}).join(pl.DataFrame({"name_class": NAME_CLASSES}), how="cross")
    keys = ["attribution", "name_class"]
    _refuse("confidence.csv", "unknown attribution or class of names", table.join(asked, on=keys, how="anti"))
    _refuse("confidence.csv", "no row for an attribution and class of names", asked.join(table, on=keys, how="anti"))
    share = pl.col("confidence").cast(pl.Float64, strict=False)
    _refuse(
        "confidence.csv", "confidence must be from 0 to 1", table.filter(~share.is_between(0, 1).fill_null(value=False))
    )


@cache
def load() -> Lexicon:
    """The lexicon, read once in a process.

    Raises:
        LexiconError: see `validate`.

    """
    lexicon = Lexicon(
        units=_read("units.csv"),
        words=_read("words.csv"),
        word_roles=_read("word_roles.csv"),
        regions=_read("regions.csv"),
        indicators=_read("indicators.csv"),
        aliases=_read("indicator_aliases.csv"),
        confidence=_read("confidence.csv"),
        part_words=_read("part_words.csv"),
        part_values=_read("part_values.csv"),
        no_indicators=_read("no_indicators.csv"),
    )
    validate(lexicon)
    return lexicon
