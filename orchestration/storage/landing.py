"""Landing: frames → tables of the build database, once for each content and extractor version.

Landing mirrors the raw folder: what has gone from there goes from here, in the same transaction that brings the
new. Meaning (names, units, comparisons) does not belong here but in the dbt project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import dataframely as dy
import duckdb
import polars as pl

from orchestration.schema import IndicatorName, NumberMention, Observation, Quarantine, Report, Sentence

# In the order in which rows refer to each other.
TABLES: dict[str, type[dy.Schema]] = {
    "reports": Report,
    "sentences": Sentence,
    "number_mentions": NumberMention,
    "observations": Observation,
    "indicator_names": IndicatorName,
    "quarantine": Quarantine,
}
EXTRACTED = ("sentences", "number_mentions", "observations")
# A batch to extract holds about so many bytes of text, so that memory stays bounded whatever the folder holds.
BATCH_BYTES = 8_000_000
_TYPES = {
    pl.String: "varchar",
    pl.Enum: "varchar",
    pl.Int32: "integer",
    pl.Float64: "double",
    pl.Date: "date",
    pl.Boolean: "boolean",
}


def columns(schema: type[dy.Schema]) -> dict[str, str]:
    """Column names of a schema with their DuckDB types, in order."""
    return {name: _TYPES[type(dtype)] for name, dtype in schema.create_empty().schema.items()}


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the landing tables where they are missing; remake all where their columns are of another version."""
    connection.execute("create schema if not exists landing")
    present = _present(connection)
    wanted = {table: columns(schema) for table, schema in TABLES.items()}
    if any(present.get(table, spec) != spec for table, spec in wanted.items()):
        for table in present:
            connection.execute(f'drop table landing."{table}" cascade')
    for table, schema in TABLES.items():
        fields = [
            f'"{name}" {kind}{"" if schema.columns()[name].nullable else " not null"}'
            for name, kind in wanted[table].items()
        ]
        key = ", ".join(f'"{name}"' for name in schema.primary_key())
        connection.execute(f'create table if not exists landing."{table}" ({", ".join(fields)}, primary key ({key}))')
    connection.execute(
        "create table if not exists landing.extractions "
        "(report_id varchar primary key, extractor_version varchar not null)"
    )


def known_files(connection: duckdb.DuckDBPyConnection, version: str) -> set[tuple[str, str]]:
    """(file name, content hash) of each report that this version has read already.

    Files that could not be read are not among them: whether one is still unreadable is looked at anew each time. A file
    that was read and whose figures were set aside is.
    """
    query = "select file_name, content_hash from landing.reports where reader_version = ?"
    return set(connection.execute(query, [version]).fetchall())


def known_texts(connection: duckdb.DuckDBPyConnection, known: set[tuple[str, str]]) -> dict[str, str]:
    """The file name by the hash of the text, of the landed reports among `known`, which is as in `land_reports`."""
    rows = connection.execute("select text_hash, file_name, content_hash from landing.reports").fetchall()
    return {text: name for text, name, content in rows if (name, content) in known}


def known_reports(
    connection: duckdb.DuckDBPyConnection, known: set[tuple[str, str]]
) -> list[tuple[str, str | None, int, str, str | None]]:
    """File name, region, year, kind and signature of the landed reports among `known`, which is as in `land_reports`."""
    rows = connection.execute(
        "select content_hash, file_name, region, report_year, kind::varchar, signature from landing.reports"
    ).fetchall()
    return [(name, *rest) for content, name, *rest in rows if (name, content) in known]


def text_of(connection: duckdb.DuckDBPyConnection, file_name: str) -> str | None:
    """The landed text of a file; null where it is not landed."""
    row = connection.execute("select text from landing.reports where file_name = ?", [file_name]).fetchone()
    return row[0] if row else None


