"""The rooms stay apart: who may import whom, how long a file may be, and that one schema is told the same everywhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from orchestration.storage import landing
from tests.conftest import PROJECT

PACKAGE = PROJECT / "orchestration"
ROOMS = ("reading", "extraction", "storage", "presentation")
LONGEST = 400


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def breaches(room: str, imported: set[str]) -> list[str]:
    """What a room imports and must not: Dagster, dbt, the command line, the definitions, or another room."""
    others = {f"orchestration.{other}" for other in ROOMS if other != room}
    above = {"orchestration.defs", "orchestration.cli", "orchestration.refresh", "orchestration.home", "click"}
    refused = others | above | {"dagster", "dagster_dbt", "dbt"}
    return sorted(name for name in imported if any(name == bad or name.startswith(bad + ".") for bad in refused))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_neither_dagster_nor_another_room(room: str) -> None:
    broken = {path.name: found for path in modules(PACKAGE / room) if (found := breaches(room, imports(path)))}
    assert broken == {}


def test_the_wall_would_be_noticed_if_broken() -> None:
    assert breaches("reading", {"orchestration.storage.places"}) == ["orchestration.storage.places"]
    assert breaches("storage", {"dagster", "duckdb"}) == ["dagster"]


def test_no_file_grows_too_long() -> None:
    long = {str(path): count for path in modules(PACKAGE) if (count := path.read_text("utf-8").count("\n")) > LONGEST}
    assert long == {}


def test_extraction_is_expressions_and_loops_over_no_rows() -> None:
    row_by_row = re.compile(r"\.iter_rows|\.map_elements|\.rows\(|\.to_dicts|\.apply\(|map_rows|map_batches")
    found = [path.name for path in modules(PACKAGE / "extraction") if row_by_row.search(path.read_text("utf-8"))]
    assert found == []


def test_dbt_sources_tell_of_the_columns_that_are_landed() -> None:
    sources = yaml.safe_load((PROJECT / "dbt_project/models/staging/_sources.yml").read_text("utf-8"))["sources"][0]
    told = {table["name"]: [column["name"] for column in table["columns"]] for table in sources["tables"]}
    assert told == {table: list(landing.columns(schema)) for table, schema in landing.TABLES.items()}


def test_comparison_marts_read_dimensions_and_facts_only() -> None:
    marts = PROJECT / "dbt_project/models/marts"
    compared = [path for path in marts.glob("*.sql") if not path.name.startswith(("dim_", "fct_"))]
    read = {path.name: set(re.findall(r"ref\('(\w+)'\)", path.read_text("utf-8"))) for path in compared}
    assert compared
    assert {name: refs for name, refs in read.items() if any(not r.startswith(("dim_", "fct_")) for r in refs)} == {}


def test_every_model_and_column_is_described() -> None:
    silent = []
    for file in (PROJECT / "dbt_project/models").rglob("*.yml"):
        for model in yaml.safe_load(file.read_text("utf-8")).get("models", []):
            named = [model, *model.get("columns", [])]
            silent += [f"{model['name']}.{each['name']}" for each in named if not each.get("description")]
    assert silent == []
