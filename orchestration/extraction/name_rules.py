"""The table of rules that says what names a figure, from its own clause or the clause before.

Rules read the columns of `name_features`. What stands behind `name.` begins with where the name comes from (`carried`,
`object`, `subject`); that is the row's `attribution`. A rule that gives nothing leaves the name to `attribution.py`,
which carries one over from the figures before.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.lexicon import Lexicon

# The shortest text of the clause before that says what it speaks of.
_LEAST = 2

_subject, _noun, _thing, _verbs = pl.col("plain_subject"), pl.col("noun"), pl.col("thing"), pl.col("verbs")
_counted, _did, _ends_in_verb = pl.col("counted"), pl.col("did"), pl.col("ends_in_verb")
_only_verbs, _follows, _about = pl.col("only_verbs"), pl.col("follows"), pl.col("about")
_told_before = _only_verbs & (_about.str.len_chars() >= _LEAST)


def name_rules(_: Lexicon) -> list[Rule]:
    """The rules in the order tried; ids begin with `name.` and the attribution."""
    return [
        *_quoted(),
        *_after_examples(),
        *_spent(),
        *_alone(),
        *_of_previous(),
        *_of_verb(),
        *_of_which(),
        *_of_subject(),
    ]


def _quoted() -> list[Rule]:
    return [
        Rule(
            id="name.carried_quoted",
            example="粮食产量目标为36万吨左右。“【36万吨】左右”的目标留有余地。",
            gives="粮食产量目标",
            en="A figure that stands alone in quotation marks repeats one that was named before and takes its name.",
            zh="单独放在引号里的数字是重复前文的数字，沿用前文的名称。",
            when=pl.col("quoted"),
            then=None,
        ),
    ]


def _after_examples() -> list[Rule]:
    """What stands before the number is no name by itself: examples, or those a part was taken of."""
    examples = _counted & pl.col("examples")
    return [
        Rule(
            id="name.object_examples_deed",
            example="青山、绿水等【10个】村庄入选省级名录。",
            gives="村庄入选省级名录",
            en="After examples the counted things are named together with what they did.",
            zh="例举之后，名称是被计数的事物及其所做的事。",
            when=examples & _did,
            then=_thing,
        ),
        Rule(
            id="name.object_examples_class",
            example="实施用地再开发等【18项】政策。",
            gives="实施用地再开发等政策",
            en="After examples a noun that names only a class keeps the examples in front of it.",
            zh="例举之后，若名词只表示类别，则保留前面的例举。",
            when=examples & pl.col("class_alone"),
            then=_subject + _noun,
        ),
        Rule(
            id="name.object_examples",
            example="建成青山、绿水等【12座】水库。",
            gives="建成水库",
            en="After examples the counted noun is the name, with the deed that the examples begin with.",
            zh="例举之后，名称是例举前的动词加被计数的名词。",
            when=examples,
            then=pl.col("first_deed") + _noun,
        ),
        Rule(
            id="name.subject_among",
            example="监测点中有【22个】达到优良水平。",
            gives="监测点达到优良水平",
            en="Where a part of some things did something, the name is those things with what the part did.",
            zh="说明某些事物中有一部分做了什么时，名称是这些事物加所做的事。",
            when=pl.col("among").is_not_null(),
            then=pl.col("among"),
        ),
    ]


def _alone() -> list[Rule]:
    """Nothing that could be a name stands before the number, or only a deed that was done to what was named."""
    deed_alone = pl.col("only_action").is_not_null()
    return [
        Rule(
            id="name.object_alone",
            example="【11家】企业入选国家名录。",
            gives="企业入选国家名录",
            en="Where nothing stands before the number, the counted things are the name, with what they did.",
            zh="数字前没有内容时，名称是被计数的事物及其所做的事。",
            when=pl.col("empty") & _counted,
            then=_thing,
        ),
        Rule(
            id="name.carried_nothing",
            example="粮食产量110万吨，增长【5%】。",
            gives="粮食产量",
            en="Where neither side of the number names anything, the name is the quantity that the clause before reports "
            "on without a figure, else the one named before.",
            zh="数字前后都没有名称时，取前一分句不带数字所述的数量，否则沿用前文的名称。",
            when=pl.col("empty"),
            then=pl.col("topic"),
        ),
        Rule(
            id="name.carried_deed",
            example="开工保障房2万套，建成【1.5万套】。",
            gives="建成保障房",
            en="A deed that stands alone before the number was done to what was named before.",
            zh="数字前只有一个动作时，该动作的对象是前文所述的事物。",
            when=deed_alone & _only_verbs,
            then=pl.col("topic"),
        ),
        Rule(
            id="name.subject_deed",
            example="新建高标准农田60万亩，改造提升【43万亩】。",
            gives="改造提升高标准农田",
            en="A deed alone that sounds like a growth (改造提升) was done to what was named before, too.",
            zh="单独的动作若形似增长（改造提升），其对象同样是前文所述的事物。",
            when=deed_alone,
            then=pl.col("topic"),
        ),
    ]


def _spent() -> list[Rule]:
    """Sums that are named after what they are for."""
    spends = _only_verbs | pl.col("short_verb") | pl.col("empty")
    return [
        Rule(
            id="name.object_purpose",
            example="拿出【12亿元】支持中小企业发展。",
            gives="拿出支持中小企业发展",
            en="Where only a verb stands before a sum, the name is the verb with what the sum is for.",
            zh="金额前只有动词时，名称是动词加资金用途。",
            when=spends & pl.col("purpose").is_not_null(),
            then=_verbs + pl.col("purpose"),
        ),
        Rule(
            id="name.subject_invested",
            example="推进总投资【180亿元】的抽水蓄能电站建设。",
            gives="抽水蓄能电站总投资",
            en="A total investment is named after what it is invested in, which follows the number.",
            zh="总投资以数字之后的投资对象命名。",
            when=pl.col("invested").is_not_null(),
            then=pl.col("invested") + "总投资",
        ),
    ]


def _of_previous() -> list[Rule]:
    """Only verbs stand before the number: their object follows it, or the clause before tells it."""
    reaches = _told_before & pl.col("ends_in_reach")
    return [
        Rule(
            id="name.object_verbs",
            example="新增【6家】三级医院。",
            gives="新增三级医院",
            en="Where only verbs stand before the number, the name is the verbs with the counted noun.",
            zh="数字前只有动词时，名称是动词加被计数的名词。",
            when=_only_verbs & _noun.is_not_null(),
            then=_verbs + _noun,
        ),
        Rule(
            id="name.carried_reach",
            example="新建公园40个，周边绿道免费开放，惠及【59万人次】。",
            gives="周边绿道免费开放惠及",
            en="Behind another figure, a verb of reaching people is said of what the clause before speaks of.",
            zh="在另一数字之后，“惠及”一类动词的主语是前一分句所述的内容。",
            when=reaches & _follows,
            then=_about + _verbs,
        ),
        Rule(
            id="name.carried_verbs",
            example="发放消费补贴2亿元，惠及【3万人】。",
            gives="发放消费补贴惠及",
            en="Verbs alone behind another figure take the quantity that the clause before reports on, else the name "
            "before.",
            zh="在另一数字之后只有动词时，取前一分句所述的数量，否则沿用前文的名称。",
            when=_only_verbs & _follows,
            then=pl.col("topic"),
        ),
        Rule(
            id="name.subject_previous",
            example="继续实施退耕还林还草，今年拟安排【500万亩】。",
            gives="退耕还林还草安排",
            en="Verbs alone before the first figure of a sentence are said of what the clause before speaks of.",
            zh="句中首个数字前只有动词时，动词说的是前一分句所述的内容。",
            when=_told_before,
            then=_about + _verbs,
        ),
    ]


def _of_verb() -> list[Rule]:
    """The text before the number ends in a verb and is needed whole, or belongs to the number before."""
    verb = _counted & _ends_in_verb
    return [
        Rule(
            id="name.object_between",
            example="103个部门挂包【117个】行政村。",
            gives="行政村",
            en="What stands between two numbers without a comma belongs to the first; the second is named by its noun.",
            zh="两个数字之间没有标点时，其间的文字属于前一个，后一个以其名词命名。",
            when=_counted & pl.col("between"),
            then=_thing,
        ),
        Rule(
            id="name.object_for_whom",
            example="为退役军人提供【5万个】就业岗位。",
            gives="退役军人提供就业岗位",
            en="For whom something was provided belongs to the name of what was provided.",
            zh="提供、发放的对象属于所提供事物的名称。",
            when=verb & pl.col("provides"),
            then=_subject + _noun,
        ),
        Rule(
            id="name.object_class",
            example="基础教育对口帮扶【217所】学校。",
            gives="基础教育对口帮扶学校",
            en="A counted noun that names only a class keeps all that stands before the number.",
            zh="被计数的名词只表示类别时，保留数字前的全部文字。",
            when=verb & pl.col("class_alone"),
            then=_subject + _noun,
        ),
    ]


def _of_which() -> list[Rule]:
    """The text before the number tells whose or which the counted things are, who reached them, or what was done."""
    whose = _counted & _did & ~_ends_in_verb
    return [
        Rule(
            id="name.object_which_did",
            example="首批【17家】图书馆全部投用。",
            gives="首批图书馆投用",
            en="Two characters that are no verb say which things did what is told of them.",
            zh="数字前的两个字若不是动词，则说明是哪些事物做了所述的事。",
            when=whose & pl.col("short_verb"),
            then=_subject + _thing,
        ),
        Rule(
            id="name.subject_whose",
            example="高新技术产业园【14个】项目落户新区。",
            gives="高新技术产业园项目落户新区",
            en="Whose things did what is told of them stands before the number and belongs to the name.",
            zh="数字前说明是谁的事物做了所述的事，属于名称。",
            when=whose,
            then=_subject + _thing,
        ),
        Rule(
            id="name.subject_deed_of_which",
            example="新增青山、绿水【2个】千亿元城市。",
            gives="新增千亿元城市",
            en="Between a deed and its counted noun, names joined by 、 only say which these are.",
            zh="动作与被计数的名词之间，用顿号并列的名称只说明是哪些。",
            when=_counted & (pl.col("first_deed") != "") & _subject.str.contains("、") & ~_ends_in_verb,
            then=pl.col("first_deed") + _thing,
        ),
        Rule(
            id="name.object_reach",
            example="城市便民服务点惠及【59个】老旧社区。",
            gives="城市便民服务点惠及老旧社区",
            en="The subject of a verb of reaching belongs to the name of the counted things that were reached.",
            zh="“惠及”一类动词的主语属于被计数事物的名称。",
            when=_counted & pl.col("ends_in_reach"),
            then=_subject + _noun,
        ),
        Rule(
            id="name.object_short_verb",
            example="严守【18亿亩】耕地红线。",
            gives="严守耕地红线",
            en="Two characters before a counted noun are its verb, though no list of words holds it.",
            zh="被计数名词前的两个字视为其动词，即使词表中没有。",
            when=_counted & pl.col("short_verb"),
            then=_subject + _noun,
        ),
    ]


def _of_subject() -> list[Rule]:
    """What stands before the number is the name, or the greater part of it."""
    kind = pl.col("kind_of_examples")
    return [
        Rule(
            id="name.subject_open_ended",
            example="西部陆海新通道通达全球【490个】港口。",
            gives="西部陆海新通道通达全球港口",
            en="Text before a counted noun that ends in no noun of its own makes the name together with it.",
            zh="数字前的文字不以名词结尾时，与被计数的名词合为名称。",
            when=_counted & pl.col("open_ended"),
            then=_subject + _noun,
        ),
        Rule(
            id="name.object_kind_of_examples",
            example="利用闲置空间、人防工程等建设【2.5万个】停车位。",
            gives="利用建设",
            en="What is named after examples is the name, with the deed in front of them, also where a counted noun "
            "follows.",
            zh="例举之后所说的类别（连同例举前的动词）是名称，其后另有被计数名词时也是如此。",
            when=kind.is_not_null() & _counted & _ends_in_verb,
            then=kind,
        ),
        Rule(
            id="name.subject_kind_of_examples",
            example="引进青山、绿水、蓝天等招商项目【33个】。",
            gives="引进招商项目",
            en="What is named after examples is the name, with the deed in front of them.",
            zh="例举之后所说的类别（连同例举前的动词）是名称。",
            when=kind.is_not_null(),
            then=kind,
        ),
        Rule(
            id="name.object_verb",
            example="省级财政安排【109亿元】建设资金。",
            gives="安排建设资金",
            en="Where the text before the number ends in a deed, the name is the deed with the counted noun; who did it "
            "is left out.",
            zh="数字前的文字以动作结尾时，名称是该动作加被计数的名词，不含行为者。",
            when=_counted & _ends_in_verb,
            then=pl.col("last_deed") + pl.when(pl.col("brings_about")).then(_thing).otherwise(_noun),
        ),
        Rule(
            id="name.subject",
            example="粮食产量达【110亿公斤】。",
            gives="粮食产量",
            en="In all other cases what stands before the predicate is the name.",
            zh="其余情况下，谓语之前的文字就是名称。",
            when=None,
            then=_subject,
        ),
    ]
