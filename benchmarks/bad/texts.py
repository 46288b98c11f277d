"""Bad files that are text: odd figures, long and deep passages, odd characters, and what other programs would act upon."""

from __future__ import annotations

from benchmarks.bad.registry import ASIDE, READ, Chance, kind, report

# Numbers and periods that no calendar, unit or machine word has room for.


@kind(READ)
def period_of_aeons(chance: Chance) -> str:
    return report(
        chance, f"这里的岩层形成于距今{chance.uniform(0.1, 99):.1f}亿年，距今{chance.randrange(10**9)}年前成陆。"
    )


@kind(READ)
def counts_of_trillions(chance: Chance) -> str:
    unit = chance.choice(["万亿次", "万亿人次", "亿亿元", "万亿亿立方米", "万万亿件"])
    return report(chance, f"全年调用{chance.randrange(1, 10**6)}{unit}，增长{chance.randrange(99)}倍。")


@kind(READ)
def growth_of_trillions(chance: Chance) -> str:
    return report(
        chance, f"软件收入增长{chance.randrange(1, 10**4)}万亿%，利润下降{chance.randrange(1, 99)}亿个百分点。"
    )


@kind(READ)
def months_of_no_calendar(chance: Chance) -> str:
    year, month, day = chance.randrange(1950, 2099), chance.randrange(13, 99), chance.randrange(32, 99)
    return report(
        chance, f"{year}年{month}月，产量增长5%。2月{day}日，产值达到7亿元。第{month}季度出口增长1%，0月减少2%。"
    )


@kind(READ)
def twenty_digits(chance: Chance) -> str:
    return report(chance, f"产值达到{chance.randrange(10**19, 10**20)}元，人口{chance.randrange(10**25)}万人。")


@kind()
def three_hundred_digits(chance: Chance) -> str:
    digits = "".join(chance.choices("123456789", k=chance.choice([308, 309, 310, 400, 5000])))
    return report(chance, f"产值达到{digits}{chance.choice(['元', '亿元', '%', '.5万人'])}。")


@kind(READ)
def digits_behind_the_point(chance: Chance) -> str:
    digits = "".join(chance.choices("0123456789", k=chance.choice([30, 300, 900])))
    return report(chance, f"产值增长{chance.randrange(99)}.{digits}%，占比0.{'0' * 320}1%。")


@kind()
def torn_decimals(chance: Chance) -> str:
    odd = [
        "1.2.3.4",
        "1,,2",
        "1..2",
        ".5",
        "5.",
        "1,2,3,4",
        "--5",
        "+-5",
        "1e308",
        "0x7f",
        "5．．5",
        "1，000，00",
        "-0",
        "00000",
    ]
    return report(chance, "，".join(f"产值增长{each}%" for each in chance.sample(odd, 6)) + "。")


@kind()
def changes_from_nothing(chance: Chance) -> str:
    return report(
        chance, f"企业由0户增加到{chance.randrange(99)}户，增长∞%，亏损由-0.0亿元降至0亿元，占比由0/0提高到1/0。"
    )


@kind()
def backward_ranges(chance: Chance) -> str:
    low, high = chance.randrange(50, 99), chance.randrange(1, 50)
    return report(
        chance, f"产值增长{low}—{high}%，项目{low}-{high}-{low}-{high}个，{low}%～{high}亿元，比例{low}∶0∶{high}∶∶1。"
    )


@kind()
def units_upon_units(chance: Chance) -> str:
    parts = ["元", "吨", "公顷", "平方米", "千瓦时", "人", "年", "天", "%", "㎡", "Mbps", "℃", "μg", "亩"]
    return report(
        chance,
        "".join(
            f"消耗{chance.randrange(99)}{'/'.join(chance.sample(parts, chance.randrange(2, 9)))}，" for _ in range(9)
        ),
    )


