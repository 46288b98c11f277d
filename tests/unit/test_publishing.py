"""The audit refuses what would mislead readers; publishing shows whole versions, and older ones again."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from orchestration.storage import audit, audit_rules, versions
from orchestration.storage.paths import WarehouseError, WarehousePaths, connect
from orchestration.storage.publish import publish, published_fingerprint


def outcome_of(connection: duckdb.DuckDBPyConnection, paths: WarehousePaths, check: audit_rules.Check) -> audit.Outcome:
    outcomes = audit.run_all(connection, paths, blocking=check.blocking)
    return next(outcome for outcome in outcomes if outcome.check == check)


@pytest.mark.parametrize(
    ("rule", "damage"),
    [
        ("warehouse_has_observations", "delete from marts.fct_observation"),
        ("every_report_is_extracted", "delete from landing.extractions"),
        ("no_observation_is_lost", "delete from landing.observations where rowid = 0"),
        ("every_number_is_in_the_ledger", "delete from landing.number_mentions where rowid = 0"),
        ("spans_are_the_numbers", "update landing.observations set start = start - 3"),
        ("every_number_is_explained", "update landing.number_mentions set disposition = 'unexplained'"),
        (
            "unexplained_numbers_are_few",
            "insert into landing.number_mentions by name select mention_id || '.' || n as mention_id, report_id, "
            "sentence_id, start, \"end\", number, 'unexplained' as disposition "
            "from landing.number_mentions, range(20) as numbers(n)",
        ),
        ("no_report_is_lost", "delete from marts.dim_report where file_name = 'a.txt'"),
        ("every_report_gives_figures", "delete from landing.observations"),
        ("every_report_says_what_it_is", "update landing.reports set flags = 'region_unknown'"),
        ("every_report_stands_once", "update landing.reports set twin_of = 'b.txt', revisions = '[]'"),
        ("every_report_is_read_in_full", "update landing.reports set flags = 'bytes_replaced'"),
        ("every_table_is_read", "update landing.number_mentions set disposition = 'table_cell'"),
    ],
)
def test_each_rule_of_the_audit_notices_its_damage(audited: Path, rule: str, damage: str) -> None:
    check = next(check for check in audit_rules.CHECKS if check.name == rule)
    paths = WarehousePaths(audited.parents[1])
    with connect(audited) as connection:
        assert outcome_of(connection, paths, check).passed
        connection.execute(damage)
        outcome = outcome_of(connection, paths, check)
    assert not outcome.passed
    assert outcome.examples


def test_one_file_alone_does_not_break_the_share_of_unexplained_numbers(audited: Path) -> None:
    check = next(check for check in audit_rules.CHECKS if check.name == "unexplained_numbers_are_few")
    more = (
        "insert into landing.number_mentions by name select mention_id || '.' || n as mention_id, report_id, sentence_id, "
        "start, \"end\", number, 'unexplained' as disposition from landing.number_mentions, range(100) as numbers(n) "
        "where report_id = (select report_id from landing.reports where file_name = '{}.txt')"
    )
    with connect(audited) as connection:
        connection.execute(more.format("a"))
        assert outcome_of(connection, WarehousePaths(audited.parents[1]), check).passed
        connection.execute(more.format("b"))
        assert not outcome_of(connection, WarehousePaths(audited.parents[1]), check).passed


@pytest.mark.parametrize("check", audit_rules.CHECKS, ids=lambda check: check.name)
def test_no_rule_tells_of_reports_by_their_keys(audited: Path, check: audit_rules.Check) -> None:
    """A person looks for a file, and finds nothing by sixteen digits."""
    damages = (
        "delete from landing.extractions where rowid = 0",
        "delete from marts.fct_observation where rowid = 0",
        "delete from marts.dim_report where rowid = 0",
        "update landing.number_mentions set number = number || '7'",
        "update landing.observations set start = start - 3, value = value + 1",
        "update landing.number_mentions set disposition = 'unexplained'",
        "update marts.fct_indicator_vintage set value = value + 1",
        "update landing.reports set flags = 'region_unknown,bytes_replaced', twin_of = 'c.txt', revisions = '[]'",
    )
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    if check.name in ("warehouse_has_observations", "no_sudden_loss", "unexplained_numbers_are_few"):
        return
    with connect(audited) as connection:
        for damage in damages:
            connection.execute(damage)
        if check.name == "every_report_gives_figures":
            connection.execute("delete from landing.observations")
        if check.name == "every_table_is_read":
            connection.execute("update landing.number_mentions set disposition = 'table_cell'")
        if check.name == "no_report_vanishes":
            connection.execute("delete from landing.reports where file_name = 'b.txt'")
        outcome = outcome_of(connection, paths, check)
    assert not outcome.passed
    assert all(".txt" in example for example in outcome.examples)
    assert not re.search(r"[0-9a-f]{16}", outcome.found)


def test_a_report_without_figures_says_what_it_holds(audited: Path) -> None:
    check = next(check for check in audit_rules.CHECKS if check.name == "every_report_gives_figures")
    with connect(audited) as connection:
        connection.execute("delete from landing.observations")
        connection.execute("update landing.reports set flags = 'has_pictures,has_tables' where file_name = 'a.txt'")
        connection.execute("update landing.reports set flags = 'no_digits' where file_name = 'b.txt'")
        first, second = audit.run(connection, check).examples
    assert first == "a.txt: no figures; it holds tables that are not understood, pictures, which are not read"
    assert second == "b.txt: no figures; it holds no digits"


def test_unexplained_numbers_are_counted_by_file(audited: Path) -> None:
    check = next(check for check in audit_rules.CHECKS if check.name == "every_number_is_explained")
    with connect(audited) as connection:
        connection.execute("update landing.number_mentions set disposition = 'unexplained'")
        outcome = audit.run(connection, check, examples=1)
    assert outcome.offenders == 6
    assert outcome.found.startswith("6 in 2 files, the first: a.txt: 3, the first at ")


@pytest.mark.parametrize("name", ["it's", "a;b --", '"quoted"', "总 体"])
def test_a_build_is_held_to_the_last_version_whatever_the_folder_is_called(audited: Path, name: str) -> None:
    paths = WarehousePaths(audited.parents[1].rename(audited.parents[2] / name))
    publish(paths, "one")
    with connect(paths.build) as connection:
        connection.execute("delete from landing.reports where file_name = 'b.txt'")
        connection.execute("delete from marts.dim_report where file_name = 'b.txt'")
    with pytest.raises(WarehouseError, match=r"no_sudden_loss: 1 reports where readers see 2"):
        publish(paths, "two")


@pytest.mark.parametrize("damage", ["junk", "dangling"])
def test_a_last_version_that_cannot_be_read_is_no_reason_to_publish(audited: Path, damage: str) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    if damage == "junk":
        paths.published.resolve().write_bytes(b"no database" * 1000)
    else:
        paths.published.resolve().unlink()
    with pytest.raises(WarehouseError, match=r"no_sudden_loss: .*cannot be read .*rollback"):
        publish(paths, "two")
    # The remedy that is named.
    paths.published.unlink()
    assert publish(paths, "two").fingerprint == "two"


def test_quarantine_is_shown_but_holds_nothing_back(audited: Path) -> None:
    check = next(check for check in audit_rules.CHECKS if check.name == "no_file_is_quarantined")
    with connect(audited) as connection:
        outcome = audit.run(connection, check)
    assert (outcome.offenders, check.blocking) == (1, False)
    assert "empty.txt" in outcome.examples[0]


@pytest.mark.parametrize(
    ("rule", "blocks", "damage"),
    [
        ("no_sudden_loss", True, "delete from landing.observations where rowid > 0"),
        ("no_sudden_loss", True, "delete from landing.reports where file_name = 'b.txt'"),
        ("same_report_same_figures", True, "update landing.observations set value = value + 1 where rowid = 0"),
        ("no_report_vanishes", False, "delete from landing.reports where file_name = 'b.txt'"),
        ("no_figure_contradicts_the_last_version", False, "update marts.fct_indicator_vintage set value = value + 1"),
    ],
)
def test_a_build_is_held_to_what_readers_see(audited: Path, rule: str, blocks: bool, damage: str) -> None:
    paths = WarehousePaths(audited.parents[1])
    check = next(check for check in audit_rules.CHECKS if check.name == rule)
    assert check.blocking == blocks
    with connect(audited) as connection:
        assert outcome_of(connection, paths, check).passed
    publish(paths, "one")
    with connect(audited) as connection:
        assert outcome_of(connection, paths, check).passed
        connection.execute(damage)
        outcome = outcome_of(connection, paths, check)
    assert not outcome.passed
    assert outcome.examples


def test_a_loss_that_is_meant_can_be_accepted(audited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    with connect(audited) as connection:
        for table in ("observations", "number_mentions", "sentences", "extractions", "reports"):
            connection.execute(
                f"delete from landing.{table} where report_id = (select min(report_id) from landing.reports)"
            )
        connection.execute("create or replace table marts.fct_observation as from landing.observations")
        connection.execute("create or replace table marts.dim_report as from landing.reports")
    with pytest.raises(WarehouseError, match=r"1 reports where readers see 2 .*--accept-losses"):
        publish(paths, "two")
    monkeypatch.setenv("INDICATORS_MAX_FALL", "1")
    assert publish(paths, "two").reports == 1


def test_a_version_of_another_layout_holds_nothing_up(audited: Path) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    with connect(paths.versions / versions.known(paths)[0].name / "indicators.duckdb") as connection:
        connection.execute(
            "alter table landing.observations drop column measure; drop table marts.fct_indicator_vintage"
        )
    assert publish(paths, "two").fingerprint == "two"


def test_a_reader_keeps_its_version_and_the_next_sees_the_new(audited: Path) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    reader = duckdb.connect(paths.published, read_only=True)
    with connect(paths.build) as connection:
        connection.execute("delete from landing.quarantine")
    publish(paths, "two")
    assert reader.execute("select count(*) from landing.quarantine").fetchone() == (1,)
    # Even this very process, which holds the old version still, is given the new one.
    with duckdb.connect(paths.published, read_only=True) as second:
        assert second.execute("select count(*) from landing.quarantine").fetchone() == (0,)
    reader.close()
    assert published_fingerprint(paths) == "two"
    assert sorted(path.name for path in paths.root.iterdir()) == [
        "build",
        "current",
        "explorer-data",
        "explorer.html",
        "indicators.duckdb",
        "versions",
    ]


def test_nothing_is_published_where_the_audit_refuses(audited: Path) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    before = paths.published.read_bytes()
    with connect(paths.build) as connection:
        connection.execute("delete from landing.number_mentions")
    with pytest.raises(WarehouseError, match="every_number_is_in_the_ledger"):
        publish(paths, "two")
    assert paths.published.read_bytes() == before


def test_older_versions_are_kept_shown_again_and_pruned(audited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = WarehousePaths(audited.parents[1])
    monkeypatch.setenv("INDICATORS_KEEP_VERSIONS", "2")
    for fingerprint in ("one", "two", "three"):
        publish(paths, fingerprint)
    assert [(version.fingerprint, version.current) for version in versions.known(paths)] == [
        ("three", True),
        ("two", False),
    ]
    assert versions.rollback(paths).fingerprint == "two"
    assert [version.current for version in versions.known(paths)] == [False, True]
    # What was rolled back is not published again for want of anything new.
    assert published_fingerprint(paths) == "three"
    with pytest.raises(WarehouseError, match="no version before the current one"):
        versions.rollback(paths)
    with pytest.raises(WarehouseError, match="no such version"):
        versions.rollback(paths, "2020")
    newest = versions.known(paths)[0].name
    assert versions.rollback(paths, newest).current
    # The one that readers see stays, however many newer ones there are.
    monkeypatch.setenv("INDICATORS_KEEP_VERSIONS", "3")
    publish(paths, "four")
    oldest = versions.known(paths)[-1].name
    versions.rollback(paths, oldest)
    monkeypatch.setenv("INDICATORS_KEEP_VERSIONS", "2")
    versions.prune(paths)
    assert versions.known(paths)[-1].name == oldest


def test_a_publication_that_fails_leaves_what_readers_see(audited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    shown = paths.current.readlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(WarehouseError, match=r"No space left on device.*previous one is unchanged"):
        publish(paths, "two")
    assert paths.current.readlink() == shown
    assert [path.name for path in paths.versions.iterdir()] == [shown.name]


def test_what_a_killed_publication_left_is_cleared_away(audited: Path) -> None:
    paths = WarehousePaths(audited.parents[1])
    (paths.versions / ".20260101T000000000-x").mkdir(parents=True)
    (paths.root / ".current.new").symlink_to("versions/none")
    made = publish(paths, "one")
    assert [path.name for path in paths.versions.iterdir()] == [made.name]
    assert not (paths.root / ".current.new").is_symlink()


def test_a_warehouse_of_the_earlier_layout_is_taken_over(audited: Path) -> None:
    paths = WarehousePaths(audited.parents[1])
    paths.published.write_bytes(paths.build.read_bytes())
    paths.page.write_text("old")
    assert published_fingerprint(paths) is None
    made = publish(paths, "one")
    assert paths.published.resolve() == (paths.versions / made.name / "indicators.duckdb").resolve()
    assert paths.page.read_text() == "<html></html>"
