"""What the command line looks up in a published warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.presentation.passages import Passage, passages
from orchestration.presentation.wording import neutral

# The level of the one row of `marts.dim_region` that stands for every place that is not known.
UNKNOWN = "unknown"


class NotFoundError(LookupError):
    """Nothing of that name or id; the message says what there is instead."""


@dataclass(frozen=True)
class Traced:
    """An observation in its sentence; the fields are those of `marts.fct_observation` and its dimensions.

    `region` is the place that is measured, `report_region` the one that reports; either is null where it is not known.
    """

    fields: dict[str, Any]
    passage: Passage

    def __getattr__(self, name: str) -> Any:
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None


def trace(connection: duckdb.DuckDBPyConnection, observation_id: str) -> Traced:
    """The figure in its sentence, with section path and file.

    Raises:
        NotFoundError: no such observation.
    """
    found = connection.execute(
        """
        select facts.*, reports.file_name, reports.title, reports.content_hash, reports.report_year,
            reports.region as report_region
        from marts.fct_observation as facts
        inner join marts.dim_report as reports using (report_id)
        where facts.observation_id = $id
        """,
        {"id": observation_id},
    )
    names = [column[0] for column in found.description or []]
    row = found.fetchone()
    if row is None:
        raise NotFoundError(
            f"{neutral(observation_id)}: no such observation; ids stand in marts.fct_observation, as 0123456789abcdef:456"
        )
    return Traced(dict(zip(names, row, strict=True)), passages(connection, [observation_id])[observation_id])


@dataclass(frozen=True)
class Value:
    """One value of an indicator's series."""

    year: int
    status: str
    measure: str
    value: float
    value_max: float | None
    unit: str
    bound: str
    report_year: int
    observation_id: str


@dataclass(frozen=True)
class Found:
    """An indicator in a place: its names and its yearly values, latest vintages."""

    indicator: str
    region: str
    values: list[Value]


def compare(
    connection: duckdb.DuckDBPyConnection, indicator: str, region: str | None, years: tuple[int, int] | None
) -> list[Found]:
    """Yearly values of an indicator, by place: the latest that is known of each year.

    Args:
        connection: to a published warehouse.
        indicator: a code, a Chinese or English name, or an alias.
        region: a place's name, short name or code; null for every place.
        years: first and last year, inclusive; null for all.

    Raises:
        NotFoundError: an unknown indicator (with those whose names are near) or place, or no value.
    """
    codes = indicator_codes(connection, indicator)
    places = region_codes(connection, region) if region else None
    rows = connection.execute(
        """
        select indicator, region, year, status, measure, value, value_max, canonical_unit, bound, report_year, observation_id
        from marts.fct_indicator_vintage
        where indicator_code in (select unnest($codes))
            and ($places is null or region_code in (select unnest($places)))
            and is_latest and year between $first and $last
        order by region_code, indicator, measure desc, year, status
        """,
        {"codes": codes, "places": places, "first": years[0] if years else 0, "last": years[1] if years else 9999},
    ).fetchall()
    if not rows:
        raise NotFoundError(
            neutral(f"{indicator}: no yearly value{f' for {region}' if region else ''} in the years asked for")
        )
    found: dict[tuple[str, str], list[Value]] = {}
    for name, place, *value in rows:
        found.setdefault((name, place), []).append(Value(*value))
    return [Found(name, place, values) for (name, place), values in found.items()]


@dataclass(frozen=True)
class Unregistered:
    """A name that the indicator table does not know: how often it stands in reports, and one sentence that has it."""

    name: str
    observations: int
    reports: int
    places: int
    measures: str
    unit: str | None
    written: str
    nearest: str | None
    sentence: str


