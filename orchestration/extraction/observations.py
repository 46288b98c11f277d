"""Figures with their context → observations by the extraction contract."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import names
from orchestration.extraction.figures import HELD, T_CLOSE, T_OPEN, context, figures, negative
from orchestration.extraction.mentions import NUMBER
from orchestration.lexicon import Lexicon

_AIMED = (
    r"力争|争取(?:实现|达到|完成|新增|突破)|目标(?:是|为|定为|设定为|值)|预期目标|规划目标"
    r"|计划(?:到|完成|新增|新建|安排|实施|投资|增长)|努力(?:实现|达到)|拟(?:新建|建设|实施|完成|投资)"
)


def observe(tokens: pl.LazyFrame, reports: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per observation; `at` and `to` are canonical offsets of the number and its unit."""
    frame = context(figures(tokens, reports, lexicon), lexicon)
    frame = names.listed(names.single(names.members(frame), lexicon), lexicon)
    frame = _named(frame, lexicon)
    frame = _ratios(frame)
    frame = _valued(frame, lexicon)
    return _judged(_bound_by_plan(_dated(_placed(frame))))


def _named(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Give every figure its indicator: list members by their place, the carried by what went before."""
    of_list = frame.filter(pl.col("place_in_list") == 0).select(
        "list",
        "items",
        "shared",
        "tail_full",
        "tail_core",
        "tail_graded",
        "shares",
        lead_head="head",
        lead_tail="tail",
        lead_verb="verb",
        lead_base="base",
        lead_compared="compared",
        lead_name="name",
        lead_noun="noun",
        lead_rule="rule",
        lead_sentence="sentence",
        lead_length="list_length",
    )
    of_list = _carried_lists(of_list)
    frame = frame.drop("items", "shared", "tail_full", "tail_core", "tail_graded", "shares").join(
        of_list, on="list", maintain_order="left"
    )
    in_list = pl.col("items").is_not_null() & pl.col("shares")
    follower = pl.col("place_in_list") > 0
    # One figure said of several names is a row for each; a list of figures takes one name each.
    spread = pl.when(in_list & (pl.col("list_length") == 1)).then(pl.col("items"))
    nth = pl.col("items").list.get(pl.col("place_in_list"), null_on_oob=True)
    misaligned = in_list & (pl.col("list_length") > 1) & (pl.col("items").list.len() != pl.col("list_length"))
    frame = frame.with_columns(
        item=pl.when(spread.is_not_null()).then(spread).otherwise(pl.concat_list(nth)),
        misaligned=misaligned,
        in_list=in_list,
    ).explode("item")
    completed = names.complete_item(pl.col("item")).str.strip_chars("“”、")
    inherited = ("verb", "base", "compared", "tail", "head")
    frame = frame.with_columns(
        name=pl.when(pl.col("in_list"))
        .then(completed)
        .when(follower & pl.col("noun").is_null())
        .then(pl.col("lead_name"))
        .otherwise(pl.col("name")),
        rule=pl.when(pl.col("in_list"))
        .then(pl.lit("list"))
        .when(follower & pl.col("noun").is_null())
        .then(pl.lit("carried"))
        .otherwise(pl.col("rule")),
        nameless=pl.col("in_list") & pl.col("item").is_null(),
        **{field: pl.when(follower).then(pl.col(f"lead_{field}")).otherwise(pl.col(field)) for field in inherited},
    )
    # A figure quoted alone means the one of the paragraph that has its value and unit.
    repeated = pl.col("name").drop_nulls().first().over("para", "token")
    name = pl.when("quoted").then(repeated).otherwise("name")
    frame = frame.with_columns(name=name)
    name = pl.when(_tidy(pl.col("name")).is_not_null()).then("name")
    frame = frame.with_columns(name=name)
    frame = frame.with_columns(name=_completed(lexicon))
    # 新增 40 家,累计达到 120 家: the total counts all, not the new ones.
    total = (pl.col("rule") == "carried") & pl.col("head").str.contains("累计|总数|总量|总计")
    carried = pl.col("name").forward_fill().over("sentence")
    in_sentence = (
        pl.when(total).then(carried.str.replace(f"^{lexicon.any_of('gain')}([^和、].*)$", "${1}")).otherwise(carried)
    )
    in_paragraph = pl.col("name").forward_fill().over("para")
    name = pl.when(pl.col("nameless")).then(None).otherwise(pl.coalesce("name", in_sentence, "about", in_paragraph))
    return frame.with_columns(indicator=_tidy(name))


def _completed(lexicon: Lexicon) -> pl.Expr:
    """Names that lean on the one before them: 占…的比重, 总量, 增速, 扣除…后; and pairs said again by 分别 alone."""
    name = pl.col("name")
    # 甲 100 亿元、其中乙 60 亿元,分别增长 2%、3%: the figures before, in their order.
    paired = pl.coalesce(
        pl.when(
            (pl.col("list_length") == n)
            & pl.col("items").is_null()
            & pl.col("lead_name").is_null()
            & pl.col("head").str.contains("分别|各自")
            & (pl.col("sentence") == pl.col("sentence").shift(n))
        ).then(name.shift(n))
        for n in (2, 3, 4)
    )
    name = pl.coalesce(name, paired)
    leaning = name.str.contains(r"^(?:占|对.+贡献|拉动|(?:扣除|剔除).+后$)").fill_null(value=False)
    generic = name.str.contains("^(?:总量|总数|总规模|规模|总值|增速|增幅|增长率|排名|位次|占比|比重|数量)$").fill_null(
        value=False
    )
    owner = (
        pl.when(~leaning & ~generic & ~name.str.contains("^.{1,2}级$").fill_null(value=False))
        .then(name)
        .forward_fill()
        .over("sentence")
    )
    owner = owner.str.replace("拉动.*$", "")
    plain_owner = owner.str.replace(f"^{lexicon.any_of('gain')}([^和、].*)$", "${1}")
    # 新增国家级绿色工厂 3 家、省级 15 家: the grade alone, of the same thing.
    graded = name.str.contains("^(?:国家级|省部级|部级|省级|市级|区级|县级)$").fill_null(value=False)
    of_grade = owner.str.extract("级([^级]{2,})$")
    # 占全省的 60%: a share, though the text does not say so.
    is_share = name.str.contains("占") & ~name.str.contains(r"(?:比重|比例|份额|率|比)$") & (pl.col("unit") == "%")
    whole = (
        pl.when(is_share & name.str.ends_with("占"))
        .then(name + "比")
        .when(is_share)
        .then(name.str.strip_suffix("的") + "比重")
        .otherwise(name)
    )
    return (
        pl.when(graded & of_grade.is_not_null())
        .then(name + of_grade)
        .when(leaning & owner.is_not_null() & name.str.contains("后$"))
        .then(name + owner)
        .when(leaning & owner.is_not_null())
        .then(owner + whole)
        .when(generic & owner.is_not_null() & name.str.contains("^(?:占比|比重)$"))
        .then(plain_owner + name)
        .when(generic & owner.is_not_null())
        .then(plain_owner)
        .otherwise(whole)
    )


def _carried_lists(lists: pl.LazyFrame) -> pl.LazyFrame:
    """A list without names of its own (分别增长 4%、3.3%) takes those of the list before it, place by place."""
    like = (pl.col("lead_sentence") == pl.col("lead_sentence").shift(1)) & (
        pl.col("lead_length") == pl.col("lead_length").shift(1)
    )
    carries = like & pl.col("items").is_null() & pl.col("lead_name").is_null() & (pl.col("lead_length") > 1)
    taken = ("items", "shared", "tail_full", "tail_core", "tail_graded", "shares")
    for _ in range(2):
        lists = lists.with_columns(
            pl.when(carries & pl.col("items").shift(1).is_not_null())
            .then(pl.col(field).shift(1))
            .otherwise(field)
            .alias(field)
            for field in taken
        )
    return lists


def _tidy(name: pl.Expr) -> pl.Expr:
    tidy = (
        name.str.replace_all(f"[{T_OPEN}{T_CLOSE}{HELD}“”]", "")
        .str.replace(r"^(?:的|了|、|,)+", "")
        .str.strip_chars("、,;: ")
        # A bracket whose other half stood elsewhere in the sentence.
        .str.replace(r"^\(([^()]*)$", "${1}")
        .str.replace(r"^([^()]*)\)$", "${1}")
    )
    return pl.when(tidy != "").then(tidy)


def _ratios(frame: pl.LazyFrame) -> pl.LazyFrame:
    """三次产业结构比 6.6:40.2:53.2 → a row for each part, in per cent."""
    ratio = pl.col("token").str.contains(rf"^{NUMBER}(?::{NUMBER}){{2,}}$")
    three = ratio & (pl.col("token").str.count_matches(":") == 2)
    return (
        frame.with_columns(ratio=ratio)
        .with_columns(part_=pl.when(ratio).then(pl.col("token").str.split(":")).otherwise(pl.concat_list("token")))
        .with_columns(part_name=pl.when(three).then(names.ratio_parts()))
        .with_columns(nth_part=pl.int_ranges(pl.col("part_").list.len()))
        .with_columns(
            part_at=pl.col("part_")
            .list.eval(pl.element().str.len_chars().cast(pl.Int64) + 1)
            .list.eval(pl.element().cum_sum() - pl.element())
        )
        .explode("part_", "nth_part", "part_at")
        .with_columns(at=pl.when("ratio").then(pl.col("at") + pl.col("part_at")).otherwise("at"))
        .with_columns(
            to=pl.when("ratio").then(pl.col("at") + pl.col("part_").str.len_chars().cast(pl.Int64)).otherwise("to")
        )
        .with_columns(
            indicator=pl.when(pl.col("part_name").is_not_null())
            .then(pl.col("part_name").list.get(pl.col("nth_part"), null_on_oob=True))
            .otherwise("indicator"),
            unit=pl.when(pl.col("ratio")).then(pl.lit("%")).otherwise("unit"),
            token=pl.col("part_"),
            written=pl.when("ratio").then("part_").otherwise("written"),
        )
        .drop("part_", "part_name")
    )


def _valued(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Value, unit, measure, bound and status."""
    token = pl.col("token")
    first = token.str.extract(f"^({NUMBER})").str.replace_all(",", "").cast(pl.Float64)
    # The second number of a range, past the unit that may follow the first: 5%—6%.
    second = token.str.extract(rf"^{NUMBER}[^—\-~至\d]*[—\-~至]({NUMBER})").str.replace_all(",", "").cast(pl.Float64)
    own_unit = pl.col("unit").str.replace(rf"^.*[—\-~至]{NUMBER}", "")
    last_unit = pl.col("own_unit").last().over("list")
    elided = (pl.col("list_length") > 1) & (
        (pl.col("own_unit") == "") | ((pl.col("own_unit") == "个") & last_unit.str.contains("百分点"))
    )
    level, up, down = (lexicon.any_of(role) for role in ("level", "growth_up", "growth_down"))
    change = pl.col("tail").str.replace_all(level, "")
    closing = pl.col("tail").str.contains(f"(?:{level})(?:约|近|超过?|了)?$")
    moved = change.str.contains(f"{up}|{down}")
    # 增速、涨幅 state a growth even where a level word follows: 涨幅控制在 3%以内.
    is_rate_noun = pl.col("tail").str.contains("增速|增幅|涨幅|降幅|跌幅|增长率|增长速度")
    relative = pl.col("unit").is_in(["%", "‰", "倍", "成", "番"])
    points = pl.col("unit").str.contains("百分点|千分点|基点")
    contributed = pl.col("head").str.contains("拉动|贡献|占")
    compared = pl.col("compared").fill_null("")
    # 保持 8%左右的增长, 实现两位数增长
    grows_after = relative & pl.col("after").str.contains(
        "^(?:左右|以上|以内|上下)?的?(?:较快|中高速|正|稳定|持续)?(?:增长|增速|增幅|涨幅)(?:[,;。、]|$)"
    )
    still = pl.col("written") == "持平"
    grew = moved & (
        ~closing | is_rate_noun | pl.col("tail").str.contains(f"(?:{up}|{down})(?:{lexicon.adverbs})*(?:达到?|约)$")
    )
    measure = (
        pl.when(pl.col("ranked") & (compared.is_in(["rank", ""])))
        .then(pl.lit("rank"))
        .when(compared == "gap")
        .then(pl.lit("difference"))
        .when(compared == "versus")
        .then(
            pl.when(relative & ~pl.col("verb").str.contains("^(?:高出?|低|快|慢|多|少)$"))
            .then(pl.lit("growth"))
            .otherwise(pl.lit("difference"))
        )
        .when(points)
        .then(pl.when(contributed).then(pl.lit("level")).otherwise(pl.lit("difference")))
        .when((relative & grew) | (pl.col("unit") == "番") | pl.col("grows_after") | still)
        .then(pl.lit("growth"))
        .when(moved & ~closing & (pl.col("unit") != "") & ~relative)
        .then(pl.lit("difference"))
        .otherwise(pl.lit("level"))
    )
    about = lexicon.any_of("approx")
    # The leftmost match is the longest word: 不低于 is not 低于, 不超过 is not 超过.
    bound_word = pl.col("own_tail").str.extract(f"({lexicon.any_of('min', 'max')})(?:{lexicon.adverbs}|了)*$")
    after = pl.col("after")
    bound = (
        pl.when(pl.col("value_max").is_not_null())
        .then(pl.lit("range"))
        .when(pl.col("written").is_in(["过半", "两位数"]) | after.str.contains("^[”》]?(?:以上|及以上|之上)"))
        .then(pl.lit("min"))
        .when(after.str.contains("^[”》]?(?:以内|以下|之内|及以下)"))
        .then(pl.lit("max"))
        .when(after.str.contains("^[”》]?(?:左右|上下)"))
        .then(pl.lit("approx"))
        .when(still & pl.col("clause").str.contains("(?:基本|大体|大致|总体)$"))
        .then(pl.lit("approx"))
        .when(token.str.contains("[余多]"))
        .then(pl.lit("min"))
        .when(
            pl.col("own_tail").str.contains(f"{about}[^{about[3:-1][0]}]*$")
            & pl.col("own_tail").str.contains(f"{about}$")
        )
        .then(pl.lit("approx"))
        .when(bound_word.is_in(lexicon.of_role("max")))
        .then(pl.lit("max"))
        .when(bound_word.is_in(lexicon.of_role("min")))
        .then(pl.lit("min"))
        .otherwise(pl.lit("exact"))
    )
    frame = (
        frame.with_columns(own_unit=own_unit, grows_after=grows_after & ~still)
        .with_columns(unit=pl.when(elided).then(last_unit).otherwise("own_unit"))
        .with_columns(value=first, value_max=second, change=change)
        .with_columns(own_tail=pl.when(pl.col("place_in_list") > 0).then(pl.lit("")).otherwise(pl.col("clause")))
        .with_columns(measure=measure)
        .with_columns(
            measure=pl.when("quoted")
            .then(pl.col("measure").filter(~pl.col("quoted")).first().over("para", "token"))
            .fill_null(pl.col("measure"))
        )
        .with_columns(bound=bound)
        .with_columns(falls=negative(lexicon) & ((pl.col("measure") != "level") | pl.col("minus")))
    )
    sign = pl.when(pl.col("falls")).then(-1.0).otherwise(1.0)
    return frame.with_columns(
        value=pl.col("value") * sign,
        value_max=pl.col("value_max") * sign,
        unit=pl.when(pl.col("measure") == "rank").then(pl.lit("位")).otherwise(pl.col("unit")),
    )


def _dated(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Status, then period: the part of the report decides unless the clause says otherwise."""
    year, reviewed = pl.col("report_year"), pl.col("reviewed_year")
    half = pl.col("report_kind") == "half_year"
    in_review = pl.when(half).then(year.cast(pl.String) + "-H1").otherwise(reviewed.cast(pl.String))
    first_year = pl.col("time").str.slice(0, 4).cast(pl.Int32, strict=False)
    last_year = pl.coalesce(pl.col("time").str.extract(r"^\d{4}-(\d{4})$").cast(pl.Int32, strict=False), first_year)
    # 高于预期目标 2 个百分点 states what came of a target, not the target.
    compared = pl.col("compared").is_not_null()
    words = pl.when(compared).then(pl.col("head")).otherwise(pl.col("clause"))
    aimed_at = pl.col("after").str.contains(
        r"^(?:左右|以上|以内|以下|上下)?[”)]?的?(?:(?:年度|预期|全年|年初|计划|规划|控制|增长|考核){1,3}(?:目标|任务)|目标)"
    )
    planned = words.str.contains(_AIMED) | (
        aimed_at & ~compared & pl.col("subject").str.contains(r"低于|高于|好于|优于|超|完成").not_()
    )
    quoted_aim = aimed_at & ~compared
    by_year = words.str.contains("到" + T_OPEN) & (last_year > reviewed)
    is_plan = pl.col("part") == "plan"
    # In the review part a past year and a verb of achievement say it happened; a year to come cannot have.
    future = (first_year > pl.when(half).then(year).otherwise(reviewed)) & ~words.str.contains("截至|截止")
    past = (last_year <= reviewed) & ~words.str.contains("目标|计划|规划")
    status = (
        pl.when(is_plan & past & pl.col("time").is_not_null() & ~planned)
        .then(pl.lit("actual"))
        .when(is_plan | planned | quoted_aim | by_year | (future & (pl.col("report_kind") != "communique")))
        .then(pl.lit("target"))
        .otherwise(pl.lit("actual"))
    )
    frame = frame.with_columns(status=status)
    # 年均 speaks of all years of a span: those of the passage, or from the year that a rise began in to its end.
    yearly = (pl.col("clause") + pl.col("head")).str.contains("年均|年平均")
    began = (
        pl.min_horizontal(pl.col("time").str.extract(r"^(\d{4})$").cast(pl.Int32, strict=False), "multiple_of")
        .min()
        .over("sentence")
    )
    since = pl.when(yearly & (began < last_year)).then((began + 1).cast(pl.String) + "-" + last_year.cast(pl.String))
    five = (reviewed - 4).cast(pl.String) + "-" + reviewed.cast(pl.String)
    # 五年累计… holds for the clauses after it in the sentence too.
    said_five = pl.col("clause").str.contains("^(?:过去|近|这)?五年").cum_sum().over("sentence") > 0
    of_five = said_five | (yearly & pl.col("section").str.contains("过去五年|五年来|近五年"))
    spanned = pl.coalesce(since, pl.when(of_five & (pl.col("status") == "actual")).then(five))
    ahead = pl.when(half).then(year).otherwise(reviewed + 1)
    default = pl.when(pl.col("status") == "target").then(ahead.cast(pl.String)).otherwise(in_review)
    # 在去年 105 万吨的基础上，力争达到 108 万吨: what is aimed at lies ahead, whatever year was named before.
    stale = planned & (last_year <= reviewed) & ~words.str.contains(T_OPEN)
    # 低于 5.5%左右的预期目标: the target was that of the year under review.
    default = pl.when(quoted_aim & ~is_plan).then(in_review).otherwise(default)
    time = pl.when(~(stale & ~quoted_aim).fill_null(value=False)).then("time")
    # (上年同期为 233 亿元): the year before the one that the sentence is about.
    before = pl.col("clause").str.contains(
        r"^\(?(?:去年|上年)(?:同期)?(?:为|是|只有|仅)|(?:由|从)(?:上年|去年)(?:同期|末)?的?$"
    )
    earlier = pl.coalesce(last_year, reviewed) - 1
    return frame.with_columns(
        period=pl.when(before).then(earlier.cast(pl.String)).otherwise(pl.coalesce(spanned, time, default))
    )


def _placed(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Region: the place named last at the head of a clause of the sentence, else the report's own."""
    own_again = pl.col("own").str.contains("^(?:其中)?(?:全市|全省|全区|全县|全州|我市|我省|我区|我县)")
    # The place is the row's region, so the name goes without it; what two places do together is named after both.
    joint = pl.col("place").is_in(["川渝", "成渝"])
    bare = pl.when(pl.col("indicator").str.starts_with(pl.col("place")) & ~joint).then(
        pl.col("indicator").str.slice(pl.col("place").str.len_chars()).str.replace(r"^(?:的|全区|全市|全县|地区)", "")
    )
    # 杭州 in a report of 杭州市 is no other place.
    itself = pl.col("region").str.starts_with(pl.col("place"))
    return frame.with_columns(
        region=pl.when(own_again | pl.col("place").is_null() | itself).then("region").otherwise("place"),
        indicator=pl.when(bare.str.len_chars() >= 3).then(bare).otherwise("indicator"),
    )


def _bound_by_plan(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Binding type of a target: said beside it, or by the passage on 约束性 or 预期性 indicators that it stands in."""
    said = pl.col("after").str.extract(r"^[^,;。、\d]{0,3}\(?(约束性|预期性)")
    return frame.with_columns(binding=pl.when(pl.col("status") == "target").then(pl.coalesce(said, "binding_passage")))


def _judged(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Flags for what a reader should know, and a confidence that falls with each of them."""
    flags = {
        "list_misaligned": pl.col("misaligned"),
        "name_missing": pl.col("indicator").is_null(),
        "unit_missing": (pl.col("unit") == "") & (pl.col("measure") != "rank"),
        "unit_doubled": pl.col("doubled"),
        "name_carried": pl.col("rule") == "carried",
        "name_long": pl.col("indicator").str.len_chars() > 30,
    }
    raised = [pl.when(test.fill_null(value=False)).then(pl.lit(name)) for name, test in flags.items()]
    base = pl.col("rule").replace_strict(
        {"subject": 0.95, "list": 0.9, "object": 0.85, "carried": 0.8}, return_dtype=pl.Float64
    )
    return frame.with_columns(flags=pl.concat_str(*raised, separator=",", ignore_nulls=True)).with_columns(
        confidence=(
            base - 0.15 * pl.when(pl.col("flags") == "").then(0).otherwise(pl.col("flags").str.count_matches(",") + 1)
        ).clip(0, 1)
    )
