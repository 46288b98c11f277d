"""The place of each figure: one that its clause begins with and that the region table knows, else the report's own.

A place inside a longer name (武汉都市圈, 郑州大学, 沈阳地铁) is no place of a figure. What the table does not know is
none either: a maintainer registers it (`indicators review`).
"""

from __future__ import annotations

import re

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.marks import T_CLOSE, T_OPEN
from orchestration.lexicon import Lexicon

_NATION = "全国"
# Words before the first noun of a clause: times, 其中, numbering.
_LEAD = rf"^(?:{T_OPEN}[^{T_CLOSE}]*{T_CLOSE}[末底初]?|[一二三四五六七八九十]是|其中|——|#+|\([一二三四五六七八九十]\)|[,:])+"
# What makes a longer name of a place: what stands there, is run there, or is named after it.
_LONGER_NAME = (
    "^(?:[港站机银东西南北湾桥]|建设|规划|战略|合作|协同|时数|时间|大学|学院|医院|地铁|轨道|核电|高铁|机场|海关|都市圈|城市群|经济圈"
    "|科技城|科学城|高新区|经开区|开发区|自贸|保税|综保|新区|示范|实验|博物|集团|公司|钢|石化|联交|证券|股份|制造|话剧|国际|全球|自由|片区管委"
    "|[\u4e00-\u9fff]{0,6}?(?:科技园|产业园|工业园|高新区|经开区|科学城|科技城|大学|医院|机场|港区))"
)
# Before these a place is the owner of what is measured, whatever it is.
_OWNS = (
    "^(?:市|省|县|区|州|等)*(?:地区|区域|片区|全域|全区|全市|两地|三地|各地)?(?:的|占|年均|人均|常住|户籍|分别|各|均|$)"
)
_SHORTEST_HEAD = 3


def with_places(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `place`: the registered place, as written, that a figure's clause is about; null for the report's own.

    It holds to the end of its clause, and on through clauses that name no subject of their own.
    """
    joined = pl.col("follows") & ~pl.col("before").str.contains("[,;:。!?]")
    verb = lexicon.any_of("action", "gain", "reach", "growth_up", "growth_down", "level", "min", "max", "approx")
    no_subject = pl.col("subject").str.contains(f"^(?:{lexicon.adverbs}|的|了)*(?:{verb}|$)")
    # 两江新区加快发展,新增企业 20 家: the clause between holds no figure, and its place is still spoken of.
    between = pl.when(no_subject & pl.col("unfigured")).then(at_head(pl.col("previous").fill_null(""), lexicon))
    parted = pl.col("before").str.contains("[;。!?]") | (pl.col("unfigured") & ~joined)
    here = at_head(pl.col("own"), lexicon)
    goes_on = (joined | (no_subject & ~parted)) & pl.col("follows")
    opened = pl.coalesce(here, between, pl.when(~goes_on).then(pl.lit("")))
    held = runs.carried(opened, pl.col("sentence"))
    own_again = pl.col("own").str.contains(rf"{_LEAD[:-1]}*(?:全市|全省|全区|全县|全州|全盟|全旗|我[市省区县州])")
    return frame.with_columns(place=pl.when((held != "") & ~own_again).then(held))


def at_head(text: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """The registered place that a text begins with, null where it begins with none or with a longer name."""
    stripped = text.str.replace(_LEAD, "")
    # Few clauses begin as a name does; the dearer patterns see those alone.
    heads = sorted({name[:2] for name in [*lexicon.full_place_names, *lexicon.short_place_names, _NATION]})
    clause = pl.when(stripped.str.slice(0, 2).is_in(heads)).then(stripped)

    def begins_with(names: list[str], length: int) -> pl.Expr:
        head = clause.str.slice(0, length)
        return pl.when(head.is_in([name for name in names if len(name) == length])).then(head)

    def longest(names: list[str]) -> pl.Expr:
        return pl.coalesce(begins_with(names, n) for n in sorted({len(name) for name in names}, reverse=True))

    full, short = longest(lexicon.full_place_names), longest([*lexicon.short_place_names, _NATION])

    def rest(place: pl.Expr) -> pl.Expr:
        return clause.str.slice(place.str.len_chars())

    sure = pl.when(~rest(full).str.contains(_LONGER_NAME)).then(full)
    # A short name is the head of many longer names: what follows must be something that is measured or done.
    owns = rest(short).str.contains(f"{_OWNS}|^(?:市|地区|区域|片区)?{_measured(lexicon)}")
    return pl.coalesce(sure, pl.when(owns & ~rest(short).str.contains(_LONGER_NAME)).then(short))


def _measured(lexicon: Lexicon) -> str:
    """How names of indicators and what is said of them begin."""
    names = [*lexicon.indicators["name_zh"], *lexicon.aliases["alias"]]
    heads = {name[:_SHORTEST_HEAD] for name in names}
    said = lexicon.of_role("gain", "action", "growth_up", "growth_down", "level", "adverb", "tail_adverb", "min")
    words = sorted({*heads, *(word for word in said if len(word) > 1)}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))}|{T_OPEN})"
