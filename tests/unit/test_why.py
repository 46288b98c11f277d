"""`indicators why` tells which word told each part; `review` ranks what is not registered and writes its row."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable

import duckdb
import polars as pl
import pytest

from orchestration import schema
from orchestration.commands import queries
from orchestration.identity.why import explain, seed_row
from orchestration.lexicon import load
from orchestration.presentation import lookup

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_each_part_comes_with_the_word_that_told_it_and_what_it_is_not() -> None:
    found = explain("建成高标准农田", load())
    parts = {each.part: each for each in found.parts}
    assert (parts["concept"].value, parts["activity"].value) == ("高标准农田", "建设")
    assert parts["activity"].words == ["建成"]
    assert "改造" in parts["activity"].not_same
    assert (found.code, found.found_by) == ("new_high_standard_farmland", "parts")


def test_the_same_thing_done_otherwise_is_related_and_not_the_same() -> None:
    found = explain("建成高标准农田", load())
    assert {each.code: each.differs for each in found.related}["high_standard_farmland"] == {"activity": ""}
    assert found.code not in {each.code for each in found.related}


def test_what_is_not_registered_says_so() -> None:
    found = explain("新建渔光码头", load())
    assert (found.code, found.found_by, found.is_bare, found.related) == ("", "none", False, [])
    assert explain("总量", load()).is_bare


def test_a_row_that_is_written_registers_the_name() -> None:
    from dataclasses import replace

    row = seed_row("新建渔光码头", "座", "level", "gdp", load())
    assert list(row) == load().indicators.columns
    assert (row["name_zh"], row["canonical_unit"], row["nature"], row["topic"]) == (
        "新建渔光码头",
        "座",
        "flow",
        "经济总量",
    )
    given = row | {"indicator_code": "fishing_piers", "name_en": "Fishing piers built"}
    lexicon = replace(load(), indicators=pl.concat([load().indicators, pl.DataFrame([given])]))
    assert explain("渔光码头建成投用", lexicon).code == "fishing_piers"


@pytest.mark.parametrize("name", ["高标准农田建设", "总量", "[red]渔光[/red]\x1b[31m码头", "", "渔"])
def test_the_command_shows_text(call_cli: Run, name: str) -> None:
    shown = call_cli("why", name)
    assert shown.returncode == 0, shown.stderr
    assert "concept" in shown.stdout
    assert "\x1b" not in shown.stdout


def test_the_measures_of_the_command_are_those_of_the_schema() -> None:
    assert queries.MEASURES == schema.MEASURES


@pytest.fixture
def marts() -> duckdb.DuckDBPyConnection:
    """Two unregistered indicators, one stated by two places, and a registered one that is near."""
    connection = duckdb.connect()
    connection.execute(
        """
        create schema marts; create schema landing;
        create table marts.dim_indicator as from (values
            ('u_1', '新建渔光码头', '渔光码头', '', '座', false), ('u_2', '渔光灯塔', '渔光灯塔', '', '座', false),
            ('u_3', '提出指标', '提出指标', '', '项', false), ('piers', '渔光码头', '渔光码头', '', '座', true),
            ('lamps', '渔港灯塔数', '渔港灯塔数', '', '座', true)
        ) as rows (indicator_code, name_zh, concept, aspect, canonical_unit, is_registered);
        create table marts.fct_observation as from (values
            ('a', 'r', 'u_1', '1', 'level', '新建渔光码头'), ('b', 's', 'u_1', '2', 'level', '建成渔光码头'),
            ('c', 'r', 'u_2', '1', 'level', '渔光灯塔'), ('d', 'r', 'u_2', '1', 'growth', '渔光灯塔'),
            ('e', 'r', 'u_3', '1', 'level', '提出指标'), ('f', 'r', 'piers', '1', 'level', '渔光码头')
        ) as rows (observation_id, report_id, indicator_code, region_code, measure, indicator_written)
        """
    )
    return connection


def test_what_most_places_state_comes_first_with_the_nearest_that_is_registered(
    marts: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Said:
        sentence = "一句。"

    monkeypatch.setattr(lookup, "passages", lambda _, ids: dict.fromkeys(ids, Said()))
    found = lookup.review(marts, 9, ["提出指标"])
    assert [(each.name, each.places, each.written, each.nearest) for each in found] == [
        ("新建渔光码头", 2, "建成渔光码头、新建渔光码头", "渔光码头 piers"),
        ("渔光灯塔", 1, "渔光灯塔", "渔港灯塔数 lamps"),
    ]
    assert [each.name for each in lookup.review(marts, 9, only="建成渔光码头")] == ["新建渔光码头"]
    assert lookup.review(marts, 9, only="没有的名称") == []


@pytest.mark.integration
def test_the_row_of_a_name_is_csv(call_cli: Run, published: object) -> None:
    warehouse = published.warehouse  # type: ignore[attr-defined]
    listed = call_cli("review", "--limit", 1, "--csv", "--warehouse", warehouse)
    name = next(csv.DictReader(io.StringIO(listed.stdout)))["name"]
    row = next(csv.DictReader(io.StringIO(call_cli("review", "--row", name, "--warehouse", warehouse).stdout)))
    assert list(row) == load().indicators.columns
    assert (row["indicator_code"], row["name_en"]) == ("", "")
    unknown = call_cli("review", "--row", "没有的名称", "--warehouse", warehouse)
    assert unknown.returncode == 1
    assert "no unregistered name" in unknown.stderr
