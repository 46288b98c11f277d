"""One spelling for all sources, without losing a position.

Reports come with full-width or ASCII punctuation, with spaces around numbers or none, broken over lines,
in traditional characters, with remains of HTML. Rules are written once, for the *canonical* text: simplified
characters, ASCII digits and commas, no white space, paragraphs made whole. Each canonical character keeps the
offset of the source character it came from, through `anchors`.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from orchestration.extraction import labels, windows
from orchestration.extraction.marks import HELD

# Stands for the white space between two digits: there it may part two figures, so it is not dropped.
DIGIT_GAP = "\ue000"

# White space, HTML tags and the entity of a space carry no meaning in the running text. What looks like a tag and holds a
# digit (<PM2.5>) is text: dropped with its digit, it would take the whole report with it.
_DROPPED = r"(?:[\s\u200b\ufeff\x00-\x1f]|</?[A-Za-z][^<>\n0-9]{0,80}>|&nbsp;|\*\*)+"
_OPEN, _CLOSE = "\ue001", "\ue002"

# A line that ends so is complete; one that does not may run on into the next.
_ENDS = r"[。!?;:…][”’\)》]*$|[>|]$"
_TITLE = r"(?:报告|(?:执行|运行|完成)情况|公报|通知|意见|委员会|人民政府|统计局|办公室|各位代表)$"
# 一、 (一) 1. (1) ① # —— : a line that begins so begins a paragraph.
STARTS = r"^(?:#|——|第[一二三四五六七八九十]+[章部节条]|[一二三四五六七八九十]{1,3}、|[壹贰叁肆伍陆柒捌玖拾]、|\([一二三四五六七八九十0-9]{1,3}\)|[㈠-㈩]|[0-9]{1,2}[\.、\)][^0-9]|[0-9]{1,2}(?:\.[0-9]{1,2}){2,3}[^0-9]|[①-⑳⒈-⒛]|[•·▪◆■●])"
# A numbered line without a stop inside is a whole heading; text under it begins anew.
_HEADING = r"^(?:第[一二三四五六七八九十]+[章部节]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^,;。:]{2,40}$"
# Short lines without punctuation are headings, menus or table cells: they never run on.
_SHORTEST_RUN_ON = 16
_BROKEN = 0.6
_SURELY_BROKEN = 28


# What text recognition takes for another character within a number, where one reading alone makes sense: before a unit.
_MEASURED = "(?:%|‰|个百分点|万亿|亿|万|元|倍|吨|公里|平方米)"
_REPAIRS = (
    (rf"([0-9])[·•]([0-9]{{1,3}}{_MEASURED})", "${1}.${2}"),
    (rf"(^|[^A-Za-z0-9.])[lI]([0-9]+(?:\.[0-9]+)?{_MEASURED})", "${1}1${2}"),
    (rf"([0-9])[lI]([0-9]*(?:\.[0-9]+)?{_MEASURED})", "${1}1${2}"),
    (rf"([0-9]\.?)[oO]([0-9]*(?:\.[0-9]+)?{_MEASURED})", "${1}0${2}"),
    (r"([12])[oO]([0-9]{2}年)", "${1}0${2}"),
)
# 增长8,4%: a number that nothing measures does not stand before a comma. 分别增长8,4% may be two numbers, and is left.
_SEVERAL = ("(分别[^,;。0-9]{0,8}[0-9]{1,2}),([0-9])", "${1}" + HELD + "${2}")
_COMMA = (
    "(增长|下降|上升|提高|回落|降低|达到|达|为|占|率|约)([0-9]{1,2}),([0-9])(%|个百分点)",
    "${1}${2}.${3}${4}",
)
_DOUBTFUL = f"[0-9][·•][0-9]|[lI][0-9]|[0-9][lIoO]|{_COMMA[0]}"


@cache
def _character_map() -> tuple[list[str], list[str]]:
    """One-to-one replacements. NFKC is not used: it changes lengths and turns ㎡ into m2."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {
        "　": " ",
        "\u00a0": " ",
        "﹪": "%",
        "∶": ":",
        "︰": ":",
        "﹕": ":",
        "﹐": ",",
        "﹔": ";",
        "；": ";",
        "，": ",",
    }
    table |= {
        "〔": "[",
        "〕": "]",
        "【": "[",
        "】": "]",
        "「": "“",
        "」": "”",
        "『": "“",
        "』": "”",
        "﹒": ".",
        "・": "·",
    }
    table |= dict.fromkeys("–―─～〜~－‒", "—")
    table |= {"−": "-", "﹣": "-", "－": "—"}
    table |= {"‘": "“", "’": "”", '"': "”"}
    # Private-use characters mark places further on; a source that holds some must not be taken for a mark.
    table |= {chr(code): "□" for code in range(0xE000, 0xE010)}
    table |= _simplified() | labels.CIRCLED
    return list(table), list(table.values())


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters that have one simplified form of one character."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    return {a: b for a in han if (b := convert(a)) != a and len(b) == 1}


