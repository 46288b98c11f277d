"""The tokens of tables told from those of running text, so that each number is explained once, by one of the two."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import tables
from orchestration.lexicon import Lexicon

# What a number in a table is by its form, whatever stands around it; all else is a cell.
_BY_FORM = ("year", "date", "time_word", "name_or_code", "footnote", "clock", "page_reference", "ordinal", "heading")
_LONG_NAME = 30


def told_apart(
    tokens: pl.LazyFrame, sentences: pl.LazyFrame, batch: pl.LazyFrame, anchors: pl.LazyFrame, lexicon: Lexicon
) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame | None]:
    """Tokens for running text, tokens for the ledger, and the observations of tables.

    In the first, numbers in rows of tables are `table_cell`, so that no sentence names them. In the second those that
    are observations are `value` again. The observations have the columns of `observations.observe` that are
    landed; they are null where no report holds a table.
    """
    if not has_tables(batch):
        return tokens, tokens, None
    places = tables.cells(batch, anchors, lexicon)
    observed = _observed(tables.observations(places, batch, lexicon), sentences).collect(engine="in-memory").lazy()
    rows = _with_sentence(places.filter("own"), sentences).select("sentence").unique().with_columns(_row=True)
    labels = tables.numbering(places, lexicon).select(_label="at", _ends="to").unique("_label").sort("_label")
    is_cell = pl.col("_row") & ~pl.col("kind").is_in(_BY_FORM) & pl.col("kind").is_not_null()
    apart = (
        tokens.join(rows, on="sentence", how="left", maintain_order="left")
        .sort("at", maintain_order=True)
        .join_asof(labels, left_on="at", right_on="_label", strategy="backward")
        .with_columns(
            _by_text="kind",
            # 0—15岁 in the label of a row is part of a name.
            kind=pl.when(is_cell & (pl.col("at") < pl.col("_ends")))
            .then(pl.lit("name_or_code"))
            .when(is_cell)
            .then(pl.lit("table_cell"))
            .otherwise("kind"),
        )
        .drop("_label", "_ends")
    )
    spans = observed.select(_from="at", _to="to").unique("_from").sort("_from")
    ledger = (
        apart.sort("at", maintain_order=True)
        .join_asof(spans, left_on="at", right_on="_from", strategy="backward")
        .with_columns(
            kind=pl.when(pl.col("_row") & (pl.col("at") < pl.col("_to")) & pl.col("token").is_not_null())
            .then(pl.lit("value"))
            .otherwise("kind")
        )
        # What the table decides is decided by no rule of running text.
        .with_columns(
            disposition_rule=pl.when(
                ~pl.col("_row").fill_null(value=False)
                | (pl.col("kind").is_in(_BY_FORM) & (pl.col("kind") == pl.col("_by_text")))
            ).then("disposition_rule")
        )
        .drop("_from", "_to", "_row", "_by_text")
    )
    return apart.drop("_row", "_by_text"), ledger, observed


def has_tables(batch: pl.LazyFrame) -> bool:
    """Whether a report of the batch holds a table."""
    return bool(batch.select(pl.col("tables").is_not_null().any()).collect().item())


def _with_sentence(frame: pl.LazyFrame, sentences: pl.LazyFrame) -> pl.LazyFrame:
    begins = sentences.select("sentence", "converted", _begins="at").sort("_begins")
    return frame.sort("at").join_asof(begins, left_on="at", right_on="_begins", strategy="backward").drop("_begins")


def _observed(found: pl.LazyFrame, sentences: pl.LazyFrame) -> pl.LazyFrame:
    flags = {
        "region_unknown": pl.col("region").is_null(),
        "estimated": pl.col("estimated") & (pl.col("status") == "actual"),
        "characters_converted": pl.col("converted"),
        "name_long": pl.col("indicator").str.len_chars() > _LONG_NAME,
    }
    raised = [pl.when(test.fill_null(value=False)).then(pl.lit(name)) for name, test in flags.items()]
    return _with_sentence(found, sentences).select(
        *("report", "sentence", "at", "to", "written", "indicator", "value", "value_max", "unit", "measure", "bound"),
        *("period", "status", "region", "base"),
        binding=pl.when(pl.col("status") == "target").then("binding"),
        attribution=pl.lit("table"),
        flags=pl.concat_str(*raised, separator=",", ignore_nulls=True),
    )
