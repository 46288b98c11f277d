"""A name → its parts: concept, activity, scope and aspect.

Names are open, their parts are not: what was done, of which part of the whole, and which quantity of it stand in tables of
words (`part_words.csv`). What they leave is the concept, spelled in one way. All is done by Polars expressions over
distinct names, each by itself, whatever other names stand beside it.
"""

from __future__ import annotations

import polars as pl

from orchestration.identity.part_words import JOINED, MARKS, Vocabulary, any_of
from orchestration.lexicon import Lexicon

PARTS = ("concept", "activity", "scope", "aspect")
# Stands around a word that no rule cuts; canonical text holds no private-use character.
_GUARD = "\ue010"
# The shortest rest that can still be a concept: 投资 and 收入 are names, not quantities of something.
_SHORTEST = 2
# What is done with works of every kind: carried out, and listed for it.
_CARRYING_OUT = ("实施", "安排")
# The quantity of a rank by growth.
_GROWN = "增速"
# What is done with an event that is carried out.
_HOLDING = "举办"
_SHARE = r"^(.+?)(?:占|相当于)([^占]+?)(?:的)?(?:比重|比例|份额|比率|百分比|比)$"
_RATIO = r"^(.+?)与((?:地区|国内)?生产总值|GDP)(?:的)?(?:比重|比例|比率|之比|比)$"
_BARE_SHARE = r"^(.+?)(?:的)?(?:占比|比重|份额|比例|比率)$"


