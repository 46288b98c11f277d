"""The frames that pass between the rooms: columns, types, enums, grain.

The same classes check the Polars frames, make the landing tables and stand behind the asset checks. What a
column means is told once more, for analysts, in the dbt sources; a test keeps the two in step. Rules about
content (sums, joins, magnitudes) do not belong here but in the dbt tests.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

KINDS = ("plan_report", "work_report", "communique", "half_year")
MEASURES = ("level", "growth", "difference", "rank")
BOUNDS = ("exact", "approx", "min", "max", "range")
STATUSES = ("actual", "target")
PARTS = ("review", "plan")
BINDINGS = ("约束性", "预期性")
ATTRIBUTIONS = ("list", "subject", "object", "carried", "table")
# How a name came to its registered indicator: by a whole name, by its parts, by its parts and its unit; or to none.
FOUND_BY = ("name", "parts", "unit", "none")
# Why a run of digits is no observation; `observation` where it is one.
DISPOSITIONS = (
    "observation",
    "year",
    "date",
    "clock",
    "ordinal",
    "heading",
    "name_or_code",
    "threshold",
    "duration",
    "page_reference",
    "footnote",
    "superlative",
    "explanation",
    "table_cell",
    "unexplained",
)
# What a rule decides of an observation; the rule's id stands in the column `<field>_rule`. `docs/rules.md` lists the rules.
RULED = ("name", "completion", "place", "base", "unit", "measure", "bound", "status", "period")
PERIOD = r"^\d{4}(-(H[12]|Q[1-4]|\d{2}|\d{4}))?(/\d{4}-\d{2})?$"


class Report(dy.Schema):
    """One row per report: a file whose text could be read, known by the hash of its bytes."""

    report_id = dy.String(primary_key=True, regex="^[0-9a-f]{16}$")
    file_name = dy.String()
    content_hash = dy.String(regex="^[0-9a-f]{64}$")
    text_hash = dy.String(regex="^[0-9a-f]{64}$")
    title = dy.String(nullable=True)
    issuing_body = dy.String(nullable=True)
    region = dy.String(nullable=True)
    region_evidence = dy.String(nullable=True)
    report_year = dy.Int32(min=1949, max=2100)
    year_evidence = dy.String(nullable=True)
    kind = dy.Enum(KINDS)
    kind_evidence = dy.String(nullable=True)
    published_on = dy.Date(nullable=True)
    meeting_on = dy.Date(nullable=True)
    format = dy.String()
    encoding = dy.String(nullable=True)
    undecodable_bytes = dy.Int32(min=0)
    pages = dy.Int32(nullable=True)
    characters = dy.Int32(min=1)
    reader_version = dy.String()
    flags = dy.String()
    tables = dy.String(nullable=True)
    left_out = dy.String(nullable=True)
    recognized = dy.String(nullable=True)
    source_url = dy.String(nullable=True)
    parts = dy.String(nullable=True)
    signature = dy.String(nullable=True)
    twin_of = dy.String(nullable=True)
    revisions = dy.String(nullable=True)
    text = dy.String()


class Sentence(dy.Schema):
    """One row per sentence of a report, headings included, in reading order."""

    sentence_id = dy.String(primary_key=True)
    report_id = dy.String()
    ordinal = dy.Int32(min=0)
    start = dy.Int32(min=0)
    end = dy.Int32(min=1)
    section = dy.String(nullable=True)
    heading_level = dy.Int32(nullable=True)
    part = dy.Enum(PARTS)
    frame = dy.String(nullable=True, regex=r"^\d{4}-\d{4}$")
    frame_evidence = dy.String(nullable=True)
    text = dy.String()

    @dy.rule()
    def span_is_forward(self) -> pl.Expr:  # noqa: D102
        return pl.col("start") < pl.col("end")


class NumberMention(dy.Schema):
    """One row per run of digits of a report: the ledger. None is lost and none stands twice."""

    mention_id = dy.String(primary_key=True)
    report_id = dy.String()
    sentence_id = dy.String()
    start = dy.Int32(min=0)
    end = dy.Int32(min=1)
    number = dy.String()
    disposition = dy.Enum(DISPOSITIONS)
    disposition_rule = dy.String(nullable=True)
    observation_id = dy.String(nullable=True)


class Observation(dy.Schema):
    """One row per measured value of a report, as the extraction contract defines it."""

    observation_id = dy.String(primary_key=True)
    report_id = dy.String()
    sentence_id = dy.String()
    start = dy.Int32(min=0)
    end = dy.Int32(min=1)
    written = dy.String()
    indicator = dy.String(nullable=True)
    value = dy.Float64()
    value_max = dy.Float64(nullable=True)
    unit = dy.String()
    measure = dy.Enum(MEASURES)
    bound = dy.Enum(BOUNDS)
    period = dy.String(regex=PERIOD)
    status = dy.Enum(STATUSES)
    region = dy.String(nullable=True)
    base = dy.String(nullable=True)
    binding = dy.Enum(BINDINGS, nullable=True)
    attribution = dy.Enum(ATTRIBUTIONS)
    confidence = dy.Float64(min=0, max=1)
    flags = dy.String()
    name_rule = dy.String(nullable=True)
    completion_rule = dy.String(nullable=True)
    place_rule = dy.String(nullable=True)
    base_rule = dy.String(nullable=True)
    unit_rule = dy.String(nullable=True)
    measure_rule = dy.String(nullable=True)
    bound_rule = dy.String(nullable=True)
    status_rule = dy.String(nullable=True)
    period_rule = dy.String(nullable=True)


class IndicatorName(dy.Schema):
    """One row per name as written, measure, unit and reporting place: what it measures, in parts."""

    indicator = dy.String(primary_key=True)
    measure = dy.Enum(MEASURES, primary_key=True)
    unit = dy.String(primary_key=True)
    region = dy.String(primary_key=True)
    plain = dy.String()
    concept = dy.String()
    activity = dy.String()
    scope = dy.String()
    aspect = dy.String()
    dimension = dy.String(nullable=True)
    indicator_code = dy.String(nullable=True)
    found_by = dy.Enum(FOUND_BY)
    is_bare = dy.Bool()


class Quarantine(dy.Schema):
    """One row per file that could not be read, with the reason and what to do about it."""

    file_name = dy.String(primary_key=True)
    content_hash = dy.String(nullable=True)
    reason = dy.String()
    copy_of = dy.String(nullable=True)
    source_url = dy.String(nullable=True)