def _traditional() -> list[str]:
    return list(_simplified())


def normalise(text: pl.Expr) -> pl.Expr:
    """The same string, character for character, in the canonical alphabet. The length does not change."""
    old, new = _character_map()
    return text.str.replace_many(old, new)


def lines(reports: pl.LazyFrame) -> pl.LazyFrame:
    """One row per source line: `report`, `start` (offset in the source), `text`, `squeezed`, `converted`, `para`.

    `converted` tells whether traditional characters were read as simplified ones.
    `para` numbers the paragraphs of the batch: a line broken in mid-sentence shares the next one's number.
    """
    split = (
        reports.select("report", text=pl.col("text").str.split("\n"))
        .explode("text")
        .with_columns(text=_joined_thousands(pl.col("text")))
        .with_columns(length=pl.col("text").str.len_chars())
        .with_columns(start=windows.cum_sum(pl.col("length") + 1, pl.col("report")) - pl.col("length") - 1)
    )
    # Twice, because matches may not overlap: `1 2 3` holds two gaps that share a digit.
    gap = (r"([0-9])[ \t\u00a0\u3000]([ \t\u00a0\u3000]*[0-9])", "${1}" + DIGIT_GAP + "${2}")
    parted = windows.where(pl.col("text"), r"[0-9][ \t\u00a0\u3000]+[0-9]").str.replace_all(*gap).str.replace_all(*gap)
    traditional = pl.col("text").str.contains_any(_traditional())
    marked = split.with_columns(text=normalise(_without_lost(pl.col("text"))), converted=traditional)
    marked = _with_repairs(labels.with_labels(marked))
    marked = marked.with_columns(text=pl.coalesce(parted, "text"))
    squeezed = marked.with_columns(squeezed=pl.col("text").str.replace_all(_DROPPED, ""))
    body = squeezed.filter(pl.col("squeezed") != "")
    here, following = pl.col("squeezed"), pl.col("squeezed").shift(-1)
    # 新增就业1 | 2.5万人: a figure broken over the line end. Columns of a table hold figures alone.
    broken = here.str.contains(r"[\u4e00-\u9fff].*[0-9]\.?$") & following.str.contains(r"^[0-9].*[\u4e00-\u9fff%‰]")
    numbered = here.str.contains(rf"{STARTS}|\|").shift(-1, fill_value=True)
    same_report = pl.col("report") == pl.col("report").shift(-1)
    stopped = pl.col("squeezed").str.contains("[,;:。、!?)”]")
    short = pl.col("squeezed").str.len_chars() < _SHORTEST_RUN_ON
    runs_on = (
        ~pl.col("squeezed").str.contains(_ENDS)
        & ~pl.col("squeezed").str.contains(_TITLE)
        & ~pl.col("squeezed").str.contains(r"^#|\|")
        & ~pl.col("squeezed").str.contains(_HEADING)
        & (pl.col("squeezed").str.len_chars() >= _SHORTEST_RUN_ON)
        & ~numbered
        # A line broken for its width is about as long as the next; a heading over a whole paragraph is not.
        & (pl.col("squeezed").str.len_chars() >= _BROKEN * pl.col("squeezed").str.len_chars().shift(-1))
        # Lines of a list hold no punctuation; a line that runs on does, or the next one.
        & (stopped | (stopped.shift(-1) & ~short.shift(-1)) | (pl.col("squeezed").str.len_chars() >= _SURELY_BROKEN))
        & (stopped.shift(-1) | ~short.shift(-1))
    )
    runs_on = (runs_on | (broken & ~numbered)) & same_report
    return body.with_columns(para=(~runs_on.fill_null(value=False)).shift(1, fill_value=True).cum_sum())


def squeezed(frame: pl.LazyFrame, text: str, name: str) -> pl.LazyFrame:
    """Add `name`: `text`, a piece of a line, as the canonical text of its report has it."""
    gap = (r"([0-9])[ \t\u00a0\u3000]([ \t\u00a0\u3000]*[0-9])", "${1}" + DIGIT_GAP + "${2}")
    parted = pl.col(name).str.replace_all(*gap).str.replace_all(*gap)
    return (
        frame.with_columns(normalise(_joined_thousands(pl.col(text))).alias(name))
        .with_columns(parted.alias(name))
        .with_columns(pl.col(name).str.replace_all(_DROPPED, ""))
    )


def _joined_thousands(text: pl.Expr) -> pl.Expr:
    """12\u00a0846.5: a space that is not the keyboard's, before just three digits, parts thousands and no figures."""
    group = "([0-9])[\u00a0\u2007\u2009\u202f\u3000]([0-9]{3})([^0-9]|$)"
    joined = windows.where(text, group)
    for _ in range(3):
        joined = joined.str.replace_all(group, "${1}\u200b${2}${3}")
    # 5G 基站 1 280 个: within one phrase the keyboard's space does so too.
    inside = "([\u4e00-\u9fff][0-9]{1,3}) ([0-9]{3}[\u4e00-\u9fff])"
    joined = pl.coalesce(joined, text)
    return pl.coalesce(windows.where(joined, inside).str.replace_all(inside, "${1}\u200b${2}"), joined)


