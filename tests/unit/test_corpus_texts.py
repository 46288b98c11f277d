"""Real reports, read and extracted without a warehouse: what must hold for every figure of any text."""

from __future__ import annotations

import re
import unicodedata

import polars as pl
import pytest

from orchestration.extraction.pipeline import Extraction, extract
from orchestration.reading.files import list_files
from orchestration.reading.reports import read_all
from tests.conftest import PROJECT, SHARED

FOLDERS = {"samples": PROJECT / "raw", **{name: SHARED / "corpus" / name for name in ("provinces", "national")}}
DIGITS = frozenset("0123456789０１２３４５６７８９")
Read = tuple[pl.DataFrame, Extraction]


@pytest.fixture(scope="module", params=FOLDERS)
def read(request: pytest.FixtureRequest) -> Read:
    folder = FOLDERS[request.param]
    if not folder.is_dir():
        pytest.skip("the shared corpus does not stand beside the project")
    reports = read_all(list_files(folder)).reports
    return reports, extract(reports)


def plain(text: str) -> str:
    """What is written, whatever the width of its characters, its dashes, and the spaces and line ends within it."""
    return re.sub("[—–－~～-]+", "-", "".join(unicodedata.normalize("NFKC", text).split()).replace("∶", ":"))


def test_every_span_is_the_number(read: Read) -> None:
    reports, found = read
    texts = dict(reports.select("report_id", "text").rows())
    # A repaired digit is another sign in the source, and flagged.
    as_written = found.observations.filter(~pl.col("flags").str.contains("digits_repaired"))
    rows = as_written.select("report_id", "start", "end", "written").rows()
    assert rows
    spans = [(texts[report][start:end], written) for report, start, end, written in rows]
    assert [(span, written) for span, written in spans if plain(span) != plain(written)] == []


def test_every_digit_stands_once_in_the_ledger(read: Read) -> None:
    reports, found = read
    for report, text in reports.select("report_id", "text").rows():
        covered = [0] * len(text)
        mentions = found.number_mentions.filter(pl.col("report_id") == report)
        for start, end in mentions.select("start", "end").rows():
            for at in range(start, end):
                covered[at] += 1
        wrong = [at for at, character in enumerate(text) if character in DIGITS and covered[at] != 1]
        assert [text[max(at - 10, 0) : at + 10] for at in wrong] == []


def test_every_observation_stands_in_its_sentence(read: Read) -> None:
    _, found = read
    inside = found.observations.join(
        found.sentences.select("sentence_id", sentence_start="start", sentence_end="end"), on="sentence_id", how="left"
    ).filter((pl.col("start") >= pl.col("sentence_start")) & (pl.col("end") <= pl.col("sentence_end")))
    assert inside.height == found.observations.height
