"""What the heads of a table's columns and rows say: name, time, unit, status, change, place.

比上年增长（%） is a growth in per cent, 2025年目标 a target of 2025, 出口 › 金额（亿元） a level of 出口 in 亿元.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.canonical import DIGIT_GAP
from orchestration.extraction.marks import HELD
from orchestration.extraction.mentions import TIME
from orchestration.lexicon import Lexicon

# Parts the heads that stand over one column, from the top down; doubled, so that patterns may take each end.
PARTS = "\ue00f"
_NOTE = r"\[[0-9]{1,2}\]|[①-⑳]|\(注?[0-9]{1,2}\)|[*★]+|\((?:数|图|表)\)"
_NUMBERING = (
    r"^(?:#|其中[:,]?|[—·•\-◆●]+|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}、)+"
)
_BASE = r"(?:上年同月|上年同期|去年同期|上年价格|上年|去年|[0-9]{4}年)"
_INDEX = rf"\(?以?({_BASE})(?:=|为)100\)?"
_THEN = rf"(?:上年|去年|上期|上月|上季度?|年初|{TIME})(?:同期|同月|年末|末|底|实际|决算|数)*"
_AGAINST = rf"(?:比|较|与){_THEN}(?:相比)?"
_CHANGE = (
    "(?:可比口径|可比|按可比价|实际|名义|累计|年均|平均)*"
    "(?:±|增长速度|增长率|增长|增减率|增减额|增减|增速|增幅|增加|涨跌幅度|涨跌幅|涨跌|涨幅|升降幅度|升降|提高|上升"
    "|下降率|下降|降低率|降低|降幅|减少|变化|变动|同比|环比)+"
)
# Names that hold words of change; the bar tells where they are cut so that these are not read.
_HOLDS = ("增|加值", "增|值税", "增|加就业", "土地增|值")
# A change whose words do not tell whether it is a share or an amount.
_OPEN_CHANGE = "增减$|升降$|变化$|变动$|增加$|提高$|减少$|增减额"
_FALLS = "下降|降低|减少|回落|降幅"
_RISES = "增|升|涨"
_AIM = r"(?:全年|年度|年初|调整|本年|变动|当年)*(?:预算|计划|目标|任务|决算)"
_COMPLETION = rf"(?:完成|占|为|达到?|相当于)(?:上年|去年)?{_AIM}数?的?(?:进度|比例|比重|百分比)?(?:\(?%\)?)?|{_AIM}(?:执行|完成)(?:率|进度|比例)"
# 年度目标 beside figures of a half year.
_WHOLE_YEAR = "年度|年初"
_RANK = "位次|排名|名次|排位"
_FIELDS = (
    *("name", "time", "unit", "change", "open", "falls", "yearly", "index", "base", "rank", "status", "estimated"),
    "region",
)


def fields(prefix: str) -> list[str]:
    """The columns that `parsed` adds with this prefix."""
    return [f"{prefix}_{name}" for name in _FIELDS]


def parsed(frame: pl.LazyFrame, text: str, prefix: str, lexicon: Lexicon, *, of_row: bool) -> pl.LazyFrame:
    """Add what the label `text` says, as columns that begin with `prefix`.

    `name`: what is left, empty where nothing is. `time`: a time as written, null if none. `unit`: null if none. `change`:
    whether it is a growth or difference; `open`: whether that may be either; `falls`: whether it counts downwards;
    `yearly`: whether it is of each year of several. `index`: whether it is an index, with `base` what is set to 100. `rank`. `status`: target, actual or null. `estimated`. `region`:
    a place, or empty where it is the report's own.

    Args:
        frame: with the column `text`, in canonical characters; heads that stand over each other parted by `PARTS`.
        text: the column.
        prefix: of the columns added.
        lexicon: words and units.
        of_row: the label of a row is a name: only its end tells a change or a status.
    """
    word = pl.col("_w")
    frame = frame.with_columns(_w=pl.col(text).str.replace_all(_NOTE, ""))
    # 出口 over 占全部出口比重: the share says itself of what it is one.
    frame = frame.with_columns(_w=word.str.replace(f"^.*({PARTS}占[^{PARTS}]+{PARTS})$", "${1}"))
    if of_row:
        frame = frame.with_columns(_w=word.str.replace(_NUMBERING, "").str.replace(r"^[0-9]{1,2}\.([^0-9])", "${1}"))
    frame = _with_change(_with_unit(frame, lexicon, of_row=of_row), lexicon, of_row=of_row)
    frame = _with_status(_with_time(frame, of_row=of_row), lexicon, of_row=of_row)
    frame = _with_name(frame, lexicon)
    completes = pl.col("_done").is_not_null()
    done_name = pl.when(completes).then(pl.col("_name") + pl.col("_done") + "比例")
    falls = pl.col("_said").str.contains(_FALLS) & ~pl.col("_said").str.contains(_RISES)
    values = {
        "name": pl.when(pl.col("_region").is_not_null()).then(pl.lit("")).otherwise(pl.coalesce(done_name, "_name")),
        "time": pl.col("_time"),
        "unit": pl.coalesce("_unit", pl.when(completes).then(pl.lit("%"))),
        "change": pl.col("_change"),
        "open": pl.col("_said").str.contains(_OPEN_CHANGE).fill_null(value=False),
        "falls": falls.fill_null(value=False),
        "yearly": pl.col("_said").str.contains("年均|累计").fill_null(value=False),
        "index": pl.col("_index"),
        "base": pl.col("_base"),
        "rank": pl.col("_rank"),
        "status": pl.when(completes).then(pl.lit("actual")).otherwise("_status"),
        "estimated": pl.col("_estimated"),
        "region": pl.col("_region"),
    }
    added = [expression.alias(f"{prefix}_{name}") for name, expression in values.items()]
    return frame.with_columns(added).drop("^_.*$")


def _with_unit(frame: pl.LazyFrame, lexicon: Lexicon, *, of_row: bool) -> pl.LazyFrame:
    """Add `_unit`, `_index`, `_base`, `_rank` and `_done` (the aim of which a share was reached), and take them off."""
    word, unit = pl.col("_w"), lexicon.unit_pattern
    units = rf"\((?:单位:)?(±?%|‰|{unit}|位)\)"
    done = word.str.extract(f"({_COMPLETION})").str.replace_all(r"[\(\)%数]|的$", "")
    frame = frame.with_columns(
        _index=word.str.contains(rf"{_INDEX}|指数"),
        _base=word.str.extract(_INDEX),
        _unit=word.str.extract(units).str.replace("±", ""),
        _rank=word.str.contains(_RANK),
        _done=pl.lit(None, pl.String) if of_row else done,
    ).with_columns(
        _unit=pl.coalesce("_unit", pl.when(word.str.contains("%[^0-9]*$")).then(pl.lit("%"))),
        _w=word.str.replace_all(_INDEX, "")
        .str.replace_all(rf"{units}|\({unit}[,、/][^()]*\)|±?%", "")
        .str.replace_all(_RANK, "${0}" if of_row else ""),
    )
    return frame if of_row else frame.with_columns(_w=word.str.replace(_COMPLETION, ""))


def _with_change(frame: pl.LazyFrame, lexicon: Lexicon, *, of_row: bool) -> pl.LazyFrame:
    """Add `_change` and `_said`, the words that tell it, and take them off. 自然增长率 is a rate and no growth."""
    word = pl.col("_w")
    change = rf"(?:{_AGAINST})?(?:{_CHANGE})"
    compared = f"{change}$" if of_row else f"{change}|{_AGAINST}"
    held = [*lexicon.of_role("holds_words"), *_HOLDS]
    masked = word.str.replace_many([each.replace("|", "") for each in held], [each.replace("|", HELD) for each in held])
    return (
        frame.with_columns(_w=masked)
        .with_columns(_change=word.str.contains(compared), _said=word.str.extract(f"({compared})"))
        .with_columns(_w=word.str.replace_all(compared, "").str.replace_all(HELD, "", literal=True))
    )


def _with_name(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_name`, what is left of a label, and `_region` where that is a place."""
    places = [*lexicon.full_place_names, *lexicon.short_place_names, "全国"]
    own = lexicon.of_role("own_area", "table_total")
    bare = _without_plain(pl.col("_w"), lexicon).str.replace_all(r"[\s:,、(/]+$|^[\s:,、)/的]+", "")
    bare = bare.str.replace(r"^([^(]*)[\s:,、()/]*\)$", "${1}")
    is_own, is_place = pl.col("_name").is_in(own), pl.col("_name").is_in(places)
    # 全市常住人口: whose it is, is told by the report.
    of_own = pl.col("_name").str.replace(f"^{lexicon.any_of('own_area')}([\u4e00-\u9fff]{{2}})", "${1}")
    return (
        frame.with_columns(_name=bare)
        .with_columns(_region=pl.when(is_own).then(pl.lit("")).when(is_place).then("_name"))
        .with_columns(_name=of_own)
    )