def landed_files(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(file name, content hash) of each file that was landed, read or set aside."""
    return connection.execute(
        "select file_name, content_hash from landing.reports "
        # A report whose figures were set aside stands in both.
        "union select file_name, coalesce(content_hash, '') from landing.quarantine order by all"
    ).fetchall()


def land_reports(
    connection: duckdb.DuckDBPyConnection, reports: pl.DataFrame, quarantine: pl.DataFrame, known: set[tuple[str, str]]
) -> None:
    """Bring in what was read anew, and drop what no longer stands in the folder, in one transaction.

    Args:
        connection: to the build database, with its tables made.
        reports: new or changed reports (`schema.Report`).
        quarantine: all files set aside (`schema.Quarantine`).
        known: (file name, content hash) of the reports that were landed before and still stand in the folder. One that
            is in `quarantine` now, as the second of two files with the same bytes, goes; what `land_extraction` set
            aside of the others stays so.
    """
    names = {"file_name": pl.String, "content_hash": pl.String}
    kept = pl.DataFrame(sorted(known), schema=names, orient="row").join(quarantine, on="file_name", how="anti")
    connection.register("kept", kept)
    gone = connection.execute("select report_id from landing.reports anti join kept using (file_name, content_hash)")
    connection.register("gone", gone.pl())
    with _transaction(connection):
        for table in (*EXTRACTED, "extractions", "reports"):
            connection.execute(f"delete from landing.{table} where report_id in (select report_id from gone)")
        connection.execute(
            "delete from landing.quarantine where not exists "
            "(from kept where kept.file_name = quarantine.file_name and kept.content_hash = quarantine.content_hash)"
        )
        _insert(connection, "reports", reports)
        _insert(connection, "quarantine", quarantine)


def to_extract(connection: duckdb.DuckDBPyConnection, version: str, size: int = BATCH_BYTES) -> Iterator[pl.DataFrame]:
    """Landed reports that this version has not extracted yet, in batches: what `extraction.extract_batch` takes.

    A batch that was landed is not given again, so that whoever is killed goes on where he was.

    Args:
        connection: to the build database, with its tables made.
        version: the extractor version.
        size: about how many bytes of text a batch holds; a report is never cut.
    """
    todo = connection.execute(
        """
        select report_id, strlen(text) as bytes
        from landing.reports
        where report_id not in (select report_id from landing.extractions where extractor_version = $version)
        order by report_id
        """,
        {"version": version},
    ).pl()
    batch = (pl.col("bytes").cum_sum() // size).alias("batch")
    for part in todo.with_columns(batch).partition_by("batch"):
        connection.register("part", part)
        yield connection.execute(
            "select report_id, text, tables, recognized, region, report_year, kind "
            "from landing.reports semi join part using (report_id) "
            "order by report_id"
        ).pl()


def land_extraction(
    connection: duckdb.DuckDBPyConnection,
    report_ids: pl.Series,
    frames: dict[str, pl.DataFrame],
    version: str,
    aside: Mapping[str, str] | None = None,
) -> None:
    """Replace the extracted rows of some reports, in one transaction, and set the files of others aside.

    Args:
        connection: to the build database, with its tables made.
        report_ids: the reports that were extracted, also those without a single figure.
        frames: the frame of each table of `EXTRACTED`.
        version: the extractor version that made them.
        aside: the reason for each of these reports whose figures must not be used, by its id; its text stays.
    """
    aside = aside or {}
    reasons = pl.DataFrame(
        {"report_id": list(aside), "reason": list(aside.values())},
        schema={"report_id": pl.String, "reason": pl.String},
    )
    connection.register("reasons", reasons)
    done = pl.DataFrame({"report_id": report_ids, "extractor_version": [version] * len(report_ids)})
    connection.register("done", done)
    with _transaction(connection):
        for table in (*EXTRACTED, "extractions"):
            connection.execute(f"delete from landing.{table} where report_id in (select report_id from done)")
        for table in EXTRACTED:
            _insert(connection, table, frames[table])
        connection.execute(
            "delete from landing.quarantine where file_name in "
            "(select file_name from landing.reports semi join done using (report_id))"
        )
        connection.execute(
            "insert into landing.quarantine by name "
            "select file_name, content_hash, reason from reasons inner join landing.reports using (report_id)"
        )
        connection.execute("insert into landing.extractions by name select * from done where report_id is not null")


def written_names(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The distinct names of all landed figures: `indicator`, `measure`, `unit`, `region` (null where it is not known)."""
    return connection.execute(
        """
        select distinct observations.indicator, observations.measure, observations.unit,
            -- A place without a name is not known.
            nullif(reports.region, '') as region
        from landing.observations as observations inner join landing.reports as reports using (report_id)
        where observations.indicator is not null
        order by all
        """
    ).pl()


def land_names(connection: duckdb.DuckDBPyConnection, names: pl.DataFrame) -> None:
    """Replace what all names measure by `names` (`schema.IndicatorName`, `region` null where it is not known)."""
    with _transaction(connection):
        connection.execute("delete from landing.indicator_names")
        _insert(connection, "indicator_names", names.with_columns(pl.col("region").fill_null("")))


class _transaction:  # noqa: N801 - reads as a word in `with`
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("begin")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("rollback" if kind else "commit")


def _present(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    rows = connection.execute(
        "select table_name, column_name, lower(data_type) from duckdb_columns() "
        "where schema_name = 'landing' and database_name = current_database() order by table_name, column_index"
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("rows", frame.cast({pl.Enum: pl.String}))
    connection.execute(f"insert into landing.{table} by name select * from rows")
