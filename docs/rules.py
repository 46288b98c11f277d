"""Write the documentation of all rules, `rules.md` and `rules.zh-CN.md`, from the tables of rules.

python docs/rules.py
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.extraction.ladder import Rule
from orchestration.extraction.rulebook import BOOK, Decision
from orchestration.lexicon import Lexicon, load

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Language:
    """What a page says in its language."""

    file: str
    title: str
    opening: str
    heads: tuple[str, str, str, str]
    first: str
    in_turn: str
    empty: str


ENGLISH = Language(
    "rules.md",
    "The rules",
    "This page is made from the tables of rules (`orchestration/extraction/rulebook.py`) by `make rules`. Each rule decides the\n"
    "number that stands in 【】 in its example, and a test holds it to that. `fct_observation` and `fct_number_mention` name the\n"
    "rules that decided each row; the columns end with `_rule`. ⏎ stands for the end of a line.",
    ("rule", "when it holds", "example", "gives"),
    "The first rule that holds decides.",
    "Each rule that holds changes what the rules before it left.",
    "(nothing)",
)
CHINESE = Language(
    "rules.zh-CN.md",
    "规则",
    "本页由 `make rules` 根据规则表（`orchestration/extraction/rulebook.py`）生成。每条规则决定其例句中【】内的数字，并有测试保证。\n"
    "`fct_observation` 和 `fct_number_mention` 写明每一行由哪些规则决定，列名以 `_rule` 结尾。⏎ 表示换行。",
    ("规则", "何时适用", "例句", "结果"),
    "由第一条适用的规则决定。",
    "每条适用的规则依次修改前面规则留下的结果。",
    "（空）",
)
LANGUAGES = (ENGLISH, CHINESE)


def page(language: Language, lexicon: Lexicon) -> str:
    """The page of one language, as Markdown."""
    parts = [f"# {language.title}", language.opening]
    for decision in BOOK:
        parts.append(f"## {decision.field}")
        told = decision.zh if language is CHINESE else decision.en
        order = language.in_turn if decision.in_turn else language.first
        parts.append(f"{told}{'' if language is CHINESE else ' '}{order}")
        parts.append(_table(decision, language, lexicon))
    return "\n\n".join(parts) + "\n"


def _table(decision: Decision, language: Language, lexicon: Lexicon) -> str:
    lines = [f"| {' | '.join(language.heads)} |", "|---" * len(language.heads) + "|"]
    lines += [_row(rule, language) for rule in decision.rules(lexicon)]
    return "\n".join(lines)


def _row(rule: Rule, language: Language) -> str:
    when = rule.zh if language is CHINESE else rule.en
    cells = (f"`{rule.id}`", when, rule.example, rule.gives or language.empty)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ⏎ ") for cell in cells) + " |"


def write() -> None:
    """Write both pages."""
    for each in LANGUAGES:
        (FOLDER / each.file).write_text(page(each, load()), "utf-8")
        print(f"written: {FOLDER / each.file}")


if __name__ == "__main__":
    write()
