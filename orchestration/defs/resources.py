"""Where a run reads and writes, and how dbt is called."""

import os
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject

from orchestration.storage.places import Places
from orchestration.versions import DBT_PROJECT, dbt_sources

PROJECT = DBT_PROJECT.parent
OWNERS = ["team:data-engineering"]


class Folders(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The folder of reports and the folder of the warehouse."""

    raw: str
    warehouse: str

    @property
    def raw_folder(self) -> Path:
        """Where reports are dropped."""
        return Path(self.raw)

    @property
    def places(self) -> Places:
        """The files of the warehouse."""
        return Places(Path(self.warehouse))


def prepared_project() -> DbtProject:
    """The dbt project with an up-to-date manifest; dbt parses only when a file of the project has changed.

    `DbtProject.prepare_if_dev` does so under `dg dev` only; a fresh clone needs it for every command.
    """
    project = DbtProject(project_dir=DBT_PROJECT, profiles_dir=DBT_PROJECT)
    changed = max(path.stat().st_mtime for path in dbt_sources())
    if not project.manifest_path.is_file() or project.manifest_path.stat().st_mtime < changed:
        project.preparer.prepare(project)
        project.manifest_path.touch()
    return project


DBT_SOURCE = prepared_project()


@dg.definitions
def resources() -> dg.Definitions:
    """Folders from the environment, else those of the project."""
    return dg.Definitions(
        resources={
            "folders": Folders(
                raw=os.environ.get("INDICATORS_RAW", str(PROJECT / "raw")),
                warehouse=os.environ.get("INDICATORS_WAREHOUSE", str(PROJECT / "warehouse")),
            ),
            "dbt": DbtCliResource(DBT_SOURCE),
        }
    )
