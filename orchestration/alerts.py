"""Telling a webhook that a refresh failed."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from typing import Any

VARIABLE = "INDICATORS_ALERT_URL"
_ATTEMPTS, _TIMEOUT_SECONDS = 3, 10


def address() -> str | None:
    """Where alerts go, or null where none are wanted.

    Raises:
        ValueError: the address is no http(s) address.
    """
    url = os.environ.get(VARIABLE, "").strip()
    if url and not url.startswith(("http://", "https://")):
        raise ValueError(f"{VARIABLE}: {url!r} is no http(s) address")
    return url or None


def message(run_id: str, job: str, causes: list[str]) -> dict[str, Any]:
    """The JSON that is posted; `text` is what chat services show of it."""
    text = f"{job} failed: {'; '.join(causes)} (run {run_id})"
    return {"text": text, "job": job, "run_id": run_id, "causes": causes}


def send(url: str, body: dict[str, Any], pause: float = 1.0) -> None:
    """Post JSON; an address that does not answer is tried again, for networks fail for a moment.

    Raises:
        OSError: it did not take the message.
    """
    request = urllib.request.Request(
        url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    for attempt in range(_ATTEMPTS):
        try:
            urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS).close()
            return
        except OSError:
            if attempt + 1 == _ATTEMPTS:
                raise
            time.sleep(pause * 2**attempt)
