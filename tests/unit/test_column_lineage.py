"""Column lineage is read from compiled SQL and kept by the hash of that SQL."""

from __future__ import annotations

import json
from pathlib import Path

from orchestration.runtime.column_lineage import of_manifest

SQL = """
with landed as (select * from db.landing.rows),
sums as (select k, sum(v) as total from landed group by k)
select sums.k as key, sums.total, now() as made from sums
"""


def manifest(sql: str) -> dict[str, object]:
    node = {"resource_type": "model", "schema": "marts", "name": "m", "compiled_code": sql, "unique_id": "model.m"}
    return {"nodes": {"model.m": node}}


COLUMNS = {("landing", "rows"): ["k", "v"], ("marts", "m"): ["key", "total", "made"]}


def test_a_column_is_followed_through_its_query(tmp_path: Path) -> None:
    found = of_manifest(manifest(SQL), COLUMNS, tmp_path / "cache.json")["model.m"]
    assert {name: [tuple(source) for source in sources] for name, sources in found.items()} == {
        "key": [("landing", "rows", "k")],
        "total": [("landing", "rows", "v")],
    }


def test_what_was_found_is_kept_until_the_sql_changes(tmp_path: Path) -> None:
    cache = tmp_path / "cache.json"
    of_manifest(manifest(SQL), COLUMNS, cache)
    (digest,) = json.loads(cache.read_text("utf-8"))
    cache.write_text(json.dumps({digest: {"key": [["a", "b", "c"]]}}), "utf-8")
    assert of_manifest(manifest(SQL), COLUMNS, cache)["model.m"] == {"key": [["a", "b", "c"]]}
    assert "total" in of_manifest(manifest(SQL + " where true"), COLUMNS, cache)["model.m"]


def test_a_query_that_cannot_be_parsed_has_no_lineage(tmp_path: Path) -> None:
    assert of_manifest(manifest("select from from"), COLUMNS, tmp_path / "cache.json")["model.m"] == {}
