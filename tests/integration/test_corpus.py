"""The whole job on real reports, and what an analyst then finds, against figures that people read out of them.

The reports and the figures are no part of the project: the tests skip where they do not stand beside it.
"""

from __future__ import annotations

import csv
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import expect

from docs.screenshots import browser, installed_chromium
from tests.conftest import PROJECT, SHARED
from tests.explorer_page import opened as opened_page
from tests.unit.test_corpus_texts import plain

CHROMIUM = installed_chromium()
CORPUS, FACTS = SHARED / "corpus", SHARED / "facts"
HEADLINES = FACTS / "provinces-headline-2026.csv"
OUTTURNS = FACTS / "provinces-gdp-plan-outturn-2025.csv"
NATIONAL = FACTS / "national-targets-2005-2025.csv"
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Warehouse = duckdb.DuckDBPyConnection
Bounds = tuple[float, float, str]

pytestmark = [
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus does not stand beside the project"),
]


def facts(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def opened(run_cli: Run, folder: Path, warehouse: Path) -> Iterator[Warehouse]:
    done = run_cli("refresh", "--raw", folder, "--warehouse", warehouse)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(warehouse / "indicators.duckdb", read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def provinces(run_cli: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    yield from opened(run_cli, CORPUS / "provinces", tmp_path_factory.mktemp("provinces"))


@pytest.fixture(scope="module")
def national(run_cli: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    yield from opened(run_cli, CORPUS / "national", tmp_path_factory.mktemp("national"))


@pytest.fixture(scope="module")
def inputs(run_cli: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    yield from opened(run_cli, SHARED / "cases", tmp_path_factory.mktemp("inputs"))


@pytest.fixture(params=["provinces", "national"])
def either(request: pytest.FixtureRequest) -> Warehouse:
    connection: Warehouse = request.getfixturevalue(request.param)
    return connection


def short_names(warehouse: Warehouse) -> dict[str, str]:
    """Region codes of the provinces by the names that the tables of figures use: 北京, 内蒙古."""
    rows = warehouse.execute(
        "select name, region_code from marts.dim_region where level = 'province' and is_registered"
    ).fetchall()
    return {re.sub("(?:维吾尔|壮族|回族)?自治区$|[省市]$", "", name): code for name, code in rows}


def test_every_provincial_report_is_read_as_what_its_name_says(provinces: Warehouse) -> None:
    rows = provinces.execute(
        "select file_name, region_name.name, report_year, report_kind from marts.dim_report "
        "join marts.dim_region as region_name using (region_code)"
    ).fetchall()
    assert len(rows) == len(list((CORPUS / "provinces").iterdir()))
    assert [row for row in rows if row[0] != f"{row[1]}-政府工作报告-{row[2]}.txt" or row[3] != "work_report"] == []


def test_every_national_report_is_of_the_nation_and_of_its_year(national: Warehouse) -> None:
    rows = national.execute("select file_name, region_code, report_year, report_kind from marts.dim_report").fetchall()
    assert len(rows) == len(list((CORPUS / "national").iterdir()))
    assert [row for row in rows if row[1:] != ("100000", int(row[0][-8:-4]), "work_report")] == []


def test_no_observation_is_of_a_place_that_nobody_registered(either: Warehouse) -> None:
    # Every report here has a place, so none of its figures is of an unknown one either.
    strays = either.execute(
        "select regions.name, count(*) from marts.fct_observation as observed "
        "left join marts.dim_region as regions using (region_code) "
        "where not coalesce(regions.is_registered, false) group by all order by 2 desc"
    ).fetchall()
    assert strays == []


def test_every_span_is_the_number(either: Warehouse) -> None:
    rows = either.execute(
        "select reports.text, observed.span_start, observed.span_end, observed.written "
        "from marts.fct_observation as observed join landing.reports as reports using (report_id) "
        # A repaired digit is another sign in the source, and flagged.
        "where not contains(observed.flags, 'digits_repaired')"
    ).fetchall()
    assert rows
    differ = [
        (text[start:end], written) for text, start, end, written in rows if plain(text[start:end]) != plain(written)
    ]
    assert differ == []


def test_headline_figures_of_the_provinces_are_right(provinces: Warehouse) -> None:
    codes = short_names(provinces)
    verdicts: Counter[str] = Counter()
    errors = []
    for fact in facts(HEADLINES):
        key = [fact[name] for name in ("indicator_code", "period", "measure", "status")]
        found = provinces.execute(
            "select value, value_max from marts.fct_indicator_vintage where is_latest and region_code = ? "
            "and indicator_code = ? and period = ? and measure = ? and status = ?",
            [codes[fact["province"]], *key],
        ).fetchall()
        right = any(close(value, fact["value"]) and is_end(high, fact["value_max"]) for value, high in found)
        verdict = "right" if right else "wrong" if found else "missing"
        verdicts[verdict] += 1
        if not right:
            errors.append((fact["province"], *key, fact["value"], [str(value) for value, _ in found]))
    assert verdicts["right"] >= 137, errors
    # What is missing is a gap; what is wrong misleads.
    assert verdicts["wrong"] <= 2, errors


def close(value: float | None, stated: str) -> bool:
    return value is not None and abs(value - float(stated)) <= 1e-6 * max(1, abs(float(stated)))


def is_end(high: float | None, stated: str) -> bool:
    return high is None if not stated else close(high, stated)


def test_the_growth_planned_and_reached_by_provinces_stands_side_by_side(provinces: Warehouse) -> None:
    codes = short_names(provinces)
    bounds = {"左右": "approx", "以上": "min", "区间": "range", "": "exact"}
    found = {
        code: ((value, high, bound), outturn)
        for code, value, high, bound, outturn in provinces.execute(
            "select region_code, target_value, coalesce(target_value_max, target_value), target_bound, outturn_value "
            "from marts.plan_outturn where indicator_code = 'gdp' and measure = 'growth' and year = 2025"
        ).fetchall()
    }
    stated = {
        codes[fact["province"]]: (
            (float(fact["target_low"]), float(fact["target_high"]), bounds[fact["bound_word"]]),
            float(fact["outturn_2025"]),
        )
        for fact in facts(OUTTURNS)
    }
    wrong = {code: (found.get(code), fact) for code, fact in stated.items() if found.get(code) != fact}
    assert len(stated) - len(wrong) >= 12, wrong


def test_provinces_stand_side_by_side(provinces: Warehouse) -> None:
    """Each province that reports states the growth that it aims at, and no other has a report."""
    rows = provinces.execute(
        "select region, target_cell, region_code in (select region_code from marts.dim_report) from marts.peers "
        "where indicator_code = 'gdp' and measure = 'growth' and period = '2026' and level = 'province'"
    ).fetchall()
    assert len(rows) == len({region for region, _, _ in rows}) == 34
    assert {cell for _, cell, reports in rows if reports} == {"stated"}
    assert {cell for _, cell, reports in rows if not reports} == {"no report"}


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here")
def test_the_explorer_shows_the_provinces_and_fits_into_one_file(provinces: Warehouse) -> None:
    row = provinces.execute("select path from duckdb_databases() where not internal").fetchone()
    assert row is not None
    path = Path(row[0]).with_name("explorer.html")
    # Twice as many reports must fit into 5 MB.
    assert path.stat().st_size < 2_500_000
    assert CHROMIUM is not None
    with browser(CHROMIUM) as started:
        explorer = opened_page(started, path)
        page = explorer.go("#/compare?i=gdp&m=growth&u=%25&p=2026&l=province&lang=en")
        expect(page.locator(".summary")).to_contain_text(
            "Target: 34 places: 16 stated, 0 not stated, 18 without the report"
        )
        expect(page.locator(".summary")).to_contain_text(
            "Outturn: 34 places: 0 stated, 0 not stated, 0 without the report, 34 due later"
        )
        taken = {row["GB/T 2260"]: row["Target"] for row in explorer.taken()}
        stated = provinces.execute(
            "select region_code, target_value from marts.peers where indicator_code = 'gdp' and measure = 'growth' "
            "and period = '2026' and level = 'province' and target_value is not null"
        ).fetchall()
        assert {code: float(value) for code, value in taken.items() if value} == dict(stated)
        page.locator("a.figure").first.click()
        expect(page.locator("dialog[open] mark")).to_have_count(1)
        for view in ("#/", "#/place/420000?own=1", "#/series/420000/gdp", "#/contradictions"):
            explorer.go(view)
            assert explorer.barriers() == [], view
        assert explorer.said == []
        assert {request.partition("#")[0] for request in explorer.requests} <= {path.as_uri(), "about:blank"}


def test_a_span_of_years_stands_beside_its_years(national: Warehouse) -> None:
    """The growth that a report gives for five years is that of the years, where all of them are known."""
    stated, reached, years = national.execute(
        "select any_value(span_actual_value), any_value(years_growth), count(*) from marts.span_comparison "
        "where indicator_code = 'gdp' and measure = 'growth' and span = '2011-2015'"
    ).fetchone() or (None, None, None)
    assert (stated, years) == (7.8, 5)
    assert reached == pytest.approx(7.8, abs=0.05)


def test_what_is_told_as_a_contradiction_was_read_as_one(request: pytest.FixtureRequest) -> None:
    """Nothing that a person read as no contradiction is told; of what was read, seven of ten are contradictions or slips."""
    verdicts = {
        (row["corpus"], row["discrepancy_kind"], row["indicator_written"], row["period"], row["second_value"]): row[
            "verdict"
        ]
        for row in facts(PROJECT / "tests/labels/discrepancies.csv")
    }
    told = [
        (corpus, kind, name or "", period, f"{value:.10g}")
        for corpus in ("provinces", "national")
        for kind, name, period, value in request.getfixturevalue(corpus)
        .execute("select discrepancy_kind, indicator_written, period, second_value from marts.discrepancy")
        .fetchall()
    ]
    read = [verdicts[key] for key in told if key in verdicts]
    assert len(read) >= 3, told
    assert read.count("none") <= 0.3 * len(read), told


def test_the_growth_planned_by_the_nation_is_found_for_every_year(national: Warehouse) -> None:
    found: dict[int, Bounds] = {
        year: (value, high, bound)
        for year, value, high, bound in national.execute(
            "select year, target_value, coalesce(target_value_max, target_value), target_bound from marts.plan_outturn "
            "where indicator_code = 'gdp' and measure = 'growth' and region_code = '100000'"
        ).fetchall()
    }
    stated = {int(fact["year"]): target(fact["gdp_growth_pct"]) for fact in facts(NATIONAL)}
    wrong = {year: (found.get(year), fact) for year, fact in stated.items() if found.get(year) != fact}
    assert len(stated) - len(wrong) >= 18, wrong


def target(text: str) -> Bounds:
    """A target as the table writes it: 8左右, 6以上, 6.5-7, 7.5."""
    match = re.fullmatch(r"([\d.]+)(?:-([\d.]+))?(左右|以上)?", text)
    assert match, text
    low, high, word = match.groups()
    bound = "range" if high else {"左右": "approx", "以上": "min", None: "exact"}[word]
    return float(low), float(high or low), bound


def test_no_value_is_left_without_a_word_on_its_unit(either: Warehouse) -> None:
    rows: list[Any] = either.execute(
        "select written, unit_status from marts.fct_observation "
        "where (canonical_value is null) = (unit_status in ('converted', 'assumed'))"
    ).fetchall()
    assert rows == []


def _files_of(name: str) -> list[str]:
    """The files of the folder that a report was read from."""
    first, *others = name.split("+")
    folder = first.rpartition("/")[0]
    archive = first.partition(".zip/")[0] + ".zip" if ".zip/" in first else first
    return [archive, *(f"{folder}/{page}" for page in others)]


def test_the_shared_inputs_are_published_all_at_once_and_each_is_accounted_for(inputs: Warehouse) -> None:
    read = {row[0] for row in inputs.execute("select file_name from marts.dim_report").fetchall()}
    aside = dict(inputs.execute("select file_name, reason from marts.fct_quarantined_file").fetchall())
    folder = SHARED / "cases"
    # A report in an archive has a name behind that of the archive; pages of one report are joined by a plus sign.
    pages = {page for name in read | set(aside) for page in _files_of(name)}
    assert pages == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert all(aside.values())