def review(
    connection: duckdb.DuckDBPyConnection, limit: int, no_indicators: Sequence[str] = (), only: str | None = None
) -> list[Unregistered]:
    """The names that resolve to no registered indicator, those first that most places state.

    Args:
        connection: to a published warehouse.
        limit: how many.
        no_indicators: concepts that were looked at and are none; they are left out.
        only: one name, as it is shown or written; null for all.

    Returns:
        Each with the registered indicator that is nearest: one of the same concept and aspect, else of the same concept,
        else the one whose name is most alike.

    """
    rows = connection.execute(
        """
        with found as (
            select indicators.indicator_code, indicators.name_zh, indicators.concept, indicators.aspect,
                count(*) as observations, count(distinct facts.report_id) as reports,
                count(distinct facts.region_code) as places,
                string_agg(distinct facts.measure, ', ' order by facts.measure) as measures,
                any_value(indicators.canonical_unit) as unit,
                list(distinct facts.indicator_written order by facts.indicator_written) as written,
                min(facts.observation_id) as first_id
            from marts.fct_observation as facts inner join marts.dim_indicator as indicators using (indicator_code)
            where not indicators.is_registered and indicators.indicator_code <> 'unnamed'
                and indicators.concept not in (select unnest($no_indicators::varchar[]))
            group by all
        ),
        listed as (
            select * from found
            where $only is null or $only = name_zh or list_contains(written, $only)
            order by places desc, reports desc, observations desc, name_zh limit $limit
        )
        select name_zh, observations, reports, places, measures, unit, array_to_string(written, '、'),
            (
                select near.name_zh || ' ' || near.indicator_code
                from marts.dim_indicator as near where near.is_registered
                order by near.concept = listed.concept and near.aspect = listed.aspect desc,
                    near.concept = listed.concept desc, jaccard(near.name_zh, listed.name_zh) desc, near.indicator_code
                limit 1
            ) as nearest,
            first_id
        from listed order by places desc, reports desc, observations desc, name_zh
        """,
        {"limit": limit, "no_indicators": list(no_indicators), "only": only},
    ).fetchall()
    found = passages(connection, [row[-1] for row in rows])
    return [Unregistered(*(*row[:-1], found[row[-1]].sentence)) for row in rows]


@dataclass(frozen=True)
class PlaceWord:
    """A word that looks like an area and stands in no region table: how often, and one sentence that has it."""

    word: str
    mentions: int
    reports: int
    sentence: str


# At the head of a clause, where a report names the place that it speaks of.
_AREA = "(?:^|[,，。;；:：、])([\u4e00-\u9fff]{2,8}?(?:新区|开发区|高新区|经开区|保税区|自贸区|经济区|经济圈|都市圈|城市群|片区))"


def review_places(connection: duckdb.DuckDBPyConnection, limit: int) -> list[PlaceWord]:
    """The most frequent words at the heads of clauses that end as areas do and are not registered, most reports first.

    What they are is for a person to judge: many are no place of their own (城乡地区).
    """
    rows = connection.execute(
        """
        with heads as (
            select distinct report_id, sentence_id, text, unnest(regexp_extract_all(text, $area, 1)) as word
            from landing.sentences
        )
        select word, count(*) as mentions, count(distinct report_id) as reports, arg_min(text, sentence_id)
        from heads
        where word not in (select unnest([name, short_name]) from marts.dim_region where is_registered and short_name is not null)
        group by word order by reports desc, mentions desc, word limit $limit
        """,
        {"area": _AREA, "limit": limit},
    ).fetchall()
    return [PlaceWord(*row) for row in rows]


def indicator_codes(connection: duckdb.DuckDBPyConnection, indicator: str) -> list[str]:
    """Codes of the indicators of this code, Chinese or English name, or alias.

    Raises:
        NotFoundError: none; the message says which names are near.
    """
    rows = connection.execute(
        """
        select indicator_code from marts.dim_indicator
        where $name in (indicator_code, name_zh) or lower(name_en) = lower($name)
            or list_contains(string_split(aliases, '、'), $name)
        """,
        {"name": indicator},
    ).fetchall()
    if rows:
        return [row[0] for row in rows]
    near = connection.execute(
        """
        select name_zh from marts.dim_indicator inner join marts.fct_indicator_vintage using (indicator_code)
        group by name_zh
        order by contains(name_zh, $name) desc, jaro_winkler_similarity(name_zh, $name) desc, name_zh limit 5
        """,
        {"name": indicator},
    ).fetchall()
    if not near:
        raise NotFoundError(f"{neutral(indicator)}: no such indicator; the warehouse has none to compare yet")
    raise NotFoundError(neutral(f"{indicator}: no such indicator; near are {'、'.join(row[0] for row in near)}"))


def region_codes(connection: duckdb.DuckDBPyConnection, region: str) -> list[str]:
    """Codes of the places of this code, name or short name.

    Raises:
        NotFoundError: none, or the row that stands for every place that is not known.
    """
    rows = connection.execute(
        "select region_code, level from marts.dim_region where $name in (region_code, name, short_name)",
        {"name": region},
    ).fetchall()
    if not rows:
        raise NotFoundError(f"{neutral(region)}: no such place; give its name as in marts.dim_region, such as 重庆市")
    if any(level == UNKNOWN for _, level in rows):
        raise NotFoundError(
            f"{neutral(region)}: figures whose place is not known are not compared; they stand in marts.fct_observation"
        )
    return [row[0] for row in rows]
