"""What a figure is set against: a year before, a place, an average, a target, the places of an order."""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule, decided
from orchestration.extraction.marks import HELD, T_CLOSE, T_OPEN
from orchestration.lexicon import Lexicon

# How a figure is set against its base, by the rule that found the base. Behind the other rules no comparison is left.
_COMPARED = {
    "base.of_figure_before": "gap",
    "base.rank_within": "rank",
    "base.versus": "versus",
    "base.gap": "gap",
}


def with_base(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Take the comparison off the clause.

    Adds `base` (what the figure is set against, null where nothing is said) with `base_rule`, `compared` (`rank`,
    `versus`, `gap`: how it is set against it, null where it is not), `verb` (of the comparison) and `head` (the clause
    without it).
    """
    frame = decided(_features(frame, lexicon), "base", base_rules(lexicon))
    rule = pl.col("base_rule").cast(pl.String)
    return frame.with_columns(
        base=pl.col("base").str.replace_all(f"[{T_OPEN}{T_CLOSE}“”]", ""),
        compared=rule.replace_strict(list(_COMPARED), list(_COMPARED.values()), default=None),
        verb=pl.when(rule == "base.of_figure_before")
        .then("own")
        .when(rule == "base.versus")
        .then(pl.col("_against").str.extract(_versus(lexicon), 3))
        .when(rule == "base.gap")
        .then(pl.col("_beside").str.extract(_gap(lexicon), 1)),
        head=pl.when(rule == "base.even_with")
        .then(pl.col("_even").str.replace(_even(lexicon), ""))
        .when(rule == "base.of_next_rank")
        .then(pl.lit(""))
        .when(rule == "base.rank_within")
        .then(pl.col("_ranking").str.replace(_rank(lexicon), ""))
        .when(rule == "base.versus")
        .then(pl.col("_against").str.replace(_versus(lexicon), ""))
        .when(rule == "base.gap")
        .then(pl.col("_beside").str.replace(_gap(lexicon), ""))
        .otherwise("clause"),
    )


def base_rules(lexicon: Lexicon) -> list[Rule]:
    """The rules that decide what a figure is set against; they read the columns of `_features`."""
    return [*_even_and_ranked(lexicon), *_measured_against(lexicon), *_said_alone()]


def _even_and_ranked(lexicon: Lexicon) -> list[Rule]:
    return [
        Rule(
            "base.of_figure_before",
            "税收收入370亿元，比年初计划300亿元超过【70亿元】。",
            "年初计划",
            "The clause says alone by how much the figure before it was missed or exceeded, and that figure is the base.",
            "分句只说明比前一数字超出或不足多少，前一数字即为比较基准。",
            pl.col("_of_figure_before").is_not_null(),
            pl.col("_of_figure_before"),
        ),
        Rule(
            "base.even_with",
            "棉花产量与上年基本【持平】。",
            "上年",
            "持平 stands in place of a number, and what stands behind 与, 同, 和, 比 or 较 is the base.",
            "“持平”代替数字，“与、同、和、比、较”之后的内容为比较基准。",
            pl.col("_even").is_not_null(),
            pl.col("_even").str.extract(_even(lexicon), 1),
        ),
        Rule(
            "base.of_next_rank",
            "经济总量居全国第8位、沿海地区第【5】位。",
            "沿海地区",
            "A second rank follows the first, and what stands before its 第 is what it is a rank within.",
            "前一位次之后紧接又一位次，“第”之前的内容为排名范围。",
            pl.col("_next_rank"),
            pl.col("_ranking").str.strip_suffix("第"),
        ),
        Rule(
            "base.rank_within",
            "经济总量居全国第【8】位。",
            "全国",
            "A verb of standing precedes the rank, and what stands between is what it is a rank within.",
            "位次之前有“居、列”等动词，两者之间的内容为排名范围。",
            pl.col("_is_rank"),
            pl.coalesce(pl.col("_ranking").str.extract(_rank(lexicon), n) for n in (1, 2)),
        ),
    ]


def _measured_against(lexicon: Lexicon) -> list[Rule]:
    against = pl.coalesce(
        pl.col("_against").str.extract(_versus(lexicon), 1), pl.col("_against").str.extract(_versus(lexicon), 2)
    )
    return [
        Rule(
            "base.versus",
            "棉花产量比上年增长【5%】。",
            "上年",
            "比, 较 or 与…相比 with a verb of change ends the clause, and what stands between is the base.",
            "分句以“比、较、与……相比”加变化动词结尾，中间的内容为比较基准。",
            pl.col("_is_versus"),
            against,
        ),
        Rule(
            "base.gap",
            "居民消费支出增速高于全国【0.3个百分点】。",
            "全国",
            "A word such as 高于 or 低于 with what it is measured against ends the clause.",
            "分句以“高于、低于”等词及其比较对象结尾。",
            pl.col("_is_gap"),
            pl.col("_gap_base"),
        ),
    ]


def _said_alone() -> list[Rule]:
    return [
        Rule(
            "base.year_before",
            "棉花产量同比增长【5%】。",
            "上年同期",
            "同比 says that the base is the same period of the year before.",
            "“同比”表明以上年同期为基准。",
            pl.col("said_yearly") == "同比",
            "上年同期",
        ),
        Rule(
            "base.period_before",
            "居民消费价格环比下降【0.5%】。",
            "上期",
            "环比 says that the base is the period before.",
            "“环比”表明以上期为基准。",
            pl.col("said_yearly") == "环比",
            "上期",
        ),
        Rule(
            "base.not_said",
            "棉花产量【30万吨】。",
            None,
            "Nothing is said of what the figure is set against.",
            "文中没有说明比较基准。",
            None,
            None,
        ),
    ]


def _features(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the rules read.

    `_even`, `_ranking`, `_against` and `_beside` hold the clause where it may be a comparison of that kind, so that the
    dear patterns see no other; `_is_rank`, `_is_versus` and `_is_gap` tell that it is one, `_next_rank` that it goes on
    from the rank before, `_of_figure_before` what the figure before was.
    """
    ranking, against, beside = (pl.col(name) for name in ("_ranking", "_against", "_beside"))

    def seen(mask: pl.Expr) -> pl.Expr:
        return pl.when(mask).then(pl.col("clause"))

    return (
        frame.with_columns(
            _even=seen(pl.col("written") == "持平"),
            _ranking=seen(pl.col("ranked")),
            _against=seen(pl.col("clause").str.contains("[比较]")),
            _beside=seen(pl.col("clause").str.contains(lexicon.any_of("more_than", "less_than"))),
        )
        .with_columns(
            _is_rank=ranking.str.contains(_rank(lexicon)).fill_null(value=False),
            _is_versus=against.str.contains(_versus(lexicon)).fill_null(value=False),
            _gap_base=beside.str.extract(_gap(lexicon), 2),
        )
        .with_columns(
            _is_versus=pl.col("_is_versus") & ~pl.col("_is_rank"),
            # 居全国第8位、副省级城市第5位
            _next_rank=~pl.col("_is_rank") & pl.col("follows") & ranking.str.contains("^[^,;:。]{0,12}第$"),
        )
        .with_columns(_is_gap=~pl.col("_is_rank") & ~pl.col("_is_versus") & _names_base(lexicon))
    )


def _names_base(lexicon: Lexicon) -> pl.Expr:
    """Whether a clause with a word such as 高于 names what the figure is measured against."""
    base, clause = pl.col("_gap_base"), pl.col("_beside")
    words = lexicon.any_of("level", "growth_up", "growth_down", "min", "max", "approx", "adverb", "tail_adverb")
    # 超过 1000 and 高于约 5% are bounds.
    bound = base.str.contains(f"^{words}*$")
    # 超大城市, 落后产能: an attribute, where no place, average, time or target follows.
    attribute = clause.str.contains("(?:超[^过出额]|落后[^于])[^,;:。]*$")
    compared = clause.str.contains(f"(?:超|落后){lexicon.any_of('benchmark')}")
    return base.is_not_null() & ~bound & ~(attribute & ~compared)


def _rank(lexicon: Lexicon) -> str:
    """居全国第 | 进入全省前 | 全国排名第; one of the two groups is what it is a rank within."""
    verbs, places = lexicon.any_of("ranks_at"), lexicon.any_of("compared_place", "rank_scope")
    verb = rf"(?:{verbs}|从|由)([^,;:。第前]{{0,10}})"
    return rf"(?:{lexicon.adverbs}|稳)*(?:{verb}|({places})(?:排名)?)[第前]?$"


def _gap(lexicon: Lexicon) -> str:
    """高于全国 | 比…快于; group 1 is the word, group 2 what the figure is measured against."""
    word = lexicon.any_of("more_than", "less_than")
    return rf"(?:{lexicon.adverbs})*({word})([^,;:。]{{2,16}}?)(?:{lexicon.adverbs}|了|约|近|达)*$"


def _versus(lexicon: Lexicon) -> str:
    """比上年增长 | 与上年相比提高; groups 1 and 2 are the base, group 3 is the verb."""
    than = rf"(?:比|较)([^,;:。重例值率由从{HELD}][^,;:。]{{1,17}}?)(?:相比)?"
    beside = "(?:与|同)([^,;:。]{2,17}?)相比"
    verb = lexicon.any_of("growth_up", "growth_down", "compares_up", "compares_down")
    adverb = lexicon.adverbs
    return rf"(?:{adverb})*(?:{than}|{beside})(?:{adverb})*({verb})(?:了|出)?(?:约|近|超过|超|达到?)*$"


def _even(lexicon: Lexicon) -> str:
    """与上年持平, 同全国平均水平基本持平; group 1 is the base."""
    nearly = lexicon.any_of("nearly", "adverb", "tail_adverb")
    return rf"(?:与|同|和|比|较)([^,;:。与同和比较]{{2,14}}?)(?:{nearly})*$"


def negative(lexicon: Lexicon) -> pl.Expr:
    """True where the text says that the quantity fell or lies below its base."""
    verb = pl.col("verb").fill_null("")
    less = lexicon.any_of("growth_down", "less_than", "compares_down")
    fell = pl.col("_change").str.contains(lexicon.any_of("growth_down")) | verb.str.contains(f"^(?:{less})$")
    return pl.col("minus") | fell
