"""Lists: which figures make one, the names of their members, and what a list states once for all of them."""

from __future__ import annotations

from functools import reduce

import polars as pl

from orchestration.extraction import list_rules, windows
from orchestration.extraction.ladder import decided
from orchestration.extraction.marks import BETWEEN, JOINED, TIME
from orchestration.extraction.vocabulary import after_bound, lead_pattern, quantity
from orchestration.lexicon import Lexicon


def members(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `list` (number of the list a figure belongs to), `place_in_list` (from 0) and `list_length`.

    A figure continues the list of the one before it where nothing but a separator stands between them. `origin` and
    `origin_end` tell the figures, or whole lists of them, that a change begins and ends with.
    """
    # 分别增长 5%和 8%,10 件实事完成: after a comma another unit with a noun behind it begins something else.
    begins = (
        pl.col("before").str.ends_with(",")
        & (pl.col("unit") != pl.col("unit").shift(1))
        & (pl.col("unit") != "")
        & pl.col("after").str.contains(r"^[\u4e00-\u9fff]{2}")
        & ~pl.col("after").str.contains(f"^{after_bound(lexicon)}")
    )
    # 每人每月 782 元和每人每年 7560 元
    each = "(?:每人)?(?:每?[年月日天])?"
    bare = (
        (
            pl.col("before").str.contains(rf"^{after_bound(lexicon)}?(?:[、,]|和|及|与|以及)?{each}-?$")
            # 分别居全国第三、第一位
            | (pl.col("ranked") & pl.col("before").str.contains("^(?:、|和|及|与)第$"))
        )
        & pl.col("follows")
        & ~begins
    )
    bare = bare.fill_null(value=False)
    return (
        figures.with_columns(bare=bare)
        .with_columns(list=(~pl.col("bare")).cum_sum())
        .with_columns(
            place_in_list=windows.position(pl.col("list")),
            list_length=pl.len().over("list"),
        )
        # Neighbours are looked at first: within `over` a shift would end at the list.
        .with_columns(_begins=_begins_change(), _closes=_closes_change())
        .with_columns(origin=pl.col("_begins").any().over("list") & pl.col("_closes").any().over("list"))
        .with_columns(_ends=(pl.col("origin").shift(1) & ~pl.col("origin")).fill_null(value=False))
        .with_columns(origin_end=pl.col("_ends").first().over("list"))
        .drop("_begins", "_closes", "_ends")
    )


def _begins_change() -> pl.Expr:
    """由 11 个增至 17 个, 从第 8 位升至第 5 位, 分别从 A、B 增加到 C、D: whether a change may begin with this figure."""
    return (pl.col("place_in_list") == 0) & pl.col("own").str.contains("(?:从|由)[^,;:。0-9到至]{0,8}第?$")


def _closes_change() -> pl.Expr:
    """Whether the figure is the last of its list and the next one is what a change came to."""
    reached = f"(?:至|到|为|成|居)(?:约|近|超过?|了|{TIME}|的|全[国省][第前]?)*第?$"
    ends = (pl.col("place_in_list") == 0) & pl.col("own").str.contains(f"^[^,;:。0-9]{{0,8}}{reached}")
    same = pl.col("sentence") == pl.col("sentence").shift(-1)
    return (pl.col("place_in_list") == pl.col("list_length") - 1) & same & ends.shift(-1).fill_null(value=False)


def listed(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add the names of the list that the leading figure's clause states, and what the list states once for them.

    `items` holds the names, parted by `BETWEEN`, null where the clause names one thing only; `shared` what stands behind
    all of them; `tail_full`, `tail_core` and `tail_graded` what the last one ends with; `shares` whether the figures of
    the list take names from it; `parted_at` how the names are parted, with `parted_at_rule`.
    """
    figures = figures.with_columns(_next_before=pl.col("before").shift(-1)).with_columns(
        _of_each=_said_of_each(lexicon)
    )
    leads = (pl.col("place_in_list") == 0) & ((pl.col("list_length") > 1) | pl.col("_of_each"))
    leaders = figures.filter(leads).select("figure", "before", "head", "plain_subject", "list_length", "_of_each")
    names = _with_tails(_parted(_with_front(leaders, lexicon), lexicon), lexicon)
    taken = ("items", "shared", "tail_full", "tail_core", "tail_graded", "parted_at", "parted_at_rule")
    return (
        figures.join(names.select("figure", *taken), on="figure", how="left", maintain_order="left")
        .with_columns(shares=(pl.col("list_length") > 1) | (pl.col("_of_each") & pl.col("items").is_not_null()))
        .drop("_next_before", "_of_each")
    )


def _said_of_each(lexicon: Lexicon) -> pl.Expr:
    """Whether one figure is said of each of the names: 均, 双双, or a rate or rank of several quantities."""
    # Two ranks in a row (居第 1、第 2 位) are one for each of the names.
    in_turn = pl.col("_next_before").str.contains("^位?[、和]第?$").fill_null(value=False)
    # 三一重工、中联重科海外营收占比达 60%, 牛羊肉、牛奶产量居全国第 1 位: a rate or rank is one of each.
    by_unit = pl.col("unit").is_in(["%", "‰"]) | (pl.col("ranked") & ~in_turn)
    # 和 may stand inside a name (批发和零售业): it parts two only where both are quantities.
    sum_ = quantity(lexicon)
    parted = f"^[^、和及与]+、[^和及与]*{sum_}$|^[^、和及与]*{sum_}(?:(?:、|和|与|及)[^、和及与]*{sum_})+$"
    subject = pl.col("plain_subject")
    one_thing = subject.str.contains("等|或|占[^比]|其中|对|、[^、“]+“") | ~subject.str.contains(parted)
    word = lexicon.any_of("of_each", "respectively")
    # 甲、乙两市营收合计增长 5%: one figure of all together.
    together = pl.col("tail").str.contains("合计|共计|总共") | subject.str.contains(
        "、.*[两二三四五六七八九十][市县区州省家]"
    )
    # 甲、乙均居全国第一: the verb of standing is no part of the tail, and 均 before it is none either.
    each_stands = pl.col("ranked") & pl.col("own").str.contains(f"均(?:{lexicon.any_of('ranks_at')}|稳|在)")
    said = pl.col("tail").str.contains(f"(?:^|[^年月日人户亩])均|{word}")
    return said | each_stands | (by_unit & ~one_thing & ~together)


def _with_front(leaders: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_front`, the words that hold the names, and `shared`, what is said once behind them."""
    respectively = lexicon.any_of("respectively")
    said = lexicon.any_of("level", "growth_up", "growth_down", "adverb", "tail_adverb", "min", "max", "approx")
    versus = r"(?:比[^,;:。、重例值率]|较)[^,;:。、]{0,11}$"
    clause, front = pl.col("_names_clause"), pl.col("_front")
    brings, grown = f"^{lexicon.any_of('causing')}(..)", f"{lexicon.any_of('growth_up', 'growth_down')}$"
    return (
        leaders.with_columns(
            # 将小学、初中经费分别提高到…: what is done to them is no part of the names.
            _names_clause=pl.col("head")
            .str.replace_all(TIME, "")
            .str.replace(lead_pattern(lexicon), "")
            .str.replace("^[将把](..)", "${1}")
            # 促进工业、服务业增加值分别增长: what brings a growth about is no part of the names.
            .pipe(lambda said: pl.when(said.str.contains(grown)).then(said.str.replace(brings, "${1}")).otherwise(said))
        )
        # 分别 parts the names from what they share.
        .with_columns(
            _front=pl.when(clause.str.contains(respectively))
            .then(clause.str.extract(f"^(.*?){respectively}"))
            .otherwise("plain_subject")
            .str.replace(versus, "")
            .str.replace(f"(?:{lexicon.adverbs})+$", ""),
            _behind=clause.str.extract(f"{respectively}(.*)$").str.replace(
                rf"(?:{said}|别|每人|每[年月日天]|从|由|的)+$", ""
            ),
        )
        # 甲、乙等绿色产品产量均增长: the kind that they are of is no part of each name.
        .with_columns(
            _kind=pl.coalesce(
                front.str.extract(rf"等[^、等]*?({quantity(lexicon)})$"), front.str.extract("等([^、等]*)$")
            ),
            _front=front.str.replace(r"等([^、等]*)$", ""),
        )
        .with_columns(shared=pl.col("_kind").fill_null("") + pl.col("_behind").fill_null(""))
    )


def _parted(leaders: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `items`, the names as one string: joined onto its figure, a list would be copied for every figure."""
    return (
        decided(
            leaders.with_columns(
                _by_comma=pl.col("_front").str.split("、"), _by_all=_split_all(lexicon), _by_clause=_of_clauses(lexicon)
            ).with_columns(
                _comma_names=pl.col("_by_comma").list.len(),
                _all_names=pl.col("_by_all").list.len(),
                _clause_names=pl.col("_by_clause").list.len().fill_null(0),
            ),
            "parted_at",
            list_rules.parted_at_rules(lexicon),
        )
        .with_columns(
            _names=pl.when(pl.col("parted_at") == list_rules.ANY)
            .then("_by_all")
            .when(pl.col("parted_at") == list_rules.COMMA)
            .then("_by_comma")
            .when(pl.col("parted_at") == list_rules.CLAUSE)
            .then("_by_clause")
        )
        .with_columns(_last=pl.col("_names").list.last(), items=pl.col("_names").list.join(BETWEEN))
    )


def _of_clauses(lexicon: Lexicon) -> pl.Expr:
    """The last clauses before 分别, as many as there are figures; null where one of them is no bare name.

    交通运输、仓储和邮政业,金融业增加值分别增长 5%、6%: commas part names that hold the enumeration comma.
    """
    said = pl.when(pl.col("list_length") > 1).then(windows.where(pl.col("before"), ",[^,;:。!?]*分别"))
    names = said.str.extract(r"([^;:。!?]*?)分别[^,;:。!?]*$").str.replace_all(TIME, "").str.split(",")
    names = names.list.tail(pl.col("list_length"))
    # All but the last are members of a class and no more, so that a clause that tells something is none of them.
    first_ones = names.list.head(pl.col("list_length") - 1)
    bare = first_ones.list.eval(pl.element().str.contains(f"{lexicon.any_of('member_class')}$")).list.all()
    return pl.when(bare & (names.list.len() == pl.col("list_length"))).then(names)


def _with_tails(leaders: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the last name ends with, which the others may share: a class word with a quantity, or one of them."""
    last, share = pl.col("_last"), list_rules.share_of_whole(lexicon)
    class_, sum_ = lexicon.any_of("shared_class"), f"(?:(?:[人生户亩]均|海外|境外)?{quantity(lexicon)}(?:占比|比重)?)"
    tail_full = pl.coalesce(
        last.str.extract(rf"({class_}?{sum_}{share})$"),
        last.str.extract(rf"({class_}{share})$"),
        last.str.extract(rf"({class_}?{sum_})$"),
        last.str.extract(rf"({class_})$"),
    )
    tail_core = pl.coalesce(
        last.str.extract(rf"({sum_}{share})$"),
        last.str.extract(rf"{class_}({share})$"),
        last.str.extract(rf"({sum_})$"),
    )
    return leaders.with_columns(
        tail_full=tail_full.fill_null(""),
        tail_core=tail_core.fill_null(""),
        tail_graded=last.str.extract("级([^级]{2,})$"),
    )


def _split_all(lexicon: Lexicon) -> pl.Expr:
    """Split at every separator, but not inside brackets or words that hold one: 县(市、区), 普及率, 和美乡村."""
    text = pl.col("_front")
    kept = lexicon.of_role("holds_conjunction")
    masked = [reduce(lambda word, pair: word.replace(*pair), JOINED.items(), word) for word in kept]
    bracketed = windows.where(text, r"\(.*、")
    for _ in range(3):
        bracketed = bracketed.str.replace_all(r"(\([^()、]*)、([^()]*\))", f"${{1}}{JOINED['、']}${{2}}")
    whole = pl.coalesce(bracketed, text).str.replace_many(kept, masked)
    parts = whole.str.replace_all(r"以及|和|与|及|或", "、").str.split("、")
    return parts.list.eval(pl.element().str.replace_many([*masked, JOINED["、"]], [*kept, "、"]))


def ratio_parts() -> pl.Expr:
    """Names for the parts of a three-part ratio: it is that of the three industries."""
    return pl.lit(["第一产业占比", "第二产业占比", "第三产业占比"])
