"""Where a run reads and writes, and how dbt is called."""

import os
import sys
from collections.abc import Sequence
from functools import cached_property
from importlib import metadata
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version

from orchestration.storage.places import Places
from orchestration.versions import DBT_PROJECT, dbt_sources

PROJECT = DBT_PROJECT.parent
OWNERS = ["team:data-engineering"]


class Folders(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The folder of reports and the folder of the warehouse.

    Left empty, they are those of the environment, which the command line and `make dev` set, else the project's own.
    """

    raw: str = ""
    warehouse: str = ""

    @property
    def raw_folder(self) -> Path:
        """Where reports are dropped."""
        return Path(self.raw or os.environ.get("INDICATORS_RAW") or PROJECT / "raw")

    @property
    def places(self) -> Places:
        """The files of the warehouse."""
        return Places(Path(self.warehouse or os.environ.get("INDICATORS_WAREHOUSE") or PROJECT / "warehouse"))


class Dbt(DbtCliResource):
    """The dbt command line, without two things that the library does before each call and this project never uses.

    It asks `dbt --version` of another process, and imports dbt into this one for an adapter that only its own fetching
    of metadata reads: seven of forty seconds together. Both are private names of dagster-dbt 0.29; should a later
    version call them something else, a refresh is slower and nothing breaks. To be dropped when it asks neither.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # type: ignore[override]
        return None


# The one beside this Python: an environment need not be activated to be used.
_BESIDE = Path(sys.executable).with_name("dbt")
DBT_EXECUTABLE = str(_BESIDE) if _BESIDE.is_file() else "dbt"


def prepared_project() -> DbtProject:
    """The dbt project with an up-to-date manifest; dbt parses only when a file of the project has changed.

    `DbtProject.prepare_if_dev` does so under `dg dev` only; a fresh clone needs it for every command.
    """
    project = DbtProject(project_dir=DBT_PROJECT, profiles_dir=DBT_PROJECT)
    changed = max(path.stat().st_mtime for path in dbt_sources())
    if not project.manifest_path.is_file() or project.manifest_path.stat().st_mtime < changed:
        dbt = Dbt(project_dir=project, dbt_executable=DBT_EXECUTABLE)  # type: ignore[arg-type]
        dbt.cli(["parse", "--quiet"], target_path=project.manifest_path.parent).wait()
        project.manifest_path.touch()
    return project


DBT_SOURCE = prepared_project()


@dg.definitions
def resources() -> dg.Definitions:
    """The folders and dbt."""
    return dg.Definitions(
        resources={
            "folders": Folders(),
            "dbt": Dbt(project_dir=DBT_SOURCE, dbt_executable=DBT_EXECUTABLE),  # type: ignore[arg-type]
        }
    )
