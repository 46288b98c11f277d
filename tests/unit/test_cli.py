"""The command line: fast help, rows by the contract, and one clear line where something is wrong."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import polars as pl
import pytest

from orchestration.cli import cli
from orchestration.commands import single_files
from orchestration.commands.arguments import place, years
from orchestration.reading.reports import Reading

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TEXT = (
    "关于某市2024年国民经济和社会发展计划执行情况及2025年计划草案的报告\n一、2024年计划执行情况\n利润增长４．２％。\n"
)


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_has_help(call_cli: Run, command: str) -> None:
    done = call_cli(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_extracted_spans_are_offsets_in_the_decoded_file(call_cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    done = call_cli("extract", path)
    assert done.returncode == 0, done.stderr
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert TEXT[row["start"] : row["end"]] == "４．２％"
    assert (row["indicator"], row["value"], row["measure"]) == ("利润", 4.2, "growth")


def test_extract_writes_files_and_goes_on_past_bad_ones(call_cli: Run, tmp_path: Path) -> None:
    good, empty, out = tmp_path / "good-2025.txt", tmp_path / "empty.txt", tmp_path / "rows.csv"
    good.write_text(TEXT, "utf-8")
    empty.touch()
    done = call_cli("extract", good, empty, "--format", "csv", "--output", out)
    assert done.returncode == 1
    assert "empty.txt: the file is empty" in done.stderr
    assert out.read_text("utf-8").count("\n") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["refresh", "--raw", "no/such/folder"], "no/such/folder: no such folder"),
        (["refresh", "--raw", ""], "the name of the folder is empty"),
        (["refresh", "--warehouse", " "], "the name of the folder is empty"),
        (["ui", "--warehouse", ""], "the name of the folder is empty"),
        (["extract", "no-such-file.txt"], "no-such-file.txt: no such file"),
        (["extract", "tests"], "tests: is a folder"),
        (["compare", "地区生产总值", "--warehouse", "no/such"], "no warehouse here"),
        (["list", "villages"], "'villages' is not one of"),
        (["search"], "Missing argument 'WORDS...'"),
        (["sql", "select 1", "--format", "xml"], "'xml' is not one of"),
        (["compare", "地区生产总值", "--level", "village"], "'village' is not one of"),
        (["compare", "地区生产总值", "--level", "province", "--years", "2024-"], "give --year with --level"),
        (["compare", "地区生产总值", "--years", "soon"], "give a year or a span of years"),
        (["compare", "地区生产总值", "--years", "20"], "give a year or a span of years"),
        (["compare", "地区生产总值", "--years", "-"], "give a year or a span of years"),
        (["compare", "地区生产总值", "--years", "20246"], "give a year or a span of years"),
        (["compare", "地区生产总值", "--years", "20202026"], "give a year or a span of years"),
        (["compare", "地区生产总值", "--years", "２０２４"], "give a year or a span of years"),
        (["compare", "地区生产总值", "--years", "2026-2023"], "the first year is after the last; give 2023-2026"),
        (["extract", "README.md", "--region", "没有这个地方"], "no such place"),
        (["extract", "README.md", "--region", "朝阳区", "--report-year", "20"], "20"),
        (["trace", "x", "--warehouse", "no/such"], "no warehouse here"),
    ],
)
def test_what_is_wrong_is_one_line_without_a_traceback(call_cli: Run, arguments: list[str], said: str) -> None:
    done = call_cli(*arguments)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_empty_folder_is_no_reason_to_publish(call_cli: Run, tmp_path: Path) -> None:
    done = call_cli("refresh", "--raw", tmp_path, "--warehouse", tmp_path / "warehouse")
    assert done.returncode == 1
    assert "no reports in this folder" in done.stderr
    assert not (tmp_path / "warehouse").exists()


def test_a_place_is_given_only_to_files_that_do_not_say_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report-2025.txt"
    path.write_text(TEXT, "utf-8")
    reports = pl.DataFrame({"report_id": ["a", "b"], "region": [None, "四川省"]})
    monkeypatch.setattr("orchestration.reading.reports.read_all", lambda *_, **__: Reading(reports, pl.DataFrame()))
    assert single_files.read_files((path,), "重庆市", None).reports["region"].to_list() == ["重庆市", "四川省"]
    assert single_files.read_files((path,), None, None).reports["region"].to_list() == [None, "四川省"]


@pytest.mark.parametrize(
    ("given", "span"),
    [
        ("2024", (2024, 2024)),
        ("2020-2026", (2020, 2026)),
        ("2020—2026", (2020, 2026)),
        ("2024-", (2024, 9999)),
        ("-2024", (0, 2024)),
    ],
)
def test_years_are_a_year_or_a_span_that_may_be_open(given: str, span: tuple[int, int]) -> None:
    assert years(click.Context(click.Command("compare")), click.Option(["--years"]), given) == span


@pytest.mark.parametrize(
    ("given", "name"),
    [("重庆", "重庆市"), ("重庆市", "重庆市"), ("500000", "重庆市"), ("全国", "全国"), ("100000", "全国")],
)
def test_a_place_may_be_given_short_or_by_its_code(given: str, name: str) -> None:
    assert place(click.Context(click.Command("extract")), click.Option(["--region"]), given) == name


def test_a_name_of_several_places_is_not_guessed() -> None:
    with pytest.raises(click.BadParameter, match="吉林市、吉林省"):
        place(click.Context(click.Command("extract")), click.Option(["--region"]), "吉林")


def test_what_a_file_says_of_itself_wins_over_what_is_given(call_cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("重庆市2025年政府工作报告\n2024年，全市粮食产量1100万吨。\n", "utf-8")
    (row,) = call_cli("extract", path, "--region", "四川省").stdout.splitlines()
    assert json.loads(row)["region"] == "重庆市"


def test_the_list_of_commands_tells_each_in_a_whole_sentence(call_cli: Run) -> None:
    lines = call_cli("--help", COLUMNS="80").stdout.split("Commands:\n")[1].splitlines()
    assert len(lines) > 10
    assert [line for line in lines if "..." in line or not line.endswith(".")] == [], "give the command a short_help"
