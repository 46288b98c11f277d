"""A UI that was really started refuses what another web page would send, and ends in order."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import INDICATORS, PROJECT

MUTATION = "mutation{setNuxSeen}"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running UI without its daemon, and its port."""
    warehouse = tmp_path_factory.mktemp("shut")
    command = [*INDICATORS, "ui", "--no-daemon", "--port", "0", "--warehouse", str(warehouse)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=PROJECT
    ) as process:
        assert process.stdout is not None
        found = None
        while found is None:
            line = process.stdout.readline()
            assert line, "the UI ended"
            found = re.search(r"answers on http://127\.0\.0\.1:(\d+)", line)
        yield process, int(found[1])
        process.kill()


def ask(port: int, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Host": f"127.0.0.1:{port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.request(method, path, body=None if body is None else json.dumps(body), headers=sent)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_the_ui_answers_itself_and_programs_of_this_machine(started: tuple[subprocess.Popen[str], int]) -> None:
    _, port = started
    assert ask(port, "GET", "/")[0] == 200
    status, said = ask(
        port,
        "POST",
        "/graphql",
        {"query": "{version}"},
        Content_Type="application/json",
        Origin=f"http://127.0.0.1:{port}",
    )
    assert (status, list(json.loads(said)["data"])) == (200, ["version"])
    assert ask(port, "POST", "/graphql", {"query": MUTATION}, Content_Type="application/json")[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("GET", f"/graphql?query={MUTATION}", None, {}),
        ("GET", f"/graphql?query={MUTATION}", None, {"Host": "evil.example", "Origin": "http://evil.example"}),
        ("POST", f"/graphql?query={MUTATION}", None, {"Content_Type": "text/plain"}),
        (
            "POST",
            "/graphql",
            {"query": MUTATION},
            {"Content_Type": "application/json", "Origin": "http://evil.example"},
        ),
        ("POST", "/graphql", {"query": MUTATION}, {"Content_Type": "application/json", "Host": "evil.example:3000"}),
        ("GET", "/server_info", None, {"Host": "evil.example"}),
    ],
)
def test_another_page_is_refused(
    started: tuple[subprocess.Popen[str], int], method: str, path: str, body: object, headers: dict[str, str]
) -> None:
    status, said = ask(started[1], method, path, body, **headers)
    assert status == 403
    assert "error" in json.loads(said)


@pytest.mark.parametrize(
    ("host", "origin", "answer"),
    [
        ("127.0.0.1:{}", "http://127.0.0.1:{}", b"101"),
        ("127.0.0.1:{}", "http://evil.example", b"403"),
        ("evil.example", "http://evil.example", b"403"),
    ],
)
def test_websockets_are_held_to_the_same(
    started: tuple[subprocess.Popen[str], int], host: str, origin: str, answer: bytes
) -> None:
    _, port = started
    lines = [
        "GET /graphql HTTP/1.1",
        f"Host: {host.format(port)}",
        f"Origin: {origin.format(port)}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Protocol: graphql-ws",
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall("\r\n".join([*lines, "", ""]).encode())
        assert link.recv(4096).split()[1] == answer


def test_a_port_that_is_taken_is_one_line(started: tuple[subprocess.Popen[str], int], tmp_path: Path) -> None:
    command = [*INDICATORS, "ui", "--port", str(started[1]), "--warehouse", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert done.returncode == 1
    assert re.fullmatch(rf"Error: 127\.0\.0\.1:{started[1]}: Address already in use; choose another .*\n", done.stderr)


def test_it_ends_with_its_daemon_when_it_is_asked_to(tmp_path: Path) -> None:
    command = [*INDICATORS, "ui", "--port", "0", "--warehouse", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=PROJECT) as process:
        assert process.stdout is not None
        while "answers on" not in (line := process.stdout.readline()):
            assert line, "the UI ended"
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert any("dagster-daemon" in Path(f"/proc/{child}/cmdline").read_text() for child in children)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=90)
    assert process.returncode == 0
    # A process that was told to end may need a moment to do so.
    until = time.monotonic() + 30
    while (left := [child for child in children if Path(f"/proc/{child}").exists()]) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == []
