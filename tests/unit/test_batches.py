"""Batches are cut where a report ends, taken only as there is room for them, and given back in their order."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import polars as pl
import pytest

from orchestration.extraction import batches


def reports(*sizes: int) -> pl.DataFrame:
    texts = ["字" * (size // 3) for size in sizes]
    return pl.DataFrame({"report_id": range(len(sizes)), "text": texts}, schema_overrides={"text": pl.String})


def test_a_report_is_never_cut_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_BATCH_BYTES", 30)
    frame = reports(9, 9, 9, 9, 90, 3, 3)
    found = list(batches.cut(frame))
    assert [part.height for part in found] == [4, 1, 2]
    assert pl.concat(found).equals(frame)


def test_no_report_is_one_batch_with_its_columns() -> None:
    (found,) = batches.cut(reports())
    assert found.columns == ["report_id", "text"]


def test_batches_are_taken_in_the_callers_thread_and_only_as_there_is_room() -> None:
    taken: list[int] = []
    most = 0

    def given() -> Iterator[pl.DataFrame]:
        for number in range(20):
            assert threading.current_thread() is threading.main_thread()
            taken.append(number)
            yield reports(*range(number))

    for made, height in enumerate(batches.ahead(lambda part: part.height, given())):
        # In the order in which they were given.
        assert height == made
        most = max(most, len(taken) - made)
    assert taken == list(range(20))
    assert most == batches._THREADS + 1


def test_a_failure_is_raised_where_its_batch_stands() -> None:
    def work(part: pl.DataFrame) -> int:
        if part.height == 2:
            raise ValueError("broken")
        return part.height

    found: list[int] = []
    with pytest.raises(ValueError, match="broken"):
        found.extend(batches.ahead(work, (reports(*range(number)) for number in range(9))))
    assert found == [0, 1]
