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
# What every room may know: the frames, the lexicon, the versions, the package itself.
COMMON = {"orchestration", *(f"orchestration.{name}" for name in ("schema", "lexicon", "versions", "project"))}
# What no room may know: what runs it, and what shows the UI.
ABOVE = {"dagster", "dagster_dbt", "dagster_webserver", "dbt", "click", "typer", "starlette", "uvicorn"}
LONGEST = 400


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever in the file, relative ones in full."""
    found: set[str] = set()
    package = path.relative_to(PROJECT).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join([*above, *([node.module] if node.module else [])])
            found |= {name} | {f"{name}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            found |= {
                each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return found


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def modules_of(imported: set[str]) -> set[str]:
    """Of what is imported, the modules of this package, without the names within them."""
    known = {".".join(path.relative_to(PROJECT).with_suffix("").parts) for path in modules(PACKAGE)}
    known = {name.removesuffix(".__init__") for name in known}
    return {name for name in imported & known if not any(other.startswith(f"{name}.") for other in imported & known)}


def breaches(room: str, imported: set[str]) -> list[str]:
    """What a room imports and must not: any module of this package but its own and the common ones; what is above."""
    own = f"orchestration.{room}"
    foreign = {name for name in modules_of(imported) if name not in COMMON and not f"{name}.".startswith(f"{own}.")}
    above = {name for name in imported if name.partition(".")[0] in ABOVE}
    return sorted(foreign | above)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_its_own_modules_and_the_common_ones_alone(room: str) -> None:
    broken = {path.name: found for path in modules(PACKAGE / room) if (found := breaches(room, imports(path)))}
    assert broken == {}


def test_what_is_common_knows_nothing_but_what_is_common() -> None:
    for name in COMMON - {"orchestration"}:
        path = PROJECT / f"{name.replace('.', '/')}.py"
        assert modules_of(imports(path)) <= COMMON, name
        assert not {each.partition(".")[0] for each in imports(path)} & ABOVE, name


def test_the_command_line_stands_above_everything() -> None:
    below = [path for path in modules(PACKAGE) if path.name != "cli.py"]
    assert {path.name for path in below if "orchestration.cli" in imports(path)} == set()


def test_what_runs_refreshes_does_not_read_or_extract_itself() -> None:
    """Which files are read and what is extracted from them is decided where assets are defined, and in the rooms."""
    runtime = {path for path in PACKAGE.glob("*.py") if path.name not in ("cli.py", "evaluation.py")}
    inner = ("orchestration.reading", "orchestration.extraction")
    broken = {path.name for path in runtime if any(name.startswith(inner) for name in modules_of(imports(path)))}
    assert broken == set()


@pytest.mark.parametrize(
    ("room", "imported", "found"),
    [
        ("reading", {"orchestration.storage.places"}, ["orchestration.storage.places"]),
        ("storage", {"dagster", "duckdb"}, ["dagster"]),
        ("storage", {"orchestration.runs", "orchestration.runs.cause"}, ["orchestration.runs"]),
        ("extraction", {"orchestration.evaluation"}, ["orchestration.evaluation"]),
        (
            "presentation",
            {"orchestration.column_lineage", "click.utils"},
            ["click.utils", "orchestration.column_lineage"],
        ),
        ("reading", {"orchestration.schema", "orchestration.schema.Report", "orchestration.reading.html"}, []),
    ],
)
def test_a_broken_wall_is_noticed(room: str, imported: set[str], found: list[str]) -> None:
    assert breaches(room, imported) == found


def test_imports_of_every_form_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "orchestration" / "storage"
    package.mkdir(parents=True)
    (package / "x.py").write_text(
        "def f():\n    from .. import runs\n    from ..defs import checks\n    from . import places\n"
        "    import importlib\n    importlib.import_module('orchestration.home')\n"
    )
    monkeypatch.setattr("tests.unit.test_walls.PROJECT", tmp_path)
    assert {
        "orchestration.runs",
        "orchestration.defs.checks",
        "orchestration.storage.places",
        "orchestration.home",
    } <= imports(package / "x.py")


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
