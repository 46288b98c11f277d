"""The tables of rules in one book: what is decided, field by field, and by which rules. Each rule's example is a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from orchestration.extraction.attribution import completion_table
from orchestration.extraction.bases import base_rules
from orchestration.extraction.bound_rules import bound_table
from orchestration.extraction.disposition_rules import disposition_rules
from orchestration.extraction.flow_rules import flow_rules
from orchestration.extraction.ladder import Rule
from orchestration.extraction.list_rules import parted_at_rules
from orchestration.extraction.measure_rules import measure_table, unit_table
from orchestration.extraction.name_rules import name_rules
from orchestration.extraction.noun_rules import count_rules, deed_rules, grade_rules, noun_rules
from orchestration.extraction.part_rules import part_table
from orchestration.extraction.period_rules import period_table
from orchestration.extraction.places import place_table
from orchestration.extraction.shared_names import list_name_rules
from orchestration.extraction.status_rules import aim_goes_on_rules, status_rules
from orchestration.extraction.subjects import subject_rules
from orchestration.extraction.time_rules import time_rules
from orchestration.extraction.values import rate_rules
from orchestration.lexicon import Lexicon


@dataclass(frozen=True)
class Decision:
    """A field that a table of rules decides."""

    field: str
    """The field that is decided; the ids of its rules stand in the column `<field>_rule`."""
    en: str
    """What is decided, in one English sentence."""
    zh: str
    """The same in Chinese."""
    rules: Callable[[Lexicon], Sequence[Rule]]
    in_turn: bool = False
    """Whether each rule that holds changes what the rules before it left (`rewriting`), where else the first decides."""


BOOK: tuple[Decision, ...] = (
    Decision(
        "disposition",
        "What a number is: a value, which becomes an observation, or why it is none.",
        "数字是什么：是数值（成为观测），或不是数值的原因。",
        disposition_rules,
    ),
    Decision(
        "part",
        "Whether a sentence stands where the report reviews or where it plans; a cue holds until the next one.",
        "句子位于报告的回顾部分还是计划部分；提示在下一个提示之前有效。",
        lambda _: part_table(),
    ),
    Decision(
        "base",
        "What a figure is set against, where the clause compares it.",
        "分句作比较时，数字所比较的基准。",
        base_rules,
    ),
    Decision(
        "place",
        "The place whose figure it is; empty where it is the report's own.",
        "数字所属的地方；为报告自身地域时为空。",
        place_table,
    ),
    Decision(
        "noun",
        "The counted noun that follows a number; empty where a predicate or nothing follows.",
        "数字之后被计数的名词；其后为谓语或没有内容时为空。",
        noun_rules,
    ),
    Decision(
        "subject",
        "What stands before the number, without what belongs to no name; the rules change it one after the other.",
        "数字之前、去掉不属于名称的文字之后的内容；各规则依次修改。",
        subject_rules,
        in_turn=True,
    ),
    Decision(
        "deed",
        "What the counted things did or what was done to them, as far as it belongs to their name.",
        "被计数事物所做的事或经历的事，属于名称的部分。",
        deed_rules,
    ),
    Decision(
        "noun",
        "What a counted noun takes from the next one of its list.",
        "被计数的名词从列表下一项所取的内容。",
        grade_rules,
        in_turn=True,
    ),
    Decision(
        "noun",
        "The noun of a count that another count of the same things follows.",
        "其后紧接另一数量、所指为同一事物时的名词。",
        count_rules,
    ),
    Decision(
        "name",
        "What names a figure in its own clause or the clause before; what follows the dot says where the name comes from.",
        "数字在本分句或前一分句中的名称；点号之后说明名称的来源。",
        name_rules,
    ),
    Decision(
        "name",
        "Which name a figure takes from its list.",
        "数字从列表取得的名称。",
        lambda _: list_name_rules()[:-1],
    ),
    Decision(
        "unit",
        "The unit of a figure, as the text states it.",
        "数字的单位，按原文。",
        unit_table,
    ),
    Decision(
        "measure",
        "What a figure measures: a level, a growth, a difference or a rank.",
        "数字计量的是什么：水平、增长、差额或位次。",
        measure_table,
    ),
    Decision(
        "bound",
        "Whether a figure is exact, near, a lower or upper bound, or a range.",
        "数字为准确值、约数、下限、上限或区间。",
        bound_table,
    ),
    Decision(
        "time",
        "The reference period that a time word names.",
        "时间词所指的时期。",
        lambda _: time_rules(),
    ),
    Decision(
        "status",
        "Whether a figure is an outturn or a target.",
        "数字是实际数还是目标数。",
        lambda _: [*status_rules(), *aim_goes_on_rules()[:-1]],
    ),
    Decision(
        "flow",
        "Whether a figure counts what came about over its period, or stands at the end of it.",
        "数字计量整个时期内发生的量，还是期末的状态。",
        flow_rules,
    ),
    Decision(
        "period",
        "The reference period of a figure.",
        "数字所属的时期。",
        period_table,
    ),
    Decision(
        "parted_at",
        "How the names of a list are parted, where several figures follow them.",
        "其后有多个数字时，列表中各名称如何切分。",
        parted_at_rules,
    ),
    Decision(
        "completion",
        "What completes a name from its list, its owner or its deed, or gives a name to a figure that has none.",
        "如何从列表、归属者或所做的事补全名称，或为没有名称的数字取得名称。",
        lambda lexicon: [*completion_table(lexicon), *rate_rules()[:1]],
    ),
)


def all_rules(lexicon: Lexicon) -> list[tuple[Decision, Rule]]:
    """Every rule with its decision, in the order of the book and of each table."""
    return [(decision, rule) for decision in BOOK for rule in decision.rules(lexicon)]
