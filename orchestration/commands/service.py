"""Commands for whoever runs the pipeline as a service: home, ui."""

from __future__ import annotations

from pathlib import Path

import click

from orchestration.commands.arguments import raw_option, warehouse_option


@click.command()
@raw_option
@warehouse_option
def home(raw: Path, warehouse: Path) -> None:
    """Make the Dagster instance of WAREHOUSE and print its folder: DAGSTER_HOME for `dg`."""
    from orchestration.runtime.dagster_home import prepare

    click.echo(prepare(raw, warehouse))


@click.command()
@raw_option
@warehouse_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; nobody is asked who they are."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=3000, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--allow-host", multiple=True, help="A further name under which it is reached, as that of a proxy.")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A Dagster workspace file that says where the code is served; else it is loaded beside.",
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
    from orchestration.runtime.dagster_home import WORKSPACE, prepare
    from orchestration.runtime.ui import serve

    made = prepare(raw, warehouse) / WORKSPACE
    serve(host, port, allow_host, workspace or made, daemon, lambda line: click.echo(f"{line} (Ctrl-C ends it)"))
