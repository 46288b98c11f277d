"""The raw folder, as a run finds it."""

import dagster as dg
import polars as pl

from orchestration.defs.resources import OWNERS, Folders, trying_again
from orchestration.presentation.preview import markdown


@dg.asset(
    key=["raw", "report_files"],
    group_name="raw",
    kinds={"file"},
    owners=OWNERS,
    description="One row per file of the raw folder that could be a report: its name, content hash and size.",
)
def report_files(folders: dg.ResourceParam[Folders]) -> dg.MaterializeResult[None]:
    """List the folder; a missing or empty one fails the run with what to do."""
    with trying_again():
        files = folders.files
    if not files:
        raise dg.Failure(f"{folders.raw_folder}: no reports in this folder; put files of reports there")
    frame = pl.DataFrame(
        {
            "file_name": [file.name for file in files],
            "bytes": [file.size for file in files],
            "content_hash": [file.content_hash for file in files],
        }
    )
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(files),
            "dagster/uri": str(folders.raw_folder),
            "bytes": int(frame["bytes"].sum()),
            "preview": dg.MetadataValue.md(markdown(frame, rows=20)),
        },
        data_version=dg.DataVersion(str(hash_of(frame))),
    )


def hash_of(frame: pl.DataFrame) -> str:
    """A version of the folder's content: the same files give the same."""
    import hashlib

    return hashlib.sha256("".join(frame["file_name"] + frame["content_hash"]).encode()).hexdigest()[:16]
