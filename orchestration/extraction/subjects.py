"""What stands before a number, without the words that belong to no name.

These are who said it, modal words, who is behind a change, what it is set against.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.extraction.marks import EACH, TIME
from orchestration.extraction.rewriting import SEEN, rewritten
from orchestration.extraction.vocabulary import lead_pattern, quantity
from orchestration.lexicon import Lexicon

# What may follow 有 or 共 where they are verbs; 有效, 有线, 共同 are words.
_HAD = "[^限效机关色轨线序林无意偿害力望利组毒氧理感形声据同享建青性治管赢和轭\u4e00]"
# Modal words at the head of a clause, and words that begin so and are nouns.
_MODAL = "^[还也又再将要把拟仍可]+"
_NOT_MODAL = "^(?:再[就生制贷融]|要[素求闻点件]|还[贷款]|将[军乐]|可[再持支比循降穿逆利视燃])"
_PREPOSITION_ALONE = "^[向对为给由从将把在按于让使有要仍也则但]$"

_text = pl.col("plain_subject")


def with_subject(figures: pl.LazyFrame, lexicon: Lexicon, by: str | None = None) -> pl.LazyFrame:
    """Add `plain_subject`: the clause's subject as a name would have it; `by` is a column for the rules that changed it."""
    return rewritten(figures.with_columns(plain_subject="subject"), "plain_subject", subject_rules(lexicon), by)


def subject_rules(lexicon: Lexicon) -> list[Rule]:
    """The rules in the order in which they are applied; each gives the subject as all of them leave it."""
    return [
        *_opening(lexicon),
        *_having(lexicon),
        *_modal(),
        *_planned(lexicon),
        *_reached(lexicon),
        *_relation(lexicon),
        *_actor(lexicon),
        *_quantity(lexicon),
    ]


def _opening(lexicon: Lexicon) -> list[Rule]:
    """What a clause begins with before its subject."""
    told = lexicon.any_of("telling")
    return [
        Rule(
            id="subject.who_said",
            example="市委全会提出到2030年旅游收入达到【500亿元】。",
            gives="旅游收入",
            en="Who said, asked for or set out what follows is no part of the name.",
            zh="由谁提出、要求、明确，不属于名称。",
            when=_text.str.contains(told),
            then=SEEN.str.replace(f"^[^,;:。]{{0,30}}{told}[到在]?{TIME}", ""),
        ),
        Rule(
            id="subject.opening",
            example="其中全市旅游收入达到【500亿元】。",
            gives="旅游收入",
            en="Adverbs, times and words that say whose report it is are no part of the name at the head of a clause.",
            zh="分句开头的副词、时间和表示本地区的词不属于名称。",
            # 全市性会议 is one word.
            when=~_text.str.contains(f"^{lexicon.any_of('own_area')}性"),
            then=SEEN.str.replace(lead_pattern(lexicon), ""),
        ),
        Rule(
            id="subject.time",
            example="乡村旅游2024年总收入达到【500亿元】。",
            gives="乡村旅游总收入",
            en="Times, and marks at either end, are no part of the name.",
            zh="时间以及两端的标点不属于名称。",
            when=None,
            then=SEEN.str.replace_all(TIME, "").str.strip_chars("、“”"),
        ),
    ]


def _having(lexicon: Lexicon) -> list[Rule]:
    """Verbs of having, and prepositions."""
    having = lexicon.any_of("having")
    return [
        Rule(
            id="subject.having",
            example="拥有公园【18个】。",
            gives="公园",
            en="A verb of having at the head is no part of the name.",
            zh="开头表示拥有的动词不属于名称。",
            when=_text.str.contains("^[共有拥已拟]"),
            then=SEEN.str.replace(rf"^(?:{having}|[已拟])({_HAD})", "${1}"),
        ),
        Rule(
            id="subject.preposition",
            example="向【6万名】学生发放了补助。",
            gives="",
            en="A preposition that stands alone before the number is no name.",
            zh="数字前单独的介词不是名称。",
            when=_text.str.contains(_PREPOSITION_ALONE),
            then="",
        ),
        Rule(
            id="subject.of_years",
            example="工业增加值2024年增长5%，四年平均增长【6%】。",
            gives="",
            en="How many years an average is taken over, the name of a five-year plan, and a word of denial are no names.",
            zh="平均所跨的年数、五年规划的名称和否定词都不是名称。",
            when=_text.str.contains("^(?:未能?|[一二两三四五六七八九十]|“?(?:九五|十五|十[一二三四五六七]五)”?)$"),
            then="",
        ),
        Rule(
            id="subject.each_alone",
            example="基本养老金连续增加，又人均提高【10%】。",
            gives="",
            en="For each person alone before a change is no name; the quantity was named before.",
            zh="变化之前单独的“人均”不是名称，数量见于前文。",
            when=_text.str.contains(f"^(?:又|再|还)?[人户亩][均{EACH}]$"),
            then="",
        ),
        Rule(
            id="subject.to_whom",
            example="对农村【2万眼】机井实施管护。",
            gives="农村",
            en="Before a counted thing, a preposition at the head only tells to whom or what something is done.",
            zh="被计数的事物之前，开头的介词只表示对象。",
            when=pl.col("noun").is_not_null() & ~pl.col("tail").str.contains("[增降]"),
            then=SEEN.str.replace("^[对为向给]", ""),
        ),
    ]


