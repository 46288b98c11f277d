"""Every query and every command that the documents show is run as it stands there, in both languages."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import duckdb
import pytest

from tests.conftest import PROJECT, Published, called
from tests.markdown import PAGES, sections

# Commands of `indicators` that only read: they are run. The arguments of the others are read and checked; what these
# commands do is tested elsewhere.
READ = {
    "extract",
    "explain",
    "evaluate",
    "list",
    "search",
    "sql",
    "quarantine",
    "compare",
    "trace",
    "why",
    "review",
    "versions",
}
# Commands of other programs, and the word by which a test of theirs is found.
ELSEWHERE = {
    "python3 -m pip wheel": ("test_installed.py", '"wheel"'),
    "python3 -m venv": ("test_installed.py", '"venv"'),
    "env/bin/pip install": ("test_installed.py", "request.getfixturevalue"),
    "/opt/indicators/bin/pip install": ("test_installed.py", "request.getfixturevalue"),
    "install -": ("test_deploy.py", "test_the_documented_steps_name_files_that_are_there"),
    "systemd-sysusers && systemd-tmpfiles": ("test_deploy.py", '"systemd-sysusers"'),
}
# What would change the machine, or needs Docker: of these it is tested that the files they name are there.
UNTRIED = ("systemctl ", "docker ", "echo ", "usermod ")
OURS = re.compile(r"(?:sudo -u indicators )?(?:\S+/bin/)?indicators (?P<words>.*)")
TOGETHER = [(page.name, code) for page in PAGES for section in sections(page) for code in section.code]
COMMANDS = sorted({line for _, code in TOGETHER if code.language == "sh" for line in code.lines})
QUERIES = sorted({code.text for _, code in TOGETHER if code.language == "sql"})
QUOTED = sorted({each for page in PAGES for section in sections(page) for each in section.quoted})


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, published: Published) -> Path:
    """A folder that holds what the commands name, as a reader's does: reports, labels, and the published warehouse."""
    room = tmp_path_factory.mktemp("room")
    (room / "warehouse").symlink_to(published.warehouse)
    for folder in ("raw", "reports", "my/reports"):
        (room / folder).mkdir(parents=True)
    shutil.copy(PROJECT / "raw/chongqing-plan-report-2025.txt", room / "report.txt")
    shutil.copy(PROJECT / "tests/labels/chongqing-plan-report-2025.jsonl", room / "labels.jsonl")
    return room


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in [*parameter.opts, *parameter.secondary_opts]}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_does_what_is_said(room: Path, command: str) -> None:
    if ours := OURS.fullmatch(command):
        name, *words = shlex.split(ours["words"])
        if name in READ:
            done = called(room, [name, *words])
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout.strip()
        else:
            from orchestration.cli import cli

            with contextlib.chdir(room):
                cli.commands[name].make_context(name, words)
    elif command.startswith("make "):
        makes(command)
    elif module := re.match(r"\.venv/bin/python -m (\S+)", command):
        assert importlib.util.find_spec(module[1]), command
    elif command.startswith("python -c"):
        with contextlib.chdir(room):
            exec(shlex.split(command)[2], {})
    elif command == ".venv/bin/pre-commit install":
        subprocess.run([Path(sys.executable).with_name("pre-commit"), "validate-config"], cwd=PROJECT, check=True)
    elif command.startswith(UNTRIED):
        named = [word for word in shlex.split(command) if re.fullmatch(r"(docs|orchestration|raw)/\S+", word)]
        assert [word for word in named if word != "docs/deploy/.env" and not (PROJECT / word).exists()] == []
    else:
        tests = [found for start, found in ELSEWHERE.items() if command.startswith(start)]
        assert tests, "no test runs this command"
        assert all(word in (PROJECT / "tests/integration" / test).read_text("utf-8") for test, word in tests)


def makes(command: str) -> None:
    _, target, *settings = shlex.split(command)
    dry = subprocess.run(
        ["make", "--dry-run", target, *settings], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert dry.returncode == 0, dry.stderr
    named = re.findall(r"\$[({](?:or \$\()?(\w+)", (PROJECT / "Makefile").read_text("utf-8"))
    assert {each.partition("=")[0] for each in settings} <= set(named), command


def test_commands_in_running_text_have_the_names_and_options_that_are_there() -> None:
    from orchestration.cli import cli

    every = set[str]().union(*(options(each) for each in cli.commands.values()))
    for quoted in QUOTED:
        if ours := OURS.fullmatch(quoted):
            name, *words = shlex.split(ours["words"])
            if name == "--help":
                continue
            assert name in cli.commands, quoted
            assert {word for word in words if word.startswith("--")} <= options(cli.commands[name]), quoted
        elif quoted.startswith("make ") and len(quoted) > len("make "):
            makes(quoted)
        elif re.fullmatch(r"--[a-z-]+( \S+)?", quoted):
            assert quoted.split()[0] in every, quoted


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.splitlines()[0][:60])
def test_each_query_runs(room: Path, query: str) -> None:
    attaches = "attach " in query
    place = ":memory:" if attaches else str(room / "warehouse/indicators.duckdb")
    with contextlib.chdir(room), duckdb.connect(place, read_only=not attaches) as connection:
        statements = connection.extract_statements(query)
        assert statements
        for statement in statements:
            connection.execute(statement)


def test_the_results_below_queries_are_those_of_the_samples(published: Published) -> None:
    from docs.cookbook import COOKBOOKS, PAGES, queries, rendered

    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as connection:
        for page in PAGES:
            text = page.read_text("utf-8")
            assert rendered(text, connection) == text, f"{page.name}: run `make docs`"
    for page in COOKBOOKS:
        shown = [code for section in sections(page) for code in section.code if code.language == "sql"]
        assert len(queries(page.read_text("utf-8"))) == len(shown) > 20


def test_tables_and_columns_that_are_named_are_there(published: Published) -> None:
    """A name such as `marts.dim_report.flags`, anywhere in the documents."""
    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as connection:
        columns = connection.execute("select schema_name, table_name, column_name from duckdb_columns()").fetchall()
        functions = connection.execute("select schema_name, function_name from duckdb_functions()").fetchall()
    there = {".".join(row) for row in columns} | {".".join(row[:2]) for row in [*columns, *functions]}
    schemas = "marts|landing|lexicon|staging|intermediate"
    named = {each for each in QUOTED if re.fullmatch(rf"({schemas})\.(?!py$)\w+(\.\w+)?", each)}
    assert len(named) > 50
    assert named - there == set()


def test_each_term_of_the_glossary_says_where_it_is_seen() -> None:
    english, chinese = (sections(PROJECT / name) for name in ("docs/glossary.md", "docs/glossary.zh-CN.md"))
    seen = re.compile(r"(marts|landing|lexicon|staging|intermediate)\.\w+|indicators \w|make \w|\w+/")
    for here, there in zip(english, chinese, strict=True):
        for table, other in zip(here.tables, there.tables, strict=True):
            for (term, name, meaning, where), (name_there, term_there, *_, where_there) in zip(
                table[1:], other[1:], strict=True
            ):
                assert (term, name) == (term_there, name_there)
                assert meaning.endswith(".")
                quoted = re.findall(r"`([^`]+)`", where)
                assert quoted == re.findall(r"`([^`]+)`", where_there)
                assert quoted, term
                assert all(seen.match(each) for each in quoted), where
