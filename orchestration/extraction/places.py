"""The place of each figure: one that its clause begins with and that the region table knows, else the report's own.

A place inside a longer name (武汉都市圈, 郑州大学, 沈阳地铁) is no place of a figure. What the table does not know is
none either: a maintainer registers it (`indicators review`).
"""

from __future__ import annotations

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
    parted = pl.col("before").str.contains("[;。!?]") | (pl.col("unfigured") & ~joined)
    own_again = pl.col("own").str.contains(rf"{_LEAD[:-1]}*(?:全市|全省|全区|全县|全州|全盟|全旗|我[市省区县州])")
    frame = frame.with_columns(_alone=no_subject).with_columns(
        # 两江新区加快发展,新增企业 20 家: the clause between holds no figure, and its place is still spoken of.
        _between=pl.when(pl.col("_alone") & pl.col("unfigured")).then("previous"),
        _goes_on=(joined | (pl.col("_alone") & ~parted)) & pl.col("follows"),
    )
    frame = with_place_at_head(with_place_at_head(frame, "own", "_here", lexicon), "_between", "_spoken_of", lexicon)
    opened = pl.coalesce("_here", "_spoken_of", pl.when(~pl.col("_goes_on")).then(pl.lit("")))
    frame = _with_topic(frame.with_columns(_held=runs.carried(opened, pl.col("sentence"))), lexicon)
    held = pl.when(pl.col("_held") != "").then("_held")
    return frame.with_columns(place=pl.when(~own_again).then(pl.coalesce(held, "_topic"))).drop("^_.*$")


def _with_topic(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_topic`: the named place that a sentence tells of: 两江新区成立联盟,…,工业增加值增长 9%.

    It is the one who acts in the first clause, and holds to the end of the sentence or to a semicolon. Where a quantity
    follows the place at once (两江新区工业增加值), the place is that quantity's alone.
    """
    first = pl.when(~pl.col("follows")).then(pl.col("before").str.extract("^([^,;:。!?]+)[,]"))
    names = [*lexicon.indicators["name_zh"], *lexicon.aliases["alias"]]
    heads = sorted({name[:_SHORTEST_HEAD] for name in names})
    parted = runs.cum_sum(pl.col("before").str.contains(";").cast(pl.Int32), pl.col("sentence")) > 0
    frame = with_place_at_head(frame.with_columns(_first=first), "_first", "_actor", lexicon)
    behind = pl.col("_first").str.replace(_LEAD, "").str.slice(pl.col("_actor").str.len_chars())
    acts = pl.col("_actor").is_in(lexicon.full_place_names) & ~behind.str.slice(0, _SHORTEST_HEAD).is_in(heads)
    return frame.with_columns(_topic=pl.when(acts).then("_actor")).with_columns(
        _topic=pl.when(~parted).then(runs.carried(pl.col("_topic"), pl.col("sentence")))
    )


def with_place_at_head(frame: pl.LazyFrame, text: str, place: str, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `place`: the registered place that `text` begins with, null where it begins with none or with a longer name."""
    stripped = pl.col(text).str.replace(_LEAD, "")
    # Few clauses begin as a name does; the dearer patterns see those alone.
    heads = sorted({name[:2] for name in [*lexicon.full_place_names, *lexicon.short_place_names, _NATION]})
    clause = pl.col("_clause")

    def longest(names: list[str]) -> pl.Expr:
        lengths = sorted({len(name) for name in names}, reverse=True)
        parts = (clause.str.slice(0, n) for n in lengths)
        named = ([name for name in names if len(name) == n] for n in lengths)
        return pl.coalesce(pl.when(part.is_in(known)).then(part) for part, known in zip(parts, named, strict=True))

    # A short name is the head of many longer names: what follows must be something that is measured or done.
    owns = pl.col("_behind").str.contains(_OWNS) | _measured(pl.col("_thing"), lexicon)
    sure = pl.when(~pl.col("_behind_full").str.contains(_LONGER_NAME)).then("_full")
    short = pl.when(owns & ~pl.col("_behind").str.contains(_LONGER_NAME)).then("_short")
    steps = ("_clause", "_full", "_short", "_behind_full", "_behind", "_thing")
    return (
        frame.with_columns(_clause=stripped)
        .with_columns(_clause=pl.when(clause.str.slice(0, 2).is_in(heads)).then(clause))
        .with_columns(_full=longest(lexicon.full_place_names), _short=longest([*lexicon.short_place_names, _NATION]))
        .with_columns(
            _behind_full=clause.str.slice(pl.col("_full").str.len_chars()),
            _behind=clause.str.slice(pl.col("_short").str.len_chars()),
        )
        .with_columns(_thing=pl.col("_behind").str.replace("^(?:市|地区|区域|片区)", ""))
        .with_columns(pl.coalesce(sure, short).alias(place))
        .drop(*steps)
    )


def _measured(text: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Whether a text begins as names of indicators do, or with what is said of them."""
    names = [*lexicon.indicators["name_zh"], *lexicon.aliases["alias"]]
    said = lexicon.of_role("gain", "action", "growth_up", "growth_down", "level", "adverb", "tail_adverb", "min")
    heads = {name[:_SHORTEST_HEAD] for name in names} | {word for word in said if len(word) > 1} | {T_OPEN}
    return pl.any_horizontal(
        text.str.slice(0, length).is_in(sorted(head for head in heads if len(head) == length))
        for length in sorted({len(head) for head in heads})
    )
