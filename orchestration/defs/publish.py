"""Audited tables → what analysts see: the published database and the comparison page."""

import time

import dagster as dg

from orchestration.defs.resources import OWNERS, Folders
from orchestration.defs.transform import build_models
from orchestration.presentation import page
from orchestration.presentation.comparison import headline
from orchestration.presentation.preview import markdown
from orchestration.reading.files import list_files
from orchestration.storage.places import connect
from orchestration.storage.publish import publish, replace_text
from orchestration.versions import refresh_fingerprint

_MARTS = [key for key in build_models.keys if key.path[0] == "marts"]


@dg.asset(
    key=["published", "comparison_page"],
    deps=_MARTS,
    group_name="published",
    kinds={"html", "altair"},
    owners=OWNERS,
    description="One self-contained page: targets against outturns and year against year, each with its sentence.",
)
def comparison_page(folders: Folders) -> dg.MaterializeResult[None]:
    """Draw the page from the audited build and put it in place at once."""
    with connect(folders.places.build, read_only=True) as connection:
        html = page.render(connection)
        shown = headline(connection)
    replace_text(html, folders.places.page)
    return dg.MaterializeResult(
        metadata={
            "page": dg.MetadataValue.path(str(folders.places.page)),
            "bytes": len(html.encode()),
            "preview": dg.MetadataValue.md(markdown(shown, rows=12)),
        }
    )


@dg.asset(
    key=["published", "warehouse"],
    deps=[*_MARTS, comparison_page],
    group_name="published",
    kinds={"duckdb"},
    owners=OWNERS,
    description="The DuckDB file that analysts read: a copy of the audited build, put in place by one atomic rename.",
)
def warehouse(folders: Folders) -> dg.MaterializeResult[None]:
    """Publish; nothing is published where a blocking rule of the audit is broken."""
    started = time.monotonic()
    files = list_files(folders.raw_folder)
    fingerprint = refresh_fingerprint((file.name, file.content_hash) for file in files)
    size = publish(folders.places, fingerprint)
    return dg.MaterializeResult(
        metadata={
            "database": dg.MetadataValue.path(str(folders.places.published)),
            "bytes": size,
            "fingerprint": fingerprint,
            "seconds": time.monotonic() - started,
        }
    )
