"""The whole job on the samples, through Dagster, and what an analyst then finds."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from tests.conftest import PROJECT, SHARED_FACTS, Published, facts_not_found

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def marts(published: Published) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as connection:
        yield connection


def test_every_step_of_the_job_ran(published: Published) -> None:
    from orchestration.runtime.refresh_job import STEPS

    assert [step for step, word in published.steps if word == "done"] == sorted(
        STEPS, key=[step for step, _ in published.steps].index
    )
    assert {word for _, word in published.steps} == {"started", "done"}
    assert published.warnings == []


def test_what_need_be_done_once_is_done_once(published: Published) -> None:
    from orchestration.storage.audit_rules import CHECKS

    def done(what: str) -> dict[str, int]:
        return {of: times for (done, of), times in published.counts.items() if done == what}

    files = sorted(path.name for path in (PROJECT / "raw").iterdir() if path.name != "README.md")
    assert done("folder listed") == {str(PROJECT / "raw"): 1}
    assert done("file hashed") == dict.fromkeys(files, 1)
    # What is held against the last version has nothing to look at here.
    assert done("rule run") == {check.name: 1 for check in CHECKS if not check.against_last}
    assert sum(done("batch landed").values()) == 1
    assert done("batch extracted") == done("batch landed")
    assert done("cut again") == {}


def test_the_project_is_parsed_once(published: Published) -> None:
    """The first build of a warehouse goes on with the parse that its manifest was made by."""
    said = (published.warehouse / "build" / "dbt" / "dbt.log").read_text("utf-8")
    assert "Nothing changed, skipping partial parsing." in said


FETCHED = dg.AssetKey(["raw", "fetched_files"])


def test_every_asset_and_check_was_recorded(published: Published) -> None:
    from orchestration.definitions import defs

    graph = defs().resolve_asset_graph()
    with published.instance() as instance:
        made = {key for key in graph.materializable_asset_keys if instance.get_latest_materialization_event(key)}
    # Fetching from the web is a job of its own.
    assert made == set(graph.materializable_asset_keys) - {FETCHED}


def test_the_graph_is_connected_from_raw_to_published(published: Published) -> None:
    from orchestration.definitions import defs

    graph = defs().resolve_asset_graph()
    upstream = {dg.AssetKey(["published", "warehouse"])}
    while more := {parent for key in upstream for parent in graph.get(key).parent_keys} - upstream:
        upstream |= more
    marts = {
        key for key in graph.materializable_asset_keys if key.path[0] in ("marts", "landing", "raw", "intermediate")
    }
    assert marts - {FETCHED} <= upstream
    groups = {graph.get(key).group_name for key in graph.materializable_asset_keys}
    assert groups == {"raw", "landing", "lexicon", "staging", "intermediate", "marts", "published"}
    for key in graph.materializable_asset_keys:
        node = graph.get(key)
        assert node.owners, key
        assert node.description, key
        assert node.kinds, key
        assert node.metadata.get("dagster/code_references"), key
    for check in graph.asset_check_keys:
        assert graph.get_check_spec(check).description, check


def test_materializations_tell_rows_columns_and_lineage(published: Published) -> None:
    with published.instance() as instance:
        for key in (["marts", "plan_outturn"], ["landing", "observations"]):
            event = instance.get_latest_materialization_event(dg.AssetKey(key))
            assert event is not None
            metadata = event.asset_materialization.metadata
            assert metadata["dagster/row_count"].value > 0
        for shown, column, above, source in (
            ("marts/plan_outturn", "target_value", "marts/fct_plan_outturn", "target_value"),
            ("marts/plan_outturn", "target_sentence", "marts/fct_observation", "sentence"),
            ("marts/fct_plan_outturn", "target_value", "intermediate/int_plan_results", "target_value"),
            ("intermediate/int_plan_results", "target_value", "intermediate/int_plan_pairs", "target_value"),
            ("intermediate/int_plan_pairs", "target_value", "marts/fct_indicator_vintage", "value"),
        ):
            lineage = instance.get_latest_materialization_event(dg.AssetKey(shown.split("/")))
            assert lineage is not None
            columns = lineage.asset_materialization.metadata["dagster/column_lineage"].value.deps_by_column
            assert (dg.AssetKey(above.split("/")), source) in [
                (dep.asset_key, dep.column_name) for dep in columns[column]
            ]


def test_there_is_much_to_analyse(marts: duckdb.DuckDBPyConnection) -> None:
    assert marts.execute("select count(*) > 150 from marts.fct_observation").fetchone() == (True,)
    assert marts.execute("select count(*) from marts.dim_report").fetchone() == (7,)
    assert marts.execute("select sum(unexplained_numbers) from marts.dim_report").fetchone() == (0,)


def test_targets_stand_beside_their_outturns(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select indicator, target_value, target_written, outturn_value, outturn_written, canonical_unit, result
        from marts.plan_outturn
        where year = 2024 and indicator in ('粮食产量', '城镇新增就业') and measure = 'level'
        order by indicator desc
        """
    ).fetchall()
    assert rows == [
        ("粮食产量", 1081, "108.1亿公斤", 1100.7, "110.07亿公斤", "万吨", "met"),
        ("城镇新增就业", 60, "60万人", 71.9, "71.9万人", "万人", "met"),
    ]


