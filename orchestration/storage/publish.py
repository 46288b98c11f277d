"""Publishing: the audited build database → a version that analysts read."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from orchestration.storage import audit, versions
from orchestration.storage.passed_audit import PassedAudit, audited
from orchestration.storage.paths import WarehouseError, WarehousePaths, connect

_STAMP = "create or replace table landing.publication as select ? as fingerprint, now() as published_at"
_COUNTS = "select (select count(*) from landing.reports), (select count(*) from landing.observations)"


def publish(
    paths: WarehousePaths,
    fingerprint: str,
    run_id: str | None = None,
    *,
    within: Mapping[str, float] | None = None,
    passed: PassedAudit | None = None,
) -> versions.Version:
    """Make the build database and its page the current version.

    The build is audited, unless it passed an audit and nothing has changed since.

    Args:
        paths: the warehouse, which the caller holds for writing.
        fingerprint: of what was landed.
        run_id: of the run that publishes.
        within: the shares that the audit allows; those of `audit.shares()` if not given.
        passed: the audit of the caller's run.

    Raises:
        WarehouseError: the build database is missing or held, a blocking rule of the audit is broken, or the folder
            cannot be written; readers then see what they saw.
    """
    if not paths.build.is_file():
        raise WarehouseError(f"{paths.build}: nothing has been built; run `indicators refresh`")
    shares = audit.shares() if within is None else within
    with connect(paths.build) as connection:
        # Only now can no other process write the build.
        is_audited = passed is not None and passed.holds_for(audited(paths, shares))
        broken = [] if is_audited else _broken(connection, paths, shares)
        if broken:
            found = "; ".join(f"{outcome.check.name}: {outcome.found}" for outcome in broken)
            raise WarehouseError(f"{paths.build}: not published, the audit found {found}")
        connection.execute(_STAMP, [fingerprint])
        reports, observations = connection.execute(_COUNTS).fetchone() or (0, 0)
        connection.execute("checkpoint")
    return versions.add(paths, fingerprint, reports, observations, run_id)


def _broken(
    connection: duckdb.DuckDBPyConnection, paths: WarehousePaths, shares: Mapping[str, float]
) -> list[audit.Outcome]:
    return [found for found in audit.run_all(connection, paths, blocking=True, within=shares) if not found.passed]


def published_fingerprint(paths: WarehousePaths) -> str | None:
    """The fingerprint of the refresh that made the newest version, or null where readers find none.

    The newest, not the current: what a person has rolled back is not to be published again as if it were new.
    """
    made = versions.known(paths)
    return made[0].fingerprint if made and paths.published.is_file() and paths.page.is_file() else None