def with_parts(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Take names apart.

    Args:
        frame: any frame with `bare` (str, a name as `without_place` gives it) and `is_change` (bool, whether it is of growth
            or of a difference).
        lexicon: its tables of words.

    Returns:
        The frame with `plain` (the name without what tells no indicator apart) and the columns of `PARTS`, str. An
        activity, scope or aspect that a name does not tell is empty. `scope` and `activity` hold one value; several
        scopes are joined by 、 in the order of the alphabet.

    """
    words = Vocabulary(lexicon)
    frame = frame.with_columns(plain=_plain(words)).with_columns(whole=_of_share(2), rest=_of_share(1))
    frame = frame.with_columns(
        is_share=pl.col("rest").is_not_null(), rest=_guarded(pl.coalesce("rest", "plain"), words)
    )
    frame = _without_tail(_without_head(_without_owner(frame, words), words), words)
    frame = frame.with_columns(
        concept=_concept(words),
        activity=_activity(words),
        scope=pl.col("scopes").list.unique().list.sort().list.join("、"),
        aspect=_aspect(words),
    ).drop("rest", "whole", "is_share", "deed", "head", "tail", "scopes", "quantity", "grown")
    held = pl.col("concept").str.contains(f"{words.lexicon.any_of('held_event')}$") & (
        pl.col("activity") == _CARRYING_OUT[0]
    )
    return frame.with_columns(
        activity=pl.when(_goes_without_saying(words))
        .then(pl.lit(""))
        .when(held)
        .then(pl.lit(_HOLDING))
        .otherwise("activity")
    )


def _goes_without_saying(words: Vocabulary) -> pl.Expr:
    """Whether the activity adds nothing: works are there to be carried out (实施重点项目), and a rate is only ever pushed up."""
    works = pl.col("concept").str.contains(f"{words.lexicon.any_of('carried_out')}$") & (pl.col("aspect") == "")
    # 86个重大项目 may be those of the nation, and 实施重大项目 are those of the place.
    works &= (pl.col("concept").str.len_chars() > _SHORTEST) | pl.col("scope").str.contains("级")
    rate = pl.col("concept").str.ends_with("率") | pl.col("aspect").str.contains("(?:率|比|比重|浓度)$")
    return (works & pl.col("activity").is_in(_CARRYING_OUT)) | (rate & (pl.col("activity") == _CARRYING_OUT[0]))


def _guarded(name: pl.Expr, words: Vocabulary) -> pl.Expr:
    held = any_of(words.words("hold", "within"))
    return name.str.replace_all(f"({held})", f"{_GUARD}${{1}}{_GUARD}")


def _unguarded(name: pl.Expr) -> pl.Expr:
    return name.str.replace_all(_GUARD, "", literal=True)


def without_place() -> pl.Expr:
    """The name `indicator` without marks, the number of a list, and what the reporting place is called.

    It reads `place`, `short_place` and `abbreviation` (str; null where they are not known, and empty for a place that is
    called by no single character).
    """
    name = pl.col("indicator").str.replace_all(MARKS, "").str.replace(r"^[①-⑳]", "")
    place, short = pl.col("place").fill_null("\n"), pl.col("short_place").fill_null("\n")
    # 在湘院士 of Hunan are what 院士 are elsewhere, and 留湘就业 is 留省就业.
    sole = pl.col("abbreviation").replace("", None).fill_null("\n")
    stayed = pl.when(name.str.extract("留([\u4e00-\u9fff])") == sole).then(
        name.str.replace("留[\u4e00-\u9fff]", "留省")
    )
    name = pl.coalesce(stayed, name)
    bare = (
        pl.when(name.str.starts_with(place))
        .then(name.str.slice(place.str.len_chars()))
        .when(name.str.starts_with(short))
        .then(name.str.slice(short.str.len_chars()))
        .when(name.str.starts_with("在" + sole) & ~name.str.starts_with("在" + short))
        .then(name.str.slice(2).str.strip_prefix("投资"))
        .otherwise(name)
        .str.replace("^地区([^生])", "${1}")
    )
    return pl.when(bare == "").then("indicator").otherwise(bare)


def _plain(words: Vocabulary) -> pl.Expr:
    """The name without words that tell no indicator: 全市, 目标, and of a change 增速."""
    own = words.lexicon.any_of("tells_no_indicator")
    growth = f"(.{{{_SHORTEST},}}?)(?:的?(?:同比|年均)?{words.lexicon.any_of('growth_noun')})$"
    name = _guarded(pl.col("bare"), words).str.replace(f"^(?:{own}|的)+", "").str.replace("(?:预期)?目标$", "")
    name = pl.when("is_change").then(name.str.replace(f"^{growth}", "${1}")).otherwise(name)
    plain = _spelled(_unguarded(name), words)
    return pl.when(plain == "").then("bare").otherwise(plain)


def _spelled(name: pl.Expr, words: Vocabulary) -> pl.Expr:
    """Each word for a concept as its set spells it; the longest word at a place decides."""
    spelled = words.synonyms
    return name.str.replace_many(spelled, leftmost=True)


def _of_share(group: int) -> pl.Expr:
    """The part (1) or the whole (2) of a share: 税收占财政收入比重, 物流费用与地区生产总值的比率."""
    plain = pl.col("plain")
    bare = [plain.str.extract(_BARE_SHARE, 1)] if group == 1 else []
    return pl.coalesce(plain.str.extract(_SHARE, group), plain.str.extract(_RATIO, group), *bare)


def _cut(frame: pl.LazyFrame, pattern: str, column: str, *, tail: bool = False) -> pl.LazyFrame:
    """Move what matches at one end of `rest` to `column`, if enough is left for a concept."""
    shape = f"^(.*?)({pattern})$" if tail else f"^({pattern})(.*)$"
    end, left = (2, 1) if tail else (1, 2)
    rest = pl.col("rest").str.extract(shape, left)
    enough = (_unguarded(rest).str.len_chars() >= _SHORTEST).fill_null(value=False)
    return frame.with_columns(
        pl.when(enough).then(pl.col("rest").str.extract(shape, end)).otherwise(pl.lit("")).alias(column),
        rest=pl.when(enough).then(rest).otherwise("rest"),
    )


def _without_owner(frame: pl.LazyFrame, words: Vocabulary) -> pl.LazyFrame:
    """县获评生态示范区: the title is what is counted, not the 县 that hold it; the deed moves to `deed`.

    Holders that are told from others (区域品牌, 企业品牌) stay.
    """
    deeds = any_of(words.words("activity", "middle"))
    classes = words.lexicon.any_of("class_noun", "shared_class")
    owner = f"^{classes}({deeds})(.+)$"
    title = pl.col("rest").str.extract(owner, 2)
    held = (_unguarded(title).str.len_chars() > _SHORTEST).fill_null(value=False)
    return frame.with_columns(
        deed=pl.when(held).then(pl.col("rest").str.extract(owner, 1)).otherwise(pl.lit("")),
        rest=pl.when(held).then(title).otherwise("rest"),
    )


def _without_head(frame: pl.LazyFrame, words: Vocabulary) -> pl.LazyFrame:
    noise, deeds = words.words("noise", "head"), words.words("activity", "head")
    scopes, produced = words.words("scope", "head"), words.words("aspect", "head")
    frame = _cut(frame, f"(?:{any_of([*noise, *deeds])}{JOINED})+", "head")
    frame = _cut(frame, f"(?:{any_of(produced)})", "produced")
    frame = _cut(frame, f"(?:{any_of(scopes)}(?:的)?)+", "scope_head")
    within = any_of(words.words("scope", "within"))
    found = pl.concat_list(
        _values(pl.col("scope_head"), scopes), _values(pl.col("rest"), words.words("scope", "within"))
    )
    left = pl.col("rest").str.replace_all(within, "")
    enough = _unguarded(left).str.len_chars() >= _SHORTEST
    return frame.with_columns(scopes=found, rest=pl.when(enough).then(left).otherwise("rest"))


def _without_tail(frame: pl.LazyFrame, words: Vocabulary) -> pl.LazyFrame:
    noise, deeds = any_of(words.words("noise", "tail")), any_of(words.words("activity", "tail"))
    # Of a rank: 工业增加值增速居全国第3 is no place by 工业增加值.
    frame = _cut(frame, f"(?:的)?(?:同比|年均)?{words.lexicon.any_of('growth_noun')}", "grown", tail=True)
    frame = _cut(frame, f"(?:{noise})+", "noise", tail=True)
    frame = _cut(frame, f"(?:的)?{any_of(words.words('aspect', 'tail'))}", "quantity", tail=True)
    frame = _cut(frame, f"(?:{noise})+", "noise", tail=True)
    frame = _cut(frame, f"(?:{deeds}|{noise})+", "tail", tail=True)
    quantity = pl.col("quantity").str.strip_prefix("的")
    produced = pl.col("produced").replace_strict(words.words("aspect", "head"), default="")
    said = pl.when(quantity == "").then(produced).otherwise(quantity.replace(words.words("aspect", "tail")))
    return frame.with_columns(quantity=said).drop("noise", "produced", "scope_head")


def _values(text: pl.Expr, words: dict[str, str]) -> pl.Expr:
    """The values of all words of a table that stand in a text, as a list."""
    return text.str.extract_all(any_of(words)).list.eval(pl.element().replace_strict(words, default=""))


def _activity(words: Vocabulary) -> pl.Expr:
    deeds = words.words("activity", "head", "middle", "tail")
    ranks = {word: words.ranks[value] for word, value in deeds.items()}
    by_rank = {rank: value for value, rank in words.ranks.items()}
    said = (
        pl.concat_str("deed", pl.lit(" "), "head", pl.lit(" "), "tail")
        .str.extract_all(any_of(deeds))
        .list.eval(pl.element().replace_strict(ranks, default=None, return_dtype=pl.Int32))
    )
    return said.list.min().replace_strict(by_rank, default="", return_dtype=pl.String)


def _concept(words: Vocabulary) -> pl.Expr:
    rest = _spelled(_unguarded(pl.col("rest")).str.strip_prefix("的").str.strip_suffix("的"), words)
    return rest.replace(words.words("concept", "whole"))


def _aspect(words: Vocabulary) -> pl.Expr:
    """The quantity; of a share, the quantity, the whole and 比重."""
    named = [word for word, value in words.words("aspect", "tail").items() if value]
    whole = pl.col("whole").fill_null("").str.replace(f"{any_of(named)}$", "")
    whole = whole.str.replace("^(?:全省|全市|全区|全县|全部|当地|地方)", "").replace(words.words("whole", "whole"))
    of_whole = pl.when(whole == "").then(pl.lit("")).otherwise(pl.concat_str(pl.lit("占"), whole))
    grown = pl.when(pl.col("grown") == "").then(pl.lit("")).otherwise(pl.lit(_GROWN))
    share = pl.concat_str("quantity", of_whole, pl.when(whole == "").then(pl.lit("占比")).otherwise(pl.lit("比重")))
    return pl.when("is_share").then(share).otherwise("quantity") + grown
