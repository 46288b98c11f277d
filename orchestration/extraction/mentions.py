"""Sentences → tokens: every number, date, code and time word, with the text on both sides.

What each of them is stands in `dispositions`.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import numerals, windows
from orchestration.extraction.canonical import DIGIT_GAP
from orchestration.lexicon import Lexicon

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_OPEN, _CLOSE = "\ue001", "\ue002"
# Stand for characters that look like units and begin a word, while numbers are looked for: 5 万亿台阶 is a step, 8 方面
# are sides, and 13 亿人口 and 4000 万人民 are people.
_WORDS = {"台阶": "\ue00e阶", "方面": "\ue00f面", "人口": "\ue010口", "人民": "\ue011民"}
_STANDING_FOR = {"\ue00e": "台", "\ue00f": "方", "\ue010": "人", "\ue011": "人"}
_TO = r"[—\-至到]"
YEAR = r"(?:19|20)[0-9]{2}"
_QUARTER = r"(?:前三季度|前三个季度|第?[一二三四]季度|上半年|下半年)"
_MONTHS = rf"(?:[0-9]{{1,2}}{_TO}[0-9]{{1,2}}月份?|前[0-9]{{1,2}}个?月)"
# “十四五” is followed by a word that makes it a time; on its own it names a plan.
_PLAN_YEARS = r"“?(?:九五|十五|十[一二三四五六七]五)”?(?:规划|计划)?(?:期间|时期|以来|末|期末|前四年|前三年)"
TIME = (
    rf"(?:{YEAR}年?{_TO}(?:{YEAR}|[0-9]{{2}})年(?:度|间|期间)?"
    rf"|{YEAR}年(?:{_QUARTER}|{_MONTHS}|[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?(?:末|底|份)?|年?[末底初]|度)?"
    rf"|{YEAR}[\-/\.][0-9]{{1,2}}[\-/\.][0-9]{{1,2}}"
    rf"|{_MONTHS}|[0-9]{{1,2}}月[0-9]{{1,2}}日|[0-9]{{1,2}}月(?:份|末|底)?"
    rf"|{_QUARTER}|{_PLAN_YEARS}|(?:过去|近|这)五年|五年来|五年间|今年以来|今年|去年|明年|全年)"
)
# Letters with digits (PM2.5, G85, 5G), sums of codes (1+18+N), document numbers, footnote marks, clock times.
CODE = (
    r"(?:(?:[A-Z][A-Za-z]*|pm)(?:[\.\-_]?[0-9]+(?:\.[0-9]+)?)+(?:[A-Za-z]+[0-9]*)?|[0-9]+(?:\+[0-9A-Za-z]+)+|\[+[0-9]{1,3}\]+"
    r"|[\[\(][0-9]{4}[\]\)][0-9]+号|(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?|0[0-9]{2,3}-[0-9]{7,8}|[0-9]{1,2}[·•][0-9]{1,2}|[0-9]+(?:\.[0-9]+){2,}|[0-9]+[A-Za-z]+)"
)
# 图1:2011-2015年… at the head of a line is the number of a figure or table.
CAPTION = r"(?:^(?:图|表|附表|附图|专栏)[0-9]{1,2})"

_HAN_DIGIT = "[一二两三四五六七八九]"
_HAN_INTEGER = "[一二两三四五六七八九十百千零]+"
_HAN_TENS = "(?:[一二三四五六七八九]?十[一二三四五六七八九]|[二三四五六七八九]十)"
_HAN_COUNT = f"(?:{_HAN_TENS}|{_HAN_DIGIT}[百千](?:零?[一二三四五六七八九十百]+)?)"
# Figures in words. A bare 三个 or 两项 counts nothing that a reader would compare, so whole numbers in words need two
# characters and a unit; the other forms measure by themselves.
WORDED = (
    rf"(?:[百千]分之{_HAN_INTEGER}(?:点[零一二三四五六七八九]+)?|[二三四五六七八九十]分之{_HAN_DIGIT}|翻(?:了)?{_HAN_DIGIT}?番|{_HAN_DIGIT}成(?:[半一二三四五六七八九])?"
    rf"|{_HAN_DIGIT}倍|一半|过半数?|两位数|持平)"
)

# Places in an order in words: 居全国第三位, 保持全国前十, 稳居榜首. What follows must end the statement, for 第三产业, 第一梯队
# and 前五年 are no places.
_ORDINAL = "[一二三四五六七八九十]{1,3}(?:位|名)?"
_FIRST = "首位|榜首"
RANK_WORD = f"(?:{_ORDINAL}|{_FIRST})"


def _rank_marked(text: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """The text with marks around words of rank, where a verb of standing or the places compared stand before them."""
    stands = lexicon.any_of("ranks_at", "compared_place", "rank_scope")
    context = f"({stands}[^,;:。!?、0-9]{{0,10}}?)"
    # 由全国第五升至第四, 分别居第一、第二位
    ends = "([,;。、!?)”上升跃提晋前进降和及与]|$)"
    # Few sentences hold such a word, and each of the patterns is dear.
    marked = windows.where(text, f"[第前]{_ORDINAL}|{_FIRST}")
    # A match takes the character behind it, so the place that a change comes to is found in the second round.
    for _ in range(2):
        marked = marked.str.replace_all(
            f"{context}(第|前)({_ORDINAL}){ends}", f"${{1}}${{2}}{_OPEN}${{3}}{_CLOSE}${{4}}"
        )
        marked = marked.str.replace_all(f"{context}({_FIRST}){ends}", f"${{1}}{_OPEN}${{2}}{_CLOSE}${{3}}")
        marked = marked.str.replace_all(
            f"({_CLOSE}[、和及与]第)({_ORDINAL}){ends}", f"${{1}}{_OPEN}${{2}}{_CLOSE}${{3}}"
        )
    # 列入第一、第二批试点: the next ordinal tells that the first one is no place, either.
    of_kind = f"{_OPEN}({_ORDINAL}){_CLOSE}([、和及与]第?[一二三四五六七八九十]{{1,3}}[^位名一二三四五六七八九十,;。、!?)”和及与])"
    marked = marked.str.replace_all(of_kind, "${1}${2}")
    return pl.coalesce(marked, text)


def token_pattern(lexicon: Lexicon) -> str:
    """One alternation for all tokens; the order decides where two could match."""
    unit = lexicon.unit_pattern
    letters = r"(?:km|kW|MW|GW|kWh|kg|TEU|Gbps|Tbps|EFLOPS|PFLOPS|EFlops|PFlops|PF|EF|TB|PB|EB)"
    ratio = rf"{NUMBER}(?::{NUMBER})+"
    # Maternal and infant deaths are counted per 100,000.
    per = rf"{NUMBER}/(?:1?0万|[百十]万)"
    fraction = "[1-9]/[1-9][0-9]?"
    ranged = rf"{NUMBER}(?:{unit})?[—\-~至]{NUMBER}(?:余|多)?(?:{unit})?|{NUMBER}到{NUMBER}(?:{unit})?"
    single = rf"{NUMBER}(?:(?:余|多)(?:{unit})|(?:万亿|亿|万|千|百)(?:余|多)(?:{unit})?|{unit}|余|多)?"
    return f"(?:{CAPTION}|{TIME}|{_counted(lexicon)}|{NUMBER}{letters}|{CODE}|{ratio}|{per}|{fraction}|{ranged}|{single}|{WORDED})"


def _counted(lexicon: Lexicon) -> str:
    unit = lexicon.whole_unit_pattern
    scale = "(?:万亿|千亿|百亿|亿|万)"
    pairs = "(?:一两|二三|两三|三四|四五|五六|六七|七八|八九)"
    # The unit is long: it stands as seldom as can be.
    whole = (
        f"{_HAN_INTEGER}万零?{_HAN_DIGIT}[一二两三四五六七八九十百千零]*|{_HAN_INTEGER}点[零一二三四五六七八九]+"
        f"|{pairs}[十百千]|(?:{pairs}|十几|{_HAN_DIGIT}){scale}|[0-9]{{1,4}}万[0-9]千|[0-9]{{1,3}}万[0-9]{{4}}|[0-9]千零?[0-9]{{2,3}}|{_HAN_COUNT}"
    )
    return f"(?:{whole})(?:余|多)?{unit}"


def tokens(sentences: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per stretch of a sentence: what precedes the first token (`token` null), then each token.

    Adds to the sentence's columns: `token` (figures in words turned into digits), `written` (as it stands),
    `after` (text up to the next token), `before` (text since the last one), `at` and `to` (canonical offsets of
    the token), `nth` (0 for the leading stretch).
    """
    marked = (
        _rank_marked(pl.col("text"), lexicon)
        .str.replace_many(_WORDS)
        .str.replace_all(token_pattern(lexicon), f"{_OPEN}${{0}}{_CLOSE}")
        .str.replace_many(_STANDING_FOR)
    )
    length = pl.col("piece").str.replace(_CLOSE, "", literal=True).str.len_chars().cast(pl.Int64)
    first = pl.col("nth") == 0
    worded = windows.where(pl.col("token"), "^[一二两三四五六七八九十百千翻过持首榜]|^[0-9]+[万千]零?[0-9]")
    return (
        # Most sentences hold no figure at all; the others are worth the long pattern.
        sentences.filter(
            pl.col("text").str.contains(
                rf"[0-9]|[百千成倍番半数]|持平|[一二两三四五六七八九十几][万亿]|分之|[第前]{_ORDINAL}|{_FIRST}"
            )
        )
        .with_columns(piece=marked.str.split(_OPEN))
        .explode("piece")
        .with_columns(nth=windows.position(pl.col("sentence")))
        .with_columns(halves=pl.col("piece").str.split_exact(_CLOSE, 1))
        .with_columns(
            token=pl.when(~first).then(pl.col("halves").struct.field("field_0")),
            after=pl.col("halves").struct.field("field_1").fill_null(pl.col("piece")),
        )
        .with_columns(at=pl.col("at") + windows.cum_sum(length, pl.col("sentence")) - length)
        .with_columns(to=pl.col("at") + pl.col("token").str.len_chars().cast(pl.Int64), written="token")
        .with_columns(
            token=pl.coalesce(
                numerals.in_digits(worded, f"^(?:{WORDED}|{_counted(lexicon)}|{RANK_WORD})$"), pl.col("token")
            )
        )
        .with_columns(before=pl.when(~first).then(pl.col("after").shift(1)).fill_null(""))
        .drop("piece", "halves")
    )


