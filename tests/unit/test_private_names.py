"""Private names of libraries: each that is used is known, has a reason in the documents, and is still what it was.

A name is private where it, or a module on the way to it, begins with an underscore. The code is searched for such names,
so that none is added without a row here. A test of each row fails where the library changes it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any

import pytest

from tests.conftest import PROJECT

PACKAGE = PROJECT / "orchestration"
# Public by their documents, whatever they begin with.
PUBLIC = {"_replace", "_fields", "_asdict", "_exit"}
EVENT_LOG = "dagster._core.storage.event_log.SqliteEventLogStorage"
DBT = "dagster_dbt.DbtCliResource"


def _of(name: str) -> Any:
    """What a full name stands for: a module, or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for part in parts[length:]:
            found = inspect.getattr_static(found, part)
        return found
    raise AssertionError(f"{name}: no such name")


def _parameters(name: str) -> list[str]:
    found = _of(name)
    return list(inspect.signature(getattr(found, "__func__", found)).parameters)


def _called_in(name: str, within: str) -> bool:
    """Whether the code of a function or class speaks of a name."""
    return name in inspect.getsource(inspect.unwrap(_of(within)))


# Each private name, and what the code relies on.
KNOWN: dict[str, Callable[[], bool]] = {
    EVENT_LOG: lambda: issubclass(_of(EVENT_LOG), _of("dagster._core.storage.event_log.base.EventLogStorage")),
    # Replaced by one that keeps what it opened; the library takes each connection from it.
    f"{EVENT_LOG}._connect": lambda: (
        _parameters(f"{EVENT_LOG}._connect") == ["self", "shard"]
        and all(_called_in("_connect", f"{EVENT_LOG}.{name}") for name in ("run_connection", "index_connection"))
    ),
    f"{EVENT_LOG}._initdb": lambda: _parameters(f"{EVENT_LOG}._initdb")[:2] == ["self", "engine"],
    f"{EVENT_LOG}._initialized_dbs": lambda: _called_in("_initialized_dbs = set()", f"{EVENT_LOG}.__init__"),
    f"{EVENT_LOG}._db_lock": lambda: _called_in("_db_lock = threading.Lock()", f"{EVENT_LOG}.__init__"),
    "dagster._core.storage.event_log.schema.AssetCheckExecutionsTable": lambda: (
        "run_id" in _of("dagster._core.storage.event_log.schema.AssetCheckExecutionsTable").columns
    ),
    "dagster._serdes.ConfigurableClassData": lambda: (
        _parameters(f"{EVENT_LOG}.from_config_value")[-2:] == ["inst_data", "config_value"]
    ),
    "dagster._core.workspace.context.WorkspaceProcessContext": lambda: (
        _parameters("dagster._core.workspace.context.WorkspaceProcessContext")[:3]
        == ["instance", "workspace_load_target", "version"]
        and issubclass(_of("dagster._core.workspace.context.WorkspaceProcessContext"), AbstractContextManager)
    ),
    "dagster._core.workspace.load_target.WorkspaceFileTarget": lambda: (
        list(_of("dagster._core.workspace.load_target.WorkspaceFileTarget").__annotations__) == ["paths"]
    ),
    # Replaced by ones that start no process and import nothing; the library asks both before each call of dbt.
    f"{DBT}._cli_version": lambda: (
        isinstance(_of(f"{DBT}._cli_version"), property | cached_property) and _called_in("_cli_version", f"{DBT}.cli")
    ),
    f"{DBT}._initialize_dbt_core_adapter": lambda: (
        _parameters(f"{DBT}._initialize_dbt_core_adapter") == ["self", "args"]
        and _called_in("_initialize_dbt_core_adapter", f"{DBT}.cli")
    ),
}


