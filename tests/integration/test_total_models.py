"""Whatever landing can hold, every model builds, and a value without a conversion says why."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import dataframely as dy
import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from orchestration import schema
from orchestration.identity.registry import identified
from orchestration.lexicon import SCALES, SEEDS, load
from orchestration.storage import landing
from tests.conftest import PROJECT

Build = Callable[[dict[str, pl.DataFrame]], duckdb.DuckDBPyConnection]
Row = dict[str, Any]

STATUSES = {"converted", "assumed", "mixed_dimensions", "unknown_unit", "out_of_range"}
# Marts that compare: nothing of an unknown place stands in them.
COMPARING = (
    "fct_indicator_vintage",
    "fct_implied_value",
    "indicator_series",
    "peers",
    "span_comparison",
    "plan_outturn",
    "plan_pace",
    "year_comparison",
    "region_comparison",
    "discrepancy",
)
TENS = dict(zip(SCALES, (12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2), strict=True))


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UNITS = {row["unit"]: row for row in seed("units.csv")}
INDICATORS = seed("indicators.csv")
PLACES = [row["name"] for row in seed("regions.csv")]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Land frames in an empty database, build all models on it, and open it for reading."""
    folder = tmp_path_factory.mktemp("total")
    database = folder / "indicators.duckdb"

    def land_and_build(frames: dict[str, pl.DataFrame]) -> duckdb.DuckDBPyConnection:
        for file in folder.glob("indicators.duckdb*"):
            file.unlink()
        with duckdb.connect(database) as connection:
            landing.create(connection)
            landing.land_reports(connection, frames["reports"], frames["quarantine"], set())
            landing.land_extraction(connection, frames["reports"]["report_id"], frames, "v")
            landing.land_names(connection, identified(landing.written_names(connection), load()))
        done = subprocess.run(
            [Path(sys.executable).with_name("dbt"), "build", "--exclude-resource-type", "unit_test", "--no-use-colors"],
            cwd=PROJECT / "dbt_project",
            env={
                **os.environ,
                "INDICATORS_BUILD": str(database),
                "DBT_TARGET_PATH": str(folder / "target"),
                "DBT_LOG_PATH": str(folder / "log"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-4000:]
        return duckdb.connect(database, read_only=True)

    return land_and_build


# --- what may land -------------------------------------------------------------------------------------------------

KNOWN_UNITS = [
    "",
    "万亿台",
    "亿年",
    "万亿次",
    "万亿%",
    "万元/人",
    "亿元/人",
    "人/",
    "/人",
    "/",
    "元/人/月",
    "件(套)",
    "'",
    "|",
]
bases = st.sampled_from(sorted(UNITS)) | st.text(max_size=4)
parts = st.builds(str.__add__, st.sampled_from(["", *SCALES]), bases)
units = parts | st.builds("{}/{}".format, parts, parts) | st.sampled_from(SCALES)
KNOWN_VALUES = [
    0.0,
    1.2,
    1e-7,
    5e-324,
    123456789012345678.0,
    99999999999999999999.0,
    1e300,
    -1e300,
    2e21,
    1e17,
    999.5e15,
]
values = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1e13, 1e13) | st.integers(-(10**18), 10**18)
KNOWN_PERIODS = [
    "2023-23",
    "2024",
    "2023",
    "0000",
    "9999",
    "2025-2021",
    "2024-00/2024-13",
    "2024-H1/2024-05",
    "２０２４",
]
years = st.integers(0, 9999).map("{:04}".format) | st.integers(2000, 2026).map(str)
periods = st.from_regex(schema.PERIOD, fullmatch=True) | years | st.builds("{}-{}".format, years, years)
KNOWN_NAMES = [None, "", "全市", "某" * 3000, *(row["name_zh"] for row in INDICATORS[:40])]
names = st.text(max_size=12) | st.sampled_from([row["name_zh"] for row in INDICATORS]) | st.none()
KNOWN_REGIONS = [None, "", "重庆市", "四川省", "全国", "推广自贸区", "龙湖经济开发区"]
regions = st.sampled_from(PLACES) | st.text(max_size=5) | st.none()
base_words = st.sampled_from([None, "", "上年", "全国", "全省平均", "年度目标", "2023年", "9999年"]) | st.text(
    max_size=6
)


def pool(of: st.SearchStrategy[Any], known: list[Any], size: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, max_size=size).map(lambda drawn: known + drawn)


landings = st.fixed_dictionaries(
    {
        "units": pool(units, KNOWN_UNITS, 60),
        "values": pool(values, KNOWN_VALUES, 40),
        "periods": pool(periods, KNOWN_PERIODS, 30),
        "names": pool(names, KNOWN_NAMES, 30),
        "regions": pool(regions, KNOWN_REGIONS, 10),
        "bases": st.lists(base_words, min_size=1, max_size=6),
        "flags": st.lists(st.sampled_from(["", "list_misaligned", "estimated,list_misaligned"]), min_size=1),
        "reports": st.lists(st.tuples(regions, st.integers(1949, 2100), st.sampled_from(schema.KINDS)), max_size=8),
        "random": st.integers(0, 2**32),
    }
)
KNOWN_REPORTS = [
    ("重庆市", 2024, "plan_report"),
    ("重庆市", 2025, "plan_report"),
    ("龙湖经济开发区", 2025, "work_report"),
]


def frame(of: type[dy.Schema], rows: list[Row]) -> pl.DataFrame:
    """Rows as landing takes them; the schema refuses what could not land."""
    return of.validate(pl.DataFrame(rows, schema=of.create_empty().schema), cast=True)


def frames_of(drawn: dict[str, Any], rows: int) -> dict[str, pl.DataFrame]:
    """Landed frames with so many observations, each put together of what was drawn."""
    pick = random.Random(drawn["random"])
    kinds = {field: drawn[field] for field in ("units", "values", "periods", "names", "regions", "bases", "flags")}
    nullable = schema.Report.columns()["region"].nullable
    reports: list[Row] = []
    sentences: list[Row] = []
    mentions: list[Row] = []
    observations: list[Row] = []
    for number, (region, year, kind) in enumerate([*KNOWN_REPORTS, *drawn["reports"]]):
        content = sha256(str(number).encode()).hexdigest()
        report = {
            "report_id": content[:16],
            "content_hash": content,
            "text_hash": content,
            "file_name": f"{number}.txt",
        }
        report |= {
            "region": region if region or nullable else "",
            "report_year": year,
            "kind": kind,
            "text": "文",
            "format": "text",
        }
        reports.append(filled(schema.Report, report | {"characters": 1, "reader_version": "v"}))
        for ordinal in range(20):
            place = {"report_id": content[:16], "sentence_id": f"{content[:16]}:{ordinal}", "start": ordinal * 1000}
            said = {"ordinal": ordinal, "end": ordinal * 1000 + 999, "part": pick.choice(schema.PARTS), "text": "一句"}
            sentences.append(filled(schema.Sentence, place | said))
    for number in range(rows):
        sentence = pick.choice(sentences)
        start = sentence["start"] + number % 900
        one = {field: pick.choice(found) for field, found in kinds.items()}
        value = float(one["values"])
        key = {"report_id": sentence["report_id"], "sentence_id": sentence["sentence_id"], "start": start}
        key |= {"end": start + 1, "observation_id": f"{sentence['report_id']}:{start}.{number}"}
        said = {"written": f"{value}{one['units']}", "indicator": one["names"], "value": value, "unit": one["units"]}
        said |= {"value_max": pick.choice([None, None, float(pick.choice(kinds["values"]))]), "base": one["bases"]}
        said |= {"measure": pick.choice(schema.MEASURES), "bound": pick.choice(schema.BOUNDS), "region": one["regions"]}
        said |= {"period": one["periods"], "status": pick.choice(schema.STATUSES), "flags": one["flags"]}
        said |= {
            "binding": pick.choice([None, *schema.BINDINGS]),
            "attribution": pick.choice(schema.ATTRIBUTIONS),
            "confidence": 1.0,
        }
        observations.append(filled(schema.Observation, key | said))
        is_figure = pick.random() < 0.5
        entry = key | {"mention_id": key["observation_id"], "number": str(value)}
        entry["disposition"] = "observation" if is_figure else pick.choice(schema.DISPOSITIONS[1:])
        entry["observation_id"] = key["observation_id"] if is_figure else None
        mentions.append(filled(schema.NumberMention, entry))
    return {
        "reports": frame(schema.Report, reports),
        "sentences": frame(schema.Sentence, sentences),
        "number_mentions": frame(schema.NumberMention, mentions),
        "observations": frame(schema.Observation, observations),
        "quarantine": schema.Quarantine.create_empty(),
    }


def filled(of: type[dy.Schema], row: Row) -> Row:
    """The row with every column of its schema: null, 0 or empty text where nothing is said of it."""
    empty: dict[type[Any], Any] = {dy.Int32: 0, dy.String: ""}
    return {
        name: row.get(name, None if column.nullable else empty.get(type(column)))
        for name, column in of.columns().items()
    }


# --- what holds ----------------------------------------------------------------------------------------------------


# Each example is a build, so a failing one is told as it was drawn: to shrink it takes minutes.
@settings(
    max_examples=2,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(drawn=landings)
def test_all_models_build_whatever_was_landed(build: Build, drawn: dict[str, Any]) -> None:
    frames = frames_of(drawn, 4000)
    with build(frames) as marts:
        landed = frames["observations"].height
        assert marts.execute(
            "select count(*), count(distinct observation_id) from marts.fct_observation"
        ).fetchone() == (
            landed,
            landed,
        )
        found = {row[0] for row in marts.execute("select distinct unit_status from marts.fct_observation").fetchall()}
        assert found <= STATUSES
        # What is converted is what was written times one factor, to the precision that is kept.
        off = marts.execute(
            """
            select facts.written, facts.canonical_value from marts.fct_observation as facts inner join landing.observations as landed
                using (observation_id)
            where (canonical_value is null) <> (unit_status not in ('converted', 'assumed'))
                or sign(canonical_value) <> sign(landed.value)
            """
        ).fetchall()
        assert off == []
        for mart in COMPARING:
            assert marts.execute(f"select count(*) from marts.{mart} where region_code = 'unknown'").fetchone() == (0,)
        # Every column of every relation can be read to its end.
        for schema_name, table in marts.execute(
            "select schema_name, table_name from duckdb_tables() union all "
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall():
            marts.execute(f'select count(columns(*)) from "{schema_name}"."{table}"').fetchall()


def part_of(unit: str) -> tuple[str, Fraction, str] | None:
    """Dimension of a unit of one word, how many canonical units one of it is, exactly, and which these are."""
    for scale in ("", *SCALES):
        row = UNITS.get(unit.removeprefix(scale)) if unit.startswith(scale) else None
        if row:
            return row["dimension"], Fraction(row["factor"]) * 10 ** TENS.get(scale, 0), row["canonical_unit"]
    return None


def quotient(unit: str) -> tuple[str, Fraction] | None:
    """Dimension and size of a unit with a fraction bar, where both its parts are in the table."""
    over, bar, under = unit.partition("/")
    upper, lower = part_of(over), part_of(under)
    return (f"{upper[0]} per {lower[0]}", upper[1] / lower[1]) if bar and upper and lower else None


def resolved(unit: str) -> tuple[str, Fraction] | None:
    """Dimension and size of any unit: the rule of `int_units`, told a second time."""
    part = part_of(unit)
    if found := quotient(unit):
        return found
    # μg/m3 is told by the size of the unit that it is another spelling of.
    aim = quotient(part[2]) if part else None
    return (part[0], part[1] * (aim[1] if aim else 1)) if part else None


def test_units_of_the_table_agree_with_their_parts() -> None:
    """A quotient's row may choose in which unit such quotients are compared, and nothing else."""
    wrong = []
    for unit, row in UNITS.items():
        made, aim = quotient(unit), quotient(row["canonical_unit"])
        if made is None:
            continue
        assert aim is not None, unit
        if made[0] != row["dimension"] or abs(made[1] / aim[1] / Fraction(row["factor"]) - 1) > Fraction(1, 10**12):
            wrong.append((unit, row["dimension"], made[0], row["factor"], float(made[1] / aim[1])))
    assert wrong == []
    chosen = {(row["dimension"], row["canonical_unit"]) for row in UNITS.values()}
    assert len(chosen) == len({dimension for dimension, _ in chosen}), "a dimension is compared in one unit"


def test_what_an_indicator_is_given_for_is_a_unit() -> None:
    assert [
        row["name_zh"] for row in INDICATORS if row["per"] and not resolved(f"{row['canonical_unit']}/{row['per']}")
    ] == []
    unsaid = [
        row["name_zh"] for row in INDICATORS if row["name_zh"].startswith(("每千", "每万", "每亿")) and not row["per"]
    ]
    assert unsaid == []


def test_every_unit_of_the_table_meets_every_canonical_unit(build: Build) -> None:
    """Converted exactly within a dimension, per head where the indicator is so by definition, and nowhere else."""
    aims = {(row["canonical_unit"], row["per"]): row["name_zh"] for row in INDICATORS}
    scaled = [unit for unit in UNITS if not unit.startswith("/")]
    written = [*UNITS, *(scale + unit for unit in scaled for scale in ("万", "万亿"))]
    written += ["亿元", "万元/人", "亿元/人", "亿元/万人", "公斤/亩", "毫克/升"]
    pairs = [(unit, aim) for aim in aims for unit in written]
    drawn: dict[str, Any] = {field: [None] for field in ("names", "regions", "bases")} | {"reports": [], "random": 0}
    frames = frames_of(drawn | {"units": [""], "values": [16.4], "periods": ["2024"], "flags": [""]}, len(pairs))
    frames["observations"] = frames["observations"].with_columns(
        indicator=pl.Series([aims[aim] for _, aim in pairs]),
        unit=pl.Series([unit for unit, _ in pairs]),
        value_max=pl.lit(None, pl.Float64),
        measure=pl.lit("level", pl.Enum(schema.MEASURES)),
    )
    asked = dict(zip(frames["observations"]["observation_id"], pairs, strict=True))
    with build(frames) as marts:
        rows = marts.execute(
            "select observation_id, unit_status, canonical_value, indicator_code from marts.fct_observation"
        ).fetchall()
    codes = {row["name_zh"]: row["indicator_code"] for row in INDICATORS}
    wrong, held = [], 0
    for observation, status, value, code in rows:
        unit, (canonical, per) = asked[observation]
        # What is measured in a unit of another kind is no figure of the indicator: the share of an investment, its number.
        if code != codes[aims[canonical, per]]:
            assert resolved(unit) != resolved(canonical), (unit, canonical, code)
            continue
        source, target = resolved(unit), resolved(canonical)
        per_target = resolved(f"{canonical}/{per}") if per else None
        aim = next((each for each in (target, per_target) if source and each and source[0] == each[0]), None)
        if aim is None:
            counted = (
                source
                and target
                and all(each[0].startswith("count:") or each[0] == "households" for each in (source, target))
            )
            good = (status in ("mixed_dimensions", "unknown_unit") and value is None) or (
                counted and status == "assumed"
            )
        else:
            exact = Fraction(164, 10) * source[1] / aim[1]  # type: ignore[index]
            good = (
                status == "converted" and abs(Fraction(value) - exact) <= max(abs(exact) / 10**8, Fraction(1, 10**10))
                if Fraction(1, 10**7) < abs(exact) < 10**17
                else status in ("converted", "out_of_range")
            )
            held += status == "converted"
        # Percentage points stay points, whatever the indicator's own unit is.
        if not good and not (source and source[0] == "percentage_point"):
            wrong.append((unit, canonical, per, status, value))
    assert wrong[:10] == []
    assert held > len(UNITS)
    # 16.4 times a hundred million is a round number, in the warehouse too.
    found = {asked[observation]: value for observation, _, value, _ in rows}
    assert found["亿元", ("元", "")] == found["亿元/人", ("元", "人")] == 1_640_000_000


def test_a_sentence_of_many_numbers_is_kept_once(build: Build) -> None:
    """65 KB with 3,000 numbers in one sentence made a database of 1.2 GB: each number had the sentence beside it."""
    drawn: dict[str, Any] = {
        "units": ["万吨"],
        "values": [1.5, 2.5],
        "periods": ["2023", "2024"],
        "flags": ["", "list_misaligned"],
    }
    drawn |= {"names": ["粮食产量", "甲"], "regions": ["重庆市"], "bases": ["上年"], "reports": [], "random": 0}
    frames = frames_of(drawn, 3000)
    first = frames["sentences"]["sentence_id"][0]
    frames["sentences"] = frames["sentences"].with_columns(text=pl.lit("某" * 60_000))
    for table in ("observations", "number_mentions"):
        frames[table] = frames[table].with_columns(sentence_id=pl.lit(first), report_id=pl.lit(first.split(":")[0]))
    with build(frames) as marts:
        database = Path(marts.execute("select path from duckdb_databases() where not internal").fetchone()[0])  # type: ignore[index]
        widest = marts.execute("select max(length(sentence)) from marts.fct_number_mention").fetchone()
        assert widest == (60_000,)
    assert database.stat().st_size < 60_000_000
