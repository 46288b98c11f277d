"""Value, unit, measure and bound of each figure; how the last three are decided stands in their tables of rules."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import bound_rules, lists, measure_rules, vocabulary, windows
from orchestration.extraction.attribution import repeated
from orchestration.extraction.bases import negative
from orchestration.extraction.ladder import Rule, decided, decided_again
from orchestration.extraction.mentions import NUMBER
from orchestration.lexicon import Lexicon

# 保持 8%左右的增长, 实现两位数增长
_GROWS_AFTER = "^(?:左右|以上|以内|上下)?的?(?:较快|中高速|正|稳定|持续)?(?:增长|增速|增幅|涨幅)(?:[,;。、]|$)"
_CUTS = "^(?:平均|累计|总体)*(?:压减|压缩|缩短|减少|降低|精简|核减)[^,]{2,}$"


def ratios(frame: pl.LazyFrame) -> pl.LazyFrame:
    """三次产业结构比 6.6:40.2:53.2 → a row for each part, in per cent."""
    ratio = pl.col("token").str.contains(rf"^{NUMBER}(?::{NUMBER}){{2,}}$")
    three = ratio & (pl.col("token").str.count_matches(":") == 2)
    return (
        frame.with_columns(ratio=ratio)
        .with_columns(_part=pl.when(ratio).then(pl.col("token").str.split(":")).otherwise(pl.concat_list("token")))
        .with_columns(_part_name=pl.when(three).then(lists.ratio_parts()))
        .with_columns(_nth_part=pl.int_ranges(pl.col("_part").list.len()))
        .with_columns(
            _part_at=pl.col("_part")
            .list.eval(pl.element().str.len_chars().cast(pl.Int64) + 1)
            .list.eval(pl.element().cum_sum() - pl.element())
        )
        .explode("_part", "_nth_part", "_part_at")
        .with_columns(at=pl.when("ratio").then(pl.col("at") + pl.col("_part_at")).otherwise("at"))
        .with_columns(
            to=pl.when("ratio").then(pl.col("at") + pl.col("_part").str.len_chars().cast(pl.Int64)).otherwise("to")
        )
        .with_columns(
            indicator=pl.when(pl.col("_part_name").is_not_null())
            .then(pl.col("_part_name").list.get(pl.col("_nth_part"), null_on_oob=True))
            .otherwise("indicator"),
            unit=pl.when(pl.col("ratio")).then(pl.lit("%")).otherwise("unit"),
            token=pl.col("_part"),
            written=pl.when("ratio").then("_part").otherwise("written"),
        )
        .drop("^_.*$")
    )


def valued(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `value` and `value_max`, `measure` and `bound`, and complete `unit`; each of the last three with its rule."""
    frame = decided(_with_numbers(frame), "unit", measure_rules.unit_rules())
    frame = decided(_with_cues(frame, lexicon), "measure", measure_rules.measure_rules(lexicon))
    frame = decided(frame, "bound", bound_rules.bound_rules(lexicon))
    frame = repeated(frame.drop("repeated"), "measure").with_columns(_shared_bound=_shared_bound())
    frame = decided_again(frame, "measure", measure_rules.repeated_measure_rules())
    frame = decided_again(frame, "bound", bound_rules.list_bound_rules())
    frame = decided_again(frame, "unit", measure_rules.rank_unit_rules())
    frame = _named_by_rate(frame, lexicon)
    sign = pl.when((negative(lexicon) | pl.col("_cut_by")) & ((pl.col("measure") != "level") | pl.col("minus")))
    return frame.with_columns(
        value=pl.col("value") * sign.then(-1.0).otherwise(1.0),
        value_max=pl.col("value_max") * sign.then(-1.0).otherwise(1.0),
    ).drop("^_.*$")


