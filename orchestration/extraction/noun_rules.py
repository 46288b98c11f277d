"""The tables of rules that find the counted thing behind a number, and what it did; they read the columns of `nouns`."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import nouns
from orchestration.extraction.ladder import Rule
from orchestration.extraction.rewriting import SEEN
from orchestration.lexicon import Lexicon

_text, _until_deed = pl.col("counted_text"), pl.col("until_deed")


def noun_rules(_: Lexicon) -> list[Rule]:
    """The counted noun that follows a number; null where a predicate or nothing follows."""
    return [*_no_noun(), *_noun()]


def _no_noun() -> list[Rule]:
    return [
        Rule(
            id="noun.of_next_figure",
            example="新增产业集群【2个】、产业园3个。",
            gives=None,
            en="A separator follows the number, so what stands behind it belongs to the next figure.",
            zh="数字之后紧接顿号，其后的文字属于下一个数字。",
            when=pl.col("of_next_figure"),
            then=None,
        ),
        Rule(
            id="noun.nothing",
            example="新增产业集群【2个】。",
            gives=None,
            en="No word follows the number.",
            zh="数字之后没有词语。",
            when=~pl.col("begins_like_noun"),
            then=None,
        ),
        Rule(
            id="noun.other_word",
            example="粮食产量达到【200万吨】同比增长5%。",
            gives=None,
            en="The word behind the number begins something else: a predicate, a comparison, what the sum is used for.",
            zh="数字之后的词引出谓语、比较或用途，而不是名词。",
            when=pl.col("begins_otherwise"),
            then=None,
        ),
        Rule(
            id="noun.too_short",
            example="新增学位【2万个】余。",
            gives=None,
            en="A single character behind the number names nothing.",
            zh="数字之后只有一个字，不构成名称。",
            when=_text.str.len_chars() < 2,
            then=None,
        ),
    ]


def _noun() -> list[Rule]:
    return [
        Rule(
            id="noun.before_deed",
            example="【11家】企业入选国家名录。",
            gives="企业",
            en="The noun ends where the sentence begins to tell what the counted things did.",
            zh="名词止于说明其所做之事的文字之前。",
            when=_until_deed.is_not_null(),
            then=_until_deed,
        ),
        Rule(
            id="noun.before_quantity",
            example="【74个】国控断面水质优良比例达到100%。",
            gives="国控断面",
            en="The noun ends where the quantity begins that the next figure measures.",
            zh="名词止于下一个数字所量度的数量之前。",
            when=pl.col("before_quantity").is_not_null(),
            then=pl.col("before_quantity"),
        ),
        Rule(
            id="noun.whole",
            example="新增【6家】三级医院。",
            gives="三级医院",
            en="In all other cases the text behind the number, to the end of its clause, is the noun.",
            zh="其余情况下，数字之后至分句末尾的文字就是名词。",
            when=None,
            then=_text,
        ),
    ]


def deed_rules(_: Lexicon) -> list[Rule]:
    """What the counted things did or what was done to them; null where the sentence tells nothing of the kind."""
    next_deed = pl.col("own_deed").shift(-1)
    return [
        Rule(
            id="deed.own",
            example="【11家】企业入选国家名录。",
            gives="入选国家名录",
            en="What stands behind the noun, to the end of the clause, tells what the counted things did.",
            zh="名词之后至分句末尾的文字说明被计数事物所做的事。",
            when=pl.col("own_deed").is_not_null(),
            then=pl.col("own_deed"),
        ),
        Rule(
            id="deed.of_next",
            example="【6个】企业品牌、2个区域品牌入选名单。",
            gives="入选名单",
            en="Of things that are listed, what the last of them did holds for those before it.",
            zh="并列的事物中，最后一项所做的事也属于前一项。",
            when=pl.col("listed") & nouns.nothing_between() & next_deed.is_not_null(),
            then=next_deed,
        ),
        Rule(
            id="deed.none",
            example="新增【6家】三级医院。",
            gives=None,
            en="In all other cases no deed is told.",
            zh="其余情况下没有说明所做的事。",
            when=None,
            then=None,
        ),
    ]


def grade_rules(_: Lexicon) -> list[Rule]:
    """Nouns that a list states once, for the last of its grades; they rewrite `noun`."""
    noun = pl.col("noun")
    next_grade = pl.col("after").str.contains("^[^、,;:。]{1,4}级(?:、|和|及)$")
    return [
        Rule(
            id="noun.of_grade",
            example="新增【5个】国家级、60个省级培训基地。",
            gives="国家级培训基地",
            en="A grade alone takes the noun that stands behind the next grade.",
            zh="只有级别时，取下一级别之后的名词。",
            when=noun.str.contains("^[^、]{1,4}级$") & next_grade & nouns.nothing_between(),
            then=pl.coalesce(SEEN + noun.shift(-1).str.extract("级(.{2,})$"), SEEN),
        ),
    ]


def count_rules(_: Lexicon) -> list[Rule]:
    """Nouns that stand behind the second of two counts; they decide `noun` once more."""
    counts_on = (pl.col("after") == "") & (pl.col("unit") != "") & (pl.col("unit").shift(-1) != "")
    return [
        Rule(
            id="noun.of_next_count",
            example="办好【12类】45件民生实事。",
            gives="民生实事",
            en="Two counts that stand side by side count the same things.",
            zh="两个数量紧接时，所计数的是同一事物。",
            when=pl.col("noun").is_null() & counts_on & nouns.nothing_between(),
            then=pl.col("noun").shift(-1),
        ),
        Rule(
            id="noun.of_one_count_as_it_stands",
            example="新增【6家】三级医院。",
            gives="三级医院",
            en="In all other cases the count keeps its own noun.",
            zh="其余情况下，数量保留自己的名词。",
            when=None,
            then=pl.col("noun"),
        ),
    ]
