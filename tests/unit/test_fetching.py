"""Fetching is polite and safe: tried against a server of this machine that redirects, waits, refuses and misleads."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestration.fetching import addresses
from orchestration.fetching.addresses import RefusedError, checked, is_public
from orchestration.fetching.fetch import Fetcher, FetchError, Settings, settings
from orchestration.fetching.shelf import MEMORY, Shelf
from orchestration.fetching.sources import Outcome, SourcesError, fetch_all, fetch_one, read_sources
from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all

REPORT = "<!DOCTYPE html><html><body><h1>丽水市2025年政府工作报告</h1><p>一、2024年工作回顾</p><p>粮食产量增长5%。</p></body></html>"
Answer = tuple[int, dict[str, str], bytes]


class Server:
    """A server of this machine: what it answers, what it was asked, and when it sleeps."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                server.asked.append((self.path, headers))
                page = server.pages.get(self.path, (404, {}, b""))
                status, told, content = page(headers) if callable(page) else page
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", "Content-Length": str(len(content)), **told}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def fetcher(slept: list[float]) -> Iterator[Fetcher]:
    with Fetcher(Settings(private=True, file_mb=1, seconds=20), slept.append) as found:
        yield found


# Addresses.


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.gov.cn/1",
        "javascript:1",
        "//a.gov.cn",
        "a.gov.cn",
        "",
        "http://",
        "http://u:p@a.cn/",
    ],
)
def test_only_addresses_of_the_web_are_fetched(url: str) -> None:
    with pytest.raises(RefusedError):
        checked(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("114.114.114.114", True),
        ("2400:3200::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("172.31.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_inner_addresses_are_known(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_an_inner_address_is_refused_before_anything_is_sent(server: Server) -> None:
    with Fetcher(Settings(pause=0), lambda _: None) as fetcher, pytest.raises(RefusedError, match="--allow-private"):
        fetcher.get(f"{server.url}/a")
    assert server.asked == []


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"])
def test_other_writings_of_an_inner_address_are_refused_too(server: Server, host: str) -> None:
    with Fetcher(Settings(pause=0), lambda _: None) as fetcher, pytest.raises((RefusedError, FetchError)):
        fetcher.get(f"{server.url.replace('127.0.0.1', host)}/a")
    assert server.asked == []


def test_a_redirect_to_an_inner_address_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    # The server's own address stands for one of the open network here; what it leads to does not.
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    inner = Server()
    try:
        server.pages["/a"] = (302, {"Location": inner.url.replace("127.0.0.1", "127.0.0.2") + "/secret"}, b"")
        with Fetcher(Settings(pause=0), lambda _: None) as fetcher, pytest.raises(RefusedError, match=r"127\.0\.0\.2"):
            fetcher.get(f"{server.url}/a")
        assert inner.asked == []
    finally:
        inner.close()


def test_a_redirect_to_a_file_is_refused(server: Server, fetcher: Fetcher) -> None:
    server.pages["/a"] = (302, {"Location": "file:///etc/passwd"}, b"")
    with pytest.raises(RefusedError, match="only addresses"):
        fetcher.get(f"{server.url}/a")


# Answers.


def test_a_page_is_fetched_over_redirects(server: Server, fetcher: Fetcher) -> None:
    server.pages |= {"/a": (301, {"Location": "/b"}, b""), "/b": (302, {"Location": "c?x=1"}, b"")}
    server.pages["/c?x=1"] = (200, {"ETag": '"1"', "Content-Type": "text/html; charset=utf-8"}, REPORT.encode())
    found = fetcher.get(f"{server.url}/a")
    assert (found.url, found.content, found.etag) == (f"{server.url}/c?x=1", REPORT.encode(), '"1"')
    assert found.content_type == "text/html"
    assert "plan-indicators/" in server.asked[-1][1]["user-agent"]


def test_a_circle_of_redirects_ends(server: Server, fetcher: Fetcher) -> None:
    server.pages["/a"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(FetchError, match="more than 5 times"):
        fetcher.get(f"{server.url}/a")
    assert len(server.paths()) == 6


def test_a_server_that_asks_to_wait_is_waited_for(server: Server, fetcher: Fetcher, slept: list[float]) -> None:
    answers = iter([(429, {"Retry-After": "17"}, b""), (503, {}, b""), (200, {}, REPORT.encode())])
    server.pages["/a"] = lambda _: next(answers)
    assert fetcher.get(f"{server.url}/a").content
    assert 17.0 in slept
    assert len(server.paths()) == 3


def test_a_server_that_never_answers_well_is_given_up(server: Server, fetcher: Fetcher, slept: list[float]) -> None:
    server.pages["/a"] = (429, {"Retry-After": "99999"}, b"")
    with pytest.raises(FetchError, match="the server answers 429, 4 times"):
        fetcher.get(f"{server.url}/a")
    assert max(slept) <= 120


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, {}, b""), "answers 404"),
        ((200, {"Content-Type": "video/mp4"}, b"x"), "no report's"),
        ((200, {"Content-Type": "text/javascript"}, b"x"), "no report's"),
        ((200, {}, b"x" * (2 << 20)), "larger than 1 MB"),
        ((200, {"Content-Length": "9"}, b"x"), "times"),
    ],
)
def test_wrong_answers_are_told(server: Server, fetcher: Fetcher, answer: Answer, why: str) -> None:
    server.pages["/a"] = answer
    with pytest.raises(FetchError, match=why):
        fetcher.get(f"{server.url}/a")


