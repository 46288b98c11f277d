"""The clause before a figure: cut out of the sentence, without asides, its short forms written out."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.marks import EACH, GRADE, HELD, TIME
from orchestration.extraction.mentions import without_gaps
from orchestration.extraction.vocabulary import after_bound
from orchestration.lexicon import Lexicon

# 一、二、三产业 and 第二、三产业 name each industry by its number alone.
_INDUSTRIES = "第?一、?第?二(?:、|和)?第?三(?:次)?产业"
_TWO_INDUSTRIES = "^第?二(?:、|和)第?三(?:次)?产业"
# Stands in the table of words where a longer word is cut, so that it is not read as its parts: 自然增|长率.
_CUT = "|"


def with_clause(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `own`, `previous`, `unfigured`, `minus`, `said_yearly` and `clause`; see `stages.Clause`.

    `_of_figure_before` holds the base where the clause says alone by how much the figure before it was exceeded.
    """
    frame = (
        # A definition in brackets, which may hold commas, is no part of the sentence around it.
        figures.with_columns(_said=_spoken(lexicon))
        .with_columns(_rest=pl.col("_said").str.replace(f"^{after_bound(lexicon)}", ""))
        .with_columns(_clause=pl.col("_rest").str.replace("^.*[,;:。!?]", ""))
        .with_columns(_joined=pl.col("follows") & (pl.col("_clause") == pl.col("_rest")))
        .with_columns(
            own=_own_clause(lexicon),
            previous=_previous_clause(),
            unfigured=pl.col("_said").str.count_matches("[,;:。!?]") > pl.col("follows").cast(pl.UInt32),
        )
        # 减负 is no minus sign.
        .with_columns(minus=pl.col("own").str.contains("(?:-|(?:为|是|增长|速|率|^)负)$"))
        .with_columns(said_yearly=windows.where(pl.col("own"), "[同环]比").str.extract("(同比|环比)"))
    )
    frame = _written_out(_plain(_without_asides(frame, lexicon), lexicon), lexicon)
    return _beside_a_benchmark(_held(frame, lexicon), lexicon)


def _spoken(lexicon: Lexicon) -> pl.Expr:
    """The text before a figure without bracketed clauses; a long dash parts clauses as a colon does.

    So does 、 behind a clause with a verb, where another verb begins what is said next: 提高低保标准、覆盖 120 万人.
    """
    done = lexicon.any_of("action", "event", "growth_up", "growth_down")
    begins = lexicon.any_of("gain", "reach", "completing", "counts_all")
    # 进出口总额突破万亿元、增速居全国第 5 位
    begins = f"(?:{begins}|{lexicon.any_of('bare_standing')}{lexicon.any_of('ranks_at')})"
    goes_on = f"([^、,;:。!?]{{2,}}{done}[^、,;:。!?]*|{done}[^、,;:。!?]{{4,}})、((?:{TIME})?(?:{begins}|已有|投资超?)[^、]*)$"
    said = without_gaps(pl.col("before")).str.replace_all(r"\([^()]*[,;:][^()]*\)", "")
    # 地区生产总值:568 亿元 says that it is so much; the steps of a scale before are said already: 大关、达 2 万元.
    said = said.str.replace("([\u4e00-\u9fff)]):$", "${1}为").str.replace(
        f"^(?:{lexicon.any_of('scale_step')})[、,]", "、"
    )
    said = said.str.replace("[+]$", "")
    said = pl.coalesce(windows.where(said, "..——").str.replace_all("——", ":", literal=True), said)
    parted = windows.where(said, f"、(?:{TIME})?(?:{begins}|已有|投资)[^、]*$")
    parted = pl.when(~parted.str.contains("分别|均")).then(parted).str.replace(goes_on, "${1},${2}")
    return pl.coalesce(parted, said)


def _own_clause(lexicon: Lexicon) -> pl.Expr:
    """The clause that a figure stands in, without what belongs to the figure before it."""
    clause, joined = pl.col("_clause"), pl.col("_joined")
    # 100 个重点任务、320 个重大项目: what stands before the separator belongs to the figure before.
    # 3 条地铁新线、新增里程 30 公里: the noun behind the figure before is its own.
    noun_before = joined & clause.str.contains(f"^{after_bound(lexicon)}?的?[\u4e00-\u9fff()“”]{{2,}}、[^、]{{2,}}$")
    # 医院 612 万张(占 77%): the bracket opens what is said of the figure before it.
    clause = clause.str.replace(r"^\(([^()]*)$", "${1}")
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
    """The clause before that of the figure, null where there is none."""
    ended = windows.where(pl.col("_said"), "[,;:。!?]").str.replace("[,;:。!?][^,;:。!?]*$", "")
    return ended.str.replace("^.*[,;:。!?]", "").replace("", None)


