"""What the rules of counted nouns read: the text behind a number, and how it begins and goes on."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.marks import T_CLOSE, T_OPEN, TIME
from orchestration.extraction.vocabulary import after_bound, lead_pattern, quantity
from orchestration.lexicon import Lexicon

_ENDS = "[,;:。!?]"
# 28 个国控断面中 are those of which something is told; 初中, 完中 are schools.
_AMONG = "([^高初完附职其集心一二三四五六七八九十])中有?$"


def with_noun_features(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add the columns that `noun_rules` reads.

    `behind`: the text behind the number in its clause, without bounds and separators. `of_next_figure`: a separator
    follows the number, so that what stands behind it belongs to the next one. `before_quantity`: the thing of which
    the next figure gives a quantity, null where it gives none. `counted_text`: what could be the noun. `until_deed`:
    either of them up to what is told of it, null where nothing is. `begins_like_noun`, `begins_otherwise`: how it begins.
    """
    text = pl.col("counted_text")
    otherwise = lexicon.any_of("level", "growth_up", "growth_down", "min", "max", "begins_no_noun")
    step = f"(?:[一二两三四五六七八九]个)?[大新]?{lexicon.any_of('scale_step')}"
    aim = f"{after_bound(lexicon)}?的?{lexicon.any_of('aim')}"
    return (
        figures.with_columns(behind=_text_behind(lexicon))
        .with_columns(
            of_next_figure=pl.col("after").str.contains(f"^{after_bound(lexicon)}?、"),
            before_quantity=_before_quantity(lexicon),
        )
        .with_columns(counted_text=pl.col("behind").str.replace(f"{lexicon.any_of('leads_to_figure')}+$", ""))
        .with_columns(
            until_deed=_until_deed(lexicon),
            # 20 个 500 千伏变电站: the size of each begins the noun.
            begins_like_noun=text.str.contains(r"^[“(《]?(?:[过超]?[0-9]+)?[\u4e00-\u9fffA-Za-z]"),
            begins_otherwise=text.str.contains(f"^[“(《]?(?:{otherwise}|[和及与等、]|{step}|{aim})"),
        )
    )


def _joined() -> pl.Expr:
    """Whether nothing parts the number from the next one of the sentence."""
    same = pl.col("sentence") == pl.col("sentence").shift(-1)
    return ~pl.col("after").str.contains("[,;:。!?、]") & same


def _text_behind(lexicon: Lexicon) -> pl.Expr:
    text = pl.col("after").str.replace(f"{_ENDS}.*$", "").str.replace(f"^{after_bound(lexicon)}+", "")
    text = text.str.replace("^的", "").str.replace(f"^{lexicon.any_of('completing')}了?", "")
    # 30 户企业 2 月 20 日前复工: by when is no part of the noun, and neither is a bracket that goes on to the next figure.
    text = text.str.replace_all(f"{TIME}(?:之?前|以前|[底末初])", "").str.replace(r"\([^()]*$", "")
    text = text.str.replace_all(f"[{T_OPEN}{T_CLOSE}]", "").str.strip_chars("、“”》")
    # 在布局 5 个点位基础上: the circumstances are no part of the noun.
    text = text.str.replace(f"的?{lexicon.any_of('circumstance')}$", "")
    # 13 个创新药获批、居全国第一: where they stand, or how many there are now, is said apart.
    text = text.str.replace(
        f"、(?:{lexicon.any_of('bare_standing', 'bare_total', 'counts_all')}|[稳均位]?居|占|规模|其中).*$", ""
    )
    # 3 条地铁新线、新增里程 30 公里: what follows the separator belongs to the next figure.
    goes_on = ~pl.col("after").str.contains(_ENDS) & (pl.col("sentence") == pl.col("sentence").shift(-1))
    first = text.str.replace(r"^([^、(]{2,}(?:\([^)]*\))?[^、(]*)、[^、]+$", "${1}")
    text = pl.when(goes_on.fill_null(value=False)).then(first).otherwise(text)
    return text.str.replace(_AMONG, "${1}").str.replace(r"(?:、|以及|和|与|及|and|的)+$", "")


def _before_quantity(lexicon: Lexicon) -> pl.Expr:
    """74个国控断面水质优良比例达到100%: the rate is what the next figure measures."""
    rate = f"^([^的]{{2,}}?){lexicon.any_of('rated_quality')}[^的]*$"
    seen = pl.when(_joined()).then(windows.where(pl.col("behind"), quantity(lexicon)))
    return seen.str.extract(rate, 1)


