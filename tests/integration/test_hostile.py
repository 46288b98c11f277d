"""Nothing that a report says is code: on the page in a real browser, in the terminal, in exports."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, expect

from docs.screenshots import browser, installed_chromium
from orchestration.presentation import export
from orchestration.presentation.explorer.write import write
from tests.conftest import Published
from tests.explorer_page import opened
from tests.hostile import PAYLOAD, copied

CHROMIUM = installed_chromium()
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here")
Run = Callable[..., "subprocess.CompletedProcess[str]"]
# Line ends and tabs apart, no character that a terminal acts upon.
ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse in which every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    copied((published.warehouse / "indicators.duckdb").resolve(), folder / "indicators.duckdb", PAYLOAD)
    return folder


@pytest.fixture(scope="module")
def page(hostile: Path) -> Path:
    """The explorer of that warehouse."""
    with duckdb.connect(hostile / "indicators.duckdb", read_only=True) as connection:
        facts = {"made": "2026-01-01", "year": 2026, "version": PAYLOAD}
        write(connection, hostile / "explorer.html", hostile / "explorer-data", "hostile", facts)
    return hostile / "explorer.html"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM is not None
    with browser(CHROMIUM) as started:
        yield started


@contextmanager
def _listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and the paths that were asked for there."""
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/asked", asked
        server.shutdown()


@in_browser
@pytest.mark.parametrize(
    ("view", "places"),
    [
        ("#/", ["tbody th", ".lead"]),
        ("#/compare?i=gdp&p=2024", ["h1", ".about", "#table-places tbody th"]),
        ("#/place/500000?own=1", ["h1", "#table-scores tbody th", "#table-all tbody th"]),
        ("#/series/500000/gdp", ["h1", "tbody td"]),
    ],
)
def test_no_text_of_a_report_is_code_on_the_page(chromium: Browser, page: Path, view: str, places: list[str]) -> None:
    found = opened(chromium, page)
    tab = found.go(view)
    for place in places:
        assert any("window.ran" in text for text in tab.locator(place).all_text_contents()), place
    tab.get_by_role("combobox", name="查找").fill("window.ran")
    expect(tab.locator("#found li").first).to_contain_text("window.ran")
    if tab.locator("a.figure").count():
        tab.locator("a.figure").first.click()
        # It is there, as text: a sentence is shown without its tags, everything else with them.
        expect(tab.locator("dialog blockquote")).to_contain_text("=1+1")
        expect(tab.locator("dialog h2")).to_contain_text("<script>window.ran=1</script>")
    assert tab.evaluate("window.ran") is None
    assert tab.locator("img, iframe, object, embed, form, [onerror], [onload], [onmouseover]").count() == 0
    assert tab.locator("script:not([type='application/json'])").count() == 1
    hrefs = tab.evaluate("[...document.querySelectorAll('a')].map(each => each.getAttribute('href'))")
    assert [href for href in hrefs if not href.startswith("#")] == []
    assert not ACTING.search(tab.locator("main").inner_text())
    assert {request.partition("#")[0] for request in found.requests} == {page.as_uri()}
    assert found.said == []
    tab.context.close()


@in_browser
def test_no_text_of_a_report_is_a_formula_in_a_file(chromium: Browser, page: Path) -> None:
    found = opened(chromium, page)
    found.go("#/place/500000?own=1")
    rows = found.taken("section:has(#table-all) button.csv")
    texts = [value for row in rows for value in row.values() if "window.ran" in value]
    assert len(texts) > 50
    assert [text for text in texts if re.match(export.FORMULA, text)] == []
    assert any(text.startswith("'=1+1") for text in texts)
    found.page.context.close()


