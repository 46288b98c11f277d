"""What a single figure measures: the indicator in the text's own words, from the clause that the figure stands in.

The table `noun_rules` finds the counted thing behind the number, `subjects` takes from the text before it what belongs
to no name, `name_features` says what the clause is like, and the table `name_rules` decides. Lists, and names that lean
on others, follow in `attribution.py`.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import nouns, subjects
from orchestration.extraction.ladder import decided
from orchestration.extraction.name_features import with_features
from orchestration.extraction.name_rules import name_rules
from orchestration.extraction.noun_rules import count_rules, deed_rules, grade_rules, noun_rules
from orchestration.extraction.rewriting import rewritten
from orchestration.lexicon import Lexicon
from orchestration.schema import ATTRIBUTIONS

# What the step adds; what else its rules read ends with it.
_ADDED = ("noun", "plain_subject", "about", "topic", "only_action", "quoted", "name", "name_rule", "attribution")


def single(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `name`, `name_rule` and `attribution` for figures that stand alone; `carried` ones mostly lack their name yet.

    What later steps read besides stands in `stages.Named`: the counted noun, the subject and what the clause before tells.
    """
    given = figures.collect_schema().names()
    return decisions(figures, lexicon).select(*given, *_ADDED)


def decisions(figures: pl.LazyFrame, lexicon: Lexicon, subject_rules: str | None = None) -> pl.LazyFrame:
    """Add all that the step decides, with the features that its rules read and the rule of each decision.

    `subject_rules` is a column for the rules that changed the subject, if it is asked for.
    """
    frame = decided(nouns.with_noun_features(figures, lexicon), "noun", noun_rules(lexicon))
    frame = nouns.with_deed_features(frame, lexicon)
    frame = subjects.with_subject(frame, lexicon, subject_rules)
    frame = decided(frame, "deed", deed_rules(lexicon))
    frame = rewritten(frame, "noun", grade_rules(lexicon))
    frame = decided(frame, "noun", count_rules(lexicon), by="noun_count_rule")
    frame = decided(with_features(frame, lexicon), "name", name_rules(lexicon))
    return frame.with_columns(name_rule=pl.col("name_rule").cast(pl.String)).with_columns(
        attribution=attribution(pl.col("name_rule"))
    )


def attribution(rule: pl.Expr) -> pl.Expr:
    """Where the name comes from, which is what the rule's id begins with: `name.object_alone` → `object`."""
    return rule.str.extract(rf"^name\.({'|'.join(ATTRIBUTIONS)})(?:_|$)")
