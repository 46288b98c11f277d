"""Status of each figure, actual or target, and the period that it speaks of."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs, verbs
from orchestration.extraction.marks import T_OPEN, TIME
from orchestration.lexicon import Lexicon

_AIMED = (
    r"力争|^[(]?(?:原)?计划(?:为|是|达到)|争取(?:实现|达到|完成|新增|突破)|目标(?:是|为|定为|设定为|值)|预期目标|规划目标"
    r"|预算(?:收入|支出)安排|计划(?:到|完成|新增|新建|安排|实施|投资|增长)|努力(?:实现|达到)|拟(?:新|建设|实施|完成|投资|安排|再|开工|发行|增加|改造)|今年(?:要|将|再|拟)"
)
# “6%左右”的预期目标: behind the figure it is named as an aim.
_AIMED_AT = (
    r"^(?:左右|以上|以内|以下|上下)?[”)]?的?(?:(?:年度|预期|全年|年初|计划|规划|控制|增长|考核){1,3}(?:目标|任务)|目标)"
)
# 主要预期目标是:地区生产总值增长 6%, …: holds for the rest of the sentence.
_AIMS_FOLLOW = (
    "(?:预期|主要|发展|奋斗|工作|总体|控制|年度|具体)(?:目标|指标)(?:任务)?(?:是|为)?(?::|——)|目标(?:是|为|如下):"
)
# 五年累计投入, 3 年增长 58.6%: years that a clause counts back from the end of its frame.
_YEARS_COUNTED = (
    "(?:^|[^十0-9])([二两三四五六七八九2-9])年(?:来|间)?(?:平均|累计|共|合计|总共|新增|净增|投入|完成|增长|提高|翻)"
)
# 近三年,…: the same, before the clause.
_LAST_YEARS = "近([二两三四五六七八九])年来?,"
_SPAN = "^[0-9]{4}-[0-9]{4}$"
_COUNTS = dict(zip("二两三四五六七八九23456789", (2, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def dated(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Status, then period: the passage decides unless the clause says otherwise."""
    return _with_period(_with_status(_with_cues(frame)), lexicon)


def _with_cues(frame: pl.LazyFrame) -> pl.LazyFrame:
    """What status and period are told from, each once."""
    time = pl.col("time")
    first_year = time.str.slice(0, 4).cast(pl.Int32, strict=False)
    # 高于预期目标 2 个百分点 states what came of a target, not the target.
    words = pl.when(pl.col("compared").is_not_null()).then("head").otherwise("clause")
    aimed_at = pl.col("after").str.contains(_AIMED_AT) & pl.col("compared").is_null()
    # 建立 150 项年度任务清单 counts the tasks themselves.
    aimed_at = aimed_at & ~(
        pl.col("unit").is_in(["项", "个", "件", "条"]) & ~pl.col("after").str.contains("^[^,;。]{0,4}的")
    )

    def so_far_in_sentence(cue: pl.Expr) -> pl.Expr:
        return runs.cum_sum(cue.cast(pl.Int32), pl.col("sentence")) > 0

    return frame.with_columns(
        _half=pl.col("report_kind") == "half_year",
        _plan=pl.col("part") == "plan",
        _first_year=first_year,
        _last_year=pl.coalesce(time.str.extract(r"^[0-9]{4}-([0-9]{4})$").cast(pl.Int32, strict=False), first_year),
        _words=words,
        _aimed_at=aimed_at,
        _aims_follow=so_far_in_sentence(pl.col("before").str.contains(_AIMS_FOLLOW)),
        _against_aim=pl.col("benchmark").str.contains("目标|计划|规划|预期").fill_null(value=False),
        _counted=runs.carried(
            pl.coalesce(pl.col("clause").str.extract(_YEARS_COUNTED), pl.col("before").str.extract(_LAST_YEARS)),
            pl.col("sentence"),
        ),
        _own_time=(pl.col("own").str.contains(T_OPEN) & time.is_not_null()).fill_null(value=False),
        _yearly=pl.col("clause").str.contains("年均|年平均") | pl.col("head").str.contains("年均|年平均"),
    ).with_columns(
        _aimed=pl.col("_words").str.contains(_AIMED)
        | (pl.col("_aimed_at") & ~pl.col("subject").str.contains("低于|高于|好于|优于|超|完成"))
        | pl.col("_aims_follow")
        | pl.col("_against_aim"),
        # The year that a rise began in: the earliest that the sentence names.
        _began=pl.min_horizontal(pl.when(time.str.len_chars() == 4).then("_first_year"), "multiple_of")
        .min()
        .over("sentence"),
        _years_counted=_counted_back(),
        # 从 2002 年 12 亿元增加到 36 亿元,占比从 1%提高到 2%: both rises began in the year named first.
        _origin_year=runs.carried(
            pl.when(pl.col("own").str.contains(f"(?:从|由){TIME}的?$")).then("_first_year"), pl.col("sentence")
        ),
        # 由 2600 万元增加到 5300 万元,年均增长 15%.
        # 2021—2023年分别增长 6%、3%、5%: one figure for each year of the span.
        _of_each_year=_of_each_year(),
        _rises_by_years=(pl.col("_yearly").any() & pl.col("origin").any()).over("sentence"),
    )


