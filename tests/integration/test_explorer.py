"""The explorer of the samples in a real browser: what an analyst does with it, and what must hold while he does."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pypdfium2
import pytest
from playwright.sync_api import Browser, expect

from docs.screenshots import browser, installed_chromium
from orchestration.presentation.explorer.write import write
from tests.conftest import Published
from tests.explorer_page import PHONE, Explorer, opened

CHROMIUM = installed_chromium()
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here"),
]
VIEWS = [
    "#/",
    "#/compare?i=gdp",
    "#/place/500000",
    "#/series/500000/gdp",
    "#/contradictions",
    "#/files",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM is not None
    with browser(CHROMIUM) as started:
        yield started


@pytest.fixture(scope="module")
def path(published: Published) -> Path:
    return published.warehouse / "explorer.html"


@pytest.fixture
def explorer(chromium: Browser, path: Path) -> Iterator[Explorer]:
    """The page on a desktop; whatever a test does there, nothing is asked for but the page, and nothing is complained of."""
    found = opened(chromium, path)
    yield found
    found.page.context.close()
    assert {request.partition("#")[0] for request in found.requests} <= {path.as_uri(), "about:blank"}
    assert found.said == []


@pytest.fixture(scope="module")
def marts(published: Published) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as connection:
        yield connection


def test_what_is_chosen_stands_in_the_address_and_the_address_shows_it(explorer: Explorer) -> None:
    page = explorer.go("#/compare?lang=en")
    page.get_by_label("Indicator", exact=True).select_option("grain_output")
    expect(page.locator("h1")).to_have_text("Grain output")
    page.get_by_label("Period").select_option("2024")
    page.get_by_label("Level", exact=True).select_option("province")
    explorer.settle()
    sent = page.url
    assert {"i=grain_output", "p=2024", "l=province"} <= set(sent.partition("?")[2].split("&"))
    rows = page.locator("#table-places tbody tr").all_inner_texts()
    explorer.go(sent.partition("#")[1] + sent.partition("#")[2])
    assert page.locator("#table-places tbody tr").all_inner_texts() == rows


def test_places_stand_side_by_side_with_what_is_not_there_told_apart(
    explorer: Explorer, marts: duckdb.DuckDBPyConnection
) -> None:
    page = explorer.go("#/compare?i=gdp&m=growth&u=%25&p=2024&l=province")
    rows = marts.execute(
        """
        select regions.short_name, outturn_cell, target_cell, outturn_rank::varchar from marts.peers as peers
        inner join marts.dim_region as regions using (region_code)
        where indicator_code = 'gdp' and measure = 'growth' and period = '2024' and peers.level = 'province'
        """
    ).fetchall()
    shown = {"not stated": "未提及", "no report": "无报告"}
    names = page.locator("#table-places tbody:not(.pinned) th").all_inner_texts()
    assert sorted(names) == sorted(row[0] for row in rows)
    for name, outturn, target, rank in rows:
        line = page.locator(
            "#table-places tbody:not(.pinned) tr", has=page.locator("th", has_text=re.compile(f"^{name}$"))
        )
        for label, state in (("完成", outturn), ("目标", target)):
            told = line.locator(f"[data-label='{label}']").inner_text()
            assert told == shown[state] if state != "stated" else re.search(r"\d", told), (name, label, told)
        assert line.locator("[data-label='位次']").inner_text() == (rank or "")
    expect(page.locator(".summary")).to_contain_text(f"{len(rows)} 个地区")


def test_columns_sort_by_buttons_and_what_has_no_value_stays_last(explorer: Explorer) -> None:
    page = explorer.go("#/place/500000?lang=en")
    table = page.locator("#table-all")
    head = table.locator("th", has_text="Latest outturn")
    assert head.get_attribute("aria-sort") is None
    for way, reverse in (("descending", True), ("ascending", False)):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == way
        texts = explorer.column("Latest outturn", "#table-all")
        values = [
            float(re.sub(r"[^\d.−-]", "", text.split()[-1 if "≈" in text or "≥" in text else 0]).replace("−", "-"))
            for text in texts
            if text and re.match(r"^[−\d][\d,.]*$", text)
        ]
        assert len(values) > 10
        assert values == sorted(values, reverse=reverse)
        blank = [not text for text in texts]
        assert blank == sorted(blank)
    # The order stands in the address too.
    assert "sort-all=actual" in page.url


def test_a_figure_opens_its_sentence_and_there_is_a_way_back(explorer: Explorer) -> None:
    page = explorer.go("#/series/500000/grain_output")
    link = page.locator("a.figure", has_text="1,100.7").first
    figure = link.get_attribute("data-figure")
    link.click()
    window = page.locator("dialog[open]")
    expect(window.locator("mark")).to_have_text("110.07亿公斤")
    expect(window.locator("h2")).not_to_be_empty()
    expect(window).to_contain_text("章节")
    expect(window).to_contain_text(f"indicators trace {figure}")
    assert f"s={figure}".replace(":", "%3A") in page.url
    window.get_by_role("button", name="返回").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert "s=" not in page.url
    assert page.evaluate("document.activeElement.dataset.figure") == figure
    # Sent as an address, the sentence opens over the view, and Escape closes it.
    page = explorer.go(f"#/series/500000/grain_output?s={figure}")
    expect(page.locator("dialog[open] mark")).to_have_text("110.07亿公斤")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("粮食产量")


def test_a_figure_that_is_not_there_is_said_to_be_missing(explorer: Explorer) -> None:
    page = explorer.go("#/?s=0000000000000000:1")
    expect(page.locator("dialog[open]")).to_contain_text("不在本仓库中")
    page = explorer.go("#/series/500000/no_such_indicator")
    expect(page.locator("main")).to_contain_text("不在本仓库中")
    page = explorer.go("#/nowhere/%E0%A4%A")
    expect(page.locator("h1")).to_have_text("计划指标")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("粮食产量", "粮食产量"),
        ("grain output", "粮食产量"),
        ("lscl", "粮食产量"),
        ("GDP", "地区生产总值"),
        ("社零总额", "社会消费品零售总额"),
        ("重庆", "重庆市"),
        ("chongq", "重庆市"),
        ("cqs", "重庆市"),
    ],
)
def test_the_search_finds_by_every_way_of_writing(explorer: Explorer, typed: str, first: str) -> None:
    page = explorer.go("#/?lang=zh")
    page.get_by_role("combobox", name="查找").fill(typed)
    expect(page.locator("#found li").first).to_contain_text(first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(first)


def test_a_search_without_an_answer_says_so(explorer: Explorer) -> None:
    page = explorer.go("#/")
    page.get_by_role("combobox").fill("没有这样的东西")
    expect(page.locator("#found")).to_contain_text("没有匹配项")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()


def test_what_is_shown_can_be_taken_away(explorer: Explorer, marts: duckdb.DuckDBPyConnection) -> None:
    explorer.go("#/compare?i=gdp&m=growth&u=%25&p=2024&l=province&lang=en")
    rows = explorer.taken()
    found = {
        row["GB/T 2260"]: (row["Outturn"], row["Target"], row["Outturn figure"])
        for row in rows
        if row["Outturn"] and row["GB/T 2260"] != "100000"
    }
    stated = marts.execute(
        "select region_code, outturn_value, target_value, outturn_observation_id from marts.peers where indicator_code = 'gdp' "
        "and measure = 'growth' and period = '2024' and level = 'province' and outturn_value is not null"
    ).fetchall()
    assert stated
    assert {code: (float(outturn), float(target), figure) for code, (outturn, target, figure) in found.items()} == {
        code: (outturn, target, figure) for code, outturn, target, figure in stated
    }
    # What is not there is told apart in the file as well.
    assert {row["Outturn Status"] for row in rows} >= {"no report"}


def test_every_target_is_counted_with_its_result(explorer: Explorer, marts: duckdb.DuckDBPyConnection) -> None:
    page = explorer.go("#/?lang=en")
    rows = explorer.taken("section:has(#table-results) button.csv")
    counted = {int(row["Year"]): int(row["Targets"]) for row in rows}
    assert counted == dict(marts.execute("select year, count(*) from marts.plan_outturn group by year").fetchall())
    for row in rows:
        assert int(row["Targets"]) == sum(int(value) for key, value in row.items() if key not in ("Year", "Targets"))
    expect(page.locator(".tiles")).to_contain_text("Files set aside")


def test_everything_can_be_done_with_the_keyboard(explorer: Explorer) -> None:
    page = explorer.go("#/compare?i=gdp&lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('thead button')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator("#table-places th[aria-sort]").count() == 1
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.figure')"):
            break
    opened_from = page.evaluate("document.activeElement.dataset.figure")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] mark")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.figure") == opened_from


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("zh", "light", "desktop"), ("en", "dark", "desktop"), ("en", "light", "phone"), ("zh", "dark", "phone")],
)
def test_no_view_keeps_anyone_out(chromium: Browser, path: Path, language: str, scheme: str, size: str) -> None:
    viewport = {"viewport": PHONE} if size == "phone" else {}
    found = opened(chromium, path, color_scheme=scheme, **viewport)
    for view in VIEWS:
        page = found.go(f"{view}{'&' if '?' in view else '?'}lang={language}")
        assert found.barriers() == [], view
        # Nothing stands beyond the edge of the screen.
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, view
        assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
    found.go(f"#/series/500000/gdp?lang={language}")
    found.page.locator("a.figure").first.click()
    expect(found.page.locator("dialog[open] mark")).to_have_count(1)
    assert found.barriers() == []
    assert found.said == []
    found.page.context.close()


def test_the_dark_is_dark(chromium: Browser, path: Path) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        found = opened(chromium, path, color_scheme=scheme)
        page = found.go("#/")
        shades[scheme] = [
            int(part) for part in re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))
        ]
        page.context.close()
    assert min(shades["light"]) > 240
    assert max(shades["dark"]) < 50


@pytest.mark.parametrize("view", ["#/compare?i=gdp&p=2024", "#/place/500000", "#/series/500000/gdp", "#/"])
def test_paper_cuts_no_column(chromium: Browser, path: Path, view: str) -> None:
    found = opened(chromium, path, color_scheme="dark")
    page = found.go(view)
    heads = page.locator("main thead button").all_inner_texts()
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    text = ""
    for sheet in document:
        width, height = sheet.get_size()
        assert width > height
        words = sheet.get_textpage()
        text += words.get_text_bounded()
        for at in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(at)
            assert 0 <= left <= right <= width, words.get_text_bounded(left, bottom, right, top)
    squeezed = re.sub(r"\s", "", text)
    assert [head for head in heads if re.sub(r"[\s▲▼]", "", head) not in squeezed] == []
    page.context.close()


def test_paper_holds_the_rows_that_the_screen_shows_when_asked(chromium: Browser, path: Path) -> None:
    found = opened(chromium, path)
    page = found.go("#/place/500000?own=1&lang=zh")
    rows = int(page.locator("section:has(#table-all) .count").inner_text().split()[0])
    shown = page.locator("#table-all tbody tr")
    assert shown.count() < rows
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert shown.count() == rows
    text = re.sub(r"\s", "", "".join(sheet.get_textpage().get_text_bounded() for sheet in document))
    assert re.sub(r"\s", "", shown.last.locator("th").inner_text()) in text
    page.context.close()


def test_a_phone_shows_whole_words_on_a_line(chromium: Browser, path: Path) -> None:
    found = opened(chromium, path, viewport=PHONE)
    page = found.go("#/place/500000")
    widths = page.eval_on_selector_all(
        "#table-scores tbody tr > *:not(:empty)", "cells => cells.map(each => each.clientWidth)"
    )
    assert widths
    assert min(widths) > 100
    page.context.close()


def test_every_figure_of_every_view_leads_to_its_own_number(
    explorer: Explorer, marts: duckdb.DuckDBPyConnection
) -> None:
    """Five figures of the samples stand in sentences that write the same text earlier."""
    page = explorer.go("#/place/500000?own=1")
    ids = page.eval_on_selector_all("a.figure", "links => [...new Set(links.map(each => each.dataset.figure))]")
    assert len(ids) > 50
    placed = dict(
        marts.execute(
            """
            select observation_id, [reports.text[sentences.start + 1:facts.start],
                reports.text[facts.start + 1:facts."end"]]
            from landing.observations as facts inner join landing.sentences as sentences using (sentence_id)
            inner join landing.reports as reports on facts.report_id = reports.report_id
            """
        ).fetchall()
    )
    for figure in ids:
        page.evaluate("id => { location.hash = `#/place/500000?own=1&s=${encodeURIComponent(id)}` }", figure)
        page.wait_for_selector(f"dialog[data-figure='{figure}'] mark")
        shown = page.evaluate(
            "[document.querySelector('blockquote').firstChild.textContent, document.querySelector('blockquote mark').textContent]"
        )
        before, marked = [*shown] if len(shown) == 2 else ["", shown[0]]
        expected = [re.sub(r"\s|<[^>]*>|&nbsp;|\*\*", "", text) for text in placed[figure]]
        got = [re.sub(r"\s", "", before), re.sub(r"\s", "", marked)]
        assert got == expected or (expected[0] == "" and got[1] == expected[1]), figure


@pytest.fixture(scope="module")
def cut(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of the samples as a page beside a folder of data."""
    folder = tmp_path_factory.mktemp("cut")
    with (
        pytest.MonkeyPatch.context() as patch,
        duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as connection,
    ):
        patch.setenv("INDICATORS_EXPLORER_MEGABYTES", "0.1")
        facts = {"made": "2026-01-01", "year": 2026, "version": "test"}
        assert write(connection, folder / "explorer.html", folder / "explorer-data", "test", facts).files > 20
    return folder / "explorer.html"


