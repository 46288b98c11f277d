"""The frames that pass between the steps of extraction: their columns, what each means and which step adds it.

    sentences ─ mentions ─▶ Token ─ figures, context, places ─▶ Clause ─ lists, names, attribution ─▶ Named
        ─ values ─▶ Valued ─ dating ─▶ Dated

A step takes the columns of its stage and selects those of the next one. Columns that begin with `_` are a step's own
and end within it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import dataframely as dy
import polars as pl

_text: Any = partial(dy.String, nullable=True)
_flag: Any = partial(dy.Bool, nullable=True)


class Token(dy.Schema):
    """One row per stretch of a sentence: what precedes its first token (`token` null), then each token."""

    report = dy.UInt32(description="Number of the report in the batch. Owner: canonical.")
    para = dy.UInt32(description="Number of the paragraph in the batch. Owner: canonical.")
    sentence = dy.UInt32(description="Number of the sentence in the batch. Owner: structure.")
    text = _text(description="The sentence. Owner: structure.")
    level = dy.Int32(
        nullable=True, description="Heading level of the sentence, null for running text. Owner: structure."
    )
    section = _text(description="Path of the headings that the sentence stands under. Owner: structure.")
    part = dy.String(description="Whether the passage reviews or plans. Owner: timeframe.")
    frame = _text(
        description="Span of years that the passage speaks of, null for the single year of its part. Owner: timeframe."
    )
    binding_passage = _text(
        description="The kind of indicators that the passage is about (约束性, 预期性). Owner: structure."
    )
    converted = dy.Bool(description="Whether traditional characters were read as simplified ones. Owner: canonical.")
    nth = dy.Int64(
        description="Place of the stretch in its sentence, 0 for what precedes the first token. Owner: mentions."
    )
    token = _text(
        description="The number, date, code or time word; figures in words are turned into digits. Owner: mentions."
    )
    written = _text(description="The token as it stands in the canonical text. Owner: mentions.")
    before = dy.String(description="The text since the token before. Owner: mentions.")
    after = dy.String(description="The text up to the next token. Owner: mentions.")
    at = dy.Int64(description="Canonical offset of the token. Owner: mentions.")
    to = dy.Int64(nullable=True, description="Canonical offset of the token's end, exclusive. Owner: mentions.")
    kind = _text(description="What the token is: a value, or why it is none. Owner: mentions.")
    unit = _text(description="The unit of a value as written, empty where none stands. Owner: mentions.")
    ranked = _flag(description="Whether the number is a place in an order. Owner: mentions.")


class Clause(dy.Schema):
    """One row per figure, with the clause that it stands in taken apart."""

    figure = dy.UInt32(primary_key=True, description="Number of the figure in the batch. Owner: figures.")
    report = dy.UInt32(nullable=True, description="Owner: mentions.")
    para = dy.UInt32(nullable=True, description="Owner: mentions.")
    sentence = dy.UInt32(nullable=True, description="Owner: mentions.")
    at = dy.Int64(nullable=True, description="Owner: mentions.")
    length = dy.Int64(nullable=True, description="Owner: mentions.")
    level = dy.Int32(nullable=True, description="Owner: mentions.")
    section = _text(description="Owner: mentions.")
    part = _text(description="Owner: mentions.")
    converted = _flag(description="Owner: mentions.")
    binding_passage = _text(description="Owner: mentions.")
    frame = _text(description="Owner: mentions.")
    frame_evidence = _text(description="Owner: mentions.")
    token = _text(description="Owner: mentions.")
    to = dy.Int64(nullable=True, description="Owner: mentions.")
    written = _text(description="Owner: mentions.")
    kind = _text(description="Owner: mentions.")
    unit = _text(description="Owner: mentions.")
    ranked = _flag(description="Owner: mentions.")
    report_year = dy.Int32(nullable=True, description="Owner: figures.")
    reviewed_year = dy.Int32(nullable=True, description="Owner: figures.")
    until_month = _text(description="Owner: figures.")
    region = _text(description="Owner: figures.")
    report_kind = _text(description="Owner: figures.")
    multiple_of = dy.Int32(nullable=True, description="Owner: figures.")
    time = _text(description="Owner: figures.")
    group = dy.UInt32(nullable=True, description="Owner: figures.")
    after = _text(description="Owner: mentions.")
    doubled = _flag(description="Owner: figures.")
    before = _text(description="Owner: mentions.")
    follows = _flag(description="Owner: figures.")
    own = _text(description="Owner: figures.")
    previous = _text(description="Owner: figures.")
    unfigured = _flag(description="Owner: figures.")
    minus = _flag(description="Owner: figures.")
    said_yearly = _text(description="Owner: figures.")
    benchmark = _text(description="Owner: figures.")
    clause = _text(description="Owner: figures.")
    head = _text(description="Owner: figures.")
    verb = _text(description="Owner: figures.")
    base = _text(description="Owner: figures.")
    compared = _text(description="Owner: figures.")
    subject = _text(description="Owner: figures.")
    tail = _text(description="Owner: figures.")
    place = _text(description="Owner: places.")


class Named(dy.Schema):
    """One row per figure and indicator that it is said of."""

    figure = dy.UInt32(description="Number of the figure in the batch. Owner: figures.")
    report = dy.UInt32(nullable=True, description="Owner: mentions.")
    para = dy.UInt32(nullable=True, description="Owner: mentions.")
    sentence = dy.UInt32(nullable=True, description="Owner: mentions.")
    at = dy.Int64(nullable=True, description="Owner: mentions.")
    length = dy.Int64(nullable=True, description="Owner: mentions.")
    level = dy.Int32(nullable=True, description="Owner: mentions.")
    section = _text(description="Owner: mentions.")
    part = _text(description="Owner: mentions.")
    converted = _flag(description="Owner: mentions.")
    binding_passage = _text(description="Owner: mentions.")
    frame = _text(description="Owner: mentions.")
    frame_evidence = _text(description="Owner: mentions.")
    token = _text(description="Owner: mentions.")
    to = dy.Int64(nullable=True, description="Owner: mentions.")
    written = _text(description="Owner: mentions.")
    kind = _text(description="Owner: mentions.")
    unit = _text(description="Owner: mentions.")
    ranked = _flag(description="Owner: mentions.")
    report_year = dy.Int32(nullable=True, description="Owner: figures.")
    reviewed_year = dy.Int32(nullable=True, description="Owner: figures.")
    until_month = _text(description="Owner: figures.")
    region = _text(description="Owner: figures.")
    report_kind = _text(description="Owner: figures.")
    multiple_of = dy.Int32(nullable=True, description="Owner: figures.")
    time = _text(description="Owner: figures.")
    group = dy.UInt32(nullable=True, description="Owner: figures.")
    after = _text(description="Owner: mentions.")
    doubled = _flag(description="Owner: figures.")
    before = _text(description="Owner: mentions.")
    follows = _flag(description="Owner: figures.")
    own = _text(description="Owner: figures.")
    previous = _text(description="Owner: figures.")
    unfigured = _flag(description="Owner: figures.")
    minus = _flag(description="Owner: figures.")
    said_yearly = _text(description="Owner: figures.")
    benchmark = _text(description="Owner: figures.")
    clause = _text(description="Owner: figures.")
    head = _text(description="Owner: figures.")
    verb = _text(description="Owner: figures.")
    base = _text(description="Owner: figures.")
    compared = _text(description="Owner: figures.")
    subject = _text(description="Owner: figures.")
    tail = _text(description="Owner: figures.")
    place = _text(description="Owner: places.")
    bare = _flag(description="Owner: lists.")
    list = dy.UInt32(nullable=True, description="Owner: lists.")
    place_in_list = dy.Int64(nullable=True, description="Owner: lists.")
    list_length = dy.UInt32(nullable=True, description="Owner: lists.")
    origin = _flag(description="Owner: lists.")
    origin_end = _flag(description="Owner: lists.")
    noun = _text(description="The counted noun that follows the number. Owner: names.")
    plain_subject = _text(description="The subject as a name would have it, empty where there is none. Owner: names.")
    about = _text(description="What the clause before speaks of, where this one names nothing. Owner: names.")
    topic = _text(
        description="The quantity that the clause before reports on without a figure, null if none. Owner: names."
    )
    only_action = _text(
        description="The deed that stands alone before the number, done to what was named before. Owner: names."
    )
    quoted = _flag(
        description="Whether the figure stands alone in quotation marks and repeats an earlier one. Owner: names."
    )
    name = _text(description="The name by the figure's own clause, null where it is carried. Owner: names.")
    name_rule = _text(description="Id of the rule that named the figure. Owner: names.")
    attribution = _text(description="Where the name comes from, as `schema.ATTRIBUTIONS` has it. Owner: names.")
    shared = _text(description="Owner: lists.")
    tail_full = _text(description="Owner: lists.")
    tail_core = _text(description="Owner: lists.")
    tail_graded = _text(description="Owner: lists.")
    shares = _flag(description="Owner: lists.")
    in_list = _flag(description="Owner: attribution.")
    names_in_list = dy.UInt32(nullable=True, description="Owner: attribution.")
    first_item = _text(description="Owner: attribution.")
    last_item = _text(description="Owner: attribution.")
    item = _text(description="Owner: attribution.")
    item_place = _text(description="Owner: attribution.")
    last_place = _text(description="Owner: attribution.")
    misaligned = _flag(description="Owner: attribution.")
    nameless = _flag(description="Owner: attribution.")
    repeated = _text(description="Owner: attribution.")
    indicator = _text(description="Owner: attribution.")


class Valued(dy.Schema):
    """The same rows, and one for each part of a ratio, with value, unit, measure and bound."""


class Dated(dy.Schema):
    """The same rows with status and period."""


def of_stage(frame: pl.LazyFrame, stage: type[dy.Schema]) -> pl.LazyFrame:
    """The columns of a stage alone, so that no step reads what it was not given."""
    return frame.select(stage.column_names())
