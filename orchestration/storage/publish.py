"""Publishing: the audited build database → a version that analysts read."""

from __future__ import annotations

from orchestration.storage import audit, versions
from orchestration.storage.paths import WarehouseError, WarehousePaths, connect

_STAMP = "create or replace table landing.publication as select ? as fingerprint, now() as published_at"
_COUNTS = "select (select count(*) from landing.reports), (select count(*) from landing.observations)"


def publish(paths: WarehousePaths, fingerprint: str, run_id: str | None = None) -> versions.Version:
    """Make the build database and its page the current version.

    Raises:
        WarehouseError: the build database is missing or held, a blocking rule of the audit is broken, or the folder
            cannot be written; readers then see what they saw.
    """
    if not paths.build.is_file():
        raise WarehouseError(f"{paths.build}: nothing has been built; run `indicators refresh`")
    with connect(paths.build) as connection:
        broken = [outcome for outcome in audit.run_all(connection, paths, blocking=True) if not outcome.passed]
        if broken:
            found = "; ".join(f"{outcome.check.name}: {outcome.found}" for outcome in broken)
            raise WarehouseError(f"{paths.build}: not published, the audit found {found}")
        connection.execute(_STAMP, [fingerprint])
        reports, observations = connection.execute(_COUNTS).fetchone() or (0, 0)
        connection.execute("checkpoint")
    return versions.add(paths, fingerprint, reports, observations, run_id)


def published_fingerprint(paths: WarehousePaths) -> str | None:
    """The fingerprint of the refresh that made the newest version, or null where readers find none.

    The newest, not the current: what a person has rolled back is not to be published again as if it were new.
    """
    made = versions.known(paths)
    return made[0].fingerprint if made and paths.published.is_file() and paths.page.is_file() else None
