"""The text of PDF pages follows from where characters stand, not from the order in which the file draws them."""

from __future__ import annotations

import json

import pytest

from orchestration.reading.limits import Limits
from orchestration.reading.pdf import read_pdf
from orchestration.reading.put_together import Document
from tests.documents import Drawn, chinese_pdf, wrapped

FIRST = (
    "过去一年，全县地区生产总值完成318.6亿元，增长6.2%；规上工业增加值增长9.1%，固定资产投资增长7.4%，"
    "一般公共预算收入完成21.35亿元，增长4.8%，社会消费品零售总额突破百亿元大关。"
)
SECOND = (
    "城镇新增就业5210人，城镇居民人均可支配收入达到41230元，农村居民人均可支配收入达到22180元，"
    "分别增长5.1%、6.7%，森林覆盖率稳定在63.2%，空气优良天数比例达到97.5%。"
)
THIRD = "粮食总产量稳定在18.4万吨，新建高标准农田2.6万亩，改造老旧小区34个，新开工保障性住房1260套，全部如期交付使用。"


def read(*pages: list[Drawn]) -> Document:
    return read_pdf(chinese_pdf(pages), Limits())


def column(text: str, x: float, top: float, width: int = 18, size: float = 11, pitch: float = 17) -> list[Drawn]:
    return [(x, top - pitch * at, size, line) for at, line in enumerate(wrapped(text, width))]


def by_row(drawn: list[Drawn]) -> list[Drawn]:
    return sorted(drawn, key=lambda each: (-each[1], each[0]))


@pytest.mark.parametrize("shift", [0.0, 3.0, 8.5])
def test_two_columns_drawn_row_by_row_are_read_column_by_column(shift: float) -> None:
    title: Drawn = (150, 790, 20, "石泉县2025年政府工作报告")
    found = read(by_row([title, *column(FIRST, 60, 740), *column(SECOND, 310, 740 - shift)]))
    assert found.text == "\n".join(["石泉县2025年政府工作报告", FIRST, SECOND])


def test_three_columns_between_lines_over_the_whole_width() -> None:
    top: Drawn = (
        40,
        800,
        11,
        "石泉日报　2025年1月20日　星期一　第2版　要闻　今日八版　总第11873期　国内统一连续出版物号",
    )
    end: Drawn = (
        40,
        500,
        11,
        "本报地址：石泉县人民路一号　邮政编码：725200　印刷：石泉印务有限公司　本版责任编辑：王明",
    )
    columns = [
        *column(FIRST, 40, 770, 14, 11, 15),
        *column(SECOND, 215, 770, 14, 11, 15),
        *column(THIRD, 390, 770, 14, 11, 15),
    ]
    lines = read(by_row([top, *columns, end])).text.split("\n")
    assert lines[1:4] == [FIRST, SECOND, THIRD]
    assert lines[0].startswith("石泉日报")
    assert lines[4].startswith("本报地址")


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    lines = wrapped(FIRST + SECOND, 18)
    left = [(60.0, 700 - 17.0 * at, 11.0, line) for at, line in enumerate(lines[:5])]
    right = [(310.0, 700 - 17.0 * at, 11.0, line) for at, line in enumerate(lines[5:9])]
    rest = [(60.0, 700 - 17.0 * at, 11.0, line) for at, line in enumerate(lines[9:])]
    assert read(by_row([*left, *right]), rest).text == FIRST + SECOND


def test_a_number_broken_by_a_page_end_is_one_number() -> None:
    found = read(
        [(60, 700, 14, "一、2024年工作回顾"), (60, 670, 14, "全县地区生产总值完成31"), (280, 40, 10, "- 1 -")],
        [(60, 700, 14, "8.6亿元，增长6.2%。"), (280, 40, 10, "- 2 -")],
    )
    assert found.text == "一、2024年工作回顾\n全县地区生产总值完成318.6亿元，增长6.2%。"
    assert [part["text"] for part in json.loads(found.left_out or "")] == ["- 1 -", "- 2 -"]


def test_lines_of_pages_are_left_out_and_recorded_with_their_places() -> None:
    texts = [FIRST, SECOND, THIRD, "今年主要预期目标是：地区生产总值增长6%左右，" + SECOND]
    pages: list[list[Drawn]] = []
    for number in range(4):
        # The two sides of a sheet have different running titles, and the numbers stand outside.
        head: Drawn = (60, 800, 9, "石泉县人民政府公报") if number % 2 else (380, 800, 9, "二〇二五年第一期")
        foot: Drawn = (60.0 if number % 2 else 520.0, 40, 9, str(number + 17))
        pages.append([head, *column(texts[number], 60, 740, 40), foot])
    found = read(*pages)
    assert found.text == "\n".join(texts)
    left = json.loads(found.left_out or "")
    assert [part["why"] for part in left] == ["page_header", "page_footer"] * 4
    assert [part["text"] for part in left[1::2]] == ["17", "18", "19", "20"]
    assert left[2]["at"] == found.text.index(SECOND)