def _with_repairs(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Repair characters that text recognition took for others within numbers; `unrepaired` holds the line as it was."""
    text, doubtful = pl.col("text"), pl.col("_doubtful")
    repaired = doubtful
    for pattern, replacement in (*_REPAIRS, _SEVERAL, _COMMA, (HELD, ",")):
        repaired = repaired.str.replace_all(pattern, replacement)
    # Step by step, so that no pattern is looked for twice.
    return (
        lines.with_columns(_doubtful=windows.where(text, _DOUBTFUL))
        .with_columns(_repaired=repaired)
        .with_columns(
            text=pl.coalesce("_repaired", "text"), unrepaired=pl.when(pl.col("_repaired") != doubtful).then(doubtful)
        )
        .drop("_doubtful", "_repaired")
    )


def repairs(lines: pl.LazyFrame, anchors: pl.LazyFrame) -> pl.Series:
    """The canonical offsets, in order, of the characters that were repaired."""
    pairs = lines.filter(pl.col("unrepaired").is_not_null()).select(
        "report", "start", was=pl.col("unrepaired").str.split(""), now=pl.col("text").str.split("")
    )
    changed = (
        pairs.with_columns(at=pl.int_ranges(pl.col("was").list.len()))
        .explode("was", "now", "at")
        .filter(pl.col("was") != pl.col("now"), ~pl.col("now").is_in([DIGIT_GAP]))
        .select("report", source=pl.col("start") + pl.col("at"))
    )
    return to_canonical(changed, anchors, "source", "canonical").collect()["canonical"].sort()


def _without_lost(text: pl.Expr) -> pl.Expr:
    """數據?第五次: among full-width marks a lone ASCII one between characters stands for one that an encoding lacked."""
    lost = windows.where(text, r"[，。].*[\u4e00-\u9fff]\?[\u4e00-\u9fff]|[\u4e00-\u9fff]\?[\u4e00-\u9fff].*[，。]")
    return pl.coalesce(lost.str.replace_all(r"([\u4e00-\u9fff])\?([\u4e00-\u9fff])", "${1}□${2}"), text)


def anchors(lines: pl.LazyFrame) -> pl.LazyFrame:
    """One row per stretch of kept characters: `report`, `canonical` (offset in the batch), `source` (in the report).

    Canonical offsets run through the whole batch, so one sorted join maps every span of every report.
    """
    return (
        lines.select(
            "report",
            "start",
            piece=pl.col("text").str.replace_all(_DROPPED, f"{_OPEN}${{0}}{_CLOSE}").str.split(_OPEN),
        )
        .explode("piece")
        .with_columns(length=pl.col("piece").str.replace(_CLOSE, "", literal=True).str.len_chars())
        .with_columns(kept=pl.col("piece").str.replace(f"^[^{_CLOSE}]*{_CLOSE}", "").str.len_chars())
        .with_columns(
            source=pl.col("start")
            + windows.cum_sum(pl.col("length"), pl.col("report"), pl.col("start"))
            - pl.col("kept"),
            canonical=pl.col("kept").cum_sum() - pl.col("kept"),
        )
        .filter(pl.col("kept") > 0)
        .select("report", canonical=pl.col("canonical").cast(pl.Int64), source=pl.col("source").cast(pl.Int64))
    )


def to_source(frame: pl.LazyFrame, anchors: pl.LazyFrame, canonical: str, source: str) -> pl.LazyFrame:
    """Add `source`: the offset, in its report, of the character at offset `canonical` of the batch."""
    at, found = (pl.lit(series) for series in anchors.select("canonical", "source").collect())
    nearest = at.search_sorted(pl.col(canonical), side="right").cast(pl.Int64) - 1
    return frame.with_columns((pl.col(canonical) + found.gather(nearest) - at.gather(nearest)).alias(source))


def to_canonical(frame: pl.LazyFrame, anchors: pl.LazyFrame, source: str, canonical: str) -> pl.LazyFrame:
    """Add `canonical`: the offset in the batch of the character at offset `source` of its `report`, which must be kept."""
    kept = anchors.select("report", source_=pl.col("source"), canonical_=pl.col("canonical")).sort("source_")
    return (
        frame.with_row_index("_row")
        .sort(source)
        .join_asof(kept, left_on=source, right_on="source_", by="report", strategy="backward", check_sortedness=False)
        .with_columns((pl.col(source) - pl.col("source_") + pl.col("canonical_")).alias(canonical))
        .sort("_row")
        .drop("_row", "source_", "canonical_")
    )
