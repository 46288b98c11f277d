"""The audit as asset checks: the blocking ones keep wrong data from readers, the others call a person."""

from collections.abc import Iterator

import dagster as dg

from orchestration.defs.resources import Folders, WriteLock
from orchestration.storage import audit, audit_rules
from orchestration.storage.paths import connect

# Where a rule looks; those that keep data from readers stand on the fact table, upstream of all that is published.
_ON = {
    "no_file_is_quarantined": dg.AssetKey(["landing", "quarantine"]),
    "every_report_gives_figures": dg.AssetKey(["landing", "reports"]),
    "every_report_says_what_it_is": dg.AssetKey(["landing", "reports"]),
    "every_report_stands_once": dg.AssetKey(["landing", "reports"]),
    "every_report_is_read_in_full": dg.AssetKey(["landing", "reports"]),
    "every_table_is_read": dg.AssetKey(["landing", "number_mentions"]),
    "every_number_is_explained": dg.AssetKey(["landing", "number_mentions"]),
}
_FACTS = dg.AssetKey(["marts", "fct_observation"])


def _specs(blocking: bool) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            check.name, asset=_ON.get(check.name, _FACTS), description=check.description, blocking=blocking
        )
        for check in audit_rules.CHECKS
        if check.blocking == blocking
    ]


def _results(context: dg.AssetCheckExecutionContext, folders: Folders, blocking: bool) -> Iterator[dg.AssetCheckResult]:
    """Those checks that are asked for; of a group that is launched by itself these are a part."""
    asked = {key.name for key in context.selected_asset_check_keys}
    with connect(folders.paths.build, read_only=True) as connection:
        for outcome in audit.run_all(connection, folders.paths, blocking=blocking, names=asked):
            yield dg.AssetCheckResult(
                check_name=outcome.check.name,
                asset_key=_ON.get(outcome.check.name, _FACTS),
                passed=outcome.passed,
                severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
                description=None if outcome.passed else outcome.found,
                metadata={"offenders": outcome.offenders},
            )


@dg.multi_asset_check(name="audit", specs=_specs(blocking=True), can_subset=True)
def audit_build(
    context: dg.AssetCheckExecutionContext, folders: Folders, write_lock: WriteLock
) -> Iterator[dg.AssetCheckResult]:
    """What must hold before readers see the data."""
    yield from _results(context, folders, blocking=True)


@dg.multi_asset_check(name="look", specs=_specs(blocking=False), can_subset=True)
def look_at_landing(
    context: dg.AssetCheckExecutionContext, folders: Folders, write_lock: WriteLock
) -> Iterator[dg.AssetCheckResult]:
    """What a person should look at; nothing is held back for it."""
    yield from _results(context, folders, blocking=False)
