"""What many tests share: where the project stands, a way to extract a few sentences, and one published warehouse."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from tests.counted import counted
from tests.started import Watch

if TYPE_CHECKING:
    import dagster as dg

PROJECT = Path(__file__).resolve().parents[1]
# A real page and its labels, which are no part of the project: tests that need them skip where they are absent.
SHARED = PROJECT.parent / "shared"
SHARED_FACTS = SHARED / "facts" / "chongqing.csv"
INDICATORS = [sys.executable, "-m", "orchestration.cli"]
WATCH = Watch()


def pytest_configure() -> None:
    WATCH.install()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test below `tests/integration`; elsewhere a test that starts something carries the mark itself."""
    for item in items:
        if item.path.is_relative_to(PROJECT / "tests" / "integration"):
            item.add_marker(pytest.mark.integration)


def _watched(item: pytest.Item) -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext() if item.get_closest_marker("integration") else WATCH.on()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    with _watched(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    with _watched(item):
        yield


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


def called(folder: Path, arguments: Sequence[object], **environment: str) -> subprocess.CompletedProcess[str]:
    """Call the command line in this process, with `folder` as the current one."""
    from orchestration.cli import main

    command = ["indicators", *map(str, arguments)]
    with (
        CliRunner().isolation(env={"COLUMNS": "200", **environment}) as (output, errors, _),
        contextlib.chdir(folder),
        patch.object(sys, "argv", command),
    ):
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        said = [stream.getvalue().decode("utf-8").replace("\r\n", "\n") for stream in (output, errors)]
    return subprocess.CompletedProcess(command, code, *said)


@pytest.fixture(scope="session")
def call_cli() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call the command line in this process, as `run_cli` does in one of its own, but without its start of a second.

    It is for commands that read; a refresh changes the process that it runs in.
    """
    return lambda *arguments, **environment: called(PROJECT, arguments, **environment)


@dataclass(frozen=True)
class Published:
    """A warehouse made from the samples by the whole job, and how the job went. All tests share it: none may write it."""

    warehouse: Path
    run_id: str
    steps: list[tuple[str, str]]
    warnings: list[str]
    counts: Counter[tuple[str, str]]

    def instance(self) -> dg.DagsterInstance:
        """The Dagster instance that the job ran in."""
        import dagster as dg

        return dg.DagsterInstance.from_config(str(self.warehouse / ".dagster"))

    def copied(self, folder: Path) -> Path:
        """A copy of the warehouse that a test may write, whose settings name the copy."""
        from orchestration.runtime.dagster_home import prepare

        shutil.copytree(self.warehouse, folder, symlinks=True)
        (folder / ".dagster" / "dagster.yaml").unlink()
        prepare(folder)
        return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The samples in `raw/`, refreshed once through Dagster, for all processes that the tests are spread over."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    told = folder / "samples.pickle"
    with (folder / "samples.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not told.exists():
            told.write_bytes(pickle.dumps(_refreshed(folder / "samples")))
    found: Published = pickle.loads(told.read_bytes())
    from orchestration.runtime.dbt_project import make_manifest
    from orchestration.storage.paths import WarehousePaths

    # The definitions that a test loads are made of the manifest of this warehouse, whichever process made it.
    make_manifest(WarehousePaths(found.warehouse))
    return found


def _refreshed(warehouse: Path) -> Published:
    """The samples, refreshed in this process."""
    from orchestration.runtime.dagster_home import prepare

    prepare(warehouse)
    from orchestration.commands.progress import load_job
    from orchestration.defs import landing_assets
    from orchestration.reading.files import list_files
    from orchestration.runtime.refresh_job import run
    from orchestration.storage.audit import shares
    from orchestration.storage.paths import WarehousePaths

    raw, paths, before = PROJECT / "raw", WarehousePaths(warehouse), dict(os.environ)
    steps: list[tuple[str, str]] = []
    with counted(landing_assets) as counts:
        outcome = run(
            paths,
            lambda: load_job(raw, paths, list_files(raw), shares()),
            lambda step, word, _: steps.append((step, word)),
        )
    assert outcome.failures == []
    # What a refresh needs to know it is given; nothing is left behind for what runs after it in this process.
    assert {name: value for name, value in os.environ.items() if before.get(name) != value} == {}
    return Published(warehouse, outcome.run_id, steps, outcome.warnings, counts)
