"""The place of each figure: one that its clause begins with and that the region table knows, else the report's own.

A place inside a longer name (武汉都市圈, 郑州大学, 沈阳地铁) is no place of a figure. What the table does not know is
none either: a maintainer registers it (`indicators review`).
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.ladder import Rule, decided
from orchestration.extraction.marks import T_CLOSE, T_OPEN
from orchestration.lexicon import Lexicon

_NATION = "全国"
# Words before the first noun of a clause: times, 其中, numbering.
_LEAD = rf"^(?:{T_OPEN}[^{T_CLOSE}]*{T_CLOSE}[末底初]?|[一二三四五六七八九十]是|其中|——|#+|\([一二三四五六七八九十]\)|[,:])+"
_SHORTEST_HEAD = 3


def with_places(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `place`: the registered place, as written, that a figure's clause is about; null for the report's own.

    It holds to the end of its clause, and on through clauses that name no subject of their own. `place_rule` tells which
    rule decided.
    """
    frame = _with_topic(_held(frame, lexicon), lexicon)
    return decided(frame, "place", place_rules(lexicon)).drop("^_.*$")


def place_rules(lexicon: Lexicon) -> list[Rule]:
    """The rules that decide whose figure it is; they read the columns of `_held` and `_with_topic`."""
    return [
        Rule(
            "place.own_area_again",
            "两江新区成立产业联盟，引进企业20家，全市工业增加值增长【7%】。",
            None,
            "The clause begins with the report's own area.",
            "分句以报告自身的地域开头。",
            pl.col("_own_again"),
            None,
        ),
        Rule(
            "place.clause_begins",
            "万州区工业增加值增长【9%】。",
            "万州区",
            "The clause begins with a registered place, and not with a longer name that holds it.",
            "分句以登记的地名开头，且不是含有该地名的更长名称。",
            pl.col("_here").is_not_null(),
            pl.col("_here"),
        ),
        Rule(
            "place.clause_before",
            "两江新区加快发展，新增企业【20家】。",
            "两江新区",
            "The clause names no subject, and the one before, which holds no figure, begins with a place.",
            "分句没有主语，且前一分句没有数字并以地名开头。",
            pl.col("_spoken_of").is_not_null(),
            pl.col("_spoken_of"),
        ),
        Rule(
            "place.goes_on",
            "万州区工业增加值500亿元，增长【9%】。",
            "万州区",
            "The clause goes on from one that was about a place.",
            "分句承接前面以某地为对象的分句。",
            pl.col("_held") != "",
            pl.col("_held"),
        ),
        Rule(
            "place.sentence_is_about",
            "两江新区成立产业联盟，引进企业20家，工业增加值增长【9%】。",
            "两江新区",
            "The place acts in the first clause of the sentence, which tells of it to its end or to a semicolon.",
            "该地是首个分句的行为者，整句（至分号为止）都说的是该地。",
            pl.col("_topic").is_not_null(),
            pl.col("_topic"),
        ),
        Rule(
            "place.of_report",
            "工业增加值增长【9%】。",
            None,
            "Nothing names another place, and the figure is of the report's own.",
            "没有提到其他地方，数字属于报告自身的地域。",
            None,
            None,
        ),
    ]


def member_place_rules() -> list[Rule]:
    """Whose figure it is where the names of a list begin with places of their own."""
    return [
        Rule(
            "place.of_list_member",
            "襄阳、宜昌经济总量分别突破5000亿元、【6000亿元】。",
            "宜昌",
            "The name that the figure takes from a list begins with a registered place.",
            "数字从列表中取得的名称以登记的地名开头。",
            pl.col("item_place").is_not_null(),
            pl.col("item_place"),
        ),
        Rule(
            "place.of_clause_as_it_stands",
            "万州区工业增加值增长【9%】。",
            "万州区",
            "The figure keeps the place of its clause.",
            "保留分句所说的地方。",
            None,
            pl.col("place"),
        ),
    ]


def place_table(lexicon: Lexicon) -> list[Rule]:
    """The rules of places, of clauses and of members of lists."""
    return [*place_rules(lexicon), *member_place_rules()[:1]]


