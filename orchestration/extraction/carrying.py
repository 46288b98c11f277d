"""Figures without a name of their own take one: what the sentence named before, will name, or the paragraph named."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import deeds, windows
from orchestration.extraction.ladder import UNCHANGED, Rule, changed_by, decided
from orchestration.extraction.marks import HELD, T_OPEN
from orchestration.lexicon import Lexicon


def carried(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Give `name` to the figures that have none, and tell by which rule (`_carried_rule`)."""
    frame = decided(_of_sentence(frame, lexicon), "name", carried_rules(lexicon), by="_near_rule")
    frame = decided(_from_farther(frame), "name", farther_rules(lexicon), by="_far_rule")
    return frame.with_columns(
        _carried_rule=pl.coalesce(changed_by("_far_rule"), changed_by("_near_rule"), pl.lit(UNCHANGED))
    )


def _of_sentence(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the sentence has named before: `_said`, the name itself; `_all`, without a verb of addition.

    `_reaches` is a verb of reaching that stands alone, `_quantity` the last name that is no share, `_made` what the clause's deed is done to, `_whole` the last name that
    tells no addition, in a sentence where something was done to what was named.
    """
    name, sentence = pl.col("name"), pl.col("sentence")
    action, made = pl.col("only_action"), pl.col("_made")
    came = pl.col("only_action").is_in(lexicon.of_role("gain")).fill_null(value=False)
    named = pl.coalesce(name, made)
    return (
        frame.with_columns(
            _said=windows.carried(name, sentence),
            _before=windows.carried(name, pl.col("para")),
            _reaches=_reaches(lexicon),
            _quantity=windows.carried(pl.when(~pl.col("_leaning")).then(name), sentence),
            **_of_what(lexicon),
        )
        .with_columns(_all=deeds.without_gain(pl.col("_said"), lexicon), _came=came)
        .with_columns(
            _last_said=pl.when("_counts_all")
            .then("_all")
            .when("_grows")
            .then(pl.coalesce("_quantity", "_said"))
            .otherwise("_said")
        )
        .with_columns(_made=deeds.done_to(pl.col("_last_said").str.replace_all(HELD, ""), action, lexicon))
        .with_columns(_done=(made.is_not_null() & ~pl.col("_came")).any().over("sentence"))
        .with_columns(_whole=windows.carried(pl.when(pl.col("_done") & ~pl.col("_came")).then(named), sentence))
    )


def _reaches(lexicon: Lexicon) -> pl.Expr:
    """The verb of reaching that stands alone before a figure, null where there is none: 惠及 3 万户."""
    return pl.col("plain_subject").str.extract(f"^(?:{lexicon.adverbs}|可|能|共)*({lexicon.any_of('reach')})$")


def _of_what(lexicon: Lexicon) -> dict[str, pl.Expr]:
    """`_counts_all`: the figure counts all, not what was added. `_grows`: it says by how much a quantity grew."""
    lacks = pl.col("attribution") == "carried"
    said = pl.col("tail") + pl.col("verb").fill_null("")
    return {
        "_counts_all": lacks & pl.col("head").str.contains(lexicon.any_of("counts_all")),
        "_grows": lacks & (pl.col("unit") == "%") & said.str.contains("[增降涨跌]"),
    }


def carried_rules(lexicon: Lexicon) -> list[Rule]:
    """Names that the sentence has said before the figure."""
    return [_kept("carried"), *_from_before()]


def _kept(step: str) -> Rule:
    return Rule(
        f"completion.{step}_name_as_it_stands",
        "棉花产量【30万吨】。",
        "棉花产量",
        "The figure has a name.",
        "数字已有名称。",
        pl.col("name").is_not_null(),
        pl.col("name"),
    )


def _counted_or_grown() -> list[Rule]:
    """A total, or the quantity that grew, of what was named before."""
    return [
        Rule(
            "completion.all_counted",
            "新增上市公司40家，累计达到【120家】。",
            "上市公司",
            "A total counts all, not those that were added.",
            "累计数指全部，而不只是新增部分。",
            pl.col("_counts_all") & (pl.col("_all") != pl.col("_said")),
            pl.col("_all"),
        ),
        Rule(
            "completion.quantity_that_grew",
            "税收收入完成11亿元，占年度预算的42%，增长【9%】。",
            "税收收入",
            "What grows is the quantity, not its share.",
            "增长的是数量本身，而不是占比。",
            pl.col("_grows") & (pl.col("_quantity") != pl.col("_said")),
            pl.col("_quantity"),
        ),
    ]


def _reached() -> list[Rule]:
    """A verb of reaching people stands alone before the figure."""
    return [
        Rule(
            "completion.done_to_people",
            "累计扩招高职学生2万人、培训【30万人次】。",
            "培训",
            "A verb that tells by itself what was done to people names the figure.",
            "“培训、接待”一类的动词本身说明了所做的事，即为名称。",
            pl.col("_reaches").is_in(["培训", "接待", "服务"]),
            pl.col("_reaches"),
        ),
        Rule(
            "completion.reached_by",
            "改造老旧小区120个，惠及【3万户】。",
            "改造老旧小区惠及",
            "A verb of reaching stands alone before the figure, and what was named before is what reaches people.",
            "数字前只有“惠及”一类的动词，前面所说的事物是其主语。",
            pl.col("_reaches").is_not_null() & pl.col("_said").is_not_null(),
            pl.col("_said").str.strip_suffix(pl.col("_reaches")) + pl.col("_reaches"),
        ),
    ]


def _from_before() -> list[Rule]:
    return [
        Rule(
            "completion.name_lost",
            "棉花、油料产量分别增长3%、4%、【5%】。",
            None,
            "The list holds fewer names than figures, and which one was lost is not known.",
            "列表中的名称少于数字，无法得知缺少哪一个。",
            pl.col("nameless"),
            None,
        ),
        Rule(
            "completion.done_to_named",
            "开工保障性住房2万套，建成【1.5万套】。",
            "建成保障性住房",
            "The clause holds a deed alone, and it is done to what was named before.",
            "分句只有行为，其对象是前面所说的事物。",
            pl.col("_made").is_not_null(),
            pl.col("_made"),
        ),
        Rule(
            "completion.whole_that_grew",
            "开工项目30个，建成20个，新增10个，增长【5%】。",
            "建成项目",
            "Behind an addition it is the whole that grows, not what was added.",
            "新增之后的增长指总体，而不是新增部分。",
            pl.col("_whole").is_not_null(),
            pl.col("_whole"),
        ),
        *_counted_or_grown(),
        *_reached(),
        Rule(
            "completion.carried",
            "棉花产量30万吨，增长【5%】。",
            "棉花产量",
            "The clause names nothing, and the figure is of what the sentence named last.",
            "分句没有名称，数字属于句中最近的名称。",
            pl.col("_said").is_not_null(),
            pl.col("_said"),
        ),
        Rule(
            "completion.clause_before",
            "实施个人养老金，达到【421万人】。",
            "个人养老金",
            "The sentence has given no figure yet, and this one is of what the clause before speaks of.",
            "句中此前没有数字，本数字属于前一分句所说的事物。",
            pl.col("about").is_not_null(),
            pl.col("about"),
        ),
        Rule(
            "completion.carried_as_it_stands",
            "增长【5%】。",
            None,
            "The sentence has named nothing before the figure.",
            "句中此前没有任何名称。",
            None,
            None,
        ),
    ]


def _from_farther(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `_again`, the name that another figure of the sentence took, and `_ahead`, the next name of the sentence.

    The next one is for figures that only a time stands before.
    """
    row = pl.int_range(pl.len())
    frame = frame.with_columns(_named_before=pl.col("_before").is_not_null())
    named_at = pl.when(pl.col("name").is_not_null()).then(row).backward_fill()
    same = pl.col("sentence").gather(named_at) == pl.col("sentence")
    return frame.with_columns(
        _again=windows.carried(pl.col("name"), pl.col("sentence")),
        _ahead=pl.when(
            same & pl.col("_stands").is_null() & (pl.col("own").str.contains(T_OPEN) | ~pl.col("_named_before"))
        ).then(pl.col("name").backward_fill()),
    )


def farther_rules(lexicon: Lexicon) -> list[Rule]:
    """Names that stand elsewhere: with a figure that took its own, in a clause to come, in a sentence before."""
    return [
        _kept("farther"),
        Rule(
            "completion.farther_lost_as_it_stands",
            "棉花、油料产量分别增长3%、4%、【5%】。",
            None,
            "The list holds fewer names than figures, and no other name is taken for the lost one.",
            "列表缺少名称时，不以其他名称代替。",
            pl.col("nameless"),
            None,
        ),
        Rule(
            "completion.carried_again",
            "实施个人养老金，达到421万人，增长【5%】。",
            "个人养老金",
            "The figure is of what one before it took from its clause.",
            "数字沿用前一数字从分句中取得的名称。",
            pl.col("_again").is_not_null(),
            pl.col("_again"),
        ),
        Rule(
            "completion.named_ahead",
            "一季度增长【6.1%】，上半年地区生产总值增长5.9%。",
            "地区生产总值",
            "Only a time stands before the figure, and the sentence names it in a clause to come.",
            "数字之前只有时间，名称在同句后面的分句中出现。",
            pl.col("_ahead").is_not_null(),
            pl.col("_ahead"),
        ),
        Rule(
            "completion.of_paragraph",
            "棉花产量30万吨。增长【5%】。",
            "棉花产量",
            "The sentence names nothing, and the figure is of what the paragraph named last.",
            "句中没有名称，数字属于本段最近的名称。",
            pl.col("_before").is_not_null(),
            pl.col("_before"),
        ),
        Rule(
            "completion.farther_as_it_stands",
            "增长【5%】。",
            None,
            "Nothing was named before.",
            "此前没有任何名称。",
            None,
            None,
        ),
    ]