def _until_deed(lexicon: Lexicon) -> pl.Expr:
    """11 家企业入选名录 → 企业."""
    event = lexicon.any_of("event", without=[word for word in lexicon.of_role("event") if len(word) == 1])
    served = f"[向为由][^,;:。]{{2,12}}{lexicon.any_of('serving')}"
    said = f"(?:{lexicon.any_of('predicate')}|{event}|在[^建校岗线册编库]|获{lexicon.any_of('granted_by')}|{served}|被)"
    text = windows.where(pl.coalesce("before_quantity", "counted_text"), f".{said}")
    noun = text.str.replace(rf"^([区县市镇村旗]|.{{2,}}?){said}.*$", "${1}")
    noun = noun.str.replace(f"{lexicon.any_of('manner')}+$", "")
    # 75 家融资平台转型或退出: what is said of it in two words is said as a whole. 20 个对外开放口岸: no noun ends there.
    return pl.when(~noun.str.contains("[或和及与、]$|^[对向为由被]..?$")).then(noun)


def with_deed_features(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add the columns that `deed_rules` reads.

    `own_deed`: what the counted things did, to the end of the clause, without fillers: 11 家企业入选国家名录 →
    入选国家名录; null where nothing is told. `listed`: another counted thing follows, parted by a separator alone.
    """
    manner = lexicon.any_of("adverb", "tail_adverb", "manner")
    rest = pl.col("behind").str.slice(pl.col("noun").str.len_chars())
    said = rest.str.replace(f"^{manner}+", "").str.replace(f"^(被|获){manner}+", "${1}")
    said = said.str.replace("了", "", literal=True)
    alone = lexicon.of_role("event_alone")
    with_object = f"^被?{lexicon.any_of('event', without=alone)}[^的]{{2,}}"
    whole = f"^(?:(?:{'|'.join(alone)})+|建成(?:{'|'.join(alone)}))$"
    # 5 条高铁加快建设: how it goes is told by both words.
    said = pl.when(rest.str.contains(whole)).then(rest).otherwise(said)
    told = said.str.contains(f"{with_object}|{whole}")
    # 42 个园区实现产值 300 亿元: here the next figure says what was done.
    return figures.with_columns(
        own_deed=pl.when(told & ~_joined().fill_null(value=False)).then(said),
        listed=pl.col("after").str.contains("^[^,;:。!?]*(?:、|和|与|及)$") & pl.col("noun").is_not_null(),
    )


def nothing_between() -> pl.Expr:
    """Whether nothing that could be a name stands between the figure and the next one of its sentence."""
    return (pl.col("sentence") == pl.col("sentence").shift(-1)) & (pl.col("plain_subject").shift(-1) == "")


def spoken_alone(lexicon: Lexicon) -> str:
    """How a clause ends that names a quantity and says nothing of it."""
    return f"(?:{quantity(lexicon)}|投入|经费|资金|收入|支出)$"


def of_previous(lexicon: Lexicon) -> pl.Expr:
    """What the clause before speaks of: 实施个人养老金,覆盖 421 万人 → 个人养老金.

    A clause that is a quantity alone is spoken of whole: 中央财政用于教育的投入,由 90 亿元增加到 100 亿元.
    """
    action = lexicon.any_of("action", "gain")
    acts = pl.col("previous").str.contains(f"^(?:{lexicon.adverbs})*{action}")
    alone = pl.col("previous").str.contains(spoken_alone(lexicon)) & ~acts
    looked_at = pl.col("previous").str.contains(f"^(?:[分按从就据与同和比以]|根据).*{lexicon.any_of('viewed')}$")
    spoken = (
        pl.when(~looked_at)
        .then("previous")
        .str.replace_all(TIME, "")
        .pipe(lambda said: pl.when(alone).then(said).otherwise(said.str.replace(rf"^.*{action}(?:了|好)?", "")))
        .str.replace(lead_pattern(lexicon), "")
        .str.replace_all(r"[“”]", "")
        # 粮食产量在上年增长的基础上,又增产 5 亿斤: from where it grew is no part of the name.
        .str.replace(f"在[^,;:。]+?{lexicon.any_of('circumstance')}$", "")
        # 继续提高低保标准,惠及 20 万人: of the standard.
        .str.replace(f"^(?:.{{0,5}}继续|进一步|{lexicon.adverbs})*{lexicon.any_of('raising')}", "")
        # 基本养老金连续 5 年增加,又人均提高 10%.
        .str.replace("连续[0-9一二两三四五六七八九十]+[年月季].*$", "")
        # 年末常住人口 766579,比上年末增加 2028 人: a number without a unit is no part of what is spoken of.
        .str.replace("([\u4e00-\u9fff])[0-9.,]+$", "${1}")
    )
    # 其中,一季度增长 5%; 5 月增速由负转正,增长 1%: a clause of no thing of its own speaks of what was named before.
    nothing = (spoken == "") | spoken.str.contains(f"^{lexicon.any_of('bare_standing')}")
    return pl.when(~nothing).then(spoken)