def is_private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def library_names(tree: ast.AST) -> dict[str, str]:
    """What each name that a file imports from elsewhere stands for."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                first = each.name.partition(".")[0]
                found[each.asname or first] = each.name if each.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return {name: full for name, full in found.items() if not full.startswith("orchestration")}


def private_names(source: str) -> set[str]:
    """Private names of libraries in a source, in full where the library is told, else behind `?.`."""
    tree = ast.parse(source)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names if any(is_private(part) for part in each.name.split("."))}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            full = [f"{node.module}.{each.name}" for each in node.names]
            found |= {name for name in full if any(is_private(part) for part in name.split("."))}
    known = library_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found |= set(_of_class(node, known))
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in own:
            on = ast.unparse(node.value)
            if on not in ("self", "cls") and not on.startswith(("self.", "super()")):
                found.add(f"{known[on]}.{node.attr}" if on in known else f"?.{node.attr}")
    return {
        name
        for name in found
        if not name.startswith(("orchestration", "__future__")) and name.rpartition(".")[2] not in PUBLIC
    }


def _of_class(node: ast.ClassDef, known: dict[str, str]) -> Iterator[str]:
    """Private names that a class takes over from a class of a library: what it replaces, and what it reads of itself."""
    bases = [known[name] for name in map(ast.unparse, node.bases) if name in known]
    if not bases:
        return
    used = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
    used |= {
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and ast.unparse(each.value) in ("self", "super()")
    }
    set_here = {
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store) and ast.unparse(each.value) == "self"
    }
    for base in bases:
        theirs = _of(base)
        if not inspect.isclass(theirs):
            continue
        for name in sorted(used - set_here):
            if is_private(name) and (hasattr(theirs, name) or _reads_of_itself(theirs, name)):
                yield f"{base}.{name}"


def _reads_of_itself(theirs: type, name: str) -> bool:
    """Whether a class, or one that it is made of, speaks of its own `name`; those without a source do not."""
    for each in theirs.__mro__:
        try:
            if f"self.{name}" in inspect.getsource(each):
                return True
        except (TypeError, OSError):
            continue
    return False


@pytest.fixture(scope="module")
def used() -> dict[str, set[str]]:
    """Private names of libraries, by the file that uses them."""
    files = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    return {name: found for name, source in files.items() if (found := private_names(source))}


@pytest.mark.integration
def test_every_private_name_that_is_used_is_known(used: dict[str, set[str]]) -> None:
    assert set().union(*used.values()) == set(KNOWN)


@pytest.mark.integration
@pytest.mark.parametrize("name", KNOWN)
def test_a_private_name_is_what_it_was(name: str) -> None:
    assert KNOWN[name]()


def test_the_documents_give_a_reason_for_each_private_name() -> None:
    text = (PROJECT / "docs/architecture.md").read_text("utf-8")
    silent = [name for name in KNOWN if f"`{name.rpartition('.')[2]}`" not in text]
    assert silent == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from dagster._core import errors", {"dagster._core.errors"}),
        ("import polars._utils.parse", {"polars._utils.parse"}),
        ("from polars import _plr", {"polars._plr"}),
        ("import polars as pl\npl._hidden()", {"polars._hidden"}),
        ("def f(frame):\n    return frame._df", {"?._df"}),
        ("import logging\nclass A(logging.Handler):\n    pass\n", set()),
        (
            "from logging import Logger\nclass A(Logger):\n    def _log(self): ...\n    def f(self):\n        self._cache\n",
            {"logging.Logger._log", "logging.Logger._cache"},
        ),
        ("from logging import Logger\nclass A(Logger):\n    def f(self):\n        self._mine = 1\n", set()),
        ("from __future__ import annotations\nfrom a import B\nB()._replace(x=1)", set()),
        ("from orchestration.x import _y", set()),
    ],
)
def test_a_private_name_of_any_form_is_seen(source: str, found: set[str]) -> None:
    assert private_names(source) == found


def test_a_name_that_is_gone_is_told() -> None:
    with pytest.raises(AssertionError, match="no such name"):
        _of("nowhere_at_all.Name")
    with pytest.raises(AttributeError):
        _of("dagster._core.storage.event_log.NoSuchStorage")
