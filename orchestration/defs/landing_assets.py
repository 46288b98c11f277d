"""Reports and what was extracted from them, landed in DuckDB."""

from collections.abc import Iterator, Mapping
from functools import partial

import dagster as dg
import dataframely as dy
import duckdb
import polars as pl

from orchestration.defs.resources import OWNERS, Folders, Held, trying_again
from orchestration.extraction.batches import ahead
from orchestration.extraction.pipeline import extract_batch
from orchestration.fingerprints import extractor_version
from orchestration.identity.registry import identified
from orchestration.lexicon import LexiconError, load
from orchestration.presentation.preview import markdown
from orchestration.reading.files import TRANSIENT
from orchestration.reading.reports import read_all
from orchestration.reading.twins import Known
from orchestration.storage import doubtful, gate, landing, relations
from orchestration.storage.paths import connect

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
    can_subset=True,
)
def read_reports(
    context: dg.AssetExecutionContext, folders: dg.ResourceParam[Folders], write_lock: Held
) -> Iterator[dg.MaterializeResult[None]]:
    """Read what is new or changed; set aside what cannot be read; drop what has gone.

    Both tables are landed together, in one transaction, whichever of them is asked for.
    """
    version = extractor_version()
    with trying_again(), connect(folders.paths.build) as connection:
        files = folders.files
        landing.create(connection)
        standing = {(file.name, file.content_hash) for file in files}
        known = landing.known_files(connection, version) & standing
        reading = read_all(
            files,
            known,
            known_texts=landing.known_texts(connection, known),
            known_reports=[Known(*row) for row in landing.known_reports(connection, known)],
            text_of=lambda name: landing.text_of(connection, name),
        )
        for name in reading.changed:
            context.log.warning("%s was changed while the folder was read; it is landed as it is now", name)
        landing.land_reports(connection, reading.reports, reading.quarantine, known)
        shown = (
            "select report_year, region, kind, title, file_name, flags, characters from landing.reports "
            "order by report_year, file_name"
        )
        yield from _asked(
            context,
            _result(connection, "reports", shown, new=reading.reports.height),
            _result(connection, "quarantine", "from landing.quarantine order by file_name"),
        )


def _asked(
    context: dg.AssetExecutionContext, *results: dg.MaterializeResult[None]
) -> Iterator[dg.MaterializeResult[None]]:
    yield from (result for result in results if result.asset_key in context.selected_asset_keys)


@dg.multi_asset(
    name="extract_figures",
    specs=[
        _spec("sentences", [_key("reports")], {"polars", "duckdb"}),
        _spec("number_mentions", [_key("reports"), _key("sentences"), _key("observations")], {"polars", "duckdb"}),
        _spec("observations", [_key("reports"), _key("sentences")], {"polars", "duckdb"}),
        _spec("indicator_names", [_key("reports"), _key("observations")], {"polars", "duckdb"}),
    ],
    can_subset=True,
)
def extract_figures(
    context: dg.AssetExecutionContext,
    folders: dg.ResourceParam[Folders],
    write_lock: Held,
    shares: dg.ResourceParam[Mapping[str, float]],
) -> Iterator[dg.MaterializeResult[None]]:
    """Extract the reports that this version has not extracted yet, batch by batch; each batch is landed whole.

    The three tables are landed together, whichever of them is asked for. What the names of all figures measure is found
    anew, for a name is one of all reports.
    """
    version = extractor_version()
    with connect(folders.paths.build) as connection:
        landing.create(connection)
        extracted = 0
        for part, judged in ahead(partial(_judged, shares), landing.to_extract(connection, version)):
            landing.land_extraction(connection, part["report_id"], judged.frames, version, judged.aside)
            context.log.info("%d reports: %d observations", part.height, judged.frames["observations"].height)
            for report_id, reason in judged.aside.items():
                context.log.warning("report %s is set aside: %s", report_id, reason)
            extracted += part.height
        landing.land_names(connection, identified(landing.written_names(connection), load()))
        yield from _asked(context, *_extraction_results(connection, extracted))


def _judged(shares: Mapping[str, float], batch: pl.DataFrame) -> tuple[pl.DataFrame, gate.Judged]:
    return batch, gate.judge(batch, _extracted, _no_fault_of_a_report, shares)


def _extracted(reports: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The frames of the extraction, with what the reader knows of how sure the numbers are."""
    frames = vars(extract_batch(reports.drop("recognized")))
    return {**frames, "observations": doubtful.flagged(frames["observations"], reports)}


def _extraction_results(connection: duckdb.DuckDBPyConnection, extracted: int) -> Iterator[dg.MaterializeResult[None]]:
    yield _result(connection, "sentences", "select section, part, text from landing.sentences")
    yield _result(
        connection,
        "observations",
        "select indicator, written, measure, bound, period, status, region, confidence from landing.observations",
        reports_extracted=extracted,
        mean_confidence=_mean(connection, "confidence", "observations"),
    )
    yield _result(
        connection,
        "indicator_names",
        "select indicator, concept, activity, scope, aspect, indicator_code from landing.indicator_names",
        registered_share=_mean(connection, "(indicator_code is not null)::int", "indicator_names"),
    )
    yield _result(
        connection,
        "number_mentions",
        "select disposition, count(*) as numbers from landing.number_mentions group by all order by numbers desc",
        unexplained_share=_mean(connection, "(disposition = 'unexplained')::int", "number_mentions"),
    )


def _no_fault_of_a_report(error: BaseException) -> bool:
    """A broken table of rules, or a disk that fails for a moment, would set every report aside."""
    return isinstance(error, LexiconError) or (isinstance(error, OSError) and error.errno in TRANSIENT)


def _mean(connection: duckdb.DuckDBPyConnection, expression: str, table: str) -> float:
    row = connection.execute(f"select avg({expression}) from landing.{table}").fetchone()
    return float(row[0] or 0) if row else 0.0


def _result(
    connection: duckdb.DuckDBPyConnection, table: str, shown: str, **figures: float
) -> dg.MaterializeResult[None]:
    # Looked at where it lies: the tables hold the text of every report.
    preview = connection.sql(shown)
    return dg.MaterializeResult(
        asset_key=_key(table),
        metadata={
            "dagster/row_count": relations.row_count(connection, ("landing", table)),
            "preview": dg.MetadataValue.md(markdown(preview.limit(8).pl(), total=len(preview))),
            **figures,
        },
    )
