"""The explorer's tables as compact JSON, in chunks that a page loads one by one.

| chunk | holds |
|---|---|
| `core` | what every view needs: reports, places, indicators that are shared, counts, the names of all columns |
| `i/N` | all that is stated of the N-th of these indicators |
| `p/N` | all that is stated of the N-th place, and the names of the indicators that no other states |
| `r/N` | the sentences of the N-th report, each once, and its figures with their offsets in them |
| `names` | the indicators that one place alone states |
| `contradictions`, `files` | pairs of figures that contradict each other; files set aside |

A table is a list: how many rows it has, then its columns in the order that `core` tells. A column is a list; `{"k": value}`
where all rows hold one value; or `{"d": values, "i": places}` where few values stand in many rows. Truth is 1 or 0. A report is
told by its place in `core`, an indicator by its place there or, below 0, in the names of the row's place: -1 is the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

import duckdb
import polars as pl

from orchestration.presentation.explorer import romanized
from orchestration.presentation.explorer.gather import Gathered, texts
from orchestration.presentation.passages import marked
from orchestration.presentation.wording import neutral

# Characters that would end the script element which holds the chunk, or begin a comment in it; and two that are line ends to some.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
# Columns that tell a figure from the others of its report: a number, or text where one span is said of several names.
_NUMBERED = ("n", "target_n", "outturn_n", "from_n", "year_target_n", "first_n", "second_n")

# The texts of so many reports are held at a time.
_TEXTS_AT_ONCE = 50
# The chunk of the names that one place alone states.
NAMES = "names"


class Packing:
    """Tables as JSON takes them; `columns` has the names of the columns of every table that was packed."""

    def __init__(self) -> None:
        self.columns: dict[str, list[str]] = {}

    def table(self, kind: str, name: str, frame: pl.DataFrame) -> list[Any]:
        """A table of a kind of chunk: its rows' number and its columns. Text is made harmless."""
        self.columns[f"{kind}/{name}"] = frame.columns
        return [frame.height, *(_column(frame[column]) for column in frame.columns)]


def _column(values: pl.Series) -> Any:
    raw = values.to_list()
    shown = {value: _plain(value) for value in set(raw)}
    plain: list[Any] = [shown[value] for value in raw]
    if values.name in _NUMBERED:
        plain = [int(value) if value and value.isdigit() else value for value in plain]
    distinct = list(dict.fromkeys(plain))
    if len(distinct) == 1:
        return {"k": distinct[0]}
    if values.dtype in (pl.String, pl.Float64) and len(distinct) * 3 < len(plain):
        place = {value: at for at, value in enumerate(distinct)}
        return {"d": distinct, "i": [place[value] for value in plain]}
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, float):
        return value
    # Ten digits are more than any report writes; the rest is what binary fractions add.
    rounded = float(f"{value:.10g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded


def encoded(content: Any) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPED)


