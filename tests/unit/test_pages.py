"""A web page is read as a browser shows it, and every character keeps its place in the source."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.decoding import NOTHING
from orchestration.reading.html import blank_markup, hidden_by_open_tag


def shown(page: str) -> str:
    text = blank_markup(page)
    assert len(text) == len(page)
    return text.replace(NOTHING, "")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<form><p>产量增长5%<input value='7'></p></form>", "\n\n产量增长5%\n\n"),
        ("<nav><ul><li>首页</ul><div><h1>某县报告</h1><p>增长5%</div>", "\n\n\n首页\n\n\n某县报告\n\n增长5%\n"),
        ("<nav>增长5%，全文都写在这里</nav>短", "\n增长5%，全文都写在这里\n短"),
        ("<nav>首页 8</nav><p>用电量增长5%</p>", "\n\n\n用电量增长5%\n"),
        ("<head><meta>用水量增长3%<p>完", "用水量增长3%\n完"),
        ("<title>第1页</title><p>完", "\n\n\n完"),
        ("<header>访问 5321 次</header><p>全年全社会的用电总量增长5%</p>", "\n\n\n全年全社会的用电总量增长5%\n"),
        ("<header><h1>报告</h1></header><p>用电量增长5%</p>", "\n\n报告\n\n\n用电量增长5%\n"),
        (
            "<footer>备案 05012345 号</footer><p>全年全社会的用电总量增长百分之五点三</p>",
            "\n\n\n全年全社会的用电总量增长百分之五点三\n",
        ),
        ("<p>甲<![foo bar]>乙<!-- 9 -->丙", "\n甲乙丙"),
        ("<p title='增长9%' data-n=9>甲", "\n甲"),
        ("<p hidden>1<p>2", "\n\n2"),
        ("<div style='DISPLAY : none'>1<p>2</p></div>3", "\n\n\n\n3"),
        ("<ul hidden><li>1</ul><p>2", "\n\n\n\n2"),
        ("<p>增长<b hidden>9</b>5%", "\n增长5%"),
        ("<table><tr><td>一<td hidden>2<td>3</table>", "\n\n\n一\n\n3\n"),
        ("<noscript>1</noscript><iframe>2</iframe><textarea>3</textarea><svg><text>4</text></svg>5", "5"),
        ("<pre>一\n二</pre><p>三\n四", "\n一\n二\n\n三 四"),
        ("<p\nclass=x>甲<span\nid=y>乙", "\n甲乙"),
        ("下降&nbsp;3%&#20;", "下降\xa03%\x14"),
        ("增长&#53;%，&lt;5", "增长5%，<5"),
        ("增长5%<p 增长9%", "增长5%"),
    ],
)
def test_what_a_browser_shows_is_read_and_the_rest_is_not(page: str, text: str) -> None:
    assert shown(page) == text


def test_markup_is_blanked_where_it_stands() -> None:
    page = '<nav>首页 1</nav><p>细颗粒物（PM<sub>2.5</sub>）浓度\n下降&nbsp;3%</p><script>var a = "增长5%";</script>'
    text = blank_markup(page)
    assert text.index("3%") == page.index("3%")
    assert text.replace(NOTHING, "").strip() == "细颗粒物（PM2.5）浓度 下降\xa03%"


def test_characters_beyond_the_basic_plane_do_not_shift_what_follows() -> None:
    page = "<p>𠮷村\n🙂增长5%</p>"
    assert blank_markup(page).index("5%") == page.index("5%")


@given(st.text(alphabet="<>/!-&;#=\"' pabtd5增\n\r\x0c[]", max_size=60))
def test_every_character_shown_stands_in_the_source_or_is_written_there_as_a_reference(page: str) -> None:
    text = blank_markup(page)
    assert len(text) == len(page)
    moved = [at for at, char in enumerate(text) if char not in (NOTHING, "\n", " ") and char != page[at]]
    assert all(page[at] == "&" for at in moved)


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 20_000,
        "<!--" * 20_000,
        "&#" + "1" * 5_000 + ";",
        "<div hidden>" * 20_000,
        "<div><p hidden>1" * 5_000,
        "<nav>" * 20_000 + "文" + "</nav>" * 20_000,
        "<b><i>" * 3_000 + "</b>文" * 3_000,
        "<table><tr>文" * 5_000,
        "<p " + " a=1" * 20_000 + ">",
    ],
    ids=lambda page: str(page)[:12],
)
def test_a_hostile_page_takes_time_that_grows_with_its_length_only(page: str) -> None:
    began = time.process_time()
    assert len(blank_markup(page)) == len(page)
    # The slowest takes a tenth of this; with work that grows with the square it was half a minute.
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("page", "by"),
    [
        ("<p>增长5%<!-- " + "全市产量增长。" * 9, "comment"),
        ("<p>增长5%<script>" + "全市产量增长。" * 9, "script"),
        ("<title>" + "全市产量增长。" * 9, "title"),
        ("<p>增长5%<!-- " + "全市产量增长。" * 9 + "-->", None),
        ("<p>增长5%<script>" + "全市产量增长。" * 9 + "</script>", None),
        ("<p>增长5%<script>var n = 2024;", None),
        ("<p>" + "全市产量增长。" * 9, None),
        ("", None),
    ],
)
def test_text_behind_a_tag_that_is_never_closed_is_told(page: str, by: str | None) -> None:
    assert hidden_by_open_tag(page) == by
