"""What a figure measures: the indicator in the text's own words, completed from the sentence.

The rules, in the order tried (each row keeps the name of the one that made it):

`list`      names and figures of a list, paired in order, with shared heads and tails distributed
`subject`   what stands before the predicate: 粮食产量达 110 亿公斤
`object`    what stands after the number: 新增 6 家三级医院
`carried`   the clause names nothing of its own: …,增长 5%
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import nouns, runs, subjects
from orchestration.extraction.clauses import AFTER_BOUND
from orchestration.extraction.marks import HELD, TIME
from orchestration.extraction.vocabulary import CORE, MODIFIER, lead_pattern
from orchestration.lexicon import Lexicon

_TOPIC = f"{CORE}|GDP|[^就失]业|经济"
# What is said of a quantity without a figure: 粮食产量再创新高.
_FARES = "屡创|再次|再度|又创|迭创|连年|实现|加快|发展|连续|持续|稳步|稳定|较快|快速|平稳|继续|再|首次|突破|跨越|跨过|连跨|连上|迈|创|保持|呈|大幅|明显|显著|不断|全面|率先|逐步|逐年|双双"
# A noun that a name may end with: before a number it is the subject, not a verb.
_CLOSING = f"(?:{CORE}|{MODIFIER}|率|数|量|额|值|价|费|业|区|县|村|园|人|户|家|地|品|物|车|房|校|路)$"


def single(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `name` and `attribution` for figures that stand alone; `carried` rows still lack their name."""
    verb = lexicon.any_of("action", "gain", "reach")
    adverb = lexicon.adverbs
    # 完成 says of a quantity that it was reached, and 拥有 that it is there.
    deed = lexicon.any_of("action", without=[*lexicon.of_role("level"), "拥有"])
    # 植树造林 659 万亩 names a thing of its own.
    deed_to = lexicon.any_of("action", without=[*lexicon.of_role("level"), "拥有", "造林", "植树", "脱贫", "放流"])
    held = pl.when(pl.col("follows") & pl.col("noun").is_null()).then(pl.col("subject_").str.replace_all(HELD, ""))
    gain = lexicon.any_of("gain")
    reach = lexicon.any_of("reach")
    lead = lead_pattern(lexicon)
    noun = pl.col("noun")
    # 11 家企业入选名录: what they did tells which.
    thing = noun + pl.col("deed").fill_null("")
    bare = noun.str.contains(nouns.CLASS)
    only_verbs = pl.col("subject_").str.contains(f"^(?:{verb}|{adverb}|的)+$")
    verbs = pl.col("subject_").str.replace(f"^(?:{adverb})+", "")
    plain = (
        # 完成 120 项惠民实事: here 完成 is the verb of what is counted.
        pl.col("tail")
        .str.replace_all("完成|实现", "")
        .str.contains(lexicon.any_of("level", "growth_up", "growth_down"))
        | pl.col("compared").is_not_null()
    ).not_() | pl.col("clause").str.contains(r"^(?:\([0-9]{1,2}\))?为$")
    ends_in_verb = pl.col("subject_").str.contains(f"(?:{verb})$")
    ends_in_reach = pl.col("subject_").str.contains(f"(?:{reach})$")
    empty = pl.col("subject_") == ""
    # 西部陆海新通道通达全球 490 个港口: what stands before is no noun that could be counted.
    open_ended = ~ends_in_verb & ~pl.col("subject_").str.contains(_CLOSING) & (pl.col("noun").str.len_chars() <= 8)
    # 万达开示范区、高竹新区等 10 个毗邻平台: examples before, the counted thing after.
    examples = pl.col("subject_").str.contains("等$")
    # 引进甲、乙、丙等招商项目 33 个: what is counted is named after the examples.
    # 人工智能等产业营收: a class alone would say nothing.
    listing = runs.where(pl.col("subject_"), "、.*等")
    listing = pl.when(~listing.str.contains("等(?:产业|行业|领域|企业|方面|地区|城市)[^、]*$")).then(listing)
    instance = listing.str.extract(rf"^({verb}(?:了)?)?.*、.*?等([^等、]{{2,}})$", 1).fill_null("").str.strip_suffix(
        "了"
    ) + listing.str.extract(r"、.*?等([^等、]{2,})$", 1)
    # 单日 1000 架次飞行: a rate word belongs to the thing after the number.
    per = runs.where(pl.col("subject_"), "[日天年月周均]$").str.extract(r"(单日|每日|每天|每年|每月|每周|日均|年均)$")
    counted = noun.is_not_null() & plain
    # 103 个部门挂包 117 个行政村: what stands between belongs to the number before it.
    between = pl.col("follows") & ~pl.col("before").str.contains("[,;:。、]")
    # 派出 114 支工作队: two characters before a counted thing are its verb.
    short_verb = pl.col("subject_").str.contains("^[\u4e00-\u9fff]{2}$") & ~pl.col("subject_").str.contains(_CLOSING)
    # 推进总投资 180 亿元的电站建设: what it is invested in follows.
    invested = pl.when(pl.col("subject_").str.contains(f"^(?:{verb})*总投资$")).then(
        pl.col("after").str.extract(
            r"^(?:左右|以上)?的([\u4e00-\u9fff“”]{2,24}?)(?:(?:建设|等)?[,;。、!?]|(?:建设|工程)(?:进展|顺利|开工|加快|全面|正式|全部))",
            1,
        )
    )
    # The deed itself: 精细化治理 → 治理; reporting verbs (完成, 拥有) are no part of a name.
    first_deed = pl.col("subject_").str.extract(f"^(?:{adverb})*({deed}|{gain})").fill_null("")
    last_deed = pl.col("subject_").str.extract(f"({deed}|{gain})$").fill_null("")
    # 测评点中有 22 项达到最优水平: of these, what some did.
    among = pl.col("subject_").str.extract("^(.{2,}[^其])中有?$")
    of_these = pl.col("after").str.extract(f"^({lexicon.any_of('event')}[^,;:。!?]{{2,}})")
    among = pl.when(noun.is_null()).then(among + of_these)
    about = pl.col("about")
    # 粮食产量再获丰收,增产 3 亿斤: the clause before names it.
    stem = runs.where(pl.col("previous"), _TOPIC).str.extract(rf"^([^、]{{0,20}}?(?:{_TOPIC}))(?:{_FARES})", 1)
    topic = pl.col("topic")
    return (
        figures.with_columns(_after=nouns.text_after())
        .with_columns(noun=nouns.noun(lexicon))
        .with_columns(
            _counted=pl.col("noun").is_not_null() & ~pl.col("tail").str.contains("增|降"), deed=nouns.deed_of(lexicon)
        )
        .pipe(subjects.with_subject, lexicon)
        .with_columns(deed=pl.coalesce("deed", nouns.deed_of_next()), noun=nouns.with_next_noun())
        .with_columns(
            about=pl.when(empty | only_verbs).then(nouns.of_previous(lexicon)),
            topic=pl.when("unfigured").then(stem.str.replace_all(TIME, "").str.replace(lead, "")),
        )
        # 建成 1.5 万套, 改造提升 80 万亩: done to what the clause before names.
        .with_columns(
            only_action=pl.when(held.str.contains(f"^(?:{adverb})*(?:(?:{deed_to})+|{gain})$")).then(
                held.str.replace(f"^(?:{adverb})+", "")
            )
        )
        # “6%左右”的目标: a figure quoted alone repeats one that was named before.
        .with_columns(quoted=pl.col("before").str.contains("“$") & pl.col("after").str.contains(f"^{AFTER_BOUND}?”"))
        .with_columns(
            name=pl.when(pl.col("quoted"))
            .then(None)
            # 潜江、松滋等 10 个县市获批试点; 实施低效用地再开发等 18 项政策; 组建甲、乙等 39 只基金.
            .when(counted & examples & pl.col("deed").is_not_null())
            .then(thing)
            .when(counted & examples & bare)
            .then(pl.col("subject_") + noun)
            .when(counted & examples)
            .then(first_deed + noun)
            .when(counted & per.is_not_null())
            .then(per + noun)
            .when(among.is_not_null())
            .then(among)
            .when(empty & counted)
            .then(thing)
            .when(empty)
            .then(topic)
            .when(pl.col("only_action").is_not_null())
            .then(topic)
            .when(invested.is_not_null())
            .then(invested + "总投资")
            .when(only_verbs & noun.is_not_null())
            .then(verbs + noun)
            .when(only_verbs & about.is_not_null() & (about.str.len_chars() >= 2) & ends_in_reach)
            .then(about + verbs)
            .when(only_verbs & pl.col("follows"))
            .then(topic)
            .when(only_verbs & (about.str.len_chars() >= 2))
            .then(pl.when(verbs == "").then(pl.coalesce(topic, about)).otherwise(about + verbs))
            .when(counted & between)
            .then(thing)
            # 为退役军人提供 5 万个岗位: for whom belongs to the name.
            .when(counted & ends_in_verb & pl.col("subject_").str.contains("^[^,;:。、]{2,8}(?:提供|开展|发放|办理)$"))
            .then(pl.col("subject_") + noun)
            # 基础教育对口帮扶 217 所学校: a class alone would say nothing.
            .when(counted & ends_in_verb & bare)
            .then(pl.col("subject_") + noun)
            # 创新港 14 个项目落户科创园: whose they are stands before.
            .when(counted & pl.col("deed").is_not_null() & ~ends_in_verb)
            .then(pl.col("subject_") + thing)
            # 新增荆州、孝感 2 个过三千亿元城市: which they are stands between.
            .when(counted & (first_deed != "") & pl.col("subject_").str.contains("、") & ~ends_in_verb)
            .then(first_deed + thing)
            .when(counted & (ends_in_reach | short_verb | open_ended))
            .then(pl.col("subject_") + noun)
            .when(instance.is_not_null())
            .then(instance)
            .when(counted & ends_in_verb)
            .then(last_deed + noun)
            .otherwise(pl.col("subject_")),
            attribution=pl.when(pl.col("quoted"))
            .then(pl.lit("carried"))
            .when(counted & (examples | per.is_not_null() | between | short_verb))
            .then(pl.lit("object"))
            .when(empty & counted)
            .then(pl.lit("object"))
            .when(empty | (only_verbs & noun.is_null() & pl.col("follows")))
            .then(pl.lit("carried"))
            .when((only_verbs | (counted & ends_in_verb)) & noun.is_not_null())
            .then(pl.lit("object"))
            .otherwise(pl.lit("subject")),
        )
    )
