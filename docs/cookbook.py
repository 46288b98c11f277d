"""Run the queries of `sql-cookbook.md` and write what they bring below them.

python docs/cookbook.py [warehouse/indicators.duckdb]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import duckdb

from orchestration.presentation.preview import markdown

COOKBOOK = Path(__file__).with_name("sql-cookbook.md")
_QUERY = re.compile(r"(?P<before>```sql\n(?P<sql>.*?)\n```\n\n)(?P<result>.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)


def queries(text: str) -> list[str]:
    """The queries of the cookbook, in order."""
    return [found["sql"] for found in _QUERY.finditer(text)]


def rendered(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The cookbook with the results of its queries as they are on this warehouse.

    Raises:
        duckdb.Error: a query that does not run.
    """

    def with_result(found: re.Match[str]) -> str:
        frame = connection.execute(found["sql"]).pl()
        shown = markdown(frame, frame.height) if frame.height else "(no rows)"
        return f"{found['before']}{shown}\n\n"

    return _QUERY.sub(with_result, text).rstrip("\n") + "\n"


if __name__ == "__main__":
    warehouse = sys.argv[1] if len(sys.argv) > 1 else "warehouse/indicators.duckdb"
    with duckdb.connect(warehouse, read_only=True) as published:
        COOKBOOK.write_text(rendered(COOKBOOK.read_text("utf-8"), published), "utf-8")