def _modal() -> list[Rule]:
    """固定资产投资要增长, 也要再减少, 中央财政拟安排: modal words are no part of a name."""
    return [
        Rule(
            id="subject.modal_at_end",
            example="固定资产投资要增长【6%】。",
            gives="固定资产投资",
            en="Modal words behind the subject are no part of the name.",
            zh="主语之后的情态字不属于名称。",
            when=None,
            then=SEEN.str.replace("([^主重需首])[要将拟再也还]+$", "${1}"),
        ),
        Rule(
            id="subject.modal_at_head",
            example="还要再减少公文【20%】。",
            gives="减少公文",
            en="Modal words before the subject are no part of the name, unless they begin a word such as 再生.",
            zh="主语之前的情态字不属于名称，但“再生”之类的词除外。",
            when=_text.str.contains(_MODAL) & ~_text.str.contains(_NOT_MODAL),
            then=SEEN.str.replace(f"{_MODAL}(.{{2,}})$", "${1}"),
        ),
    ]


def _planned(lexicon: Lexicon) -> list[Rule]:
    """Words within a clause that say that a figure is planned, estimated or made up over years."""
    verb, done = lexicon.any_of("action", "gain", "reach"), lexicon.any_of("completing")
    strives = lexicon.any_of("strives")
    return [
        Rule(
            id="subject.who_strives",
            example="青山新区力争完成重点项目【120项】。",
            gives="重点项目",
            en="Who strives for a figure is no part of its name.",
            zh="由谁力争实现不属于名称。",
            when=_text.str.contains(f".{strives}."),
            then=SEEN.str.replace(f"^[^、]{{1,8}}{strives}{done}?(.{{2,}})$", "${1}"),
        ),
        Rule(
            id="subject.in_all",
            example="市级财政五年累计补助养老专项资金【95亿元】。",
            gives="市级财政补助养老专项资金",
            en="Within a clause, over how many years a sum was made up is no part of the name.",
            zh="句中说明累计年数的文字不属于名称。",
            when=_text.str.contains("..(?:[一二两三四五六七八九十]|[0-9]+)年累计."),
            then=SEEN.str.replace("(?:[一二两三四五六七八九十]|[0-9]+)年累计", ""),
        ),
        Rule(
            id="subject.arranged",
            example="2025年预算收入安排【62亿元】。",
            gives="预算收入",
            en="安排 behind income or expenditure only says that the figure is planned.",
            zh="收入、支出之后的“安排”只表示计划数。",
            when=_text.str.contains("(?:收入|支出)(?:计划)?安排$"),
            then=SEEN.str.replace("(?:计划)?安排$", ""),
        ),
        Rule(
            id="subject.estimated",
            example="规上工业企业预计完成产值【900亿元】。",
            gives="规上工业企业产值",
            en="That a figure is an estimate is no part of its name.",
            zh="说明数字为预计数的“预计”不属于名称。",
            when=_text.str.contains(".预计."),
            then=SEEN.str.replace(f"^(.{{2,}})预计(?:可|将)?{done}?([^数值].+)$", "${1}${2}"),
        ),
        Rule(
            id="subject.by_rate",
            example="按年平均汇率【6.9】折算，人均地区生产总值为7000美元。",
            gives="年平均汇率",
            en="按 before a rate of exchange only says how something is reckoned.",
            zh="汇率之前的“按”只表示折算方法。",
            when=_text.str.contains("^按.*汇率$"),
            then=SEEN.str.strip_prefix("按"),
        ),
        Rule(
            id="subject.intends",
            example="省级财政拟安排补助资金【9亿元】。",
            gives="省级财政安排补助资金",
            en="拟, 将 or 已 before a verb says that it is intended or done, and is no part of the name.",
            zh="动词前的“拟、将、已”表示打算或已然，不属于名称。",
            when=_text.str.contains("..[拟将已]|^拟"),
            then=SEEN.str.replace(f"(^|[^不即以])(?:还|也)?[拟将已]({verb})", "${1}${2}"),
        ),
    ]


def _reached(lexicon: Lexicon) -> list[Rule]:
    """What a subject says of round sums reached, and of how long something has held."""
    passed = lexicon.any_of("min", "level")
    return [
        Rule(
            id="subject.reached_in_words",
            example="进出口总额突破百亿元、增速居全国第【5】位。",
            gives="进出口总额",
            en="A round sum in words that was reached is no part of the name of what is told next.",
            zh="名称之后以文字表示的整数关口不属于名称。",
            when=_text.str.contains("[百千万亿]元?"),
            then=SEEN.str.replace(
                f"^(.{{2,}}?){passed}[一二两三四五六七八九十百千万亿]{{1,4}}元?(?:大关)?(?:、.*)?$", "${1}"
            ),
        ),
        Rule(
            id="subject.running",
            example="工业投资增长14%、连续18个月保持【两位数】增长。",
            gives="",
            en="For how many years on end something holds is no part of the name.",
            zh="说明连续多少年的文字不属于名称。",
            when=_text.str.contains("连续"),
            then=SEEN.str.replace("(?:并|已|且)?连续(?:[一二两三四五六七八九十多]+|[0-9]+)(?:年|个?月|届|次)$", ""),
        ),
    ]