def _held(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add the place that the clause begins with or goes on from.

    `_here`: the place at its head. `_spoken_of`: that of the clause before. `_held`: the last of these in the sentence,
    empty where something else was begun. `_own_again`: the clause begins with the report's own area.
    """
    joined = pl.col("follows") & ~pl.col("before").str.contains("[,;:。!?]")
    verb = lexicon.any_of("action", "gain", "reach", "growth_up", "growth_down", "level", "min", "max", "approx")
    no_subject = pl.col("subject").str.contains(f"^(?:{lexicon.adverbs}|的|了)*(?:{verb}|$)")
    parted = pl.col("before").str.contains("[;。!?]") | (pl.col("unfigured") & ~joined)
    frame = frame.with_columns(
        _alone=no_subject,
        _own_again=pl.col("own").str.contains(rf"{_LEAD[:-1]}*{lexicon.any_of('report_area')}"),
    ).with_columns(
        # 两江新区加快发展,新增企业 20 家: the clause between holds no figure, and its place is still spoken of.
        _between=pl.when(pl.col("_alone") & pl.col("unfigured")).then("previous"),
        _goes_on=(joined | (pl.col("_alone") & ~parted)) & pl.col("follows"),
    )
    frame = with_place_at_head(with_place_at_head(frame, "own", "_here", lexicon), "_between", "_spoken_of", lexicon)
    opened = pl.coalesce("_here", "_spoken_of", pl.when(~pl.col("_goes_on")).then(pl.lit("")))
    return frame.with_columns(_held=windows.carried(opened, pl.col("sentence")))


def _with_topic(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_topic`: the named place that a sentence tells of: 两江新区成立联盟,…,工业增加值增长 9%.

    It is the one who acts in the first clause, and holds to the end of the sentence or to a semicolon. Where a quantity
    follows the place at once (两江新区工业增加值), the place is that quantity's alone.
    """
    first = pl.when(~pl.col("follows")).then(pl.col("before").str.extract("^([^,;:。!?]+)[,]"))
    names = [*lexicon.indicators["name_zh"], *lexicon.aliases["alias"]]
    heads = sorted({name[:_SHORTEST_HEAD] for name in names})
    parted = windows.cum_sum(pl.col("before").str.contains(";").cast(pl.Int32), pl.col("sentence")) > 0
    frame = with_place_at_head(frame.with_columns(_first=first), "_first", "_actor", lexicon)
    behind = pl.col("_first").str.replace(_LEAD, "").str.slice(pl.col("_actor").str.len_chars())
    acts = pl.col("_actor").is_in(lexicon.full_place_names) & ~behind.str.slice(0, _SHORTEST_HEAD).is_in(heads)
    return frame.with_columns(_topic=pl.when(acts).then("_actor")).with_columns(
        _topic=pl.when(~parted).then(windows.carried(pl.col("_topic"), pl.col("sentence")))
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
    owns = pl.col("_behind").str.contains(_owner_of(lexicon)) | _measured(pl.col("_thing"), lexicon)
    longer = _longer_name(lexicon)
    sure = pl.when(~pl.col("_behind_full").str.contains(longer)).then("_full")
    short = pl.when(owns & ~pl.col("_behind").str.contains(longer)).then("_short")
    steps = ("_clause", "_full", "_short", "_behind_full", "_behind", "_thing")
    return (
        frame.with_columns(_clause=stripped)
        .with_columns(_clause=pl.when(clause.str.slice(0, 2).is_in(heads)).then(clause))
        .with_columns(_full=longest(lexicon.full_place_names), _short=longest([*lexicon.short_place_names, _NATION]))
        .with_columns(
            _behind_full=clause.str.slice(pl.col("_full").str.len_chars()),
            _behind=clause.str.slice(pl.col("_short").str.len_chars()),
        )
        .with_columns(_thing=pl.col("_behind").str.replace(f"^(?:市|{lexicon.any_of('area_word')})", ""))
        .with_columns(pl.coalesce(sure, short).alias(place))
        .drop(*steps)
    )


def _longer_name(lexicon: Lexicon) -> str:
    """What makes a longer name of a place: what stands there, is run there, or is named after it."""
    goes_on, site = lexicon.any_of("named_after_place", "site"), lexicon.any_of("site")
    return f"^(?:[港站机银东西南北湾桥]|{goes_on}|[\u4e00-\u9fff]{{0,6}}?{site})"


def _owner_of(lexicon: Lexicon) -> str:
    """What follows a place that is the owner of what is measured, whatever that is."""
    area, owned = lexicon.any_of("area_word", "report_area"), lexicon.any_of("owned")
    return f"^(?:[市省县区州等])*{area}?(?:的|各|均|{owned}|$)"


def _measured(text: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Whether a text begins as names of indicators do, or with what is said of them."""
    names = [*lexicon.indicators["name_zh"], *lexicon.aliases["alias"]]
    said = lexicon.of_role("gain", "action", "growth_up", "growth_down", "level", "adverb", "tail_adverb", "min")
    heads = {name[:_SHORTEST_HEAD] for name in names} | {word for word in said if len(word) > 1} | {T_OPEN}
    return pl.any_horizontal(
        text.str.slice(0, length).is_in(sorted(head for head in heads if len(head) == length))
        for length in sorted({len(head) for head in heads})
    )
