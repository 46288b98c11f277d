"""One refresh in this process, against the same Dagster instance that the UI shows."""

from __future__ import annotations

import gc
import io
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from orchestration.storage.paths import WarehouseError, WarehousePaths

# What a person reads while the steps of the job run, in their order.
STEPS = {
    "raw__report_files": "list the raw folder",
    "read_reports": "read reports",
    "extract_figures": "extract figures",
    "build_models": "build and test the models",
    "look": "look at quarantine and ledger",
    "audit": "audit the build",
    "published__explorer": "make the explorer",
    "published__warehouse": "publish the warehouse",
}


# A Dagster `JobDefinition`, and the resources that stand in for its own, by their keys.
LoadedJob = tuple[Any, Mapping[str, object]]


@dataclass(frozen=True)
class Outcome:
    """How a refresh ended: its run in the UI, what failed, and what a person should look at."""

    run_id: str
    failures: list[str]
    warnings: list[str]


def run(
    paths: WarehousePaths, load_job: Callable[[], LoadedJob], progress: Callable[[str, str, float | None], None]
) -> Outcome:
    """Run the refresh job.

    Where the instance itself cannot be written, as on a full disk, that is what failed.

    Args:
        paths: the warehouse, with the instance that `dagster_home.prepare` has made.
        load_job: loads the job; called once, for loading takes seconds.
        progress: called with a step, `started`, `done` or `failed`, and the seconds that it took.

    Raises:
        Exception: whatever keeps the job from being loaded at all.
        KeyboardInterrupt: a person or the system asked the process to end; the published version is whole.
    """
    outcome = _run(paths, load_job, progress)
    # Nor need the collector, on the way out, look for what may go: all of it goes.
    gc.freeze()
    return outcome


@contextmanager
def _uncollected() -> Iterator[None]:
    """Load what stays to the end of the process, unseen by the collector, which else takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _run(
    paths: WarehousePaths, load_job: Callable[[], LoadedJob], progress: Callable[[str, str, float | None], None]
) -> Outcome:
    with _uncollected():
        import dagster as dg

        from orchestration.runtime.run_history import causes, close_dead_runs, interrupted, say

        job, resources = load_job()
    run_id = str(uuid4())
    with _instance(paths) as instance:
        close_dead_runs(instance, paths)
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(instance, run_id, progress, ended), daemon=True)
        watcher.start()
        try:
            # dbt's own lines stand in its log below the build folder; here they would bury the progress.
            with redirect_stdout(io.StringIO()):
                result = job.execute_in_process(
                    instance=instance,
                    run_id=run_id,
                    raise_on_error=False,
                    resources=resources,
                    run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                )
        except dg.DagsterExecutionInterruptedError as error:
            raise KeyboardInterrupt from error
        finally:
            ended.set()
            watcher.join()
    errors = [event.step_failure_data.error for event in result.all_events if event.is_step_failure]
    # What fails before the first step, such as a resource, fails the run alone.
    errors = errors or [event.job_failure_data.error for event in result.all_events if event.is_job_failure]
    if any(interrupted(error) for error in errors):
        raise KeyboardInterrupt
    checks = [check for check in result.get_asset_check_evaluations() if not check.passed]
    blocking = [check for check in checks if check.severity == dg.AssetCheckSeverity.ERROR]
    return Outcome(
        run_id,
        causes(errors, [(check.check_name, check.description) for check in blocking]),
        [say(check.check_name, check.description) for check in checks if check.severity == dg.AssetCheckSeverity.WARN],
    )


@contextmanager
def _instance(paths: WarehousePaths) -> Iterator[Any]:
    import dagster as dg
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with dg.DagsterInstance.from_config(str(paths.dagster_home)) as instance:
            yield instance
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise WarehouseError(
            f"{paths.dagster_home}: the run history cannot be written ({reason}); is the disk full?"
        ) from error


def _watch(
    instance: Any, run_id: str, progress: Callable[[str, str, float | None], None], ended: threading.Event
) -> None:
    """Tell of steps as the event log of the run grows, until the run has ended."""
    import dagster as dg
    from sqlalchemy.exc import SQLAlchemyError

    words = {
        dg.DagsterEventType.STEP_START: "started",
        dg.DagsterEventType.STEP_SUCCESS: "done",
        dg.DagsterEventType.STEP_FAILURE: "failed",
    }
    cursor: str | None = None
    last = False
    since: dict[str | None, float] = {}
    while not last:
        last = ended.wait(0.2)
        try:
            batch = instance.get_records_for_run(run_id, cursor=cursor, of_type=set(words))
        except SQLAlchemyError:
            # The run itself meets the same fault, and says so.
            continue
        cursor = batch.cursor
        for record in batch.records:
            event = record.event_log_entry.dagster_event
            step, word = event.step_key, words[event.event_type]
            since.setdefault(step, record.event_log_entry.timestamp)
            took = None if word == "started" else record.event_log_entry.timestamp - since[step]
            progress(step, word, took)
