"""A web page is read as a browser shows it, and every character keeps its place in the source."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.decoding import NOTHING
from orchestration.reading.html import blank_markup, hidden_by_open_tag, read_page


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
        "<table><tr><td>1<td>文" * 5_000,
        "<table>" + "<tr><td>甲<td>1" * 20_000 + "</table>",
        "<a href=x>文" * 20_000,
    ],
    ids=lambda page: str(page)[:12],
)
def test_a_hostile_page_takes_time_that_grows_with_its_length_only(page: str) -> None:
    began = time.process_time()
    assert len(read_page(page).text) == len(page)
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


SITE = (
    "<body><div class=top>今天是2025年3月6日 星期四 气温 8～16℃ <a href=/>长者模式</a></div>"
    "<ul><li><a href=/>首页</a><li><a href=/>政务公开 12345</a></ul>"
    "<h1>某县2025年政府工作报告</h1><div>发布时间：2025-01-24 来源：办公室 浏览次数：<span>3867</span>次 字体：【大 中 小】</div>"
    "<div class=content>{}</div>"
    "<div>分享到：微信</div><div>相关链接：<ul><li><a href=/>2024年全县产值突破20亿元！</a></ul></div>"
    "<div>主办：某县人民政府 邮编：242000 某ICP备05012345号-1</div></body>"
)
BODY = "<p>过去一年，全县地区生产总值完成201.7亿元，增长5.9%，工业稳步提升。</p><p>今年，粮食产量力争达到21万吨，农民收入增长6%以上。</p>"


def test_the_body_is_told_from_what_stands_beside_it() -> None:
    page = SITE.format(BODY)
    read = read_page(page)
    text = read.text.replace(NOTHING, "")
    assert len(read.text) == len(page)
    assert read.body_found
    for kept in ("某县2025年政府工作报告", "2025-01-24", "201.7亿元", "6%以上"):
        assert kept in text
        assert read.text.index(kept) == page.index(kept)
    for gone in ("8～16", "12345", "3867", "20亿元", "242000", "-1"):
        assert gone not in text
    told = {part.why: part.text for part in read.left_out}
    assert set(told) == {"menu", "counter", "links", "footer"}
    assert "".join(part.text for part in read.left_out).count("3867") == 1


def test_a_page_whose_body_would_lose_most_figures_is_read_whole() -> None:
    """The library may take a box beside the report for its body."""
    figures = "".join(f"<li>第{n}项产量{n}.5万吨<li>增速{n}.1%" for n in range(40))
    page = f"<body><a href=/>首页</a><ul>{figures}</ul><div><p>{'本站转载此文，供读者参考。' * 9}</p></div></body>"
    read = read_page(page)
    assert not read.body_found
    assert "39.5万吨" in read.text.replace(NOTHING, "")


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        ("<s>产量7万吨</s>", "struck_out"),
        ("<del>产量7万吨</del>", "struck_out"),
        ("<ruby>国<rt>guo</rt></ruby>", "reading"),
        ("<span style='opacity: 0'>干扰1亿元</span>", "hidden"),
        ("<span style='font-size:0px;color:red'>干扰1亿元</span>", "hidden"),
        ("<span style='position:absolute;left:-9999px'>干扰1亿元</span>", "hidden"),
    ],
)
def test_words_that_are_struck_out_or_made_invisible_are_told(hidden: str, why: str) -> None:
    page = read_page(f"<html><body><p>产量{hidden}达8万吨。</p></body></html>")
    assert [part.why for part in page.left_out] == [why]
    assert "8万吨" in page.text


def test_an_element_that_holds_others_is_not_hidden_by_the_size_of_its_letters() -> None:
    page = "<html><body><div style='font-size:0'><span style='font-size:16px'>产量8万吨。</span></div></body></html>"
    assert "产量8万吨" in read_page(page).text


def test_raised_digits_are_no_digits_of_figures() -> None:
    page = "<html><body><p>总额<sup>3</sup>865亿元<sup>[4]</sup>，86万m<sup>2</sup>。</p></body></html>"
    text = read_page(page).text
    assert len(text) == len(page)
    assert text.replace("\u200b", "").strip() == "总额³865亿元[4]，86万m²。"


def test_what_a_page_hides_is_not_read_and_is_told() -> None:
    read = read_page(
        "<p>产量增长5%，用电量增长6%。<b style='display:none'>旧稿增长9%</b><script>var n = 7</script></p>"
    )
    assert "9%" not in read.text
    assert [(part.why, part.text) for part in read.left_out] == [("hidden", "旧稿增长9%")]


def test_cells_of_a_table_of_data_stand_between_bars() -> None:
    page = (
        "<p>表1 产量 单位：万吨</p><table><tr><th rowspan=2>指标<th colspan=2><p>2024年</p>\n<tr><td>产量<td>增速\n"
        "<tr><td>&nbsp;粮食<br>产量</td><td> 1,286.5</td><td>-2.1</td></tr></table>"
    )
    read = read_page(page)
    (grid,) = read.grids
    lines = [line.replace(NOTHING, "") for line in read.text.split("\n")]
    assert [line.strip() for line in lines if "|" in line] == [
        "|指标| 2024年",
        "|产量|增速",
        "|\xa0粮食 产量 | 1,286.5 |-2.1 |",
    ]
    assert grid.caption == "表1 产量 单位：万吨"
    cells = {cell.text.strip(): cell for cell in grid.cells}
    assert (cells["指标"].rows, cells["2024年"].columns) == (2, 2)
    assert [(cells[name].row, cells[name].column) for name in ("增速", "-2.1")] == [(1, 2), (2, 2)]
    assert page[cells["1,286.5"].start : cells["1,286.5"].end] == "1,286.5"


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr><td>首页<td>{'报告全文，增长5%。' * 60}<tr><td>1<td>2</table>",
        "<table><tr><td>一<td><table><tr><td>增长5%</table><tr><td>二<td>三</table>",
        "<table><tr><td>增长5%<tr><td>增长6%</table>",
    ],
    ids=["text", "nest", "column"],
)
def test_a_table_that_lays_out_a_page_is_no_table_of_data(page: str) -> None:
    read = read_page(page)
    assert read.grids == []
    assert "|" not in read.text


def test_sentences_in_a_cell_are_read_as_sentences() -> None:
    page = "<table><tr><td>任务<td>内容<td>年份<tr><td>工业<td>增加值增长5%。投资增长6%。<td>2024</table>"
    read = read_page(page)
    assert [line.strip() for line in read.text.replace(NOTHING, "").split("\n") if "增加值" in line] == [
        "增加值增长5%。投资增长6%。"
    ]
    assert "增加值增长5%。投资增长6%。" not in [cell.text for cell in read.grids[0].cells]
