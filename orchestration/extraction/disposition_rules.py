"""The rules that decide what a number is: a value that becomes an observation, or why it is none.

They read the columns that `dispositions` adds. The first rule that holds decides.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.bounding_rules import bounding_rules, disposition_rule
from orchestration.extraction.document_rules import parts_of_documents, places_in_text
from orchestration.extraction.ladder import Rule
from orchestration.extraction.mentions import CAPTION, CODE, NUMBER, YEAR
from orchestration.lexicon import Lexicon

# What `gives` calls a value: it becomes an observation.
VALUE = "value"

_TOKEN, _BEFORE, _AFTER, _UNIT = pl.col("token"), pl.col("before"), pl.col("after"), pl.col("_unit")
_UNITLESS = _UNIT == ""

# Asked before all others: of the stretch before a sentence's first token, and of words that look like a number and are
# none (百百亿元).
NO_NUMBER = Rule(
    "disposition.no_number_as_it_stands",
    "工业增加值增长【5%】。",
    None,
    "No number stands here.",
    "此处没有数字。",
    _TOKEN.is_null() | (~_TOKEN.str.contains("[0-9]") & ~pl.col("_timed")),
    None,
)


def disposition_rules(lexicon: Lexicon) -> list[Rule]:
    """All rules of the disposition, in the order in which they are asked."""
    return [
        *_times(),
        *parts_of_documents(),
        *_forms(),
        *places_in_text(),
        *_ranks(),
        *_parts_of_names(lexicon),
        *bounding_rules(lexicon),
        *_without_unit(),
    ]


def _times() -> list[Rule]:
    timed = pl.col("_timed")
    return [
        disposition_rule(
            "caption",
            "图【1】:2011-2015年粮食产量",
            "page_reference",
            "The number of a figure or table at the head of its caption.",
            "图表标题开头的图号或表号。",
            _TOKEN.str.contains(f"{CAPTION}$"),
        ),
        disposition_rule(
            "date",
            "【2024年3月15日】，会议召开。",
            "date",
            "A time that names a month or a day without the months being a period.",
            "写明月份或日期的时间，且不是若干月份构成的时段。",
            timed & _TOKEN.str.contains(r"月[0-9]|[\-/\.][0-9]{1,2}[\-/\.]|^[0-9]{1,2}月$"),
        ),
        disposition_rule(
            "time_with_digits",
            "【2024年】工业增加值增长5%。",
            "year",
            "Any other time that is written with digits: a year, a span of years, months of a year.",
            "其他用数字书写的时间：年份、年份区间、某年的若干月。",
            timed & _TOKEN.str.contains(r"[0-9]"),
        ),
        disposition_rule(
            "time_in_words",
            "【去年】工业增加值增长5%。",
            "time_word",
            "A time in words: last year, the first half of the year, a five-year plan.",
            "用文字书写的时间：去年、上半年、某个五年规划时期。",
            timed,
        ),
        disposition_rule(
            "two_years",
            "【2021至2023】三年累计完成投资300亿元。",
            "year",
            "Two years with a dash or 至 between them, without the word 年.",
            "以连接号或“至”相连的两个年份，没有“年”字。",
            _TOKEN.str.contains(rf"^{YEAR}[—\-~至]{YEAR}$"),
        ),
    ]


def _forms() -> list[Rule]:
    return [
        disposition_rule(
            "ratio",
            "三次产业结构比为【7:43:50】。",
            VALUE,
            "Parts of a whole with colons between them, of which the text says that they are a ratio.",
            "以冒号相连、文中表明为比例的各部分。",
            pl.col("_ratio"),
        ),
        disposition_rule(
            "clock",
            "会议于上午【10:30】开始。",
            "clock",
            "Hours and minutes with a colon between them.",
            "以冒号相连的时与分。",
            _TOKEN.str.contains(r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$"),
        ),
        disposition_rule(
            "hour",
            "截至【24】时，全部完成。",
            "clock",
            "A number without a unit before 时 or 点.",
            "“时”或“点”之前没有单位的数字。",
            _UNITLESS & _AFTER.str.contains("^[时点](?:[0-9]|[之以]?[前后]|整|许|[,。]|$)"),
        ),
        disposition_rule(
            "code",
            "【PM2.5】平均浓度下降5%。",
            "name_or_code",
            "Letters with digits, sums of codes, document numbers, telephone numbers.",
            "字母与数字的组合、代号之和、文号、电话号码。",
            _TOKEN.str.contains(f"^{CODE}$") & ~pl.col("_has_unit"),
        ),
    ]


def _ranks() -> list[Rule]:
    # 成为我省第 6 个遗产: the number of its kind.
    of_kind = _BEFORE.str.contains("(?:成为|是|为|继)[^,;:。]{0,16}第$") & ~_UNIT.is_in(["", "位", "名"])
    return [
        disposition_rule(
            "meeting",
            "按照省委七届5次、【6次】全会部署。",
            "ordinal",
            "The number of a meeting.",
            "会议的届次。",
            _UNIT.is_in(["次", "届"])
            & _AFTER.str.contains("^(?:全会|全体会议|会议|代表大会|党代会|人代会|常委会|集体学习)"),
        ),
        disposition_rule(
            "rank",
            "经济总量居全国第【8】位。",
            VALUE,
            "A number behind 第 that a verb of standing makes a place in an order.",
            "“第”之后的数字，前有“居、列”等动词，表示位次。",
            _BEFORE.str.contains("第$")
            & pl.col("_ranked")
            & ~of_kind
            & ~_AFTER.str.contains(r"^(?:届|次|期|批|季|部|条|号|届|产业|季度)"),
        ),
        disposition_rule(
            "ordinal",
            "成功举办第【3】届博览会。",
            "ordinal",
            "Any other number behind 第.",
            "“第”之后的其他数字。",
            _BEFORE.str.contains("第$"),
        ),
    ]


def _parts_of_names(lexicon: Lexicon) -> list[Rule]:
    # “65 万人”的目标 is a figure, “新增 5511”行动 is a name.
    quoted_alone = _BEFORE.str.contains(r"“(?:[约近超达]|超过|不低于|增长)?$") & _AFTER.str.contains(
        r"^(?:左右|上下|以上|以内|以下)?”"
    )
    # “20 条”等政策: what is counted follows the quotation, so the whole is a name.
    titled = _UNIT.is_in(["条", "个", "项", "点", "大"]) & _AFTER.str.contains("^”(?:等|一揽子)?[\u4e00-\u9fff]")
    titled = titled & ~_AFTER.str.contains("^”(?:的|左右|以上|目标)")
    opened, closed = _BEFORE.str.contains(r"[“《][^”》]*$"), _AFTER.str.contains(r"^[^“《,。;]*[”》]")
    return [
        disposition_rule(
            "quoted",
            "实施“【500家】企业上云”行动。",
            "name_or_code",
            "A number within quotation marks or title marks, unless a figure with its unit is all that they hold.",
            "引号或书名号之内的数字，除非其中只有带单位的数字。",
            opened & closed & ~(quoted_alone & pl.col("_has_unit") & ~titled),
        ),
        disposition_rule(
            "within_quotes",
            "推动“从0到【1】、从1到10”全链条创新。",
            "name_or_code",
            "A number anywhere within quotation marks that has no unit, or stands at once beside another number.",
            "引号之内没有单位，或与另一数字紧接的数字。",
            (pl.col("_quotes") > 0)
            & _TOKEN.str.contains("^[0-9]")
            & (~pl.col("_has_unit") | (_BEFORE == "") | (_AFTER == "")),
        ),
        disposition_rule(
            "part_of_text",
            "努力实现以下【6个】方面目标。",
            "name_or_code",
            "The text counts its own parts.",
            "文中对自身各部分的计数。",
            _BEFORE.str.contains("(?:以下|下列|如下)[^,;:。]{0,3}$") & _UNIT.is_in(["个", "项", "点", "条", "类", ""]),
        ),
        disposition_rule(
            "step",
            "经济总量跨越【3个】千亿元台阶。",
            "name_or_code",
            "Steps of a scale, which measure nothing.",
            "数量台阶，不作计量。",
            (_UNIT == "个") & _AFTER.str.contains("^(?:[百千万亿]+元?)?级?(?:新?台阶|大关|关口)"),
        ),
        *_numbers_of_names(lexicon),
    ]


def _numbers_of_names(lexicon: Lexicon) -> list[Rule]:
    numbered = lexicon.any_of("code_after")[3:-1]
    return [
        disposition_rule(
            "numbered_thing",
            "轨道交通【7】号线开通。",
            "name_or_code",
            "What follows makes the number part of a name: a line, a class, a programme.",
            "其后的文字使数字成为名称的一部分：线路、等级、工程。",
            _UNITLESS
            & _AFTER.str.contains(f"^(?:{numbered}|线(?:[,。、]|$)|中(?:[,。]|$)|[金银铜](?:[0-9、,。和的]|$))"),
        ),
        disposition_rule(
            "year_or_version",
            "举办【2025】世界大会。",
            "name_or_code",
            "A bare year or version number in a name, which no verb calls a value.",
            "名称中单独的年份或版本号，且没有动词表明其为数值。",
            _UNITLESS & _TOKEN.str.contains(r"^(?:19|20)[0-9]{2}$|^[1-9]\.0$") & ~pl.col("_predicate"),
        ),
        disposition_rule(
            "hotline",
            "办理【12345】政务服务热线诉求。",
            "name_or_code",
            "A number that people call.",
            "热线号码。",
            _UNITLESS & _AFTER.str.contains("^[^,;:。0-9]{0,10}热线"),
        ),
        disposition_rule(
            "by",
            "推广【24】×7小时政务服务。",
            "name_or_code",
            "One of two numbers with a sign of multiplication between them.",
            "乘号两侧的数字之一。",
            _UNITLESS & (_AFTER.str.contains("^[×xX]") | _BEFORE.str.contains("[×xX]$")),
        ),
    ]


def _without_unit() -> list[Rule]:
    # Rows between bars, or a number alone on its line.
    in_table = (pl.col("text").str.count_matches("|", literal=True) >= 2) | pl.col("text").str.contains(
        rf"^[-—]?{NUMBER}(?:%|‰)?$"
    )
    valueless = (
        ~pl.col("_has_unit")
        & ~pl.col("_predicate")
        & ~pl.col("_ranked")
        & ~pl.col("_elided")
        & ~_TOKEN.str.contains("[余多]$")
    )
    return [
        disposition_rule(
            "table_cell",
            "粮食|30|【5%】",
            "table_cell",
            "A number in a row of a table or alone on its line, without a unit or with a sign of share.",
            "表格行中或独占一行的数字，没有单位或只带百分号。",
            in_table & (~pl.col("_has_unit") | _UNIT.is_in(["%", "‰"])),
        ),
        disposition_rule(
            "long_number",
            "备案编号【20240001】公示。",
            "name_or_code",
            "Seven digits or more without a unit.",
            "没有单位的七位及以上数字。",
            valueless & _TOKEN.str.contains(r"^[0-9]{7,}$"),
        ),
        disposition_rule(
            "ends_quotation",
            "推进数字重庆，打造智慧城市【88】”平台。",
            "name_or_code",
            "A number without a unit that a closing quotation mark or title mark follows.",
            "没有单位、其后为后引号或后书名号的数字。",
            valueless & _AFTER.str.contains(r"^[”》]"),
        ),
        disposition_rule(
            "unexplained",
            "工作组【7】在基层。",
            "unexplained",
            "A number without a unit that nothing calls a value.",
            "没有单位、也没有文字表明其为数值的数字。",
            valueless,
        ),
        disposition_rule(
            "value",
            "工业增加值增长【5%】。",
            VALUE,
            "Every other number: it has a unit, or a verb or a list calls it a value.",
            "其余数字：带有单位，或由动词、列表表明其为数值。",
            None,
        ),
    ]
