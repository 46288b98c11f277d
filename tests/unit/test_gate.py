"""Each report is judged alone before it is landed: one at fault is set aside, the others are landed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration.extraction.pipeline import extract
from orchestration.storage import audit, audit_rules, gate, landing
from orchestration.storage.paths import WarehousePaths, connect
from tests.unit.landed import TEXT

# White space of any kind, marks without width, and markup, between the digits of one number.
BETWEEN = [
    "\u00a0",
    "\u3000",
    "\u2009",
    "\u202f",
    "\u2028",
    "\u200b",
    "\ufeff",
    "\u0085",
    " ",
    "\n",
    "<b>",
    "&nbsp;",
    "**",
]


def reports(*texts: str) -> pl.DataFrame:
    rows = [
        {"report_id": f"{number:016x}", "text": text, "region": "某市", "report_year": 2025, "kind": "plan_report"}
        for number, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema_overrides={"report_year": pl.Int32})


def frames_of(part: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    return vars(extract(part))


def never(_: BaseException) -> bool:
    return False


class Hostile:
    """An extraction that fails wherever a report holds a word, and counts how often it was called."""

    def __init__(self, error: BaseException) -> None:
        self.error, self.calls = error, 0

    def __call__(self, part: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
        self.calls += 1
        if part["text"].str.contains("毒").any():
            raise self.error
        return frames_of(part)


@pytest.mark.parametrize("error", [ValueError("line\nbreak"), pl.exceptions.ComputeError("overflow"), RecursionError()])
def test_the_report_that_breaks_a_batch_is_found_and_the_others_are_extracted(error: Exception) -> None:
    texts = [TEXT.format(number) for number in range(1, 41)]
    texts[17] += "毒"
    hostile = Hostile(error)
    judged = gate.judge(reports(*texts), hostile, never)
    assert list(judged.aside) == [f"{17:016x}"]
    (reason,) = judged.aside.values()
    assert "\n" not in reason
    assert (str(error).split() or [type(error).__name__])[0] in reason
    alone = frames_of(reports(*texts).filter(pl.col("report_id") != f"{17:016x}"))
    for table in landing.EXTRACTED:
        assert judged.frames[table].equals(alone[table])
    # Halved, not tried one by one.
    assert hostile.calls < 20


def test_a_batch_of_faulty_reports_alone_gives_empty_frames() -> None:
    judged = gate.judge(reports("毒", "毒"), Hostile(ValueError("no")), never)
    assert len(judged.aside) == 2
    assert {table: frame.height for table, frame in judged.frames.items()} == dict.fromkeys(landing.EXTRACTED, 0)
    assert judged.frames["observations"].schema == frames_of(reports("增长5%。"))["observations"].schema


@pytest.mark.parametrize("error", [MemoryError(), OSError("disk")])
def test_what_is_no_fault_of_a_report_is_raised(error: Exception) -> None:
    with pytest.raises(type(error)):
        gate.judge(reports("毒", "好"), Hostile(error), lambda found: isinstance(found, OSError))


def test_a_panic_of_the_library_is_the_fault_of_the_report() -> None:
    def panics(part: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
        if part["text"].str.contains("毒").any():
            raise pl.exceptions.PanicException("index out of bounds")
        return frames_of(part)

    judged = gate.judge(reports("毒", TEXT.format(5)), panics, never)
    assert list(judged.aside) == [f"{0:016x}"]


@pytest.mark.parametrize("between", BETWEEN)
def test_what_stands_between_digits_is_no_fault(between: str, tmp_path: Path) -> None:
    closing = "</b>" if between == "<b>" else ""
    part = reports(f"2025年某市政府工作报告\n2024年，全市城镇新增就业1{between}2.5{closing}万人，增长5.3%。\n")
    judged = gate.judge(part, frames_of, never)
    assert judged.aside == {}
    check = next(check for check in audit_rules.CHECKS if check.name == "spans_are_the_numbers")
    with connect(tmp_path / "build.duckdb") as connection:
        land(connection, part, judged)
        assert audit.run(connection, check).passed


@pytest.mark.parametrize("written", ["安排资金25l亿元", "生产总值568·3亿元", "人口12O万人", "税收增长l2.5%"])
def test_a_digit_that_was_taken_for_another_sign_sets_no_report_aside(written: str, tmp_path: Path) -> None:
    part = reports(f"2025年某市政府工作报告\n2024年，全市{written}，城镇新增就业16万人。\n")
    judged = gate.judge(part, frames_of, never)
    assert judged.aside == {}
    assert judged.frames["observations"]["flags"].str.contains("digits_repaired").sum() == 1
    names = {"spans_are_the_numbers", "every_number_is_in_the_ledger"}
    with connect(tmp_path / "build.duckdb") as connection:
        land(connection, part, judged)
        for check in (check for check in audit_rules.CHECKS if check.name in names):
            assert audit.run(connection, check).passed


def test_a_rule_that_is_broken_names_the_place() -> None:
    part = reports(TEXT.format(5), TEXT.format(6))
    frames = dict(frames_of(part))
    assert gate.faults(part, frames) == {}
    first = pl.col("report_id") == f"{0:016x}"
    moved = frames["observations"].with_columns(start=pl.when(first).then(pl.col("start") - 2).otherwise("start"))
    found = gate.faults(part, frames | {"observations": moved})
    assert list(found) == [f"{0:016x}"]
    assert "5 but the text has" in found[f"{0:016x}"]
    lost = frames["number_mentions"].filter(~first)
    found = gate.faults(part, frames | {"number_mentions": lost})
    assert found == {f"{0:016x}": found[f"{0:016x}"]}
    assert "9 digits, the ledger 0" in found[f"{0:016x}"]


def test_a_list_of_numbers_is_set_aside_and_a_short_report_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    part = reports(*[TEXT.format(5)] * 2)
    frames = dict(frames_of(part))
    row = frames["number_mentions"].filter(pl.col("report_id") == f"{0:016x}").head(1)
    unexplained = row.with_columns(disposition=pl.lit("unexplained").cast(row["disposition"].dtype))
    digits = part["text"].str.count_matches("[0-9]")[0]

    def with_left(number: int) -> dict[str, str]:
        text = part["text"][0] + row["number"][0] * number
        longer = part.with_columns(
            text=pl.when(pl.col("report_id") == f"{0:016x}").then(pl.lit(text)).otherwise("text")
        )
        mentions = pl.concat([frames["number_mentions"], *[unexplained] * number])
        return gate.faults(longer, frames | {"number_mentions": mentions})

    assert digits > 0
    assert with_left(20) == {}
    assert "21 of its" in with_left(21)[f"{0:016x}"]
    monkeypatch.setenv("INDICATORS_MAX_UNEXPLAINED_IN_ONE", "1")
    assert with_left(21) == {}
    monkeypatch.setenv("INDICATORS_MAX_UNEXPLAINED_IN_ONE", "few")
    with pytest.raises(ValueError, match="INDICATORS_MAX_UNEXPLAINED_IN_ONE: 'few' is no number"):
        with_left(21)


def test_long_reports_are_checked_in_time(tmp_path: Path) -> None:
    # An expression that counts the characters of the text anew for each figure would take minutes.
    text = "2025年某市政府工作报告\n" + "全市新增就业7.5万人。" * 40_000
    part = reports(text)
    at = [match for match in range(len(text)) if text.startswith("7.5", match)]
    observations = pl.DataFrame(
        {"report_id": part["report_id"][0], "start": at, "end": [place + 5 for place in at], "written": "7.5万人"}
    ).with_columns(flags=pl.lit(""))
    mentions = pl.DataFrame({"report_id": part["report_id"][0], "number": ["2025"] + ["7.5"] * len(at)}).with_columns(
        disposition=pl.lit("observation")
    )
    started = time.monotonic()
    assert gate.faults(part, {"number_mentions": mentions, "observations": observations}) == {}
    check = next(check for check in audit_rules.CHECKS if check.name == "spans_are_the_numbers")
    with connect(tmp_path / "build.duckdb") as connection:
        empty = {table: landing.TABLES[table].create_empty() for table in landing.EXTRACTED}
        land(connection, part, gate.Judged(empty))
        connection.register("found", observations.with_row_index("n"))
        connection.execute(
            "create or replace table landing.observations as "
            "select n || '' as observation_id, report_id, start, \"end\", written, flags from found"
        )
        assert audit.run(connection, check).passed
        connection.execute("update landing.observations set start = start + 1 where observation_id = '39999'")
        assert audit.run(connection, check).offenders == 1
    assert time.monotonic() - started < 30


def land(connection: duckdb.DuckDBPyConnection, part: pl.DataFrame, judged: gate.Judged) -> None:
    """Land reports under made-up names, and what was judged of them."""
    landing.create(connection)
    schema = landing.TABLES["reports"].create_empty()
    rows = [
        dict.fromkeys(schema.columns)
        | row
        | {
            "file_name": f"{row['report_id'][-2:]}.txt",
            "content_hash": row["report_id"] * 4,
            "format": "text",
            "characters": len(row["text"]),
            "reader_version": "v",
        }
        for row in part.to_dicts()
    ]
    frame = pl.DataFrame(rows, schema=schema.schema).with_columns(
        pl.col(name).fill_null("" if dtype == pl.String else 0)
        for name, dtype in schema.schema.items()
        if dtype in (pl.String, pl.Int32) and not landing.TABLES["reports"].columns()[name].nullable
    )
    landing.land_reports(connection, frame, landing.TABLES["quarantine"].create_empty(), set())
    landing.land_extraction(connection, part["report_id"], judged.frames, "v", judged.aside)


def test_what_is_set_aside_stays_so_until_it_is_extracted_anew(tmp_path: Path) -> None:
    part = reports(TEXT.format(5), TEXT.format(6) + "毒")
    judged = gate.judge(part, Hostile(ValueError("no")), never)
    paths = WarehousePaths(tmp_path)
    with connect(paths.build) as connection:
        land(connection, part, judged)
        aside = connection.execute("select file_name, reason from landing.quarantine").fetchall()
        assert [name for name, _ in aside] == ["01.txt"]
        # Its text is kept, nothing is extracted again, and the folder's files are counted once.
        assert connection.execute("select count(*) from landing.reports").fetchone() == (2,)
        assert list(landing.to_extract(connection, "v")) == []
        assert [name for name, _ in landing.landed_files(connection)] == ["00.txt", "01.txt"]
        # The next refresh finds the folder as it was.
        empty = (landing.TABLES["reports"].create_empty(), landing.TABLES["quarantine"].create_empty())
        landing.land_reports(connection, *empty, landing.known_files(connection, "v"))
        assert connection.execute("select file_name, reason from landing.quarantine").fetchall() == aside
        ledger = next(check for check in audit_rules.CHECKS if check.name == "every_number_is_in_the_ledger")
        assert audit.run(connection, ledger).passed
        # A new version that can read it takes it out again.
        landing.land_extraction(connection, part["report_id"], dict(frames_of(part)), "w")
        assert connection.execute("select count(*) from landing.quarantine").fetchone() == (0,)
        # A file that goes, goes from quarantine too.
        landing.land_extraction(connection, part["report_id"], judged.frames, "v", judged.aside)
        landing.land_reports(connection, *empty, {("00.txt", part["report_id"][0] * 4)})
        assert connection.execute("select count(*) from landing.quarantine").fetchone() == (0,)