def test_years_stand_beside_years(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select from_year, from_value, to_year, to_value, canonical_unit, round(relative_change, 2)
        from marts.year_comparison
        where indicator = '地区生产总值' and region = '重庆市' and measure = 'level' and from_year >= 2023 and to_year = from_year + 1
        order by from_year
        """
    ).fetchall()
    assert rows == [
        (2023, 30145.79, 2024, 32193.15, "亿元", 6.79),
        (2024, 32193.15, 2025, 33757.93, "亿元", 4.86),
    ]


def test_a_revised_figure_stands_beside_the_first(marts: duckdb.DuckDBPyConnection) -> None:
    first, revised = 1260582, 1294272
    rows = marts.execute(
        """
        select report_year, value, revision, is_latest from marts.fct_indicator_vintage
        where indicator_code = 'gdp' and region_code = '100000' and period = '2023' and measure = 'level'
        order by report_year
        """
    ).fetchall()
    assert rows == [(2024, first, None, False), (2025, revised, revised - first, True)]
    known = "select value from marts.as_of(?) where indicator_code = 'gdp' and region_code = '100000' and period = '2023' and measure = 'level'"
    assert [marts.execute(known, [year]).fetchone() for year in (2024, 2025)] == [(first,), (revised,)]
    warned = marts.execute(
        "select discrepancy_kind, period, first_value, second_value from marts.discrepancy where indicator_code = 'gdp'"
    ).fetchall()
    assert warned == [("revision", "2023", first, revised)]


def test_table_functions_take_any_name_and_tell_what_is_near(marts: duckdb.DuckDBPyConnection) -> None:
    for name in ("地区生产总值", "gdp", "GDP", "gross regional product"):
        found = marts.execute("select distinct region from marts.series(?, '重庆')", [name]).fetchall()
        assert found == [("重庆市",)], name
    for call, near in (
        ("marts.compare('粮食收成', 2023, 2024)", "粮食收成: no such indicator; near are 粮食产量"),
        ("marts.series('地区生产总值', '重青市')", "重青市: no such place; near are 重庆市"),
        ("marts.series('地区生产总值', '(地区不明)')", "no such place"),
        ("marts.compare(null, 2023, 2024)", "no name was given"),
    ):
        with pytest.raises(duckdb.InvalidInputException, match=re.escape(near)):
            marts.execute(f"from {call}").fetchall()
    told = marts.execute(
        "select function_name, comment from duckdb_functions() where schema_name = 'marts' order by function_name"
    ).fetchall()
    assert [name for name, _ in told] == ["as_of", "compare", "indicators_named", "regions_named", "series"]
    assert [name for name, comment in told if not (comment or "").startswith(f"{name}(")] == []


def test_places_of_a_level_stand_side_by_side(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select region, period, measure, outturn_value, outturn_cell, target_value, target_cell, outturn_before_value,
            nation_outturn_value, outturn_gap_to_nation
        from marts.peers where indicator = '地区生产总值' and measure = 'growth' and period in ('2024', '2026')
            and region in ('重庆市', '四川省') order by period, region
        """
    ).fetchall()
    assert rows == [
        ("四川省", "2024", "growth", None, "no report", None, "no report", None, 5, None),
        ("重庆市", "2024", "growth", 5.7, "stated", 6, "stated", 6.1, 5, 0.7),
        ("四川省", "2026", "growth", None, "no report", None, "no report", None, None, None),
        ("重庆市", "2026", "growth", None, "no report", 5, "stated", 5.3, None, None),
    ]
    grain = "indicator_code, measure, canonical_unit, period, level, region_code"
    assert marts.execute(f"select count(*) - count(distinct ({grain})) from marts.peers").fetchone() == (0,)


