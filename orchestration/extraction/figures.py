"""Value tokens → one row per figure with everything around it that the later steps read.

The text before a figure (`own`) is taken apart from its end: bounds, predicate and comparison come off, and
what is left is what the sentence measures (`subject`).
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.mentions import without_gaps
from orchestration.extraction.periods import period_of
from orchestration.lexicon import Lexicon

# Brackets put around a time word inside a figure's context, so that patterns can tell it from a name.
T_OPEN, T_CLOSE = "\ue004", "\ue005"
_TIME = f"{T_OPEN}[^{T_CLOSE}]*{T_CLOSE}"

_FASTER = "高于|快于|好于|优于|多于|大于|领先于?|高出|超出|超过|超额|超"
# 超全省平均增速, 超时序进度; in 超长期国债, 超大城市 it is part of a name.
_EXCEEDED = "全[国省市区县州]|平均|时序|序时|时间|进度|目标|预期|计划|上年|去年|年度|同期|历史"
_SLOWER = "低于|慢于|少于|小于|落后于?"
# What stands between a name and its figure without being part of either: how it was computed, whose base it has.
_INSERTED = (
    r"(?:按|以)(?:可比|不变|现行|当年)(?:价格?|口径)(?:计算)?|\((?:[^()]{0,12}(?:下同|口径|注)[^()]{0,6})\)"
    r"|(?:扣除|剔除)[^,;。]{1,14}?(?:因素|影响)(?:影响)?(?:后|外)?(?:的)?|同比|环比|同口径|\((?:下同)\)"
)
# 一、二、三产业 and 第二、三产业 name each industry by its number alone.
_INDUSTRIES = "第?一、?第?二(?:、|和)?第?三(?:次)?产业"
_TWO_INDUSTRIES = "^第?二(?:、|和)第?三(?:次)?产业"
# What is the better the less there is of it.
_FOUL = "浓度|综合指数|颗粒物|PM[0-9]"
# 金融机构人民币存贷款余额: two balances of one owner.
_BALANCES = "((?:金融机构|银行业?|机构|本外币|人民币|各项)*)存贷款(余额)?"
# Stands inside a word that must not be read as its parts: 自然增长率 is a rate, not a growth.
HELD = "\ue00a"
_HELD = "通达| 直达| 自然增|长率 占比|较 占比|比 投资计|划 年度计|划 年计|划 占计|划 计|划生育 好|于Ⅲ 优|于Ⅲ 好|于三类 优|于三类 好|于III 优|于III 好|于Ⅱ 优|于Ⅱ".split()
# Stands for 等 where it is part of a word (高等, 等级) and ends no list of examples.
GRADE = "\ue00b"
# Stands for 均 in 人均增收, where it is no adverb.
EACH = "\ue00c"
_GRADES = (
    "高等",
    "中等",
    "初等",
    "平等",
    "均等",
    "同等",
    "特等",
    "一等",
    "二等",
    "三等",
    "等级",
    "等效",
    "等价",
    "等值",
    "等额",
)
AFTER_BOUND = "(?:左右|上下|及以上|以上|及以下|以下|以内|之内)"


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
    echo = echo & pl.col("after").str.contains(rf"^[\u4e00-\u9fff](?:{AFTER_BOUND}|[,;:。、!?]|$)") & pl.col("is_value")
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
        figures.with_columns(_said=_spoken())
        .with_columns(_rest=pl.col("_said").str.replace(f"^{AFTER_BOUND}", ""))
        .with_columns(_clause=pl.col("_rest").str.replace("^.*[,;:。!?]", ""))
        .with_columns(_joined=pl.col("follows") & (pl.col("_clause") == pl.col("_rest")))
        .with_columns(
            own=_own_clause(),
            previous=_previous_clause(),
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
            _said_own=_without_asides(),
            said_yearly=runs.where(pl.col("own"), "[同环]比").str.extract("(同比|环比)"),
            # 比计划目标 3000 亿元超过 70 亿元: the benchmark is a figure itself.
            benchmark=pl.when(pl.col("after").str.contains(f"^(?:{exceeds})")).then(
                pl.col("own").str.extract(r"^(?:比|较)([^,;:。]{2,18})$")
            ),
        )
        .with_columns(clause=_plain_clause())
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
    tail_pattern = rf"(?:{tail_word}|按|(?:比|较){_TIME}(?:末)?|±|{_TIME}|(?:每人)?每[年月日天]|每人|(?:已)?连续(?:[0-9]+|[一二三四五六七八九十]+)年|(?:由|从)(?:上年|去年)(?:同期|末)?|的|了|起来|从|由|——)+$"
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


def _spoken() -> pl.Expr:
    """The text before a figure without bracketed clauses; a long dash parts clauses as a colon does."""
    said = without_gaps(pl.col("before")).str.replace_all(r"\([^()]*[,;:][^()]*\)", "")
    return pl.coalesce(runs.where(said, "..——").str.replace_all("——", ":", literal=True), said)


def _own_clause() -> pl.Expr:
    """The clause that a figure stands in, without what belongs to the figure before it."""
    clause, joined = pl.col("_clause"), pl.col("_joined")
    # 100 个重点任务、320 个重大项目: what stands before the separator belongs to the figure before.
    # 3 条地铁新线、新增里程 30 公里: the noun behind the figure before is its own.
    noun_before = joined & clause.str.contains(f"^(?:{AFTER_BOUND})?的?[\u4e00-\u9fff()“”]{{2,}}、[^、]{{2,}}$")
    return (
        pl.when(joined & clause.str.contains("(?:、|和|与|及|and)$"))
        .then(pl.lit(""))
        .when(noun_before)
        .then(clause.str.replace("^[^、]*、", ""))
        .when(joined)
        .then(clause.str.replace("^(?:、|以及|和|与|及)", ""))
        .otherwise(clause)
    )


def _previous_clause() -> pl.Expr:
    ended = runs.where(pl.col("_said"), "[,;:。!?]").str.replace("[,;:。!?][^,;:。!?]*$", "")
    return ended.str.replace("^.*[,;:。!?]", "").replace("", None)


def _without_asides() -> pl.Expr:
    """The clause without steps of a scale and without what a change is set against."""
    # 余额连跨 4 个万亿元台阶、突破 9 万亿元: the steps are no part of the name.
    steps = (
        r"(?:连跨|跨越|迈上|迈过|连上|跨上|跨过)[0-9二两三四五六七八九]+个[^,;:。、]{0,6}(?:台阶|大关|关口)(?:、|,)?"
    )
    own = pl.coalesce(runs.where(pl.col("own"), "台阶|大关|关口").str.replace(steps, ""), "own")
    # 达到 5 万亿元、稳居全国前列、增长 5%: where it stands is no part of the name of what grew.
    standing = "^(?:稳居|位居|跃居|居|位列|进入|跻身|保持)[^,;:。、0-9]{1,10}(?:强|位|列|一|茅|方阵)、"
    own = pl.coalesce(runs.where(own, standing).str.replace(standing, ""), own)
    # 粮食产量在上年大幅增长的基础上,又增产 5 亿斤: from where it grew is no part of the name.
    return pl.coalesce(runs.where(own, "基础上").str.replace("在[^,;:。]+?基础上", ""), own)


def _plain_clause() -> pl.Expr:
    """The clause without what is inserted into it, and with its short forms written out."""
    own = pl.col("_said_own")
    plain = (
        pl.when("minus")
        .then(own.str.replace("(?:-|负)$", ""))
        .otherwise(own)
        .str.replace_all(_INSERTED, "")
        .str.replace(_INDUSTRIES, "第一产业、第二产业、第三产业")
        .str.replace(_TWO_INDUSTRIES, "第二产业、第三产业")
        .str.replace_many([word.replace("|", "") for word in _HELD], [word.replace("|", HELD) for word in _HELD])
        .str.replace_many(list(_GRADES), [word.replace("等", GRADE) for word in _GRADES])
    )
    # PM2.5浓度同比改善 4.6%: it fell; 优良天数比例改善 1.3 个百分点: it rose.
    foul = own.str.contains(_FOUL) | (pl.col("follows") & own.shift(1).str.contains(_FOUL))
    plain = (
        pl.when(own.str.contains("改善$") & pl.col("unit").str.contains("%|百分点"))
        .then(plain.str.replace("改善$", pl.when(foul).then(pl.lit("下降")).otherwise(pl.lit("提高"))))
        .otherwise(plain)
    )
    plain = pl.coalesce(
        runs.where(plain, "三次产业.*分别").str.replace("三次产业", "第一产业、第二产业、第三产业"), plain
    )
    # 城乡居民人均可支配收入分别增长 8%、9%: one for each.
    plain = pl.coalesce(
        pl.when(pl.col("_two"))
        .then(runs.where(plain, "城乡(?:常住)?居民.*分别"))
        .str.replace("城乡((?:常住)?居民)", "城镇${1}、农村${1}"),
        pl.when(pl.col("_two"))
        .then(runs.where(plain, "城乡(?:低保|最低生活保障).*分别"))
        .str.replace("城乡((?:低保|最低生活保障).*?)分别", "城市${1}、农村${1}分别"),
        pl.when(pl.col("_two"))
        .then(runs.where(plain, "存贷款.*分别"))
        .str.replace(_BALANCES, "${1}存款${2}、${1}贷款${2}"),
        plain,
    )
    # 改造提升 80 万亩 and 签约 120 个 are deeds: nothing rose, and the number is exact.
    deed = "((?:改造|治理|整治|优化|提质|建设|整合|扩容|改建|修缮|创建|巩固)提[升高]|[签节预履续]约)$"
    held = runs.where(plain, deed).str.replace(deed, f"${{1}}{HELD}")
    defined = runs.where(plain, r"占.*率\)").str.replace(r"^.*占[^(),]*\(([^()]{2,14}率)\)", "${1}")
    # 人均增收 1490 元: a quantity of its own.
    each = runs.where(plain, "[人户亩]均[增减]").str.replace_all(
        "([人户亩])均(增|减)(收|支|产)", f"${{1}}{EACH}${{2}}{HELD}${{3}}"
    )
    # 带动群众增收 8.5 亿元: what was earned is a quantity.
    earned = runs.where(plain, "增收$").str.replace("增收$", f"增{HELD}收")
    earned = pl.when(pl.col("unit").str.contains("元$")).then(earned)
    # 增加 5000 个招生计划: a verb before what is counted, and no growth of what was named before.
    added = runs.where(plain, "^(?:再|将|继续)?(?:增加|减少|增补)$").str.replace(
        "(增|减)(加|少|补)$", f"${{1}}{HELD}${{2}}"
    )
    added = pl.when(pl.col("after").str.contains("^[\u4e00-\u9fff]{2,}") & ~pl.col("unit").str.contains("[%元]")).then(
        added
    )
    return pl.coalesce(defined, held, each, earned, added, plain)


def negative(lexicon: Lexicon) -> pl.Expr:
    """True where the text says that the quantity fell or lies below its base."""
    down = lexicon.any_of("growth_down")
    verb = pl.col("verb").fill_null("")
    fell = pl.col("change").str.contains(down) | verb.str.contains(f"^(?:{down[3:-1]}|{_SLOWER}|减|降|低|少|慢)$")
    return pl.col("minus") | fell
