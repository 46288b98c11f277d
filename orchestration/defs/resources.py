"""What runs are given: the folders, the shares of gate and audit, the audit that passed, the write lock, and dbt.

None of these has a run configuration: whoever can send a run its configuration could else name any folder to read or
write, or any program to call.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

import dagster as dg
from sqlalchemy.exc import SQLAlchemyError

from orchestration.reading.files import TRANSIENT, RawFile, list_files
from orchestration.runtime import run_history
from orchestration.runtime.dbt_project import Dbt, dbt_of, source
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


@dg.definitions
def resources() -> dg.Definitions:
    """What runs are given. All runs are of one process: start-up is paid in each, and one writes."""
    dbt = dbt_of(source(Folders.of_environment().paths))
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
