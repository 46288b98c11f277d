"""When the warehouse is refreshed: one job, one schedule, one sensor, and one that tells of failures.

All but the job start switched off; the UI switches them on.
"""

import json

import dagster as dg

from orchestration.defs.resources import Folders
from orchestration.fingerprints import refresh_fingerprint
from orchestration.reading.files import FolderError
from orchestration.reading.settled_scan import scan
from orchestration.runtime import alerts
from orchestration.runtime.run_history import cause, close_dead_runs
from orchestration.storage.publish import published_fingerprint

refresh = dg.define_asset_job(
    "refresh",
    # What is fetched arrives in the raw folder by a job of its own: a refresh asks nothing of the network.
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(["raw", "fetched_files"]),
    description="Read the raw folder, extract, build, audit and publish.",
    # DuckDB has one writer, and start-up is paid in every process.
    executor_def=dg.in_process_executor,
)


@dg.schedule(
    name="refresh_daily",
    job=refresh,
    cron_schedule="30 6 * * *",
    execution_timezone="Asia/Shanghai",
    description="Refresh every morning, whatever the sensor saw.",
)
def refresh_daily(context: dg.ScheduleEvaluationContext, folders: dg.ResourceParam[Folders]) -> dg.RunRequest:
    """One run; where nothing is new it makes the same tables again and so shows that it still can."""
    close_dead_runs(context.instance, folders.paths)
    return dg.RunRequest()


@dg.sensor(
    name="raw_folder",
    job=refresh,
    minimum_interval_seconds=15,
    description="Refresh when a file of the raw folder is new, changed or gone, by its content.",
)
def raw_folder(
    context: dg.SensorEvaluationContext, folders: dg.ResourceParam[Folders]
) -> dg.SensorResult | dg.SkipReason:
    """One run for all that has changed since the last; files still being written are left for the next tick.

    The cursor holds what the folder looked like, what was last asked for, and how many runs were: it survives restarts,
    and a folder that returns to an earlier state is asked for anew.
    """
    close_dead_runs(context.instance, folders.paths)
    cursor = json.loads(context.cursor or "{}")
    try:
        scanned = scan(folders.raw_folder, cursor.get("scan"))
    except FolderError as error:
        return dg.SkipReason(str(error))
    # Without this the next scan would have nothing to compare sizes and times with.
    cursor["scan"] = scanned.state

    def skip(reason: str) -> dg.SensorResult:
        return dg.SensorResult(skip_reason=reason, cursor=json.dumps(cursor))

    if scanned.files is None:
        return skip(scanned.reason)
    if not scanned.files:
        return skip(f"{folders.raw_folder}: no reports in this folder")
    fingerprint = refresh_fingerprint((file.name, file.content_hash) for file in scanned.files)
    if fingerprint in (cursor.get("asked"), published_fingerprint(folders.paths)):
        return skip("nothing has changed")
    cursor |= {"asked": fingerprint, "runs": cursor.get("runs", 0) + 1}
    request = dg.RunRequest(
        run_key=f"{cursor['runs']}-{fingerprint[:16]}", tags={"indicators/files": str(len(scanned.files))}
    )
    return dg.SensorResult(run_requests=[request], cursor=json.dumps(cursor))


@dg.run_failure_sensor(
    name="alert_on_failure",
    monitored_jobs=[refresh],
    minimum_interval_seconds=30,
    description="Tell a webhook (INDICATORS_ALERT_URL) of refreshes that failed.",
)
def alert_on_failure(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Post what failed and why; without an address nothing is sent."""
    address = alerts.address(dg.EnvVar(alerts.VARIABLE).get_value())
    if address is None:
        return dg.SkipReason(f"{alerts.VARIABLE} is not set")
    causes = [cause(event.step_failure_data.error) for event in context.get_step_failure_events()]
    run = context.dagster_run
    alerts.send(address, alerts.message(run.run_id, run.job_name, causes or [str(context.failure_event.message)]))
    return None
