"""What runs are given: the folders, the shares of gate and audit, the audit that passed, the write lock, and dbt.

None of these has a run configuration: whoever can send a run its configuration could else name any folder to read or
write, or any program to call.
"""

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from importlib import metadata
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version
from sqlalchemy.exc import SQLAlchemyError

from orchestration import DBT_PROJECT
from orchestration.fingerprints import dbt_sources, fingerprint
from orchestration.reading.files import TRANSIENT, RawFile, list_files
from orchestration.runtime import dbt_failure, dbt_process, run_history
from orchestration.runtime.folders import RAW, RAW_VARIABLE, WAREHOUSE, WAREHOUSE_VARIABLE
from orchestration.storage import audit, heartbeat, recovery, run_summary
from orchestration.storage.passed_audit import PassedAudit
from orchestration.storage.paths import WarehousePaths
from orchestration.storage.write_lock import write_lock as held

OWNERS = ["team:data-engineering"]
# What a step takes that changes the warehouse, or must see it stand still: the write lock, held while the run lasts.
Held = dg.ResourceParam[None]


class Folders:
    """The folder of reports and the folder of the warehouse, as one run or one tick sees them."""

    def __init__(self, raw: Path, warehouse: Path, files: list[RawFile] | None = None) -> None:
        """Name the folders; `files` are those of the folder of reports, where the caller has listed them already."""
        self.raw_folder = raw.absolute()
        self.paths = WarehousePaths(warehouse)
        if files is not None:
            self.files = files

    @classmethod
    def of_environment(cls) -> "Folders":
        """The folders that the environment names, else `raw` and `warehouse` below the current folder."""
        raw, warehouse = (dg.EnvVar(name).get_value() for name in (RAW_VARIABLE, WAREHOUSE_VARIABLE))
        return cls(Path(raw or RAW), Path(warehouse or WAREHOUSE))

    @cached_property
    def files(self) -> list[RawFile]:
        """The files of the folder of reports, listed and hashed once in a run.

        Raises:
            FolderError: the folder is missing, or is a file.
            OSError: the disk or share fails in a way that may pass; the next call lists anew.
        """
        return list_files(self.raw_folder)


@dg.resource(
    config_schema={},
    required_resource_keys={"folders"},
    description="The right to change the warehouse, held from the first step of a run to its end. "
    "Whoever comes second waits here.",
)
@contextmanager
def write_lock(context: dg.InitResourceContext) -> Iterator[None]:
    """Wait for the write lock, mend what a killed refresh left; at the end write the summary and drop old history.

    Runs are of one process, so this is set up once in each.
    """
    if context.run is None or context.instance is None:
        yield
        return
    paths, log, run_id = context.resources.folders.paths, context.log or logging.getLogger(__name__), context.run.run_id
    with heartbeat.beating(paths, run_id), held(paths, waiting=log.info):
        if done := recovery.begin(paths):
            log.warning(done)
        try:
            yield
        finally:
            # A fault in telling what happened, as on a full disk, must not hide what happened.
            with suppress(SQLAlchemyError, OSError):
                run_summary.write(paths, run_history.summary(context.instance, run_id, paths))
                run_history.drop_old(context.instance)
            recovery.end(paths)


@contextmanager
def trying_again() -> Iterator[None]:
    """Let Dagster try a step again where a disk or share failed for a moment; any other fault is told at once."""
    try:
        yield
    except OSError as error:
        if error.errno in TRANSIENT:
            raise dg.RetryRequested(max_retries=3, seconds_to_wait=5) from error
        raise


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


# The one beside this Python: an environment need not be activated to be used. It is dbt, ended with its caller.
DBT_EXECUTABLE = str(dbt_process.EXECUTABLE)


def prepared_project() -> DbtProject:
    """The dbt project with its manifest, which stands below the warehouse, for the project's own folder may be read-only.

    dbt parses only where the warehouse has no manifest of this very project, of this dbt, at this place.
    `DbtProject.prepare_if_dev` does so under `dg dev` only; a fresh clone needs it for every command.

    Raises:
        RuntimeError: dbt cannot load the project; the message says which file is at fault.
    """
    state = "\n".join([fingerprint(dbt_sources()), metadata.version("dbt-core"), str(DBT_PROJECT)])
    folder = Folders.of_environment().paths.manifests / hashlib.sha256(state.encode()).hexdigest()[:16]
    project = DbtProject(project_dir=DBT_PROJECT, profiles_dir=DBT_PROJECT, target_path=folder)
    if not project.manifest_path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        dbt = Dbt(project_dir=project, dbt_executable=DBT_EXECUTABLE)  # type: ignore[arg-type]
        # Apart, and then put in place at once: of a parse that was killed nothing is left to be loaded.
        apart = folder / f"parse-{os.getpid()}"
        try:
            dbt.cli(["parse", "--quiet"], target_path=apart).wait()
            (apart / "manifest.json").replace(project.manifest_path)
        except dg.Failure as error:
            raise RuntimeError(dbt_failure.told([], error.description or "")) from None
        finally:
            shutil.rmtree(apart, ignore_errors=True)
        _drop_old(folder)
    return project


def _drop_old(folder: Path) -> None:
    """Remove the manifests of other states of the project, but for those that a process may just be writing."""
    for other in folder.parent.iterdir():
        if other != folder and time.time() - other.stat().st_mtime > 24 * 3600:
            shutil.rmtree(other, ignore_errors=True)


DBT_SOURCE = prepared_project()


@dg.definitions
def resources() -> dg.Definitions:
    """What runs are given. All runs are of one process: start-up is paid in each, and one writes."""
    dbt = Dbt(project_dir=DBT_SOURCE, dbt_executable=DBT_EXECUTABLE)  # type: ignore[arg-type]
    return dg.Definitions(
        executor=dg.in_process_executor,
        resources={
            "folders": _given(lambda _: Folders.of_environment(), Folders.__doc__),
            "shares": _given(lambda _: audit.shares(), "The shares that gate and audit allow."),
            "passed_audit": _given(lambda _: PassedAudit(), PassedAudit.__doc__),
            "write_lock": write_lock,
            "dbt": _given(lambda _: dbt, Dbt.__doc__),
        },
    )


def _given(make: Callable[[dg.InitResourceContext], object], description: str | None) -> dg.ResourceDefinition:
    """A resource without a configuration, made once in a run."""
    return dg.ResourceDefinition(make, config_schema={}, description=description)
