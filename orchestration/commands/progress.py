"""What a person sees of a refresh in the terminal: its steps, what to look at, and where the result is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from orchestration.storage.paths import WarehousePaths

if TYPE_CHECKING:
    from orchestration.reading.raw_file import RawFile


def run_refresh(paths: WarehousePaths, raw: Path, files: list[RawFile], shares: dict[str, float]) -> str | None:
    """Run a refresh, and tell of each step as it ends.

    Args:
        paths: the warehouse, which the caller holds for writing.
        raw: the folder of reports.
        files: what stands in it.
        shares: what gate and audit allow; see `audit.shares`.

    Returns:
        Why nothing was published, on one line, or null.

    Raises:
        WarehouseError: the disk has too little room.
    """
    from rich.console import Console
    from rich.markup import escape

    from orchestration.runtime.dagster_home import prepare
    from orchestration.runtime.refresh_job import STEPS, run
    from orchestration.storage.recovery import make_room

    if done := make_room(paths):
        click.echo(done, err=True)
    prepare(paths.root)
    marks = {"done": "[green]✓[/]", "failed": "[red]✗[/]"}
    with _terminal() as stream:
        console = Console(file=stream, highlight=False)
        console.print(f"{len(files)} files in {escape(str(raw))}")
        with console.status("loading the pipeline") as status:

            def progress(step: str, word: str, took: float | None) -> None:
                label = STEPS.get(step, step)
                if word == "started":
                    status.update(label)
                else:
                    console.print(f"  {marks[word]} {label} [dim]{took:.1f} s[/]")

            outcome = run(paths, partial(load_job, raw, paths, files, shares), progress)
        for warning in outcome.warnings:
            console.print(f"[yellow]look:[/] {escape(warning)}", soft_wrap=True)
    if outcome.failures:
        return f"nothing was published: {'; '.join(outcome.failures)} (run {outcome.run_id})"
    return None


def load_job(
    raw: Path, paths: WarehousePaths, files: list[RawFile], shares: dict[str, float]
) -> tuple[Any, dict[str, object]]:
    """The refresh job of a warehouse, and the resources that stand in for those of the environment.

    Raises:
        RuntimeError: dbt cannot load the project; the message says which file is at fault.
    """
    from orchestration.runtime.dbt_project import make_manifest

    make_manifest(paths)
    from orchestration.definitions import defs
    from orchestration.defs.resources import Folders

    return defs().resolve_job_def("refresh"), {"folders": Folders(raw, paths.root, files), "shares": shares}


@contextmanager
def _terminal() -> Iterator[TextIO]:
    """Standard error for what is told here alone; what else is written there, by this process or a child, is left out.

    Dagster keeps the output of each step, and starts programs of its own for it, which would write their tracebacks
    among the progress where a person presses Ctrl-C.
    """
    sys.stderr.flush()
    with os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace") as stream:
        if not os.environ.get("INDICATORS_TRACEBACK"):
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 2)
            os.close(nothing)
        try:
            yield stream
        finally:
            sys.stderr.flush()
            os.dup2(stream.fileno(), 2)


def show_published(paths: WarehousePaths, folders: dict[str, Path], usual: dict[str, Path]) -> None:
    """Show the newest comparison, where the published files are, and the command that opens the UI on them.

    Args:
        paths: the warehouse.
        folders: the folders of this refresh, by the option that names each.
        usual: the folders that are taken where an option is not given.
    """
    import shlex

    from orchestration.presentation.comparison import headline, main_region
    from orchestration.presentation.terminal import headline_table, show
    from orchestration.storage.paths import connect

    with connect(paths.published, read_only=True) as connection:
        region = main_region(connection)
        show(headline_table(headline(connection), region[1] if region else None))
    click.echo(f"warehouse  {paths.published}\nexplorer   {paths.page}")
    given = [
        word for option, path in folders.items() if path.absolute() != usual[option] for word in (option, str(path))
    ]
    click.echo(f"UI         {shlex.join([sys.argv[0], 'ui', *given])}")
