"""Landing is idempotent and mirrors the folder; nothing is published that the audit refuses."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration.extraction.pipeline import extract
from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from orchestration.storage import audit, landing
from orchestration.storage.places import Places, WarehouseError, connect
from orchestration.storage.publish import publish, published_fingerprint, replace

TEXT = "关于某市2024年国民经济和社会发展计划执行情况及2025年计划草案的报告\n全市地区生产总值增长{}%。\n"


def refresh(connection: duckdb.DuckDBPyConnection, raw: Path, version: str = "v") -> int:
    """Read and extract as the pipeline does; the number of reports that were extracted."""
    files = list_files(raw)
    known = landing.known_files(connection, read_version()) & {(file.name, file.content_hash) for file in files}
    reading = read_all(files, known)
    landing.land_reports(connection, reading.reports, reading.quarantine, known)
    todo = landing.to_extract(connection, version)
    extraction = extract(todo)
    frames = {table: getattr(extraction, table) for table in landing.EXTRACTED}
    landing.land_extraction(connection, todo["report_id"], frames, version)
    return todo.height


def read_version() -> str:
    from orchestration.versions import extractor_version

    return extractor_version()


def content(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    return {table: connection.execute(f"from landing.{table} order by all").fetchall() for table in landing.TABLES}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, growth in (("a.txt", 5), ("b.txt", 6)):
        (folder / name).write_text(TEXT.format(growth), "utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return tmp_path / "warehouse" / "build" / "indicators.duckdb"


def test_landing_again_changes_nothing_and_extracts_nothing(raw: Path, build: Path) -> None:
    with connect(build) as connection:
        landing.create(connection)
        assert refresh(connection, raw) == 2
        before = content(connection)
        landing.create(connection)
        assert refresh(connection, raw) == 0
        assert content(connection) == before
        assert [row[0] for row in before["quarantine"]] == ["empty.txt"]


def test_a_new_version_extracts_all_and_gives_the_same_rows(raw: Path, build: Path) -> None:
    with connect(build) as connection:
        landing.create(connection)
        refresh(connection, raw)
        before = content(connection)
        assert refresh(connection, raw, "another") == 2
        assert content(connection) == before


def test_landing_mirrors_the_folder(raw: Path, build: Path, tmp_path: Path) -> None:
    with connect(build) as connection:
        landing.create(connection)
        refresh(connection, raw)
        (raw / "a.txt").write_text(TEXT.format(7), "utf-8")
        (raw / "b.txt").rename(raw / "c.txt")
        (raw / "empty.txt").unlink()
        refresh(connection, raw)
        changed = content(connection)
    with connect(tmp_path / "fresh" / "indicators.duckdb") as connection:
        landing.create(connection)
        refresh(connection, raw)
        assert content(connection) == changed


def test_the_twin_of_a_removed_file_takes_its_place(raw: Path, build: Path) -> None:
    with connect(build) as connection:
        landing.create(connection)
        (raw / "d.txt").write_text(TEXT.format(5), "utf-8")
        refresh(connection, raw)
        assert "d.txt" in [row[0] for row in content(connection)["quarantine"]]
        (raw / "a.txt").unlink()
        refresh(connection, raw)
        names = connection.execute("select file_name from landing.reports order by 1").fetchall()
        assert names == [("b.txt",), ("d.txt",)]
        assert connection.execute("select count(*) from landing.observations").fetchone() == (2,)


def test_tables_of_another_layout_are_made_anew(raw: Path, build: Path) -> None:
    with connect(build) as connection:
        connection.execute("create schema landing; create table landing.reports (report_id varchar)")
        landing.create(connection)
        assert refresh(connection, raw) == 2


def test_a_failed_batch_leaves_what_was_landed(raw: Path, build: Path) -> None:
    with connect(build) as connection:
        landing.create(connection)
        refresh(connection, raw)
        before = content(connection)
        twice = pl.concat([landing.read_table(connection, "sentences")] * 2)
        frames = {table: landing.read_table(connection, table) for table in landing.EXTRACTED} | {"sentences": twice}
        with pytest.raises(duckdb.ConstraintException):
            landing.land_extraction(connection, twice["report_id"].unique(), frames, "v")
        assert content(connection) == before


@pytest.fixture
def audited(raw: Path, build: Path) -> Path:
    """A build in which every rule holds but that a file is quarantined; the fact table is a stand-in."""
    with connect(build) as connection:
        landing.create(connection)
        refresh(connection, raw)
        connection.execute("create schema marts; create table marts.fct_observation as from landing.observations")
    return build


@pytest.mark.parametrize(
    ("rule", "damage"),
    [
        ("warehouse_has_observations", "delete from marts.fct_observation"),
        ("every_report_is_extracted", "delete from landing.extractions"),
        ("no_observation_is_lost", "delete from landing.observations where rowid = 0"),
        ("every_number_is_in_the_ledger", "delete from landing.number_mentions where rowid = 0"),
        ("spans_are_the_numbers", "update landing.observations set start = start - 3"),
        ("every_number_is_explained", "update landing.number_mentions set disposition = 'unexplained'"),
    ],
)
def test_each_rule_of_the_audit_notices_its_damage(audited: Path, rule: str, damage: str) -> None:
    check = next(check for check in audit.CHECKS if check.name == rule)
    with connect(audited) as connection:
        assert audit.run(connection, check).passed
        connection.execute(damage)
        outcome = audit.run(connection, check)
    assert not outcome.passed
    assert outcome.examples


def test_quarantine_is_shown_but_holds_nothing_back(audited: Path) -> None:
    check = next(check for check in audit.CHECKS if check.name == "no_file_is_quarantined")
    with connect(audited) as connection:
        outcome = audit.run(connection, check)
    assert (outcome.offenders, check.blocking) == (1, False)
    assert "empty.txt" in outcome.examples[0]


def test_a_reader_keeps_its_version_and_the_next_sees_the_new(audited: Path) -> None:
    places = Places(audited.parents[1])
    publish(places, "one")
    places.page.touch()
    reader = duckdb.connect(places.published, read_only=True)
    with connect(places.build) as connection:
        connection.execute("delete from landing.quarantine")
    publish(places, "two")
    assert reader.execute("select count(*) from landing.quarantine").fetchone() == (1,)
    reader.close()
    assert published_fingerprint(places) == "two"
    assert sorted(path.name for path in places.root.iterdir()) == ["build", "comparison.html", "indicators.duckdb"]


def test_nothing_is_published_where_the_audit_refuses(audited: Path) -> None:
    places = Places(audited.parents[1])
    publish(places, "one")
    before = places.published.read_bytes()
    with connect(places.build) as connection:
        connection.execute("delete from landing.number_mentions")
    with pytest.raises(WarehouseError, match="every_number_is_in_the_ledger"):
        publish(places, "two")
    assert places.published.read_bytes() == before


def test_a_copy_that_fails_leaves_the_published_file(tmp_path: Path) -> None:
    target = tmp_path / "indicators.duckdb"
    target.write_text("old")
    with pytest.raises(WarehouseError, match="unchanged"):
        replace(tmp_path / "missing", target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_databases_that_cannot_be_opened_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse here"), connect(tmp_path / "none", read_only=True):
        pass
    junk = tmp_path / "junk.duckdb"
    junk.write_bytes(b"no database" * 1000)
    with pytest.raises(WarehouseError, match=r"move junk\.duckdb away"), connect(junk):
        pass
    assert published_fingerprint(Places(tmp_path)) is None
