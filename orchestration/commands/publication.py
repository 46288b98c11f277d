"""Commands that change what readers see: refresh, versions, rollback."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from orchestration.commands.arguments import raw_option, warehouse_option
from orchestration.runtime.folders import RAW, WAREHOUSE


@click.command(short_help="Read new reports and publish the warehouse.")
@raw_option
@warehouse_option
@click.option("--force", is_flag=True, help="Run even if nothing has changed.")
@click.option("--no-wait", is_flag=True, help="Where another refresh is running, say so and end (exit 75).")
@click.option("--accept-losses", is_flag=True, help="Publish even if many reports or figures are gone.")
def refresh(raw: Path, warehouse: Path, force: bool, no_wait: bool, accept_losses: bool) -> None:
    """Read RAW, rebuild and publish WAREHOUSE, and show the comparison.

    Exit codes: 0 published or nothing new, 1 nothing was published, 2 wrong usage, 75 another refresh is running.
    """
    from orchestration.commands.progress import run_refresh, show_published
    from orchestration.fingerprints import refresh_fingerprint
    from orchestration.reading.files import list_files
    from orchestration.storage.audit import shares
    from orchestration.storage.paths import WarehousePaths
    from orchestration.storage.publish import published_fingerprint
    from orchestration.storage.write_lock import BusyError, write_lock

    files = list_files(raw)
    if not files:
        raise click.ClickException(f"{raw}: no reports in this folder; put files of reports there")
    allowed = shares(max_fall=1.0) if accept_losses else shares()
    paths = WarehousePaths(warehouse)
    waited: list[str] = []

    def waiting(line: str) -> None:
        waited.append(line)
        click.echo(line, err=True)

    try:
        with write_lock(paths, wait=not no_wait, waiting=waiting):
            # Whoever was waited for took their time, and may have published these very files.
            files = list_files(raw) if waited else files
            fingerprint = refresh_fingerprint((file.name, file.content_hash) for file in files)
            if not force and published_fingerprint(paths) == fingerprint:
                click.echo(f"nothing new in {raw}: the published warehouse is up to date (--force runs anyway)")
            else:
                failed = run_refresh(paths, raw, files, allowed)
                if failed:
                    raise click.ClickException(failed)
    except BusyError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(os.EX_TEMPFAIL)
    show_published(
        paths,
        {"--raw": raw, "--warehouse": paths.root},
        {"--raw": RAW.absolute(), "--warehouse": WAREHOUSE.absolute()},
    )


@click.command(short_help="List the published versions that are kept.")
@warehouse_option
def versions(warehouse: Path) -> None:
    """List the published versions that are kept, newest first; the one that readers see is marked."""
    from orchestration.presentation.terminal import show, versions_table
    from orchestration.storage.paths import WarehousePaths
    from orchestration.storage.versions import known

    found = known(WarehousePaths(warehouse))
    if not found:
        raise click.ClickException(f"{warehouse}: no published version; make one with `indicators refresh`")
    show(versions_table([asdict(version) for version in found]))


@click.command(short_help="Show readers an earlier version.")
@click.argument("version", required=False)
@warehouse_option
def rollback(version: str | None, warehouse: Path) -> None:
    """Show readers the version before the current one, or VERSION. A reader that has another one open keeps it.

    The rollback holds until something new is refreshed, or `indicators refresh --force`.
    """
    from orchestration.storage.paths import WarehousePaths
    from orchestration.storage.versions import rollback as show
    from orchestration.storage.write_lock import write_lock

    paths = WarehousePaths(warehouse)
    with write_lock(paths, waiting=lambda line: click.echo(line, err=True)):
        shown = show(paths, version)
    click.echo(f"readers now see {shown.name}, published {shown.published_at}: {shown.observations} observations")
