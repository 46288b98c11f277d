"""The Dagster UI, shut to other web pages, with the daemon that works beside it.

The UI asks nobody who they are, and answers on loopback. Yet any page that a person has open in a browser can send
requests there, and Dagster by itself would start runs for it: `Guard` refuses what does not come from the UI itself.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from orchestration.runtime.dbt_process import end_with_parent

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERYWHERE = ("0.0.0.0", "::", "")
# Further names under which the UI is reached, as those of a proxy, separated by commas.
HOSTS_VARIABLE = "INDICATORS_UI_HOSTS"
_READING = ("GET", "HEAD", "OPTIONS")


class Guard:
    """An ASGI application before another: it answers 403 where a request comes from another page or under a foreign name.

    Refused are a `Host` that is none of the UI's names (a page whose name was pointed here), an `Origin` that is not the
    UI itself, a request that the browser says comes from another site, and GraphQL by GET or as a form, which a page
    could send without being asked for its origin. Websockets are held to the same.
    """

    def __init__(self, app: App, hosts: Collection[str]) -> None:
        """Guard `app`, which is reached under the names `hosts`, in lower case and without a port."""
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif (reason := refusal(scope, self._hosts)) is not None:
            await _refuse(scope, send, reason)
        else:
            await self._app(scope, receive, _unframed(send))


def refusal(scope: Mapping[str, Any], hosts: Collection[str]) -> str | None:
    """Why a request is refused, or null.

    Args:
        scope: an ASGI scope of the type `http` or `websocket`.
        hosts: names under which the UI is reached, in lower case and without a port.
    """
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1").strip().lower())
    host = headers.get("host", [])
    if len(host) != 1 or _name(host[0]) not in hosts:
        return f"this UI is not reached under the name {', '.join(host) or 'that was given'} (see {HOSTS_VARIABLE})"
    if any(urlsplit(origin).netloc != host[0] for origin in headers.get("origin", [])):
        return "the request comes from another page"
    method = scope.get("method", "GET")
    site = headers.get("sec-fetch-site", ["none"])[-1]
    # A link from elsewhere may lead here; nothing else may be asked for from there.
    followed = method == "GET" and headers.get("sec-fetch-mode") == ["navigate"]
    if site not in ("same-origin", "none") and not followed:
        return "the request comes from another site"
    if scope["type"] == "http" and "graphql" in scope["path"].lower():
        return _refused_graphql(scope, method, headers)
    return None


def _refused_graphql(scope: Mapping[str, Any], method: str, headers: Mapping[str, list[str]]) -> str | None:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    if asked.keys() & {"query", "variables", "operationName"}:
        return "a query is sent by POST, in the body"
    sent_as = headers.get("content-type", [""])[-1].partition(";")[0].strip()
    if method not in _READING and sent_as != "application/json":
        return "a query is sent as application/json"
    return None


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


async def _refuse(scope: Scope, send: Send, reason: str) -> None:
    if scope["type"] == "websocket":
        # Before it was accepted, this is answered with 403.
        await send({"type": "websocket.close", "code": 1008})
        return
    body = json.dumps({"error": reason}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _unframed(send: Send) -> Send:
    """Let no other page show the UI in a frame of its own, where a person could be led to press its buttons."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            extra = [(b"x-frame-options", b"SAMEORIGIN"), (b"cross-origin-resource-policy", b"same-origin")]
            message["headers"] = [*message.get("headers", []), *extra]
        await send(message)

    return sending


def names(further: Collection[str]) -> frozenset[str]:
    """The names under which the UI is reached: loopback, those given, and those of the environment."""
    given = [*further, *os.environ.get(HOSTS_VARIABLE, "").split(",")]
    return LOOPBACK | {name.strip().lower() for name in given if name.strip()}


def serve(
    host: str, port: int, hosts: Collection[str], workspace: Path, daemon: bool, told: Callable[[str], None]
) -> None:
    """Serve the UI of the instance in DAGSTER_HOME until this process is asked to end.

    Args:
        host: the address to listen on.
        port: the port; 0 takes a free one.
        hosts: further names under which it is reached.
        workspace: a Dagster workspace file that says where the code is; see `dagster_home.WORKSPACE`.
        daemon: whether the daemon, which runs sensors, schedules and the queue, is started and ended with it.
        told: called with the line that tells the address.

    Raises:
        OSError: the port cannot be had.
        RuntimeError: the daemon ended by itself.
    """
    listening = _listen(host, port)
    # The server ends in order on either signal, and then raises it once more.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with listening, _daemon(workspace) if daemon else _nothing() as beside:
            _serve(listening, hosts if host in _EVERYWHERE else [*hosts, host], workspace, beside, told)
            if beside is not None and beside.poll() is not None:
                raise RuntimeError(f"the daemon has ended by itself (exit {beside.returncode}); its own lines say why")
    except KeyboardInterrupt:
        return


def _serve(
    listening: socket.socket,
    hosts: Collection[str],
    workspace: Path,
    beside: subprocess.Popen[bytes] | None,
    told: Callable[[str], None],
) -> None:
    # Slow to import, and of no use where the port is taken.
    import uvicorn
    from dagster import DagsterInstance, __version__
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import WorkspaceFileTarget
    from dagster_webserver.app import create_app_from_workspace_process_context

    with (
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(instance, WorkspaceFileTarget([str(workspace)]), version=__version__) as context,
    ):
        app = Guard(create_app_from_workspace_process_context(context), names(hosts))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        if beside is not None:
            threading.Thread(target=_end_with, args=(beside, server), daemon=True).start()
        address, port = listening.getsockname()[:2]
        told(f"the UI answers on http://{f'[{address}]' if ':' in address else address}:{port}")
        server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0]
        raise OSError(error.errno, f"{why}; choose another with --host and --port", f"{host}:{port}") from error


@contextmanager
def _daemon(workspace: Path) -> Iterator[subprocess.Popen[bytes] | None]:
    command = [str(Path(sys.executable).with_name("dagster-daemon")), "run", "-w", str(workspace)]
    # In a group of its own: Ctrl-C is for this process, which then ends the daemon once.
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=lambda: end_with_parent(signal.SIGTERM)
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def _nothing() -> Iterator[None]:
    yield None


def _end_with(process: subprocess.Popen[bytes], server: Any) -> None:
    """Without its daemon the UI would show sensors and a queue that nobody works on."""
    process.wait()
    server.should_exit = True
