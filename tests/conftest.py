"""What many tests share: where the project stands, a way to extract a few sentences, and one published warehouse."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest

PROJECT = Path(__file__).resolve().parents[1]
# A real page and its labels, which are no part of the project: tests that need them skip where they are absent.
SHARED = PROJECT.parent / "shared"
SHARED_FACTS = SHARED / "facts" / "chongqing.csv"
INDICATORS = [sys.executable, "-m", "orchestration.cli"]


def extract_text(text: str, region: str = "重庆市", report_year: int = 2025, kind: str = "plan_report") -> object:
    from orchestration.extraction.pipeline import extract

    columns = {"report_id": "0" * 16, "text": text, "region": region, "report_year": report_year, "kind": kind}
    frame = pl.DataFrame([columns], schema_overrides={"report_year": pl.Int32})
    return extract(frame)


def facts_not_found(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Rows of the shared table of figures that the marts lack, by name, year, unit, status, measure and bound."""
    found = connection.execute(
        """
    with facts as (
        select facts.*, facts.value::double * coalesce(units.to_canonical, 1) as canonical
        from read_csv($facts, all_varchar = true) as facts left join marts.dim_unit as units using (unit)
    ),
    names as (
        select indicator_code, unnest([name_zh] || string_split(coalesce(aliases, ''), '、')) as indicator
        from marts.dim_indicator
    ),
    found as (
        select names.indicator, reports.report_year::varchar as report_year, observed.period, observed.status,
            observed.measure, observed.bound,
            observed.canonical_value::double as value, value * coalesce(units.to_canonical, 1) as canonical
        from marts.fct_observation as observed
        inner join marts.dim_report as reports using (report_id)
        inner join names using (indicator_code)
        left join marts.dim_unit as units on observed.canonical_unit = units.unit
    )
    select facts.report_year, facts.period, facts.indicator, facts.measure, facts.value, facts.unit
    from facts anti join found
        on facts.indicator = found.indicator and facts.report_year = found.report_year
        and facts.period = found.period and facts.status = found.status and facts.measure = found.measure
        and facts.bound = found.bound
        and abs(facts.canonical - if(facts.unit is null, found.value, found.canonical)) <= 1e-9 * abs(facts.canonical)
    """,
        {"facts": str(SHARED_FACTS)},
    )
    return found.pl().to_dicts()


@pytest.fixture(scope="session")
def run_cli() -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*INDICATORS, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=PROJECT,
            env={**os.environ, "COLUMNS": "200", **environment},
            check=False,
        )

    return run


@dataclass(frozen=True)
class Published:
    """A warehouse made from the samples by the whole job, and how the job went."""

    warehouse: Path
    run_id: str
    steps: list[tuple[str, str]]
    warnings: list[str]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The samples in `raw/`, refreshed once through Dagster in this process."""
    from orchestration.runtime.dagster_home import prepare

    warehouse = tmp_path_factory.mktemp("samples")
    prepare(PROJECT / "raw", warehouse)
    from orchestration.definitions import defs
    from orchestration.runtime.refresh_job import run
    from orchestration.storage.paths import WarehousePaths

    steps: list[tuple[str, str]] = []
    outcome = run(
        WarehousePaths(warehouse),
        lambda: defs().resolve_job_def("refresh"),
        lambda step, word, _: steps.append((step, word)),
    )
    assert outcome.failures == []
    return Published(warehouse, outcome.run_id, steps, outcome.warnings)
