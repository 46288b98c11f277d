"""The rules of the disposition for numbers that bound or describe something: durations, sizes, ages, grades.

They are a part of the table in `disposition_rules`, which tells where they are asked.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.lexicon import Lexicon

_TOKEN, _BEFORE, _AFTER, _UNIT = pl.col("token"), pl.col("before"), pl.col("after"), pl.col("_unit")
_UNITLESS = _UNIT == ""
_WORDED = pl.col("written") != _TOKEN


def bounding_rules(lexicon: Lexicon) -> list[Rule]:
    """The rules of durations, of things that a number describes, and of thresholds."""
    return [
        *_durations(lexicon),
        *_kinds_of_things(),
        *_words(lexicon),
        *_thresholds(),
        *_sized_classes(lexicon),
        *_bounds_of_things(),
        *_sizes_of_each(),
    ]


def disposition_rule(name: str, example: str, kind: str, en: str, zh: str, when: pl.Expr | None) -> Rule:
    """A rule of the disposition; what it decides is the word of `kind`."""
    return Rule(f"disposition.{name}", example, kind, en, zh, when, kind)


def _durations(lexicon: Lexicon) -> list[Rule]:
    in_years = _UNIT == "年"
    lasting = _BEFORE.str.contains(f"{lexicon.any_of('lasting')}[^,;。]{{0,8}}$") | _BEFORE.str.contains(
        r"(?:压缩|缩短|延长|减少|增加|达|达到|至|到|为)$"
    )
    return [
        disposition_rule(
            "best_in_years",
            "工业增速创近【5年】来新高。",
            "superlative",
            "Years within which the value is the highest, the lowest or the first.",
            "数值为若干年来最高、最低或首次。",
            in_years & _BEFORE.str.contains("近$") & _AFTER.str.contains(r"^(?:来)?(?:来|新高|新低|最)"),
        ),
        disposition_rule(
            "prolonged",
            "延长【2年】实施期限。",
            "duration",
            "Years by which something is prolonged, where the text goes on with what it is.",
            "延长的年数，其后为所延长的事物。",
            in_years & _BEFORE.str.contains("延长$") & _AFTER.str.contains("^$|^[\u4e00-\u9fff]{2}"),
        ),
        disposition_rule(
            "in_a_row",
            "连续【3次】获得表彰。",
            "duration",
            "How often in a row.",
            "连续的次数。",
            _BEFORE.str.contains("连续$") & _UNIT.is_in(["次", "届", "个月", "轮"]),
        ),
        disposition_rule(
            "time_span",
            "用【3年】时间完成改造。",
            "duration",
            "A number with a unit of time, unless a lifetime, a duration or a change of one is stated.",
            "带时间单位的数字，除非文中说的是寿命、时长或其变化。",
            _UNIT.is_in(lexicon.of_role("duration_unit"))
            & (~lasting | _BEFORE.str.contains("(?:连续|近|历时|为期|提前|每|满)$")),
        ),
    ]


def _kinds_of_things() -> list[Rule]:
    # 建成五千千瓦储能电站 18 座: a capacity between a verb and what is counted is the size of each.
    capacity = _UNIT.str.contains("^(?:万|千|百|十)*(?:千瓦|千瓦时|兆瓦|兆瓦时|吨|吨级|立方米|亩|平方米)$")
    thing = _AFTER.str.contains(r"^[\u4e00-\u9fff()]{2,12}$") & ~_AFTER.str.contains(
        "增|降|达|完成|实现|产值|带动|超|共|总"
    )
    built = _BEFORE.str.contains("(?:建成|新建|建设|开工|投产|投运|落地|引进)(?:了)?$")
    return [
        disposition_rule(
            "technical_size",
            "建成【500千伏】变电站2座。",
            "name_or_code",
            "A technical unit (voltage, thickness) with the thing behind it that it describes.",
            "技术单位（电压、厚度），其后为所描述的事物。",
            _UNIT.is_in(["千伏", "伏", "万伏", "纳米", "毫米"])
            & _AFTER.str.contains("^[\u4e00-\u9fff]")
            & ~pl.col("_predicate"),
        ),
        disposition_rule(
            "capacity_of_each",
            "建成【5000千瓦】储能电站18座。",
            "threshold",
            "A capacity between a verb of building and the things that are counted is the size of each.",
            "建设类动词与被计数事物之间的容量，是每一个的规模。",
            capacity & thing & pl.col("_counts_next") & built,
        ),
        disposition_rule(
            "grade",
            "入选中国企业【500】强。",
            "name_or_code",
            "A grade, a session, or the number of a ranking list: 级, 届, 强.",
            "等级、届次或榜单名额：级、届、强。",
            _UNIT.is_in(["级", "届"]) | (_UNITLESS & _AFTER.str.contains("^强(?:[^化度]|$)")),
        ),
    ]


def _words(lexicon: Lexicon) -> list[Rule]:
    return [
        disposition_rule(
            "kept_level",
            "支【持平】台企业发展。",
            "name_or_code",
            "The characters of 持平 in other words, such as 保持平稳.",
            "其他词语中的“持平”二字，如“保持平稳”。",
            _WORDED
            & (_TOKEN == "0%")
            & (_BEFORE.str.contains("[保支坚维主扶把]$") | _AFTER.str.contains("^[稳衡等和]")),
        ),
        disposition_rule(
            "counted_doublings",
            "实现五个【翻番】。",
            "name_or_code",
            "A figure in words that is itself counted.",
            "本身被计数的文字数字。",
            _WORDED & _BEFORE.str.contains("[一二两三四五六七八九十]个$"),
        ),
        disposition_rule(
            "word_not_figure",
            "【一成】不变的做法要改。",
            "name_or_code",
            "A figure in words that what follows makes part of another word.",
            "其后文字使之成为其他词语一部分的文字数字。",
            _WORDED & _AFTER.str.contains(f"^{lexicon.any_of('no_figure_after')}"),
        ),
    ]


def _thresholds() -> list[Rule]:
    counts_next, unlike_share = pl.col("_counts_next"), _UNIT != "%"
    same_clause = pl.col("_same") & ~_AFTER.str.contains(r"[,;:。、]")
    bounds = _BEFORE.str.contains("(?:超过?|突破|不低于|不少于|达到?)$") & ~_BEFORE.str.contains("总投资[^,;。]{0,4}$")
    return [
        disposition_rule(
            "bounds_a_class",
            "新增【10亿元】以上企业6家。",
            "threshold",
            "以上, 以下 or 以内 and a thing follow, and the next number counts that thing.",
            "其后为“以上、以下、以内”及某事物，且下一个数字计量该事物。",
            _AFTER.str.contains(r"^(?:及)?(?:以上|以下|以内)(?:的)?[\u4e00-\u9fff]") & same_clause,
        ),
        disposition_rule(
            "bounds_those_before",
            "新增重大项目20个，其中【10亿元】以上6个。",
            "threshold",
            "以上 or 以下 and at once the next number follow: of the things that were counted before.",
            "其后为“以上、以下”并紧接下一个数字：指前面已计数的事物。",
            _AFTER.str.contains("^(?:及)?以[上下]的?$") & counts_next & unlike_share,
        ),
        disposition_rule(
            "bounds_with_verb",
            "年收入达到【50万元】的农户5户。",
            "threshold",
            "A verb of exceeding stands before, 的 and a thing behind, and the next number counts it; a total is none.",
            "前有“超过”等动词，后为“的”及某事物，且下一个数字计量该事物；总投资除外。",
            bounds & _AFTER.str.contains("^的[^,;:。、]{1,14}$") & counts_next & unlike_share,
        ),
    ]


def _sized_classes(lexicon: Lexicon) -> list[Rule]:
    sized = pl.col("_sized")
    over = _BEFORE.str.contains("超过?$") & sized
    return [
        disposition_rule(
            "size_of_class",
            "年能耗超【5000吨标准煤】重点企业全部完成改造。",
            "threshold",
            "超 and a size stand before a word for a class of things.",
            "“超”加规模，其后为某类事物。",
            over & _AFTER.str.contains(f"^的?[\u4e00-\u9fff]{{0,4}}?{lexicon.any_of('bounded_class')}"),
        ),
        disposition_rule(
            "size_of_counted",
            "生产总值超【200亿元】旗达到26个。",
            "threshold",
            "超 and a size stand before a thing of which the next number tells how many there are.",
            "“超”加规模，其后的事物由下一个数字说明数量。",
            over
            & _AFTER.str.contains(r"^的?[\u4e00-\u9fff()]{1,10}?(?:达到?|共有?|有|增至|增加到)$")
            & pl.col("_counts_next"),
        ),
        disposition_rule(
            "least_size_of_class",
            "一批【10亿元】以上项目落地。",
            "threshold",
            "以上 or 以下 stands between a size and a word for things that are counted one by one.",
            "规模与逐个计数的事物之间有“以上”或“以下”。",
            sized
            & _AFTER.str.contains(f"^(?:及)?以[上下]的?[\u4e00-\u9fff“”]{{0,8}}?{lexicon.any_of('single_thing')}"),
        ),
    ]


def _bounds_of_things() -> list[Rule]:
    return [
        disposition_rule(
            "share_drawn",
            "据全省【5‰】人口变动抽样调查推算。",
            "threshold",
            "The share of all that a survey drew.",
            "抽样调查所抽取的比例。",
            _UNIT.is_in(["%", "‰"]) & _AFTER.str.contains("^[^,;:。]{0,8}抽样"),
        ),
        disposition_rule(
            "within",
            "实现【50米】内换乘。",
            "threshold",
            "A distance or a time within which something is done.",
            "在某距离或时间之内做某事。",
            _UNIT.is_in(["米", "公里", "分钟", "小时", "天", "日", "年"])
            & _AFTER.str.contains("^以?内[\u4e00-\u9fff]"),
        ),
        disposition_rule(
            "class_of_size",
            "打造【400亿】级产业集群。",
            "threshold",
            "A size before 级 names a class.",
            "“级”之前的规模表示类别。",
            _AFTER.str.contains("^级") & (_UNIT != ""),
        ),
        disposition_rule(
            "age",
            "为【60岁】及以上老年人提供服务。",
            "threshold",
            "An age that bounds a group; a life expectancy and an age that changes are values.",
            "界定人群的年龄；预期寿命和变化的年龄为数值。",
            _UNIT.is_in(["岁", "周岁"])
            & ~_BEFORE.str.contains(r"(?:寿命|年龄)[^,;。]*$|(?:提[高升]|延长|增加?)(?:至|到)$")
            & ~_AFTER.str.contains("^(?:提[高升]|延长|增加?|上升)(?:至|到)"),
        ),
        disposition_rule(
            "set_to",
            "居民消费价格指数(以上年为【100】)为102.5。",
            "threshold",
            "What an index is set to.",
            "指数的基准值。",
            _UNITLESS
            & (
                _BEFORE.str.contains(r"(?:以[^,;。]{1,10}为|=)$")
                # 男女性别比为 105.2(女性为 100)
                | ((_TOKEN == "100") & _BEFORE.str.contains(r"\([^()]{1,8}为$") & _AFTER.str.contains(r"^\)"))
            ),
        ),
    ]


def _sizes_of_each() -> list[Rule]:
    return [
        disposition_rule(
            "size_of_each",
            "新增3个过【3000亿元】城市。",
            "threshold",
            "A size between a count and the things counted is the size of each.",
            "数量与被计数事物之间的规模，是每一个的规模。",
            pl.col("_sized")
            & pl.col("_counted_before")
            & _BEFORE.str.contains("^(?:过|超|上|超过|突破)?$")
            & _AFTER.str.contains("^(?:以上|及以上)?的?[\u4e00-\u9fff]"),
        ),
        disposition_rule(
            "reckoned_by",
            "小麦收购价每【50公斤】提高5元。",
            "threshold",
            "What a figure is reckoned by, behind 每.",
            "“每”之后作为计算基数的数量。",
            _BEFORE.str.contains("每(?:增长|增加|提高|提升|下降|降低|减少)?$")
            & pl.col("_has_unit")
            & (_UNIT != "%")
            & _AFTER.str.contains("^(?:的|[\u4e00-\u9fff])"),
        ),
    ]
