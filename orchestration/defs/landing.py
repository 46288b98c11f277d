"""Reports and what was extracted from them, landed in DuckDB."""

from collections.abc import Iterator

import dagster as dg
import dataframely as dy
import polars as pl

from orchestration.defs.resources import OWNERS, Folders, Writer, trying_again
from orchestration.extraction.pipeline import extract
from orchestration.presentation.preview import markdown
from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from orchestration.storage import landing
from orchestration.storage.places import connect
from orchestration.versions import extractor_version

# One extraction takes this many characters at most, so that memory stays bounded whatever the folder holds.
BATCH_CHARACTERS = 4_000_000
# Columns that a table takes over from another; all else of the extracted tables comes from the report's text.
_CARRIED = {
    "report_id": ("reports", "report_id"),
    "sentence_id": ("sentences", "sentence_id"),
    "observation_id": ("observations", "observation_id"),
}


def _spec(table: str, deps: list[dg.AssetKey], kinds: set[str]) -> dg.AssetSpec:
    schema = landing.TABLES[table]
    return dg.AssetSpec(
        ["landing", table],
        deps=deps,
        description=(schema.__doc__ or "").strip(),
        group_name="landing",
        kinds=kinds,
        owners=OWNERS,
        code_version=extractor_version(),
        metadata={
            "dagster/column_schema": _column_schema(schema),
            "dagster/table_name": f"landing.{table}",
            **({"dagster/column_lineage": _lineage(table)} if table in landing.EXTRACTED else {}),
        },
    )


def _column_schema(schema: type[dy.Schema]) -> dg.TableSchema:
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name,
                kind,
                constraints=dg.TableColumnConstraints(
                    nullable=schema.columns()[name].nullable, unique=[name] == schema.primary_key()
                ),
            )
            for name, kind in landing.columns(schema).items()
        ]
    )


def _lineage(table: str) -> dg.TableColumnLineage:
    def source(column: str) -> dg.TableColumnDep:
        origin, name = _CARRIED.get(column, ("reports", "text"))
        if origin == table:
            origin, name = "reports", "text"
        return dg.TableColumnDep(dg.AssetKey(["landing", origin]), name)

    return dg.TableColumnLineage({column: [source(column)] for column in landing.columns(landing.TABLES[table])})


def _key(table: str) -> dg.AssetKey:
    return dg.AssetKey(["landing", table])


@dg.multi_asset(
    name="read_reports",
    specs=[
        _spec("reports", [dg.AssetKey(["raw", "report_files"])], {"python", "duckdb"}),
        _spec("quarantine", [dg.AssetKey(["raw", "report_files"])], {"python", "duckdb"}),
    ],
)
def read_reports(folders: Folders, writer: Writer) -> Iterator[dg.MaterializeResult[None]]:
    """Read what is new or changed; set aside what cannot be read; drop what has gone."""
    version = extractor_version()
    with trying_again(), connect(folders.places.build) as connection:
        files = list_files(folders.raw_folder)
        landing.create(connection)
        standing = {(file.name, file.content_hash) for file in files}
        known = landing.known_files(connection, version) & standing
        reading = read_all(files, known)
        landing.land_reports(connection, reading.reports, reading.quarantine, known)
        reports = landing.read_table(connection, "reports")
        aside = landing.read_table(connection, "quarantine")
    shown = reports.select("report_year", "region", "kind", "title", "file_name", "characters").sort("report_year")
    yield _result("reports", reports, shown, new=reading.reports.height)
    yield _result("quarantine", aside, aside)


@dg.multi_asset(
    name="extract_figures",
    specs=[
        _spec("sentences", [_key("reports")], {"polars", "duckdb"}),
        _spec("number_mentions", [_key("reports"), _key("sentences"), _key("observations")], {"polars", "duckdb"}),
        _spec("observations", [_key("reports"), _key("sentences")], {"polars", "duckdb"}),
    ],
)
def extract_figures(
    context: dg.AssetExecutionContext, folders: Folders, writer: Writer
) -> Iterator[dg.MaterializeResult[None]]:
    """Extract the reports that this version has not extracted yet, batch by batch; each batch is landed whole."""
    version = extractor_version()
    with connect(folders.places.build) as connection:
        todo = landing.to_extract(connection, version)
        batch = (pl.col("text").str.len_chars().cum_sum() // BATCH_CHARACTERS).alias("batch")
        for part in todo.with_columns(batch).partition_by("batch", include_key=False):
            extraction = extract(part)
            frames = {table: getattr(extraction, table) for table in landing.EXTRACTED}
            landing.land_extraction(connection, part["report_id"], frames, version)
            context.log.info("%d reports: %d observations", part.height, extraction.observations.height)
        tables = {table: landing.read_table(connection, table) for table in landing.EXTRACTED}
    mentions, observations = tables["number_mentions"], tables["observations"]
    yield _result("sentences", tables["sentences"], tables["sentences"].select("section", "part", "text"))
    columns = ["indicator", "written", "measure", "bound", "period", "status", "region", "confidence"]
    yield _result(
        "observations",
        observations,
        observations.select(columns),
        reports_extracted=todo.height,
        mean_confidence=_mean(observations["confidence"]),
    )
    counts = mentions["disposition"].value_counts(sort=True)
    unexplained = _mean(mentions["disposition"] == "unexplained")
    yield _result("number_mentions", mentions, counts, unexplained_share=unexplained)


def _mean(values: pl.Series) -> float:
    return float(values.cast(pl.Float64).mean() or 0.0)  # type: ignore[arg-type]


def _result(table: str, frame: pl.DataFrame, shown: pl.DataFrame, **figures: float) -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(
        asset_key=_key(table),
        metadata={
            "dagster/row_count": frame.height,
            "preview": dg.MetadataValue.md(markdown(shown)),
            **figures,
        },
    )