def test_a_page_beside_a_folder_shows_the_same(chromium: Browser, path: Path, cut: Path) -> None:
    whole, parted = opened(chromium, path), opened(chromium, cut)
    for view in VIEWS[1:]:
        shown = [
            each.go(f"{view}{'&' if '?' in view else '?'}lang=zh").locator("main").inner_text()
            for each in (whole, parted)
        ]
        assert shown[0] == shown[1], view
    parted.go("#/series/500000/gdp")
    parted.page.locator("a.figure").first.click()
    expect(parted.page.locator("dialog[open] mark")).to_have_count(1)
    parted.page.keyboard.press("Escape")
    # Names that one place alone states are found here too.
    parted.page.get_by_role("combobox", name="查找").fill("cyjt")
    expect(parted.page.locator("#found li").first).not_to_be_empty()
    # It asks for its own data and for nothing else.
    assert {request.partition("#")[0] for request in parted.requests if cut.parent.as_uri() not in request} <= {
        "about:blank"
    }
    assert any("/explorer-data/p/" in request for request in parted.requests)
    assert parted.said == []
    for each in (whole, parted):
        each.page.context.close()


def test_data_of_another_version_are_not_shown(chromium: Browser, cut: Path, tmp_path: Path) -> None:
    shutil.copytree(cut.parent, tmp_path, dirs_exist_ok=True)
    for data in (tmp_path / "explorer-data" / "p").glob("*.js"):
        data.write_text(data.read_text("utf-8").replace('explorerChunk("test"', 'explorerChunk("later"'), "utf-8")
    shutil.rmtree(tmp_path / "explorer-data" / "i")
    found = opened(chromium, tmp_path / "explorer.html")
    for view in ("#/place/500000", "#/compare?i=gdp"):
        expect(found.go(f"{view}").locator("[role=alert]")).to_contain_text("重新打开页面")
    found.page.context.close()
