"""When the warehouse is refreshed: one job, one schedule, one sensor. The last two start switched off."""

import dagster as dg

from orchestration.defs.resources import Folders
from orchestration.reading.files import FolderError, list_files
from orchestration.versions import refresh_fingerprint

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    description="Read the raw folder, extract, build, audit and publish.",
    # DuckDB has one writer, and start-up is paid in every process.
    executor_def=dg.in_process_executor,
)

daily = dg.ScheduleDefinition(
    name="refresh_daily",
    job=refresh,
    cron_schedule="30 6 * * *",
    execution_timezone="Asia/Shanghai",
    description="Refresh every morning.",
)


@dg.sensor(
    name="raw_folder",
    job=refresh,
    minimum_interval_seconds=60,
    description="Refresh when a file of the raw folder is new, changed or gone, by its content.",
)
def raw_folder(context: dg.SensorEvaluationContext, folders: Folders) -> dg.SensorResult | dg.SkipReason:
    """One run for whatever has changed since the last."""
    try:
        files = list_files(folders.raw_folder)
    except FolderError as error:
        return dg.SkipReason(str(error))
    if not files:
        return dg.SkipReason(f"{folders.raw_folder}: no reports in this folder")
    fingerprint = refresh_fingerprint((file.name, file.content_hash) for file in files)
    if fingerprint == context.cursor:
        return dg.SkipReason("nothing has changed")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=fingerprint)], cursor=fingerprint)
