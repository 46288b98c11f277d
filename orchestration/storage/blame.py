"""Which landed figure is to blame for a failed query, where the message of the database names its value."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from orchestration.storage.paths import WarehouseError, connect

_NUMBERS = re.compile(r"(?<![\w.(])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.)])")
_QUOTED = re.compile(r"[\"'“](.+?)[\"'”]")
_KEYS = re.compile(r"\b[0-9a-f]{16}:\d+(?:\.\d+)?\b")
_QUERY = """
    select file_name, written, coalesce(sentences.text, ''), observations.start
    from landing.observations
    inner join landing.reports using (report_id)
    left join landing.sentences using (sentence_id)
    where list_contains($numbers, value) or list_contains($numbers, value_max)
        or list_contains($words, observation_id) or list_contains($words, unit) or list_contains($words, written)
        or list_contains($words, period)
    limit 2
"""


def figure(database: Path, message: str) -> str | None:
    """The one landed figure whose value, unit, period or key stands in a message, with file and sentence.

    Args:
        database: the build database, with its landing tables.
        message: what the database said, such as `Could not cast value 58000000000 to DECIMAL(18,3)`.

    Returns:
        Null where no figure or more than one could be meant: a wrong figure named would be worse than none.
    """
    numbers = [float(number) for number in _NUMBERS.findall(message)]
    words = [*_QUOTED.findall(message), *_KEYS.findall(message)]
    numbers += [float(word) for word in words if _NUMBERS.fullmatch(word)]
    try:
        with connect(database, read_only=True) as connection:
            rows = connection.execute(_QUERY, {"numbers": numbers or [float("nan")], "words": words or [""]}).fetchall()
    except (WarehouseError, duckdb.Error):
        return None
    if len(rows) != 1:
        return None
    name, written, sentence, start = rows[0]
    return f"the figure {written} in {name} at character {start}: {_short(sentence)}"


def _short(sentence: str, longest: int = 120) -> str:
    return sentence if len(sentence) <= longest else sentence[:longest] + "…"
