"""The rooms stay apart: who may import whom, how long a file may be, and that one schema is told the same everywhere."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from orchestration.storage import landing
from tests.conftest import PROJECT

PACKAGE = PROJECT / "orchestration"
# Every module belongs to one room: a folder, or some modules at the top of the package.
TOP = {
    "common": {"schema", "lexicon", "fingerprints"},
    "evaluation": {"evaluation"},
    "entry of Dagster": {"definitions"},
    "entry of people": {"cli"},
}
INNER = {"fetching", "reading", "extraction", "identity", "storage", "presentation"}
# The rooms that a room may import from, besides itself and the package, which holds the version and the dbt project's place.
MAY_IMPORT: dict[str, set[str]] = {
    "common": set(),
    "evaluation": {"common"},
    "fetching": {"common"},
    "reading": {"common"},
    "extraction": {"common"},
    "identity": {"common"},
    "storage": {"common"},
    "presentation": {"common"},
    "runtime": {"common", "storage"},
    "defs": {"common", *INNER, "runtime"},
    "entry of Dagster": {"defs"},
    "commands": {"common", *INNER, "evaluation", "runtime", "defs", "entry of Dagster"},
    "entry of people": {"commands"},
}
# Libraries that run the rooms or show them. A room knows none of them, but for those named here.
ABOVE = {
    "dagster",
    "dagster_shared",
    "dagster_dbt",
    "dagster_webserver",
    "dbt",
    "click",
    "typer",
    "starlette",
    "uvicorn",
}
DAGSTER = ABOVE - {"click", "typer"}
MAY_KNOW = {
    "runtime": DAGSTER,
    "defs": DAGSTER,
    "entry of Dagster": DAGSTER,
    "commands": {"click"},
    "entry of people": {"click"},
}
MOST_AT_THE_TOP = 6
CHANGING = {"update", "setdefault", "pop", "popitem", "clear", "putenv", "unsetenv"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


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


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """The room of a module of this package, by its full name."""
    first = module.split(".")[1] if "." in module else ""
    return next((room for room, names in TOP.items() if first in names), first or "the package")


def breaches(room: str, imported: set[str]) -> list[str]:
    """What a room imports and must not: a module of another room, or a library that is not for it to know."""
    known = {"the package", room, *MAY_IMPORT[room]}
    foreign = {name for name in modules_of(imported) if room_of(name) not in known}
    above = {name for name in imported if name.partition(".")[0] in ABOVE - MAY_KNOW.get(room, set())}
    return sorted(foreign | above)


def functions(path: Path) -> dict[str, int]:
    """The lines of each function of a file, from `def` to its end, by the file's name and its own; of two, the longer."""
    found: dict[str, int] = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{path.name}:{node.name}"
            found[name] = max(found.get(name, 0), (node.end_lineno or 0) - node.lineno + 1)
    return found


def test_every_module_belongs_to_one_room() -> None:
    assert {room_of(name_of(path)) for path in modules(PACKAGE)} == {"the package", *MAY_IMPORT}
    assert {path.stem for path in PACKAGE.glob("*.py")} == {"__init__"}.union(*TOP.values())


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_what_its_walls_let_through(room: str) -> None:
    own = [path for path in modules(PACKAGE) if room_of(name_of(path)) == room]
    assert own
    assert {path.name: found for path in own if (found := breaches(room, imports(path)))} == {}


def test_the_package_itself_imports_nothing_of_its_own() -> None:
    assert modules_of(imports(PACKAGE / "__init__.py")) == set()


def changes_of_the_environment(source: str) -> list[str]:
    """The lines of a source that change the environment of its process."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            changed = ast.unparse(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            changed = ast.unparse(node.func.value)
        else:
            continue
        if changed in ("os.environ", "environ") or (changed == "os" and node.func.attr in ("putenv", "unsetenv")):
            found.append(ast.unparse(node))
    return found


def test_settings_are_handed_on_and_no_environment_is_changed_for_them() -> None:
    """But for the UI's: what Dagster starts from there shares nothing else with it."""
    found = {path.name: lines for path in modules(PACKAGE) if (lines := changes_of_the_environment(path.read_text()))}
    assert found == {"service.py": ["os.environ.update(environment(raw, warehouse))"]}


@pytest.mark.parametrize(
    "source",
    [
        "os.environ['A'] = 'b'",
        "del os.environ['A']",
        "os.environ.update(A='b')",
        "environ.setdefault('A', 'b')",
        "os.environ.pop('A')",
        "os.putenv('A', 'b')",
    ],
)
def test_a_change_of_the_environment_is_seen(source: str) -> None:
    assert len(changes_of_the_environment(source)) == 1


def test_few_modules_stand_at_the_top() -> None:
    assert len({path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}) <= MOST_AT_THE_TOP


def test_no_two_modules_have_one_name() -> None:
    names = Counter(path.stem for path in modules(PACKAGE) if path.stem != "__init__")
    assert [name for name, files in names.items() if files > 1] == []


@pytest.mark.parametrize(
    ("room", "imported", "found"),
    [
        ("reading", {"orchestration.storage.paths"}, ["orchestration.storage.paths"]),
        ("storage", {"dagster", "duckdb"}, ["dagster"]),
        (
            "storage",
            {"orchestration.runtime.run_history", "orchestration.runtime.run_history.cause"},
            ["orchestration.runtime.run_history"],
        ),
        ("extraction", {"orchestration.evaluation"}, ["orchestration.evaluation"]),
        ("runtime", {"dagster", "orchestration.reading.files"}, ["orchestration.reading.files"]),
        ("runtime", {"orchestration.definitions", "orchestration.storage.audit"}, ["orchestration.definitions"]),
        ("defs", {"click", "orchestration.cli"}, ["click", "orchestration.cli"]),
        (
            "entry of people",
            {"orchestration.commands.queries", "orchestration.storage.audit"},
            ["orchestration.storage.audit"],
        ),
        (
            "presentation",
            {"orchestration.runtime.column_lineage", "click.utils"},
            ["click.utils", "orchestration.runtime.column_lineage"],
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
        "def f():\n    from ..runtime import run_history\n    from ..defs import automation\n    from . import paths\n"
        "    import importlib\n    importlib.import_module('orchestration.runtime.dagster_home')\n"
    )
    monkeypatch.setattr("tests.unit.test_walls.PROJECT", tmp_path)
    assert {
        "orchestration.runtime.run_history",
        "orchestration.defs.automation",
        "orchestration.storage.paths",
        "orchestration.runtime.dagster_home",
    } <= imports(package / "x.py")


def test_no_file_grows_too_long() -> None:
    lines = {str(path): path.read_text("utf-8").count("\n") for path in modules(PACKAGE)}
    assert {path: count for path, count in lines.items() if count > LONGEST_FILE} == {}


def test_of_two_functions_of_one_name_the_longer_is_seen(tmp_path: Path) -> None:
    lines = "class A:\n    def f(self):\n        1\n        2\n\nclass B:\n    async def f(self):\n        1\n"
    (tmp_path / "x.py").write_text(lines)
    assert functions(tmp_path / "x.py") == {"x.py:f": 3}


def test_no_function_grows_too_long() -> None:
    long = {
        name: lines for path in modules(PACKAGE) for name, lines in functions(path).items() if lines > LONGEST_FUNCTION
    }
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
