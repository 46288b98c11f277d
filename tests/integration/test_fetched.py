"""Reports arrive by themselves: the asset fetches what `sources.yml` lists, and the command does so when it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from orchestration.cli import cli
from orchestration.defs.automation import refresh
from orchestration.defs.fetch_assets import fetched_files
from orchestration.defs.resources import Folders
from tests.unit.test_fetching import REPORT, Server


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    server = Server()
    server.pages |= {
        "/": (200, {}, '<a href="/1.html">政府工作报告</a>'.encode()),
        "/1.html": (200, {}, REPORT.encode()),
    }
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "sources.yml").write_text(f"- {{index: '{server.url}/', links: 工作报告}}\n", "utf-8")
    monkeypatch.setenv("INDICATORS_RAW", str(raw))
    monkeypatch.setenv("INDICATORS_FETCH_PRIVATE", "1")
    monkeypatch.setenv("INDICATORS_FETCH_PAUSE", "0")
    yield raw
    server.close()


def test_the_asset_fetches_and_tells_how_much(raw: Path) -> None:
    found = dg.materialize([fetched_files], resources={"folders": Folders.of_environment()})
    (event,) = found.asset_materializations_for_node("raw__fetched_files")
    assert {name: event.metadata[name].value for name in ("sources", "files", "failed")} == {
        "sources": 1,
        "files": 1,
        "failed": 0,
    }
    assert len(list(raw.rglob("*.html"))) == 1


def test_a_refresh_does_not_fetch() -> None:
    assert isinstance(refresh.selection, dg.AssetSelection)
    assert dg.AssetKey(["raw", "fetched_files"]) not in refresh.selection.resolve([fetched_files])


def test_the_command_fetches_sources_and_addresses(raw: Path) -> None:
    first = CliRunner().invoke(cli, ["fetch", "--raw", str(raw)])
    assert (first.exit_code, first.stdout) == (0, "1 new or changed, 0 unchanged, 0 failed\n")
    failed = CliRunner().invoke(cli, ["fetch", "file:///etc/passwd", "--raw", str(raw)])
    assert failed.exit_code == 1
    assert "only addresses that begin with http" in failed.stderr


def test_without_sources_the_command_says_what_to_give(tmp_path: Path) -> None:
    found = CliRunner().invoke(cli, ["fetch", "--raw", str(tmp_path)])
    assert found.exit_code == 1
    assert "give a URL" in found.output
