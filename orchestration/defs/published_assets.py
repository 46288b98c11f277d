"""Audited tables → what analysts see: the published database and the explorer."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import dagster as dg

from orchestration.defs.model_assets import build_models
from orchestration.defs.resources import OWNERS, Folders, Held
from orchestration.fingerprints import refresh_fingerprint
from orchestration.presentation.comparison import headline
from orchestration.presentation.preview import markdown
from orchestration.runtime import dbt_failure
from orchestration.storage import landing, relations, run_summary
from orchestration.storage.passed_audit import PassedAudit
from orchestration.storage.paths import WarehousePaths, connect
from orchestration.storage.publish import publish

_MARTS = [key for key in build_models.keys if key.path[0] == "marts"]


@dg.asset(
    key=["published", "explorer"],
    deps=_MARTS,
    group_name="published",
    kinds={"html"},
    owners=OWNERS,
    description="Pages that open without a server: places beside each other, targets against outturns, each figure with its sentence.",
)
def explorer(folders: dg.ResourceParam[Folders], write_lock: Held) -> dg.MaterializeResult[None]:
    """Make the explorer of the audited build; it is published with the database."""
    # Slow to import, and needed here alone.
    from orchestration.presentation.explorer.write import write

    _require_models(folders.paths)
    with connect(folders.paths.build, read_only=True) as connection:
        today = datetime.now(UTC).date()
        fingerprint = refresh_fingerprint(landing.landed_files(connection))[:8]
        facts = {"made": today.isoformat(), "year": today.year, "version": fingerprint}
        written = write(connection, folders.paths.build_page, folders.paths.build_page_data, fingerprint, facts)
        shown = headline(connection)
    return dg.MaterializeResult(
        metadata={
            "page": dg.MetadataValue.path(str(folders.paths.build_page)),
            "bytes": written.page_bytes + written.folder_bytes,
            "files": 1 + written.files,
            "preview": dg.MetadataValue.md(markdown(shown, rows=12)),
        }
    )


def _require_models(paths: WarehousePaths) -> None:
    """Say what is missing where this is launched by itself and no models have been built yet."""
    if not relations.holds(paths.build, ("marts", "year_comparison")):
        raise dg.Failure(
            f"{paths.build}: no models have been built yet; materialize the group marts first, or launch the job refresh",
            allow_retries=False,
        )


def _require_page(paths: WarehousePaths) -> None:
    """A page must not stand beside figures that it does not show, as where models were built by themselves since."""
    _require_models(paths)
    built = paths.dbt_target / dbt_failure.RESULTS
    page = paths.build_page
    if not page.is_file() or (built.is_file() and page.stat().st_mtime < built.stat().st_mtime):
        raise dg.Failure(
            f"{page}: missing or older than the tables; materialize published/explorer first, "
            "or launch the job refresh",
            allow_retries=False,
        )


@dg.asset(
    key=["published", "warehouse"],
    deps=[*_MARTS, explorer],
    group_name="published",
    kinds={"duckdb"},
    owners=OWNERS,
    description="The DuckDB file that analysts read: a copy of the audited build, shown to them by one atomic rename.",
    # A schedule that runs daily leaves room for one that is late.
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=49), warn_window=timedelta(hours=25)),
)
def warehouse(
    context: dg.AssetExecutionContext,
    folders: dg.ResourceParam[Folders],
    write_lock: Held,
    shares: dg.ResourceParam[Mapping[str, float]],
    passed_audit: dg.ResourceParam[PassedAudit],
) -> dg.MaterializeResult[None]:
    """Publish; nothing is published where a blocking rule of the audit is broken."""
    started = time.monotonic()
    paths = folders.paths
    _require_page(paths)
    # What was landed, not what the folder holds by now: a file that came meanwhile is left to the next refresh.
    with connect(paths.build, read_only=True) as connection:
        fingerprint = refresh_fingerprint(landing.landed_files(connection))
    version = publish(paths, fingerprint, context.run.run_id, within=shares, passed=passed_audit)
    held = run_summary.figures(paths.build)
    run = context.instance.get_run_stats(context.run.run_id)
    return dg.MaterializeResult(
        metadata={
            "database": dg.MetadataValue.path(str(paths.published)),
            "version": version.name,
            "fingerprint": fingerprint,
            "bytes": version.bytes,
            "reports": version.reports,
            "observations": version.observations,
            "observations_per_report": version.observations / version.reports,
            "unexplained_share": held["unexplained"] / held["numbers"],
            "quarantined_files": held["quarantined"],
            "publish_seconds": time.monotonic() - started,
            "refresh_seconds": time.time() - (run.start_time or run.launch_time or time.time()),
        }
    )
