"""What a published warehouse holds, as frames: indicators, places, reports, sentences, files set aside, any query."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from orchestration.presentation.lookup import UNKNOWN, NotFoundError
from orchestration.presentation.wording import neutral

# What an analyst's query may not do: the file is open for reading, and nothing outside it is looked at.
_CLOSED = ("set enable_external_access = false", "set lock_configuration = true")


def indicators(connection: duckdb.DuckDBPyConnection, word: str = "") -> pl.DataFrame:
    """Indicators that reports state, those of most places first.

    Args:
        connection: to a published warehouse.
        word: what the code, a name, an alias, the topic or a part of the identity holds; all if empty.

    Returns:
        `indicator_code`, `name_zh`, `name_en`, `topic`, `unit`, `places`, `reports`, `figures`, `first_year`, `last_year`.

    Raises:
        NotFoundError: none holds the word.
    """
    found = connection.execute(
        """
        select
            indicator_code, name_zh, name_en, topic, any_value(names.canonical_unit) as unit,
            count(distinct region_code) as places, count(distinct report_id) as reports,
            count(*) as figures, min(report_year) as first_year, max(report_year) as last_year
        from marts.dim_indicator as names
        inner join marts.fct_observation as facts using (indicator_code)
        inner join (select report_id, report_year from marts.dim_report) as reports using (report_id)
        where contains(
            lower(concat_ws('、', indicator_code, name_zh, name_en, aliases, topic, topic_en, concept, activity, scope, aspect)),
            lower($word)
        )
        group by indicator_code, name_zh, name_en, topic, names.is_registered
        order by places desc, names.is_registered desc, figures desc, name_zh
        """,
        {"word": word},
    ).pl()
    return _some(found, word, "indicator that a report states")


def places(connection: duckdb.DuckDBPyConnection, word: str = "") -> pl.DataFrame:
    """Places that reports speak of, from the nation down.

    Returns:
        `region_code`, `name`, `level`, `part_of`, `reports` (of the place itself), `first_year`, `last_year` (of these,
        null where there is none), `figures` (that measure the place).

    Raises:
        NotFoundError: none whose code, name or short name holds the word.

    """
    found = connection.execute(
        """
        with told as (
            select region_code, count(*) as reports, min(report_year) as first_year, max(report_year) as last_year
            from marts.dim_report group by region_code
        ),
        measured as (select region_code, count(*) as figures from marts.fct_observation group by region_code)
        select
            region_code, places.name, places.level, parents.name as part_of, coalesce(reports, 0) as reports,
            first_year, last_year, coalesce(figures, 0) as figures
        from marts.dim_region as places
        left join told using (region_code)
        left join measured using (region_code)
        left join marts.dim_region as parents on places.parent_code = parents.region_code
        where (reports is not null or figures is not null) and places.level <> $unknown
            and contains(lower(concat_ws('、', region_code, places.name, places.short_name)), lower($word))
        order by list_position(['country', 'province', 'city', 'county'], places.level) nulls last, region_code
        """,
        {"word": word, "unknown": UNKNOWN},
    ).pl()
    return _some(found, word, "place that a report speaks of")


def reports(connection: duckdb.DuckDBPyConnection, word: str = "") -> pl.DataFrame:
    """Reports, by place and year.

    Returns:
        `report_id`, `region`, `report_year`, `report_kind`, `title`, `file_name`, `observations`, `unexplained_numbers`,
        `mean_confidence`, `flags`.

    Raises:
        NotFoundError: none whose place, year, kind, title or file name holds the word.

    """
    found = connection.execute(
        """
        select
            report_id, region, report_year, report_kind, title, file_name, observations, unexplained_numbers,
            round(mean_confidence, 3) as mean_confidence, flags
        from marts.dim_report
        where contains(lower(concat_ws('、', region, report_year::varchar, report_kind, title, file_name)), lower($word))
        order by region_code, report_year, file_name
        """,
        {"word": word},
    ).pl()
    return _some(found, word, "report")


def set_aside(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Files that could not be read, with the reason: the columns of `marts.fct_quarantined_file`."""
    return connection.execute("select * from marts.fct_quarantined_file order by file_name").pl()


def sentences(connection: duckdb.DuckDBPyConnection, words: Sequence[str], limit: int) -> pl.DataFrame:
    """Sentences that hold all words, those with most figures first, then the newest.

    Args:
        connection: to a published warehouse.
        words: what a sentence must hold, each of them, in any order.
        limit: how many sentences at most.

    Returns:
        `region`, `report_year`, `section`, `sentence`, `figures` (how many it holds), `observation_ids` (parted by spaces).

    Raises:
        NotFoundError: no sentence holds all of them.

    """
    found = connection.execute(
        """
        select
            reports.region, reports.report_year, said.section, said.sentence,
            count(observation_id) as figures,
            coalesce(string_agg(observation_id, ' ' order by facts.span_start), '') as observation_ids
        from staging.stg_landing__sentences as said
        inner join marts.dim_report as reports using (report_id)
        left join marts.fct_observation as facts using (sentence_id)
        where list_bool_and([contains(lower(said.sentence), lower(word)) for word in $words])
        group by sentence_id, reports.region, reports.report_year, said.section, said.sentence
        order by figures > 0 desc, reports.report_year desc, figures desc, reports.region, sentence_id
        limit $limit
        """,
        {"words": list(words), "limit": limit},
    ).pl()
    if found.is_empty():
        raise NotFoundError(
            neutral(f"{' '.join(words)}: no sentence holds all of these words; give fewer or shorter ones")
        )
    return found


def answer(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """What a query gives; it reads the warehouse and nothing else.

    Raises:
        ValueError: the query is not right, does not read, or gives no table.

    """
    try:
        for setting in _CLOSED:
            connection.execute(setting)
        relation = connection.sql(query)
    except duckdb.Error as error:
        raise ValueError(neutral(str(error).strip().replace("\n", " "))) from None
    if relation is None:
        raise ValueError("the query gives no table; give one that begins with select, from, describe or show")
    return relation.pl()


def _some(found: pl.DataFrame, word: str, what: str) -> pl.DataFrame:
    if found.is_empty() and word:
        raise NotFoundError(
            neutral(f"{word}: no {what} holds it; give a part of a name, such as its first two characters")
        )
    return found