def _of_each_year() -> pl.Expr:
    """The year of a figure in a list of one quantity over the years of a span; null for other figures."""
    years = pl.col("_last_year") - pl.col("_first_year") + 1
    one_name = pl.col("names_in_list").is_null() | (pl.col("names_in_list") == 1)
    in_turn = (pl.col("list_length") > 1) & (pl.col("list_length") == years) & one_name
    return pl.when(in_turn).then((pl.col("_first_year") + pl.col("place_in_list")).cast(pl.String))


def _counted_back() -> pl.Expr:
    """The span of the years that a clause counts: 三年累计 in a review of 2025 is 2023-2025."""
    count = pl.col("_counted").replace_strict(_COUNTS, default=None, return_dtype=pl.Int32)
    ends = pl.col("reviewed_year")
    return pl.when(pl.col("part") == "review").then((ends - count + 1).cast(pl.String) + "-" + ends.cast(pl.String))


def _with_status(frame: pl.LazyFrame) -> pl.LazyFrame:
    year, reviewed, words = pl.col("report_year"), pl.col("reviewed_year"), pl.col("_words")
    by_year = words.str.contains("到" + T_OPEN) & (pl.col("_last_year") > reviewed)
    # In the review part a past year and a verb of achievement say it happened; a year to come cannot have.
    until = pl.when("_half").then(year).otherwise(reviewed)
    future = (pl.col("_first_year") > until) & ~words.str.contains("截至|截止")
    already = pl.col("clause").str.contains("目前|已经|已[达有建完超]") & ~pl.col("_aimed")
    past = (pl.col("_last_year") <= reviewed) & ~words.str.contains("目标|计划|规划")
    return frame.with_columns(
        # 城镇化率从 47.5%提高到 51.5%, 目前已经超过 2 万亿元: what a plan begins with is known.
        status=pl.when(
            pl.col("_plan") & ((past & ~pl.col("_aimed")) | (pl.col("origin") & ~pl.col("_own_time")) | already)
        )
        .then(pl.lit("actual"))
        .when(
            pl.any_horizontal("_plan", "_aimed", "_aimed_at", by_year, future & (pl.col("report_kind") != "communique"))
        )
        .then(pl.lit("target"))
        .otherwise(pl.lit("actual"))
    )


