"""`dbt build` on generated observations, with its time and peak memory: `make bench-warehouse ROWS='100000 1000000'`.

The generated reports are like real ones in what costs time: places × years × indicators, each with a level, its
growth and a target, restated by the report a year later. DuckDB is held to 3 GB and may spill to disk; the peak is
that of the whole process as the kernel counted it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from orchestration.identity.registry import identified
from orchestration.lexicon import load
from orchestration.storage import landing

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
YEARS = 10
# A level and growth of the year before, restated after a year, and a target of the year: five a report.
PER_INDICATOR = 5
INDICATORS = 200
SENTENCE_LENGTH = 100


def generate(database: Path, rows: int) -> int:
    """Fill the landing tables with about this many observations; how many it came to."""
    places = max(1, round(rows / (YEARS * PER_INDICATOR * INDICATORS)))
    with duckdb.connect(database) as connection:
        connection.execute("set memory_limit = '2GB'; set preserve_insertion_order = false")
        landing.create(connection)
        connection.execute("create temp table named (i integer, name varchar, unit varchar)")
        connection.execute(
            f"insert into named select row_number() over () - 1, name_zh, coalesce(canonical_unit, '个') "
            f"from (from read_csv('{PROJECT / 'dbt_project/seeds/indicators.csv'}', header = true) "
            f"where indicator_code not like '%share%' order by indicator_code limit {INDICATORS})"
        )
        connection.execute(
            f"""
            insert into landing.reports by name
            select md5(place || '/' || year)[:16] as report_id, sha256(place || '/' || year) as content_hash,
                sha256(place || '/' || year) as text_hash,
                'report-' || place || '-' || year || '.txt' as file_name, '第' || place || '市' as region,
                2015 + year as report_year, 'plan_report' as kind, 'txt' as format, 1000 as characters,
                'generated' as reader_version, 0 as undecodable_bytes, '' as flags, '' as text
            from range({places}) as places(place), range({YEARS}) as years(year)
            """
        )
        connection.execute(
            f"""
            create temp table figures as
            select reports.report_id, reports.region, reports.report_year, named.i * {PER_INDICATOR} + said.n as ordinal,
                named.name, said.n, case when said.n in (1, 3) then '%' else named.unit end as unit,
                case when said.n in (1, 3) then 'growth' else 'level' end as measure,
                case when said.n = 4 then 'target' else 'actual' end as status,
                reports.report_year - case when said.n < 2 then 1 when said.n < 4 then 2 else 0 end as year,
                case when said.n in (1, 3) then 5.0
                    else round(100 * pow(1.05, reports.report_year - 2015 + (said.n = 4)::int) + named.i, 2) end as value
            from landing.reports as reports, named, range({PER_INDICATOR}) as said(n)
            """
        )
        connection.execute(
            f"""
            insert into landing.sentences by name
            select report_id || ':' || ordinal as sentence_id, report_id, ordinal::integer as ordinal,
                (ordinal * {SENTENCE_LENGTH})::integer as start, (ordinal * {SENTENCE_LENGTH} + 90)::integer as "end",
                case when status = 'target' then 'plan' else 'review' end as part,
                year || '年，' || name || value || unit || '。' as text
            from figures;
            insert into landing.observations by name
            select report_id || ':' || ordinal * {SENTENCE_LENGTH} as observation_id, report_id,
                report_id || ':' || ordinal as sentence_id, (ordinal * {SENTENCE_LENGTH})::integer as start,
                (ordinal * {SENTENCE_LENGTH} + 5)::integer as "end", value || unit as written, name as indicator,
                value::double as value, unit, measure, 'exact' as bound, year::varchar as period, status, region,
                'subject' as attribution, 0.9::double as confidence, '' as flags
            from figures;
            insert into landing.number_mentions by name
            select observation_id as mention_id, report_id, sentence_id, start, "end", value::varchar as number,
                'observation' as disposition, observation_id
            from landing.observations
            """
        )
        landing.land_names(connection, identified(landing.written_names(connection), load()))
        return connection.execute("select count(*) from landing.observations").fetchone()[0]  # type: ignore[index]


def main() -> None:
    for rows in [int(argument) for argument in sys.argv[1:]] or [100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "indicators.duckdb"
            made = generate(database, rows)
            started = time.perf_counter()
            done = subprocess.run(
                [BIN / "dbt", "build", "--exclude", "test_type:unit", "--target-path", folder],
                cwd=PROJECT / "dbt_project",
                env={
                    **os.environ,
                    "INDICATORS_BUILD": str(database),
                    "INDICATORS_MEMORY": "3GB",
                    "DBT_LOG_PATH": folder,
                },
                capture_output=True,
                text=True,
                check=False,
            )
            took = time.perf_counter() - started
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
            size = database.stat().st_size / 2**30
        result = "built" if done.returncode == 0 else "FAILED"
        print(f"{made:>12,} observations: {took:7.1f} s, peak so far {peak:.2f} GiB, database {size:.2f} GiB, {result}")
        if done.returncode:
            print("\n".join(line for line in done.stdout.splitlines() if "ERROR" in line or "FAIL" in line))


if __name__ == "__main__":
    main()