@in_browser
def test_the_page_lets_nothing_run_even_if_it_stood_there(chromium: Browser, page: Path, tmp_path: Path) -> None:
    """The policy is a wall of its own: it holds where an escape is forgotten."""
    html = page.read_text("utf-8")
    with _listener() as (address, asked):
        planted = (
            f"<script>window.ran=1</script><img src={address} onerror=window.ran=2><iframe src={address}></iframe>"
            f"<script src={address}></script><p style='color:red'>planted</p>"
        )
        (tmp_path / "planted.html").write_text(html.replace("</body>", f"{planted}</body>"), "utf-8")
        found = opened(chromium, tmp_path / "planted.html", offline=False)
        tab = found.go("#/")
        assert tab.locator("script:not([type='application/json'])").count() == 3
        assert tab.evaluate("window.ran") is None
        assert asked == []
        assert any("Content Security Policy" in line for line in found.said)
        # Without the policy it would have run and asked.
        bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
        (tmp_path / "bare.html").write_text(bare.replace("</body>", f"{planted}</body>"), "utf-8")
        tab = opened(chromium, tmp_path / "bare.html", offline=False).go("#/")
        tab.wait_for_timeout(500)
        assert tab.evaluate("window.ran") is not None
        assert asked != []


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "gdp"],
        ["compare", "nothing of that name"],
        ["review"],
        ["review", "--regions"],
        ["list", "indicators"],
        ["search", "[/red]"],
        ["trace"],
    ],
)
def test_the_terminal_shows_text_and_obeys_none(
    call_cli: Run, hostile: Path, arguments: list[str], published: Published
) -> None:
    if arguments == ["trace"]:
        with duckdb.connect(hostile / "indicators.duckdb", read_only=True) as connection:
            row = connection.execute("select min(observation_id) from marts.fct_observation").fetchone()
        assert row is not None
        arguments = ["trace", row[0]]
    for drawn in ({}, {"FORCE_COLOR": "1", "TTY_COMPATIBLE": "1", "COLUMNS": "400"}):
        done = call_cli(*arguments, "--warehouse", hostile, **drawn)
        shown = done.stdout + done.stderr
        assert "Traceback" not in shown
        assert done.returncode == (1 if "nothing of that name" in arguments else 0)
        if arguments != ["review", "--regions"]:
            assert "[/red][bold]" in re.sub(r"[\s│]", "", re.sub(r"\x1b\[[0-9;]*m", "", shown))
        # Colours that are the project's own come in pairs with their end; nothing else acts.
        assert not ACTING.search(re.sub(r"\x1b\[[0-9;]*m", "", shown) if drawn else shown)
        assert "owned\x07" not in shown


def test_names_in_csv_are_no_formulas(call_cli: Run, hostile: Path) -> None:
    done = call_cli("review", "--csv", "--warehouse", hostile)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows
    assert all(row["name"].startswith("'=1+1") for row in rows)
    done = call_cli("review", "--csv", "--keep-formulas", "--warehouse", hostile)
    assert all(row["name"].startswith("=1+1") for row in csv.DictReader(io.StringIO(done.stdout)))


@pytest.mark.parametrize("command", ["explain", "extract"])
def test_a_hostile_file_is_shown_as_text(call_cli: Run, tmp_path: Path, command: str) -> None:
    path = tmp_path / "[red]a[bold]\x1b[31m-2025.txt"
    path.write_text(
        "2025年某市政府工作报告\n2024年，[/b]特色\x1b]0;owned\x07产值增长5.5%，[red]户数达到7户。" + "万事有成。" * 99,
        "utf-8",
    )
    done = call_cli(command, path, *(["--rows"] if command == "explain" else []))
    assert done.returncode == 0, done.stderr
    assert not ACTING.search(done.stdout)
    if command == "explain":
        assert "[/b]特色␛]0;owned␇产值增长5.5%" in done.stdout
    else:
        assert [json.loads(line)["value"] for line in done.stdout.splitlines()][:2] == [5.5, 7.0]
    wrong = tmp_path / "\x1b[31m-2025.txt"
    wrong.touch()
    done = call_cli(command, wrong)
    assert done.returncode == 1
    assert "␛[31m-2025.txt" in done.stderr
    assert not ACTING.search(done.stderr)
