"""The rules of the audit: what must hold before readers see a build, and what a person should look at.

Each is one query that gives a text for each offender. Rules about single columns and keys belong in the dbt tests; here
stands what spans the stages, from landing to marts, and what a build is held to against the version that readers see,
which is attached as `last`. How they are run stands in `audit`.
"""

from __future__ import annotations

from dataclasses import dataclass

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
            -- Where text recognition took a digit for another sign, the source holds that sign, and the row is flagged.
            where chunk = start // 4096 and not contains(flags, 'digits_repaired')
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
                case when flags.list_contains('has_tables') then 'tables that are not understood' end,
                case when flags.list_contains('has_pictures') then 'pictures, which are not read' end,
                case when flags.list_contains('little_text') then 'little text' end,
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
        "every_report_stands_once",
        "No report is another version of one that is there too.",
        False,
        """
        select file_name || ' is another version of ' || twin_of || '; they differ in '
            || coalesce(json_array_length(revisions::json), 0) || ' numbers, the first: '
            || coalesce(json_extract_string(revisions, '$[0].here'), 'nothing') || ' where that says '
            || coalesce(json_extract_string(revisions, '$[0].there'), 'nothing')
        from landing.reports
        where twin_of is not null
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
        "No byte of a report had to be replaced, no page is a picture or missing, nothing hides text, and its body was told.",
        False,
        """
        select file_name || ': ' || concat_ws('; ',
            case when flags.list_contains('bytes_replaced')
                then undecodable_bytes || ' bytes are in no encoding and were replaced: get the file anew' end,
            case when flags.list_contains('pages_without_text')
                then 'some pages are pictures: install the extra that recognizes text: plan-indicators[ocr]' end,
            case when flags.list_contains('doubtful_numbers')
                then 'numbers recognized in pictures are doubtful: compare them with the report' end,
            case when flags.list_has_any(['page_missing', 'began_elsewhere', 'goes_on_elsewhere'])
                then 'a page of it is missing: put all pages into the folder, with their numbers in their names' end,
            case when flags.list_contains('formulas_without_values')
                then 'cells hold formulas without their values: open it in a spreadsheet and save it' end,
            case when flags.list_contains('has_pictures')
                then 'it holds pictures or objects, which are not read: `indicators explain --all` lists them' end,
            case when flags.list_contains('hidden_by_open_tag')
                then 'a tag or comment that is never closed hides text: save the page again' end,
            case when flags.list_contains('whole_page')
                then 'its body could not be told, so the whole page was read: save its text alone' end
        )
        from (select file_name, undecodable_bytes, string_split(flags, ',') as flags from landing.reports)
        where flags.list_has_any([
            'bytes_replaced', 'pages_without_text', 'doubtful_numbers', 'formulas_without_values', 'hidden_by_open_tag',
            'page_missing', 'began_elsewhere', 'goes_on_elsewhere', 'whole_page', 'has_pictures'
        ])
        order by file_name
        """,
    ),
    Check(
        "every_table_is_read",
        "No figure of a table is left without a name, a unit or a time.",
        False,
        """
        select
            file_name || ': ' || count(*) || ' cells of tables are not understood, the first at ' || min(start) || ': '
                || arg_min(number, start) || '; `indicators explain` shows them',
            count(*) as numbers
        from landing.number_mentions inner join landing.reports using (report_id)
        where disposition = 'table_cell'
        group by file_name
        order by numbers desc, file_name
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
)
# Those that keep a build from readers.
BLOCKING = frozenset(check for check in CHECKS if check.blocking)
