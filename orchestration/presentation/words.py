"""How codes and values are shown to people."""

from __future__ import annotations

from decimal import Decimal

MEASURES = {"level": "水平", "growth": "增速", "difference": "差距", "rank": "位次"}
STATUSES = {"actual": "完成", "target": "目标"}
RESULTS = {
    "met": "达到",
    "about": "基本达到",
    "missed": "未达到",
    "not_comparable": "无法比较",
    "no_outturn": "尚无结果",
}
_BOUNDS = {"approx": "约 {}", "min": "≥ {}", "max": "≤ {}"}


def number(value: Decimal | float | None, bound: str | None = None, upper: Decimal | float | None = None) -> str:
    """A value without trailing zeros, with thousands separators and its bound; empty where there is none."""
    if value is None:
        return ""
    shown = _plain(value)
    if bound == "range" and upper is not None:
        return f"{shown}–{_plain(upper)}"
    return _BOUNDS.get(bound or "", "{}").format(shown)


def signed(value: Decimal | float | None) -> str:
    """A change with its sign."""
    return "" if value is None else ("+" if value > 0 else "") + _plain(value)


def _plain(value: Decimal | float) -> str:
    text = f"{value:,.{2 if abs(float(value)) >= 1 else 4}f}"
    return text.rstrip("0").rstrip(".")
