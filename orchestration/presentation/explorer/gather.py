"""What the explorer shows: the queries behind it, all of `marts` and of the sentences' own text.

A figure is referred to by its report and by what its id has behind the report's: a number, or text where one span is said
of several names.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl

from orchestration.presentation.wording import PLACE_UNKNOWN


@dataclass(frozen=True)
class Gathered:
    """The tables of the explorer; the docstrings of the queries tell their columns."""

    reports: pl.DataFrame
    places: pl.DataFrame
    indicators: pl.DataFrame
    vintages: pl.DataFrame
    plans: pl.DataFrame
    paces: pl.DataFrame
    peers: pl.DataFrame
    contradictions: pl.DataFrame
    set_aside: pl.DataFrame
    figures: pl.DataFrame


def gather(connection: duckdb.DuckDBPyConnection) -> Gathered:
    """Read all that the explorer shows from a built warehouse.

    Raises:
        duckdb.Error: the marts are missing.
    """
    return Gathered(
        reports=reports(connection),
        places=places(connection),
        indicators=indicators(connection),
        vintages=vintages(connection),
        plans=plans(connection),
        paces=paces(connection),
        peers=peers(connection),
        contradictions=contradictions(connection),
        set_aside=set_aside(connection),
        figures=figures(connection),
    )


def reports(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per report, by place and year; `region` is `unknown` where the report's place is not known."""
    return connection.execute(
        """
        select report_id, coalesce(region_code, 'unknown') as region, report_year as year, report_kind as kind, title,
            file_name as file, issuing_body as body, cast(published_on as varchar) as published,
            cast(meeting_on as varchar) as met, observations, number_mentions as numbers,
            unexplained_numbers as unexplained, cast(mean_confidence as double) as confidence, nullif(flags, '') as flags
        from marts.dim_report order by region, year, kind, report_id
        """
    ).pl()


