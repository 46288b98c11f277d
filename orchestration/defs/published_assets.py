"""Audited tables → what analysts see: the published database and the comparison page."""

import base64
import time
from collections.abc import Mapping
from datetime import timedelta

import dagster as dg

from orchestration.defs.model_assets import build_models
from orchestration.defs.resources import OWNERS, Folders, Held
from orchestration.fingerprints import refresh_fingerprint
from orchestration.presentation.comparison import headline, main_region, series
from orchestration.presentation.preview import markdown
from orchestration.runtime import dbt_failure
from orchestration.storage import landing, relations, run_summary
from orchestration.storage.passed_audit import PassedAudit
from orchestration.storage.paths import WarehousePaths, connect
from orchestration.storage.publish import publish

_MARTS = [key for key in build_models.keys if key.path[0] == "marts"]


@dg.asset(
    key=["published", "comparison_page"],
    deps=_MARTS,
    group_name="published",
    kinds={"html", "altair"},
    owners=OWNERS,
    description="One self-contained page: targets against outturns and year against year, each with its sentence.",
)
def comparison_page(folders: dg.ResourceParam[Folders], write_lock: Held) -> dg.MaterializeResult[None]:
    """Draw the page from the audited build; it is published with the database."""
    # Slow to import: `build_models` has done so while dbt was working.
    from orchestration.presentation import charts, page

    _require_models(folders.paths)
    with connect(folders.paths.build, read_only=True) as connection:
        html = page.render(connection)
        shown = headline(connection)
        region = main_region(connection)
        drawn = charts.picture(charts.chartable(series(connection, region[0]))) if region else None
    folders.paths.build_page.write_text(html, "utf-8")
    return dg.MaterializeResult(
        metadata={
            "page": dg.MetadataValue.path(str(folders.paths.build_page)),
            "bytes": len(html.encode()),
            "preview": dg.MetadataValue.md(markdown(shown, rows=12)),
            **({"target_against_outturn": _image(drawn)} if drawn else {}),
        }
    )


def _image(svg: str) -> dg.MarkdownMetadataValue:
    encoded = base64.b64encode(svg.encode()).decode()
    return dg.MetadataValue.md(f"![目标与完成 target against outturn](data:image/svg+xml;base64,{encoded})")


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
            f"{page}: missing or older than the tables; materialize published/comparison_page first, "
            "or launch the job refresh",
            allow_retries=False,
        )


@dg.asset(
    key=["published", "warehouse"],
    deps=[*_MARTS, comparison_page],
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
