"""What a host asks of who fetches: its robots.txt, and a pause between two requests."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
from protego import Protego

_LONGEST_PAUSE = 60.0
_LARGEST_RULES = 512 << 10


class Manners:
    """Rules and pauses by host, for as long as a run lasts.

    Args:
        agent: by which this program names itself.
        pause: seconds between two requests to one host; a host may ask for more.
        rules_of: fetches an address of rules: its status and its text, or null where the host does not answer.
        sleep: waits; another one for tests.
    """

    def __init__(
        self,
        agent: str,
        pause: float,
        rules_of: Callable[[httpx.URL], tuple[int, str] | None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._agent = agent
        self._pause = pause
        self._rules_of = rules_of
        self._sleep = sleep
        self._rules: dict[str, Protego | None] = {}
        self._last: dict[str, float] = {}

    def allow(self, url: httpx.URL) -> bool:
        """Whether the host lets this address be fetched. A host that cannot say so now does not."""
        origin = _origin(url)
        if origin not in self._rules:
            self.wait(url)
            self._rules[origin] = self._ask(url)
        rules = self._rules[origin]
        return rules is not None and rules.can_fetch(str(url), self._agent)

    def wait(self, url: httpx.URL) -> None:
        """Wait until the host may be asked again."""
        origin = _origin(url)
        rules = self._rules.get(origin)
        asked = float(rules.crawl_delay(self._agent) or 0) if rules else 0.0
        pause = min(max(self._pause, asked), _LONGEST_PAUSE)
        since = time.monotonic() - self._last.get(origin, float("-inf"))
        if since < pause:
            self._sleep(pause - since)
        self._last[origin] = time.monotonic()

    def _ask(self, url: httpx.URL) -> Protego | None:
        found = self._rules_of(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        if found is None or found[0] >= 500 or found[0] == 429:
            return None
        # Rules that do not exist, or are not for everyone to see, forbid nothing.
        return Protego.parse(found[1][:_LARGEST_RULES] if found[0] < 300 else "")


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"
