"""Landing is idempotent and mirrors the folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
import yaml

from orchestration.identity.registry import identified
from orchestration.lexicon import load
from orchestration.storage import landing
from orchestration.storage.paths import WarehouseError, WarehousePaths, connect
from orchestration.storage.publish import published_fingerprint
from tests.conftest import PROJECT
from tests.unit.landed import TEXT, content, refresh


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


def test_a_new_version_goes_on_where_it_was_killed(raw: Path, build: Path) -> None:
    with connect(build) as connection:
        landing.create(connection)
        for number in range(3):
            (raw / f"more-{number}.txt").write_text(TEXT.format(number), "utf-8")
        assert refresh(connection, raw) == 5
        before = content(connection)
        # A batch of one report each; killed after two.
        assert refresh(connection, raw, "another", size=1, batches=2) == 2
        assert content(connection) == before
        assert refresh(connection, raw, "another", size=1) == 3
        assert content(connection) == before
        assert refresh(connection, raw, "another") == 0


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


def test_a_copy_with_an_earlier_name_is_set_aside_for_what_was_read_stays(raw: Path, build: Path) -> None:
    with connect(build) as connection:
        landing.create(connection)
        refresh(connection, raw)
        (raw / "0.txt").write_bytes((raw / "b.txt").read_bytes())
        refresh(connection, raw)
        names = connection.execute("select file_name from landing.reports order by 1").fetchall()
        assert names == [("a.txt",), ("b.txt",)]
        assert [row[0] for row in content(connection)["quarantine"]] == ["0.txt", "empty.txt"]


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
        frames = {table: connection.execute(f"from landing.{table}").pl() for table in landing.EXTRACTED}
        frames["sentences"] = pl.concat([frames["sentences"]] * 2)
        with pytest.raises(duckdb.ConstraintException):
            landing.land_extraction(connection, frames["sentences"]["report_id"].unique(), frames, "v")
        assert content(connection) == before


def test_databases_that_cannot_be_opened_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse here"), connect(tmp_path / "none", read_only=True):
        pass
    junk = tmp_path / "junk.duckdb"
    junk.write_bytes(b"no database" * 1000)
    with pytest.raises(WarehouseError, match=r"move junk\.duckdb away"), connect(junk):
        pass
    assert published_fingerprint(WarehousePaths(tmp_path)) is None


@pytest.mark.integration
def test_no_bar_of_progress_is_drawn(tmp_path: Path) -> None:
    """Where Python runs no script, as in `python -c`, DuckDB takes a person to be waiting and would draw one."""
    setting = "connection.execute(\"select current_setting('enable_progress_bar')\").fetchone()[0]"
    code = (
        "import duckdb; from pathlib import Path; from orchestration.storage.paths import connect\n"
        f"connection = duckdb.connect(); print({setting})\n"
        f"with connect(Path({str(tmp_path / 'a.duckdb')!r})) as connection: print({setting})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert done.stdout.split() == ["True", "False"]
    settings = yaml.safe_load((PROJECT / "dbt_project/profiles.yml").read_text("utf-8"))
    outputs = settings["plan_indicators"]["outputs"].values()
    assert [output["settings"]["enable_progress_bar"] for output in outputs] == [False] * len(outputs)


def test_the_names_of_reports_of_no_place_are_landed_once(raw: Path, build: Path) -> None:
    with connect(build) as connection:
        landing.create(connection)
        assert refresh(connection, raw) == 2
        (first,) = connection.execute("select min(report_id) from landing.reports").fetchone() or ("",)
        connection.execute("update landing.observations set indicator = '产量', measure = 'level', unit = '吨'")
        # One place is not known, the other has no name.
        connection.execute("update landing.reports set region = if(report_id = ?, null, '')", [first])
        names = landing.written_names(connection)
        assert names.rows() == [("产量", "level", "吨", None)]
        landing.land_names(connection, identified(names, load()))
        landing.land_names(connection, identified(names, load()))
        assert connection.execute("select indicator, region from landing.indicator_names").fetchall() == [("产量", "")]