def _with_time(frame: pl.LazyFrame, *, of_row: bool) -> pl.LazyFrame:
    """Add `_time`: 2024年 over 1—12月 is one time. A row's label holds a time only at its head or its end."""
    bare_year = "(^|[^0-9])((?:19|20)[0-9]{2})($|[^0-9年—\\-~至/.])"
    word = pl.col("_w").str.replace_all(bare_year, "${1}${2}年${3}")
    where = f"^{TIME}|{TIME}$" if of_row else TIME
    times = pl.col("_w").str.extract_all(where)
    joined = times.list.join("")
    whole_year = pl.lit(value=False) if of_row else pl.col("_w").str.contains(_WHOLE_YEAR)
    return frame.with_columns(_w=word).with_columns(
        _time=pl.when(whole_year & (joined == ""))
        .then(pl.lit("全年"))
        .when(joined.str.contains(f"^{TIME}$"))
        .then(joined)
        .otherwise(times.list.first()),
        _w=pl.col("_w").str.replace_all(f"(?:{where})(?:末|底|初|度)?", ""),
    )


def _with_status(frame: pl.LazyFrame, lexicon: Lexicon, *, of_row: bool) -> pl.LazyFrame:
    target, actual, estimated = (lexicon.any_of(f"table_{role}") for role in ("target", "actual", "estimated"))
    end = "$" if of_row else ""
    word = pl.col("_w")
    words = rf"(?:{target}|{actual}|{estimated})"
    is_aim, is_done, is_guess = (word.str.contains(f"{each}{end}") for each in (target, actual, estimated))
    status: pl.Expr = (
        pl.when(is_guess & ~is_aim)
        .then(pl.lit("actual"))
        # 计划完成 is planned, and so is what is aimed at.
        .when(is_aim)
        .then(pl.lit("target"))
        .when(is_done)
        .then(pl.lit("actual"))
    )
    left = word.str.replace_all(f"(?:{words})+数?", "")
    if of_row:
        # A row called 一般公共预算 keeps its name; 2024年实际 and 地区生产总值目标 say what their figures are.
        alone = word.str.contains(f"^(?:{words}|数|情况)+$")
        ends = alone | word.str.contains("(?:目标|目标值|预期目标|实际完成)$")
        status = pl.when(ends).then(status)
        aimed = word.str.replace(f"(?:{words})+数?$", "")
        left = pl.when(alone).then(pl.lit("")).when(ends).then(aimed).otherwise(word)
    return frame.with_columns(_status=status, _estimated=is_guess & ~is_aim, _w=left)


