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
        r"|每年|连续[0-9]+年|仅?用?(?:[0-9]{1,3}|[一二两三四五六七八九十])个?(?:小时|[天日周月年])时间内?"
    )
    numbered = (
        r"[■□●◆▲★※▪•·◎○▶►①-⑳㈠-㈩⒈-⒛]|第?[一二三四五六七八九十]是|\((?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})\)|[0-9]{1,2}\)"
        r"|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}(?:\.[0-9]{1,2})+[、\.]?|[0-9]{1,2}[\.、]"
    )
    words = f"{lexicon.any_of('own_area')}|{lexicon.any_of('opening')}|[等的了—·]|{adverb}"
    bracketed = rf"[“”》\)]|\({lexicon.any_of('year_before')}"
    return rf"^(?:{at_time}|{lasting}|{numbered}|{years}|{words}|#+|{bracketed})+"
