"""What the explorer's files say, against the marts, without a browser: in one page, and cut into a folder."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.presentation.explorer.write import write
from tests.conftest import Published
from tests.unit.test_explorer_files import unpacked

FACTS = {"made": "2026-01-01", "year": 2026, "version": "test"}


@pytest.fixture(scope="module")
def marts(published: Published) -> Any:
    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as connection:
        yield connection


def chunks_of(page: Path) -> dict[str, dict[str, Any]]:
    """The chunks of a page, in it or beside it, as they are."""
    html = page.read_text("utf-8")
    found = {
        key: json.loads(text) for key, text in re.findall(r'id="(?:chunk:)?([\w/]+)">(.*?)</script>', html, re.DOTALL)
    }
    for path in (page.parent / "explorer-data").rglob("*.js"):
        called = re.fullmatch(r'explorerChunk\("(\w+)","([\w/]+)",(.*)\);\n', path.read_text("utf-8"), re.DOTALL)
        assert called is not None
        assert called[2] == path.relative_to(page.parent / "explorer-data").with_suffix("").as_posix()
        found[called[2]] = json.loads(called[3])
    return found


def tables(chunks: dict[str, dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    """The tables of a chunk as rows."""
    columns, kind = chunks["core"]["columns"], key.partition("/")[0]
    held = {name: table for name, table in chunks[key].items() if isinstance(table, list)}
    return {name: unpacked(table, columns[f"{kind}/{name}"]) for name, table in held.items()}


@pytest.fixture(scope="module")
def whole(marts: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("whole")
    written = write(marts, folder / "explorer.html", folder / "explorer-data", "test", FACTS)
    assert (written.files, written.folder_bytes) == (0, 0)
    return chunks_of(folder / "explorer.html")


def test_a_large_warehouse_is_cut_into_files_with_the_same_rows(
    marts: duckdb.DuckDBPyConnection, whole: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_EXPLORER_MEGABYTES", "0.2")
    stale = tmp_path / "explorer-data" / "i" / "9999.js"
    stale.parent.mkdir(parents=True)
    stale.touch()
    written = write(marts, tmp_path / "explorer.html", tmp_path / "explorer-data", "test", FACTS)
    assert not stale.exists()
    cut = chunks_of(tmp_path / "explorer.html")
    assert written.files == len(cut) - 1
    assert cut.pop("names")["names"][0] > 0
    cut["core"]["columns"].pop("names/names")
    kept = {
        **whole,
        "core": {**whole["core"], "columns": {k: v for k, v in whole["core"]["columns"].items() if k != "names/names"}},
    }
    assert cut == kept


def test_each_value_is_told_of_its_indicator_and_of_its_place(
    marts: duckdb.DuckDBPyConnection, whole: dict[str, Any]
) -> None:
    core = tables(whole, "core")
    reports, indicators, places = core["reports"], core["indicators"], core["places"]
    wanted = {
        (code, region, period, measure, status, value, observation)
        for code, region, period, measure, status, value, observation in marts.execute(
            "select indicator_code, region_code, period, measure, status, round(value, 6), observation_id "
            "from marts.fct_indicator_vintage"
        ).fetchall()
    }

    def told(row: dict[str, Any], code: str, region: str) -> tuple[Any, ...]:
        observation = f"{reports[row['report']]['report_id']}:{row['n']}"
        return code, region, row["period"], row["measure"], row["status"], round(row["value"], 6), observation

    of_places = set()
    for at, place in enumerate(places):
        if not place["values"]:
            assert f"p/{at}" not in whole
            continue
        chunk = tables(whole, f"p/{at}")
        for row in chunk["vintages"]:
            number = row["indicator"]
            code = indicators[number]["indicator"] if number >= 0 else chunk["names"][-1 - number]["indicator"]
            of_places.add(told(row, code, place["region"]))
    assert of_places == wanted
    of_indicators = {
        told(row, indicator["indicator"], row["region"])
        for at, indicator in enumerate(indicators)
        for row in tables(whole, f"i/{at}")["vintages"]
    }
    shared = {indicator["indicator"] for indicator in indicators}
    assert of_indicators == {row for row in wanted if row[0] in shared}
    assert shared < {row[0] for row in wanted}


def test_each_figure_stands_in_its_sentence(marts: duckdb.DuckDBPyConnection, whole: dict[str, Any]) -> None:
    """Five figures of the samples stand in sentences that write the same text earlier."""
    placed = {
        observation: (before, figure)
        for observation, before, figure in marts.execute(
            """
            select observation_id, reports.text[sentences.start + 1:facts.start], reports.text[facts.start + 1:facts."end"]
            from landing.observations as facts inner join landing.sentences as sentences using (sentence_id)
            inner join landing.reports as reports on facts.report_id = reports.report_id
            """
        ).fetchall()
    }
    seen = set()
    for at, report in enumerate(tables(whole, "core")["reports"]):
        chunk = tables(whole, f"r/{at}")
        texts = [sentence["text"] for sentence in chunk["sentences"]]
        assert len(texts) == len(set(zip(texts, [each["section"] for each in chunk["sentences"]], strict=True)))
        for row in chunk["figures"]:
            observation = f"{report['report_id']}:{row['n']}"
            text = texts[row["sentence"]]
            shown = text[: row["at"]], text[row["at"] : row["at"] + row["length"]]
            bare = [re.sub(r"\s", "", part) for part in shown]
            assert bare == [re.sub(r"\s|<[^>]*>|&nbsp;|\*\*", "", part) for part in placed[observation]]
            seen.add(observation)
    assert seen == set(placed)


def test_results_count_every_target_and_say_why_there_is_none(
    marts: duckdb.DuckDBPyConnection, whole: dict[str, Any]
) -> None:
    counted: dict[tuple[str, int], int] = {}
    for row in tables(whole, "core")["results"]:
        counted[(row["region"], row["year"])] = counted.get((row["region"], row["year"]), 0) + row["targets"]
    assert counted == {
        (region, year): count
        for region, year, count in marts.execute(
            "select region_code, year, count(*) from marts.plan_outturn group by all"
        ).fetchall()
    }
    here = set(marts.execute("select distinct region_code, report_year from marts.dim_report").fetchall())
    for row in tables(whole, "core")["results"]:
        due = row["year"] + 1
        if row["result"] == "silent":
            assert (row["region"], due) in here
        elif row["result"] == "absent":
            assert (row["region"], due) not in here
            assert due <= FACTS["year"]
        elif row["result"] == "later":
            assert due > FACTS["year"]


def test_a_limit_that_is_no_number_is_refused(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_EXPLORER_MEGABYTES", "much")
    with pytest.raises(ValueError, match="INDICATORS_EXPLORER_MEGABYTES"):
        write(marts, tmp_path / "explorer.html", tmp_path / "explorer-data", "test", FACTS)
