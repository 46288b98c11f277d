"""A warehouse whose every text says something that a browser, a terminal or a spreadsheet might act upon."""

from __future__ import annotations

from pathlib import Path

import duckdb

# Tags that a page might close or open, links, markup of terminals and templates, formulas, and control characters.
PAYLOAD = (
    "=1+1</script></scr\u200bipt></style></title><script>window.ran=1</script><img src=https://a.invalid/i onerror=window.ran=2>"
    "\"' onmouseover=window.ran=3 x='<svg onload=window.ran=4><a href=javascript:window.ran=5>[/red][bold]{{ 7*7 }}{% raw %}"
    "](https://a.invalid)|\x1b]0;owned\x07\x1b[31m\x08\u202e\u2028\n-->]]><b>"
)
# Columns that others are joined by, or whose values are words of the project's own.
KEPT = (
    "observation_id", "report_id", "sentence_id", "mention_id", "vintage_key", "series_key", "indicator_code", "region_code",
    "parent_code", "period", "kind", "level", "cell", "measure", "status", "bound", "result", "disposition", "attribution", "part",
    "unit_status", "content_hash",
)  # fmt: skip


def copied(published: Path, target: Path, payload: str = "") -> None:
    """Copy a published database as tables, views too, with the payload in front of every text that is no key.

    Sentences all begin where their report begins, so that the payload is part of each.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(target) as connection:
        connection.execute(f"attach '{published}' as clean (read_only)")
        connection.execute("use clean")
        connection.execute("set variable payload = $payload", {"payload": payload})
        relations = connection.execute(
            "select table_schema, table_name, list(column_name order by ordinal_position), "
            "list(data_type order by ordinal_position) from information_schema.columns "
            "where table_catalog = 'clean' and table_schema in ('landing', 'staging', 'marts') group by all"
        ).fetchall()
        for schema, table, columns, types in relations:
            texts = [
                f'getvariable(\'payload\') || "{name}" as "{name}"'
                for name, kind in zip(columns, types, strict=True)
                if kind == "VARCHAR" and not name.endswith(KEPT)
            ]
            replaced = f"replace ({', '.join(texts)})" if texts else ""
            connection.execute(f'create schema if not exists "{target.stem}".{schema}')
            connection.execute(
                f'create table "{target.stem}".{schema}."{table}" as select * {replaced} from clean.{schema}."{table}"'
            )
        connection.execute(f'use "{target.stem}"')
        connection.execute("detach clean")
        if payload:
            length = len(payload)
            connection.execute(f'update landing.observations set start = start + {length}, "end" = "end" + {length}')
            connection.execute(f'update landing.sentences set start = 0, "end" = "end" + {length}')
