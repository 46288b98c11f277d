"""What is compared: the queries behind the page and the tables in the terminal.

All read `marts` only, as an analyst does.
"""

from __future__ import annotations

import duckdb
import polars as pl

from orchestration.presentation.wording import PLACE_UNKNOWN


def main_region(connection: duckdb.DuckDBPyConnection) -> tuple[str, str] | None:
    """Code and name of the known place with most reports, of equals the one with most observations."""
    row = connection.execute(
        """
        select region_code, regions.name
        from marts.dim_report inner join marts.dim_region as regions using (region_code)
        where regions.level <> 'unknown'
        group by all order by count(*) desc, sum(observations) desc, region_code limit 1
        """
    ).fetchone()
    return (row[0], row[1]) if row else None


def plan_outturn(connection: duckdb.DuckDBPyConnection, region_code: str) -> pl.DataFrame:
    """Targets of the registered indicators of a place beside their outturns, main indicators first."""
    return connection.execute(
        """
        select plan.*, indicators.topic, indicators.headline_place
        from marts.plan_outturn as plan inner join marts.dim_indicator as indicators using (indicator_code)
        where plan.region_code = $region and indicators.is_registered
        order by indicators.headline_place nulls last, plan.indicator, plan.measure, plan.year
        """,
        {"region": region_code},
    ).pl()


def year_comparison(connection: duckdb.DuckDBPyConnection, region_code: str) -> pl.DataFrame:
    """Pairs of neighbouring reported years of the registered indicators of a place, main indicators first."""
    return connection.execute(
        """
        select compared.*, indicators.topic, indicators.headline_place
        from marts.year_comparison as compared inner join marts.dim_indicator as indicators using (indicator_code)
        where compared.region_code = $region and indicators.is_registered
        qualify to_year = min(to_year) over (
            partition by indicator_code, compared.measure, compared.canonical_unit, from_year
        )
        order by indicators.headline_place nulls last, indicator, measure, from_year
        """,
        {"region": region_code},
    ).pl()


def series(connection: duckdb.DuckDBPyConnection, region_code: str) -> pl.DataFrame:
    """Yearly actual and target values of the main indicators of a place, long: one row per value."""
    return connection.execute(
        """
        select vintages.indicator_code, indicators.name_zh as indicator, vintages.measure, vintages.canonical_unit,
            vintages.status, periods.end_year as year, vintages.value, vintages.bound, vintages.report_year,
            facts.written, vintages.observation_id, indicators.headline_place
        from marts.fct_indicator_vintage as vintages
        inner join marts.dim_period as periods using (period)
        inner join marts.dim_indicator as indicators using (indicator_code)
        inner join marts.fct_observation as facts using (observation_id)
        where vintages.region_code = $region and vintages.is_latest and periods.period_kind = 'year'
            and indicators.is_registered
        order by indicators.headline_place nulls last, indicator, measure, status, year
        """,
        {"region": region_code},
    ).pl()


def reports_of(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """How many reports there are of each place, most first; `known` is false for those whose place is not known.

    Columns: `region_code` str (null where not known), `name` str, `known` bool, `reports` i64, `observations` i64,
    `numbers` i64, `unexplained` i64.
    """
    return connection.execute(
        """
        select if(regions.level <> 'unknown', region_code, null) as region_code,
            if(regions.level <> 'unknown', regions.name, $unknown) as name,
            coalesce(regions.level <> 'unknown', false) as known, count(*) as reports,
            sum(reports.observations)::bigint as observations, sum(reports.number_mentions)::bigint as numbers,
            sum(reports.unexplained_numbers)::bigint as unexplained
        from marts.dim_report as reports left join marts.dim_region as regions using (region_code)
        group by all order by count(*) desc, region_code
        """,
        {"unknown": PLACE_UNKNOWN},
    ).pl()


def headline(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The short comparison of the main indicators: year against year where there is a pair, newest first."""
    region = main_region(connection)
    if region is None:
        return pl.DataFrame(schema={"indicator": pl.String})
    return (
        year_comparison(connection, region[0])
        .filter(pl.col("headline_place").is_not_null())
        .select(
            "indicator",
            "measure",
            "from_year",
            "from_value",
            "to_year",
            "to_value",
            "canonical_unit",
            "absolute_change",
            "relative_change",
            "point_change",
        )
    )