def test_a_place_stands_beside_the_whole(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select region, period, measure, share_of_parent, point_gap from marts.region_comparison
        where indicator = '地区生产总值' and period = '2024' order by measure desc
        """
    ).fetchall()
    # 32193.15 of 1349084, and 5.7 against 5.0.
    assert rows == [
        ("重庆市", "2024", "level", 2.3863, None),
        ("重庆市", "2024", "growth", None, 0.7),
    ]


# indicator, period, status, measure, canonical value, unit, bound: figures of the city's reports, as it published them.
FACTS = [
    ("地区生产总值", "2019", "actual", "growth", "6.3", "%", "exact"),
    ("规模以上工业增加值", "2019", "actual", "growth", "6.1", "%", "min"),
    ("城镇新增就业", "2020", "target", "level", "60", "万人", "min"),
    ("地区生产总值", "2017", "actual", "level", "20100", "亿元", "exact"),
    ("地区生产总值", "2018-2022", "actual", "growth", "5.4", "%", "exact"),
    ("战略性新兴产业增加值占比", "2022", "actual", "level", "31.1", "%", "exact"),
    ("人均地区生产总值", "2027", "target", "level", "120000", "元", "exact"),
    ("全体居民人均可支配收入", "2022", "actual", "level", "35628", "元", "exact"),
    ("川渝两省市经济总量", "2023", "actual", "level", "90000", "亿元", "min"),
    ("新增养老床位", "2023", "actual", "level", "4080", "张", "exact"),
    ("每亿元地区生产总值生产安全事故死亡人数", "2024", "target", "level", "0.019", "人", "max"),
    ("全体居民人均可支配收入", "2024", "actual", "growth", "5.6", "%", "approx"),
    ("青年留渝来渝", "2024", "actual", "level", "34.5", "万人", "exact"),
    ("单位地区生产总值能耗", "2025", "target", "growth", "-2.5", "%", "exact"),
    ("耕地保有量", "2025", "target", "level", "2665", "万亩", "min"),
    ("常住人口城镇化率", "2025", "actual", "level", "72.14", "%", "exact"),
    ("净增经营主体", "2025", "actual", "level", "11.7", "万户", "exact"),
    ("民间投资", "2026", "target", "growth", "4", "%", "approx"),
]


@pytest.mark.parametrize("fact", FACTS, ids=[f"{fact[0]} {fact[1]} {fact[3]}" for fact in FACTS])
def test_known_figures_are_found(marts: duckdb.DuckDBPyConnection, fact: tuple[str, ...]) -> None:
    name, period, status, measure, *value = fact
    found = marts.execute(
        """
        select value, vintages.canonical_unit, bound
        from marts.fct_indicator_vintage as vintages inner join marts.dim_indicator using (indicator_code)
        where name_zh = ? and period = ? and status = ? and measure = ?
        """,
        [name, period, status, measure],
    ).fetchall()
    assert (float(value[0]), value[1], value[2]) in found


@pytest.mark.skipif(not SHARED_FACTS.is_file(), reason="the shared table of figures is not here")
def test_each_figure_of_the_shared_table_is_found(marts: duckdb.DuckDBPyConnection) -> None:
    assert facts_not_found(marts) == []


def test_the_explorer_stands_beside_the_database_and_names_nothing_outside(published: Published) -> None:
    page = (published.warehouse / "explorer.html").read_text("utf-8")
    assert 'id="chunk:p/' in page
    assert "110.07亿公斤" in page
    assert "src=" not in page
    assert "<link" not in page
    # Its data are few, and stand in the page itself.
    assert [path for path in (published.warehouse / "explorer-data").rglob("*") if path.is_file()] == []


def test_the_command_line_reads_what_was_published(call_cli: Run, published: Published) -> None:
    shown = call_cli("compare", "粮食产量", "--region", "重庆", "--years", "2024", "--warehouse", published.warehouse)
    assert "1,100.7" in shown.stdout, shown.stderr
    observation = next(word for word in shown.stdout.split() if word.count(":") == 1 and len(word) > 17)
    traced = call_cli("trace", observation, "--warehouse", published.warehouse)
    assert "110.07亿公斤" in traced.stdout or "108.1亿公斤" in traced.stdout
    assert "chongqing-plan-report-202" in traced.stdout
    assert re.search(r"passage  (?:review|plan)", traced.stdout)
    peers = call_cli("compare", "GDP", "--level", "province", "--year", "2026", "--warehouse", published.warehouse)
    assert peers.returncode == 0, peers.stderr
    assert "重庆市\t≥ 5\t1\t\t5.3\t" in peers.stdout
    assert "四川省\t无报告 no report" in peers.stdout
    none = call_cli("compare", "GDP", "--level", "county", "--warehouse", published.warehouse)
    assert (none.returncode, none.stdout) == (1, "")
    assert "GDP: no county states a figure of a year" in none.stderr
    unknown = call_cli("compare", "粮食收成", "--warehouse", published.warehouse)
    assert unknown.returncode == 1
    assert "粮食产量" in unknown.stderr
    missing = call_cli("trace", "x:1", "--warehouse", published.warehouse)
    assert (missing.returncode, missing.stdout) == (1, "")


def test_the_command_line_looks_around(call_cli: Run, published: Published) -> None:
    def told(*arguments: str) -> subprocess.CompletedProcess[str]:
        return call_cli(*arguments, "--warehouse", published.warehouse)

    named = told("list", "indicators", "grain_output").stdout.splitlines()
    assert named[1].startswith("grain_output\t粮食产量\t")
    places = [json.loads(line) for line in told("list", "regions", "--format", "json").stdout.splitlines()]
    assert [place["level"] for place in places][:2] == ["country", "province"]
    assert all(place["reports"] or place["figures"] for place in places)
    assert told("list", "reports", "2026").stdout.count("\n") > 1
    found = [json.loads(line) for line in told("search", "粮食产量", "亿公斤", "--format", "json").stdout.splitlines()]
    assert all("粮食产量" in each["sentence"] and "亿公斤" in each["sentence"] for each in found)
    assert told("trace", found[0]["observation_ids"].split()[0]).returncode == 0
    assert told("search", "粮食产量", "--limit", "1").stdout.count("\n") == 2
    assert told("quarantine").stdout == "every file was read\n"
    for arguments, said in (
        (("list", "indicators", "无此指标"), "无此指标: no indicator that a report states holds it"),
        (("list", "regions", "无此地"), "无此地: no place"),
        (("search", "无此句"), "no sentence holds all of these words"),
    ):
        none = told(*arguments)
        assert (none.returncode, none.stdout) == (1, "")
        assert said in none.stderr


def test_a_query_reads_the_warehouse_and_nothing_else(call_cli: Run, published: Published, tmp_path: Path) -> None:
    def told(query: str) -> subprocess.CompletedProcess[str]:
        return call_cli("sql", query, "--format", "csv", "--warehouse", published.warehouse)

    assert told("select count(*) as reports from marts.dim_report").stdout.splitlines()[0] == "reports"
    for query, said in (
        ("drop table marts.dim_region", "read-only"),
        (f"copy (select 1) to '{tmp_path / 'out.csv'}'", "disabled by configuration"),
        ("select * from read_csv('/etc/hostname')", "disabled by configuration"),
        ("set enable_external_access = true", "Cannot change"),
        ("selec", "syntax error"),
        ("select no_such_column from marts.dim_report", "no_such_column"),
    ):
        done = told(query)
        assert (done.returncode, done.stdout) == (1, ""), query
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_second_refresh_with_nothing_new_says_so(run_cli: Run, published: Published) -> None:
    before = (published.warehouse / "indicators.duckdb").stat()
    done = run_cli("refresh", "--raw", PROJECT / "raw", "--warehouse", published.warehouse)
    assert done.returncode == 0, done.stderr
    assert "nothing new" in done.stdout
    assert (published.warehouse / "indicators.duckdb").stat() == before


def bad_files(raw: Path) -> list[Path]:
    """A folder with files that nothing can be read of."""
    raw.mkdir()
    bad = [raw / "empty-2025.txt", raw / "picture-2025.txt"]
    for path, content in zip(bad, (b"", bytes(range(256)) * 64), strict=True):
        path.write_bytes(content)
    return bad


def test_where_nothing_can_be_read_nothing_is_published(run_cli: Run, published: Published, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    bad_files(raw)
    warehouse = published.copied(tmp_path / "warehouse")
    before = (warehouse / "indicators.duckdb").read_bytes()
    failed = run_cli("refresh", "--raw", raw, "--warehouse", warehouse)
    assert failed.returncode == 1
    assert "nothing was published" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert (warehouse / "indicators.duckdb").read_bytes() == before


def test_unit_tests_of_the_models_pass(published: Published, tmp_path: Path) -> None:
    # dbt opens the database to write, and others may be reading it.
    build = tmp_path / "build"
    build.mkdir()
    shutil.copy(published.warehouse / "build" / "indicators.duckdb", build)
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "test", "--select", "test_type:unit", "--target-path", build / "unit"],
        cwd=PROJECT / "dbt_project",
        env={**os.environ, "INDICATORS_BUILD": str(build / "indicators.duckdb"), "DBT_LOG_PATH": str(build / "unit")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "ERROR=0" in done.stdout
    assert "WARN=0" in done.stdout


def test_names_to_register_come_with_a_sentence(call_cli: Run, published: Published) -> None:
    shown = call_cli("review", "--limit", 3, "--csv", "--warehouse", published.warehouse)
    assert shown.returncode == 0, shown.stderr
    header, first, *_ = shown.stdout.splitlines()
    assert header == "name,observations,reports,places,measures,unit,written,nearest,sentence"
    name = first.split(",")[0]
    assert next(csv.DictReader(io.StringIO(shown.stdout)))["sentence"].find(name[-2:]) >= 0
    known = duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True)
    assert known.execute("select is_registered from marts.dim_indicator where name_zh = ?", [name]).fetchone() == (
        False,
    )
    known.close()


def aside(warehouse: Path) -> list[str]:
    with duckdb.connect(warehouse / "indicators.duckdb", read_only=True) as connection:
        rows = connection.execute("select file_name from landing.quarantine order by 1").fetchall()
    return [name for (name,) in rows]


def test_landing_in_steps_gives_the_tables_of_a_full_rebuild(
    run_cli: Run, published: Published, tmp_path: Path
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    bad = bad_files(raw)
    reports = sorted((PROJECT / "raw").glob("*-*"))
    for part in (reports[3:], reports[:3]):
        for report in part:
            shutil.copy(report, raw)
        done = run_cli("refresh", "--raw", raw, "--warehouse", warehouse)
        assert done.returncode == 0, done.stderr
        assert ("empty-2025.txt: the file is empty" in done.stderr) == bool(bad)
        assert ("picture-2025.txt: the file is binary" in done.stderr) == bool(bad)
        assert aside(warehouse) == [path.name for path in bad]
        # Bad files are set aside while the others are published, and leave nothing behind once they are gone.
        while bad:
            bad.pop().unlink()
    with duckdb.connect(warehouse / "indicators.duckdb", read_only=True) as connection:
        connection.execute(f"attach '{published.warehouse / 'indicators.duckdb'}' as whole (read_only)")
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' and database_name <> 'whole' union all "
            "select view_name from duckdb_views() where schema_name = 'marts' and database_name <> 'whole'"
        ).fetchall()
        assert len(tables) == 23
        for (table,) in tables:
            one, other = f"from marts.{table}", f"from whole.marts.{table}"
            differing = f"(({one}) except all ({other})) union all (({other}) except all ({one}))"
            assert connection.execute(f"select count(*) from ({differing})").fetchone() == (0,), table
