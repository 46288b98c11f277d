"""The one entrance to extraction: a frame of reports in, sentences, number mentions and observations out."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from orchestration.extraction import canonical, mentions, observations, structure
from orchestration.lexicon import load
from orchestration.schema import NumberMention, Observation, Sentence


@dataclass(frozen=True)
class Extraction:
    """The three frames of one extraction; their schemas stand in `orchestration.schema`."""

    sentences: pl.DataFrame
    number_mentions: pl.DataFrame
    observations: pl.DataFrame


def extract(reports: pl.DataFrame) -> Extraction:
    """Extract every figure of a batch of reports.

    Args:
        reports: one row per report: `report_id` str, `text` str, `region` str, `report_year` i32 (the year in
            which the report was issued) and `kind` (see `schema.KINDS`).

    Returns:
        Sentences in reading order, each run of digits once, and the observations. `start` and `end` are str
        offsets in `text`, end exclusive.

    Raises:
        LexiconError: a seed table breaks its rules.
        dataframely.exc.ValidationError: a row breaks its schema, which is a fault of the rules.

    """
    lexicon = load()
    batch = reports.with_row_index("report").lazy().with_columns(reviewed_year=structure.reviewed_year())
    lines = canonical.lines(batch).collect().lazy()
    anchors = canonical.anchors(lines).collect().lazy()
    sentences = structure.sentences(lines, batch).collect().lazy()
    tokens = mentions.classify(mentions.tokens(sentences, lexicon), lexicon).collect().lazy()
    observed = observations.observe(tokens, batch, lexicon)

    ids = batch.select("report", "report_id")
    sentence = _sentences(_located(sentences.with_columns(to=pl.col("at") + pl.col("length")), anchors, ids))
    names = sentence.select("sentence", "sentence_id")
    observation = _observations(_located(observed, anchors, ids).join(names, on="sentence", maintain_order="left"))
    mention = _located(mentions.ledger(tokens), anchors, ids).join(names, on="sentence", maintain_order="left")
    frames = pl.collect_all([sentence, _mentions(mention, observation), observation])
    schemas = (Sentence, NumberMention, Observation)
    return Extraction(*(_checked(schema, frame) for schema, frame in zip(schemas, frames, strict=True)))


def _located(frame: pl.LazyFrame, anchors: pl.LazyFrame, ids: pl.LazyFrame) -> pl.LazyFrame:
    """Turn canonical offsets into `start` and `end` in the report's own text."""
    inclusive = frame.with_columns(last_=pl.col("to") - 1)
    placed = canonical.to_source(canonical.to_source(inclusive, anchors, "at", "start"), anchors, "last_", "end")
    return (
        placed.with_columns(end=pl.col("end") + 1)
        .join(ids, on="report", how="left", maintain_order="left")
        .sort("at", maintain_order=True)
    )


def _sentences(frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.with_columns(
        ordinal=pl.int_range(pl.len()).over("report"),
        sentence_id=pl.format("{}:{}", "report_id", "start"),
        heading_level="level",
        text=mentions.without_gaps(pl.col("text")),
    )


def _observations(frame: pl.LazyFrame) -> pl.LazyFrame:
    nth = pl.int_range(pl.len()).over("report", "start")
    again = pl.when(nth == 0).then(pl.lit("")).otherwise(pl.format(".{}", nth))
    return frame.with_columns(observation_id=pl.format("{}:{}{}", "report_id", "start", again))


def _mentions(frame: pl.LazyFrame, observations: pl.LazyFrame) -> pl.LazyFrame:
    """Link each run of digits that is part of an observation to it: the last one that begins at or before it."""
    first = observations.select("at", "observation_id").unique("at", keep="first", maintain_order=True).sort("at")
    is_value = pl.col("kind") == "value"
    return (
        frame.sort("at")
        .join_asof(first, on="at", strategy="backward")
        .with_columns(
            mention_id=pl.format("{}:{}", "report_id", "start"),
            disposition=pl.when(is_value).then(pl.lit("observation")).otherwise("kind"),
            observation_id=pl.when(is_value).then("observation_id"),
        )
    )


def _checked(schema: type, frame: pl.DataFrame) -> pl.DataFrame:
    columns = list(schema.columns())  # type: ignore[attr-defined]
    return schema.validate(frame.select(columns), cast=True)  # type: ignore[attr-defined,no-any-return]
