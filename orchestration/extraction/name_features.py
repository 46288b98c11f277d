"""What the rules of names read: each feature of a figure's clause is a column that is computed once."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import nouns, windows
from orchestration.extraction.marks import HELD, TIME
from orchestration.extraction.vocabulary import after_bound, lead_pattern, quantity
from orchestration.lexicon import Lexicon


def with_features(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add the columns that `name_rules` reads; see each function for what they hold."""
    frame = figures
    for step in (_of_clause, _of_verbs, _of_counted, _of_examples, _of_previous, _of_others):
        frame = step(frame, lexicon)
    return frame


def _of_clause(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the clause is like as a whole.

    `quoted`: the figure alone stands in quotation marks, so it repeats one that was named before (“6%左右”的目标).
    `empty`: nothing that could be a name stands before the number. `counted`: a noun follows the number, and no words
    of change, level or comparison stand before it. `between`: only words that belong to the number before stand
    between the two.
    """
    # 完成 120 项惠民实事: here 完成 is the verb of what is counted.
    tail = pl.col("tail").str.replace_all(lexicon.any_of("completing"), "")
    said_of = tail.str.contains(lexicon.any_of("level", "growth_up", "growth_down")) | pl.col("compared").is_not_null()
    stands_for = pl.col("clause").str.contains(r"^(?:\([0-9]{1,2}\))?为$")
    return frame.with_columns(
        quoted=pl.col("before").str.contains("“$") & pl.col("after").str.contains(f"^{after_bound(lexicon)}?”"),
        empty=pl.col("plain_subject") == "",
        counted=pl.col("noun").is_not_null() & (~said_of | stands_for),
        # 103 个部门挂包 117 个行政村.
        between=pl.col("follows") & ~pl.col("before").str.contains("[,;:。、]"),
    )


def _of_verbs(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add the verbs before the number.

    `only_verbs`: nothing but verbs and adverbs stands there; `verbs`: the text without the adverbs in front.
    `ends_in_verb`, `ends_in_reach`: the last word is a verb, one that reaches people (惠及). `first_deed`, `last_deed`:
    the deed that the text begins or ends with, empty where there is none; verbs that only report (完成, 拥有) are none.
    """
    subject = pl.col("plain_subject")
    verb, adverb, gain = lexicon.any_of("action", "gain", "reach"), lexicon.adverbs, lexicon.any_of("gain")
    deed = lexicon.any_of("action", without=lexicon.of_role("level", "having"))
    return frame.with_columns(
        # 造林 600 公顷: it names what was made.
        only_verbs=subject.str.contains(f"^(?:{verb}|{adverb}|的)+$")
        & ~subject.str.contains(f"^(?:{adverb})*{lexicon.any_of('names_itself')}$"),
        verbs=subject.str.replace(f"^(?:{adverb})+", ""),
        ends_in_verb=subject.str.contains(f"(?:{verb})$"),
        ends_in_reach=subject.str.contains(f"(?:{lexicon.any_of('reach')})$"),
        first_deed=subject.str.extract(f"^(?:{adverb})*({deed}|{gain})").fill_null(""),
        last_deed=subject.str.extract(f"((?:(?:{deed}|{gain})(?:和|与|及|并|、))*(?:{deed}|{gain}))$").fill_null(""),
    )


def _of_counted(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what is known of the counted noun.

    `brings_about`: the verb before it makes it do something (推动). `did`: the sentence tells what the counted things did. `thing`: the noun with that deed. `class_alone`: the noun
    names a class of things and not which. `short_verb`: two characters before it are its verb (派出). `open_ended`:
    what stands before it is no noun that could be counted (通达全球). `provides`: the text tells for whom.
    """
    subject, noun = pl.col("plain_subject"), pl.col("noun")
    # A noun that a name may end with: before a number it is the subject, not a verb.
    closes = f"(?:{quantity(lexicon)}|{lexicon.any_of('shared_class')}|[率数量额值价费业区县村园人户家地品物车房校路])$"
    closing = subject.str.contains(closes)
    return frame.with_columns(
        did=pl.col("deed").is_not_null(),
        thing=noun + pl.col("deed").fill_null(""),
        brings_about=pl.col("last_deed").is_in(lexicon.of_role("causing")),
        class_alone=noun.is_in(lexicon.of_role("class_noun")),
        short_verb=subject.str.replace_all(HELD, "").str.contains("^[\u4e00-\u9fff]{2}$") & ~closing,
        open_ended=~pl.col("ends_in_verb") & ~closing & (noun.str.len_chars() <= 8),
        provides=subject.str.contains(f"^[^,;:。、]{{2,8}}{lexicon.any_of('providing')}$"),
    )


def _of_examples(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what examples before the number tell.

    `examples`: the text before the number ends with 等. `kind_of_examples`: what is named after the examples, with the
    verb in front of them (引进甲、乙、丙等招商项目 → 引进招商项目); null where there is none or a class alone
    (人工智能等产业).
    """
    verb = lexicon.any_of("action", "gain", "reach")
    listing = windows.where(pl.col("plain_subject"), "、.*等")
    listing = pl.when(
        ~listing.str.contains(f"等(?:{lexicon.any_of('broad_class')}|(?:关键|重点|主要)(?:领域|方面))[^、]*$")
    ).then(listing)
    # 牛奶、羊肉等产量居全国首位: a quantity alone is no kind.
    alone = f"(?:{quantity(lexicon)}|{lexicon.any_of('kind_alone')})"
    listing = pl.when(~listing.str.contains(f"等{alone}$")).then(listing)
    deed = listing.str.extract(rf"^({verb}(?:了)?)?.*、.*?等([^等、]{{2,}})$", 1).fill_null("").str.strip_suffix("了")
    return frame.with_columns(
        examples=pl.col("plain_subject").str.contains("等$"),
        kind_of_examples=deed + listing.str.extract(r"、.*?等([^等、]{2,})$", 1),
    )


def _of_previous(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the clause before tells, for figures whose own clause names nothing.

    `about`: what it speaks of (实施个人养老金,覆盖 421 万人). `topic`: the quantity that it reports on without a figure
    (粮食产量再获丰收,增产 3 亿斤). `only_action`: the deed that stands alone before the number, done to what the clause
    before names (建成 1.5 万套).
    """
    adverb, gain = lexicon.adverbs, lexicon.any_of("gain")
    # 植树造林 659 万亩 names a thing of its own.
    deed = lexicon.any_of("action", without=lexicon.of_role("level", "having", "names_itself"))
    thing = f"(?:{quantity(lexicon)}|{lexicon.any_of('topic')}|[^就失]业)"
    told_of = rf"^([^、]{{0,20}}?{thing}){lexicon.any_of('faring')}"
    stem = windows.where(pl.col("previous"), thing).str.extract(told_of, 1)
    lone = pl.when(pl.col("follows") & pl.col("noun").is_null()).then(pl.col("plain_subject").str.replace_all(HELD, ""))
    return frame.with_columns(
        about=pl.when(pl.col("empty") | pl.col("only_verbs")).then(nouns.of_previous(lexicon)),
        topic=pl.when("unfigured").then(stem.str.replace_all(TIME, "").str.replace(lead_pattern(lexicon), "")),
        only_action=pl.when(lone.str.contains(f"^(?:{adverb})*(?:(?:{deed})+|{gain})$")).then(
            lone.str.replace(f"^(?:{adverb})+", "")
        ),
    )


def _of_others(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what stands elsewhere in the clause and makes a name.

    `among`: those
    that a part was taken of, with what the part did (测评点中有 22 项达到最优水平). `invested`: what the total of an
    investment is invested in (推进总投资 180 亿元的电站建设). `purpose`: what a sum is for (拿出 12 亿元支持企业发展).
    """
    subject = pl.col("plain_subject")
    verb = lexicon.any_of("action", "gain", "reach")
    of_these = pl.col("after").str.extract(f"^({lexicon.any_of('event')}[^,;:。!?]{{2,}})")
    noun, goes_on = pl.col("noun"), (pl.col("after") == "的") & (pl.col("sentence") == pl.col("sentence").shift(-1))
    purpose = f"^{after_bound(lexicon)}?((?:用于|支持|助力|撬动|帮助)[\u4e00-\u9fff、“”]{{2,20}})[,;。!?]"
    works, goes = lexicon.any_of("works"), lexicon.any_of("progress")
    invested = f"^{after_bound(lexicon)}?的([\u4e00-\u9fff“”]{{2,24}}?)(?:(?:{works}|等)?[,;。、!?]|{works}{goes})"
    return frame.with_columns(
        among=pl.when(pl.col("noun").is_null()).then(subject.str.extract("^(.{2,}[^其])中有?$") + of_these),
        purpose=pl.when(pl.col("unit").str.contains("元$")).then(pl.col("after").str.extract(purpose, 1)),
        # 抓好总投资 2 万亿元的 389 个项目: in what the next figure counts.
        invested=pl.when(subject.str.contains(f"^(?:{verb}|[\u4e00-\u9fff]{{2}})?总投资$")).then(
            pl.coalesce(pl.col("after").str.extract(invested, 1), pl.when(goes_on).then(noun.shift(-1)))
        ),
    )
