"""Status of each figure, actual or target, and the period that it speaks of.

How they are decided stands in `status_rules`, `flow_rules` and `period_rules`; here is what these rules read.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import flow_rules, period_rules, verbs, windows
from orchestration.extraction.ladder import decided, decided_again
from orchestration.extraction.marks import T_OPEN, TIME
from orchestration.extraction.status_rules import aim_goes_on_rules, status_rules
from orchestration.lexicon import Lexicon

_AIMED = (
    r"力争|^[(]?(?:原)?计划(?:为|是|达到)|争取(?:实现|达到|完成|新增|突破)|目标(?:是|为|定为|设定为|值)|预期目标|规划目标"
    r"|预算(?:收入|支出)安排|计划(?:到|完成|新增|新建|安排|实施|投资|增长)|努力(?:实现|达到)|拟(?:新|建设|实施|完成|投资|安排|再|开工|发行|增加|改造)|今年(?:要|将|再|拟)"
    # 将 with a verb at once looks ahead. Where 将 stands for 把, a noun follows it.
    r"|将(?:再|继续|加快|大力|积极|全力|着力|力争|启动|推进|开工|建成|安排|打造|培育|引进|争取|投入)"
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
_YEARLY = "年均|年平均|平均每年"
_SPAN = "^[0-9]{4}-[0-9]{4}$"
_COUNTS = dict(zip("二两三四五六七八九23456789", (2, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def dated(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `status`, then `period`, each with its rule: the passage decides unless the clause says otherwise.

    Of a span of years a flow, an addition or a change takes all, and what stands at its end takes the last. `flow_rule`
    tells which of these a figure is.
    """
    frame = decided(_with_cues(frame), "status", status_rules())
    frame = decided_again(frame.with_columns(_of_aim=_of_aim()), "status", aim_goes_on_rules())
    frame = decided(_with_times(frame), "period", period_rules.spoken_rules())
    frame = _with_flows(decided_again(frame, "period", period_rules.yearly_rules()), lexicon)
    return decided_again(frame, "period", period_rules.end_rules()).drop("^_.*$")


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
        return windows.cum_sum(cue.cast(pl.Int32), pl.col("sentence")) > 0

    return frame.with_columns(
        _half=pl.col("report_kind") == "half_year",
        _plan=pl.col("part") == "plan",
        _first_year=first_year,
        _last_year=pl.coalesce(time.str.extract(r"^[0-9]{4}-([0-9]{4})$").cast(pl.Int32, strict=False), first_year),
        _words=words,
        _aimed_at=aimed_at,
        _aims_follow=so_far_in_sentence(pl.col("before").str.contains(_AIMS_FOLLOW)),
        _against_aim=pl.col("benchmark").str.contains("目标|计划|规划|预期").fill_null(value=False),
        _counted=windows.carried(
            pl.coalesce(pl.col("clause").str.extract(_YEARS_COUNTED), pl.col("before").str.extract(_LAST_YEARS)),
            pl.col("sentence"),
        ),
        _own_time=(pl.col("own").str.contains(T_OPEN) & time.is_not_null()).fill_null(value=False),
        _yearly=pl.col("clause").str.contains(_YEARLY) | pl.col("head").str.contains(_YEARLY),
    ).with_columns(
        _says_aim=pl.col("_words").str.contains(_AIMED),
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
        _origin_year=windows.carried(
            pl.when(pl.col("own").str.contains(f"(?:从|由){TIME}的?$")).then("_first_year"), pl.col("sentence")
        ),
        # 2021—2023年分别增长 6%、3%、5%: one figure for each year of the span.
        _of_each_year=_of_each_year(),
        # (计划为6%左右): set before the year that is reviewed.
        _set_before=pl.col("own").str.contains("^[(]?(?:原)?计划(?:为|是|达到)"),
        # 由 2600 万元增加到 5300 万元,年均增长 15%.
        _rises_by_years=(pl.col("_yearly").any() & pl.col("origin").any()).over("sentence"),
    )