def places(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Every place that reports or of which a report states a figure, its peers, and what they lie in, by code.

    Columns: `region` and `parent` (codes), `name`, `short`, `level`, `is_peer` (it stands beside others of its level).
    """
    return connection.execute(
        """
        with recursive reporting as (
            select distinct regions.level, regions.parent_code
            from marts.dim_region as regions semi join marts.dim_report using (region_code)
            where regions.level in ('province', 'city', 'county')
        ),
        peers as (
            select region_code from marts.dim_region
            inner join reporting using (level, parent_code)
        ),
        named as (
            from (select region_code from peers union select coalesce(region_code, 'unknown') from marts.dim_report
                union select distinct region_code from marts.fct_indicator_vintage)
            union
            select regions.parent_code from named inner join marts.dim_region as regions using (region_code)
        )
        select region_code as region, if(level = 'unknown', $unknown, name) as name, short_name as short, level,
            parent_code as parent, peers.region_code is not null as is_peer
        from marts.dim_region semi join named using (region_code) left join peers using (region_code)
        order by region_code
        """,
        {"unknown": PLACE_UNKNOWN},
    ).pl()


def indicators(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per indicator with a value, main ones first; `places` is how many state it.

    Columns: `indicator` (its code), `zh`, `en`, `topic`, `topic_en`, `unit`, `direction`, `aliases`, `definition`,
    `headline` (its place among the main ones), `registered`, `places`, `values`.
    """
    return connection.execute(
        """
        select indicators.indicator_code as indicator, name_zh as zh, name_en as en, topic, topic_en,
            indicators.canonical_unit as unit, direction, aliases, definition, headline_place as headline,
            is_registered as registered, count(distinct vintages.region_code) as places, count(*) as values
        from marts.dim_indicator as indicators
        inner join marts.fct_indicator_vintage as vintages using (indicator_code)
        group by all order by headline nulls last, registered desc, places desc, values desc, indicator
        """
    ).pl()


def vintages(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Every value as each report gave it, oldest report first within a series, period and status."""
    return connection.execute(
        f"""
        select indicator_code as indicator, region_code as region, measure, canonical_unit as unit, period, status, value,
            value_max as upper, bound, binding, is_estimate as estimated, is_latest as latest, has_other_values as several,
            revision, {_placed("observation_id", "")}
        from marts.fct_indicator_vintage as vintages
        order by indicator, region, measure, unit, period, status, vintage_number
        """
    ).pl()


def plans(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Each target of a year beside its outturn, with how it was judged."""
    return connection.execute(
        f"""
        select indicator_code as indicator, region_code as region, measure, canonical_unit as unit, year, result, gap,
            target_value as target, target_value_max as target_upper, target_bound, binding,
            target_is_implied as implied, target_was_changed as changed, first_target_value as first_target,
            outturn_value as outturn, outturn_bound, {_placed("target_observation_id", "target_")},
            {_placed("outturn_observation_id", "outturn_")}
        from marts.fct_plan_outturn order by indicator, region, measure, unit, year
        """
    ).pl()


def paces(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Each target of a later year or a span, with the pace that is needed from where the place stands."""
    return connection.execute(
        f"""
        select indicator_code as indicator, region_code as region, measure, canonical_unit as unit, period, target_year,
            target_value as target, target_value_max as target_upper, target_bound, binding, from_year, from_value,
            needed_per_year, needed_growth, year_at_hand, year_target_value as year_target,
            year_target_value_max as year_target_upper, year_target_bound, {_placed("target_observation_id", "target_")},
            {_placed("from_observation_id", "from_")}, {_placed("year_target_observation_id", "year_target_")}
        from marts.fct_plan_pace order by indicator, region, measure, unit, target_year, period
        """
    ).pl()


def peers(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Ranks and gaps of the places that state a figure, and the years of the reports that should state it."""
    return connection.execute(
        """
        select indicator_code as indicator, level, region_code as region, measure, canonical_unit as unit, period,
            outturn_rank, target_rank, outturn_places, target_places, outturn_gap_to_nation as outturn_gap,
            target_gap_to_nation as target_gap, outturn_report_year as outturn_due, target_report_year as target_due
        from marts.peers where outturn_value is not null or target_value is not null
        order by indicator, level, measure, unit, period, region
        """
    ).pl()


def contradictions(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Pairs of figures that contradict each other, main indicators first."""
    return connection.execute(
        f"""
        select discrepancy_kind as kind, indicator_code as indicator, indicators.name_zh as zh, indicators.name_en as en,
            region_code as region, period, measure, found.canonical_unit as unit, status, first_value as first,
            second_value as second, difference, {_placed("first_observation_id", "first_")}, {_placed("second_observation_id", "second_")}
        from marts.fct_discrepancy as found inner join marts.dim_indicator as indicators using (indicator_code)
        order by indicators.headline_place nulls last, indicator, region, period, discrepancy_key
        """
    ).pl()


def set_aside(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The files that could not be read, and why."""
    return connection.execute(
        "select file_name as file, reason from marts.fct_quarantined_file order by file_name"
    ).pl()


def figures(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Every figure with the offsets of its span and of its sentence in the report's text, in reading order."""
    return connection.execute(
        """
        select facts.report_id as report, substr(facts.observation_id, strpos(facts.observation_id, ':') + 1) as n,
            facts.sentence_id, sentences.start as sentence_start, sentences."end" as sentence_end, observed.start as span_start,
            observed."end" as span_end, facts.section, facts.indicator_code as indicator, facts.indicator as name,
            facts.indicator_written as written, facts.region_code as region, facts.period, facts.measure, facts.status,
            facts.canonical_value::double as value, facts.canonical_value_max::double as upper, facts.canonical_unit as unit,
            facts.bound, facts.binding, facts.comparison_base as base, cast(facts.confidence as double) as confidence,
            nullif(facts.flags, '') as flags
        from marts.fct_observation as facts
        inner join landing.observations as observed using (observation_id)
        inner join landing.sentences as sentences on facts.sentence_id = sentences.sentence_id
        order by report, span_start, n
        """
    ).pl()


def _placed(column: str, prefix: str) -> str:
    """Two columns that say where a figure stands: its report, and what tells it from the others of that report."""
    return f"split_part({column}, ':', 1) as {prefix}report, substr({column}, strpos({column}, ':') + 1) as {prefix}n"


def texts(connection: duckdb.DuckDBPyConnection, wanted: list[str]) -> dict[str, str]:
    """The decoded texts of reports, by their ids."""
    found = connection.execute(
        "select report_id, text from landing.reports where report_id in (select unnest($ids::varchar[]))",
        {"ids": wanted},
    )
    return dict(found.fetchall())
