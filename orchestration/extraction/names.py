"""What a single figure measures: the indicator in the text's own words, from the clause that the figure stands in.

`subjects.py` takes from the text before the number what belongs to no name, `nouns.py` finds the counted thing behind
it, `name_features.py` says what the clause is like, and the table `name_rules` decides. Lists, and names that lean on
others, follow in `attribution.py`.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import nouns, subjects
from orchestration.extraction.ladder import decided
from orchestration.extraction.name_features import with_features
from orchestration.extraction.name_rules import name_rules
from orchestration.lexicon import Lexicon
from orchestration.schema import ATTRIBUTIONS

# Columns that the rules read and that later steps do not.
_FEATURES = (
    *("empty", "counted", "between", "only_verbs", "verbs", "ends_in_verb", "ends_in_reach", "first_deed"),
    *("last_deed", "did", "thing", "class_alone", "short_verb", "open_ended", "provides", "examples"),
    *("kind_of_examples", "rate_word", "among", "invested"),
)


def single(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `name`, `name_rule` and `attribution` for figures that stand alone; `carried` ones mostly lack their name yet."""
    frame = (
        figures.with_columns(_after=nouns.text_after())
        .with_columns(noun=nouns.noun(lexicon))
        .with_columns(
            _counted=pl.col("noun").is_not_null() & ~pl.col("tail").str.contains("增|降"), deed=nouns.deed_of(lexicon)
        )
        .pipe(subjects.with_subject, lexicon)
        .with_columns(deed=pl.coalesce("deed", nouns.deed_of_next()), noun=nouns.with_next_noun())
        .pipe(with_features, lexicon)
    )
    named = decided(frame, "name", name_rules(lexicon)).drop(_FEATURES)
    return named.with_columns(attribution=attribution(pl.col("name_rule")))


def attribution(rule: pl.Expr) -> pl.Expr:
    """Where the name comes from, which is what the rule's id begins with: `name.object_alone` → `object`."""
    return rule.cast(pl.String).str.extract(rf"^name\.({'|'.join(ATTRIBUTIONS)})(?:_|$)")
