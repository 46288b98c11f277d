"""Value tokens → one row per figure with everything around it that the later steps read.

The text before a figure (`own`) is taken apart from its end: bounds, predicate and comparison come off, and
what is left is what the sentence measures (`subject`).
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import clauses, runs
from orchestration.extraction.marks import HELD, T_CLOSE, T_OPEN, TIME
from orchestration.extraction.periods import period_of
from orchestration.lexicon import Lexicon

_FASTER = "高于|快于|好于|优于|多于|大于|领先于?|高出|超出|超过|超额|超"
# 超全省平均增速, 超时序进度; in 超长期国债, 超大城市 it is part of a name.
_EXCEEDED = "全[国省市区县州]|平均|时序|序时|时间|进度|目标|预期|计划|上年|去年|年度|同期|历史"
_SLOWER = "低于|慢于|少于|小于|落后于?"


def figures(tokens: pl.LazyFrame, reports: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per value token: `before` and `after` reach to the neighbouring value tokens.

    Dates, codes and other tokens become part of that text again. Adds `time` (period named last in the
    sentence, null if none), `follows` (false for the first figure of a sentence).
    """
    is_value = (pl.col("kind") == "value").fill_null(value=False)
    is_time = pl.col("kind").is_in(["year", "date", "time_word"])
    spoken = (
        pl.when(is_value | pl.col("token").is_null() | (pl.col("kind") == "footnote"))
        .then(pl.lit(""))
        .when(is_time)
        .then(pl.concat_str(pl.lit(T_OPEN), "token", pl.lit(T_CLOSE)))
        .otherwise(pl.col("written"))
    )
    # 较 2022 年旱灾, 与 2024 年一致 name a base, not the time of the figure; 从 2017 年的 … only the next one's.
    compared = pl.col("before").str.contains(
        r"(?:较|与|同|于|超过|和|距)[^,;。]{0,2}$|(?:^|[^占])比(?:[^重例值率,;。][^,;。]?)?$"
    )
    # 是 2011 年的 1.5 倍: the year of the base, not of the figure.
    unit_ahead = pl.col("unit").shift(-1)
    again = pl.col("before").str.contains("(?:恢复[到至]|相当于)$")
    multiplied = (unit_ahead == "倍") | ((unit_ahead == "%") & again)
    multiplied = multiplied & is_time & pl.col("after").str.contains("^的(?:近|约|超)?$")
    compared = compared | pl.col("_multiplied").fill_null(value=False)
    # (2015年不变价): the year whose prices are used.
    compared = compared | pl.col("after").str.contains("^(?:为基期|[^,;:。]{0,2}(?:不变|可比)价|价格?计算)")
    # A review of the past year speaks of that year's quarters; a half-year report and a plan of their own.
    looks_back = (pl.col("part") == "review") & (pl.col("report_kind") != "half_year")
    current_year = pl.when(looks_back).then("reviewed_year").otherwise("report_year")
    spoken_of = period_of(pl.col("token"), pl.col("report_year"), pl.col("reviewed_year"), current_year)
    origin = pl.col("before").str.contains("(?:从|由)$")
    tokens = runs.computed(tokens.with_row_index("row"))
    reported = reports.select("report", "report_year", "reviewed_year", "until_month", "region", report_kind="kind")
    tokens = tokens.join(reported, on="report", maintain_order="left")
    periods = tokens.filter(is_time).select("row", _period=spoken_of)
    frame = (
        tokens.join(periods, on="row", how="left", maintain_order="left")
        .with_columns(
            is_value=is_value,
            spoken=spoken,
            _multiplied=multiplied,
            _origin=origin,
            _bracketed=runs.cum_sum(_opened(), pl.col("sentence")) > 0,
        )
        .with_columns(_named=pl.when(is_time & ~compared).then("_period"))
        .with_columns(
            multiple_of=pl.when(pl.col("_multiplied").shift(1)).then(
                pl.col("_period").shift(1).str.slice(0, 4).cast(pl.Int32, strict=False)
            ),
            _from=pl.when(is_value & pl.col("_origin").shift(1)).then(pl.col("_named").shift(1)),
            _held=pl.when(~pl.col("_origin") & ~pl.col("_bracketed")).then("_named"),
            _inside=pl.when(~pl.col("_origin") & pl.col("_bracketed")).then("_named"),
        )
        # What brackets name holds within them: (2024年为233亿元), 增长5%.
        .with_columns(
            time=pl.coalesce(
                "_from",
                pl.when("_bracketed").then(runs.carried(pl.col("_inside"), pl.col("sentence"))),
                runs.carried(pl.col("_held"), pl.col("sentence")),
            )
        )
    )
    is_value_ = pl.col("is_value")
    grouped = runs.computed(
        frame.with_columns(
            group=(is_value_ | (pl.col("nth") == 0)).cum_sum(),
        ).drop("^_.*$", "text", "row")
    )
    texts = grouped.group_by("group", maintain_order=True).agg(after=pl.concat_str("spoken", "after").str.join(""))
    # A group begins with its figure or the sentence, so both frames hold a row for each, in the same order.
    heads = grouped.filter(is_value_ | (pl.col("nth") == 0)).drop("after", "before", "spoken", "nth", "group")
    grouped = pl.concat([heads, texts], how="horizontal")
    same = pl.col("sentence") == pl.col("sentence").shift(1)
    # 万吨吨以上: a character that the scan doubled at the end of the unit.
    echo = pl.col("token").str.slice(-1) == pl.col("after").str.slice(0, 1)
    echo = (
        echo
        & pl.col("after").str.contains(rf"^[\u4e00-\u9fff](?:{clauses.AFTER_BOUND}|[,;:。、!?]|$)")
        & pl.col("is_value")
    )
    return (
        grouped.with_columns(doubled=echo, after=pl.when(echo).then(pl.col("after").str.slice(1)).otherwise("after"))
        .with_columns(
            before=pl.when(same).then(pl.col("after").shift(1)).fill_null(""),
            follows=same & pl.col("is_value").shift(1),
        )
        .filter("is_value")
        .drop("is_value")
        .with_row_index("figure")
    )