def _without_asides(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_plain`: the clause without steps of a scale, standings and circumstances."""
    # 余额连跨 4 个万亿元台阶、突破 9 万亿元: the steps are no part of the name.
    step, climbs = lexicon.any_of("scale_step"), lexicon.any_of("climbs")
    steps = rf"{climbs}[0-9二两三四五六七八九]+个[^,;:。、]{{0,6}}{step}(?:、|,)?"
    # 达到 5 万亿元、稳居全国前列、增长 5%: where it stands is no part of the name of what grew.
    standing = f"^{lexicon.any_of('stands_among')}[^,;:。、0-9]{{1,10}}(?:强|位|列|一|茅|方阵)、"
    # 粮食产量在上年大幅增长的基础上,又增产 5 亿斤: from where it grew is no part of the name.
    given = lexicon.any_of("circumstance")
    plain = pl.col("_plain")
    return (
        frame.with_columns(_plain=pl.coalesce(windows.where(pl.col("own"), step).str.replace(steps, ""), "own"))
        .with_columns(_plain=pl.coalesce(windows.where(plain, standing).str.replace(standing, ""), plain))
        .with_columns(_plain=pl.coalesce(windows.where(plain, given).str.replace(f"在[^,;:。]+?{given}", ""), plain))
    )


def _plain(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Take out of `_plain` what is inserted between a name and its figure, and mark words that hold others."""
    # How it was computed and whose base it has is part of neither.
    basis = lexicon.any_of("price_basis")
    left_out = "(?:扣除|剔除)[^,;。]{1,14}?(?:因素|影响)(?:影响)?(?:后|外)?(?:的)?"
    note = r"\((?:[^()]{0,12}(?:下同|口径|注)[^()]{0,6})\)"
    # 按常住人口计算人均地区生产总值 7 万元, 按年平均汇率折算为 5000 美元
    reckoned = f"按[^,;:。、]{{2,24}}?{lexicon.any_of('reckoning')}"
    inserted = rf"(?:按|以){basis}(?:价格?|口径)(?:计算)?|{reckoned}|{note}|{left_out}|{lexicon.any_of('inserted')}"
    cut, graded = lexicon.of_role("holds_words"), lexicon.of_role("holds_grade")
    own = pl.col("_plain")
    plain = (
        pl.when("minus")
        .then(own.str.replace("(?:-|负)$", ""))
        .otherwise(own)
        .str.replace_all(inserted, "")
        .str.replace("^[一二三四五六七八九十]{1,3}是", "")
        .pipe(_without_measures, lexicon)
        .str.replace(_INDUSTRIES, "第一产业、第二产业、第三产业")
        .str.replace(_TWO_INDUSTRIES, "第二产业、第三产业")
        .str.replace_many([word.replace(_CUT, "") for word in cut], [word.replace(_CUT, HELD) for word in cut])
        .str.replace_many(graded, [word.replace("等", GRADE) for word in graded])
    )
    # PM2.5浓度同比改善 4.6%: it fell; 优良天数比例改善 1.3 个百分点: it rose.
    pollutant = lexicon.any_of("better_when_less")
    foul = own.str.contains(pollutant) | (pl.col("follows") & own.shift(1).str.contains(pollutant))
    improved = own.str.contains("改善$") & pl.col("unit").str.contains("%|百分点")
    changed = pl.when(foul).then(pl.lit("下降")).otherwise(pl.lit("提高"))
    return frame.with_columns(_plain=plain, _improved=pl.when(improved).then(changed)).with_columns(
        _plain=pl.coalesce(pl.col("_plain").str.replace("改善$", pl.col("_improved")), "_plain")
    )


def _without_measures(clause: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """The clause without words between predicate and number that say for whom, of how much, or when.

    标准提高到人均 320 元, 从人均 200 元提高到现在的 320 元, 收购价每 50 公斤提高 5 元.
    """
    level = lexicon.any_of("level")
    whom = "(?:[人户亩]均|每[人户生亩])(?:每[年月日])?"
    of_each = f"({level}|(?:从|由)(?:{TIME}的?)?){whom}$"
    by_now = f"({level})(?:现在|目前|当前|如今)的?$"
    # 养老金人均每月新增 110 元
    gained = f"{whom}({lexicon.any_of('gain')})$"
    weighed = "(.)(?:平均)?每[0-9.]*(?:公斤|斤)"
    for seen, pattern in (
        (f"{whom}$", of_each),
        ("[在前今]的?$", by_now),
        (gained, gained),
        ("每[0-9.]*(?:公斤|斤)", weighed),
    ):
        clause = pl.coalesce(windows.where(clause, seen).str.replace(pattern, "${1}"), clause)
    return clause


def _written_out(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Write out in `_plain` the members that a short form holds: 城乡居民, 存贷款, 三次产业."""
    next_, next_but_one = pl.col("before").shift(-1), pl.col("before").shift(-2)
    two = next_.str.contains("^(?:左右|以上)?[、和]") & ~next_but_one.str.contains("^(?:左右|以上)?[、和]$")
    plain, two_follow = pl.col("_plain"), pl.col("_two_follow")
    # 金融机构人民币存贷款余额: two balances of one owner.
    balances = f"((?:{lexicon.any_of('lender')})*)存贷款(余额)?"
    relief = "城乡((?:低保|最低生活保障).*?)分别"

    def seen(pattern: str) -> pl.Expr:
        return pl.when(two_follow).then(windows.where(plain, pattern))

    return frame.with_columns(
        _two_follow=two,
        _plain=pl.coalesce(
            windows.where(plain, "存、贷款").str.replace("存、贷款", "存款、贷款"),
            windows.where(plain, "三次产业.*分别").str.replace("三次产业", "第一产业、第二产业、第三产业"),
            plain,
        ),
    ).with_columns(
        # 城乡居民人均可支配收入分别增长 8%、9%: one for each.
        _plain=pl.coalesce(
            seen("城乡(?:常住)?居民.*分别").str.replace("城乡((?:常住)?居民)", "城镇${1}、农村${1}"),
            seen("城乡(?:低保|最低生活保障).*分别").str.replace(relief, "城市${1}、农村${1}分别"),
            seen("存贷款.*分别").str.replace(balances, "${1}存款${2}、${1}贷款${2}"),
            plain,
        )
    )


def _held(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `clause`: `_plain` with a mark in words that tell no growth and no bound here, whatever they hold."""
    plain = pl.col("_plain")
    # 改造提升 80 万亩 and 签约 120 个 are deeds: nothing rose, and the number is exact.
    deed = f"({lexicon.any_of('closing_deed')})$"
    held = windows.where(plain, deed).str.replace(deed, f"${{1}}{HELD}")
    defined = windows.where(plain, r"占.*率\)").str.replace(r"^.*占[^(),]*\(([^()]{2,14}率)\)", "${1}")
    # 人均增收 1490 元: a quantity of its own.
    # 基本养老金人均每年增长 10%: a quantity for each.
    per_head = "([人户亩])均((?:每[年月日]|每[年月]?增加|增长|提高|增加)+)$"
    headed = windows.where(plain, per_head).str.replace(per_head, f"${{1}}{EACH}${{2}}")
    each = windows.where(plain, "[人户亩]均[增减]").str.replace_all(
        "([人户亩])均(增|减)(收|支|产)", f"${{1}}{EACH}${{2}}{HELD}${{3}}"
    )
    # 带动群众增收 8.5 亿元: what was earned is a quantity.
    earned = windows.where(plain, "增收$").str.replace("增收$", f"增{HELD}收")
    earned = pl.when(pl.col("unit").str.contains("元$")).then(earned)
    # 增加 5000 个招生计划: a verb before what is counted, and no growth of what was named before.
    # 完善提升 20 个养老服务网络: two verbs before what is counted.
    verbs = "^(?:再|将|继续)?(?:[\u4e00-\u9fff]{2})?(?:增加|减少|增补|提升|扩大)$"
    added = windows.where(plain, verbs).str.replace("(增|减|提|扩)(加|少|补|升|大)$", f"${{1}}{HELD}${{2}}")
    counts = pl.col("after").str.contains("^[\u4e00-\u9fff]{2,}") & ~pl.col("unit").str.contains("[%元]")
    added = pl.when(counts).then(added)
    # 实施农业转移人口市民化、安全韧性提升 4 项行动: the verb ends the name of a part.
    listed = windows.where(plain, "、.*[提增减][升加少]$").str.replace("(.)(.)$", f"${{1}}{HELD}${{2}}")
    listed = pl.when(pl.col("after").str.contains(f"^大?{lexicon.any_of('programme')}")).then(listed)
    return frame.with_columns(clause=pl.coalesce(defined, held, each, headed, earned, added, listed, plain))


def _beside_a_benchmark(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """比计划目标 3000 亿元超过 70 亿元: the first figure is the base of the second, and neither clause names anything.

    Adds `benchmark` (what the first one is, null elsewhere) and `_of_figure_before` (the same for the second).
    """
    off = lexicon.any_of("off_benchmark")
    benchmark = pl.col("own").str.extract(r"^(?:比|较)([^,;:。]{2,18})$")
    alone = pl.col("own").str.contains(f"^{off}(?:了|近|约)?$") & pl.col("follows")
    either = pl.col("_of_figure_before").is_not_null() | pl.col("benchmark").is_not_null()
    return (
        frame.with_columns(benchmark=pl.when(pl.col("after").str.contains(f"^{off}")).then(benchmark))
        .with_columns(_of_figure_before=pl.when(alone).then(pl.col("benchmark").shift(1)))
        .with_columns(clause=pl.when(either).then(pl.lit("")).otherwise("clause"))
    )
