"""Which indicator each figure is of.

Members of a list take names by their place in it (`lists`, `list_rules`). A name that needs another one (占比, 总量) is
completed from it (`completion`). A figure without a name takes the one named before (`carrying`). A figure quoted alone
takes the name it had when it was first said.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import (
    carrying,
    completion,
    completion_rules,
    deeds,
    list_rules,
    places,
    shared_names,
    windows,
)
from orchestration.extraction.ladder import UNCHANGED, Rule, changed_by, decided_again
from orchestration.extraction.marks import ANY_MARK, BETWEEN, EACH, GRADE, HELD, T_CLOSE, T_OPEN
from orchestration.lexicon import Lexicon

# What a list keeps with its leading figure.
_OF_LIST = ("items", "shared", "tail_full", "tail_core", "tail_graded", "shares", "parted_at", "parted_at_rule")
# What the others take from the leading figure, for they have no clause of their own.
_OF_LEADER = ("verb", "base", "base_rule", "compared", "tail", "head")


def named(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Give every figure its indicator: list members by their place, the carried by what went before.

    Adds `indicator`, `completion_rule` (what completed or gave the name, null where it stands complete), `misaligned`,
    and a row for each name that one figure is said of.
    """
    frame = _attributed(_with_lists(frame, lexicon))
    frame = carrying.carried(completion.completed(frame, lexicon), lexicon)
    rules = ("_carried_rule", "_deed_rule", "_owner_rule", "_again_rule", "member_rule")
    return frame.with_columns(
        indicator=_tidy(pl.col("name")),
        completion_rule=pl.coalesce(changed_by(rule) for rule in rules),
    ).drop("^_.*$")


def completion_table(lexicon: Lexicon) -> list[Rule]:
    """The rules that complete or give names, of all steps, without those that leave a name as it stands."""
    tables = (
        list_rules.tail_rules,
        list_rules.head_rules,
        completion_rules.again_rules,
        completion_rules.owner_rules,
        deeds.deed_rules,
        carrying.carried_rules,
        carrying.farther_rules,
    )
    rules = [rule for table in tables for rule in table(lexicon)]
    return [rule for rule in rules if not rule.id.endswith(UNCHANGED)]


