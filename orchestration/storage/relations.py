"""What stands in a database: columns and row counts of its relations."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.storage.paths import connect

Relation = tuple[str, str]


def columns(connection: duckdb.DuckDBPyConnection) -> dict[Relation, dict[str, str]]:
    """Column names and types of each table and view, by (schema, name), in order."""
    rows = connection.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where not internal and database_name = current_database() order by schema_name, table_name, column_index"
    ).fetchall()
    found: dict[Relation, dict[str, str]] = {}
    for schema, table, column, kind in rows:
        found.setdefault((schema, table), {})[column] = kind
    return found


def row_count(connection: duckdb.DuckDBPyConnection, relation: Relation) -> int:
    """The number of rows of a table or view."""
    row = connection.execute("select count(*) from {}.{}".format(*(f'"{part}"' for part in relation))).fetchone()
    return int(row[0]) if row else 0


def holds(database: Path, relation: Relation) -> bool:
    """Whether a database is there and has this table or view.

    Raises:
        WarehouseError: the file is there and cannot be opened.
    """
    if not database.is_file():
        return False
    with connect(database, read_only=True) as connection:
        return relation in columns(connection)
