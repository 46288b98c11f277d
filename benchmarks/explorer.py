"""The explorer's size, and how fast it is in Chromium: `make bench-explorer WAREHOUSE=… REPORTS='32 2000'`.

Takes a published warehouse, and copies of it in which its reports are repeated under other places until there are so many; the
names that one place alone states stay with one place. The bars are 5 MB for one page, 2 s until a page is ready, 100 ms
until a choice, an order or a sentence is shown.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from playwright.sync_api import Browser, Page

from docs.screenshots import browser, installed_chromium
from orchestration.presentation.explorer.write import write

FACTS = {"made": "2026-12-31", "year": 2026, "version": "benchmark"}
ROUNDS = 5
# The tables that views and the explorer read, and which of their columns are told anew in a copy.
TABLES = (
    "landing.reports", "landing.sentences", "landing.observations", "intermediate.int_observations_converted",
    "marts.dim_report", "marts.dim_indicator", "marts.fct_series_period", "marts.fct_indicator_vintage",
    "marts.fct_plan_outturn", "marts.fct_plan_pace", "marts.fct_discrepancy",
)  # fmt: skip
READY = "() => document.body.dataset.ready && !document.querySelector('main[aria-busy]')"
LISTED = "() => document.querySelector('.choices select').options.length > 5"
# Milliseconds from a step to the frame in which it is shown.
SHOWN = """
async ([step, wanted]) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const begun = performance.now();
    new Function(step)();
    while (!new Function(`return ${wanted}`)()) await frame();
    await frame();
    return performance.now() - begun;
}
"""


def repeated(source: Path, target: Path, reports: int) -> int:
    """Copy a warehouse with its reports repeated under other places; how many there are then."""
    shutil.copyfile(source.resolve(), target)
    with duckdb.connect(target) as connection:
        row = connection.execute("select count(*), count(distinct region_code) from marts.dim_report").fetchone()
        assert row is not None
        held, places = row
        copies = max(0, -(-reports // held) - 1)
        connection.execute(
            """
            create temp table elsewhere as
            with reporting as (
                select region_code, row_number() over (order by region_code) - 1 as i
                from (select distinct region_code from marts.dim_report)
            ),
            others as (
                select region_code, row_number() over (order by level, region_code) - 1 as i
                from marts.dim_region where level in ('city', 'county')
            )
            select copy::integer as copy, reporting.region_code as here, others.region_code as there
            from reporting, range(1, $copies + 1) as copies(copy), others where others.i = (copy - 1) * $places + reporting.i
            """,
            {"copies": copies, "places": places},
        )
        connection.execute(
            "create temp table own as select indicator_code from marts.dim_indicator where not is_registered "
            "and indicator_code in (select indicator_code from marts.fct_indicator_vintage "
            "group by all having count(distinct region_code) = 1)"
        )
        for table in TABLES:
            _repeat(connection, table, copies)
        connection.execute("checkpoint")
    return int(held * (copies + 1))


def _repeat(connection: duckdb.DuckDBPyConnection, table: str, copies: int) -> None:
    """Add the rows of a table anew for each copy, with keys, places and lone names of that copy."""
    schema, name = table.split(".")
    columns = [
        row[0]
        for row in connection.execute(
            "select column_name from duckdb_columns() where schema_name = ? and table_name = ? and database_name = current_database()",
            [schema, name],
        ).fetchall()
    ]
    anew = []
    for column in columns:
        if column.endswith("_key"):
            anew.append(f'md5(copy || "{column}") as "{column}"')
        elif column.endswith(("report_id", "observation_id", "sentence_id")):
            anew.append(f'printf(\'%03x\', copy) || substr("{column}", 4) as "{column}"')
        elif column == "region_code":
            anew.append(
                "coalesce((select there from elsewhere where elsewhere.copy = copies.copy and here = region_code), region_code) as region_code"
            )
        elif column == "indicator_code":
            anew.append(
                "if(indicator_code in (from own), indicator_code || '_' || copy, indicator_code) as indicator_code"
            )
    lone = "where indicator_code in (from own)" if name == "dim_indicator" else ""
    connection.execute(f"create temp table copied as from {table} {lone}")
    connection.execute(
        f"insert into {table} select copied.* replace ({', '.join(anew)}) from copied, range(1, {copies + 1}) as copies(copy)"
    )
    connection.execute("drop table copied")


def measured(page: Page, step: str, wanted: str) -> float:
    """Milliseconds from a step of JavaScript until something holds on the page and is drawn."""
    return float(page.evaluate(SHOWN, [step, wanted]))


def look(opened: Browser, path: Path) -> dict[str, float]:
    """The median times in milliseconds: until the page is ready, and of each thing that a person does."""
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        # A policy that lets nothing be evaluated would keep the clock out as well; it does not change what is timed.
        window = opened.new_context(bypass_csp=True)
        page = window.new_page()
        page.goto(path.as_uri() + "#/?lang=zh")
        page.wait_for_function(READY)
        found = {"ready": float(page.evaluate("performance.getEntriesByName('explorer-ready')[0].startTime"))}
        going = "location.hash = {!r}"
        ready = "document.body.dataset.ready === {!r} && !document.querySelector('main[aria-busy]')"
        found["places × indicators"] = measured(page, going.format("#/compare?i=gdp&lang=zh"), ready.format("compare"))
        page.wait_for_function(LISTED)
        change = "const list = [...document.querySelectorAll('.choices select')][{}]; list.value = {!r}; list.dispatchEvent(new Event('change'))"
        found["another indicator"] = measured(
            page, change.format(0, "grain_output"), "document.querySelector('h1').textContent === '粮食产量'"
        )
        found["order of a table"] = measured(
            page, "document.querySelectorAll('thead button')[2].click()", "document.querySelectorAll('th')[2].ariaSort"
        )
        page.goto("about:blank")
        page.goto(path.as_uri() + "#/place?lang=zh")
        page.wait_for_function(READY)
        page.wait_for_function(LISTED)
        found["another place"] = measured(
            page,
            change.format(0, page.locator("#field-1 option").nth(5).get_attribute("value")),
            "location.hash.includes('place/') && !document.querySelector('main[aria-busy]')",
        )
        found["a sentence"] = measured(
            page, "document.querySelector('a.figure').click()", "document.querySelector('dialog mark')"
        )
        found["back"] = measured(
            page, "document.querySelector('dialog button.back').click()", "!document.querySelector('dialog[open]')"
        )
        typed = "const field = document.querySelector('#search'); field.value = 'lscl'; field.dispatchEvent(new Event('input'))"
        found["search"] = measured(page, typed, "document.querySelector('#found li')")
        for name, value in found.items():
            times.setdefault(name, []).append(value)
        window.close()
    return {name: statistics.median(values) for name, values in times.items()}


def main(warehouse: Path, sizes: list[int]) -> None:
    """Print what each size came to."""
    chromium = installed_chromium()
    if chromium is None:
        sys.exit("no Chromium on this machine; install it and run again")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            room = Path(folder) / str(size)
            room.mkdir()
            reports = repeated(warehouse / "indicators.duckdb", room / "indicators.duckdb", size)
            begun = time.monotonic()
            with duckdb.connect(room / "indicators.duckdb", read_only=True) as connection:
                row = connection.execute("select count(*) from marts.fct_observation").fetchone()
                written = write(connection, room / "explorer.html", room / "explorer-data", "benchmark", FACTS)
            took = time.monotonic() - begun
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{reports} reports, {row[0] if row else 0} figures: written in {took:.1f} s, peak {peak:.0f} MB; page "
                f"{written.page_bytes / 1e6:.2f} MB, {written.files} files of {written.folder_bytes / 1e6:.1f} MB"
            )
            with browser(chromium) as opened:
                for name, value in look(opened, room / "explorer.html").items():
                    print(f"  {name}: {value:.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or [32, 2000])