def _opened() -> pl.Expr:
    """How many brackets the text before a token opens more than it closes."""
    before = pl.col("before")
    count = before.str.count_matches("(", literal=True) - before.str.count_matches(")", literal=True).cast(pl.Int64)
    return pl.when(pl.col("nth") == 0).then(0).otherwise(count)


def context(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Take the clause before each figure apart.

    Adds `own` (the clause), `previous` (the clause before it), `subject`, `tail` (predicate words), `base`
    and `compared` (`more`, `less`, `growth`: what the figure is set against), `negative`.
    """
    up, down = lexicon.any_of("growth_up"), lexicon.any_of("growth_down")
    adverb = lexicon.adverbs
    tail_word = lexicon.any_of("level", "growth_up", "growth_down", "min", "max", "approx", "adverb", "tail_adverb")
    # Step by step: an expression that stands in others would be computed again in each.
    exceeds = "超过|超额|超出?|高出?|多|低于?|少|不足|增加|减少|提高"
    frame = (
        # A definition in brackets, which may hold commas, is no part of the sentence around it.
        figures.with_columns(_said=clauses.spoken())
        .with_columns(_rest=pl.col("_said").str.replace(f"^{clauses.AFTER_BOUND}", ""))
        .with_columns(_clause=pl.col("_rest").str.replace("^.*[,;:。!?]", ""))
        .with_columns(_joined=pl.col("follows") & (pl.col("_clause") == pl.col("_rest")))
        .with_columns(
            own=clauses.own_clause(),
            previous=clauses.previous_clause(),
            # Whether the clause before holds no figure: what it speaks of is then what this figure measures.
            unfigured=pl.col("_said").str.count_matches("[,;:。!?]") > pl.col("follows").cast(pl.UInt32),
        )
        # 减负 is no minus sign.
        .with_columns(minus=pl.col("own").str.contains("(?:-|(?:为|是|增长|速|率|^)负)$"))
        .with_columns(
            _two=pl.col("before").shift(-1).str.contains("^(?:左右|以上)?[、和]")
            & ~pl.col("before").shift(-2).str.contains("^(?:左右|以上)?[、和]$")
        )
        .with_columns(
            _said_own=clauses.without_asides(),
            said_yearly=runs.where(pl.col("own"), "[同环]比").str.extract("(同比|环比)"),
            # 比计划目标 3000 亿元超过 70 亿元: the benchmark is a figure itself.
            benchmark=pl.when(pl.col("after").str.contains(f"^(?:{exceeds})")).then(
                pl.col("own").str.extract(r"^(?:比|较)([^,;:。]{2,18})$")
            ),
        )
        .with_columns(clause=clauses.plain_clause())
        .with_columns(
            _over=pl.when(pl.col("own").str.contains(f"^(?:{exceeds})(?:了|近|约)?$") & pl.col("follows")).then(
                pl.col("benchmark").shift(1)
            )
        )
        .with_columns(
            clause=pl.when(pl.col("_over").is_not_null() | pl.col("benchmark").is_not_null())
            .then(pl.lit(""))
            .otherwise("clause")
        )
    )
    # 居全国第 | 进入全省前
    rank = rf"(?:{adverb}|继续|稳)*(?:位居|稳居|居|位列|名列|列|排名|排在|排位|排|位于|升至|升到|上升至|上升到|跃升至|跃居|前移至|进入|跻身|保持|从|由)((?:[^,;:。第前]{{0,10}}))[第前]?$"
    gap_word = f"(?:{_FASTER}|{_SLOWER})"
    gap = rf"(?:{adverb})*({gap_word[3:-1]})([^,;:。]{{2,16}}?)(?:{adverb}|了|约|近|达)*$"
    versus = rf"(?:{adverb})*(?:(?:比|较)([^,;:。重例值率{HELD}][^,;:。]{{1,17}}?)(?:相比)?|(?:与|同)([^,;:。]{{2,17}}?)相比)(?:{adverb})*({up[3:-1]}|{down[3:-1]}|增|减|降|高出?|低|多|少|快|慢)(?:了|出)?(?:约|近|超过|超|达到?)*$"
    # 与上年持平, 同全国平均水平基本持平
    level_with = rf"(?:与|同|和|比|较)([^,;:。与同和比较]{{2,14}}?)(?:基本|大体|大致|总体|{adverb})*$"

    # Patterns that capture are dear: they see only the clauses that they could match.
    def seen(mask: pl.Expr) -> pl.Expr:
        return pl.when(mask).then(pl.col("clause"))

    still, ranking, against, beside = (pl.col(name) for name in ("_still", "_ranking", "_against", "_beside"))
    is_still = still.is_not_null()
    is_rank, is_versus, is_gap, gap_base = (pl.col(n) for n in ("_is_rank", "_is_versus", "_is_gap", "_gap_base"))
    # 居全国第8位、副省级城市第5位
    next_rank = (~is_rank & pl.col("follows") & ranking.str.contains("^[^,;:。]{0,12}第$")).fill_null(value=False)
    head = (
        pl.when(is_still)
        .then(still.str.replace(level_with, ""))
        .when(next_rank)
        .then(pl.lit(""))
        .when(is_rank)
        .then(ranking.str.replace(rank, ""))
        .when(is_versus)
        .then(against.str.replace(versus, ""))
        .when(is_gap)
        .then(beside.str.replace(gap, ""))
        .otherwise("clause")
    )
    verb = pl.when(is_versus).then(against.str.extract(versus, 3)).when(is_gap).then(beside.str.extract(gap, 1))
    tail_pattern = rf"(?:{tail_word}|按|在|(?:比|较){TIME}(?:末)?|±|{TIME}|(?:每人)?每[年月日天]|每人|(?:已)?连续(?:[0-9]+|[一二三四五六七八九十]+)年|(?:由|从)(?:上年|去年)(?:同期|末)?|的|了|起来|从|由|——)+$"
    return (
        frame.with_columns(
            _still=seen(pl.col("written") == "持平"),
            _ranking=seen(pl.col("ranked")),
            _against=seen(pl.col("clause").str.contains("[比较]")),
            _beside=seen(pl.col("clause").str.contains(gap_word)),
        )
        .with_columns(
            _is_rank=ranking.str.contains(rank).fill_null(value=False),
            _is_versus=against.str.contains(versus).fill_null(value=False),
            _gap_base=beside.str.extract(gap, 2),
        )
        .with_columns(_is_versus=pl.col("_is_versus") & ~pl.col("_is_rank"))
        # 超过 1000 and 高于约 5% are bounds: a gap names what it is measured against.
        .with_columns(
            _is_gap=~pl.col("_is_rank")
            & ~pl.col("_is_versus")
            & pl.col("_gap_base").is_not_null()
            & ~pl.col("_gap_base").str.contains(f"^{tail_word}*$")
            & ~(beside.str.contains("超[^过出额][^,;:。]*$") & ~beside.str.contains(f"超(?:{_EXCEEDED})"))
        )
        .with_columns(
            head=head,
            verb=verb,
            base=pl.when(is_still)
            .then(still.str.extract(level_with, 1))
            .when(next_rank)
            .then(ranking.str.strip_suffix("第"))
            .when(is_rank)
            .then(ranking.str.extract(rank, 1))
            .when(is_versus)
            .then(pl.coalesce(against.str.extract(versus, 1), against.str.extract(versus, 2)))
            .when(is_gap)
            .then(gap_base)
            .otherwise(pl.col("said_yearly").replace({"同比": "上年同期", "环比": "上期"}))
            .str.replace_all(f"[{T_OPEN}{T_CLOSE}]", ""),
            compared=pl.when(is_rank)
            .then(pl.lit("rank"))
            .when(is_versus)
            .then(pl.lit("versus"))
            .when(is_gap)
            .then(pl.lit("gap")),
        )
        .with_columns(
            compared=pl.when(pl.col("_over").is_not_null()).then(pl.lit("gap")).otherwise("compared"),
            base=pl.coalesce("_over", "base").str.replace_all("[“”]", ""),
            verb=pl.when(pl.col("_over").is_not_null()).then("own").otherwise("verb"),
        )
        .with_columns(subject=pl.col("head").str.replace(tail_pattern, ""))
        .with_columns(tail=pl.col("head").str.slice(pl.col("subject").str.len_chars()))
        # 制造业拉动经济增长 2 个百分点: here the growth belongs to the name.
        .with_columns(
            subject=pl.when(pl.col("subject").str.contains("拉动") & pl.col("tail").str.contains("^增长"))
            .then(pl.col("subject") + "增长")
            .otherwise("subject")
        )
        .drop("^_.*$")
    )


def negative(lexicon: Lexicon) -> pl.Expr:
    """True where the text says that the quantity fell or lies below its base."""
    down = lexicon.any_of("growth_down")
    verb = pl.col("verb").fill_null("")
    fell = pl.col("change").str.contains(down) | verb.str.contains(f"^(?:{down[3:-1]}|{_SLOWER}|减|降|低|少|慢)$")
    return pl.col("minus") | fell
