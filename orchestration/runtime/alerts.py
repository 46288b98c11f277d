"""Telling a webhook that a refresh failed."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

VARIABLE = "INDICATORS_ALERT_URL"
_ATTEMPTS, _TIMEOUT_SECONDS = 3, 10


def address(written: str | None) -> str | None:
    """Where alerts go, or null where none are wanted.

    Args:
        written: what the environment says (`INDICATORS_ALERT_URL`).

    Raises:
        ValueError: the address is no http(s) address. The message does not repeat it, for it may hold a token.
    """
    url = (written or "").strip()
    if url and not _usable(url):
        raise ValueError(
            f"{VARIABLE}: what is set there is no http(s) address; give one as https://chat.example.org/hook"
        )
    return url or None


def _usable(url: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(url)
        # The port is looked at only when it is asked for.
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return known and url.isascii() and url.isprintable() and " " not in url


def message(run_id: str, job: str, causes: list[str]) -> dict[str, Any]:
    """The JSON that is posted; `text` is what chat services show of it."""
    text = f"{job} failed: {'; '.join(causes)} (run {run_id})"
    return {"text": text, "job": job, "run_id": run_id, "causes": causes}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other: to follow it would hand the message to an address that nobody set."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """None: the answer is raised as an error."""


def send(url: str, body: dict[str, Any], pause: float = 1.0) -> None:
    """Post JSON; an address that does not answer is tried again, for networks fail for a moment.

    Args:
        url: the address; see `address`.
        body: what is posted.
        pause: seconds before the second attempt; the third waits twice as long.

    Raises:
        OSError: it did not take the message. The error does not name the address, for it may hold a token.
    """
    request = urllib.request.Request(
        url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    opener = urllib.request.build_opener(_NoRedirect)
    why = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(pause * 2 ** (attempt - 1))
        try:
            opener.open(request, timeout=_TIMEOUT_SECONDS).close()
            return
        except urllib.error.HTTPError as error:
            why = f"it answered {error.code}"
            if 300 <= error.code < 400:
                why += ", a redirect, which is not followed: set the address that it leads to"
                break
        except (OSError, http.client.HTTPException) as error:
            why = f"it could not be reached ({getattr(error, 'reason', None) or type(error).__name__})"
    raise OSError(f"{VARIABLE}: the message was not taken; {why}")
