"""Why a name is of an indicator: which word told each of its parts, and what is only related to it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from orchestration.identity.parts import PARTS
from orchestration.identity.registry import NAMES, identified
from orchestration.lexicon import Lexicon


@dataclass(frozen=True)
class Part:
    """One part of a name: its value (empty where the name tells none) and, of a value in `part_values.csv`, what it means."""

    part: str
    value: str
    words: list[str]
    """The words of the name that stand for the value, as far as a table holds them."""
    name_en: str
    not_same: str


@dataclass(frozen=True)
class Related:
    """A registered indicator with the same concept, and the parts in which it differs."""

    code: str
    name: str
    name_en: str
    differs: dict[str, str]


@dataclass(frozen=True)
class Explained:
    """What one name is read as. `code`, `registered` and `name_en` are empty where no registered indicator has its parts."""

    name: str
    plain: str
    parts: list[Part]
    code: str
    registered: str
    name_en: str
    definition: str
    found_by: str
    is_bare: bool
    related: list[Related]


def explain(
    name: str, lexicon: Lexicon, measure: str = "level", unit: str = "", region: str | None = None
) -> Explained:
    """Take a name apart and say what told each part.

    Args:
        name: as a report writes it.
        lexicon: the registry and the tables of words.
        measure: see `schema.MEASURES`.
        unit: of a level, as written; empty where it is not known, which lets every indicator be meant.
        region: the place whose report says so, null where it is not known.
    """
    asked = pl.DataFrame([{"indicator": name, "measure": measure, "unit": unit, "region": region}], schema=NAMES)
    found = identified(asked, lexicon).to_dicts()[0]
    of_code = lexicon.indicators.filter(pl.col("indicator_code") == (found["indicator_code"] or "")).to_dicts()
    own = of_code[0] if of_code else {}
    return Explained(
        name=name,
        plain=found["plain"],
        parts=[_part(part, found[part], found["plain"] + name, lexicon) for part in PARTS],
        code=found["indicator_code"] or "",
        registered=own.get("name_zh", ""),
        name_en=own.get("name_en", ""),
        definition=own.get("definition", ""),
        found_by=found["found_by"],
        is_bare=found["is_bare"],
        related=_related(found, lexicon),
    )


def _part(part: str, value: str, name: str, lexicon: Lexicon) -> Part:
    told = pl.col("part").is_in([part] if part != "aspect" else [part, "whole"])
    values = value.split("、") if value else []
    words = lexicon.part_words.filter(told & pl.col("value").is_in(values))["word"].unique().to_list()
    stand = sorted((word for word in words if word in name), key=len, reverse=True)
    # 新建 and 建设 both stand in 新建设: the longest tells it.
    longest = [word for at, word in enumerate(stand) if not any(word in longer for longer in stand[:at])]
    meant = lexicon.part_values.filter((pl.col("part") == part) & pl.col("value").is_in(values)).to_dicts()
    return Part(
        part,
        value,
        longest,
        ", ".join(each["name_en"] for each in meant),
        "; ".join(each["not_same"] for each in meant),
    )


def _related(found: dict[str, str], lexicon: Lexicon) -> list[Related]:
    alike = lexicon.indicators.filter(
        (pl.col("concept") == found["concept"]) & (pl.col("indicator_code") != (found["indicator_code"] or ""))
    )
    return [
        Related(
            row["indicator_code"],
            row["name_zh"],
            row["name_en"],
            {part: row[part] for part in PARTS if row[part] != found[part]},
        )
        for row in alike.to_dicts()
    ]


def lines(found: Explained) -> list[tuple[str, str]]:
    """What was found, as pairs of a label and a text, in reading order."""
    told = [("reads", found.plain)]
    for each in found.parts:
        value = each.value or "(none)"
        meaning = f" ({each.name_en})" if each.name_en else ""
        words = f", told by {'、'.join(each.words)}" if each.words else ""
        told.append((each.part, f"{value}{meaning}{words}"))
        if each.not_same:
            told.append(("not", each.not_same))
    if found.code:
        told.append(("indicator", f"{found.registered}, {found.name_en} ({found.code}), found by its {found.found_by}"))
    elif found.is_bare:
        told.append(
            ("indicator", "none: the name leans on what stands around it, and is compared with no other report's")
        )
    else:
        told.append(
            (
                "indicator",
                "none is registered with these parts; names with the same parts are one indicator all the same",
            )
        )
    if found.definition:
        told.append(("means", found.definition))
    for other in found.related:
        differs = ", ".join(f"{part} {value or '(none)'}" for part, value in other.differs.items())
        told.append(("related", f"{other.name}, {other.name_en} ({other.code}): {differs}"))
    return told


def seed_row(name: str, unit: str, measure: str, nearest: str, lexicon: Lexicon) -> dict[str, str]:
    """A row for `indicators.csv` that would register a name; what a person must give is empty.

    Args:
        name: as a report writes it.
        unit: its commonest canonical unit.
        measure: see `schema.MEASURES`.
        nearest: the code of the registered indicator that is nearest, whose topic and direction are proposed.
        lexicon: the registry and the tables of words.
    """
    found = explain(name, lexicon, measure, unit)
    alike = lexicon.indicators.filter(pl.col("indicator_code") == nearest).to_dicts()
    like = alike[0] if alike else {}
    parts = {each.part: each.value for each in found.parts}
    nature = "rate" if unit in ("%", "‰") else "flow" if parts["activity"] else "stock"
    given = {
        "name_zh": found.plain,
        **parts,
        "topic": like.get("topic", ""),
        "canonical_unit": unit,
        "direction": like.get("direction", "neutral"),
        "nature": nature,
    }
    return {column: given.get(column, "") for column in lexicon.indicators.columns}
