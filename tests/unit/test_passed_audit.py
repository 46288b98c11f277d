"""A build is audited once: an audit that passed holds for exactly what it looked at, and for nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.storage import audit, audit_rules, versions
from orchestration.storage.passed_audit import PassedAudit
from orchestration.storage.passed_audit import audited as looked_at
from orchestration.storage.paths import WarehouseError, WarehousePaths, connect
from orchestration.storage.publish import publish


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules of the audit that ran, by name."""
    found: list[str] = []
    run = audit.run

    def counting(connection: object, check: audit_rules.Check, *rest: object) -> audit.Outcome:
        found.append(check.name)
        return run(connection, check, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "run", counting)
    return found


def passed(paths: WarehousePaths) -> PassedAudit:
    """An audit of the build as it is, in which every blocking rule holds."""
    found, now = PassedAudit(), looked_at(paths, audit.shares())
    with connect(paths.build, read_only=True) as connection:
        assert all(outcome.passed for outcome in audit.run_all(connection, paths, blocking=True))
    found.note(now)
    return found


def test_what_passed_is_published_without_another_audit(audited: Path, ran: list[str]) -> None:
    paths = WarehousePaths(audited.parents[1])
    publish(paths, "one")
    ran.clear()
    held = passed(paths)
    assert sorted(ran) == sorted(check.name for check in audit_rules.BLOCKING)
    # Who reads it changes nothing.
    with connect(paths.build, read_only=True) as connection:
        connection.execute("from landing.reports").fetchall()
    assert publish(paths, "two", passed=held).fingerprint == "two"
    assert len(ran) == len(audit_rules.BLOCKING)


def _by_the_database(paths: WarehousePaths) -> None:
    with connect(paths.build) as connection:
        connection.execute("delete from landing.quarantine")


def _by_its_bytes(paths: WarehousePaths) -> None:
    """The last byte is written anew, with size and times as they were."""
    before = paths.build.stat()
    with paths.build.open("r+b") as handle:
        handle.seek(-1, os.SEEK_END)
        last = handle.read(1)
        handle.seek(-1, os.SEEK_END)
        handle.write(last)
    os.utime(paths.build, ns=(before.st_atime_ns, before.st_mtime_ns))


def _by_a_copy(paths: WarehousePaths) -> None:
    """Another file in its place, with its bytes and its times."""
    shutil.copy2(paths.build, paths.build.with_suffix(".copy"))
    paths.build.with_suffix(".copy").replace(paths.build)


def _of_what_readers_see(paths: WarehousePaths) -> None:
    versions.rollback(paths)


@pytest.mark.parametrize("change", [_by_the_database, _by_its_bytes, _by_a_copy, _of_what_readers_see])
def test_any_change_has_the_build_audited_anew(
    audited: Path, ran: list[str], change: Callable[[WarehousePaths], None]
) -> None:
    paths = WarehousePaths(audited.parents[1])
    for name in ("one", "two"):
        publish(paths, name)
    held = passed(paths)
    ran.clear()
    change(paths)
    publish(paths, "three", passed=held)
    assert sorted(ran) == sorted(check.name for check in audit_rules.BLOCKING)


def test_other_shares_have_the_build_audited_anew(audited: Path, ran: list[str]) -> None:
    paths = WarehousePaths(audited.parents[1])
    held = passed(paths)
    ran.clear()
    publish(paths, "one", within=audit.shares(max_unexplained=0.5), passed=held)
    assert len(ran) == len([check for check in audit_rules.BLOCKING if not check.against_last])


def test_a_fault_that_came_after_the_audit_is_not_published(audited: Path) -> None:
    paths = WarehousePaths(audited.parents[1])
    held = passed(paths)
    with connect(paths.build) as connection:
        connection.execute("delete from landing.number_mentions")
    with pytest.raises(WarehouseError, match="every_number_is_in_the_ledger"):
        publish(paths, "one", passed=held)
    assert not paths.published.exists()


def test_a_publication_changes_the_build_and_is_not_audited_by_what_was_before(audited: Path, ran: list[str]) -> None:
    paths = WarehousePaths(audited.parents[1])
    held = passed(paths)
    publish(paths, "one", passed=held)
    ran.clear()
    publish(paths, "two", passed=held)
    assert ran


def test_what_is_not_there_did_not_pass(tmp_path: Path) -> None:
    paths, held = WarehousePaths(tmp_path), PassedAudit()
    nothing = looked_at(paths, audit.shares())
    assert not held.holds_for(nothing)
    held.note(nothing)
    assert not held.holds_for(nothing)
