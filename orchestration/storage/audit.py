"""The audit of a build database: what must hold before readers see it.

Each check is one query that counts offending rows and names some. Rules about single columns and keys belong in the
dbt tests; here stands what spans the stages, from landing to marts, and what a build is held to against the version
that readers see, which is attached as `last`.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

import duckdb

from orchestration.storage.places import Places

# Shares that a person may set anew; they are DuckDB variables in the queries.
SHARES = {
    # Of the reports or the observations that readers see, this part may be gone from the next version.
    "max_fall": ("INDICATORS_MAX_FALL", 0.2),
    # Of all numbers in reports, this part may be left unexplained.
    "max_unexplained": ("INDICATORS_MAX_UNEXPLAINED", 0.05),
    # Of the numbers of one report; a report above it is set aside before it is landed (see `gate`).
    "max_unexplained_in_one": ("INDICATORS_MAX_UNEXPLAINED_IN_ONE", 0.2),
}
# So few unexplained numbers never hold anything back, for in a short report a share says little.
FEW = 20


@dataclass(frozen=True)
class Check:
    """One rule: its query gives a text for each offender; `blocking` where readers would be misled.

    A second column, where there is one, says how many offenders the text stands for.
    """

    name: str
    description: str
    blocking: bool
    query: str
    against_last: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a check found: the number of offenders, the first few texts, and how many texts there are."""

    check: Check
    offenders: int
    examples: list[str]
    texts: int = 0

    @property
    def passed(self) -> bool:
        """Whether nothing offends."""
        return self.offenders == 0

    @property
    def found(self) -> str:
        """The examples on one line, and how many offenders there are where these are not all."""
        told = "; ".join(self.examples)
        if self.texts == self.offenders:
            return told if self.texts <= len(self.examples) else f"{self.offenders} in all, the first: {told}"
        files = "file" if self.texts == 1 else "files"
        more = "" if self.texts <= len(self.examples) else ", the first"
        return f"{self.offenders} in {self.texts} {files}{more}: {told}"


# Reports with `flags`, which a version of an earlier layout does not have: there the outer, empty ones are found.
_FLAGGED = """
    flagged as (
        select reports.*
        from (select '' as flags) as absent,
            lateral (select report_id, file_name, content_hash, characters, region, flags from landing.reports) as reports
    )
"""

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
        select coalesce(file_name || ' at ' || start || ': ' || written, landed_id, fact_id)
        from (
            select landed.observation_id as landed_id, fact.observation_id as fact_id, report_id, start, written
            from landing.observations as landed
            full join (select observation_id from marts.fct_observation) as fact using (observation_id)
            where landed.observation_id is null or fact.observation_id is null
        )
        left join landing.reports using (report_id)
        """,
    ),
    Check(
        "no_report_is_lost",
        "Each landed report stands in `dim_report`, and no other: the models are those of what is landed.",
        True,
        """
        select coalesce(landed.file_name, fact.report_id)
        from landing.reports as landed
        full join (select report_id from marts.dim_report) as fact using (report_id)
        where landed.report_id is null or fact.report_id is null
        """,
    ),
    Check(
        "every_number_is_in_the_ledger",
        "As many digits stand in the ledger as in the text of each report: no number lost, none twice.",
        True,
        r"""
        with written as (
            select report_id, file_name, length(regexp_replace(text, '[^0-9０-９]', '', 'g')) as digits
            from landing.reports anti join landing.quarantine using (file_name, content_hash)
        ),
        ledger as (
            select report_id, sum(length(regexp_replace(number, '[^0-9０-９]', '', 'g'))) as digits
            from landing.number_mentions
            group by all
        )
        select file_name || ': ' || written.digits || ' digits, ' || coalesce(ledger.digits, 0) || ' in the ledger'
        from written left join ledger using (report_id)
        where written.digits <> coalesce(ledger.digits, 0)
        order by file_name
        """,
    ),
    Check(
        "spans_are_the_numbers",
        "The span of each observation in the report's text is its number and unit.",
        True,
        # White space of any kind, marks without width and markup may stand between the digits of a number. A text is cut
        # into pieces first, for DuckDB counts the characters from the beginning for each span that it takes. Of a span
        # that goes beyond two of them, the gate has compared the rest.
        r"""
        with chunks as materialized (
            select report_id, file_name, chunk, text[chunk * 4096 + 1:(chunk + 2) * 4096] as piece
            from (
                select report_id, file_name, text, unnest(range(characters // 4096 + 1)) as chunk
                from landing.reports
                semi join landing.observations using (report_id)
            )
        ),
        spans as (
            select
                file_name,
                start,
                "end" > (chunk + 2) * 4096 as is_cut,
                replace(regexp_extract(written, '^[0-9.,]+'), ',', '') as number,
                regexp_replace(
                    translate(
                        piece[start - chunk * 4096 + 1:"end" - chunk * 4096], '０１２３４５６７８９．，', '0123456789.,'
                    ),
                    '</?[A-Za-z][^<>\n]{0,80}>|&nbsp;|[\s\p{Z}\p{C},，*]', '', 'g'
                ) as source
            from landing.observations inner join chunks using (report_id)
            where chunk = start // 4096
        )
        select file_name || ' at ' || start || ': ' || number || ' but the text has ' || source
        from spans
        where not starts_with(source, number) and not (is_cut and starts_with(number, source))
        order by file_name, start
        """,
    ),
    Check(
        "unexplained_numbers_are_few",
        "No more than a set share of all numbers (INDICATORS_MAX_UNEXPLAINED) is left unexplained. One file alone "
        "cannot break this rule: it must be so in half of the reports.",
        True,
        f"""
        with counted as (
            select file_name, count(*) filter (where disposition = 'unexplained') as unexplained, count(*) as numbers
            from landing.number_mentions inner join landing.reports using (report_id)
            group by all
        )
        select sum(unexplained) || ' of ' || sum(numbers) || ' numbers are unexplained, most of them in '
            || arg_max(file_name, unexplained)
        from counted
        having sum(unexplained) > {FEW} and sum(unexplained) > getvariable('max_unexplained') * sum(numbers)
            and quantile_disc(unexplained / numbers, 0.5) > getvariable('max_unexplained')
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
            select report_id, start, indicator, value, unit, measure, bound, period, status, region, observation_id
            from landing.observations semi join same using (report_id)
        ),
        before as (
            select report_id, start, indicator, value, unit, measure, bound, period, status, region, observation_id
            from last.landing.observations semi join same using (report_id)
        )
        select coalesce(file_name, report_id) || ' at ' || start || ': ' || coalesce(indicator, '') || ' ' || value
        from ((from now except from before) union all (from before except from now))
        left join landing.reports using (report_id)
        order by file_name, start
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
        select
            coalesce(file_name || ' at ' || start, now.observation_id) || ': ' || before.value::double
                || ' in the last version, now ' || now.value::double
        from marts.fct_indicator_vintage as now
        inner join last.marts.fct_indicator_vintage as before using (vintage_key)
        left join landing.observations as landed on now.observation_id = landed.observation_id
        left join landing.reports as reports on landed.report_id = reports.report_id
        where now.value <> before.value
        order by file_name, start
        """,
        against_last=True,
    ),
    Check(
        "no_file_is_quarantined",
        "Every file of the raw folder could be read, and its figures passed the rules.",
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
        select
            file_name || ': ' || count(*) || ', the first at ' || min(start) || ': ' || arg_min(number, start),
            count(*) as numbers
        from landing.number_mentions inner join landing.reports using (report_id)
        where disposition = 'unexplained'
        group by file_name
        order by numbers desc, file_name
        """,
    ),
    Check(
        "reports_without_figures",
        "Each report that could be read gives at least one figure.",
        False,
        f"""
        with {_FLAGGED},
        held as (
            select report_id, string_agg(n || ' ' || disposition, ', ' order by n desc, disposition) as numbers
            from (select report_id, disposition, count(*) as n from landing.number_mentions group by all)
            group by all
        )
        select
            file_name || ': no figure was found in its ' || characters || ' characters; they hold '
                || coalesce('the numbers ' || numbers, 'no digit')
                || if(flags = '', '', '; ' || replace(flags, ',', ', '))
        from flagged
        left join held using (report_id)
        anti join landing.observations using (report_id)
        anti join landing.quarantine using (file_name, content_hash)
        order by file_name
        """,
    ),
    Check(
        "region_unknown",
        "Of each report it is known which place it is of.",
        False,
        f"""
        with {_FLAGGED}
        select
            file_name || ': it does not say which place it is of, so it is compared with nothing; '
                || 'put the name of the place into the title or the file name'
        from flagged
        where region is null or list_contains(string_split(flags, ','), 'region_unknown')
        order by file_name
        """,
    ),
)


