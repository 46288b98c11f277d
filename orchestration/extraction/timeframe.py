"""What years each sentence speaks of: whether its passage reviews or plans, and the frame of years that it covers.

A report moves between frames: the year under review, the five years that ended with it, the year that begins, the
five years to come. Headings and the first words of sentences open a frame, and it lasts until another one opens or the
heading under which it was opened has ended. What a figure then makes of its frame stands in `dating`.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import part_rules, windows
from orchestration.extraction.ladder import changed_by, decided
from orchestration.extraction.periods import FIVE_YEAR_PLANS
from orchestration.lexicon import Lexicon

# The opening words stand within so many characters.
_HEAD = 60
# A short line of its own without a full stop: an unnumbered heading, or a menu entry.
UNNUMBERED = 9

_COUNTS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNT = f"[{''.join(_COUNTS)}]"
_PLAN_NAME = "(?:十[一二三四五六七]五|八五|九五|十五)"

# What may stand before the words that open a frame: numbering, a dash, an address to the assembly, a verb of looking.
_LEAD = (
    r"^(?:#+|—+|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、是]|第[一二三四五六七八九十]+[章部篇]"
    r"|(?:各位代表|同志们|朋友们)[,!:]?|回顾|回望|总结|展望|综观|经过|总的看,?|做好|关于|在|,)+"
)
_YEARS_BACK = f"(?:刚刚)?(?:过去|这|近|最近)的?{_COUNT}年|{_COUNT}年多?(?:来|间)"
_YEARS_AHEAD = f"(?:今后|未来)的?{_COUNT}年"
_PLAN_YEARS = f"“?{_PLAN_NAME}”?(?:规划)?(?:时期|期间|以来|发展|的五年|这)|第十{_COUNT}个五年规划"
_LAST_YEAR = r"(?:刚刚)?过去的?(?:一年|20[0-9]{2}年)|一年来|去年"
_THIS_YEAR = "今年|新的?一年"
_ANY_YEAR = r"(?:19|20)[0-9]{2}年"
_OPENS = f"(?:{_YEARS_BACK}|{_YEARS_AHEAD}|{_PLAN_YEARS}|{_LAST_YEAR}|{_THIS_YEAR}|{_ANY_YEAR})"
# 今年以来 and 今年 1 月 look back on a part of the year; these words look ahead to it.
_AHEAD_OF = "是|要|,|政府工作|经济|我们|全[省市区州县国]|将|重点|的?工作|继续|的?主要|的?预期|和今后"
_AIMS = "[^现成](?:经济社会发展|主要|发展)的?(?:主要)?预期目标(?:是|为|:|建议|如下|初步|考虑)"

# So many sentences hold such words, and so many times more of the one kind.
_LEAST, _DECISIVE = 4, 2


def with_frames(frame: pl.LazyFrame, reports: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what a sentence speaks of.

    Args:
        frame: one row per sentence in reading order, with `report`, `para`, `text`, `level`, `h2_nth` (number of the
            second-level heading within the first-level one, 0 before any) and `h1_nth`.
        reports: `report`, `kind`, `reviewed_year`, `report_year`.
        lexicon: the words of reviewing and planning.

    Returns:
        The frame with `part` (`review` or `plan`) and `part_rule`, `frame` (`2021-2025`, null where the passage speaks of the single
        year that its part is about) and `frame_evidence` (the words that opened the frame, null where none did).
    """
    context = reports.select("report", "reviewed_year", "report_year", "kind")
    frame = frame.join(context, on="report", maintain_order="left")
    return _with_span(_with_part(_with_tenor(_with_cues(frame), lexicon), lexicon)).drop("^_.*$")


