"""What the heads of a table's columns and rows say: name, time, unit, status, change, place.

比上年增长（%） is a growth in per cent, 2025年目标 a target of 2025, 出口 › 金额（亿元） a level of 出口 in 亿元.
"""

from __future__ import annotations

import polars as pl

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
# A change whose words do not tell whether it is a share or an amount.
_OPEN_CHANGE = "增减$|升降$|变化$|变动$|增加$|提高$|减少$|增减额"
_FALLS = "下降|降低|减少|回落|降幅"
_RISES = "增|升|涨"
_AIM = r"(?:全年|年度|年初|调整|本年|变动|当年)*(?:预算|计划|目标|任务|决算)"
_COMPLETION = rf"(?:完成|占|为|达到?|相当于)(?:上年|去年)?{_AIM}数?的?(?:进度|比例|比重|百分比)?(?:\(?%\)?)?|{_AIM}(?:执行|完成)(?:率|进度|比例)"
_RANK = "位次|排名|名次|排位"
_FIELDS = ("name", "time", "unit", "change", "open", "falls", "index", "base", "rank", "status", "estimated", "region")


def fields(prefix: str) -> list[str]:
    """The columns that `parsed` adds with this prefix."""
    return [f"{prefix}_{name}" for name in _FIELDS]


def parsed(frame: pl.LazyFrame, text: str, prefix: str, lexicon: Lexicon, *, of_row: bool) -> pl.LazyFrame:
    """Add what the label `text` says, as columns that begin with `prefix`.

    `name`: what is left, empty where nothing is. `time`: a time as written, null if none. `unit`: null if none. `change`:
    whether it is a growth or difference; `open`: whether that may be either; `falls`: whether it counts downwards. `index`:
    whether it is an index, with `base` what is set to 100. `rank`. `status`: target, actual or null. `estimated`. `region`:
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
    held = "|".join(each.replace("|", "") for each in lexicon.of_role("holds_words"))
    kept = word.str.contains(held)
    return frame.with_columns(
        _change=word.str.contains(compared) & ~kept,
        _said=pl.when(~kept).then(word.str.extract(f"({compared})")),
        _w=pl.when(kept).then(word).otherwise(word.str.replace_all(compared, "")),
    )


def _with_name(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_name`, what is left of a label, and `_region` where that is a place."""
    places = [*lexicon.full_place_names, *lexicon.short_place_names, "全国"]
    own = lexicon.of_role("own_area", "table_total")
    bare = _without_plain(pl.col("_w"), lexicon).str.replace_all(r"[\s:,、()/\ue00f]+$|^[\s:,、)/的]+", "")
    is_own, is_place = pl.col("_name").is_in(own), pl.col("_name").is_in(places)
    return frame.with_columns(_name=bare).with_columns(
        _region=pl.when(is_own).then(pl.lit("")).when(is_place).then("_name")
    )


def _with_time(frame: pl.LazyFrame, *, of_row: bool) -> pl.LazyFrame:
    """Add `_time`: 2024年 over 1—12月 is one time. A row's label holds a time only at its head or its end."""
    bare_year = "(^|[^0-9])((?:19|20)[0-9]{2})($|[^0-9年—\\-~至/.])"
    word = pl.col("_w").str.replace_all(bare_year, "${1}${2}年${3}")
    where = f"^{TIME}|{TIME}$" if of_row else TIME
    times = pl.col("_w").str.extract_all(where)
    joined = times.list.join("")
    return frame.with_columns(_w=word).with_columns(
        _time=pl.when(joined.str.contains(f"^{TIME}$")).then(joined).otherwise(times.list.first()),
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
    # A row called 一般公共预算 keeps its name; of a head only what is left tells a name.
    part = f"(?:{words})+数?" if not of_row else f"([^\u4e00-\u9fff]|.){words}$"
    left = word.str.replace_all(part, "") if not of_row else word.str.replace(part, "${1}")
    if of_row:
        status = pl.when(word.str.contains("(?:目标|目标值|预期目标|实际完成)$")).then(status)
        left = pl.when(status.is_not_null()).then(left).otherwise(word)
    return frame.with_columns(_status=status, _estimated=is_guess & ~is_aim, _w=left)


def _without_plain(word: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """A label without the parts that say only that figures stand below."""
    plain = lexicon.any_of("table_plain", "table_head", "table_place_head")
    for _ in range(2):
        word = word.str.replace_all(f"{PARTS}(?:{plain})*{PARTS}", "")
    return word.str.replace_all(PARTS, "")


def caption_units(caption: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """The units that a caption gives, as a list: 单位：亿元、%."""
    said = caption.str.extract(r"单位:([^。;)]+)")
    return said.str.extract_all(rf"{lexicon.unit_pattern}|%|‰")


def caption_name(caption: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """What a caption says that a table is about, null where it names no one thing."""
    bare = (
        caption.str.replace_all(r"\(?单位:[^)]*\)?|计量单位:.*$", "")
        .str.replace_all(r"(?:附表|表|图|专栏)[0-9一二三四五六七八九十\-—]*[:、.]?|附:?", "")
        .str.replace_all(TIME, "")
        .str.replace_all(rf"^{lexicon.any_of('own_area')}|\([^()]*\)", "")
        .str.replace("(?:及其?|和|与)(?:比上年|同比|比重|构成)?(?:增长速度|增速|增长率|增长|增幅|构成|比重|情况)*$", "")
        .str.replace("(?:主要)?(?:完成情况|情况|统计|一览|汇总)?表?$", "")
    )
    single = ~bare.str.contains("主要|指标|[、,;。和与及]|经济社会")
    return pl.when(single & (bare.str.len_chars() >= 2) & (bare.str.len_chars() <= 25)).then(bare)


def caption_time(caption: pl.Expr) -> pl.Expr:
    """The one year that a caption names, null where it names none or several."""
    years = caption.str.extract_all(r"(?:19|20)[0-9]{2}年")
    return pl.when(years.list.n_unique() == 1).then(years.list.first())
