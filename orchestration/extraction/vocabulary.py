"""Patterns that the steps of naming share, made from the words of the lexicon."""

from __future__ import annotations

from orchestration.extraction.marks import TIME
from orchestration.lexicon import Lexicon

# A rate is named by its last characters, whatever it is a rate of: 普及率.
_RATE = "[\u4e00-\u9fff]{2}率"


def quantity(lexicon: Lexicon) -> str:
    """A noun that closes the name of a quantity: 增加值, 普及率. A list may state it once for all its members."""
    return f"(?:{lexicon.any_of('quantity')}|{_RATE})"


def after_bound(lexicon: Lexicon) -> str:
    """A bound that follows its number: 左右, 以上."""
    return lexicon.any_of("after_min", "after_max", "after_approx")


def lead_pattern(lexicon: Lexicon) -> str:
    """Words at the head of a clause that belong to no name: adverbs, time, whose report it is.

    Single characters are left alone: 在 begins 在校生, 就 begins 就业.
    """
    adverb = "|".join(word for word in lexicon.of_role("adverb", "approx", "min") if len(word) > 1 and word != "预期")
    at_time = f"(?:到|至|截至|截止|在|从|由)?{TIME}(?:末|底|初|内|间|以来)?"
    lasting = "(?:[0-9]{1,2}|[一二两三四五六七八九十])年(?:$|累计|共)"
    years = (
        r"(?:未来|今后|近)?(?:[一二两三四五]|[0-9]{1,2})年(?:内|间|来)|(?:未来|今后)[一二两三四五]年(?:每年)?"
        r"|每年|连续[0-9]+年"
    )
    numbered = (
        r"[■□●◆▲★※▪•·]|第?[一二三四五六七八九十]是|\((?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})\)"
        r"|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}\."
    )
    words = f"{lexicon.any_of('own_area')}|{lexicon.any_of('opening')}|[等的了—·]|{adverb}"
    bracketed = rf"[“”》\)]|\({lexicon.any_of('year_before')}"
    return rf"^(?:{at_time}|{lasting}|{numbered}|{years}|{words}|#+|{bracketed})+"


# Written out for the modules that do not read the lexicon yet.
MODIFIER = "常住居民|产业|行业|企业|居民|保险|工程|项目|市场|领域|指数"
CORE = (
    "业务量|顺差|逆差|"
    "人均可支配收入|可支配收入|主营业务收入|营业收入|经营收入|总收入|收入|增加值|总产值|产值|总产量|产量|参保人数|从业人员|人数|零售总额|零售额|销售额"
    "|交易额|贸易额|进出口总额|进出口总值|进出口|总额|总值|总量|投资额|投资|贷款余额|存款余额|余额|占比|比重|比例|覆盖率|普及率|达标率|合格率|处理率|利用率"
    "|完成率|入学率|巩固率|就业率|失业率|发生率|签约率|优良率|化率|拥有量|排放量|用电量|发电量|人均住房建筑面积|人均住房面积|吞吐量|周转量|客运量|货运量|面积|里程|价格|利润|利税|消费|支出|床位|用量|损失|人口|(?:低保|保障|补助|补贴|缴费|供养|工资)?标准|(?:平均)?浓度|增速|[\u4e00-\u9fff]{2}率"
)
