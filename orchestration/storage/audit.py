"""The audit of a build database: what must hold before readers see it.

Each check is one query that counts offending rows and names some. Rules about single columns and keys belong in the
dbt tests; here stands what spans the stages, from landing to marts, and what a build is held to against the version
that readers see, which is attached as `last`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from orchestration.storage.places import Places

# Shares that a person may set anew; they are DuckDB variables in the queries.
SHARES = {
    # Of the reports or the observations that readers see, this part may be gone from the next version.
    "max_fall": ("INDICATORS_MAX_FALL", 0.2),
    # Of all numbers in reports, this part may be left unexplained.
    "max_unexplained": ("INDICATORS_MAX_UNEXPLAINED", 0.05),
}


@dataclass(frozen=True)
class Check:
    """One rule: its query gives a text for each offender; `blocking` where readers would be misled."""

    name: str
    description: str
    blocking: bool
    query: str
    against_last: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a check found: the number of offenders and the first few."""

    check: Check
    offenders: int
    examples: list[str]

    @property
    def passed(self) -> bool:
        """Whether nothing offends."""
        return self.offenders == 0


CHECKS = (
    Check(
        "warehouse_has_observations",
        "There is at least one observation to publish.",
        True,
        "select 'marts.fct_observation is empty' where not exists (from marts.fct_observation)",
    ),
    Check(
        "every_report_is_extracted",
        "Each landed report has been extracted.",
        True,
        "select file_name from landing.reports anti join landing.extractions using (report_id)",
    ),
    Check(
        "no_observation_is_lost",
        "Each landed observation stands in the fact table exactly once.",
        True,
        """
        select coalesce(landed.observation_id, fact.observation_id)
        from landing.observations as landed
        full join marts.fct_observation as fact using (observation_id)
        where landed.observation_id is null or fact.observation_id is null
        """,
    ),
    Check(
        "every_number_is_in_the_ledger",
        "As many digits stand in the ledger as in the text of each report: no number lost, none twice.",
        True,
        r"""
        with written as (
            select report_id, length(regexp_replace(text, '[^0-9０-９]', '', 'g')) as digits from landing.reports
        ),
        ledger as (
            select report_id, sum(length(regexp_replace(number, '[^0-9０-９]', '', 'g'))) as digits
            from landing.number_mentions
            group by all
        )
        select report_id || ': ' || written.digits || ' digits, ' || coalesce(ledger.digits, 0) || ' in the ledger'
        from written left join ledger using (report_id)
        where written.digits <> coalesce(ledger.digits, 0)
        """,
    ),
    Check(
        "spans_are_the_numbers",
        "The span of each observation in the report's text is its number and unit.",
        True,
        r"""
        with spans as (
            select
                observation_id,
                replace(regexp_extract(written, '^[0-9.,]+'), ',', '') as number,
                regexp_replace(
                    translate(text[start + 1:"end"], '０１２３４５６７８９．', '0123456789.'), '[\s,，*\x{200b}]', '', 'g'
                ) as source
            from landing.observations inner join landing.reports using (report_id)
        )
        select observation_id || ': ' || number || ' but the text has ' || source
        from spans
        where not starts_with(source, number)
        """,
    ),
    Check(
        "unexplained_numbers_are_few",
        "Of all numbers in reports, no more than a set share (INDICATORS_MAX_UNEXPLAINED) is left unexplained.",
        True,
        """
        select count(*) filter (where disposition = 'unexplained') || ' of ' || count(*) || ' numbers are unexplained'
        from landing.number_mentions
        having count(*) filter (where disposition = 'unexplained') > getvariable('max_unexplained') * count(*)
        """,
    ),
    Check(
        "no_sudden_loss",
        "Neither reports nor observations fall by more than a set share (INDICATORS_MAX_FALL) below the last version.",
        True,
        """
        with counted as (
            select 'reports' as counted, (select count(*) from landing.reports) as now,
                (select count(*) from last.landing.reports) as before
            union all
            select 'observations', (select count(*) from landing.observations),
                (select count(*) from last.landing.observations)
        )
        select now || ' ' || counted || ' where readers see ' || before
            || ' (if that is meant, refresh with --accept-losses)'
        from counted where now < before * (1 - getvariable('max_fall'))
        """,
        against_last=True,
    ),
    Check(
        "same_report_same_figures",
        "What the same extractor version made of the same report is what the last version has.",
        True,
        """
        with same as (
            select report_id from landing.extractions
            inner join last.landing.extractions using (report_id, extractor_version)
        ),
        now as (
            select observation_id, indicator, value, unit, measure, bound, period, status, region
            from landing.observations semi join same using (report_id)
        ),
        before as (
            select observation_id, indicator, value, unit, measure, bound, period, status, region
            from last.landing.observations semi join same using (report_id)
        )
        select observation_id || ': ' || indicator || ' ' || value
        from ((from now except from before) union all (from before except from now))
        order by observation_id
        """,
        against_last=True,
    ),
    Check(
        "no_report_vanishes",
        "Each report of the last version stands in this one.",
        False,
        """
        select file_name || ' was in the last version and is gone'
        from last.landing.reports anti join landing.reports using (file_name)
        order by file_name
        """,
        against_last=True,
    ),
    Check(
        "no_figure_contradicts_the_last_version",
        "A report gives the value that it gave in the last version; a new extractor or table may change it.",
        False,
        """
        select now.observation_id || ': ' || before.value::double || ' in the last version, now ' || now.value::double
        from marts.fct_indicator_vintage as now inner join last.marts.fct_indicator_vintage as before using (vintage_key)
        where now.value <> before.value
        order by now.observation_id
        """,
        against_last=True,
    ),
    Check(
        "no_file_is_quarantined",
        "Every file of the raw folder could be read.",
        False,
        "select file_name || ': ' || reason from landing.quarantine order by file_name",
    ),
    Check(
        "every_report_gives_figures",
        "Each report that could be read gave a figure.",
        False,
        """
        select file_name || ': no figures; it holds ' || coalesce(
            nullif(concat_ws(', ',
                case when flags.list_contains('has_tables') then 'tables, which are not read' end,
                case when flags.list_contains('has_pictures') then 'pictures, which are not read' end,
                case when flags.list_contains('no_digits') then 'no digits' end
            ), ''),
            'text whose numbers measure nothing'
        )
        from (select report_id, file_name, string_split(flags, ',') as flags from landing.reports)
        anti join landing.observations using (report_id)
        order by file_name
        """,
    ),
    Check(
        "every_report_says_what_it_is",
        "Place, year and kind of each report are told by something in it or its file's name.",
        False,
        """
        select file_name || ': ' || concat_ws('; ',
            case when flags.list_contains('region_unknown')
                then 'nothing says which place it is of: put the place into the name of the file' end,
            case when flags.list_contains('year_guessed')
                then 'the year is only the likeliest (' || year_evidence || '): put the year of issue into the name' end,
            case when flags.list_contains('kind_guessed') then 'nothing says which kind of report it is' end
        )
        from (select file_name, year_evidence, string_split(flags, ',') as flags from landing.reports)
        where flags.list_has_any(['region_unknown', 'year_guessed', 'kind_guessed'])
        order by file_name
        """,
    ),
    Check(
        "every_report_is_read_in_full",
        "No byte of a report had to be replaced, no page is a picture, no open tag hides text.",
        False,
        """
        select file_name || ': ' || concat_ws('; ',
            case when flags.list_contains('bytes_replaced')
                then undecodable_bytes || ' bytes are in no encoding and were replaced: get the file anew' end,
            case when flags.list_contains('pages_without_text')
                then 'some pages are pictures: run text recognition (OCR) over it' end,
            case when flags.list_contains('hidden_by_open_tag')
                then 'a tag or comment that is never closed hides text: save the page again' end
        )
        from (select file_name, undecodable_bytes, string_split(flags, ',') as flags from landing.reports)
        where flags.list_has_any(['bytes_replaced', 'pages_without_text', 'hidden_by_open_tag'])
        order by file_name
        """,
    ),
    Check(
        "every_number_is_explained",
        "No number in the ledger is left unexplained.",
        False,
        """
        select report_id || ' at ' || start || ': ' || number
        from landing.number_mentions where disposition = 'unexplained' order by report_id, start
        """,
    ),
)


