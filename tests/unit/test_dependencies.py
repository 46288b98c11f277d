"""Every dependency is declared and has a use: what is imported is declared, and what is declared is imported or says why."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import PROJECT

OWN = {"orchestration", "tests", "benchmarks", "docs"}


def imported(*folders: str) -> set[str]:
    """The distributions that the code in some folders imports."""
    known = packages_distributions()
    found: set[str] = set()
    for path in (path for folder in folders for path in (PROJECT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            tops = {name.partition(".")[0] for name in names} - OWN - set(sys.stdlib_module_names)
            # A package of names that many distributions fill, such as `dbt`, is enough of a use for any of them.
            found |= {canonicalize_name(name) for top in tops for name in known.get(top, [top])}
    return found


def declared(lines: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines}


def explained(text: str) -> set[str]:
    """The dependencies with a comment right above them, which says what they are for."""
    return {canonicalize_name(name) for name in re.findall(r'^ +#.*\n +"([\w.-]+)', text, re.M)}


def test_dependencies_are_declared_and_used() -> None:
    text = (PROJECT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)
    runtime = declared(project["project"]["dependencies"])
    extras = declared([line for lines in project["project"]["optional-dependencies"].values() for line in lines])
    used = imported("orchestration")
    assert sorted((runtime | extras) - used - explained(text)) == [], "neither imported nor explained by a comment"
    # The adapter's own parts come with it.
    assert sorted(used - runtime - extras - {"dbt-adapters", "sqlglotc"}) == [], "imported, but no dependency"
    development = runtime | declared(project["dependency-groups"]["dev"])
    found = imported("tests", "docs") - development - {"dbt-adapters"}
    assert sorted(found) == [], "imported by tests, but no dependency"


def test_a_missing_use_would_be_noticed() -> None:
    assert "polars" in imported("orchestration")
    assert explained('    # For the UI.\n    "one>=1",\n    "two>=2",\n') == {"one"}
