"""Bad files of every kind beside the samples: the refresh publishes, and the figures of the samples stay as they are.

`make bench-bad` does the same with thousands of files.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.bad_files import among_bad_files, changed_rows
from tests.conftest import Published


def test_bad_files_of_every_kind_cost_the_samples_nothing(published: Published, tmp_path: Path) -> None:
    told, cost = among_bad_files(tmp_path, published.warehouse / "indicators.duckdb", 120, seed=13)
    assert not told.faults, "\n".join(told.faults)
    assert told.files.total() >= 120
    assert min(told.read.total(), told.aside.total()) > 30
    assert cost.memory < 3500


def test_a_row_of_the_samples_that_changes_would_be_noticed(published: Published, tmp_path: Path) -> None:
    clean, other = published.warehouse / "indicators.duckdb", tmp_path / "other.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{clean}' as clean (read_only)")
        connection.execute(f"attach '{other}' as other")
        connection.execute("copy from database clean to other")
    assert changed_rows(clean, other) == []
    with duckdb.connect(other) as connection:
        connection.execute("update landing.observations set value = value + 1 where rowid = 0")
    assert [line.split(":")[0] for line in changed_rows(clean, other)][:2] == ["landing.observations"] * 2


def test_views_read_no_text_that_nobody_asks_for(published: Published) -> None:
    """A view that kept its observations in memory held the text of a sentence once for each figure in it: gigabytes."""
    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as connection:
        views = connection.execute("select view_name from duckdb_views() where schema_name = 'marts'").fetchall()
        assert len(views) > 4
        for (view,) in views:
            plan = connection.execute(f"explain select count(*) from marts.{view}").fetchall()[0][1]
            assert "text" not in plan.replace("second_text", "").replace("context", ""), f"{view}\n{plan}"
