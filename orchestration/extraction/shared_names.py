"""The rules by which a figure takes a name from its list."""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule


def list_name_rules() -> list[Rule]:
    """Whose name a figure of a list takes; they read the columns of `attribution`."""
    return [
        Rule(
            "name.list_member",
            "棉花、油料产量分别增长3%、【4%】。",
            "油料产量",
            "The list names its figures, and this one takes the name at its place.",
            "列表为各数字命名，该数字取对应位置的名称。",
            pl.col("in_list"),
            pl.col("member"),
        ),
        Rule(
            "name.carried_leader",
            "森林面积分别为20万亩、【30万亩】。",
            "森林面积",
            "The list names one thing only, and its first figure stands for all that no noun follows.",
            "列表只有一个名称，其后没有名词的数字均沿用首个数字的名称。",
            pl.col("_as_leader"),
            pl.col("lead_name"),
        ),
        Rule(
            "name.own_as_it_stands",
            "棉花产量【30万吨】。",
            "棉花产量",
            "The figure keeps the name that its own clause gives it.",
            "保留本分句给出的名称。",
            None,
            pl.col("name"),
        ),
    ]
