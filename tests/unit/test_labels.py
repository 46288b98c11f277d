"""Labels of paragraphs, numbering and marks of notes are no part of names; annexes of terms report nothing."""

from __future__ import annotations

import polars as pl
import pytest

from orchestration.extraction.pipeline import Extraction, extract

HEAD = "丽水市2025年政府工作报告\n一、2024年工作回顾\n"


def found(text: str) -> Extraction:
    return extract(
        pl.DataFrame({"report_id": ["a"], "text": [text], "region": ["丽水市"], "kind": ["work_report"]}).with_columns(
            report_year=pl.lit(2025, pl.Int32)
        )
    )


def said(text: str) -> list[str]:
    """The rows of a text, `name value unit`; each value must stand where the row says."""
    rows = found(text).observations.select("indicator", "value", "unit", "start", "end").rows()
    for _, value, _, start, end in rows:
        assert f"{abs(value):g}" in text[start:end]
    return [f"{name} {value:g}{unit}" for name, value, unit, *_ in rows]


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("财政收入　全年财政总收入325.6亿元，增长4.2%。", ["财政总收入 325.6亿元", "财政总收入 4.2%"]),
        ("　　工业和建筑业　全年全部工业增加值612.4亿元。", ["全部工业增加值 612.4亿元"]),
        ("社会保障 年末参加基本养老保险156.2万人。", ["参加基本养老保险 156.2万人"]),
        ("▲固定资产投资  固定资产投资增长5.2%。", ["固定资产投资 5.2%"]),
        ("**就业** 城镇新增就业3.18万人。", ["城镇新增就业 3.18万人"]),
        ("<b>对外贸易</b>　进出口总额412.7亿元。", ["进出口总额 412.7亿元"]),
        ("【工业】全年规上工业增加值增长8.7%。", ["规上工业增加值 8.7%"]),
        ("（二）〔农业〕粮食产量75.3万吨。", ["粮食产量 75.3万吨"]),
        ("财政收入　全年完成325.6亿元，增长4.2%。", ["财政收入 325.6亿元", "财政收入 4.2%"]),
        # A blank that chance has put into a name parts no label from it.
        ("城镇新增 就业3.18万人，城镇登记失业率2.1%。", ["城镇新增就业 3.18万人", "城镇登记失业率 2.1%"]),
        ("包括①老旧小区86个、②棚户区12个。", ["老旧小区 86个", "棚户区 12个"]),
    ],
)
def test_a_label_is_no_part_of_the_name(line: str, rows: list[str]) -> None:
    assert said(HEAD + line) == rows


@pytest.mark.parametrize(
    "numbering",
    [
        *("1.", "1、", "1）", "（1）", "①", "⑴", "⒈", "❶", "㈠", "（一）", "Ⅰ. ", "A. ", "１．"),
        *("1.1 ", "2.1", "1.1.1 ", "3.2.1、", "一是", "第一，", "◎"),
    ],
)
def test_numbering_of_every_kind_is_no_part_of_the_name(numbering: str) -> None:
    extraction = found(HEAD + numbering + "改造老旧小区86个。")
    assert extraction.observations["indicator"].to_list() == ["改造老旧小区"]
    assert set(extraction.number_mentions["disposition"]) <= {"year", "heading", "observation"}


@pytest.mark.parametrize("heading", ["壹、2025年工作安排", "第二部分　2025年工作安排"])
def test_main_headings_of_other_kinds_open_a_plan(heading: str) -> None:
    assert found(f"{HEAD}{heading}\n改造老旧小区86个。").observations["status"].to_list() == ["target"]


@pytest.mark.parametrize(
    ("line", "rows", "left"),
    [
        ("户籍人口268.4万人①，城镇化率②65.3%。", ["户籍人口 268.4万人", "城镇化率 65.3%"], set()),
        ("零售总额³865亿元，增长5.6%*。", ["零售总额 865亿元", "零售总额 5.6%"], set()),
        ("零售总额865亿元（注1），增长5.6%[2]。", ["零售总额 865亿元", "零售总额 5.6%"], {"footnote"}),
        ("零售总额865亿元（见附注2、图3）。", ["零售总额 865亿元"], {"footnote", "page_reference"}),
        ("（图3）", [], {"page_reference"}),
        ("注：1.数据为初步统计数。2.增速按不变价格计算。", [], {"heading"}),
    ],
)
def test_marks_of_notes_and_captions_are_no_figures(line: str, rows: list[str], left: set[str]) -> None:
    extraction = found(HEAD + line)
    assert said(HEAD + line) == rows
    assert set(extraction.number_mentions["disposition"]) == {"year"} | left | ({"observation"} if rows else set())


BODY = HEAD + "全市地区生产总值2186.3亿元。\n"
BEFORE = ["地区生产总值 2186.3亿元"]


@pytest.mark.parametrize(
    "heading",
    [
        "《政府工作报告》名词解释",
        "名词解释：",
        "附件：名词解释",
        "附件2\n政府工作报告中有关名词术语注释（按出现顺序）",
        "附：《报告》中部分专业术语说明",
        "六、名词注解",
        "主要统计指标解释",
        "（名词释义）",
    ],
)
def test_annexes_of_terms_report_nothing(heading: str) -> None:
    entries = (
        "1.规上工业企业：年主营业务收入在2000万元以上的企业。\n"
        "2.“小巨人”企业：营业收入在1亿元至4亿元之间，增长10%以上。\n三、15分钟生活圈\n指配建面积不低于2000平方米的圈层。\n"
    )
    extraction = found(f"{BODY}{heading}\n{entries}")
    assert extraction.observations["indicator"].to_list() == ["地区生产总值"]
    assert set(extraction.number_mentions["disposition"]) <= {
        *("year", "observation", "explanation", "heading", "page_reference", "duration", "name_or_code")
    }
    assert extraction.number_mentions.filter(pl.col("disposition") == "explanation")["number"].to_list()[:1] == ["2000"]


@pytest.mark.parametrize(
    "on",
    [
        "三、切实加强自身建设\n",
        "2024年工作回顾\n",
        "附件3\n重点项目情况\n",
        "各位代表：\n",
        "第三部分 保障措施\n",
        "丽水市2024年国民经济和社会发展统计公报\n",
    ],
)
def test_a_text_that_goes_on_behind_an_annex_is_read(on: str) -> None:
    text = f"{BODY}名词解释\n1.“双百工程”：投资100亿元以上。\n{on}办理建议提案286件。\n"
    assert said(text) == [*BEFORE, "办理建议提案 286件"]


def test_notes_define_and_may_revise() -> None:
    text = (
        f"{BODY}注释：\n[1]规模以上工业统计范围为年主营业务收入2000万元及以上的企业。\n"
        "[2]根据普查结果，2023年地区生产总值修订为2056.1亿元。\n"
    )
    assert said(text) == [*BEFORE, "地区生产总值 2056.1亿元"]
    # A note that neither defines nor stands below such a heading reports.
    assert said(f"{BODY}注：全市新增就业3.18万人。\n") == [*BEFORE, "新增就业 3.18万人"]
    assert said(f"{BODY}[3] 规上企业指年收入2000万元以上的企业。\n") == BEFORE


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("零售总额³865亿元，增长5.6%¹²。", ["零售总额 865亿元", "零售总额 5.6%"]),
        ("新建绿地86万m²，浓度26微克/m³。", ["新建绿地 86万m²", "浓度 26微克/m³"]),
    ],
)
def test_raised_digits_are_no_digits_of_figures(line: str, rows: list[str]) -> None:
    assert said(HEAD + line) == rows
