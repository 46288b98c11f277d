"""The dbt project as Dagster sees it: its manifest, and the program that builds it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Sequence
from contextvars import ContextVar
from functools import cached_property
from importlib import metadata
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject, DbtProjectPreparer
from packaging.version import Version

from orchestration import DBT_PROJECT
from orchestration.fingerprints import dbt_sources, fingerprint
from orchestration.runtime import dbt_failure, dbt_process
from orchestration.storage.paths import WarehousePaths

_KEPT_SECONDS = 24 * 3600
_PARSE = "partial_parse.msgpack"
_made: ContextVar[DbtProject | None] = ContextVar("_made", default=None)


class Dbt(DbtCliResource):
    """The dbt command line, without two things that the library does before each call and this project never uses.

    It asks `dbt --version` of another process, and imports dbt into this one for an adapter that only its own fetching
    of metadata reads: seven of forty seconds together. Both are private names of dagster-dbt 0.29; a test fails where a
    later version has them no more. To be dropped when it does neither.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # type: ignore[override]
        return None


def dbt_of(project: DbtProject) -> Dbt:
    """The dbt beside this Python, which need not be activated to be used; it ends with the process that calls it."""
    return Dbt(project_dir=project, dbt_executable=str(dbt_process.EXECUTABLE))  # type: ignore[arg-type]


def on(paths: WarehousePaths) -> list[str]:
    """What tells dbt, behind any of its commands, which build database it works on."""
    return ["--vars", json.dumps({"build": str(paths.build)})]


class ManifestPreparer(DbtProjectPreparer):
    """Lets dbt parse the project where a warehouse has no manifest of it.

    The library's own preparer needs dbt on the path, writes the manifest where others may be reading it, and parses anew
    each time. What dbt remembers of the parse is put where the first build looks for it, which so need not parse again.
    """

    def __init__(self, paths: WarehousePaths) -> None:
        """Prepare for the warehouse `paths`."""
        self._paths = paths

    def prepare_if_dev(self, project: DbtProject) -> None:
        """Prepare under `dg dev`; everywhere else the manifest was made before the definitions are loaded."""
        if self.using_dagster_dev():
            self.prepare(project)

    def prepare(self, project: DbtProject) -> None:
        """Make the manifest, unless it is there.

        Raises:
            RuntimeError: dbt cannot load the project; the message says which file is at fault.
        """
        if project.manifest_path.is_file():
            return
        folder = project.manifest_path.parent
        folder.mkdir(parents=True, exist_ok=True)
        # Apart, and then put in place at once: of a parse that was killed nothing is left to be loaded.
        apart = folder / f"parse-{os.getpid()}"
        try:
            dbt_of(project).cli(["parse", "--quiet", *on(self._paths)], target_path=apart).wait()
            self._remember(apart / _PARSE)
            (apart / "manifest.json").replace(project.manifest_path)
        except dg.Failure as error:
            raise RuntimeError(dbt_failure.told([], error.description or "")) from None
        finally:
            shutil.rmtree(apart, ignore_errors=True)
        _drop_old(folder)

    def _remember(self, parse: Path) -> None:
        """Put a parse where the first build looks for it; one that is there is the build's own."""
        target = self._paths.dbt_target
        if parse.is_file() and not target.exists():
            target.mkdir(parents=True)
            parse.replace(target / _PARSE)


def make_manifest(paths: WarehousePaths) -> DbtProject:
    """The dbt project with the manifest of a warehouse, which the definitions that are loaded from here on are made of.

    Raises:
        RuntimeError: dbt cannot load the project; the message says which file is at fault.
    """
    project = _project(paths)
    ManifestPreparer(paths).prepare(project)
    _made.set(project)
    return project


def source(paths: WarehousePaths) -> DbtProject:
    """The dbt project that definitions are made of: the one that was made last here, else that of the warehouse `paths`.

    Raises:
        RuntimeError: there is no manifest; the message says what makes it.
    """
    if made := _made.get():
        return made
    project = _project(paths)
    ManifestPreparer(paths).prepare_if_dev(project)
    if not project.manifest_path.is_file():
        raise RuntimeError(
            f"{project.manifest_path}: there is no manifest of the dbt project as it is now; "
            f"make it with `indicators home --warehouse {paths.root}`"
        )
    return project


def _project(paths: WarehousePaths) -> DbtProject:
    """The project, its manifest below the warehouse, for the project's own folder may be read-only.

    The manifest's folder is another for each state of the project, of this dbt, at this place: one that is there is never
    out of date.
    """
    state = "\n".join([fingerprint(dbt_sources()), metadata.version("dbt-core"), str(DBT_PROJECT)])
    folder = paths.manifests / hashlib.sha256(state.encode()).hexdigest()[:16]
    return DbtProject(project_dir=DBT_PROJECT, profiles_dir=DBT_PROJECT, target_path=folder)


def _drop_old(folder: Path) -> None:
    """Remove the manifests of other states of the project, but for those that a process may just be writing."""
    for other in folder.parent.iterdir():
        if other != folder and time.time() - other.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
