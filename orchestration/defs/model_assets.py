"""The dbt project: seeds, staging, intermediate and marts, each model an asset."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, DbtProject, dbt_assets
from dagster_shared.record import replace

from orchestration.defs.resources import OWNERS, Folders, Held
from orchestration.presentation.wording import rule
from orchestration.runtime import dbt_failure
from orchestration.runtime.column_lineage import ModelLineage, of_manifest
from orchestration.runtime.dbt_project import on, source
from orchestration.storage import blame, relations
from orchestration.storage.paths import WarehousePaths, connect

# Read where the definitions are loaded: what models there are, its manifest tells.
DBT_SOURCE = source(Folders.of_environment().paths)


class Translator(DagsterDbtTranslator):
    """Keys and groups after the layers: `marts/plan_outturn` in the group `marts`."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The schema and the name, but the key that a source states for itself."""
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey([_layer(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The layer."""
        return _layer(dbt_resource_props)

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        """A test with what it demands, in words."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and replace(spec, description=rule(manifest["nodes"][unique_id]))

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """The team."""
        return OWNERS


def _layer(properties: Mapping[str, Any]) -> str:
    return str(properties.get("config", {}).get("schema") or properties["schema"])


@dbt_assets(
    manifest=DBT_SOURCE.manifest_path,
    project=DBT_SOURCE,
    name="build_models",
    dagster_dbt_translator=Translator(
        DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True, enable_code_references=True)
    ),
)
def build_models(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, folders: dg.ResourceParam[Folders], write_lock: Held
) -> Iterator[Any]:
    """Build and test every model that is asked for; unit tests test the code, not the data, and are left out."""
    paths = folders.paths
    _require_landing(context, paths)
    dbt_failure.forget(paths.dbt_target)
    # A target folder of the warehouse's own keeps dbt's parse of this very profile for the next run.
    invocation = dbt.cli(
        ["build", "--exclude-resource-type", "unit_test", *on(paths)], context=context, target_path=paths.dbt_target
    )
    made: list[Any] = []
    found: list[Any] = []
    failure: dg.Failure | None = None
    try:
        for event in invocation.stream():
            (made if isinstance(event, dg.Output) else found).append(event)
    except dg.Failure as error:
        failure = error
    # Only now has dbt let go of the database, and the columns can be looked at. A check is filed under the newest
    # materialization of its asset, so the materializations of this run come first.
    yield from _described(made, paths)
    yield from found
    if failure is not None:
        raise dg.Failure(_cause(failure, paths), allow_retries=False)


def _require_landing(context: dg.AssetExecutionContext, paths: WarehousePaths) -> None:
    """Say what is missing where models are launched by themselves and nothing has been landed yet."""
    layers = {key.path[0] for key in context.selected_asset_keys}
    if layers != {"lexicon"} and not relations.holds(paths.build, ("landing", "observations")):
        raise dg.Failure(
            f"{paths.build}: nothing has been landed yet; materialize the group landing first, or launch the job refresh",
            allow_retries=False,
        )


def _cause(failure: dg.Failure, paths: WarehousePaths) -> str:
    """One line: the model, the reason, and the figure that is to blame where the reason names it."""
    faults = dbt_failure.faults(paths.dbt_target)
    line = dbt_failure.told(faults, failure.description or "")
    figure = blame.figure(paths.build, faults[0].reason) if faults else None
    return f"{line}; {figure}" if figure else line


def _described(events: list[Any], paths: WarehousePaths) -> Iterator[Any]:
    """Add row count, columns and column lineage to what dbt reports of each model and seed."""
    if not events:
        return
    manifest = json.loads((paths.dbt_target / "manifest.json").read_text("utf-8"))
    with connect(paths.build, read_only=True) as connection:
        present = relations.columns(connection)
        lineage = of_manifest(
            manifest,
            {relation: list(found) for relation, found in present.items()},
            paths.dbt_target / "column_lineage.json",
        )
        for event in events:
            node = manifest["nodes"].get(str(getattr(_entry(event, "unique_id"), "value", "")))
            relation = (node["schema"], node["name"]) if node else None
            if relation is None or relation not in present:
                yield event
                continue
            yield event.with_metadata(
                {
                    **event.metadata,
                    "dagster/row_count": relations.row_count(connection, relation),
                    "dagster/column_schema": _schema(present[relation], node),
                    "dagster/column_lineage": _column_lineage(lineage.get(node["unique_id"], {})),
                }
            )


def _entry(event: Any, name: str) -> Any:
    return (getattr(event, "metadata", None) or {}).get(name)


def _schema(found: Mapping[str, str], node: Mapping[str, Any]) -> dg.TableSchema:
    told = {name: column.get("description") or None for name, column in node["columns"].items()}
    return dg.TableSchema([dg.TableColumn(name, kind, told.get(name)) for name, kind in found.items()])


def _column_lineage(columns: ModelLineage) -> dg.TableColumnLineage:
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(dg.AssetKey([schema, table]), name) for schema, table, name in sources]
            for column, sources in columns.items()
        }
    )
