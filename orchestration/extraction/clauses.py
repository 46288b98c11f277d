"""The clause before a figure: cut out of the sentence, without asides, its short forms written out."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.marks import EACH, GRADE, HELD
from orchestration.extraction.mentions import without_gaps

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
_HELD = "通达| 直达| 自然增|长率 占比|较 占比|比 投资计|划 年度计|划 年计|划 占计|划 计|划生育 好|于Ⅲ 优|于Ⅲ 好|于三类 优|于三类 好|于III 优|于III 好|于Ⅱ 优|于Ⅱ".split()
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


def spoken() -> pl.Expr:
    """The text before a figure without bracketed clauses; a long dash parts clauses as a colon does."""
    said = without_gaps(pl.col("before")).str.replace_all(r"\([^()]*[,;:][^()]*\)", "")
    return pl.coalesce(runs.where(said, "..——").str.replace_all("——", ":", literal=True), said)


def own_clause() -> pl.Expr:
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


def previous_clause() -> pl.Expr:
    """The clause before that of the figure, null where there is none."""
    ended = runs.where(pl.col("_said"), "[,;:。!?]").str.replace("[,;:。!?][^,;:。!?]*$", "")
    return ended.str.replace("^.*[,;:。!?]", "").replace("", None)


def without_asides() -> pl.Expr:
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
    return pl.coalesce(
        runs.where(own, "基础上|前提下|情况下").str.replace("在[^,;:。]+?(?:基础上|前提下|情况下)", ""), own
    )


def plain_clause() -> pl.Expr:
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
    # 基本养老金人均每年增长 10%: a quantity for each.
    per_head = "([人户亩])均((?:每[年月日]|每[年月]?增加|增长|提高|增加)+)$"
    headed = runs.where(plain, per_head).str.replace(per_head, f"${{1}}{EACH}${{2}}")
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
    return pl.coalesce(defined, held, each, headed, earned, added, plain)