def ledger(tokens: pl.LazyFrame) -> pl.LazyFrame:
    """One row per run of digits of the batch: `sentence`, `at`, `to`, `number`, `kind`, `disposition_rule`, `value_at`.

    `value_at` is the canonical offset of the token that the run belongs to.
    """
    pieces = pl.col("written").str.replace_all(NUMBER, f"{_OPEN}${{0}}{_CLOSE}").str.split(_OPEN)
    length = pl.col("piece").str.replace(_CLOSE, "", literal=True).str.len_chars().cast(pl.Int64)
    number = pl.when(pl.col("piece").str.contains(_CLOSE)).then(pl.col("piece").str.replace(f"{_CLOSE}.*$", ""))
    return (
        tokens.filter(pl.col("written").str.contains(r"[0-9]"))
        .select("report", "sentence", "kind", "disposition_rule", value_at="at", piece=pieces)
        .explode("piece")
        .with_columns(at=pl.col("value_at") + windows.cum_sum(length, pl.col("value_at")) - length, number=number)
        .filter(pl.col("number").is_not_null())
        .with_columns(to=pl.col("at") + pl.col("number").str.len_chars().cast(pl.Int64))
        .drop("piece")
    )


def without_gaps(text: pl.Expr) -> pl.Expr:
    """Text for a name: the marks that stood for white space between digits are dropped."""
    return text.str.replace_all(DIGIT_GAP, "", literal=True)
