"""Run the queries of the cookbook and of the README, in both languages, and write what they bring below them.

python docs/cookbook.py [warehouse/indicators.duckdb]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import duckdb

from orchestration.presentation.preview import markdown

DOCS = Path(__file__).parent
COOKBOOKS = (DOCS / "sql-cookbook.md", DOCS / "sql-cookbook.zh-CN.md")
# Every page that shows queries with their results.
PAGES = (*COOKBOOKS, DOCS.parent / "README.md", DOCS.parent / "README.zh-CN.md")
NO_ROWS = "(no rows)\n"
# A query with a result below it: a table, or the line that says that there is none.
_QUERY = re.compile(r"(?P<before>```sql\n(?P<sql>[^`]*?)\n```\n\n)(?:(?:\|[^\n]*\n)+|\(no rows\)\n)")


def queries(text: str) -> list[str]:
    """The queries of a page that have a result below them, in order."""
    return [found["sql"] for found in _QUERY.finditer(text)]


def rendered(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    """A page with the results of its queries as they are on this warehouse.

    Raises:
        duckdb.Error: a query that does not run.
    """

    def with_result(found: re.Match[str]) -> str:
        frame = connection.execute(found["sql"]).pl()
        return found["before"] + (f"{markdown(frame, frame.height)}\n" if frame.height else NO_ROWS)

    return _QUERY.sub(with_result, text)


def write(warehouse: Path) -> None:
    """Write the results of this published database into every page.

    Raises:
        duckdb.Error: it cannot be opened, or a query does not run.
    """
    with duckdb.connect(warehouse, read_only=True) as published:
        for page in PAGES:
            page.write_text(rendered(page.read_text("utf-8"), published), "utf-8")
            print(f"written: {page}")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "warehouse/indicators.duckdb"))
