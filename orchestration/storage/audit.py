"""The audit of a build database: what must hold before readers see it.

Each check is one query that counts offending rows and names some. Rules about single columns and keys belong in the
dbt tests; here stands what spans the stages, from landing to marts.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Check:
    """One rule: its query gives a text for each offender; `blocking` where readers would be misled."""

    name: str
    description: str
    blocking: bool
    query: str


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
        "no_file_is_quarantined",
        "Every file of the raw folder could be read.",
        False,
        "select file_name || ': ' || reason from landing.quarantine order by file_name",
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


def run(connection: duckdb.DuckDBPyConnection, check: Check, examples: int = 5) -> Outcome:
    """Run one check on a build database."""
    rows = connection.execute(check.query).fetchall()
    return Outcome(check, len(rows), [str(row[0]) for row in rows[:examples]])
