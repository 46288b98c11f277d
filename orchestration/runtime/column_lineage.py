"""Which column of a dbt model comes from which columns upstream, read from its compiled SQL."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

# model → column → [(schema, table, column) upstream]
ModelLineage = dict[str, list[tuple[str, str, str]]]


def of_manifest(
    manifest: Mapping[str, Any], columns: Mapping[tuple[str, str], list[str]], cache: Path
) -> dict[str, ModelLineage]:
    """Column lineage of every compiled model of a dbt manifest, by the model's unique id.

    Args:
        manifest: dbt's `manifest.json` after a build, with compiled SQL.
        columns: column names of each relation, by (schema, table).
        cache: a JSON file that keeps what was found, by the hash of the SQL: it is slow to find and seldom changes.
    """
    kept = _kept(cache)
    schema = _nested(columns)
    found: dict[str, ModelLineage] = {}
    current: dict[str, ModelLineage] = {}
    for unique_id, node in manifest["nodes"].items():
        if node["resource_type"] != "model" or not node.get("compiled_code"):
            continue
        names = columns.get((node["schema"], node["name"]), [])
        digest = hashlib.sha256("\0".join([node["compiled_code"], *names]).encode()).hexdigest()
        current[digest] = kept.get(digest) or _of_query(node["compiled_code"], names, schema)
        found[unique_id] = current[digest]
    if current.keys() != kept.keys():
        cache.parent.mkdir(parents=True, exist_ok=True)
        part = cache.with_name(f"{cache.name}.part")
        part.write_text(json.dumps(current), "utf-8")
        part.replace(cache)
    return found


def _kept(cache: Path) -> dict[str, ModelLineage]:
    """What was found before; a cache that cannot be read is none."""
    try:
        kept: dict[str, ModelLineage] = json.loads(cache.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def _nested(columns: Mapping[tuple[str, str], list[str]]) -> dict[str, object]:
    nested: dict[str, dict[str, dict[str, str]]] = {}
    for (schema, table), names in columns.items():
        nested.setdefault(schema, {})[table] = dict.fromkeys(names, "varchar")
    return dict(nested)


def _of_query(sql: str, names: list[str], schema: dict[str, object]) -> ModelLineage:
    """Upstream columns of each output column; a query that the parser does not know has none."""
    try:
        tree = sqlglot.parse_one(sql, dialect="duckdb")
        for table in tree.find_all(exp.Table):
            table.set("catalog", None)
        qualified = qualify(tree, schema=schema, dialect="duckdb", validate_qualify_columns=False, identify=False)
        scope = build_scope(qualified)
    except SqlglotError:
        return {}
    found: ModelLineage = {}
    for name in names:
        try:
            root = lineage(name, qualified, schema, dialect="duckdb", scope=scope, trim_selects=False)
        except (SqlglotError, ValueError, KeyError):
            continue
        sources = []
        for node in root.walk():
            if node.downstream or not isinstance(node.expression, exp.Table):
                continue
            sources.append((node.expression.db, node.expression.name, node.name.rsplit(".", 1)[-1].strip('"')))
        if sources:
            found[name] = sorted(set(sources))
    return found