def shares() -> dict[str, float]:
    """The shares of `SHARES`, as they are set in the environment or else by default.

    Raises:
        ValueError: a variable holds no number; the message names it.
    """
    found: dict[str, float] = {}
    for name, (variable, share) in SHARES.items():
        try:
            found[name] = float(os.environ.get(variable) or share)
        except ValueError:
            raise ValueError(f"{variable}: {os.environ[variable]!r} is no number; give a share, as 0.05") from None
    return found


def run_all(
    connection: duckdb.DuckDBPyConnection, places: Places, *, blocking: bool, names: Container[str] | None = None
) -> Iterator[Outcome]:
    """Run the blocking checks, or the others, on a build database; of these, where names are given, those named.

    What needs a last version passes where none was published, and fails where one cannot be read.
    """
    with _last(connection, places) as last:
        for name, share in shares().items():
            connection.execute(f"set variable {name} = {share}")
        for check in CHECKS:
            if check.blocking != blocking or (names is not None and check.name not in names):
                continue
            if check.against_last and last is not _Last.THERE:
                yield Outcome(check, 0, []) if last is None else Outcome(check, 1, [str(last)], 1)
            else:
                yield run(connection, check)


def run(connection: duckdb.DuckDBPyConnection, check: Check, examples: int = 5) -> Outcome:
    """Run one check on a build database."""
    try:
        rows = connection.execute(check.query).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        # A version of an earlier layout cannot be compared; a build of another layout than this code is a fault.
        if not check.against_last:
            raise
        rows = []
    offenders = sum(row[1] if len(row) > 1 else 1 for row in rows)
    return Outcome(check, offenders, [str(row[0]) for row in rows[:examples]], len(rows))


class _Last(Enum):
    THERE = "attached"


@contextmanager
def _last(connection: duckdb.DuckDBPyConnection, places: Places) -> Iterator[_Last | str | None]:
    """Attach what readers see as `last`: there, or null where nothing was published, or why it cannot be read."""
    if not (places.published.is_symlink() or places.published.exists()):
        yield None
        return
    # A name within quotes ends at the next quote, but for a doubled one.
    path = str(places.published).replace("'", "''")
    try:
        connection.execute(f"attach '{path}' as last (read_only)")
    except duckdb.Error as error:
        yield (
            f"{places.published}: the published version cannot be read ({str(error).splitlines()[0]}); "
            "show another with `indicators rollback`, or move it away to publish without comparing"
        )
        return
    try:
        yield _Last.THERE
    finally:
        connection.execute("detach last")
