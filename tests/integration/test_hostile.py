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
from playwright.sync_api import Page

from docs.screenshots import browser, installed_chromium
from orchestration.presentation import page as comparison_page
from tests.conftest import Published
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
def html(hostile: Path) -> str:
    with duckdb.connect(hostile / "indicators.duckdb", read_only=True) as connection:
        return comparison_page.render(connection)


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    assert CHROMIUM is not None
    with browser(CHROMIUM) as opened:
        yield opened.new_page()


def _opened(tab: Page, html: str, path: Path) -> tuple[list[str], list[str]]:
    """What the browser asked for and what it complained of."""
    requests: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    path.write_text(html, "utf-8")
    tab.goto(path.as_uri())
    tab.wait_for_timeout(500)
    return requests, said


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
def test_no_text_of_a_report_is_code_on_the_page(html: str, tab: Page, tmp_path: Path) -> None:
    path = tmp_path / "comparison.html"
    requests, said = _opened(tab, html, path)
    assert requests == [path.as_uri()]
    assert said == []
    assert tab.evaluate("window.ran") is None
    assert tab.locator("script, img, iframe, object, embed, form, [onerror], [onload], [onmouseover]").count() == 0
    hrefs = tab.evaluate("[...document.querySelectorAll('a')].map(each => each.getAttribute('href'))")
    assert hrefs
    assert [href for href in hrefs if not re.fullmatch(r"#s\d+", href)] == []
    # It is there, as text (a sentence is shown without its tags): in the title, a heading, tables, links, the drawing and the sources.
    shown = "<script>window.ran=1</script><img src=https://a.invalid/i onerror=window.ran=2>"
    assert shown in tab.title()
    for place in (
        "h1",
        "td >> nth=0",
        "ol.sources .sentence >> nth=0",
        "ol.sources small >> nth=0",
    ):
        assert "window.ran" in (tab.locator(place).text_content() or ""), place
    assert "window.ran" in str(tab.locator("a.figure").first.get_attribute("title"))
    assert any("window.ran" in text for text in tab.locator("svg text").all_text_contents())
    assert "window.ran" in str(tab.locator("svg a title").first.text_content())


@in_browser
def test_the_page_lets_nothing_run_even_if_it_stood_there(html: str, tab: Page, tmp_path: Path) -> None:
    """The policy is a wall of its own: it holds where an escape is forgotten."""
    with _listener() as (address, asked):
        planted = (
            f"<script>window.ran=1</script><img src={address} onerror=window.ran=2><iframe src={address}></iframe>"
        )
        _, said = _opened(tab, html.replace("</main>", f"{planted}</main>"), tmp_path / "planted.html")
        assert tab.locator("script").count() == 1
        assert tab.evaluate("window.ran") is None
        assert asked == []
        assert any("Content Security Policy" in line for line in said)
        # Without the policy it would have run and asked.
        bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
        _opened(tab, bare.replace("</main>", f"{planted}</main>"), tmp_path / "bare.html")
        assert tab.evaluate("window.ran") is not None
        assert asked != []


@in_browser
def test_the_page_of_the_samples_shows_what_it_should(published: Published, tab: Page, tmp_path: Path) -> None:
    html = (published.warehouse / "comparison.html").read_text("utf-8")
    requests, said = _opened(tab, html, tmp_path / "samples.html")
    assert (len(requests), said) == (1, [])
    # The style is let through, and so is the drawing.
    assert tab.evaluate("getComputedStyle(document.querySelector('.number')).textAlign") == "right"
    box = tab.locator("svg").bounding_box()
    assert box is not None
    assert box["height"] > 300
    link = tab.locator("svg a").first
    tab.evaluate("location.hash = document.querySelector('svg a').getAttribute('href')")
    assert tab.locator("li:target mark").count() == 1
    assert (link.get_attribute("aria-label") or "").startswith("地区生产总值")


def test_each_figure_on_the_page_is_marked_at_its_offset(published: Published) -> None:
    """Five figures of the samples stand in sentences that write the same text earlier."""
    html = (published.warehouse / "comparison.html").read_text("utf-8")
    items = re.findall(
        r'<span class="sentence">(.*?)<mark>(.*?)</mark>(.*?)</span>.*?<code>([^<]*)</code>', html, flags=re.S
    )
    assert len(items) > 50
    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as connection:
        placed = dict(
            connection.execute(
                """
                select observation_id, [reports.text[sentences.start + 1:facts.start],
                    reports.text[facts.start + 1:facts."end"]]
                from landing.observations as facts inner join landing.sentences as sentences using (sentence_id)
                inner join landing.reports as reports on facts.report_id = reports.report_id
                """
            ).fetchall()
        )
    for before, figure, _, observation in items:
        expected = [re.sub(r"\s|<[^>]*>|&nbsp;|\*\*", "", text) for text in placed[observation]]
        assert [re.sub(r"\s", "", before), re.sub(r"\s", "", figure)] == expected, observation


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "gdp"],
        ["compare", "nothing of that name"],
        ["review"],
        ["review", "--regions"],
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
