"""What changed between two snapshots of rows: added, removed and changed, by field, with counts and examples.

    python -m tests.rows_diff BEFORE.parquet AFTER.parquet [--examples 5 | --all] [--field NAME] [--file PART]

Snapshots come from `python -m tests.rows_snapshot`. Two rows are one figure if they stand in the same file on the
same span; rows that share a span are paired by name, then in order. What is left is paired by spans that overlap,
then by the same words around it, so that a row whose span or offset moved is a change and not a loss.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

Row = dict[str, Any]
# Offsets and words around the figure help to pair rows; a change of them alone is told apart from other changes.
PLACES = ("start", "end")
UNCOMPARED = ("what", "file", "context")


@dataclass
class Comparison:
    """Rows of two snapshots, paired; `changed` holds (before, after, names of the fields that differ)."""

    same: int = 0
    added: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row, list[str]]] = field(default_factory=list)


def compare(before: pl.DataFrame, after: pl.DataFrame) -> Comparison:
    """Pair the rows of two snapshots, file by file. Only columns that both snapshots have are compared."""
    fields = [name for name in before.columns if name in after.columns and name not in UNCOMPARED]
    result = Comparison()
    old, new = _by_file(before), _by_file(after)
    for key in sorted(old.keys() | new.keys()):
        pairs, removed, added = _paired(old.get(key, []), new.get(key, []))
        result.removed += removed
        result.added += added
        for one, other in pairs:
            differing = [name for name in fields if one[name] != other[name]]
            if differing:
                result.changed.append((one, other, differing))
            else:
                result.same += 1
    return result


def _by_file(rows: pl.DataFrame) -> dict[tuple[str, str], list[Row]]:
    files: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        files[row["what"], row["file"]].append(row)
    return files


def _paired(before: list[Row], after: list[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pairs by ever weaker likeness, then what found no partner on either side, in the order of the text."""
    pairs: list[tuple[Row, Row]] = []
    keys: list[Callable[[Row], Any]] = [
        lambda row: (row.get("start"), row.get("end"), row.get("indicator"), row.get("measure")),
        lambda row: (row.get("start"), row.get("end"), row.get("indicator")),
        lambda row: (row.get("start"), row.get("end")),
    ]
    for key in keys:
        before, after = _match(pairs, before, after, key)
    before, after = _overlapping(pairs, before, after)
    before, after = _match(pairs, before, after, lambda row: (row.get("context"), row.get("indicator")))
    before, after = _match(pairs, before, after, lambda row: (row.get("context"), row.get("written")))
    return pairs, before, after


def _match(
    pairs: list[tuple[Row, Row]], before: list[Row], after: list[Row], key: Callable[[Row], Any]
) -> tuple[list[Row], list[Row]]:
    waiting: dict[Any, list[Row]] = defaultdict(list)
    for row in before:
        waiting[key(row)].append(row)
    left = []
    for row in after:
        if partners := waiting[key(row)]:
            pairs.append((partners.pop(0), row))
        else:
            left.append(row)
    kept = {id(row) for rows in waiting.values() for row in rows}
    return [row for row in before if id(row) in kept], left


def _overlapping(pairs: list[tuple[Row, Row]], before: list[Row], after: list[Row]) -> tuple[list[Row], list[Row]]:
    left = []
    for row in after:
        partner = next((each for each in before if _overlap(each, row)), None)
        if partner is None:
            left.append(row)
        else:
            before = [each for each in before if each is not partner]
            pairs.append((partner, row))
    return before, left


def _overlap(one: Row, other: Row) -> bool:
    if one.get("start") is None or other.get("start") is None:
        return False
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def report(result: Comparison, examples: int | None, only: str | None) -> Iterable[str]:
    """The lines that tell a comparison; `examples` bounds those of each kind, null shows all, `only` keeps one field."""
    yield (
        f"same {result.same}  added {len(result.added)}  removed {len(result.removed)}  changed {len(result.changed)}"
    )
    yield from _by_kind(result)
    fields = Counter(name for _, _, names in result.changed for name in names)
    for name, count in fields.most_common():
        if only in (None, name):
            yield f"\n{name}: {count} changed"
            yield from _transitions(result, name)
            shown = [pair for pair in result.changed if name in pair[2]]
            for one, other, _ in shown[:examples]:
                yield f"  {one['file']}  {_value(one, name)} → {_value(other, name)}"
                yield f"      {_told(other)}"
    for title, rows in (("added", result.added), ("removed", result.removed)):
        if rows and only in (None, title):
            yield f"\n{title}: {len(rows)}"
            for row in rows[:examples]:
                yield f"  {row['file']}"
                yield f"      {_told(row)}"


def _by_kind(result: Comparison) -> Iterable[str]:
    """Counts by what a row is and by the folder of its file, for there a gain here may pay for a loss there."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word, rows in (
        ("added", result.added),
        ("removed", result.removed),
        ("changed", [after for _, after, _ in result.changed]),
    ):
        for row in rows:
            folder = "/".join(row["file"].split("/")[:-1]) or "."
            counts[row["what"], folder][word] += 1
    for (what, folder), words in sorted(counts.items()):
        yield f"  {what:<12}{folder:<22}" + "  ".join(f"{word} {count}" for word, count in words.items())


def _transitions(result: Comparison, name: str) -> Iterable[str]:
    """The commonest changes of a field with few values (level → growth); of others each is one of its kind."""
    changes = Counter((one[name], other[name]) for one, other, names in result.changed if name in names)
    for (old, new), count in changes.most_common(8):
        if count > 1 and name not in PLACES:
            yield f"    {count:>5} × {_word(old)} → {_word(new)}"


def _value(row: Row, name: str) -> str:
    return f"{row['start']}–{row['end']}" if name in PLACES else _word(row[name])


def _word(value: object) -> str:
    return "(none)" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)


def _told(row: Row) -> str:
    """A row in one line; of a report what it was taken for, of a file set aside the reason."""
    if row["what"] == "report":
        return " | ".join(_word(row.get(name)) for name in ("region", "report_year", "kind", "title"))
    if row["what"] == "aside":
        return str(row["reason"])
    high = "" if row["value_max"] is None else f"..{row['value_max']:g}"
    value = f"{row['value']:g}{high}{row['unit']}"
    names = ("measure", "bound", "period", "status", "region")
    return f"{_word(row['indicator'])} | {value} | {' | '.join(_word(row[name]) for name in names)}   {row['context']}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--examples", type=int, default=5, help="how many to show of each kind (5)")
    parser.add_argument("--all", action="store_true", help="show every row that differs")
    parser.add_argument("--field", help="show only changes of this field, or only `added` or `removed`")
    parser.add_argument("--file", default="", help="compare only files whose name holds this")
    arguments = parser.parse_args()
    before, after = (
        pl.read_parquet(path).filter(pl.col("file").str.contains(arguments.file, literal=True))
        for path in (arguments.before, arguments.after)
    )
    for side, one, other in (("before", before, after), ("after", after, before)):
        if alone := [name for name in one.columns if name not in other.columns]:
            print(f"columns only {side}, not compared: {', '.join(alone)}")
    print("\n".join(report(compare(before, after), None if arguments.all else arguments.examples, arguments.field)))


if __name__ == "__main__":
    main()
