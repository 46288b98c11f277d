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
GROUPS = ("raw", "landing", "lexicon", "staging", "intermediate", "marts", "published")


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


def lineage(page: Page, address: str) -> None:
    """The graph of all assets, collapsed to its groups, as large as the window allows, and nothing around it."""
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{address}/asset-groups")
    settle(page)
    page.locator('[aria-label="panel_show_right"]').first.click()
    page.wait_for_timeout(1500)
    for _ in range(3):
        page.locator('[aria-label="zoom_in"]').first.click()
        page.wait_for_timeout(1000)
    # Enlarged, the graph stands to the left of the window; its first group is drawn to where all fit.
    page.mouse.move(800, 800)
    page.mouse.down()
    page.mouse.move(800 + 120 - page.get_by_text("raw", exact=True).bounding_box()["x"], 800, steps=10)
    page.mouse.up()
    page.wait_for_timeout(1500)
    boxes = [page.get_by_text(group, exact=True).bounding_box() for group in GROUPS]
    left, top = min(box["x"] for box in boxes) - 40, min(box["y"] for box in boxes) - 40
    right, bottom = max(box["x"] for box in boxes) + 195, max(box["y"] for box in boxes) + 60
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    page.screenshot(path=DOCS / "dagster-lineage.png", clip=clip)


def checks(page: Page, address: str) -> None:
    """The checks of the observations, with one that says what it looks at."""
    page.set_viewport_size({"width": 1280, "height": 760})
    page.goto(f"{address}/assets/marts/fct_observation?view=checks&checkDetail=every_number_is_in_the_ledger")
    settle(page)
    page.screenshot(path=DOCS / "dagster-checks.png")


def published(page: Page, address: str) -> None:
    """What the last publication tells of itself, as courses over the refreshes."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/assets/published/warehouse?view=overview")
    settle(page)
    page.get_by_role("button", name="Plots").click()
    settle(page)
    page.screenshot(path=DOCS / "dagster-published.png")


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
        # Some years more in each refresh, so that the figures of the pipeline have a course to plot.
        for years in ("2020", "202[34]", "202[56]"):
            for report in sorted((PROJECT / "raw").glob(f"*-{years}.*")):
                shutil.copy(report, raw)
            refresh(raw, warehouse)
        explorer((warehouse / "explorer.html").resolve(), opened)
        page = opened.new_page()
        with dagster_ui(raw, warehouse) as address:
            page.goto(address)
            settle(page)
            page.get_by_text("Hide navigation").first.click()
            for take in (lineage, checks, published):
                take(page, address)


if __name__ == "__main__":
    main()
