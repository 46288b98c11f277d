"""The audit as asset checks: the blocking ones keep wrong data from readers, the others call a person."""

from collections.abc import Iterable, Iterator, Mapping

import dagster as dg

from orchestration.defs.resources import Folders, Held
from orchestration.storage import audit, audit_rules
from orchestration.storage.passed_audit import PassedAudit, audited
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


def _results(found: Iterable[audit.Outcome], severity: dg.AssetCheckSeverity) -> Iterator[dg.AssetCheckResult]:
    for outcome in found:
        yield dg.AssetCheckResult(
            check_name=outcome.check.name,
            asset_key=_ON.get(outcome.check.name, _FACTS),
            passed=outcome.passed,
            severity=severity,
            description=None if outcome.passed else outcome.found,
            metadata={"offenders": outcome.offenders},
        )


def _asked(context: dg.AssetCheckExecutionContext) -> set[str]:
    """The checks that are asked for; of a group that is launched by itself these are a part."""
    return {key.name for key in context.selected_asset_check_keys}


@dg.multi_asset_check(name="audit", specs=_specs(blocking=True), can_subset=True)
def audit_build(
    context: dg.AssetCheckExecutionContext,
    folders: dg.ResourceParam[Folders],
    write_lock: Held,
    shares: dg.ResourceParam[Mapping[str, float]],
    passed_audit: dg.ResourceParam[PassedAudit],
) -> Iterator[dg.AssetCheckResult]:
    """What must hold before readers see the data; where all of it holds, the run need not look again to publish."""
    paths, names = folders.paths, _asked(context)
    looked_at = audited(paths, shares)
    with connect(paths.build, read_only=True) as connection:
        found = list(audit.run_all(connection, paths, blocking=True, names=names, within=shares))
    if {outcome.check for outcome in found if outcome.passed} == audit_rules.BLOCKING:
        passed_audit.note(looked_at)
    yield from _results(found, dg.AssetCheckSeverity.ERROR)


@dg.multi_asset_check(name="look", specs=_specs(blocking=False), can_subset=True)
def look_at_landing(
    context: dg.AssetCheckExecutionContext,
    folders: dg.ResourceParam[Folders],
    write_lock: Held,
    shares: dg.ResourceParam[Mapping[str, float]],
) -> Iterator[dg.AssetCheckResult]:
    """What a person should look at; nothing is held back for it."""
    with connect(folders.paths.build, read_only=True) as connection:
        found = list(audit.run_all(connection, folders.paths, blocking=False, names=_asked(context), within=shares))
    yield from _results(found, dg.AssetCheckSeverity.WARN)
