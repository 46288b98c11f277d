"""The rules that decide whether a figure counts what came about over its period (`flow`) or stands at its end.

Of a span of years a flow takes all, and what stands takes the last. They read the columns of `dating`.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.lexicon import Lexicon

_FLOW, _STANDS = "flow", "standing"
# Words that begin names of quantities too: 生产总值, 服务业, 销售收入.
_BOTH = ("生产", "保障", "储备", "服务", "投入", "使用", "利用", "发展", "销售", "出口")


def flow_rules(lexicon: Lexicon) -> list[Rule]:
    """All rules, in the order in which they are asked; a gap may inherit what the figure before it does."""
    return [*_of_measures(), *_of_levels(lexicon), *_of_deeds(lexicon)]


def _rule(name: str, example: str, gives: str, en: str, zh: str, when: pl.Expr | None) -> Rule:
    return Rule(f"flow.{name}", example, gives, en, zh, when, gives)


def _of_measures() -> list[Rule]:
    measure, gap = pl.col("measure"), pl.col("_gap")
    return [
        _rule(
            "growth",
            "五年来，工业增加值增长【50%】。",
            _FLOW,
            "A growth is one over its period.",
            "增长是整个时期的增长。",
            measure == "growth",
        ),
        _rule(
            "rank",
            "五年来，新增企业数量居全国第【8】位。",
            _STANDS,
            "A rank is the last one.",
            "位次为期末位次。",
            measure == "rank",
        ),
        _rule(
            "gap_of_average",
            "五年来，工业增加值年均增速高于全国【0.3个百分点】。",
            _FLOW,
            "A gap of yearly averages is one over the period.",
            "年均数的差距属于整个时期。",
            gap & pl.col("_yearly"),
        ),
        _rule(
            "gap",
            "五年来，城镇化率高于全国【3个百分点】。",
            _STANDS,
            "Any other gap is one at the end, unless the figure before it, of the same name, is a flow.",
            "其他差距为期末差距，除非前一个同名数字为流量。",
            gap,
        ),
        _rule(
            "change",
            "五年来，城镇化率提高【4个百分点】。",
            _FLOW,
            "A change is one over the period.",
            "变化是整个时期的变化。",
            measure == "difference",
        ),
    ]


def _of_levels(lexicon: Lexicon) -> list[Rule]:
    gained = rf"{lexicon.any_of('gain')}|累计|年均|每年"
    # 13 个大模型通过备案: what counted things did. 7 家企业进入 500 强: where they stand.
    counted = (pl.col("_doer") == "") & pl.col("noun").is_not_null()
    standing = pl.col("after").str.contains(f"^[^,;:。]*{lexicon.any_of('standing')}")
    return [
        _rule(
            "yearly_average",
            "五年来，城镇调查失业率年均为【5%】。",
            _FLOW,
            "An average of years is one of all of them.",
            "年均数属于各年。",
            pl.col("_yearly"),
        ),
        _rule(
            "share",
            "五年来，建成区绿化覆盖率为【42%】。",
            _STANDS,
            "A share, a multiple or a number without a unit stands at the end.",
            "占比、倍数或没有单位的数字为期末值。",
            pl.col("unit").is_in(["%", "‰", "倍", ""]),
        ),
        _rule(
            "addition",
            "五年来，新增企业【300家】。",
            _FLOW,
            "A word of addition or of adding up stands in the clause or in the name.",
            "分句或名称中有表示新增、累计的词。",
            pl.col("clause").str.contains(gained) | pl.col("indicator").str.contains(gained),
        ),
        _rule(
            "counted_things_stand",
            "五年来，【7家】企业进入500强。",
            _STANDS,
            "Counted things of which the text says where they stand.",
            "被计数的事物，文中说明其所处状态。",
            counted & standing,
        ),
        _rule(
            "counted_things_did",
            "五年来，【13个】大模型通过备案。",
            _FLOW,
            "Counted things of which the text says what they did or what was done to them.",
            "被计数的事物，文中说明其所做或所经历的事。",
            counted,
        ),
    ]


def _of_deeds(lexicon: Lexicon) -> list[Rule]:
    without = [*lexicon.of_role("standing"), *_BOTH]
    deed = lexicon.any_of("action", "gain", "reach", without=without)
    action = lexicon.any_of("action", without=without)
    named = pl.col("indicator").str.contains(f"^{deed}")
    done = pl.col("_doer").str.contains(f"^(?:{deed}|[\u4e00-\u9fff]{{2}}{action}[^业])") | named
    # 高标准农田达到 4808 万亩, 增至 18.8 万个: where it stands, whatever was done to come there.
    reached = pl.col("clause").str.contains(
        f"(?:{lexicon.any_of('level', without=['完成', '实现', '为', '是'])}|突破)(?:了|约|近|超|超过)*$"
    )
    return [
        _rule(
            "deed",
            "五年来，建成绿色工厂【30家】。",
            _FLOW,
            "A verb of doing begins the clause or the name, and no verb of reaching ends the clause.",
            "分句或名称以行为动词开头，且分句不以“达到”类动词结尾。",
            done & ~reached,
        ),
        _rule(
            "deed_of_dictionary",
            "五年来，免费送戏下乡【300场】。",
            _FLOW,
            "The dictionary of parts of speech finds a verb in the name, and no verb of reaching ends the clause.",
            "词性词典在名称中找到动词，且分句不以“达到”类动词结尾。",
            pl.col("_deed") & ~reached,
        ),
        _rule(
            "level",
            "五年来，粮食产量达到【30万吨】。",
            _STANDS,
            "Any other level stands at the end of its period.",
            "其他水平为期末值。",
            None,
        ),
    ]