def run_all(connection: duckdb.DuckDBPyConnection, places: Places, *, blocking: bool) -> Iterator[Outcome]:
    """Run the blocking checks, or the others, on a build database; what needs a last version passes where none is."""
    with _last(connection, places) as there:
        for name, (variable, share) in SHARES.items():
            connection.execute(f"set variable {name} = {float(os.environ.get(variable) or share)}")
        for check in CHECKS:
            if check.blocking == blocking:
                yield run(connection, check) if there or not check.against_last else Outcome(check, 0, [])


def run(connection: duckdb.DuckDBPyConnection, check: Check, examples: int = 5) -> Outcome:
    """Run one check on a build database."""
    try:
        rows = connection.execute(check.query).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        # A version of an earlier layout cannot be compared; a build of another layout than this code is a fault.
        if not check.against_last:
            raise
        rows = []
    return Outcome(check, len(rows), [str(row[0]) for row in rows[:examples]])


@contextmanager
def _last(connection: duckdb.DuckDBPyConnection, places: Places) -> Iterator[bool]:
    """Attach what readers see as `last`, and tell whether there is any that can be read."""
    try:
        if not places.published.is_file():
            raise duckdb.IOException
        connection.execute(f"attach '{places.published}' as last (read_only)")
    except duckdb.Error:
        yield False
        return
    try:
        yield True
    finally:
        connection.execute("detach last")
