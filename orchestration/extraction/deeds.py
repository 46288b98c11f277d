"""Deeds that a list states once, and deeds done to what was named before."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.ladder import Rule, decided
from orchestration.lexicon import Lexicon


def with_shared_deed(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """新增规上企业 3 家、专精特新企业 5 家 → 新增专精特新企业: a list states once what is done to all its members.

    Completes `name` and adds `_deed_rule`.
    """
    # Each step reads what the one before it adds.
    frame = frame.with_columns(**_bare_thing(lexicon)).with_columns(_takes_deed=_takes_deed(), _among=_among())
    deed = lexicon.any_of("gain", "action", without=[*lexicon.of_role("level"), *lexicon.of_role("standing")])
    name = pl.col("name")
    own_deed = pl.coalesce(name.str.extract(f"^[“”]*((?:{deed})(?:(?:和|与|及|并|、)?(?:{deed}))*)"), pl.lit(""))
    own_gain = name.str.extract(f"^[“”]*({lexicon.any_of('gain')})").fill_null("")
    return decided(
        frame.with_columns(
            _deed=windows.carried(pl.when(~pl.col("_takes_deed")).then(own_deed), pl.col("sentence")).fill_null(""),
            _gain=windows.carried(pl.when(~pl.col("_among")).then(own_gain), pl.col("sentence")).fill_null(""),
        ),
        "name",
        deed_rules(lexicon),
        by="_deed_rule",
    )


def deed_rules(lexicon: Lexicon) -> list[Rule]:
    """Names of a list that lack the deed said once, at its head."""
    return [
        Rule(
            "completion.deed_of_list",
            "新增规上企业3家、专精特新企业【5家】。",
            "新增专精特新企业",
            "A counted thing behind an enumeration comma takes the deed that the list began with.",
            "顿号之后的被计数事物补上列表开头的行为。",
            pl.col("_takes_deed") & (pl.col("_deed") != ""),
            pl.col("_deed") + pl.col("name"),
        ),
        Rule(
            "completion.gain_of_whole",
            "新登记经营主体147万户，其中企业【57万户】。",
            "新登记企业",
            "What 其中 parts from an addition was added too.",
            "“其中”所分出的部分同样是新增的。",
            pl.col("_among") & ~pl.col("_takes_deed") & (pl.col("_gain") != ""),
            pl.col("_gain") + pl.col("name"),
        ),
        Rule(
            "completion.deed_as_it_stands",
            "新增规上企业【3家】。",
            "新增规上企业",
            "The name states its own deed, or there is none.",
            "名称自带行为，或没有行为。",
            None,
            pl.col("name"),
        ),
    ]


def _bare_thing(lexicon: Lexicon) -> dict[str, pl.Expr]:
    """Whether a name is of counted things without a deed of their own, and how it goes on from the one before."""
    name, before = pl.col("name"), pl.col("before")
    own = lexicon.any_of("gain", "action", "reach", "growth_up", "growth_down", "level")
    changes = pl.col("tail").str.contains("增|降|提高|减少")
    counted = ~pl.col("unit").is_in(["%", "‰", "个百分点", "倍", ""]) & ~changes
    # 新建光伏 20 万千瓦、治沙 3 万亩: a deed of its own.
    quantity = name.str.contains(f"^{lexicon.any_of('own_deed')}|{lexicon.any_of('sum_quantity')}$")
    leans = pl.any_horizontal("_leaning", "_generic", "_bare", "_placed", "_measured")
    return {
        "_bare_thing": ~leans & counted & ~quantity & ~name.str.contains(f"^[“”]*{own}"),
        "_listed_on": pl.col("follows") & ~before.str.contains("[,;:。!?]") & before.str.contains("、|和|及|与"),
    }


def _takes_deed() -> pl.Expr:
    takes = pl.col("_listed_on") & pl.col("_bare_thing") & pl.col("attribution").is_in(["subject", "object", "list"])
    return takes.fill_null(value=False)


def _among() -> pl.Expr:
    """新登记 147 万户,其中企业 57 万户: of those that came."""
    of_those = pl.col("own").str.contains("^其中")
    held = windows.carried(pl.when(of_those | ~pl.col("_listed_on")).then(of_those), pl.col("sentence"))
    return (held.fill_null(value=False) & pl.col("_bare_thing")).fill_null(value=False)


def without_gain(name: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """新增专精特新企业 → 专精特新企业."""
    gain = lexicon.any_of("gain")
    return pl.coalesce(windows.where(name, f"^{gain}").str.replace(f"^{gain}([^和、].*)$", "${1}"), name)


def done_to(name: pl.Expr, action: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """开工保障性住房 and 建成 → 建成保障性住房; 生猪存栏 and 出栏 → 生猪出栏; null where the name holds no action."""
    actions = lexicon.any_of("action", "gain", without=lexicon.of_role("noun_deed"))
    # Looked at only where it matters: the patterns are long.
    name = pl.when(action.is_not_null()).then(name)
    first, last = f"^(?:{lexicon.adverbs})*{actions}(?:建设|实施)?", f"{actions}$"
    thing, whose = name.str.replace(first, ""), name.str.replace(last, "")
    # 市场主体总量 340 万户,新增 50 万户: of any quantity.
    more = action.is_in(lexicon.of_role("gain")) & (thing.str.len_chars() >= 2)
    return (
        pl.when(more)
        .then(action + thing.str.replace("(?:总量|总数|总规模)$", ""))
        .when((thing != name) & (thing.str.len_chars() >= 2))
        .then(action + thing)
        .when((whose != name) & (whose.str.len_chars() >= 2))
        .then(whose + action)
    )
