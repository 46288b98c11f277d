"""The frames that pass between the steps of extraction: their columns, what each means and which step adds it.

    sentences ─ mentions, dispositions ─▶ Token ─ figures, context, places ─▶ Clause ─ lists, names, attribution ─▶ Named
    Named ─ values ─▶ Valued ─ dating ─▶ Dated

A test compares each stage with the frame that the step gives. Columns that begin with `_` are a step's own and end
within it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import dataframely as dy

_text: Any = partial(dy.String, nullable=True)
_flag: Any = partial(dy.Bool, nullable=True)
_year: Any = partial(dy.Int32, nullable=True)
_number: Any = partial(dy.UInt32, nullable=True)


class Token(dy.Schema):
    """One row per stretch of a sentence: what precedes its first token (`token` null), then each token."""

    report = dy.UInt32(description="Number of the report in the batch. Owner: canonical.")
    para = dy.UInt32(description="Number of the paragraph in the batch. Owner: canonical.")
    sentence = dy.UInt32(description="Number of the sentence in the batch. Owner: structure.")
    text = _text(description="The sentence. Owner: structure.")
    length = dy.Int64(nullable=True, description="Characters of the sentence. Owner: structure.")
    level = dy.Int32(
        nullable=True, description="Heading level of the sentence, null for running text. Owner: structure."
    )
    section = _text(description="Path of the headings that the sentence stands under. Owner: structure.")
    part = dy.String(description="Whether the passage reviews or plans. Owner: timeframe.")
    part_rule = _text(description="Id of the rule that told so. Owner: timeframe.")
    frame = _text(
        description="Span of years that the passage speaks of, null for the single year of its part. Owner: timeframe."
    )
    frame_evidence = _text(description="The words that opened the span. Owner: timeframe.")
    binding_passage = _text(
        description="The kind of indicators that the passage is about (约束性, 预期性). Owner: structure."
    )
    explained = dy.Bool(description="Whether it stands in an annex of terms or is a note that defines. Owner: annexes.")
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
    kind = _text(description="What the token is: a value, or why it is none. Owner: dispositions.")
    disposition_rule = dy.Any(description="Id of the rule that told what it is. Owner: dispositions.")
    unit = _text(description="The unit of a value as written, empty where none stands. Owner: dispositions.")
    ranked = _flag(description="Whether the number is a place in an order. Owner: dispositions.")


class Clause(dy.Schema):
    """One row per figure, with the clause that it stands in taken apart."""

    figure = dy.UInt32(primary_key=True, description="Number of the figure in the batch. Owner: figures.")
    report = _number(description="Number of the report in the batch. Owner: canonical.")
    para = _number(description="Number of the paragraph in the batch. Owner: canonical.")
    sentence = _number(description="Number of the sentence in the batch. Owner: structure.")
    at = dy.Int64(nullable=True, description="Canonical offset of the token. Owner: mentions.")
    to = dy.Int64(nullable=True, description="Canonical offset of the token's end, exclusive. Owner: mentions.")
    length = dy.Int64(nullable=True, description="Characters of the sentence. Owner: structure.")
    level = _year(description="Heading level of the sentence, null for running text. Owner: structure.")
    section = _text(description="Path of the headings that the sentence stands under. Owner: structure.")
    part = _text(description="Whether the passage reviews or plans. Owner: timeframe.")
    part_rule = _text(description="Id of the rule that told so. Owner: timeframe.")
    frame = _text(
        description="Span of years that the passage speaks of, null for the single year of its part. Owner: timeframe."
    )
    frame_evidence = _text(description="The words that opened the span. Owner: timeframe.")
    binding_passage = _text(
        description="The kind of indicators that the passage is about (约束性, 预期性). Owner: structure."
    )
    explained = _flag(description="Whether it stands in an annex of terms or is a note that defines. Owner: annexes.")
    converted = _flag(description="Whether traditional characters were read as simplified ones. Owner: canonical.")
    token = _text(description="The number, with figures in words turned into digits. Owner: mentions.")
    written = _text(description="The token as it stands in the canonical text. Owner: mentions.")
    kind = _text(description="What the token is; here always a value. Owner: dispositions.")
    disposition_rule = dy.Any(description="Id of the rule that told that it is a value. Owner: dispositions.")
    unit = _text(description="The unit as written, empty where none stands. Owner: dispositions.")
    ranked = _flag(description="Whether the number is a place in an order. Owner: dispositions.")
    report_year = _year(description="Year in which the report was issued. Owner: pipeline.")
    reviewed_year = _year(description="Year that the report reviews. Owner: structure.")
    until_month = _text(description="Last month that a report within a year covers. Owner: structure.")
    region = _text(description="The place that reports. Owner: pipeline.")
    report_kind = _text(description="Kind of the report, as `schema.KINDS` has it. Owner: pipeline.")
    multiple_of = _year(description="Year of which the figure is a multiple: 是 2011 年的 1.5 倍. Owner: figures.")
    time = _text(description="Period that the sentence named last, null if none. Owner: figures.")
    group = _number(description="Number of the stretch from one figure to the next. Owner: figures.")
    before = dy.String(nullable=True, description="The text since the figure before. Owner: figures.")
    after = dy.String(nullable=True, description="The text up to the next figure. Owner: figures.")
    doubled = _flag(description="Whether a scan doubled the unit's last character. Owner: figures.")
    follows = _flag(description="Whether a figure of the same sentence stands before. Owner: figures.")
    own = _text(description="The clause that the figure stands in. Owner: clauses.")
    previous = _text(description="The clause before that, null where there is none. Owner: clauses.")
    unfigured = _flag(description="Whether the clause before holds no figure. Owner: clauses.")
    minus = _flag(description="Whether a minus sign or 负 stands before the number. Owner: clauses.")
    said_yearly = _text(description="同比 or 环比, where the clause says it. Owner: clauses.")
    benchmark = _text(description="What the number itself is, where the next figure is set against it. Owner: clauses.")
    clause = _text(description="The clause without asides, with its short forms written out. Owner: clauses.")
    head = _text(description="The clause without its comparison. Owner: bases.")
    verb = _text(description="The verb of the comparison. Owner: bases.")
    base = _text(description="What the figure is set against, null where nothing is said. Owner: bases.")
    base_rule = dy.Any(description="Id of the rule that found the base. Owner: bases.")
    compared = _text(description="How it is set against it (rank, versus, gap), null where it is not. Owner: bases.")
    subject = _text(description="What the clause measures. Owner: context.")
    tail = _text(description="The words of the predicate behind the subject. Owner: context.")
    place = _text(description="The place that the clause is about, null for the one that reports. Owner: places.")
    place_rule = dy.Any(description="Id of the rule that told the place. Owner: places.")


class Named(Clause):
    """One row per figure and indicator that it is said of: the columns of `Clause`, and what names the figure."""

    figure = dy.UInt32(
        description="Number of the figure in the batch; a figure said of several names has several rows."
    )
    bare = _flag(
        description="Whether nothing but a separator stands between the figure and the one before. Owner: lists."
    )
    list = _number(description="Number of the list that the figure belongs to. Owner: lists.")
    place_in_list = dy.Int64(nullable=True, description="Place of the figure in its list, from 0. Owner: lists.")
    list_length = _number(description="How many figures the list holds. Owner: lists.")
    origin = _flag(description="Whether a change begins with the figure: 从 A 到 B. Owner: lists.")
    origin_end = _flag(description="Whether a change ends with the figure. Owner: lists.")
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
    shares = _flag(description="Whether what the list names holds for each of its figures. Owner: lists.")
    parted_at = _text(
        description="What parts the names of the list (separator, comma), null where it names one thing. Owner: lists."
    )
    parted_at_rule = dy.Any(description="Id of the rule that parted the names. Owner: lists.")
    member = _text(
        description="The name that the list gives the figure, completed from its neighbours. Owner: list_rules."
    )
    member_rule = _text(
        description="Id of the rule that completed it, null where it stands complete. Owner: list_rules."
    )
    item_place = _text(description="The place that the name of the list begins with. Owner: places.")
    in_list = _flag(description="Whether the list names its figures. Owner: attribution.")
    names_in_list = _number(description="How many names the list holds. Owner: attribution.")
    misaligned = _flag(description="Whether names and figures of the list do not count up. Owner: attribution.")
    nameless = _flag(description="Whether the list has no name left for the figure. Owner: attribution.")
    completion_rule = _text(
        description="Id of the rule that completed the name, null where none did. Owner: attribution."
    )
    repeated = _text(
        description="The name under which the paragraph first gave a figure that is quoted again. Owner: attribution."
    )
    indicator = _text(description="The name as it is landed. Owner: attribution.")
    lead_sentence = _number(description="The sentence of the list's first figure. Owner: attribution.")
    lead_length = _number(description="The number of figures of the list's first figure. Owner: attribution.")
    lead_name = _text(description="The name of the list's first figure. Owner: attribution.")
    lead_head = _text(description="The head of the list's first figure. Owner: attribution.")
    lead_tail = _text(description="The tail of the list's first figure. Owner: attribution.")
    lead_verb = _text(description="The verb of the list's first figure. Owner: attribution.")
    lead_base = _text(description="The base of the list's first figure. Owner: attribution.")
    lead_base_rule = dy.Any(description="The rule of the base of the list's first figure. Owner: attribution.")
    lead_compared = _text(description="The comparison of the list's first figure. Owner: attribution.")


class Valued(Named):
    """One row per figure and indicator, and per part of a ratio: the columns of `Named`, and what the figure measures."""

    ratio = _flag(description="Whether the figure is a part of a ratio (7:43:50). Owner: values.")
    value = dy.Float64(
        nullable=True, description="The number, negative where the text says that it fell. Owner: values."
    )
    value_max = dy.Float64(nullable=True, description="The upper end of a range, else null. Owner: values.")
    unit_rule = _text(description="Id of the rule that told the unit. Owner: values.")
    measure = _text(description="What the figure measures, as `schema.MEASURES` has it. Owner: values.")
    measure_rule = _text(description="Id of the rule that told it. Owner: values.")
    bound = _text(description="Whether it is exact or a bound, as `schema.BOUNDS` has it. Owner: values.")
    bound_rule = _text(description="Id of the rule that told it. Owner: values.")


class Dated(Valued):
    """One row per observation: the columns of `Valued`, and the time that the figure is of."""

    status = _text(description="Whether it is an outturn or a target, as `schema.STATUSES` has it. Owner: dating.")
    status_rule = dy.Any(description="Id of the rule that told it. Owner: dating.")
    period = _text(description="The reference period, as `schema.PERIOD` has it. Owner: dating.")
    period_rule = _text(description="Id of the rule that told it. Owner: dating.")
    flow_rule = dy.Any(
        description="Id of the rule that told whether it came about over the period or stands at its end. Owner: dating."
    )