def _relation(lexicon: Lexicon) -> list[Rule]:
    """What a figure is a multiple of, stands among, or begins to change from."""
    times, equals = pl.col("unit") == "倍", f"(?:[是为]|{lexicon.any_of('equals')})"
    return [
        Rule(
            id="subject.multiple_alone",
            example="旅游收入500亿元，是“十一五”时期全市平均水平的【2.5倍】。",
            gives="",
            en="Where the clause only says what the figure is a multiple of, the quantity was named before.",
            zh="分句只说是某数的若干倍时，数量见于前文。",
            when=times & _text.str.contains(f"^{equals}"),
            then="",
        ),
        Rule(
            id="subject.multiple_of",
            example="技术交易额是东部的【1.2倍】。",
            gives="技术交易额",
            en="What the figure is a multiple of is no part of the name.",
            zh="倍数的比较对象不属于名称。",
            when=times,
            then=SEEN.str.replace(f"{equals}[^,;:。]{{1,8}}$", ""),
        ),
        Rule(
            id="subject.in_ranking",
            example="在全国营商环境评价中排名第【3】位。",
            gives="营商环境评价",
            en="A ranking in which something has its place is named without 在 and 中.",
            zh="“在……中”引出的排名以其内容命名。",
            when=_text.str.contains("^在全[国省市区].{2,}中$"),
            then=SEEN.str.replace("^在全[国省市区](.{2,})中$", "${1}"),
        ),
        Rule(
            id="subject.origin",
            example="保费补助由原来的【5元】提高到10元。",
            gives="保费补助",
            en="Words that begin the origin of a change, from 由 or 从 on, are no part of the name.",
            zh="“由、从”及其后引出变化起点的文字不属于名称。",
            when=pl.col("origin"),
            then=SEEN.str.replace("[由从][^,;:。]{0,8}$", ""),
        ),
    ]


def _actor(lexicon: Lexicon) -> list[Rule]:
    """Who is behind a change."""
    rise = lexicon.any_of("growth_up")
    moved = pl.col("tail").str.contains(f"[增减降压]|{rise}")
    grown = pl.col("unit").str.contains("%|百分点|倍") & pl.col("tail").str.contains(f"增|{rise}")
    return [
        Rule(
            id="subject.handled",
            example="县政府坚决把会议减少【30%】。",
            gives="会议",
            en="Before a change, what stands up to 把 or 将 is who made it, and no part of the name.",
            zh="变化之前，“把、将”及其前面的文字是施动者，不属于名称。",
            when=moved & _text.str.contains(".[把将]."),
            then=SEEN.str.replace("^.*[把将](.{2,})$", "${1}"),
        ),
        Rule(
            id="subject.caused",
            example="推动软件业营业收入增长【10%】。",
            gives="软件业营业收入",
            en="Before a growth, a verb that says what brought it about is no part of the name.",
            zh="增长之前，表示促成变化的动词不属于名称。",
            when=grown,
            then=SEEN.str.replace(f"^{lexicon.any_of('causing')}(.{{3,}})$", "${1}"),
        ),
    ]


def _quantity(lexicon: Lexicon) -> list[Rule]:
    """That a quantity was reached is not what is measured; 平台新增 measures what 新增平台 measures."""
    gain, done, amount = lexicon.any_of("gain"), lexicon.any_of("completing"), quantity(lexicon)
    return [
        Rule(
            id="subject.completed",
            example="完成地区生产总值【900亿元】。",
            gives="地区生产总值",
            en="完成 before the name of a quantity is no part of it.",
            zh="数量名称前的“完成”不属于名称。",
            when=_text.str.contains("完成"),
            then=SEEN.str.replace(rf"^完成(.{{1,16}}{amount}(?:\([A-Z]+\))?)$", "${1}"),
        ),
        Rule(
            id="subject.by_whom",
            example="规上工业企业实现利润【20亿元】。",
            gives="规上工业企业利润",
            en="Between those who reached a quantity and its name, 实现 or 完成 is left out.",
            zh="主体与数量名称之间的“实现、完成”略去。",
            when=_text.str.contains(done),
            then=SEEN.str.replace(rf"^([^、]{{2,14}}){done}([^、]{{0,8}}{amount})$", "${1}${2}"),
        ),
        Rule(
            id="subject.gain_first",
            example="规模以上创新平台新增【343家】。",
            gives="新增规模以上创新平台",
            en="A verb of addition behind its noun is put before it, unless another noun follows the number.",
            zh="名词之后表示新增的动词移到名词之前，除非数字之后另有名词。",
            when=_text.str.contains(f"{gain}$") & pl.col("noun").is_null(),
            then=SEEN.str.replace(rf"^([^完].*?)({gain})$", "${2}${1}"),
        ),
    ]
