"""The look-up of known vulnerabilities, against a database of the test's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec

import pytest

from tests.conftest import PROJECT


class Database(BaseHTTPRequestHandler):
    """Answers as OSV does; it knows one vulnerability, of the distribution in `bad`."""

    bad = ""
    asked: set[str]

    def do_GET(self) -> None:
        self.send_error(405)

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = question["package"]["name"]
        self.asked.add(name)
        known = {"id": "OSV-0", "affected": [{"package": {"name": name, "ecosystem": "PyPI"}}], "summary": "a fault"}
        answer = json.dumps({"vulns": [known]} if name == self.bad else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002 - the library's name
        """Stay silent."""


@pytest.fixture
def database() -> Iterator[str]:
    Database.bad, Database.asked = "", set()
    with ThreadingHTTPServer(("127.0.0.1", 0), Database) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


def audit(database: str) -> subprocess.CompletedProcess[str]:
    if find_spec("pip_audit") is None:
        pytest.skip("pip-audit is not installed: run `make setup-dev`")
    environment = {**os.environ, "OSV_URL": database, "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, str(PROJECT / ".ci" / "audit.py")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_known_vulnerability_is_told(database: str) -> None:
    assert audit(database).returncode == 0
    assert {"duckdb", "pytest", "uv"} <= Database.asked
    Database.bad = "duckdb"
    found = audit(database)
    assert found.returncode == 1
    assert "duckdb" in found.stdout
    assert "OSV-0" in found.stdout


def test_a_database_out_of_reach_is_told_and_is_no_failure() -> None:
    found = audit("http://127.0.0.1:9/v1/query")
    assert found.returncode == 0
    assert "nothing was looked up" in found.stdout
