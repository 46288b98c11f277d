"""A figure is marked where it stands, by its offsets, never at the first place where the same text stands."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration.extraction.canonical import normalise
from orchestration.presentation.passages import Passage, part, passages
from orchestration.storage import landing
from tests.conftest import PROJECT, SHARED
from tests.unit.landed import refresh

# White space, tags and what cannot be seen: the sentences of landing have none of it.
UNSEEN = r"(?:[\s\x00-\x1f\u200b\ufeff]|</?[A-Za-z][^<>\n]{0,80}>|&nbsp;|\*\*)+"


@pytest.mark.parametrize(
    ("source", "figure", "shown"),
    [
        ("投资增长5%，消费增长5%。", (11, 13), ("投资增长5%，消费增长", "5%", "。")),
        ("新增\n就业 7.5\n万人。", (6, 12), ("新增就业", "7.5万人", "。")),
        ("<b>产量</b>&nbsp;**12** 万吨", (17, 24), ("产量", "12万吨", "")),
        ("GDP grew 5 %", (9, 12), ("GDP grew ", "5 %", "")),
        ("第 1 \n 2 万人", (6, 10), ("第1 ", "2万人", "")),
        ("达到\u200b3\u202e户\x1b[31m", (3, 6), ("达到", "3户", "[31m")),
    ],
)
def test_a_sentence_is_parted_at_the_offsets(source: str, figure: tuple[int, int], shown: tuple[str, str, str]) -> None:
    assert part(source, *figure) == Passage(*shown)


def test_nothing_is_dropped_over_the_edge_of_a_figure() -> None:
    """What looks like a tag may begin before a figure and end behind it."""
    assert part("低于<a 5 >户", 5, 6).figure == "5"


def _landed(folder: Path, build: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(build)
    landing.create(connection)
    refresh(connection, folder)
    return connection


def _canonical(texts: list[str]) -> list[str]:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return frame.select(normalise(pl.col("text").str.replace_all(UNSEEN, "")))["text"].to_list()


@pytest.mark.parametrize("folder", ["samples", "provinces", "national"])
def test_every_observation_is_marked_at_its_offset(folder: str, tmp_path: Path) -> None:
    raw = PROJECT / "raw" if folder == "samples" else SHARED / "corpus" / folder
    if not raw.is_dir():
        pytest.skip(f"the shared corpus is not here: {folder}")
    with _landed(raw, tmp_path / "build.duckdb") as connection:
        rows = connection.execute(
            """
            select observations.observation_id, observations.written, sentences.text,
                reports.text[sentences.start + 1:observations.start],
                reports.text[observations.start + 1:observations."end"]
            from landing.observations as observations inner join landing.sentences as sentences using (sentence_id)
            inner join landing.reports as reports on observations.report_id = reports.report_id
            -- A sentence with a repaired digit is landed as it is read, and shown as the source has it.
            where sentence_id not in (
                select sentence_id from landing.observations where contains(flags, 'digits_repaired')
            )
            order by all
            """
        ).fetchall()
        found = passages(connection, [row[0] for row in rows])
    assert len(rows) > 200
    assert set(found) == {row[0] for row in rows}
    marked = [found[row[0]] for row in rows]
    # The marked text is the figure, and as much stands before it as the report has before its offset.
    assert _canonical([passage.figure for passage in marked]) == _canonical([row[4] for row in rows])
    assert _canonical([passage.before for passage in marked]) == _canonical([row[3] for row in rows])
    assert _canonical([passage.sentence for passage in marked]) == _canonical([row[2] for row in rows])
    same = [
        figure.replace(",", "") == written.replace(",", "")
        for figure, written in zip(
            _canonical([passage.figure for passage in marked]), [row[1] for row in rows], strict=True
        )
    ]
    assert [row for row, equal in zip(rows, same, strict=True) if not equal] == []


def test_an_id_that_does_not_exist_is_left_out(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "build.duckdb") as connection:
        landing.create(connection)
        assert passages(connection, ["0123456789abcdef:1"]) == {}
        assert passages(connection, []) == {}
