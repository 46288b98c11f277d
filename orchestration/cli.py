"""The command line `indicators`. It only hands on; what is slow to import is imported where it is needed."""

from __future__ import annotations

import atexit
import os
import sys

import click

from orchestration import __version__
from orchestration.commands import browsing, fetching, publication, queries, service, single_files


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="indicators")
def cli() -> None:
    """Figures from Chinese government plan reports as a warehouse for comparing years."""


for command in (
    publication.refresh,
    fetching.fetch,
    publication.versions,
    publication.rollback,
    single_files.extract,
    single_files.explain,
    single_files.evaluate,
    browsing.list_,
    browsing.search,
    browsing.sql,
    browsing.quarantine,
    queries.compare,
    queries.trace,
    queries.why,
    queries.review,
    service.home,
    service.ui,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line; whatever a person can put right ends in one line and a non-zero exit."""
    asked: list[int] = []
    # What is registered first is called last, so that all others have tidied up before.
    atexit.register(_leave, asked)
    try:
        cli(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Error: interrupted; the published warehouse is whole", err=True)
        asked.append(130)
        sys.exit(130)
    except click.ClickException as error:
        if isinstance(error, click.UsageError):
            error.show()
        else:
            click.echo(f"Error: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (ValueError, LookupError, RuntimeError, OSError) as error:
        if os.environ.get("INDICATORS_TRACEBACK"):
            raise
        click.echo(f"Error: {_one_line(error)}", err=True)
        sys.exit(1)


def _leave(asked: list[int]) -> None:
    """End with the exit status that was asked for, if one was.

    An interrupt that passes through code run by `exec`, as where a dataclass is made, is remembered by CPython. It then
    ends the process by SIGINT, whatever status it exits with.
    """
    if asked:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(asked[0])


def _one_line(error: BaseException) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    main()
