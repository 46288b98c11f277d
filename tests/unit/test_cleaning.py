"""What is set into a text is blanked where it stands: marks of Markdown, pinyin, letter spacing, marks of a newspaper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.cleaning import cleaned
from orchestration.reading.decoding import NOTHING
from orchestration.reading.markdown import BULLET, blank_marks, is_markdown


def bare(text: str) -> str:
    return text.replace(NOTHING, "")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**产值**增长*5%*。", "产值增长5%。"),
        ("**产值***增长*5%", "产值增长5%"),
        ("`产值`达到`8`亿元", "产值达到8亿元"),
        ("[产值](http://a.cn/1 '2')达到8亿元", "产值达到8亿元"),
        ("见![图1](a1.png)和<https://a.cn/1>", "见和"),
        ("率5\\.1%，\\*不是标记\\*", "率5.1%，*不是标记*"),
        ("产值[^1]达到8亿元\n\n[^1]: 初步数。", "产值达到8亿元\n\n 初步数。"),
        ("- 甲\n* 乙\n+ 丙", f"{BULLET} 甲\n{BULLET} 乙\n{BULLET} 丙"),
        ("> 甲\n> > 乙", "甲\n乙"),
        ("-5.1%", "-5.1%"),
        ("5*6=30，3 * 4", "5*6=30，3 * 4"),
        ("a_b_c 与 _强调_", "a_b_c 与 强调"),
        ("甲<!-- 旧\n9% -->乙", "甲\n乙"),
    ],
)
def test_marks_are_no_part_of_what_stands_between_them(source: str, shown: str) -> None:
    text, left_out = blank_marks(source)
    assert len(text) == len(source)
    assert bare(text) == shown
    assert left_out == []


def test_what_is_struck_out_is_told_and_not_read() -> None:
    text, (part,) = blank_marks("率5.1%，~~旧值6.2%~~。")
    assert bare(text) == "率5.1%，。"
    assert (part.at, part.why, part.text) == (6, "struck_out", "旧值6.2%")


@given(st.text(alphabet="*_`[]()!~\\>-#| \n产值5.%<^:h", max_size=50))
def test_no_mark_shifts_what_follows(source: str) -> None:
    text, _ = blank_marks(source)
    assert len(text) == len(source)
    assert all(shown in (NOTHING, BULLET, was) for shown, was in zip(text, source, strict=True))
    assert [nth for nth, each in enumerate(text) if each == "\n"] == [
        nth for nth, each in enumerate(source) if each == "\n"
    ]


@pytest.mark.parametrize(
    ("source", "suffix", "told"),
    [
        ("产值", ".md", True),
        ("# 报告\n产值", ".txt", True),
        ("**产值**", ".txt", True),
        ("|甲|\n|---|", ".txt", True),
        ("产值 * 2", ".txt", False),
        ("#1 机组", ".txt", False),
        ("A* 级 * 产品", ".txt", False),
    ],
)
def test_markdown_is_told_by_its_name_or_its_marks(source: str, suffix: str, told: bool) -> None:
    assert is_markdown(source, suffix) is told


def test_readings_behind_characters_are_no_words() -> None:
    source = "全(quán)市(shì)地區(qū)生產總值（GDP）達到8億元"
    text, flags = cleaned(source)
    assert len(text) == len(source)
    assert bare(text) == "全市地區生產總值（GDP）達到8億元"
    assert flags == ["pinyin_left_out"]


def test_a_few_abbreviations_are_no_readings() -> None:
    source = "生产总值(GDP)增长5%，固体废物(PM)减少，研发(RD)经费增长6%"
    assert cleaned(source) == (source, [])


def test_letters_set_apart_are_joined_and_words_are_not() -> None:
    source = "地 区 生 产 总 值 2 0 1 . 3 亿 元\n市长　李明\n产值 201.3 亿元 增长 5%"
    text, _ = cleaned(source)
    assert len(text) == len(source)
    assert bare(text) == "地区生产总值201.3亿元\n市长　李明\n产值 201.3 亿元 增长 5%"
