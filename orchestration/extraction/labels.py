"""Labels of paragraphs, marks of notes, and rare forms of numbering, brought into forms that the rules know.

财政收入　全年财政总收入…, 【工业】…: the label says what the paragraph is about, and a colon parts it from the sentence.
Each replacement is as long as what it replaces, so that no position moves.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows

_HAN = "\u4e00-\u9fff"
_BLANK = r"[ \t\u00a0\u2002\u2003\u3000\u200b]"
# What was bold shows by marks of Markdown, a tag, or what a reader has left in place of them.
_BOLD = r"(?:\u200b|\*\*|</?[A-Za-z]{1,6}>)"
_NUMBERING = (
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、]|[①-⑳■□●◆▲★※▪•·◎○▶►])?"
)
_LABEL = rf"[{_HAN}]{{2,8}}(?:[、和与及][{_HAN}]{{2,8}}){{0,2}}"
_HEAD = rf"^((?:{_BLANK}|{_BOLD}|#)*{_NUMBERING}(?:{_BLANK}|{_BOLD})*{_LABEL}"
# What follows a label is a sentence with a stop, and no row of words.
_SENTENCE = rf"(?:{_BLANK}|{_BOLD})*(?:[{_HAN}“(]|[0-9]{{4}}年)[^|]*[,;。]"
# One keyboard's space may be chance. It parts a label where what follows opens as sentences do, or the label was bold.
_OPENING = r"(?:全年|全[省市区县州国]|年末|年内|截至|截止|上半年|20[0-9]{2}年)[^|]*[,;。]"
_LABELS = (
    rf"{_HEAD}{_BOLD}*)[\t\u2003\u3000]({_SENTENCE})",
    rf"{_HEAD}{_BOLD}*)[ \u00a0]([ \u00a0]{_SENTENCE})",
    rf"{_HEAD}{_BOLD}+)[ \u00a0]({_SENTENCE})",
    rf"{_HEAD})[ \u00a0]({_OPENING})",
)
_IN_BRACKETS = (
    rf"^((?:{_BLANK}|{_BOLD})*{_NUMBERING}{_BLANK}*)\[([{_HAN}、]{{2,14}})\]((?:{_BLANK}|{_BOLD})*[{_HAN}“0-9])"
)
# Ⅰ. and A. at the head of a line number it as ① does.
_LETTERED = rf"^({_BLANK}*)(?:[Ⅰ-Ⅻ]|[A-Z])[.、]({_BLANK}*[{_HAN}])"
# 城镇化率②65.3%: marks of notes within a sentence, before a figure, a predicate or a stop.
_NOTE_MARK = rf"([{_HAN}%])(?:[①-⑳*※†])({_BLANK}*(?:[0-9,;。:、)]|达|为|是|约|完成|实现|增长|下降|比上年|同比|$))"
# 零售总额³865亿元: what is raised behind anything but a letter or a digit (m³, 10⁴) is a mark of a note.
_RAISED = "([^A-Za-zμ0-9⁰¹²³⁴-⁹\u200b]\u200b*)[⁰¹²³⁴-⁹]"
# 包括①老旧小区86个: the first of an enumeration within a sentence.
_FIRST = rf"([{_HAN}])①({_BLANK}*[{_HAN}])"
# ⑴ ❶: bracketed and circled numbers in one form. ⒊ is none of them, for ⒊2% is 3.2 %.
CIRCLED = {chr(first + n): chr(0x2460 + n) for first, many in ((0x2474, 20), (0x2776, 10)) for n in range(many)}


def with_labels(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Lines of normalised `text`, with a colon behind a label, numbered as other lines are, without marks of notes.

    Each replacement is a step of its own: one expression of all of them would name the text, and with it every step
    before, twice in each, and be worked out hundreds of times.
    """
    text = pl.col("text")
    once = {_LETTERED: "${1}① ${2}", _FIRST: "${1}:${2}", **dict.fromkeys(_LABELS, "${1}:${2}")}
    for pattern, replacement in (once | {_IN_BRACKETS: "${1} ${2}:${3}"}).items():
        lines = lines.with_columns(
            text=pl.coalesce(windows.where(text, pattern).str.replace(pattern, replacement), text)
        )
    lines = lines.with_columns(
        text=pl.coalesce(windows.where(text, _NOTE_MARK).str.replace_all(_NOTE_MARK, "${1} ${2}"), text)
    )
    raised = windows.where(text, _RAISED)
    for _ in range(3):
        raised = raised.str.replace_all(_RAISED, "${1} ")
    return lines.with_columns(text=pl.coalesce(raised, text))
