"""The command line: fast help, rows by the contract, and one clear line where something is wrong."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TEXT = (
    "关于某市2024年国民经济和社会发展计划执行情况及2025年计划草案的报告\n一、2024年计划执行情况\n利润增长４．２％。\n"
)


@pytest.mark.parametrize("command", ["refresh", "extract", "explain", "evaluate", "compare", "trace", "review", "home"])
def test_every_command_has_help(run_cli: Run, command: str) -> None:
    done = run_cli(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_extracted_spans_are_offsets_in_the_decoded_file(run_cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    done = run_cli("extract", path)
    assert done.returncode == 0, done.stderr
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert TEXT[row["start"] : row["end"]] == "４．２％"
    assert (row["indicator"], row["value"], row["measure"]) == ("利润", 4.2, "growth")


def test_extract_writes_files_and_goes_on_past_bad_ones(run_cli: Run, tmp_path: Path) -> None:
    good, empty, out = tmp_path / "good-2025.txt", tmp_path / "empty.txt", tmp_path / "rows.csv"
    good.write_text(TEXT, "utf-8")
    empty.touch()
    done = run_cli("extract", good, empty, "--format", "csv", "--output", out)
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
        (["compare", "地区生产总值", "--years", "soon"], "give a year or two"),
        (["trace", "x", "--warehouse", "no/such"], "no warehouse here"),
    ],
)
def test_what_is_wrong_is_one_line_without_a_traceback(run_cli: Run, arguments: list[str], said: str) -> None:
    done = run_cli(*arguments)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_empty_folder_is_no_reason_to_publish(run_cli: Run, tmp_path: Path) -> None:
    done = run_cli("refresh", "--raw", tmp_path, "--warehouse", tmp_path / "warehouse")
    assert done.returncode == 1
    assert "no reports in this folder" in done.stderr
    assert not (tmp_path / "warehouse").exists()
