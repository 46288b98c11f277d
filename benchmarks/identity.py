"""How far indicators line up: over places and, from plan to outturn, over years.

    python benchmarks/identity.py                          # refreshes the provinces of ../shared into a folder of its own
    python benchmarks/identity.py warehouse.duckdb …       # measures warehouses that were published

It prints the share of figures that resolve to a registered indicator, the share whose indicator is stated by at least
three reporting places, how many targets find an outturn in the same place's report of the year after, and which of the
most frequent concepts nobody has decided on: they are neither registered nor noted as no indicator.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from orchestration.lexicon import load

PROJECT = Path(__file__).resolve().parents[1]
PROVINCES = PROJECT.parent / "shared" / "corpus" / "provinces"
_PLACES = 3


def shares(connection: duckdb.DuckDBPyConnection, places: int = _PLACES) -> dict[str, float]:
    """The measures of a warehouse.

    Args:
        connection: to a published warehouse.
        places: by how many reporting places an indicator must be stated to count as shared.

    Returns:
        `figures`, `indicators`, `registered` (share of figures), `shared` (share of figures), `targets` (of reports that
        a later one of the same place follows) and `targets_met_by_an_outturn`.

    """
    found = connection.execute(
        """
        with figures as (
            select facts.*, reports.region_code as home, reports.report_year, indicators.is_registered
            from marts.fct_observation as facts
            inner join marts.dim_report as reports using (report_id)
            inner join marts.dim_indicator as indicators using (indicator_code)
        ),
        stated as (
            select indicator_code, count(distinct home) as places
            from figures where indicator_code <> 'unnamed' group by all
        ),
        targets as (
            select * from figures
            where status = 'target' and measure <> 'difference'
                and exists (from marts.dim_report as later where later.region_code = home and later.report_year = figures.report_year + 1)
        ),
        outturns as (
            select distinct indicator_code, region_code, period, measure, report_year
            from figures where status = 'actual' and indicator_code <> 'unnamed'
        )
        select
            (select count(*) from figures) as figures,
            (select count(distinct indicator_code) from figures) as indicators,
            (select avg(is_registered::int) from figures) as registered,
            (select avg(coalesce(places >= $places, false)::int) from figures left join stated using (indicator_code)) as shared,
            (select count(*) from targets) as targets,
            (select count(*) from targets semi join outturns on
                targets.indicator_code = outturns.indicator_code and targets.region_code = outturns.region_code
                and targets.period = outturns.period and targets.measure = outturns.measure
                and targets.report_year + 1 = outturns.report_year) as targets_met_by_an_outturn
        """,
        {"places": places},
    )
    names = [column[0] for column in found.description or []]
    return dict(zip(names, found.fetchall()[0], strict=True))


def undecided(connection: duckdb.DuckDBPyConnection, concepts: int = 300) -> list[str]:
    """Those of the most frequent concepts that are neither registered nor noted, most places first."""
    lexicon = load()
    noted = [*lexicon.indicators["concept"], *lexicon.no_indicators["concept"]]
    bare = lexicon.of_role("class_noun", "bare_total", "bare_standing", "part_quantity", "topic")
    rows = connection.execute(
        """
        with frequent as (
            select concept, count(*) as figures, count(distinct reports.region_code) as places
            from marts.fct_observation
            inner join marts.dim_report as reports using (report_id)
            inner join marts.dim_indicator using (indicator_code)
            where concept is not null group by concept
            order by places desc, figures desc, concept limit $concepts
        )
        select concept from frequent where concept not in (select unnest($known)) order by places desc, figures desc, concept
        """,
        {"concepts": concepts, "known": [*noted, *bare]},
    ).fetchall()
    return [concept for (concept,) in rows]


def main() -> None:
    """Print the measures of the warehouse that is given, or of one made from the provinces."""
    for path in sys.argv[1:]:
        with duckdb.connect(path, read_only=True) as connection:
            show(shares(connection))
            print("undecided concepts", undecided(connection))
    if len(sys.argv) > 1:
        return
    if not PROVINCES.is_dir():
        sys.exit(f"{PROVINCES}: not there; give a published warehouse")
    with tempfile.TemporaryDirectory() as folder:
        refresh = [sys.executable, "-m", "orchestration.cli", "refresh", "--raw", str(PROVINCES), "--warehouse", folder]
        subprocess.run(refresh, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL)
        with duckdb.connect(str(Path(folder) / "indicators.duckdb"), read_only=True) as connection:
            show(shares(connection))
            print("undecided concepts", undecided(connection))


def show(measured: dict[str, float]) -> None:
    """Print one measure a line: counts whole, shares in per cent."""
    for name, value in measured.items():
        print(f"{name:28}{value:8.1%}" if isinstance(value, float) else f"{name:28}{value:8,}")


if __name__ == "__main__":
    main()
