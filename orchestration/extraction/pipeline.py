"""The one entrance to extraction: a frame of reports in, sentences, number mentions and observations out."""

from __future__ import annotations

from dataclasses import dataclass, fields

import polars as pl

from orchestration.extraction import (
    canonical,
    confidence,
    dispositions,
    mentions,
    observations,
    structure,
    table_tokens,
    windows,
)
from orchestration.extraction.batches import ahead, cut
from orchestration.lexicon import load
from orchestration.schema import NumberMention, Observation, Sentence


@dataclass(frozen=True)
class Extraction:
    """The three frames of one extraction; their schemas stand in `orchestration.schema`."""

    sentences: pl.DataFrame
    number_mentions: pl.DataFrame
    observations: pl.DataFrame


def extract(reports: pl.DataFrame) -> Extraction:
    """Extract every figure of a frame of reports, of any number.

    Args:
        reports: one row per report: `report_id` str, `text` str, `region` str, `report_year` i32 (the year in
            which the report was issued) and, if the caller knows them, `kind` (see `schema.KINDS`) and `tables` (the
            tables of the text as `schema.Report` has them).

    Returns:
        Sentences in reading order, each run of digits once, and the observations. `start` and `end` are str
        offsets in `text`, end exclusive.

    Raises:
        LexiconError: a seed table breaks its rules.
        dataframely.exc.ValidationError: a row breaks its schema, which is a fault of the rules.

    """
    # Once, before there are threads.
    load()
    parts = list(ahead(extract_batch, cut(reports)))
    names = [field.name for field in fields(Extraction)]
    return Extraction(*(pl.concat([getattr(part, name) for part in parts]) for name in names))


def extract_batch(reports: pl.DataFrame) -> Extraction:
    """Extract reports as one batch, whatever their size. Arguments, results and errors are those of `extract`.

    A report's rows do not depend on the batch it stands in.
    """
    lexicon = load()
    if "kind" not in reports.columns:
        reports = reports.with_columns(kind=structure.kind_of(pl.col("text")))
    if "tables" not in reports.columns:
        reports = reports.with_columns(tables=pl.lit(None, pl.String))
    batch = windows.computed(
        reports.with_row_index("report")
        .lazy()
        .with_columns(reviewed_year=structure.reviewed_year(), until_month=structure.until_month())
    )
    lines = windows.computed(canonical.lines(batch))
    anchors = windows.computed(canonical.anchors(lines))
    sentences = windows.computed(structure.sentences(lines, batch, lexicon))
    tokens = windows.computed(dispositions.classify(mentions.tokens(sentences, lexicon), lexicon))
    running, tokens, of_tables = table_tokens.told_apart(tokens, sentences, batch, anchors, lexicon)
    observed = windows.computed(observations.observe(windows.computed(running), batch, lexicon))
    if of_tables is not None:
        observed = pl.concat([observed, of_tables], how="diagonal_relaxed")

    ids = batch.select("report", "report_id")
    sentence = windows.computed(
        _sentences(_located(sentences.with_columns(to=pl.col("at") + pl.col("length")), anchors, ids))
    )
    names = sentence.select("sentence", "sentence_id")
    mention = windows.computed(
        _located(mentions.ledger(tokens), anchors, ids).join(names, on="sentence", maintain_order="left")
    )
    repaired = canonical.repairs(lines, anchors)
    mention = _as_the_source_has_them(mention, batch, repaired)
    located = _located(observed, anchors, ids).join(names, on="sentence", maintain_order="left")
    found = _observations(located, mention, repaired)
    observation = windows.computed(confidence.with_confidence(found, lexicon))
    frames = (sentence, _mentions(mention, observation), observation)
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
        ordinal=windows.position(pl.col("report")),
        sentence_id=pl.format("{}:{}", "report_id", "start"),
        heading_level="level",
        text=mentions.without_gaps(pl.col("text")),
    )


def _as_the_source_has_them(mentions: pl.LazyFrame, batch: pl.LazyFrame, repairs: pl.Series) -> pl.LazyFrame:
    """The ledger holds the digits that stand in the source: 25l亿元, read as 251, has the digits 25 there."""
    if repairs.is_empty():
        return mentions
    mended = _holds_repair(repairs)
    span = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    said = (
        mentions.filter(mended)
        .join(batch.select("report", "text"), on="report", maintain_order="left")
        .select("at", _said=span.str.replace_all("[^0-9０-９.,]", ""))
    )
    joined = mentions.join(said, on="at", how="left", maintain_order="left")
    return windows.computed(joined.with_columns(number=pl.coalesce("_said", "number")).drop("_said"))


def _holds_repair(repairs: pl.Series) -> pl.Expr:
    """Whether a character between `at` and `to` was repaired."""
    mended = pl.lit(repairs)
    return mended.search_sorted(pl.col("to"), side="left") > mended.search_sorted(pl.col("at"), side="left")


def _observations(frame: pl.LazyFrame, mentions: pl.LazyFrame, repairs: pl.Series) -> pl.LazyFrame:
    """Name each observation; flag those whose digits the source holds torn, or written otherwise (568·3亿元)."""
    torn = mentions.filter(pl.col("end") - pl.col("start") != pl.col("number").str.len_chars()).select("value_at")
    raised = {
        "digits_broken": pl.col("at").is_in(torn.collect()["value_at"].implode()) & ~_holds_repair(repairs),
        "digits_repaired": _holds_repair(repairs),
    }
    for flag, holds in raised.items():
        joined = pl.when(pl.col("flags") == "").then(pl.lit(flag)).otherwise(pl.col("flags") + f",{flag}")
        frame = frame.with_columns(flags=pl.when(holds).then(joined).otherwise("flags"))
    nth = windows.position(pl.col("report"), pl.col("start"))
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


def _checked(schema: type, frame: pl.LazyFrame) -> pl.DataFrame:
    columns = list(schema.columns())  # type: ignore[attr-defined]
    return schema.validate(frame.select(columns).collect(engine="in-memory"), cast=True)  # type: ignore[attr-defined,no-any-return]