def _with_cues(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The words that open a frame: first in a heading, or at the head of a sentence."""
    heading = pl.col("level").is_in([1, UNNUMBERED]).fill_null(value=False)
    opening = pl.col("text").str.slice(0, _HEAD)
    # Few sentences open with years; the dearer patterns see those alone.
    frame = frame.with_columns(
        _opening=pl.when(opening.str.contains_any(["年", "时期", "期间", "以来"])).then(opening)
    ).with_columns(_opening=pl.col("_opening").str.replace(_LEAD, ""))
    text, found = pl.col("_opening"), pl.col("_found")
    in_head = pl.when(heading).then(text.str.extract(f"({_OPENS})")).otherwise(text.str.extract(f"^({_OPENS})"))
    frame = frame.with_columns(_found=in_head)
    first = pl.col("para").ne_missing(pl.col("para").shift(1))
    ahead = text.str.contains(f"^(?:{_THIS_YEAR}|{_ANY_YEAR})(?:{_AHEAD_OF})")
    year = found.str.extract(r"((?:19|20)[0-9]{2})年").cast(pl.Int32)
    reviewed = pl.col("reviewed_year")
    # A report that is given within the year it reviews speaks of 今年 as of the past.
    before_the_year = reviewed < pl.col("report_year")
    this = (found.str.contains(f"^(?:{_THIS_YEAR})") | (year == reviewed + 1)) & ahead & before_the_year
    # 去年 and a bare year at the head of a later sentence speak of that sentence alone.
    back = found.str.contains(f"^(?:{_LAST_YEAR})") & ~found.str.starts_with("去年")
    year_named = (found.str.starts_with("去年") | ((year == reviewed) & ahead)) & first
    return (
        frame.with_columns(_heading=heading, _first=first | heading)
        .with_columns(_span=_span_of(pl.col("_found"), reviewed))
        .with_columns(
            _begins=pl.col("_span").str.slice(0, 4).cast(pl.Int32, strict=False),
            _ends=pl.col("_span").str.slice(5).cast(pl.Int32, strict=False),
            _this=(this & (first | found.str.starts_with("新")) & ~heading).fill_null(value=False),
            _back=((back | year_named) & ~heading).fill_null(value=False),
            _aims=windows.where(pl.col("text"), "预期目标").str.contains(_AIMS).fill_null(value=False)
            & before_the_year,
        )
    )


def _span_of(found: pl.Expr, reviewed: pl.Expr) -> pl.Expr:
    """The span of years that opening words name, `2021-2025`; null where they name a single year."""
    count = found.str.extract(f"({_COUNT})年").replace_strict(_COUNTS, default=None, return_dtype=pl.Int32)
    name = pl.coalesce(found.str.extract(f"({_PLAN_NAME})"), found.str.extract(f"第(十{_COUNT})个五年") + "五")
    begins = name.replace_strict({n: a for n, (a, _) in FIVE_YEAR_PLANS.items()}, default=None, return_dtype=pl.Int32)
    ends = name.replace_strict({n: b for n, (_, b) in FIVE_YEAR_PLANS.items()}, default=None, return_dtype=pl.Int32)
    # “十四五”以来 runs to the year under review, and so does a plan that is under way where the text looks back.
    ends = (
        pl.when(found.str.contains("以来") & (begins < reviewed))
        .then(pl.min_horizontal(ends, reviewed))
        .otherwise(ends)
    )

    def years(first: pl.Expr, last: pl.Expr) -> pl.Expr:
        return first.cast(pl.String) + "-" + last.cast(pl.String)

    return (
        pl.when(name.is_not_null())
        .then(years(begins, ends))
        .when(found.str.contains(f"^(?:{_YEARS_AHEAD})"))
        .then(years(reviewed + 1, reviewed + count))
        .when(found.str.contains(f"^(?:{_YEARS_BACK})"))
        .then(years(reviewed - count + 1, reviewed))
    )


def _with_part(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Whether a sentence stands in the review of what was done or in the plan of what is to come, with `part_rule`."""
    frame = decided(_with_heading_cues(frame, lexicon), "_aside", part_rules.aside_rules())
    frame = decided(frame, "_cue", part_rules.cue_rules())

    def by(cue: str) -> pl.Expr:
        return pl.when(pl.col(cue).is_not_null()).then(pl.col(f"{cue}_rule").cast(pl.String))

    para, report = pl.col("para"), pl.col("report")
    held = frame.with_columns(
        _aside_held=windows.carried(pl.col("_aside"), para),
        _aside_by=windows.carried(by("_aside"), para),
        _cue_held=windows.carried(pl.col("_cue"), report),
        _cue_by=windows.carried(by("_cue"), report),
    )
    return decided(held, "part", part_rules.part_rules()).with_columns(
        part_rule=pl.coalesce(changed_by("part_rule"), "_aside_by", "_cue_by")
    )


def _with_heading_cues(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what a heading says: `_says_review`, `_says_plan`, `_year_said`, whether it is a `_main` one, `_titled` as reports are.

    `_deciding` tells headings whose words count; `_looks_ahead` sentences that plan where headings are silent.
    """
    text, level = pl.col("text"), pl.col("level")
    titled = pl.when("_heading").then("text").str.contains("报告$|在[^,。]{2,20}(?:大会|会议)").fill_null(value=False)
    return frame.with_columns(
        _year_said=text.str.extract(r"(20[0-9]{2})年").cast(pl.Int32),
        _says_review=text.str.contains_any(lexicon.of_role("review_heading")),
        _says_plan=text.str.contains_any(lexicon.of_role("plan_heading")),
        _main=level == 1,
        _titled=titled,
        _looks_ahead=_looks_ahead(pl.col("reviewed_year")),
    ).with_columns(
        _deciding=(
            pl.col("_heading")
            | ((level == 2) & (pl.col("_says_review") ^ pl.col("_says_plan")) & pl.col("_year_said").is_not_null())
        ).fill_null(value=False)
    )


def _looks_ahead(reviewed: pl.Expr) -> pl.Expr:
    """2025年,全市将…, 今年,我们将…: a sentence that says where headings are silent that it plans."""
    text = pl.col("text")
    return text.str.contains("^(?:报告[指提]出,)?今年,?[^,。]{0,12}将") | (
        text.str.contains("^(?:报告[指提]出,)?20[0-9]{2}年,?[^,。]{0,12}将")
        & (text.str.extract("^(?:报告[指提]出,)?(20[0-9]{2})年").cast(pl.Int32) > reviewed)
    )


def _with_tenor(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_tenor`: what the words of a whole main section say, `plan`, `review`, or null where they do not decide."""
    section = ["report", "h1_nth"]
    said = frame.group_by(section).agg(
        _plans=pl.col("text").str.contains_any(lexicon.of_role("plan_sentence")).sum(),
        _reviews=pl.col("text").str.contains_any(lexicon.of_role("review_sentence")).sum(),
    )
    plans, reviews = pl.col("_plans"), pl.col("_reviews")
    enough = plans + reviews >= _LEAST
    return frame.join(said, on=section, how="left", maintain_order="left").with_columns(
        _tenor=pl.when(enough & (plans > _DECISIVE * reviews))
        .then(pl.lit("plan"))
        .when(enough & (reviews > _DECISIVE * plans))
        .then(pl.lit("review"))
    )


def _with_span(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The span of years in force: that of the second-level heading the sentence stands under, else of the main one."""
    one_year = (pl.col("level") == 1) | pl.col("_this") | pl.col("_back") | pl.col("_aims")
    in_heading = pl.col("_heading") & pl.col("text").str.contains("报告$")
    cue = pl.when(pl.col("_span").is_not_null() & ~in_heading).then("_span").when(one_year).then(pl.lit(""))
    evidence = pl.when(cue.is_not_null()).then(pl.coalesce("_found", pl.lit("")))
    under = pl.col("h2_nth") > 0
    scopes = [pl.col(name) for name in ("report", "h1_nth", "h2_nth")]

    def in_force(value: pl.Expr) -> pl.Expr:
        below = pl.when(under).then(windows.carried(pl.when(under).then(value), *scopes))
        above = windows.carried(pl.when(~under).then(value), *scopes[:2])
        return pl.coalesce(below, above)

    # 两年来, 三年来 speak of a matter, not of a term: they hold for their paragraph.
    short = (
        pl.col("_found")
        .str.contains("^(?:[^十]*[二两三]年多?(?:来|间)|(?:过去|近)的?[二两三]年)")
        .fill_null(value=False)
    )

    def said(value: pl.Expr, of_para: str) -> pl.Expr:
        return pl.coalesce(
            windows.carried(pl.when(short).then(of_para), pl.col("para")), in_force(pl.when(~short).then(value))
        )

    return frame.with_columns(_in_force=said(cue, "_span"), _by=said(evidence, "_found")).with_columns(
        frame=pl.when(pl.col("_in_force") != "").then("_in_force"),
        frame_evidence=pl.when(pl.col("_by") != "").then("_by"),
    )