@kind()
def digits_of_other_scripts(chance: Chance) -> str:
    zero = chance.choice(
        [0x660, 0x966, 0xFF10, 0x1D7CE, 0x1D7EC, 0x2460, 0x2070, 0x2080, 0x2160, 0x1040, 0x3021, 0x1F100]
    )
    digits = "".join(chr(zero + chance.randrange(9)) for _ in range(4))
    return report(chance, f"产值达到{digits}亿元，增长{digits}.{digits}%，½的企业和{digits}年一样。")


@kind()
def numerals_in_words(chance: Chance) -> str:
    words = "".join(chance.choices("〇零一二两三四五六七八九十百千万亿廿卅壹贰兆半几数", k=chance.choice([5, 50, 500])))
    return report(chance, f"产值达到{words}元，增长百分之{words}，{words}分之{words}。二〇二{words}年增长5%。")


@kind()
def only_dates(chance: Chance) -> str:
    return report(
        chance,
        *(f"{chance.randrange(1949, 2100)}年{chance.randrange(1, 13)}月{chance.randrange(1, 32)}日" for _ in range(40)),
    )


@kind(ASIDE)
def years_before_reports(chance: Chance) -> str:
    year = chance.choice([1, 221, 1644, 1911, 1948, 2101, 9999])
    return f"某市{year:04d}年政府工作报告\n产量增长{chance.random():.9f}%。\n"


# Many numbers, long sentences, deep nests.


@kind()
def thousands_in_a_sentence(chance: Chance) -> str:
    many = chance.choice([1000, 3000, 10000])
    return report(chance, "各地产值分别达到" + "、".join(f"{chance.randrange(10**4)}亿元" for _ in range(many)) + "。")


@kind()
def list_of_numbers(chance: Chance) -> str:
    return report(chance) + "\n".join(str(chance.randrange(10**5)) for _ in range(chance.choice([100, 2000])))


@kind()
def rows_of_numbers(chance: Chance) -> str:
    return report(chance) + "\n".join(" ".join(f"{chance.random() * 1e4:.2f}" for _ in range(12)) for _ in range(200))


@kind()
def names_and_values_that_do_not_pair(chance: Chance) -> str:
    names = "、".join(chance.choice("钢铁铜铝煤油气水") + chance.choice("业品材") for _ in range(chance.randrange(900)))
    values = "、".join(f"{chance.random() * 99:.1f}%" for _ in range(chance.randrange(900)))
    return report(chance, f"{names}产量分别增长{values}。")


@kind(most=12)
def a_line_of_a_megabyte(chance: Chance) -> str:
    return report(chance, chance.choice(["产值增长的", "产值增长5%，", "7", "一", "（", " ", "a"]) * 200_000)


@kind()
def nested_brackets(chance: Chance) -> str:
    depth, pair = chance.choice([100, 20_000]), chance.choice(["（）", "“”", "《》", "[]", "{}", "<>"])
    return report(chance, f"产值{pair[0] * depth}增长5%{pair[1] * depth}，出口增长6%。")


@kind()
def open_brackets(chance: Chance) -> str:
    return report(chance, "".join(f"产值{chance.choice('（“《[{<【')}增长{number}%。" for number in range(200)))


@kind()
def headings_without_end(chance: Chance) -> str:
    marks = ["（一）", "1.", "一、", "#" * 40 + " ", "第一章", "（1）", "①"]
    return report(chance, *(f"{chance.choice(marks)}产值{chance.randrange(99)}" for _ in range(500)))


@kind()
def a_wide_table(chance: Chance) -> str:
    rows = ("|".join(["", *(str(chance.randrange(99)) for _ in range(chance.randrange(300))), ""]) for _ in range(60))
    return report(chance, "|指标" * 90 + "|", "|---" * 80 + "|", *rows)


# Characters.

SPACES = "\u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c\x85\u2028\u2029"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\u061c\u2061\ufe0f"


@kind(READ)
def spaces_inside_numbers(chance: Chance) -> str:
    space = chance.choice(SPACES)
    return report(
        chance,
        f"产值达到1{space}2{space}3.{space}5{space}亿元，增长{space}5{space}.{space}7{space}%，20{space}24年减少9{space}户。",
    )


