"""The rules that decide what a figure measures (a level, a growth, a difference, a rank) and in which unit.

They read the columns that `values` adds.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.extraction.marks import TIME
from orchestration.lexicon import Lexicon

_COMPARED, _RELATIVE, _POINTS = pl.col("_compared"), pl.col("_relative"), pl.col("_points")
_LEVEL, _GROWTH, _DIFFERENCE, _RANK = "level", "growth", "difference", "rank"


def measure_rules(lexicon: Lexicon) -> list[Rule]:
    """All rules of the measure; `repeated_measure_rules` may replace what they decide."""
    return [*_of_comparisons(), *_of_shares(), *_of_growth(lexicon), *_of_amounts()]


def measure_table(lexicon: Lexicon) -> list[Rule]:
    """The rules of the measure, and of figures that are quoted again."""
    return [*measure_rules(lexicon), *repeated_measure_rules()[:-1]]


def unit_table(_: Lexicon) -> list[Rule]:
    """The rules of the unit as the text states it, and of ranks."""
    return [*unit_rules(), *rank_unit_rules()[:1]]


def _of_comparisons() -> list[Rule]:
    return [
        Rule(
            "measure.rank",
            "经济总量居全国第【8】位。",
            _RANK,
            "The number is a place in an order.",
            "数字是位次。",
            pl.col("ranked") & _COMPARED.is_in(["rank", ""]),
            _RANK,
        ),
        Rule(
            "measure.gap",
            "居民消费支出增速高于全国【0.3个百分点】。",
            _DIFFERENCE,
            "A word such as 高于 or 低于 says how far the figure lies from its base.",
            "“高于、低于”等词说明与基准的差距。",
            _COMPARED == "gap",
            _DIFFERENCE,
        ),
        Rule(
            "measure.rate_of_change",
            "棉花产量比上年增长【5%】。",
            _GROWTH,
            "比 and a verb of change with a share, a multiple or the like, unless the verb compares two standings.",
            "“比”加变化动词，数值为百分比、倍数等，且动词不是比较两个状态。",
            (_COMPARED == "versus") & _RELATIVE & ~pl.col("verb").str.contains("^(?:高出?|低|快|慢|多|少)$"),
            _GROWTH,
        ),
        Rule(
            "measure.amount_against_base",
            "棉花产量比上年增加【5万吨】。",
            _DIFFERENCE,
            "比 and a verb of change with an amount, or with a verb that compares two standings.",
            "“比”加变化动词，数值为绝对量，或动词比较两个状态。",
            _COMPARED == "versus",
            _DIFFERENCE,
        ),
    ]


def _of_shares() -> list[Rule]:
    contributed = pl.col("head").str.contains("拉动") | (
        pl.col("head").str.contains("贡献") & ~pl.col("head").str.contains("贡献率")
    )
    return [
        Rule(
            "measure.contribution",
            "消费拉动经济增长【2个百分点】。",
            _LEVEL,
            "Points of growth that something contributed are a share of the growth.",
            "拉动或贡献的百分点是增长中的份额。",
            _POINTS & contributed,
            _LEVEL,
        ),
        Rule(
            "measure.points",
            "城乡收入增速差距为【2个百分点】。",
            _DIFFERENCE,
            "All other percentage points, per mille points and basis points are a change or a gap.",
            "其他百分点、千分点、基点为变化或差距。",
            _POINTS,
            _DIFFERENCE,
        ),
        Rule(
            "measure.target_of_growth",
            "完成工业增加值增长目标的【6%】。",
            _GROWTH,
            "The name is that of a target of growth.",
            "名称是增长目标。",
            _RELATIVE & pl.col("indicator").str.contains("(?:增长|增速|增幅|涨幅)(?:预期)?目标$"),
            _GROWTH,
        ),
    ]


def _of_growth(lexicon: Lexicon) -> list[Rule]:
    up, down = lexicon.any_of("growth_up"), lexicon.any_of("growth_down")
    tail = pl.col("tail")
    # 增速、涨幅 state a growth even where a level word follows: 涨幅控制在 3%以内.
    rate_noun = tail.str.contains("增速|增幅|涨幅|降幅|跌幅|幅度|增长率|增长速度")
    reached = tail.str.contains(f"(?:{up}|{down})(?:{lexicon.adverbs})*(?:达到?|约)$")
    return [
        Rule(
            "measure.growth_before",
            "工业增加值增长【5%】。",
            _GROWTH,
            "A verb or noun of change stands before a share or a multiple, and no verb of reaching follows it.",
            "百分比或倍数之前有变化的动词或名词，且其后没有“达到”类动词。",
            _RELATIVE & pl.col("_moved") & (~pl.col("_closing") | rate_noun | reached),
            _GROWTH,
        ),
        Rule(
            "measure.cut_by",
            "平均压减审批时间【58%】。",
            _GROWTH,
            "A verb of cutting begins the clause and a share ends it: it says by how much.",
            "分句以压减类动词开头，以百分比结尾，说明减少的幅度。",
            pl.col("_cut_by"),
            _GROWTH,
        ),
        Rule(
            "measure.doublings",
            "居民收入【翻一番】。",
            _GROWTH,
            "The unit is 番: the value doubled so often.",
            "单位为“番”，即翻倍的次数。",
            pl.col("unit") == "番",
            _GROWTH,
        ),
        Rule(
            "measure.growth_behind",
            "工业经济保持【8%】左右的增长。",
            _GROWTH,
            "The noun of growth follows the share.",
            "百分比之后为表示增长的名词。",
            pl.col("_grows_after"),
            _GROWTH,
        ),
        Rule(
            "measure.unchanged",
            "棉花产量与上年【持平】。",
            _GROWTH,
            "持平 is a growth of nothing.",
            "“持平”为零增长。",
            pl.col("_still"),
            _GROWTH,
        ),
    ]


def _of_amounts() -> list[Rule]:
    return [
        Rule(
            "measure.amount_of_change",
            "棉花产量增加【5万吨】。",
            _DIFFERENCE,
            "A verb of change stands before an amount, and no verb of reaching follows it.",
            "绝对量之前有变化动词，且其后没有“达到”类动词。",
            pl.col("_moved") & ~pl.col("_closing") & (pl.col("unit") != "") & ~_RELATIVE,
            _DIFFERENCE,
        ),
        Rule(
            "measure.level",
            "棉花产量【30万吨】。",
            _LEVEL,
            "Nothing says that the figure changed or is compared: it is what was measured.",
            "没有文字表明变化或比较，即计量的水平。",
            None,
            _LEVEL,
        ),
    ]


# What stands alone before a figure that is aimed at in place of the one before it, or was missed.
_AIMED_AGAIN = "^[(]?(?:但|而)?(?:原)?(?:计划|目标|力争|争取|努力|确保|奋力|预期|未能?|没有)(?:达到?|为|实现|完成|是)?$"
# A quarter or month that a rate came to.
_AT_A_TIME = f"^{TIME}(?:回升|回落|提高|提升|上升|下降|加快|放缓|收窄)?(?:至|到|达到?|为)$"


def repeated_measure_rules() -> list[Rule]:
    """What a figure measures that is quoted from the same paragraph, or takes up the figure before it."""
    # Names that are both missing are alike, too: 一季度增长 4%, 二季度回升至 6%.
    same = (pl.col("sentence") == pl.col("sentence").shift(1)) & pl.col("indicator").eq_missing(
        pl.col("indicator").shift(1)
    )
    before = pl.col("measure").shift(1) == _GROWTH
    for _ in range(2):
        # 三季度回升至 6.2%,四季度达到 6.6%: through the level between.
        before = before | (before.shift(1).fill_null(value=False) & pl.col("own").shift(1).str.contains(_AT_A_TIME))
    alike = pl.col("unit") == pl.col("unit").shift(1)
    again = (same & before & alike & (pl.col("measure") == _LEVEL)).fill_null(value=False)
    return [
        Rule(
            "measure.aimed_again",
            "工业增加值增长6%，力争【7%】。",
            _GROWTH,
            "What is aimed at, or was missed, in place of the growth before it is a growth.",
            "力争实现或未达到的目标，与前一增长数字的计量类型相同。",
            again & pl.col("own").str.contains(_AIMED_AGAIN),
            _GROWTH,
        ),
        Rule(
            "measure.at_a_later_time",
            "工业增加值一季度增长4%，二季度回升至【6%】。",
            _GROWTH,
            "What the growth before it came to in another quarter or month is a growth.",
            "同一增速在其他季度或月份的数值，也是增长。",
            again & pl.col("own").str.contains(_AT_A_TIME),
            _GROWTH,
        ),
        Rule(
            "measure.quoted",
            "工业增加值增长6%，实现了“【6%】”的目标。",
            _GROWTH,
            "The figure stands alone in quotation marks and measures what it did where the paragraph first gave it.",
            "引号中单独出现的数字，沿用本段首次出现时的计量类型。",
            pl.col("quoted") & pl.col("repeated").is_not_null(),
            pl.col("repeated"),
        ),
        Rule(
            "measure.own_as_it_stands",
            "棉花产量【30万吨】。",
            _LEVEL,
            "The figure keeps what its own clause says.",
            "保留本分句所说的计量类型。",
            None,
            pl.col("measure"),
        ),
    ]


def unit_rules() -> list[Rule]:
    """The rules of the unit, as it is written."""
    return [
        Rule(
            "unit.of_list",
            "分别快于全省【1.8】和2.7个百分点。",
            "个百分点",
            "The list states its unit once, behind its last figure.",
            "列表只在最后一个数字之后说明单位。",
            pl.col("_without_unit") & (pl.col("list_length") > 1),
            pl.col("_list_unit"),
        ),
        Rule(
            "unit.of_next",
            "工业增速提高【4.5个】，服务业增速提高0.7个百分点。",
            "个百分点",
            "Half a thing cannot be counted: 个 stands for the percentage points that follow.",
            "小数不能计个数，“个”代表其后的“个百分点”。",
            pl.col("_half_a_point"),
            pl.col("_own_unit").shift(-1),
        ),
        Rule(
            "unit.as_written",
            "棉花产量【30万吨】。",
            "万吨",
            "The unit stands behind the number.",
            "单位紧接数字之后。",
            pl.col("_own_unit") != "",
            pl.col("_own_unit"),
        ),
        Rule(
            "unit.none",
            "居民消费价格指数为【102.5】。",
            "",
            "No unit stands behind the number and no list states one.",
            "数字之后没有单位，列表也没有说明。",
            None,
            "",
        ),
    ]


def rank_unit_rules() -> list[Rule]:
    """The unit of a rank."""
    return [
        Rule(
            "unit.of_rank",
            "经济总量居全国第【8】。",
            "位",
            "A place in an order is counted in 位.",
            "位次的单位为“位”。",
            pl.col("measure") == _RANK,
            "位",
        ),
        Rule(
            "unit.own_as_it_stands",
            "棉花产量【30万吨】。",
            "万吨",
            "Any other figure keeps its unit.",
            "其他数字保留其单位。",
            None,
            pl.col("unit"),
        ),
    ]
