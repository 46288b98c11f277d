"""The dbt project: seeds, staging, intermediate and marts, each model an asset."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets

from orchestration.defs.resources import DBT_SOURCE, OWNERS, Folders


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
def build_models(context: dg.AssetExecutionContext, dbt: DbtCliResource, folders: Folders) -> Iterator[Any]:
    """Build and test every model; unit tests are left to the test suite, for they test the code, not the data."""
    # dbt and its adapter in this process read the profile's path from the environment.
    os.environ["INDICATORS_BUILD"] = str(folders.places.build)
    invocation = dbt.cli(["build", "--exclude-resource-type", "unit_test"], context=context)
    yield from invocation.stream().fetch_row_counts().fetch_column_metadata()
