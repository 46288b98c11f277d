"""The command `refresh` lists the folder once and hands on what it listed; who had to wait lists it anew."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orchestration.commands import progress
from orchestration.reading.raw_file import RawFile
from orchestration.storage import write_lock
from orchestration.storage.audit import SHARES
from orchestration.storage.paths import WarehousePaths
from tests.counted import counted
from tests.unit.landed import TEXT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


class Refreshed:
    """What the command hands on to the run of a refresh."""

    def __init__(self) -> None:
        self.files: list[RawFile] = []
        self.shares: dict[str, float] = {}

    def run(self, _: WarehousePaths, __: Path, files: list[RawFile], shares: dict[str, float]) -> str | None:
        self.files, self.shares = files, shares
        return None


@pytest.fixture
def refreshed(monkeypatch: pytest.MonkeyPatch) -> Refreshed:
    found = Refreshed()
    monkeypatch.setattr(progress, "run_refresh", found.run)
    monkeypatch.setattr(progress, "show_published", lambda *_: None)
    return found


def test_the_files_are_hashed_once_and_handed_on(call_cli: Run, raw: Path, refreshed: Refreshed) -> None:
    with counted() as counts:
        done = call_cli("refresh", "--raw", raw, "--warehouse", raw.parent / "warehouse")
    assert done.returncode == 0, done.stderr
    assert [file.name for file in refreshed.files] == ["a.txt", "b.txt", "empty.txt"]
    assert counts == {
        ("folder listed", str(raw)): 1,
        **{("file hashed", name): 1 for name in ("a.txt", "b.txt", "empty.txt")},
    }


def test_who_had_to_wait_sees_what_came_meanwhile(
    call_cli: Run, raw: Path, refreshed: Refreshed, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def after_another(_: WarehousePaths, *, wait: bool, waiting: Callable[[str], None]) -> Iterator[None]:
        waiting("another refresh is running; waiting for its end")
        (raw / "c.txt").write_text(TEXT.format(7), "utf-8")
        yield

    monkeypatch.setattr(write_lock, "write_lock", after_another)
    done = call_cli("refresh", "--raw", raw, "--warehouse", raw.parent / "warehouse")
    assert done.returncode == 0, done.stderr
    assert "waiting for its end" in done.stderr
    assert [file.name for file in refreshed.files] == ["a.txt", "b.txt", "c.txt", "empty.txt"]


def test_losses_are_accepted_for_this_refresh_alone(call_cli: Run, raw: Path, refreshed: Refreshed) -> None:
    before = dict(os.environ)
    folders = ("--raw", raw, "--warehouse", raw.parent / "warehouse")
    call_cli("refresh", *folders)
    usual = refreshed.shares
    call_cli("refresh", "--accept-losses", *folders)
    assert refreshed.shares == usual | {"max_fall": 1.0}
    assert usual["max_fall"] == SHARES["max_fall"][1]
    assert dict(os.environ) == before
