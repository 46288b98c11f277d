"""Take the screenshots of the documentation from the real thing: `make screenshots`.

Refreshes the samples into a folder of its own, starts the Dagster UI on a free loopback port, and looks at it and at
the explorer with headless Chromium, which must be installed.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
BIN = Path(sys.executable).parent


@contextmanager
def dagster_ui(raw: Path, warehouse: Path) -> Iterator[str]:
    """The address of a running UI on the warehouse's own instance; its processes end with the context."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(BIN / "indicators"), "ui", "--raw", str(raw), "--warehouse", str(warehouse), "--port", str(port)]
    with (warehouse / "ui.log").open("w") as log:
        server = subprocess.Popen(command, cwd=PROJECT, stdout=log, stderr=log, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/server_info", timeout=2).read()
                break
            except OSError:
                time.sleep(0.5)
        else:
            raise TimeoutError(f"the UI did not answer; see {warehouse / 'ui.log'}")
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def settle(page: Page) -> None:
    """Wait for the page, and close what covers it on a first visit."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2500)
    for label in ("Skip", "Dismiss", "Close"):
        button = page.get_by_role("button", name=label)
        if button.count():
            button.first.click()
            page.wait_for_timeout(500)


def refresh(raw: Path, warehouse: Path) -> None:
    """Make the warehouse that is looked at."""
    command = [str(BIN / "indicators"), "refresh", "--raw", str(raw), "--warehouse", str(warehouse)]
    subprocess.run(command, check=True)


def installed_chromium() -> str | None:
    """The Chromium of this machine, or null."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


# Each picture of the explorer: where it looks, how wide and high, and the colours of the screen.
EXPLORER = {
    "explorer-sentence": ("#/series/500000/gdp?lang=zh", (1280, 860), "light"),
    "explorer-place": ("#/place/500000?lang=en", (1280, 860), "light"),
    "explorer-phone": ("#/place/500000?lang=zh", (390, 844), "dark"),
}


def explorer(page: Path, opened: Browser) -> None:
    """Take the pictures of the explorer."""
    for name, (place, (width, height), scheme) in EXPLORER.items():
        window = opened.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        tab = window.new_page()
        tab.goto(page.as_uri() + place)
        tab.wait_for_selector("body[data-ready]")
        if name == "explorer-sentence":
            tab.locator("a.figure").first.click()
            tab.wait_for_selector("dialog mark")
        tab.screenshot(path=DOCS / f"{name}.png")
        window.close()


def main() -> None:
    """Take all screenshots anew."""
    chromium = installed_chromium()
    if chromium is None:
        sys.exit("no Chromium on this machine; install it and run again")
    with tempfile.TemporaryDirectory() as folder, browser(chromium) as opened:
        warehouse, raw = Path(folder) / "warehouse", Path(folder) / "raw"
        raw.mkdir()
        # One report more in each refresh, so that the figures of the pipeline have a course to plot.
        for report in sorted((PROJECT / "raw").glob("*-20*")):
            shutil.copy(report, raw)
            refresh(raw, warehouse)
        explorer((warehouse / "explorer.html").resolve(), opened)
        with dagster_ui(raw, warehouse) as address:
            page = opened.new_page(viewport={"width": 1900, "height": 1750})
            page.goto(f"{address}/asset-groups")
            settle(page)
            # Opens all groups of the graph.
            page.keyboard.press("Alt+e")
            page.wait_for_timeout(3000)
            # Smaller than it opens, the graph stands whole in the window.
            for _ in range(2):
                page.locator('[aria-label="zoom_out"]').first.click()
                page.wait_for_timeout(2000)
            page.screenshot(path=DOCS / "dagster-lineage.png")
            page.set_viewport_size({"width": 1500, "height": 1000})
            for name, place in (
                ("dagster-checks", "assets/marts/fct_observation?view=checks"),
                ("dagster-published", "assets/published/warehouse?view=overview"),
            ):
                page.goto(f"{address}/{place}")
                settle(page)
                if name == "dagster-published":
                    page.get_by_role("button", name="Plots").click()
                    settle(page)
                page.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    main()