@kind()
def unseen_characters(chance: Chance) -> str:
    mark = chance.choice(UNSEEN)
    return report(chance, mark.join(f"产值达到{chance.randrange(10**5)}.5亿元，增长5.7%。"), mark * 3000)


@kind()
def private_use(chance: Chance) -> str:
    marks = [
        chr(chance.choice([0xE000 + chance.randrange(16), 0xE000 + chance.randrange(0x1900), 0xF0000]))
        for _ in range(60)
    ]
    return report(
        chance, "".join(f"产值{mark}达到{mark}{chance.randrange(99)}{mark}亿{mark}元{mark}，" for mark in marks)
    )


@kind()
def right_to_left(chance: Chance) -> str:
    mark = chance.choice("\u202e\u202d\u200f\u2067\u2066\u202b")
    return report(chance, f"产值{mark}增长5.{mark}7%，{mark * 50}مليون{mark}达到7亿元。\u202c")


@kind()
def combining_characters(chance: Chance) -> str:
    marks = "".join(chr(0x300 + chance.randrange(0x70)) for _ in range(chance.choice([1, 500])))
    return report(chance, f"产值增长5{marks}.7{marks}%，达到1{marks}2亿{marks}元。")


@kind()
def control_characters(chance: Chance) -> str:
    return report(chance, f"产值增长5{chr(chance.randrange(1, 32))}.7%。{chr(chance.randrange(0x7F, 0xA0))}达到7亿元。")


@kind()
def terminal_escapes(chance: Chance) -> str:
    return report(
        chance,
        f"\x1b]0;owned\x07产值\x1b[31m增长{chance.randrange(99)}%\x1b[2J。",
        f"[/red][bold]户数达到{chance.randrange(9)}户",
    )


@kind()
def a_few_nuls(chance: Chance) -> str:
    return report(chance, *["全市经济社会发展取得新的成绩。"] * 40).replace("发展", "发\x00展", chance.randrange(1, 4))


@kind()
def not_characters(chance: Chance) -> str:
    odd = chance.choice(["\ufffe", "\uffff", "\U0010ffff", "\ufffd" * 40, "\ufdd0"])
    return report(chance, f"产值{odd}增长{odd}5{odd}%{odd}。")


@kind()
def line_ends_of_all_sorts(chance: Chance) -> str:
    return report(chance).replace(
        "\n", chance.choice(["\r", "\r\n", "\r\r\n", "\n\r", "\x0b", "\x85", "\u2028", "\n" * 900])
    )


# Text that another program would act upon.


@kind(READ)
def scripts_in_text(chance: Chance) -> str:
    tag = chance.choice(["</scr\u200bipt><script>", "<img src=x onerror=", "<svg/onload=", "<iframe srcdoc="])
    return report(
        chance, f"{tag}alert({chance.randrange(99)})></script>产值增长5%，<a href=javascript:alert(1)>户数达到7户。"
    )


@kind(READ)
def sql_in_text(chance: Chance) -> str:
    return report(
        chance,
        f"'); drop table landing.reports; --产值\"增长'{chance.randrange(99)}%；$$attach 'x' as y$$；select 1/0;",
    )


@kind(READ)
def templates_in_text(chance: Chance) -> str:
    return report(
        chance,
        f"{{{{ env_var('HOME') }}}}产值增长{chance.randrange(99)}%，{{% raw %}}${{jndi:ldap://x}}%s%n{{0}}户数达到7户。",
    )


@kind(READ)
def formulas_in_text(chance: Chance) -> str:
    return report(
        chance,
        f"{chance.choice('=+-@')}cmd|'/C calc'!A0产值增长{chance.randrange(99)}%。",
        '=HYPERLINK("http://x","5")',
    )


@kind(READ)
def yaml_in_text(chance: Chance) -> str:
    return "---\n!!python/object/apply:os.system [id]\n---\n" + report(chance, "a: &a [*a]", "&x [*x,*x]")
