"""The rules of the disposition for numbers that order a text: of headings, notes, pages, figures, and of explanations.

They are a part of the table in `disposition_rules`, which tells where they are asked.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.bounding_rules import disposition_rule
from orchestration.extraction.ladder import Rule
from orchestration.extraction.mentions import CODE

_TOKEN, _BEFORE, _AFTER = pl.col("token"), pl.col("before"), pl.col("after")
_UNITLESS = pl.col("_unit") == ""
# 1.1.1: the numbering of a heading within a heading.
_PARTED = r"[0-9]{1,2}(?:\.[0-9]{1,2}){2,3}"


def parts_of_documents() -> list[Rule]:
    """Explanations, headings of several parts, and notes."""
    return [
        disposition_rule(
            "explained",
            "附件：名词解释\n1.规上工业企业：指年主营业务收入【2000万元】以上的工业企业。",
            "explanation",
            "A number in an annex that explains terms, or in a note that defines.",
            "名词解释附件或定义性注释中的数字。",
            pl.col("explained") & ~_TOKEN.str.contains(rf"^(?:{CODE}|[0-9]{{1,2}})$"),
        ),
        disposition_rule(
            "behind_a_fused_numeral",
            "进出口总额增长⒊【2%】。",
            "unexplained",
            "One sign stands for the digits before it and a full stop, so the number is not whole.",
            "前面的合体字符代表数字和小数点，此数不完整。",
            _BEFORE.str.contains("[\u4e00-\u9fff][⒈-⒛]$"),
        ),
        disposition_rule(
            "heading_of_parts",
            "【3.2.1】实施技改项目120个。",
            "heading",
            "Numbers with full stops between them at the head of a line.",
            "行首以句点相连的多级序号。",
            pl.col("_opens_line")
            & _TOKEN.str.contains(rf"^{_PARTED}$")
            & _AFTER.str.contains("^[、.]?[\u4e00-\u9fff“(]|^$"),
        ),
        disposition_rule(
            "footnote",
            "全年地区生产总值【[2]】500亿元。",
            "footnote",
            "A number in square brackets.",
            "方括号中的数字。",
            _TOKEN.str.contains(r"^\[+[0-9]{1,3}\]+$"),
        ),
        disposition_rule(
            "note_referred_to",
            "服务业增加值500亿元(见附注【2】)，增长5%。",
            "footnote",
            "The number of a note that the text refers to.",
            "文中所指注释的序号。",
            _UNITLESS
            & _TOKEN.str.contains("^[0-9]{1,2}$")
            & _BEFORE.str.contains(r"(?:^|[\(\[见、])(?:[附脚尾]?注释?)$"),
        ),
    ]


def places_in_text() -> list[Rule]:
    """Headings, pages, and the numbers of figures, tables and parts."""
    opens_line = pl.col("_opens_line")
    return [
        disposition_rule(
            "heading",
            "【1】、加快产业发展",
            "heading",
            "A number of one or two digits at the head of a line with 、 or a full stop behind it.",
            "行首的一至两位数字，其后为顿号或句点。",
            opens_line & _TOKEN.str.contains(r"^[0-9]{1,2}$") & _AFTER.str.contains(r"^(?:[、\.]|$)"),
        ),
        disposition_rule(
            "heading_of_two_parts",
            "【2.1】工业经济稳步增长。",
            "heading",
            "Two numbers with a full stop between them and no unit behind them, at the head of a line.",
            "行首以句点相连、其后没有单位的两级序号。",
            opens_line
            & _TOKEN.str.contains(r"^[0-9]{1,2}\.[0-9]{1,2}$")
            & _AFTER.str.contains("^[、.]?[\u4e00-\u9fff“(]|^$"),
        ),
        disposition_rule(
            "note_number",
            "注:【1】.本公报数据为初步统计数。",
            "heading",
            "The number of the first of several notes.",
            "若干条注释中第一条的序号。",
            (pl.col("nth") == 1)
            & _BEFORE.str.contains("^(?:附?注(?:释|解)?|说明)[:.]?$")
            & _TOKEN.str.contains("^[0-9]{1,2}$")
            & _AFTER.str.contains(r"^[、.):]|^[^0-9%]"),
        ),
        disposition_rule(
            "heading_in_brackets",
            "(【1】)工业增加值增长5%。",
            "heading",
            "The number of a heading of the fourth level.",
            "四级标题的序号。",
            (pl.col("nth") == 1) & _BEFORE.str.contains(r"^#*\(?$") & (pl.col("level") == 4) & _UNITLESS,
        ),
        *_numbers_of_pages(),
    ]


def _numbers_of_pages() -> list[Rule]:
    return [
        disposition_rule(
            "page",
            "下接第【3】版。",
            "page_reference",
            "The number of a page of a newspaper that the text goes on to.",
            "文章转接的报纸版次。",
            _UNITLESS & _BEFORE.str.contains(r"[上下]接(?:第)?$|第$") & _AFTER.str.contains("^版"),
        ),
        disposition_rule(
            "table_number",
            "各项指标见附表【3】。",
            "page_reference",
            "The number of a figure, table or annex that the text refers to.",
            "文中引用的图、表或附件的序号。",
            _UNITLESS & _BEFORE.str.contains(r"(?:[见如](?:附)?[图表]|[\(\[、](?:附)?[图表]|续表|附件|专栏)$"),
        ),
        disposition_rule(
            "part_of_document",
            "2024年国民经济和社会发展统计公报(【3】)",
            "page_reference",
            "The number of a part of a document, in brackets behind its title.",
            "文件标题之后括号内的部分序号。",
            _UNITLESS & _BEFORE.str.contains(r"(?:公报|报告)\($") & _AFTER.str.contains(r"^\)(?:[,;。]|$)"),
        ),
    ]