def _with_period(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """The period: what the clause names, else the frame of the passage, else the year that the part is about.

    Of a span of years a flow, an addition or a change takes all, and what stands at its end takes the last.
    """
    year, reviewed = pl.col("report_year"), pl.col("reviewed_year")
    half, plan, last_year = pl.col("_half"), pl.col("_plan"), pl.col("_last_year")
    happened = pl.col("status") == "actual"
    issued = year.cast(pl.String)
    months = issued + "-01/" + issued + "-" + pl.col("until_month")
    so_far = pl.when(pl.col("until_month") == "03").then(issued + "-Q1").otherwise(pl.coalesce(months, issued + "-H1"))
    in_review = pl.when(half).then(so_far).otherwise(reviewed.cast(pl.String))
    ahead = pl.when(half).then(year).otherwise(reviewed + 1)
    default = pl.when(happened).then(in_review).otherwise(ahead.cast(pl.String))
    # 低于 5.5%左右的预期目标: the target was that of the year under review.
    set_before = pl.col("own").str.contains("^[(]?(?:原)?计划(?:为|是|达到)")
    default = (
        pl.when((pl.col("_aimed_at") | pl.col("_against_aim") | set_before) & ~plan).then(in_review).otherwise(default)
    )
    # 在去年 105 万吨的基础上，力争达到 108 万吨: what is aimed at lies ahead, whatever year was named before.
    stale = pl.col("_aimed") & (last_year <= reviewed) & ~pl.col("_words").str.contains(T_OPEN) & ~pl.col("_aimed_at")
    named = pl.when(~stale.fill_null(value=False)).then(pl.col("time"))
    # A frame behind the report is of no target, and one ahead of it of no outturn.
    begins = pl.col("frame").str.slice(0, 4).cast(pl.Int32, strict=False)
    ends = pl.col("frame").str.slice(5).cast(pl.Int32, strict=False)
    of_frame = pl.when(pl.when(happened).then(begins <= reviewed).otherwise(ends > reviewed)).then("frame")
    spoken = _spoken_span(pl.coalesce("_years_counted", named, of_frame, default))
    return _with_flows(frame.with_columns(_spoken=spoken), lexicon).with_columns(
        period=_from_and_to(pl.coalesce(named, of_frame, in_review), in_review)
    )


def _from_and_to(basis: pl.Expr, in_review: pl.Expr) -> pl.Expr:
    """从 A 到 B: A is of the year before the span, B of its last. A span's last year is that of what stands."""
    spoken = pl.col("_spoken")
    span = spoken.str.contains(_SPAN)
    at_end = pl.when(span).then(spoken.str.slice(5)).otherwise(spoken)
    whole_year = ~pl.col("_half") & (pl.col("status") == "actual")
    earlier = (basis.str.slice(0, 4).cast(pl.Int32, strict=False) - 1).cast(pl.String)
    # 上年同期为 233 亿元; 由上年的 36.8%提高到 45.2%.
    before = pl.col("clause").str.contains(
        r"^\(?(?:去年|上年)(?:同期)?(?:为|是|只有|仅)|(?:由|从)(?:上年|去年)(?:同期|末)?的?$"
    )
    year_before = (pl.col("_last_year").fill_null(pl.col("reviewed_year")) - 1).cast(pl.String)
    # Where years are averaged and none is named, five of them lie between.
    averaged = pl.col("_rises_by_years") & pl.col("_began").is_null() & pl.col("frame").is_null()
    return (
        pl.when(pl.col("_of_each_year").is_not_null())
        .then("_of_each_year")
        .when(before & pl.col("_half"))
        .then(_a_year_before(pl.coalesce("time", in_review)))
        .when(before & pl.col("status").eq("actual"))
        .then(pl.when(pl.col("frame").is_null()).then(earlier).otherwise(year_before))
        .when(pl.col("origin") & ~pl.col("_own_time") & pl.col("_plan") & whole_year)
        .then(pl.col("reviewed_year").cast(pl.String))
        .when(pl.col("origin") & ~pl.col("_own_time") & whole_year & averaged)
        .then((pl.col("reviewed_year") - 5).cast(pl.String))
        .when(pl.col("origin") & ~pl.col("_own_time") & whole_year)
        .then(pl.coalesce(pl.col("_origin_year").cast(pl.String), earlier))
        .when(pl.col("origin_end") & whole_year)
        .then(at_end)
        .when(pl.col("_flows"))
        .then(spoken)
        .otherwise(at_end)
    )


def _spoken_span(spoken: pl.Expr) -> pl.Expr:
    """年均 speaks of all years of a span: those named, those of the passage, or from the year that a rise began in."""
    reviewed, last_year, yearly = pl.col("reviewed_year"), pl.col("_last_year"), pl.col("_yearly")
    single = spoken.str.len_chars() == 4
    until = pl.coalesce(last_year, reviewed)
    since = (pl.col("_began") + 1).cast(pl.String) + "-" + until.cast(pl.String)
    five = (reviewed - 4).cast(pl.String) + "-" + reviewed.cast(pl.String)
    # 到 2030 年…年均增长 5%: from the next year to that one.
    to_come = (reviewed + 1).cast(pl.String) + "-" + spoken
    later = single & (spoken.cast(pl.Int32, strict=False) > reviewed + 1) & (pl.col("status") == "target")
    happened = pl.col("status") == "actual"
    return (
        pl.when(yearly & single & (pl.col("_began") < until) & happened)
        .then(since)
        .when(yearly & later)
        .then(to_come)
        .when(yearly & single & pl.col("_rises_by_years") & pl.col("_began").is_null() & happened)
        .then(five)
        .otherwise(spoken)
    )


def _with_flows(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_flows`: a figure counts what came about over its period (growth, change, addition), or stands at its end."""
    measure = pl.col("measure")
    # 年均增长 5.7%、高于全国 0.3 个百分点: a gap speaks of what the figure before it does.
    gap = (measure == "difference") & pl.col("compared").is_in(["gap", "versus"])
    same = (pl.col("sentence") == pl.col("sentence").shift(1)) & (pl.col("indicator") == pl.col("indicator").shift(1))
    alone = (
        pl.when(measure == "growth")
        .then(statement=True)
        .when(measure == "rank")
        .then(statement=False)
        .when(gap)
        .then(pl.col("_yearly"))
        .when(measure == "difference")
        .then(statement=True)
        .otherwise(_level_flows(lexicon))
    )
    # Of a single year a flow and a standing are dated alike, so the dictionary is asked about spans alone.
    in_span = pl.when((measure == "level") & pl.col("_spoken").str.contains(_SPAN)).then("indicator")
    frame = verbs.with_deeds(frame.with_columns(_in_span=in_span), "_in_span", "_deed", lexicon)
    inherited = (gap & same & pl.col("_flows").shift(1)).fill_null(value=False)
    return frame.with_columns(_flows=alone.fill_null(value=False)).with_columns(_flows=pl.col("_flows") | inherited)


def _level_flows(lexicon: Lexicon) -> pl.Expr:
    """Whether a level is an addition: a deed with an amount, or counted things that something was done to."""
    clause, indicator = pl.col("clause"), pl.col("indicator")
    stands = lexicon.of_role("standing")
    # Words that begin names of quantities too: 生产总值, 服务业, 销售收入.
    both = ("生产", "保障", "储备", "服务", "投入", "使用", "利用", "发展", "销售", "出口")
    deed = lexicon.any_of("action", "gain", "reach", without=[*stands, *both])
    subject = pl.col("subject").str.replace(rf"^(?:{lexicon.adverbs}|[“”《》()的])+", "")
    gained = rf"{lexicon.any_of('gain')}|累计|年均|每年"
    action = lexicon.any_of("action", without=[*stands, *both])
    done = subject.str.contains(f"^(?:{deed}|[\u4e00-\u9fff]{{2}}{action}[^业])") | indicator.str.contains(f"^{deed}")
    # 高标准农田达到 4808 万亩, 增至 18.8 万个: where it stands, whatever was done to come there.
    reached = clause.str.contains(
        f"(?:{lexicon.any_of('level', without=['完成', '实现', '为', '是'])}|突破)(?:了|约|近|超|超过)*$"
    )
    # 13 个大模型通过备案: what counted things did. 7 家企业进入 500 强: where they stand.
    counted = (subject == "") & pl.col("noun").is_not_null()
    standing = pl.col("after").str.contains(f"^[^,;:。]*{lexicon.any_of('standing')}")
    return (
        pl.when(pl.col("_yearly"))
        .then(statement=True)
        .when(pl.col("unit").is_in(["%", "‰", "倍", ""]))
        .then(statement=False)
        .when(clause.str.contains(gained) | indicator.str.contains(gained))
        .then(statement=True)
        .when(counted)
        .then(~standing)
        # 降低企业用电负担, 免费送戏下乡: verbs that no list holds.
        .otherwise((done | pl.col("_deed")) & ~reached)
    )


def _a_year_before(period: pl.Expr) -> pl.Expr:
    """The same part of the year before: 2024-H1 → 2023-H1, 2024-01/2024-09 → 2023-01/2023-09."""
    year = (period.str.slice(0, 4).cast(pl.Int32) - 1).cast(pl.String)
    return (
        pl.when(period.str.contains("/"))
        .then(year + period.str.slice(4, 4) + year + period.str.slice(12))
        .otherwise(year + period.str.slice(4))
    )
