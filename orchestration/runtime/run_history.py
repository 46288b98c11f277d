"""Runs as the Dagster instance recorded them: what one did, which are recorded as running but dead, which are old."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from orchestration.storage import heartbeat, run_summary
from orchestration.storage.paths import WarehousePaths

# Runs kept in the history, three megabytes each; `INDICATORS_KEEP_RUNS` says otherwise.
KEEP = 400
# Names of the library's own errors, as the event log keeps them; a test fails where they are called otherwise.
_CHECK_FAILED = "DagsterAssetCheckFailedError"
_INTERRUPTED = "DagsterExecutionInterruptedError"
_STEP_WORDS = {
    dg.DagsterEventType.STEP_START: "started",
    dg.DagsterEventType.STEP_SUCCESS: "done",
    dg.DagsterEventType.STEP_FAILURE: "failed",
    dg.DagsterEventType.STEP_SKIPPED: "skipped",
}


def summary(instance: dg.DagsterInstance, run_id: str, paths: WarehousePaths) -> dict[str, Any]:
    """What a run did so far: its steps with their seconds, failures, failed checks, and what the build then held.

    Returns:
        run_id, outcome (`published` or `failed`), started_at and ended_at (UTC, ISO 8601), seconds, steps, failures,
        checks (those that failed), figures (see `run_summary.figures`).
    """
    steps: dict[str, dict[str, Any]] = {}
    failures: list[Any] = []
    checks: list[dict[str, str | None]] = []
    blocking: list[tuple[str, str | None]] = []
    entries = [
        record.event_log_entry
        for record in instance.get_records_for_run(
            run_id, of_type={*_STEP_WORDS, dg.DagsterEventType.ASSET_CHECK_EVALUATION}
        ).records
    ]
    for entry in entries:
        event = entry.dagster_event
        if event is None:
            continue
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            found = event.asset_check_evaluation_data
            if not found.passed and found.severity == dg.AssetCheckSeverity.ERROR:
                blocking.append((found.check_name, found.description))
            if not found.passed:
                checks.append({"check": found.check_name, "severity": found.severity.value, "found": found.description})
            continue
        step = steps.setdefault(str(event.step_key), {"step": event.step_key, "since": entry.timestamp})
        step |= {"outcome": _STEP_WORDS[event.event_type], "seconds": round(entry.timestamp - step["since"], 3)}
        if event.event_type == dg.DagsterEventType.STEP_FAILURE:
            failures.append(event.step_failure_data.error)
    started = min((entry.timestamp for entry in entries), default=datetime.now(UTC).timestamp())
    ended = datetime.now(UTC)
    done = {step["step"] for step in steps.values() if step["outcome"] == "done"}
    return {
        "run_id": run_id,
        "outcome": "published" if "published__warehouse" in done and not failures else "failed",
        "started_at": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        "ended_at": ended.isoformat(timespec="seconds"),
        "seconds": round(ended.timestamp() - started, 3),
        "steps": [{key: value for key, value in step.items() if key != "since"} for step in steps.values()],
        "failures": causes(failures, blocking),
        "checks": checks,
        "figures": run_summary.figures(paths.build),
    }


def causes(errors: list[Any], checks: list[tuple[str, str | None]]) -> list[str]:
    """What made a run fail, a line each: the errors of its steps, and the blocking checks that did not pass.

    Args:
        errors: the errors of steps, as the event log holds them.
        checks: names of blocking checks that failed, with what they found.
    """
    told = [cause(error) for error in errors if not (checks and getattr(error, "cls_name", "") == _CHECK_FAILED)]
    # A test of dbt is told by the step that it failed, in dbt's own words.
    return told + [say(name, found) for name, found in checks if not any(name in line for line in told)]


def say(check: str, found: str | None) -> str:
    """A check that did not pass, on one line."""
    return f"{check}: {found}" if found else f"{check} (see the checks in the UI)"


def cause(error: Any) -> str:
    """The innermost message of a failed step, on one line."""
    error = _innermost(error)
    message = str(getattr(error, "message", error)).strip()
    kind, _, rest = message.partition(": ")
    return " ".join((rest if rest and " " not in kind else message).split())


def interrupted(error: Any) -> bool:
    """Whether a step ended because a person or the system asked the process to end."""
    return getattr(_innermost(error), "cls_name", "") in (_INTERRUPTED, "KeyboardInterrupt")


def _innermost(error: Any) -> Any:
    while getattr(error, "cause", None) is not None:
        error = error.cause
    return error


def close_dead_runs(instance: dg.DagsterInstance, paths: WarehousePaths) -> list[str]:
    """Record runs whose process was killed as failed, for one that seems to run keeps the queue waiting for ever.

    Returns:
        The ids of the runs that were closed.
    """
    running = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED])
    dead = [run for run in instance.get_runs(running) if heartbeat.has_stopped(paths, run.run_id)]
    for run in dead:
        instance.report_run_failed(run, "The process of this run has ended without a word; it was killed.")
        heartbeat.forget(paths, run.run_id)
    return [run.run_id for run in dead]


def drop_old(instance: dg.DagsterInstance) -> list[str]:
    """Delete what is known of runs that ended before the last so many, for the history would grow for ever.

    Returns:
        The ids of the runs that were deleted.
    """
    keep = max(1, int(os.environ.get("INDICATORS_KEEP_RUNS") or KEEP))
    ended = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    old = list(instance.get_run_ids(dg.RunsFilter(statuses=ended))[keep:])
    for run_id in old:
        instance.delete_run(run_id)
        instance.compute_log_manager.delete_logs(prefix=[run_id])
    return old