@pytest.mark.parametrize(
    "began", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900000\r\n\r\n"]
)
def test_a_server_that_sends_a_byte_now_and_then_is_given_up(began: bytes) -> None:
    """Whether it never ends its head or its body; each byte comes well within the time that one may take."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening, suppress(OSError):

        def drip(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                robots = b"robots.txt" in connection.recv(4096)
                connection.sendall(
                    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" if robots else began
                )
                while not robots and not done.wait(0.02):
                    connection.sendall(b"H")

        def serve() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=drip, args=(listening.accept()[0],), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/a"
        with (
            Fetcher(Settings(private=True, pause=0, seconds=0.5), lambda _: None) as fetcher,
            pytest.raises(FetchError, match=r"takes more than 0\.5 seconds"),
        ):
            fetcher.get(url)
        done.set()


def test_rules_of_robots_are_kept(server: Server, fetcher: Fetcher) -> None:
    server.pages |= {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /inner\nCrawl-delay: 9")
    }
    server.pages |= {"/inner/a": (200, {}, b"x"), "/b": (302, {"Location": "/inner/a"}, b"")}
    for path in ("/inner/a", "/b"):
        with pytest.raises(RefusedError, match=r"robots\.txt"):
            fetcher.get(f"{server.url}{path}")
    assert server.paths() == ["/b"]


def test_a_host_whose_rules_cannot_be_read_is_not_asked(server: Server, fetcher: Fetcher) -> None:
    server.pages["/robots.txt"] = (503, {}, b"")
    with pytest.raises(RefusedError, match=r"robots\.txt"):
        fetcher.get(f"{server.url}/a")
    assert server.paths() == []


def test_one_host_is_asked_with_a_pause_that_it_may_lengthen(
    server: Server, fetcher: Fetcher, slept: list[float]
) -> None:
    server.pages |= {
        "/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 9"),
        "/a": (200, {}, b"x"),
        "/b": (200, {}, b"x"),
    }
    fetcher.get(f"{server.url}/a")
    fetcher.get(f"{server.url}/b")
    assert len(slept) == 2
    assert all(8 < pause <= 9 for pause in slept)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_FETCH_PAUSE", "0.5")
    monkeypatch.setenv("INDICATORS_FETCH_CONTACT", "mailto:data@example.org")
    found = settings()
    assert (found.pause, found.private) == (0.5, False)
    assert "mailto:data@example.org" in found.agent
    monkeypatch.setenv("INDICATORS_FETCH_PAUSE", "soon")
    with pytest.raises(ValueError, match="INDICATORS_FETCH_PAUSE=soon"):
        settings()


# The folder.


def test_a_fetched_page_is_a_report_with_its_source(server: Server, fetcher: Fetcher, tmp_path: Path) -> None:
    server.pages["/art/1.html"] = (200, {"ETag": '"1"'}, REPORT.encode())
    outcome = Outcome()
    fetch_one(f"{server.url}/art/1.html", Shelf(tmp_path), fetcher, outcome, {"place": "衢州市"})
    (file,) = outcome.files
    assert file.parent.parent == tmp_path
    assert yaml.safe_load(file.with_name(file.name + ".yml").read_text("utf-8"))["place"] == "衢州市"
    found = read_all(list_files(tmp_path))
    assert found.quarantine.is_empty()
    assert found.reports["source_url"].to_list() == [f"{server.url}/art/1.html"]
    assert found.reports["region"].to_list() == ["衢州市"]


def test_what_has_not_changed_is_not_sent_again(server: Server, fetcher: Fetcher, tmp_path: Path) -> None:
    def page(headers: dict[str, str]) -> Answer:
        return (304, {}, b"") if headers.get("if-none-match") == '"1"' else (200, {"ETag": '"1"'}, REPORT.encode())

    server.pages["/a"] = page
    outcome = Outcome()
    for _ in range(2):
        fetch_one(f"{server.url}/a", Shelf(tmp_path), fetcher, outcome)
    assert (len(outcome.files), outcome.unchanged) == (1, 1)
    outcome.files[0].unlink()
    fetch_one(f"{server.url}/a", Shelf(tmp_path), fetcher, outcome)
    assert len(outcome.files) == 2


def test_a_corrected_page_takes_the_place_of_the_old_one(server: Server, fetcher: Fetcher, tmp_path: Path) -> None:
    outcome = Outcome()
    for growth in ("5%", "6%"):
        server.pages["/a"] = (200, {}, REPORT.replace("5%", growth).encode())
        fetch_one(f"{server.url}/a", Shelf(tmp_path), fetcher, outcome)
    assert outcome.files[0] == outcome.files[1]
    assert "6%" in outcome.files[0].read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    ["/..%2F..%2Fetc%2Fpasswd", "/a%00b.html", "/x/.hidden", "/%E6%8A%A5%E5%91%8A.doc", "/" + "a" * 300, "/?id=1"],
)
def test_no_address_names_a_file_outside_the_folder(
    server: Server, fetcher: Fetcher, tmp_path: Path, path: str
) -> None:
    server.pages[path] = (200, {}, REPORT.encode())
    outcome = Outcome()
    fetch_one(f"{server.url}{path}", Shelf(tmp_path / "raw"), fetcher, outcome)
    (file,) = outcome.files
    assert file.resolve().is_relative_to(tmp_path / "raw")
    assert file.suffix == ".html"
    assert [each.name for each in list_files(tmp_path / "raw")] == [file.relative_to(tmp_path / "raw").as_posix()]


def test_a_damaged_memory_costs_nothing_but_requests(server: Server, fetcher: Fetcher, tmp_path: Path) -> None:
    server.pages["/a"] = (200, {}, REPORT.encode())
    (tmp_path / MEMORY).write_text("{")
    outcome = Outcome()
    fetch_one(f"{server.url}/a", Shelf(tmp_path), fetcher, outcome)
    assert len(outcome.files) == 1
    assert list(json.loads((tmp_path / MEMORY).read_text("utf-8"))) == [f"{server.url}/a"]


# Sources.


def test_new_reports_of_an_index_are_fetched_and_the_failure_of_one_keeps_no_other(
    server: Server, fetcher: Fetcher, tmp_path: Path
) -> None:
    links = [
        '<a href="/art/1.html">2025年政府工作报告</a>',
        '<a href="art/2.html"><b>2024年统计公报</b></a>',
        '<a href="/art/3.html">领导活动</a>',
        '<a href="/art/gone.html">2023年统计公报</a>',
        '<a href="https://elsewhere.example/4.html">政府工作报告</a>',
        '<a href="javascript:void(0)">统计公报</a>',
        '<a href="/art/1.html#top">政府工作报告</a>',
    ]
    server.pages["/index.html"] = (200, {}, f"<html><body>{''.join(links)}</body></html>".encode("gb18030"))
    server.pages |= {
        f"/art/{number}.html": (200, {}, REPORT.replace("5%", f"{number}%").encode()) for number in (1, 2, 3)
    }
    sources = tmp_path / "sources.yml"
    sources.write_text(f"- index: {server.url}/index.html\n  links: 工作报告|统计公报\n  place: 丽水市\n", "utf-8")
    outcome = fetch_all(read_sources(sources), Shelf(tmp_path), fetcher, now=0)
    assert len(outcome.files) == 2
    assert list(outcome.failed) == [f"{server.url}/art/gone.html"]
    assert server.paths() == ["/index.html", "/art/1.html", "/art/2.html", "/art/gone.html"]
    again = fetch_all(read_sources(sources), Shelf(tmp_path), fetcher, now=0)
    assert (again.files, again.unchanged) == ([], 2)
    assert len([file for file in list_files(tmp_path) if not file.problem]) == 2


def test_an_index_that_fails_keeps_no_other(server: Server, fetcher: Fetcher, tmp_path: Path) -> None:
    server.pages |= {"/b": (200, {}, b'<a href="/1">x</a>'), "/1": (200, {}, REPORT.encode())}
    path = tmp_path / "sources.yml"
    path.write_text(f"- index: {server.url}/a\n- index: {server.url}/b\n")
    outcome = fetch_all(read_sources(path), Shelf(tmp_path), fetcher, now=0)
    assert (len(outcome.files), list(outcome.failed)) == (1, [f"{server.url}/a"])


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("index: x", "no list"),
        ("- links: x", "names no index"),
        ("- index: file:///a", "only addresses"),
        ("- {index: 'http://a.cn', links: '('}", "no pattern"),
        ("- {index: 'http://a.cn', depth: 3}", "says depth"),
        ("[", "no YAML"),
    ],
)
def test_sources_that_cannot_be_understood_are_told(tmp_path: Path, written: str, why: str) -> None:
    path = tmp_path / "sources.yml"
    path.write_text(written)
    with pytest.raises(SourcesError, match=why):
        read_sources(path)
