"""Commands for whoever runs the pipeline as a service: home, ui."""

from __future__ import annotations

import os
from pathlib import Path

import click

from orchestration.commands.arguments import raw_option, warehouse_option


@click.command(short_help="Print the folder of the Dagster instance.")
@raw_option
@warehouse_option
def home(raw: Path, warehouse: Path) -> None:
    """Make the Dagster instance of WAREHOUSE and the manifest of dbt, and print the folder, which `dg` needs as DAGSTER_HOME."""
    click.echo(_made(warehouse))


@click.command(short_help="Serve the Dagster UI of the warehouse.")
@raw_option
@warehouse_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on. The UI asks nobody who they are."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=3000, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--allow-host", multiple=True, help="Another host name under which the UI is reached, such as that of a proxy."
)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A Dagster workspace file that says where the code is served. Without it the UI loads the code itself.",
)
@click.option("--daemon/--no-daemon", default=True, show_default=True, help="Run sensors, schedules and the queue too.")
def ui(
    raw: Path,
    warehouse: Path,
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    workspace: Path | None,
    daemon: bool,
) -> None:
    """Serve the Dagster UI of WAREHOUSE; requests of other web pages are refused."""
    from orchestration.runtime.dagster_home import WORKSPACE, environment
    from orchestration.runtime.ui import serve

    made = _made(warehouse) / WORKSPACE
    # Code server, daemon and runs are processes that Dagster starts, and what they share with this one is the environment.
    # No other place of this package sets it.
    os.environ.update(environment(raw, warehouse))
    serve(host, port, allow_host, workspace or made, daemon, lambda line: click.echo(f"{line} (Ctrl-C ends it)"))


def _made(warehouse: Path) -> Path:
    """The home of the Dagster instance of a warehouse, made with all that the definitions need."""
    from orchestration.runtime.dagster_home import prepare
    from orchestration.runtime.dbt_project import make_manifest
    from orchestration.storage.paths import WarehousePaths

    home = prepare(warehouse)
    make_manifest(WarehousePaths(warehouse.resolve()))
    return home
