"""The rules that decide whether a figure is exact, near, or bounds what it states; they read the columns of `values`."""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.lexicon import Lexicon

_AFTER, _OWN = pl.col("after"), pl.col("_own_tail")
_EXACT, _APPROX, _MIN, _MAX, _RANGE = "exact", "approx", "min", "max", "range"


def bound_rules(lexicon: Lexicon) -> list[Rule]:
    """The rules of a figure's own bound; `list_bound_rules` tell what it takes from its list."""
    return [*_behind_number(), *_in_number(), *_before_number(lexicon)]


def bound_table(lexicon: Lexicon) -> list[Rule]:
    """The rules of the bound, of figures and of lists."""
    return [*bound_rules(lexicon), *list_bound_rules()[:1]]


def _behind_number() -> list[Rule]:
    return [
        Rule(
            "bound.range",
            "工业增加值增长【5%—6%】。",
            _RANGE,
            "Two numbers state the ends of a range.",
            "两个数字构成区间。",
            pl.col("value_max").is_not_null(),
            _RANGE,
        ),
        Rule(
            "bound.in_words",
            "工业增加值保持【两位数】增长。",
            _MIN,
            "过半 and 两位数 say the least that it is.",
            "“过半、两位数”表示下限。",
            pl.col("written").is_in(["过半", "过半数", "两位数"]),
            _MIN,
        ),
        Rule(
            "bound.after_min",
            "工业增加值增长【5%】以上。",
            _MIN,
            "以上 or the like follows the number.",
            "数字之后为“以上”等。",
            _AFTER.str.contains("^[”》]?(?:以上|及以上|之上)"),
            _MIN,
        ),
        Rule(
            "bound.after_max",
            "居民消费价格涨幅控制在【3%】以内。",
            _MAX,
            "以内, 以下 or the like follows the number.",
            "数字之后为“以内、以下”等。",
            _AFTER.str.contains("^[”》]?(?:以内|以下|之内|及以下)"),
            _MAX,
        ),
        Rule(
            "bound.after_approx",
            "工业增加值增长【5%】左右。",
            _APPROX,
            "左右 or 上下 follows the number.",
            "数字之后为“左右、上下”。",
            _AFTER.str.contains("^[”》]?(?:左右|上下)"),
            _APPROX,
        ),
    ]


def _in_number() -> list[Rule]:
    return [
        Rule(
            "bound.nearly_even",
            "棉花产量与上年基本【持平】。",
            _APPROX,
            "基本 or the like stands before 持平.",
            "“持平”之前有“基本”等。",
            pl.col("_still") & pl.col("clause").str.contains("(?:基本|大体|大致|总体)$"),
            _APPROX,
        ),
        Rule(
            "bound.rounded_down",
            "新增企业【300余家】。",
            _MIN,
            "余 or 多 within the number says that it was rounded down.",
            "数字中的“余、多”表示舍去零头。",
            pl.col("token").str.contains("[余多]"),
            _MIN,
        ),
        Rule(
            "bound.stepped_over",
            "经济总量迈上【5000亿元】台阶。",
            _MIN,
            "A verb of stepping up to a mark or over it stands before the number.",
            "数字之前有“迈上、跨越”等动词。",
            _OWN.str.contains("(?:[迈跨登站跃]上|[迈跨]过|跨越)了?$"),
            _MIN,
        ),
        Rule(
            "bound.among_first",
            "经济总量跻身全国前【20】名。",
            _MAX,
            "前 before a place in an order says the last place that it may be.",
            "位次之前的“前”表示最低名次。",
            pl.col("ranked") & pl.col("own").str.contains("前$"),
            _MAX,
        ),
    ]


def _before_number(lexicon: Lexicon) -> list[Rule]:
    about = lexicon.any_of("approx")
    # The leftmost match is the longest word: 不低于 is not 低于, 不超过 is not 超过.
    word = pl.col("_bound_word")
    return [
        Rule(
            "bound.before_approx",
            "新增企业约【300家】。",
            _APPROX,
            "约 or the like stands before the number.",
            "数字之前为“约”等。",
            _OWN.str.contains(f"{about}[^{about[3:-1][0]}]*$") & _OWN.str.contains(f"{about}$"),
            _APPROX,
        ),
        Rule(
            "bound.before_max",
            "城镇调查失业率不高于【5.5%】。",
            _MAX,
            "不超过 or the like stands before the number.",
            "数字之前为“不超过”等。",
            word.is_in(lexicon.of_role("max")),
            _MAX,
        ),
        Rule(
            "bound.before_min",
            "新增企业超过【300家】。",
            _MIN,
            "超过 or the like stands before the number.",
            "数字之前为“超过”等。",
            word.is_in(lexicon.of_role("min")),
            _MIN,
        ),
        Rule(
            "bound.exact",
            "新增企业【300家】。",
            _EXACT,
            "Nothing bounds the number.",
            "没有文字限定数字。",
            None,
            _EXACT,
        ),
    ]


def list_bound_rules() -> list[Rule]:
    """What bounds a figure of a list in which one bound stands for all."""
    return [
        Rule(
            "bound.of_list",
            "棉花、油料产量分别超过5万吨和【9万吨】。",
            _MIN,
            "A bound before the first figure of a list, or behind its last where they are told in turn, holds for all.",
            "列表首个数字之前的限定，或“分别”列举时末个数字之后的限定，适用于全部数字。",
            (pl.col("list_length") > 1) & (pl.col("bound") == _EXACT) & pl.col("_shared_bound").is_not_null(),
            pl.col("_shared_bound"),
        ),
        Rule(
            "bound.own_as_it_stands",
            "新增企业约【300家】。",
            _APPROX,
            "The figure keeps its own bound.",
            "保留数字自身的限定。",
            None,
            pl.col("bound"),
        ),
    ]
