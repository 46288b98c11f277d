"""The explorer in a real browser, for tests: what it asks for and complains of, and a few things that people do with it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1400, "height": 900}


@dataclass
class Explorer:
    """An open page of the explorer, with every request that it made and every complaint of the browser."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def go(self, place: str) -> Page:
        """Open an address of the explorer, such as `#/place/500000`, and wait until it is shown."""
        self.page.goto("about:blank")
        self.page.goto(self.address + place)
        self.page.wait_for_selector("body[data-ready]")
        self.page.set_default_timeout(5000)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until nothing is being loaded."""
        self.page.wait_for_function("!document.querySelector('main[aria-busy], .wait')")
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")

    def column(self, label: str, table: str = "table") -> list[str]:
        """The texts of a column, by its heading, top to bottom."""
        return (
            self.page.locator(f"{table} >> nth=0")
            .locator(f"tbody:not(.pinned) [data-label='{label}']")
            .all_inner_texts()
        )

    def taken(self, button: str = "button.csv") -> list[dict[str, str]]:
        """The rows of the CSV that a button gives."""
        with self.page.expect_download() as offered:
            self.page.locator(button).first.click()
        raw = Path(offered.value.path()).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))

    def barriers(self) -> list[tuple[str, Any]]:
        """What axe-core finds that keeps people out, by its rule."""
        found = Axe().run(self.page).response["violations"]
        return [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


def opened(browser: Browser, path: Path, **context: Any) -> Explorer:
    """The explorer in a window of its own, which is offline. `context` goes to the browser: `viewport`, `color_scheme`, `locale`."""
    window = browser.new_context(**{"viewport": DESKTOP, "locale": "zh-CN", "offline": True, **context})
    found = Explorer(window.new_page(), path.as_uri())
    found.page.on("request", lambda request: found.requests.append(request.url))
    found.page.on("console", lambda message: found.said.append(message.text))
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.on("dialog", lambda dialog: (found.said.append(dialog.message), dialog.dismiss()))
    return found
