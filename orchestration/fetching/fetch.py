"""An address → its bytes, if they are new: redirects, limits, retries, with all the checks each time."""

from __future__ import annotations

import email.utils
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

import httpx

from orchestration import __version__
from orchestration.fetching.addresses import CheckedTransport, RefusedError, checked
from orchestration.fetching.manners import Manners

_MOST_REDIRECTS = 5
_TRIES = 4
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 120.0
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
# What may hold a report. A server that does not know says octet-stream, and the bytes tell.
_TYPES = (
    "text/",
    "application/xhtml+xml",
    "application/pdf",
    "application/ofd",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-",
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
    "application/wps-office",
    "application/octet-stream",
    "application/zip",
    "application/x-zip-compressed",
    "message/rfc822",
    "multipart/related",
    "image/png",
    "image/jpeg",
    "image/tiff",
)
_NO_REPORT = ("text/css", "text/javascript")


class FetchError(RuntimeError):
    """An address that could not be fetched; the message says why."""


@dataclass(frozen=True)
class Settings:
    """How to fetch: seconds between two requests to a host, for one address, the largest file in MB, and whose it is.

    `private` allows addresses of the inner network.
    """

    pause: float = 2.0
    seconds: float = 120.0
    file_mb: int = 16
    private: bool = False
    contact: str = ""

    @property
    def agent(self) -> str:
        """The name by which servers know this program."""
        return f"plan-indicators/{__version__}" + (f" ({self.contact})" if self.contact else "")


def settings(**given: object) -> Settings:
    """The settings, as the environment and then the caller say.

    Raises:
        ValueError: a variable holds no number.
    """
    named: dict[str, tuple[str, Callable[[str], object]]] = {
        "pause": ("INDICATORS_FETCH_PAUSE", float),
        "seconds": ("INDICATORS_FETCH_SECONDS", float),
        "file_mb": ("INDICATORS_READ_FILE_MB", int),
        "private": ("INDICATORS_FETCH_PRIVATE", lambda written: written == "1"),
        "contact": ("INDICATORS_FETCH_CONTACT", str),
    }
    found: dict[str, object] = {}
    for field, (variable, read) in named.items():
        if written := os.environ.get(variable, "").strip():
            try:
                found[field] = read(written)
            except ValueError as error:
                raise ValueError(f"{variable}={written}: give a number, or leave it unset") from error
    return Settings(**{**found, **given})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Answer:
    """What an address gave: its bytes (null where they have not changed), where it led to, its type and its marks."""

    content: bytes | None
    url: str
    content_type: str
    etag: str | None
    last_modified: str | None


class Fetcher:
    """Fetches addresses one after the other.

    Args:
        within: the settings; those of the environment if not given.
        sleep: waits; another one for tests.
    """

    def __init__(self, within: Settings | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        self._within = within or settings()
        self._sleep = sleep
        self._client = httpx.Client(
            transport=CheckedTransport(private=self._within.private, seconds=self._within.seconds),
            headers={"User-Agent": self._within.agent, "Accept-Language": "zh-CN,zh;q=0.9"},
            timeout=httpx.Timeout(min(30.0, self._within.seconds)),
            follow_redirects=False,
            trust_env=False,
        )
        self._manners = Manners(self._within.agent, self._within.pause, self._rules, sleep)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """Fetch an address, if it has changed.

        Args:
            url: the address.
            etag: as the server gave it before.
            last_modified: as the server gave it before.

        Raises:
            RefusedError: an address that must not be asked, or its host forbids it.
            FetchError: no answer, a wrong one, one that is too large or too slow, or of a type that is no report's.
        """
        marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in marks.items() if value}
        at = checked(url)
        for _ in range(_MOST_REDIRECTS + 1):
            if not self._manners.allow(at):
                raise RefusedError(f"{at}: robots.txt of {at.host} does not let it be fetched")
            status, found, content = self._tried(at, headers)
            if status not in (301, 302, 303, 307, 308):
                break
            at = checked(str(at.join(found.get("location", ""))))
        else:
            raise FetchError(f"{url}: leads from one address to another more than {_MOST_REDIRECTS} times")
        if status not in (200, 304):
            raise FetchError(f"{at}: the server answers {status}")
        return Answer(
            content if status == 200 else None,
            str(at),
            found.get("content-type", "").partition(";")[0].strip().lower(),
            found.get("etag"),
            found.get("last-modified"),
        )

    def _tried(self, url: httpx.URL, headers: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        """The answer to a request; a server that asks to come again is asked again, later each time."""
        pause = _FIRST_PAUSE
        why = ""
        for number in range(_TRIES):
            if number:
                self._sleep(pause)
            self._manners.wait(url)
            try:
                status, found, content = self._once(url, headers)
            except httpx.TransportError as error:
                why, pause = f"{type(error).__name__}: {error}", min(2 * pause, _LONGEST_PAUSE)
                continue
            if status not in _AGAIN:
                return status, found, content
            asked = _seconds(found.get("retry-after"))
            why, pause = f"the server answers {status}", min(max(2 * pause, asked), _LONGEST_PAUSE)
        raise FetchError(f"{url}: {why}, {_TRIES} times")

    def _once(self, url: httpx.URL, headers: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        most = self._within.file_mb << 20
        with self._client.stream("GET", url, headers=headers) as answer:
            if answer.status_code != 200:
                return answer.status_code, answer.headers, b""
            kind = answer.headers.get("content-type", "application/octet-stream").strip().lower()
            if not kind.startswith(_TYPES) or kind.startswith(_NO_REPORT):
                raise FetchError(f"{url}: of type {kind[:60]}, which is no report's")
            content = bytearray()
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > most:
                    raise FetchError(f"{url}: larger than {self._within.file_mb} MB")
            return 200, answer.headers, bytes(content)

    def _rules(self, url: httpx.URL) -> tuple[int, str] | None:
        try:
            for _ in range(_MOST_REDIRECTS):
                with self._client.stream("GET", url) as answer:
                    content = bytearray()
                    for chunk in answer.iter_bytes():
                        content += chunk
                        if len(content) > 1 << 20:
                            break
                if not answer.is_redirect:
                    return answer.status_code, bytes(content).decode("utf-8", "replace")
                url = checked(str(url.join(answer.headers.get("location", ""))))
        except httpx.TransportError:
            return None
        return 404, ""


def _seconds(written: str | None) -> float:
    """How long a server asks to wait, in seconds or until a moment."""
    if not written:
        return 0.0
    if written.strip().isdecimal():
        return float(written)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(written).timestamp() - time.time())
    except ValueError:
        return 0.0
