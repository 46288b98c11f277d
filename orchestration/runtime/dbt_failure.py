"""Why a dbt run failed, in one line: which model or test, and the reason, as dbt's own results tell it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

RESULTS = "run_results.json"
# What dbt and DuckDB add to a reason: where in the query it was, and where the query was written to.
_POSITION = re.compile(r"^\s*(LINE \d+:|\^|compiled code at )")
_HEADER = re.compile(r"^((\w+ )*Error in \w+ \S+ \(\S+\)|Encountered an error:)$")
# dagster-dbt puts what dbt logged as errors behind this line.
_PARSED = "Errors parsed from dbt logs:"


@dataclass(frozen=True)
class Fault:
    """A model, seed or test that failed, and why."""

    node: str
    reason: str


def forget(target: Path) -> None:
    """Remove the results of an earlier run, which would otherwise be taken for those of a run that wrote none."""
    (target / RESULTS).unlink(missing_ok=True)


def faults(target: Path) -> list[Fault]:
    """What failed in the last run that wrote to a target folder: models before tests, each in dbt's order.

    Args:
        target: the folder that dbt wrote its artefacts to.

    Returns:
        Nothing where dbt wrote no results, as when the project itself could not be loaded.
    """
    try:
        results = json.loads((target / RESULTS).read_text("utf-8"))["results"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    found = [each for status in ("error", "fail") for each in results if each["status"] == status]
    return [Fault(_named(each["unique_id"]), reason(each.get("message") or "no reason given")) for each in found]


def reason(message: str) -> str:
    """The reason in dbt's message on one line, without the place in the compiled query."""
    lines = message.strip().splitlines()
    if len(lines) > 1 and _HEADER.match(lines[0].strip()):
        lines = lines[1:]
    kept: list[str] = []
    for line in lines:
        if _POSITION.match(line):
            break
        kept.append(line)
    return " ".join(" ".join(kept or lines).split())


def told(found: list[Fault], said: str) -> str:
    """One line for people: the first fault, and the names of the others.

    Args:
        found: see `faults`.
        said: what dbt or its caller said, for a run without results.
    """
    if not found:
        return "dbt could not run: " + reason(said.partition(_PARSED)[2] or said)
    first, others = found[0], sorted({fault.node for fault in found[1:]})
    more = f"; failed too: {', '.join(others[:5])}{' …' if len(others) > 5 else ''}" if others else ""
    return f"{first.node}: {first.reason}{more}"


def _named(unique_id: str) -> str:
    # model.plan_indicators.int_units, test.plan_indicators.not_null_x.1a2b3c
    kind, _, name, *_ = [*unique_id.split("."), "", ""]
    return f"{kind} {name}"