class Chunks:
    """The chunks of an explorer; `core` comes last, for it tells the columns of the others."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, gathered: Gathered, facts: dict[str, Any]) -> None:
        """Prepare the chunks.

        Args:
            connection: where the texts of reports are read from.
            gathered: the tables.
            facts: what else the page tells of the warehouse: `year`, `made` (a date) and `version`; JSON values alone.
        """
        self.connection = connection
        self.facts = facts
        self.packing = Packing()
        self.gathered = gathered
        self.shared = _shared(gathered)
        self.own = _own_names(gathered, self.shared)
        compared = {
            "vintages": gathered.vintages,
            "plans": gathered.plans,
            "paces": gathered.paces,
            "peers": gathered.peers,
        }
        self.tables = {
            name: self._placed(self._referenced(frame)).with_columns(indicator="reference").drop("reference")
            for name, frame in compared.items()
        }

    def core(self) -> str:
        """What every view needs, as JSON; to be asked for when all other chunks have been made."""
        pack, gathered = self.packing.table, self.gathered
        tables = {
            "reports": gathered.reports,
            "places": _places(gathered),
            "indicators": self.shared.with_columns(letters=_initials("zh")),
            "results": _results(gathered, self.facts["year"]),
        }
        held = {name: pack("core", name, frame) for name, frame in tables.items()}
        counts = {
            "set_aside": gathered.set_aside.height,
            "contradictions": gathered.contradictions.height,
            "names": gathered.indicators.height,
        }
        facts = {name: _plain(value) for name, value in {**self.facts, **counts}.items()}
        return encoded({"facts": facts, "columns": self.packing.columns, **held})

    def others(self) -> Iterator[tuple[str, str]]:
        """Every other chunk: its key and its JSON."""
        pack = self.packing.table
        yield from self._cut("i", "indicator", list(range(self.shared.height)), ("vintages", "plans", "peers"))
        names = self.own.partition_by("region", as_dict=True)
        columns = ["indicator", "zh", "unit", "direction", "letters"]
        regions = self.gathered.places["region"].to_list()
        own = {(region,): names.get((region,), self.own.clear()).select(columns) for region in regions}
        yield from self._cut("p", "region", regions, ("vintages", "plans", "paces"), own)
        yield from self._reports()
        contradictions = self._placed(self.gathered.contradictions)
        yield "contradictions", encoded({"contradictions": pack("contradictions", "contradictions", contradictions)})
        yield "files", encoded({"files": pack("files", "files", self.gathered.set_aside)})
        yield NAMES, encoded({"names": pack("names", "names", self.own)})

    def _referenced(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The table with each indicator told by its place in a column `reference`, null where it has none."""
        shared = self.shared.select("indicator", shared=pl.int_range(pl.len(), dtype=pl.Int32))
        own = self.own.select("indicator", "region", own=-1 - pl.int_range(pl.len(), dtype=pl.Int32).over("region"))
        return (
            frame.join(shared, on="indicator", how="left", maintain_order="left")
            .join(own, on=["indicator", "region"], how="left", maintain_order="left")
            .with_columns(reference=pl.coalesce("shared", "own"))
            .drop("shared", "own")
        )

    def _placed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The table with each report told by its place."""
        reports = self.gathered.reports["report_id"]
        told = [column for column in frame.columns if column == "report" or column.endswith("_report")]
        places = list(range(reports.len()))
        return frame.with_columns(
            pl.col(name).replace_strict(reports, places, default=None, return_dtype=pl.Int32) for name in told
        )

    def _cut(
        self,
        kind: str,
        column: str,
        codes: list[Any],
        names: tuple[str, ...],
        own: dict[tuple[Any, ...], pl.DataFrame] | None = None,
    ) -> Iterator[tuple[str, str]]:
        """Each code's rows of the tables, as a chunk by the code's place; codes without any row have none."""
        parts = {name: self.tables[name].partition_by(column, as_dict=True, include_key=False) for name in names}
        none = {name: self.tables[name].clear().drop(column) for name in names}
        for place, code in enumerate(codes):
            if not any((code,) in part for part in parts.values()):
                continue
            held = {name: part.get((code,), none[name]) for name, part in parts.items()}
            if own is not None:
                held["names"] = own[(code,)]
            yield (
                f"{kind}/{place}",
                encoded({name: self.packing.table(kind, name, frame) for name, frame in held.items()}),
            )

    def _reports(self) -> Iterator[tuple[str, str]]:
        """The sentences of each report, in reading order, and its figures with their places in them."""
        figures = self._referenced(self.gathered.figures).with_columns(
            written=pl.when(pl.col("written") != pl.col("name")).then("written"),
            # Where nothing else tells the name: what has no value that can be compared has no row among the names.
            name=pl.when(pl.col("reference").is_null()).then("name"),
            indicator=pl.col("reference"),
        )
        parts = figures.partition_by("report", as_dict=True, include_key=False)
        reports = [(at, each) for at, each in enumerate(self.gathered.reports["report_id"]) if (each,) in parts]
        pack = self.packing.table
        for batch in _batches(reports):
            sources = texts(self.connection, [report for _, report in batch])
            for place, report in batch:
                sentences, table = _sentences(sources[report], parts[(report,)])
                held = {"sentences": pack("r", "sentences", sentences), "figures": pack("r", "figures", table)}
                yield f"r/{place}", encoded(held)


def _batches(reports: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    left = iter(reports)
    while batch := list(islice(left, _TEXTS_AT_ONCE)):
        yield batch


def _initials(column: str) -> pl.Expr:
    return pl.col(column).map_elements(romanized.initials, return_dtype=pl.String)


def _places(gathered: Gathered) -> pl.DataFrame:
    values = gathered.vintages.group_by("region", maintain_order=True).agg(values=pl.len())
    return gathered.places.join(values, on="region", how="left", maintain_order="left").with_columns(
        pl.col("values").fill_null(0),
        en=pl.col("region").map_elements(romanized.english, return_dtype=pl.String),
        letters=_initials("name"),
    )


def _shared(gathered: Gathered) -> pl.DataFrame:
    """The indicators that are registered, or that two places state."""
    return gathered.indicators.filter(pl.col("registered") | (pl.col("places") > 1))


def _own_names(gathered: Gathered, shared: pl.DataFrame) -> pl.DataFrame:
    """The indicators that one place alone states, with that place, in the order of places."""
    own = gathered.indicators.join(shared, on="indicator", how="anti", maintain_order="left")
    placed = gathered.vintages.select("indicator", "region").unique(maintain_order=True)
    return (
        own.select("indicator", "zh", "unit", "direction")
        .join(placed, on="indicator", how="inner", maintain_order="left")
        .sort("region", maintain_order=True)
        .with_columns(letters=pl.col("zh").map_elements(romanized.letters, return_dtype=pl.String))
    )


def _results(gathered: Gathered, year: int) -> pl.DataFrame:
    """How the targets of each place and year came out: a count for each result, and where there is none, for each reason."""
    reported = gathered.reports.select(region="region", due=pl.col("year")).unique().with_columns(here=True)
    return (
        gathered.plans.with_columns(due=pl.col("year") + 1)
        .join(reported, on=["region", "due"], how="left", maintain_order="left")
        .with_columns(
            result=pl.when(pl.col("result") != "no_outturn")
            .then("result")
            .when(pl.col("here"))
            .then(pl.lit("silent"))
            .when(pl.col("due") > year)
            .then(pl.lit("later"))
            .otherwise(pl.lit("absent"))
        )
        .group_by("region", "year", "result", maintain_order=True)
        .agg(targets=pl.len())
        .sort("region", "year", "result")
    )


def _sentences(source: str, figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A report's sentences that hold figures, and its figures with their `sentence`, `at` and `length` in it."""
    columns = ["sentence_start", "sentence_end", "section", "span_start", "span_end"]
    placed = sorted(enumerate(figures.select(columns).iter_rows()), key=lambda row: (row[1][0], row[0]))
    told: list[dict[str, str | None]] = []
    spans = [(0, 0, 0)] * figures.height
    for (start, end), group in groupby(placed, key=lambda row: row[1][:2]):
        rows = list(group)
        shown, found = marked(source[start:end], [(row[3] - start, row[4] - start) for _, row in rows])
        for (place, _), (at, length) in zip(rows, found, strict=True):
            spans[place] = (len(told), at, length)
        told.append({"text": shown, "section": rows[0][1][2]})
    within = pl.DataFrame(spans, schema=dict.fromkeys(("sentence", "at", "length"), pl.Int32), orient="row")
    kept = [name for name in figures.columns if name not in (*columns, "sentence_id", "reference")]
    return (
        pl.DataFrame(told, schema={"text": pl.String, "section": pl.String}),
        figures.select(kept).hstack(within),
    )