def _with_lists(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Join to every figure what its list states, and the name that stands at its place there."""
    of_list = _of_list(frame)
    items = _members(of_list, lexicon)
    stated = of_list.drop("items", "shared", "tail_full", "tail_core", "tail_graded", "first_item", "last_item")
    # Its end alone, for the head of a long list would be copied to every member.
    leading = (
        frame.filter(pl.col("place_in_list") == 0)
        .with_columns(head=pl.col("head").str.tail(80))
        .select("list", *(pl.col(field).alias(f"lead_{field}") for field in _OF_LEADER))
    )
    return (
        frame.drop(_OF_LIST)
        .join(stated, on="list", maintain_order="left")
        .join(leading, on="list", maintain_order="left")
        .join(items, on=["list", "place_in_list"], how="left", maintain_order="left_right")
    )


def _of_list(frame: pl.LazyFrame) -> pl.LazyFrame:
    """One row per list: its names, and what its leading figure is of."""
    lists = frame.filter(pl.col("place_in_list") == 0).select(
        "list", *_OF_LIST, lead_name="name", lead_sentence="sentence", lead_length="list_length"
    )
    names = pl.col("items")
    return windows.computed(
        _carried_lists(lists)
        .with_columns(items=names.str.split(BETWEEN))
        .with_columns(
            in_list=names.is_not_null() & pl.col("shares"),
            names_in_list=names.list.len(),
            first_item=names.list.first(),
            last_item=names.list.last(),
        )
    )


def _carried_lists(lists: pl.LazyFrame) -> pl.LazyFrame:
    """A list without names of its own (分别增长 4%、3.3%) takes those of the list before it, place by place."""
    like = (pl.col("lead_sentence") == pl.col("lead_sentence").shift(1)) & (
        pl.col("lead_length") == pl.col("lead_length").shift(1)
    )
    carries = like & pl.col("items").is_null() & pl.col("lead_name").is_null() & (pl.col("lead_length") > 1)
    taken = ("items", "shared", "tail_full", "tail_core", "tail_graded", "shares")
    for _ in range(2):
        lists = lists.with_columns(
            pl.when(carries & pl.col("items").shift(1).is_not_null())
            .then(pl.col(field).shift(1))
            .otherwise(field)
            .alias(field)
            for field in taken
        )
    return lists


def _members(of_list: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per name of a list and figure that takes it.

    One figure said of several names is a row for each; a list of figures takes one name each. Joined row by row: a list
    of names on each of its members would grow with the square of its length.
    """
    place = pl.int_ranges(pl.col("items").list.len())
    shared = ("shared", "tail_full", "tail_core", "tail_graded", "first_item", "last_item")
    return (
        of_list.filter("in_list")
        .select("list", "lead_length", *shared, item="items", place_in_list=place)
        .explode("item", "place_in_list")
        .with_columns(place_in_list=pl.when(pl.col("lead_length") == 1).then(0).otherwise("place_in_list"))
        # 襄阳、宜昌总量: each member has a place of its own.
        .pipe(places.with_place_at_head, "item", "item_place", lexicon)
        .with_columns(last_place=pl.col("item_place").last().over("list"))
        .pipe(list_rules.with_member, lexicon)
        .select("list", "place_in_list", "member", "member_rule", "item_place")
    )


def _attributed(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Give every figure the name that its place tells: that of the list, of the leading figure, or its own.

    `nameless` is true where the list holds fewer names than figures.
    """
    follower = pl.col("place_in_list") > 0
    misaligned = pl.col("in_list") & (pl.col("list_length") > 1) & (pl.col("names_in_list") != pl.col("list_length"))
    frame = frame.with_columns(_as_leader=follower & pl.col("noun").is_null())
    frame = decided_again(frame, "name", shared_names.list_name_rules())
    frame = frame.with_columns(
        misaligned=misaligned,
        attribution=pl.when("in_list")
        .then(pl.lit("list"))
        .when("_as_leader")
        .then(pl.lit("carried"))
        .otherwise("attribution"),
        nameless=pl.col("in_list") & pl.col("member").is_null(),
        **{field: pl.when(follower).then(f"lead_{field}").otherwise(field) for field in _OF_LEADER},
    ).with_columns(base=_own_base())
    frame = decided_again(frame, "place", places.member_place_rules())
    frame = repeated(frame, "name").with_columns(name=pl.when("quoted").then("repeated").otherwise("name"))
    holds_word = pl.col("name").str.contains(rf"[^{ANY_MARK}“”的了、,;:() ]")
    return frame.with_columns(name=pl.when(holds_word).then("name"))


def _own_base() -> pl.Expr:
    """分别高于全国、全省 1.6 个、0.9 个百分点: each figure of a list has the base at its place."""
    bases = pl.col("base").str.split("、")
    in_turn = (pl.col("list_length") > 1) & (bases.list.len() == pl.col("list_length"))
    return pl.when(in_turn).then(bases.list.get(pl.col("place_in_list"), null_on_oob=True)).otherwise("base")


def repeated(frame: pl.LazyFrame, field: str) -> pl.LazyFrame:
    """Add `repeated`: the field of the paragraph's first figure with the same value, for “6%左右”的目标."""
    frame = windows.computed(frame)
    near = frame.filter("quoted").select("para").unique()
    stated = (
        frame.filter(~pl.col("quoted") & pl.col(field).is_not_null())
        .join(near, on="para", how="semi")
        .unique(["para", "token"], keep="first", maintain_order=True)
        .select("para", "token", repeated=field)
    )
    return windows.computed(frame.join(stated, on=["para", "token"], how="left", maintain_order="left"))


def _tidy(name: pl.Expr) -> pl.Expr:
    plain = (
        name.str.replace_all(f"[{T_OPEN}{T_CLOSE}{HELD}“”]", "")
        .str.replace_all(GRADE, "等", literal=True)
        .str.replace_all(EACH, "均", literal=True)
        .str.replace(r"^(?:的|了|、|,)+", "")
        .str.replace(r"^([\u4e00-\u9fff]{2})了", "${1}")
        .str.strip_chars("、,;: ")
    )
    # A bracket whose other half stood elsewhere in the sentence.
    bracketed = windows.where(plain, "[()]").str.replace(r"^\(([^()]*)$", "${1}").str.replace(r"^([^()]*)\)$", "${1}")
    tidy = pl.coalesce(bracketed, plain)
    return pl.when(tidy != "").then(tidy)
