"""How codes and values are shown to people."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from orchestration.schema import RULED

MEASURES = {"level": "水平", "growth": "增速", "difference": "差距", "rank": "位次"}
STATUSES = {"actual": "完成", "target": "目标"}
RESULTS = {
    "met": "达到",
    "about": "基本达到",
    "missed": "未达到",
    "not_comparable": "无法比较",
    "no_outturn": "尚无结果",
}
# A cell of `marts.peers` without a figure, by what is known of it.
CELLS = {"not stated": "未提及 not stated", "no report": "无报告 no report"}
PLACE_UNKNOWN = "(地区不明)"
_RULES = {
    "not_null": "`{column_name}` is never null.",
    "unique": "`{column_name}` is unique.",
    "unique_combination": "One row for each combination of {columns}.",
    "accepted_values": "`{column_name}` is one of {values}.",
    "relationships": "Each `{column_name}` stands as `{field}` in `{to}`.",
    "holds": "In each row: `{condition}`.",
}
_BOUNDS = {"approx": "约 {}", "min": "≥ {}", "max": "≤ {}"}
# What a terminal, a browser or XML would act upon or refuse. Control characters have pictures (U+2400 and on); marks of
# writing direction, separators of lines, half pairs and characters that are none have not.
_SHOWN_AS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_SHOWN_AS |= dict.fromkeys([*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F)], 0xFFFD)
_SHOWN_AS |= dict.fromkeys([*range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], 0xFFFD)
_LINES_KEPT = {code: shown for code, shown in _SHOWN_AS.items() if chr(code) not in "\n\t"}


def number(value: Decimal | float | None, bound: str | None = None, upper: Decimal | float | None = None) -> str:
    """A value without trailing zeros, with thousands separators and its bound; empty where there is none."""
    if value is None:
        return ""
    shown = _plain(value)
    if bound == "range" and upper is not None:
        return f"{shown}–{_plain(upper)}"
    return _BOUNDS.get(bound or "", "{}").format(shown)


def neutral(text: str, *, lines: bool = False) -> str:
    """Text out of a report or a file's name with nothing left that acts; character for character, so offsets hold.

    Args:
        text: any text.
        lines: keep line ends and tabs.
    """
    return text.translate(_LINES_KEPT if lines else _SHOWN_AS)


def signed(value: Decimal | float | None) -> str:
    """A change with its sign."""
    return "" if value is None else ("+" if value > 0 else "") + _plain(value)


def _plain(value: Decimal | float) -> str:
    text = f"{value:,.{2 if abs(float(value)) >= 1 else 4}f}"
    return text.rstrip("0").rstrip(".")


def rule(test: Mapping[str, Any]) -> str | None:
    """What a dbt test demands of its model: its own description, else what its kind and arguments say, as Markdown.

    Args:
        test: its entry in the manifest.
    """
    told = test.get("test_metadata") or {}
    shown = {
        name: ", ".join(f"`{each}`" for each in value) if isinstance(value, list) else value
        for name, value in (told.get("kwargs") or {}).items()
    }
    template = _RULES.get(str(told.get("name")))
    return test.get("description") or (template.format(**shown) if template else None)


def rules(row: Mapping[str, Any]) -> str:
    """The ids of the rules that decided a row, parted by commas, in the order of `schema.RULED`; empty if a table did.

    Args:
        row: holds the columns `<field>_rule`, null where no rule decided.
    """
    return ", ".join(rule for field in RULED if (rule := row[f"{field}_rule"]))


def passage(part: str, frame: str | None, evidence: str | None) -> str:
    """Whether a passage reviews or plans, of which span of years, and the words that opened it: review, 2021-2025 (五年来).

    Args:
        part: `review` or `plan`.
        frame: the span of years, null for a single year.
        evidence: the opening words, null where none did.
    """
    years = f"{part}, {frame}" if frame else part
    return f"{years} ({evidence})" if evidence else years
