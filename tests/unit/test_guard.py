"""The UI takes requests from its own pages alone, and from programs on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from orchestration.runtime import ui

JSON = {"content-type": "application/json"}
OWN = {"host": "127.0.0.1:3000"}


def scope(
    method: str = "GET", path: str = "/", query: str = "", kind: str = "http", **headers: str
) -> MutableMapping[str, Any]:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in fields.items()],
    }


ACCEPTED = {
    "the page itself": scope(host="127.0.0.1:3000"),
    "by name": scope(host="LOCALHOST:3000"),
    "by the other address": scope(host="[::1]:3000", origin="http://[::1]:3000"),
    "a mutation of the UI": scope(
        "POST", "/graphql", host="localhost:3000", origin="http://localhost:3000", content_type="application/json",
        sec_fetch_site="same-origin",
    ),
    "a program without an origin": scope(
        "POST", "/graphql", host="127.0.0.1:3000", content_type="application/json; charset=utf-8"
    ),
    "the playground": scope("GET", "/graphql", host="127.0.0.1:3000"),
    "a link followed from elsewhere": scope(
        host="127.0.0.1:3000", sec_fetch_site="cross-site", sec_fetch_mode="navigate"
    ),
    "behind a proxy": scope(host="plans.example.org", origin="https://plans.example.org"),
    "the websocket of the UI": scope(
        "GET", "/graphql", kind="websocket", host="localhost:3000", origin="http://localhost:3000"
    ),
}  # fmt: skip

REFUSED = {
    "a name pointed here": scope(host="evil.example:3000"),
    "a name that ends alike": scope(host="127.0.0.1.evil.example"),
    "a user before the name": scope(host="localhost@evil.example"),
    "no name": scope(),
    "a broken name": scope(host="[::1"),
    "another page": scope("POST", "/graphql", host="localhost:3000", origin="http://evil.example", content_type="application/json"),
    "another port": scope("POST", "/graphql", host="localhost:3000", origin="http://localhost:8000", content_type="application/json"),
    "a sandboxed page": scope("POST", "/graphql", host="localhost:3000", origin="null", content_type="application/json"),
    "a mutation by GET": scope("GET", "/graphql", "query=mutation{setNuxSeen}", host="localhost:3000"),
    "a mutation by HEAD": scope("HEAD", "/graphql", "query=mutation{setNuxSeen}", host="localhost:3000"),
    "its name in escapes": scope("GET", "/graphql", "%71uery=mutation{setNuxSeen}", host="localhost:3000"),
    "below a slash": scope("GET", "//graphql/", "query=x", host="localhost:3000"),
    "a form": scope("POST", "/graphql", host="localhost:3000", content_type="text/plain"),
    "a query in the address of a POST": scope(
        "POST", "/graphql", "query=mutation{setNuxSeen}", host="localhost:3000", content_type="application/json"
    ),
    "a picture's address": scope(host="localhost:3000", sec_fetch_site="cross-site", sec_fetch_mode="no-cors"),
    "a form of another site": scope(
        "POST", "/report_asset_materialization/x", host="localhost:3000", sec_fetch_site="cross-site",
        sec_fetch_mode="navigate",
    ),
    "a websocket of another page": scope(
        "GET", "/graphql", kind="websocket", host="localhost:3000", origin="http://evil.example"
    ),
    "a websocket under another name": scope("GET", "/graphql", kind="websocket", host="evil.example"),
}  # fmt: skip

HOSTS = ui.names(["Plans.example.org"])


@pytest.mark.parametrize("request_", ACCEPTED.values(), ids=ACCEPTED)
def test_requests_of_the_ui_pass(request_: MutableMapping[str, Any]) -> None:
    assert ui.refusal(request_, HOSTS) is None


@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED)
def test_requests_of_other_pages_are_refused(request_: MutableMapping[str, Any]) -> None:
    assert ui.refusal(request_, HOSTS)


def test_two_names_are_refused() -> None:
    twice = scope(host="localhost:3000")
    twice["headers"].append((b"Host", b"evil.example"))
    assert ui.refusal(twice, HOSTS)
    origins = scope("POST", host="localhost:3000", origin="http://localhost:3000")
    origins["headers"].append((b"origin", b"http://evil.example"))
    assert ui.refusal(origins, HOSTS)


def test_names_come_from_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ui.HOSTS_VARIABLE, "one.example, Two.example")
    assert ui.names([]) == ui.LOOPBACK | {"one.example", "two.example"}
    monkeypatch.setenv(ui.HOSTS_VARIABLE, "")
    assert ui.names([]) == ui.LOOPBACK


def answered(request: MutableMapping[str, Any]) -> tuple[bool, list[MutableMapping[str, Any]]]:
    """Whether the application behind the guard was asked, and what was sent."""
    asked: list[bool] = []
    sent: list[MutableMapping[str, Any]] = []

    async def app(_: object, __: object, send: ui.Send) -> None:
        asked.append(True)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {}

    asyncio.run(ui.Guard(app, HOSTS)(request, receive, send))
    return bool(asked), sent


def test_what_is_refused_never_reaches_the_application() -> None:
    asked, sent = answered(REFUSED["a mutation by GET"])
    assert not asked
    assert sent[0]["status"] == 403
    asked, sent = answered(REFUSED["a websocket of another page"])
    assert not asked
    assert sent == [{"type": "websocket.close", "code": 1008}]
    asked, sent = answered(ACCEPTED["the page itself"])
    assert asked
    assert (b"x-frame-options", b"SAMEORIGIN") in sent[0]["headers"]
    assert answered({"type": "lifespan"})[0]
