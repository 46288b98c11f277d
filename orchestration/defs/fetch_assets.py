"""Reports that arrive by themselves: what is new on the pages of `sources.yml` is put into the raw folder."""

import time

import dagster as dg

from orchestration.defs.resources import OWNERS, Folders
from orchestration.fetching.fetch import Fetcher
from orchestration.fetching.shelf import Shelf
from orchestration.fetching.sources import FILE, fetch_all, read_sources


@dg.asset(
    key=["raw", "fetched_files"],
    group_name="raw",
    kinds={"file"},
    owners=OWNERS,
    description="Files fetched from the pages that sources.yml lists; the sensor of the raw folder sees them arrive.",
)
def fetched_files(context: dg.AssetExecutionContext, folders: dg.ResourceParam[Folders]) -> dg.MaterializeResult[None]:
    """Fetch what is new; an address that fails is told and keeps none of the others."""
    path = folders.raw_folder / FILE
    sources = read_sources(path) if path.is_file() else []
    with Fetcher() as fetcher:
        outcome = fetch_all(sources, Shelf(folders.raw_folder), fetcher, time.time(), context.log.info)
    for url, why in outcome.failed.items():
        context.log.warning("%s: %s", url, why)
    return dg.MaterializeResult(
        metadata={
            "sources": len(sources),
            "files": len(outcome.files),
            "unchanged": outcome.unchanged,
            "failed": len(outcome.failed),
        }
    )


fetch = dg.define_asset_job(
    "fetch",
    selection=dg.AssetSelection.assets(["raw", "fetched_files"]),
    description="Fetch what is new on the pages of sources.yml.",
    executor_def=dg.in_process_executor,
)

fetch_daily = dg.ScheduleDefinition(
    name="fetch_daily",
    job=fetch,
    cron_schedule="30 5 * * *",
    execution_timezone="Asia/Shanghai",
    description="Fetch every morning, before the refresh.",
)