def _with_numbers(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add the numbers, `value` and `value_max`, and what the rules of the unit read.

    `_own_unit` is the unit behind the number, `_list_unit` that behind the last one of its list, `_without_unit` whether
    the list states it there alone, `_half_a_point` whether 个 stands for percentage points.
    """
    token, own = pl.col("token"), pl.col("_own_unit")
    first = token.str.replace_all(",", "").str.replace("[^0-9.].*$", "").cast(pl.Float64)
    # 占全国 1/3.
    parts = token.str.extract_groups("^([1-9])/([1-9][0-9]?)$")
    fraction = parts.struct.field("1").cast(pl.Float64) / parts.struct.field("2").cast(pl.Float64)
    # The second number of a range, past the unit that may follow the first: 5%—6%.
    second = (
        windows.where(token, r"[—\-~至到]")
        .str.extract(rf"^{NUMBER}[^—\-~至到0-9]*[—\-~至到]({NUMBER})")
        .str.replace_all(",", "")
        .cast(pl.Float64)
    )
    return (
        frame.with_columns(
            value=pl.coalesce(fraction, first),
            value_max=second,
            _own_unit=pl.col("unit").str.replace(rf"^.*[—\-~至到]{NUMBER}|^/[0-9]+$", ""),
            _still=pl.col("written") == "持平",
            _grows_after=_relative() & pl.col("after").str.contains(_GROWS_AFTER),
        )
        .with_columns(
            _list_unit=own.last().over("list"),
            # 增长 4.5 个、提高 0.7 个百分点: half a point cannot be counted.
            _half_a_point=(own == "个")
            & token.str.contains(".", literal=True)
            & own.shift(-1).str.contains("百分点")
            & (pl.col("sentence") == pl.col("sentence").shift(-1)),
        )
        .with_columns(
            _grows_after=pl.col("_grows_after") & ~pl.col("_still"),
            _without_unit=(own == "")
            | ((own == "个") & pl.col("_list_unit").str.contains("百分点"))
            | pl.col("_half_a_point"),
        )
    )


def _relative() -> pl.Expr:
    """Whether the number is a share or a multiple of something: 5%, 2 倍, 三分之一."""
    return pl.col("unit").is_in(["%", "‰", "倍", "成", "番"]) | pl.col("token").str.contains("^[0-9]+/[0-9]+$")


def _with_cues(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the rules of measure and bound read.

    `_relative`, `_points`: the kind of the unit. `_change` is the predicate without words of standing, `_moved` whether it
    tells a change, `_closing` whether a word of standing ends it, `_cut_by` whether a verb of cutting begins the clause.
    `_own_tail` is the clause of a figure that leads its list, `_bound_word` the bound that it ends with.
    """
    level, up, down = (lexicon.any_of(role) for role in ("level", "growth_up", "growth_down"))
    bounds = lexicon.any_of("min", "max")
    return frame.with_columns(
        _compared=pl.col("compared").fill_null(""),
        _relative=_relative(),
        _points=pl.col("unit").str.contains("百分点|千分点|基点"),
        _change=pl.col("tail").str.replace_all(level, ""),
        _closing=pl.col("tail").str.contains(f"(?:{level})(?:约|近|超过?|了)?$"),
        # 平均压减时间 58%: a verb of falling before a share says by how much it fell.
        _cut_by=_relative() & pl.col("subject").str.contains(_CUTS),
        _own_tail=pl.when(pl.col("place_in_list") > 0).then(pl.lit("")).otherwise(pl.col("clause")),
    ).with_columns(
        _moved=pl.col("_change").str.contains(f"{up}|{down}"),
        _bound_word=windows.where(pl.col("_own_tail"), bounds).str.extract(f"({bounds})(?:{lexicon.adverbs}|了)*$"),
    )


def _named_by_rate(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """制造业增速提高 10.6 个百分点: what changed is the rate of growth, and the name says so."""
    rate = pl.col("tail").str.extract("^(增速|增幅|涨幅|增长率)")
    # 增幅全省排第 3 位
    placed = pl.col("head").str.extract(f"^(增速|增幅|涨幅|增长率){lexicon.any_of('compared_place')}$")
    rate = pl.coalesce(rate, pl.when(pl.col("measure") == "rank").then(placed))
    of_rate = (
        pl.col("measure").is_in(["difference", "rank"])
        & rate.is_not_null()
        & ~pl.col("indicator").str.contains("(?:增速|增幅|涨幅|率)$")
    )
    # 规上工业增加值增速高于全国: a gap measures what the clause before it does.
    quantity = pl.col("indicator").str.contains(f"{vocabulary.quantity(lexicon)}$")
    named = frame.with_columns(
        _rate=rate, _of_rate=of_rate & (pl.col("compared").is_null() | (pl.col("measure") == "rank") | ~quantity)
    )
    return decided_again(named.rename({"indicator": "completion"}), "completion", rate_rules()).rename(
        {"completion": "indicator"}
    )


def rate_rules() -> list[Rule]:
    """What a name takes where the change of a rate is told."""
    return [
        Rule(
            "completion.rate_that_changed",
            "制造业投资增速提高【10.6个百分点】。",
            "制造业投资增速",
            "The figure is a change of the rate of growth, and the name takes the word for the rate.",
            "数字是增速的变化，名称补上表示增速的词。",
            pl.col("_of_rate"),
            pl.col("completion") + pl.col("_rate"),
        ),
        Rule(
            "completion.name_as_it_stands",
            "棉花产量【30万吨】。",
            "棉花产量",
            "The name stays as it is.",
            "名称保持不变。",
            None,
            pl.col("completion"),
        ),
    ]


def _shared_bound() -> pl.Expr:
    """分别超 98.5%和 99%, 分别增长 5%和 7%左右: a bound said before the first or behind the last, null if none is."""
    bound = pl.col("bound")
    in_turn = pl.col("head").str.contains("分别|各自").any().over("list")
    before = pl.when(pl.col("place_in_list") == 0).then(bound)
    first = before.filter(before.is_in(["min", "max", "approx"])).first().over("list")
    behind = pl.when(pl.col("place_in_list") == pl.col("list_length") - 1).then(bound)
    last = behind.filter(behind.is_in(["approx"])).first().over("list")
    return pl.coalesce(first, pl.when(in_turn).then(last))
