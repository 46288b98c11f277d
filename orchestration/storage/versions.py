"""Published versions: a folder each, and one link that says which of them readers see.

    versions/20261124T063012123-3f9a8c01/   indicators.duckdb, explorer.html, explorer-data/, version.json
    current → versions/20261124T063012123-3f9a8c01
    indicators.duckdb → current/indicators.duckdb,  and so explorer.html and explorer-data

A version is complete before it has its name, and comes into sight by one rename of `current`: at no instant does a
reader find a part of one, or the database of one beside the page of another. Readers that hold an older version keep it.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from orchestration.storage.paths import WarehouseError, WarehousePaths

# Versions kept, the current among them; `INDICATORS_KEEP_VERSIONS` says otherwise.
KEEP = 3
_DATABASE, _FACTS = "indicators.duckdb", "version.json"
# What versions of an earlier layout had, so that a link to it stays only while readers see such a version.
_EARLIER = "comparison.html"


@dataclass(frozen=True)
class Version:
    """One published version; `name` sorts by the time of its publication."""

    name: str
    published_at: str
    fingerprint: str
    reports: int
    observations: int
    bytes: int
    run_id: str | None = None
    current: bool = field(default=False, compare=False)


def add(paths: WarehousePaths, fingerprint: str, reports: int, observations: int, run_id: str | None = None) -> Version:
    """Make a version of the build database and its page, and show it to readers.

    Raises:
        WarehouseError: it cannot be written; readers then see what they saw.
    """
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}-{fingerprint[:8]}"
    part = paths.versions / f".{name}"
    try:
        _clear(paths)
        part.mkdir(parents=True)
        for source in (paths.build, paths.build_page):
            if source.is_file():
                shutil.copyfile(source, part / source.name)
        if paths.build_page_data.is_dir():
            shutil.copytree(paths.build_page_data, part / paths.build_page_data.name)
        size = (part / _DATABASE).stat().st_size
        version = Version(
            name, now.isoformat(timespec="seconds"), fingerprint, reports, observations, size, run_id, current=True
        )
        facts = {key: value for key, value in asdict(version).items() if key != "current"}
        (part / _FACTS).write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
        for path in (*part.rglob("*"), part):
            _sync(path)
        part.rename(paths.versions / name)
        _sync(paths.versions)
        show(paths, name)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise WarehouseError(
            f"{paths.root}: the new version cannot be written ({error.strerror}); the previous one is unchanged"
        ) from error
    prune(paths)
    return version


def show(paths: WarehousePaths, name: str) -> None:
    """Let readers see a version, at once.

    Raises:
        OSError: the link cannot be made; what was shown is shown still.
    """
    _link(paths.current, Path("versions") / name)
    # The outer links are made once, and take the place of what an earlier layout left there; none leads nowhere.
    for outer in (paths.published, paths.page, paths.page_data, paths.root / _EARLIER):
        target = Path(paths.current.name) / outer.name
        if not (paths.current / outer.name).exists():
            if outer.is_symlink():
                outer.unlink()
        elif not outer.is_symlink() or outer.readlink() != target:
            _link(outer, target)
    _sync(paths.root)


def known(paths: WarehousePaths) -> list[Version]:
    """All versions, newest first."""
    shown = paths.current.readlink().name if paths.current.is_symlink() else None
    found = []
    for facts in sorted(paths.versions.glob(f"[0-9]*/{_FACTS}"), reverse=True):
        if (facts.parent / _DATABASE).is_file():
            found.append(Version(**json.loads(facts.read_text("utf-8")), current=facts.parent.name == shown))
    return found


def rollback(paths: WarehousePaths, name: str | None = None) -> Version:
    """Show an older version: the one before the current, or the one named.

    Raises:
        WarehouseError: there is no such version, or the link cannot be made.
    """
    versions = known(paths)
    names = [version.name for version in versions]
    if name is None:
        current = next((place for place, version in enumerate(versions) if version.current), -1)
        if current < 0 or current + 1 == len(versions):
            raise WarehouseError(f"{paths.root}: no version before the current one; `indicators versions` lists them")
        name = names[current + 1]
    if name not in names:
        raise WarehouseError(f"{name}: no such version in {paths.versions}; `indicators versions` lists them")
    try:
        show(paths, name)
    except OSError as error:
        raise WarehouseError(f"{paths.current}: cannot be changed ({error.strerror})") from error
    return next(version for version in known(paths) if version.name == name)


def prune(paths: WarehousePaths) -> None:
    """Drop versions beyond those kept, never the current; readers that hold one read on."""
    keep = max(2, int(os.environ.get("INDICATORS_KEEP_VERSIONS") or KEEP))
    for version in known(paths)[keep:]:
        if not version.current:
            shutil.rmtree(paths.versions / version.name, ignore_errors=True)


def _clear(paths: WarehousePaths) -> None:
    """Remove what publications left that did not come to their end."""
    for part in paths.versions.glob(".*"):
        shutil.rmtree(part, ignore_errors=True)
    for link in paths.root.glob(".*.new"):
        link.unlink()


def _link(link: Path, target: Path) -> None:
    made = link.with_name(f".{link.name}.new")
    made.unlink(missing_ok=True)
    made.symlink_to(target)
    made.replace(link)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