def test_a_single_page_keeps_the_numbers_of_its_text() -> None:
    found = read([*column(FIRST, 60, 740, 40), (60, 650, 11, "2024")])
    assert found.text.endswith("\n2024")
    assert found.left_out is None


@pytest.mark.parametrize("between", [4.0, 11.0])
def test_letters_set_wide_are_words_without_blanks(between: float) -> None:
    heading: Drawn = (100, 760, 14, "石泉县2025年政府工作报告", between)
    found = read([heading, *column(FIRST, 60, 720, 40)])
    assert found.text.split("\n")[0] == "石泉县2025年政府工作报告"


def table(rows: list[list[str]], places: list[float], top: float) -> list[Drawn]:
    return [
        (places[at], top - 18 * number, 10.5, cell)
        for number, row in enumerate(rows)
        for at, cell in enumerate(row)
        if cell
    ]


def test_a_table_stays_rows_and_its_cells_know_their_columns() -> None:
    rows = [
        ["指标", "单位", "2024年", "比上年增长（%）"],
        ["粮食总产量", "万吨", "18.4", "2.7"],
        ["其中：夏粮", "", "6.1", "-1.3"],
        ["水产品", "吨", "860", ""],
    ]
    head: list[Drawn] = [(200, 720, 11, "表2　主要农产品产量")]
    found = read([*column(FIRST, 60, 790, 40), *head, *table(rows, [60, 200, 300, 400], 695)])
    assert found.text.split("\n")[-4:] == ["|" + "|".join(row) + "|" for row in rows]
    grid = json.loads(found.tables or "")[0]
    assert grid["caption"] == "表2 主要农产品产量"
    for cell in grid["cells"]:
        assert rows[cell["row"]][cell["column"]] == cell["text"] == found.text[cell["start"] : cell["end"]]
    assert found.flags == ["has_tables"]


def test_a_head_over_several_columns_reaches_over_them() -> None:
    rows = [
        ["", "2024年", "", "2025年", ""],
        ["指标", "计划", "完成", "计划", "增长%"],
        ["总产值", "310", "318.6", "338", "6"],
    ]
    places = [60.0, 200, 260, 340, 400]
    drawn = table(rows, places, 700)
    # What is said of two columns stands in the middle above them.
    drawn[:2] = [(195, 700, 10.5, "2024年目标与完成情况"), (335, 700, 10.5, "2025年预期主要目标")]
    cells = json.loads(read(drawn).tables or "")[0]["cells"]
    assert [(cell["column"], cell["columns"]) for cell in cells if cell["row"] == 0] == [(1, 2), (3, 2)]


# A page drawn on its side: turned back by the viewer, or left so, as wide tables are among pages of text.
_SIDEWAYS = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}


@pytest.mark.parametrize("turned", [0, 90])
@pytest.mark.parametrize("drawn", _SIDEWAYS)
def test_text_that_runs_up_or_down_the_page_is_read_along_its_lines(drawn: int, turned: int) -> None:
    page = by_row([*column(FIRST, 60, 500), *column(SECOND, 310, 500)])
    assert read_pdf(chinese_pdf([page], turned, _SIDEWAYS[drawn]), Limits()).text == "\n".join([FIRST, SECOND])


def test_characters_drawn_twice_to_look_bold_count_once() -> None:
    heading: list[Drawn] = [(100, 760, 14, "石泉县2025年政府工作报告"), (100.4, 760, 14, "石泉县2025年政府工作报告")]
    assert read([*heading, *column(FIRST, 60, 720, 40)]).text.split("\n")[0] == "石泉县2025年政府工作报告"


@pytest.mark.parametrize("raised", [3.0, 5.0, 7.0])
def test_small_digits_above_the_line_are_marks_of_notes(raised: float) -> None:
    line: list[Drawn] = [
        (60, 700, 12, "全年社会消费品零售总额"),
        (192, 700 + raised, 6, "3"),
        (195, 700, 12, "865亿元，增长5.6%，优良天数比例98.1%"),
        (408, 700 + raised, 6, "[4]"),
        (417, 700, 12, "。"),
    ]
    assert read(line).text == "全年社会消费品零售总额³865亿元，增长5.6%，优良天数比例98.1%[⁴]。"
