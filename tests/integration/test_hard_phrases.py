"""Reports that once stopped every refresh, beside the samples: all is published, and nothing else changes.

Each phrase stands in a report of its own, so that one does not hide behind another, and beside a plain figure, which
must be published whatever becomes of the phrase.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.cases.judge import INPUTS
from tests.conftest import PROJECT, Published

Run = Callable[..., "subprocess.CompletedProcess[str]"]
PLAIN = "粮食产量52.4万吨。"
CONVERTED = ("converted", "assumed")


@dataclass(frozen=True)
class Phrase:
    """A sentence, and the figure that it must give: value as written, unit, bound; none where it holds none to keep.

    `may_go` is true where the whole report may be set aside instead, with a reason.
    """

    text: str
    value: float | None = None
    unit: str = ""
    bound: str = "exact"
    may_go: bool = False


PHRASES = {
    "output-per-head": Phrase("全员劳动生产率达到58万元/人。", 58, "万元/人"),
    "energy-per-output": Phrase("单位产值能耗降至0.42吨标准煤/万元。", 0.42, "吨标准煤/万元"),
    "sugar-by-weight": Phrase("甘蔗出糖量达到118千克/吨。", 118, "千克/吨"),
    "step": Phrase("经济规模迈上5万亿台阶。", 5, "万亿", "min"),
    "step-with-unit": Phrase("经济规模迈上3万亿元台阶。", 3, "万亿元", "min"),
    "trillions-of-things": Phrase("平台累计处理词元1.2万亿个。", 1.2, "万亿个"),
    "trillions-of-times": Phrase("算力网络日均调用5万亿次。", 5, "万亿次"),
    "ages-ago": Phrase("恐龙足迹化石距今1.2亿年。"),
    "no-break-space": Phrase("进出口总额12\u00a0846.5万元。", 12846.5, "万元"),
    "wide-space": Phrase("技改投资3\u3000180万元。", 3180, "万元"),
    "thin-space": Phrase("水利投资4\u2009560万元。", 4560, "万元"),
    "space-before-unit": Phrase("游客接待量86.5\u00a0万人次。", 86.5, "万人次"),
    "month-23": Phrase("2023年23月建成公路12公里。", 12, "公里"),
    "growth-of-trillions": Phrase("网上零售额增长2万亿%。", 2, "万亿%"),
    "growth-beyond-all": Phrase("快递业务量增长99999999999%。", 99999999999, "%"),
    "twenty-digits": Phrase("用电量12345678901234567890亿千瓦时。", may_go=True),
    "hundreds-of-digits": Phrase(f"用水量{'7' * 310}立方米。", may_go=True),
    "many-decimals": Phrase("误差率0.00000000000000000001%。", may_go=True),
    "list-of-numbers": Phrase(f"编号:{' '.join(str(number) for number in range(1001, 1600))}。", may_go=True),
}
HEAD = "{place}2025年政府工作报告\n一、2024年工作回顾\n"
# Real places, one for each phrase, so that no two reports tell of one series.
PLACES = (
    "宁波市 温州市 嘉兴市 湖州市 绍兴市 金华市 衢州市 舟山市 台州市 丽水市 福州市 厦门市 莆田市 三明市 泉州市 漳州市 南平市 "
    "龙岩市 宁德市"
).split()


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, the reports with a phrase each, and the shared inputs that once failed in the same way."""
    folder = tmp_path_factory.mktemp("hard") / "raw"
    shutil.copytree(PROJECT / "raw", folder)
    for place, (name, phrase) in zip(PLACES, PHRASES.items(), strict=True):
        (folder / f"{name}.txt").write_text(f"{HEAD.format(place=place)}{PLAIN}\n{phrase.text}\n", "utf-8")
    shutil.copy(folder / "month-23.txt", folder / "zz-copy.txt")
    for path in sorted(INPUTS.glob("e/build_fails_*.txt")):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def marts(raw: Path, run_cli: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    warehouse = raw.with_name("warehouse")
    done = run_cli("refresh", "--raw", raw, "--warehouse", warehouse)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(warehouse / "indicators.duckdb", read_only=True) as connection:
        yield connection


def figures(marts: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    return (
        marts.execute(
            "select observed.* from marts.fct_observation as observed join marts.dim_report using (report_id) "
            "where file_name = ? order by span_start",
            [f"{name}.txt"],
        )
        .pl()
        .to_dicts()
    )


def reason(marts: duckdb.DuckDBPyConnection, name: str) -> str | None:
    row = marts.execute("select reason from marts.fct_quarantined_file where file_name = ?", [f"{name}.txt"]).fetchone()
    return None if row is None else str(row[0])


@pytest.mark.parametrize("name", PHRASES)
def test_the_report_with_the_phrase_is_published_and_its_value_marked(
    name: str, marts: duckdb.DuckDBPyConnection
) -> None:
    phrase = PHRASES[name]
    if aside := reason(marts, name):
        assert phrase.may_go, aside
        return
    rows = figures(marts, name)
    assert [row["canonical_value"] for row in rows if row["written"] == "52.4万吨"] == [52.4]
    # What cannot be converted has no canonical value and says why.
    assert [row for row in rows if (row["canonical_value"] is None) == (row["unit_status"] in CONVERTED)] == []
    if phrase.value is not None:
        values = [(float(row["value_written"]), row["unit_written"], row["bound"]) for row in rows[1:]]
        assert (phrase.value, phrase.unit, phrase.bound) in values


def test_every_file_is_read_or_set_aside_with_a_reason(raw: Path, marts: duckdb.DuckDBPyConnection) -> None:
    names = {path.name for path in raw.iterdir() if path.name != "README.md"}
    read = {row[0] for row in marts.execute("select file_name from marts.dim_report").fetchall()}
    aside = dict(marts.execute("select file_name, reason from marts.fct_quarantined_file").fetchall())
    assert read | set(aside) == names
    assert all(aside.values())
    # The text of a report that was set aside may be kept; its figures are not published.
    assert [name for name in aside if figures(marts, name.removesuffix(".txt"))] == []


def test_a_report_names_the_other_files_that_hold_it(marts: duckdb.DuckDBPyConnection) -> None:
    query = "select file_name, copies from marts.dim_report where copies is not null"
    ((name, copies),) = marts.execute(query).fetchall()
    assert name == "month-23.txt"
    assert [(copy["file"], copy["source"]) for copy in json.loads(copies)] == [("zz-copy.txt", None)]


@pytest.mark.parametrize("table", ["fct_observation", "fct_indicator_vintage", "fct_number_mention"])
def test_the_rows_of_the_samples_are_what_they_are_without_these_reports(
    table: str, marts: duckdb.DuckDBPyConnection, published: Published
) -> None:
    query = f"select * from marts.{table} where report_id in (select unnest($reports)) order by all"
    with duckdb.connect(published.warehouse / "indicators.duckdb", read_only=True) as alone:
        reports = [row[0] for row in alone.execute("select report_id from marts.dim_report").fetchall()]
        wanted = alone.execute(query, {"reports": reports}).pl()
    got = marts.execute(query, {"reports": reports}).pl()
    assert wanted.height > 0
    assert got.equals(wanted)


@pytest.mark.skipif(not INPUTS.is_dir(), reason="the shared cases do not stand beside the project")
def test_the_shared_inputs_that_stopped_a_build_are_published(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select value_written, unit_written from marts.fct_observation join marts.dim_report using (report_id) "
        "where file_name like 'build_fails_%'"
    ).fetchall()
    assert {(25, "万元/人"), (1.2, "万亿个")} <= set(rows)
