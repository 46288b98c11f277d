"""What is compared: the queries behind the tables in the terminal.

All read `marts` only, as an analyst does.
"""

from __future__ import annotations

import duckdb
import polars as pl


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
