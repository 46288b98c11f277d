"""Extracted rows against hand-made labels: precision, recall and F1, as a whole and by field.

A label is a JSON object a line, by the extraction contract: `start` and `end` of the digits, `obs` (true, false, or
"ignore" for what is debatable), and for an observation its fields; `indicator` lists the accepted names (none: the
text gives none), and any other field may list what it accepts too. Nothing here knows how rows are extracted.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
CORE = ("value", "unit", "measure", "bound", "period", "status")
FIELDS = (*CORE, "region", "indicator", "indicator_close")
LEVELS = ("detection", "core", "full", "strict")
# Names this alike count as close: most of the characters, in order.
CLOSE = 0.75
_MARKS = re.compile(r"[^\w%/.+-]|_")
# What a report may say before a name without changing what it names.
_OWN = re.compile("^(?:全市|我市|全省|我省|全区|全县|全国|重庆市|重庆|全年|累计|共|预计|力争|实现|的)+")
_PLACE_LEVEL = re.compile("(?:自治区|地区|市|省)$")


@dataclass(frozen=True)
class Score:
    """What was reached: figures of each level, the share of right fields among detected rows, and every error.

    `verdicts` says of each counted row whether it is right by the strict level; a row that no label asks for is wrong.
    """

    labelled: int
    extracted: int
    levels: dict[str, tuple[float, float, float]]
    fields: dict[str, float]
    errors: list[str] = field(default_factory=list)
    verdicts: list[tuple[Row, bool]] = field(default_factory=list)


def read_labels(path: Path) -> list[dict[str, Any]]:
    """The labels of a file, one JSON object a line.

    Raises:
        ValueError: a line is no JSON object, or lacks `start` or `obs`; the message names the file and the line.

    """
    labels = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            label = json.loads(line)
            label["start"], label["obs"]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: no label ({error}); see the extraction contract") from error
        labels.append(label)
    return labels


def evaluate(labels: Iterable[Row], rows: Iterable[Row]) -> Score:
    """Score rows against labels.

    A row meets the label whose digits begin within its span; where several labels share the digits, the one with the
    nearest name that no row has met. `core` has all of value, unit, measure, bound, period and status right, `full`
    also region and a close name, `strict` an accepted name to the letter.
    """
    known = sorted(labels, key=lambda label: label["start"])
    wanted = [label for label in known if label["obs"] is True]
    met: set[int] = set()
    pairs: list[tuple[Row, Row]] = []
    errors: list[str] = []
    spurious: list[Row] = []
    for row in sorted(rows, key=lambda row: row["start"]):
        inside = [label for label in known if row["start"] <= label["start"] < row["end"]]
        free = [label for label in inside if id(label) not in met and label["obs"] is not False]
        label = max(free, key=lambda each: likeness(row.get("indicator"), each.get("indicator", ())), default=None)
        if label is not None and label["obs"] == "ignore":
            continue
        if label is None:
            spurious.append(row)
            why = inside[0].get("why", "met by another row") if inside else "no number is labelled there"
            errors.append(f"spurious [{row['start']}] {_shown(row)}: {why}")
        else:
            met.add(id(label))
            pairs.append((label, row))
    errors += [f"missed [{label['start']}] {_shown(label)}" for label in wanted if id(label) not in met]
    checks = [{name: _right(name, label, row) for name in FIELDS} for label, row in pairs]
    for (label, row), check in zip(pairs, checks, strict=True):
        errors += [
            f"{name} [{label['start']}] {_shown(label)}: {row.get(name)!r}, labelled {label.get(name)!r}"
            for name in FIELDS
            if not check[name] and name != "indicator_close"
        ]
    extracted = len(pairs) + len(spurious)
    core = [all(check[name] for name in CORE) for check in checks]
    strict = [c and check["region"] and check["indicator"] for c, check in zip(core, checks, strict=True)]
    hits = {
        "detection": len(pairs),
        "core": sum(core),
        "full": sum(c and check["region"] and check["indicator_close"] for c, check in zip(core, checks, strict=True)),
        "strict": sum(strict),
    }
    return Score(
        labelled=len(wanted),
        extracted=extracted,
        levels={level: _figures(hits[level], extracted, len(wanted)) for level in LEVELS},
        fields={name: sum(c[name] for c in checks) / len(checks) if checks else 0.0 for name in FIELDS},
        errors=errors,
        verdicts=[(row, False) for row in spurious]
        + [(row, right) for (_, row), right in zip(pairs, strict, strict=True)],
    )


def likeness(name: str | None, accepted: Sequence[str]) -> float:
    """How near a name comes to the nearest accepted one: 1 is the same, but for marks and words like 全市."""
    plain = _plain(name)
    if not accepted:
        return float(not plain)
    return max(SequenceMatcher(None, plain, _plain(each), autojunk=False).ratio() for each in accepted)


def _plain(name: str | None) -> str:
    return _OWN.sub("", _MARKS.sub("", name or ""))


def _right(name: str, label: Row, row: Row) -> bool:
    if name == "value":
        return all(_same(label.get(end), row.get(end)) for end in ("value", "value_max"))
    if name == "indicator":
        return likeness(row.get("indicator"), label["indicator"]) == 1.0
    if name == "indicator_close":
        return likeness(row.get("indicator"), label["indicator"]) >= CLOSE
    accepted = label.get(name)
    accepted = accepted if isinstance(accepted, list) else [accepted]

    def plain(value: object) -> str:
        text = "".join(str(value or "").split())
        return _PLACE_LEVEL.sub("", text) if name == "region" else text

    return plain(row.get(name)) in map(plain, accepted)


def _same(a: float | None, b: float | None) -> bool:
    return a is b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9))


def _figures(hits: int, extracted: int, labelled: int) -> tuple[float, float, float]:
    precision = hits / extracted if extracted else 0.0
    recall = hits / labelled if labelled else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _shown(row: Row) -> str:
    name = row.get("indicator")
    name = name[0] if isinstance(name, list) and name else name
    return f"{name or '(no name)'} {row.get('value')} {row.get('unit')}"