def _without_plain(word: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """A label without the parts that say only that figures stand below."""
    plain = lexicon.any_of("table_plain", "table_head", "table_place_head")
    for _ in range(2):
        word = word.str.replace_all(f"{PARTS}(?:{plain})+{PARTS}", "")
    return word.str.replace_all(PARTS, "")


def with_caption(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what `caption` says of a whole table.

    `units`: those that it gives, as a list: 单位：亿元、%. `topic`: the one thing that the table is about, null where it
    names none or several; `divided`: whether the rows are parts of it (分行业固定资产投资). `caption_time`: the one time
    that it names. `caption_change`: whether it says that all figures are growths.
    """
    caption = pl.col("caption")
    said = caption.str.extract(r"单位:([^。;)]+)")
    times = caption.str.extract_all(TIME).list.eval(pl.element().filter(~pl.element().str.contains("^[0-9]{1,2}月")))
    changes = "涨跌幅度?|增长速度|增速|增幅|增长率|涨幅|增长情况"
    beside = f"[及和与、]其?(?:比上年|同比)?(?:{changes})"
    bare = (
        caption.str.replace_all(r"\(?单位:[^)]*\)?|计量单位:.*$", "")
        .str.replace_all(rf"(?:附表|表|图|专栏)[0-9一二三四五六七八九十\-—]*[:、.{DIGIT_GAP}]?|附件?:?|^#+", "")
        .str.replace_all(f"{TIME}|{DIGIT_GAP}", "")
        .str.replace_all(rf"{lexicon.any_of('own_area')}|\([^()]*\)|^[年度末]+", "")
        .str.replace(f"(?:{beside}|[及和与、]其?(?:构成|比重)|(?:比上年|同比)?(?:{changes}))$", "")
        .str.replace("(?:主要)?(?:完成情况|情况|统计|一览|汇总)?表?$", "")
    )
    parted = "^[分按各](?:行业|地区|县区|区县|经济类型|登记注册类型|产业|领域|用途|类别|来源|品种)?分?的?"
    topic = pl.col("_bare").str.replace(parted, "")
    single = ~topic.str.contains("主要|指标|[、,;。和与及]|经济社会|[0-9]")
    return (
        frame.with_columns(
            units=said.str.extract_all(rf"{lexicon.unit_pattern}|%|‰"),
            caption_time=pl.when(times.list.n_unique() == 1).then(times.list.first()),
            caption_change=caption.str.contains(changes) & ~caption.str.contains(beside),
            _bare=bare,
        )
        .with_columns(
            topic=pl.when(single & topic.str.len_chars().is_between(2, 25)).then(topic),
            divided=pl.col("_bare").str.contains(parted),
        )
        .drop("_bare")
    )