def _of_aim() -> pl.Expr:
    """Whether the figure says more of an aim that stands at once before it: 预算收入安排 62 亿元,增长 5%."""
    same = (pl.col("sentence") == pl.col("sentence").shift(1)) & ~pl.col("before").str.contains("[;。]")
    told = pl.col("own").str.contains("实际|已|完成|达到|为.*的$|比计划|超")
    more = (pl.col("attribution") == "carried") & (pl.col("indicator") == pl.col("indicator").shift(1)) & ~told
    return (same & more & (pl.col("status").shift(1) == "target") & pl.col("_says_aim").shift(1)).fill_null(value=False)


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


def _with_times(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add the times that the rules of the period choose from.

    `_in_review` is what the report reviews, `_ahead` the year it plans, `_named` the time that holds for the clause,
    `_of_frame` the span of the passage, null where a figure of this status cannot be of it, `_earlier` the year before.
    """
    year, reviewed = pl.col("report_year"), pl.col("reviewed_year")
    issued = year.cast(pl.String)
    months = issued + "-01/" + issued + "-" + pl.col("until_month")
    so_far = pl.when(pl.col("until_month") == "03").then(issued + "-Q1").otherwise(pl.coalesce(months, issued + "-H1"))
    # 在去年 105 万吨的基础上，力争达到 108 万吨: what is aimed at lies ahead, whatever year was named before.
    past = pl.col("_aimed") & (pl.col("_last_year") <= reviewed) & ~pl.col("_aimed_at")
    stale = (past & ~pl.col("_words").str.contains(T_OPEN)).fill_null(value=False)
    # A frame behind the report is of no target, and one ahead of it of no outturn.
    begins = pl.col("frame").str.slice(0, 4).cast(pl.Int32, strict=False)
    ends = pl.col("frame").str.slice(5).cast(pl.Int32, strict=False)
    fits = pl.when(pl.col("status") == "actual").then(begins <= reviewed).otherwise(ends > reviewed)
    basis = pl.coalesce("_named", "_of_frame", "_in_review")
    return frame.with_columns(
        _in_review=pl.when("_half").then(so_far).otherwise(reviewed.cast(pl.String)),
        _ahead=pl.when("_half").then(year).otherwise(reviewed + 1).cast(pl.String),
        _named=pl.when(~stale).then("time"),
        _of_frame=pl.when(fits).then("frame"),
    ).with_columns(_earlier=(basis.str.slice(0, 4).cast(pl.Int32, strict=False) - 1).cast(pl.String))


def _with_flows(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_flows`: a figure counts what came about over its period (growth, change, addition), or stands at its end."""
    measure = pl.col("measure")
    same = (pl.col("sentence") == pl.col("sentence").shift(1)) & (pl.col("indicator") == pl.col("indicator").shift(1))
    # Of a single year a flow and a standing are dated alike, so the dictionary is asked about spans alone.
    in_span = pl.when((measure == "level") & pl.col("period").str.contains(_SPAN)).then("indicator")
    frame = verbs.with_deeds(frame.with_columns(_in_span=in_span), "_in_span", "_deed", lexicon).with_columns(
        # 年均增长 5.7%、高于全国 0.3 个百分点: a gap speaks of what the figure before it does.
        _gap=((measure == "difference") & pl.col("compared").is_in(["gap", "versus"])).fill_null(value=False),
        _doer=pl.col("subject").str.replace(rf"^(?:{lexicon.adverbs}|[“”《》()的])+", ""),
    )
    frame = decided(frame, "_flow", flow_rules.flow_rules(lexicon), by="flow_rule")
    flows = pl.col("_flow") == "flow"
    return frame.with_columns(_flows=flows | (pl.col("_gap") & same & flows.shift(1)).fill_null(value=False))
