"""A figure that was recognized in a picture, and not surely, carries a flag."""

from __future__ import annotations

import json

import polars as pl

from orchestration.storage.doubtful import flagged


def test_figures_with_doubtful_numbers_are_flagged() -> None:
    reports = pl.DataFrame(
        {
            "report_id": ["a", "b", "c"],
            "recognized": [
                json.dumps([{"start": 0, "end": 3, "confidence": 0.95}, {"start": 9, "end": 12, "confidence": 0.4}]),
                None,
                "[]",
            ],
        }
    )
    observations = pl.DataFrame(
        {
            "observation_id": ["1", "2", "3", "4", "5"],
            "report_id": ["a", "a", "a", "b", "c"],
            "start": [0, 9, 12, 9, 9],
            "end": [5, 14, 13, 14, 14],
            "flags": ["", "estimated", "", "", ""],
        }
    )
    found = flagged(observations, reports)
    assert found["flags"].to_list() == ["", "estimated,recognition_doubtful", "", "", ""]
    assert found.drop("flags").equals(observations.drop("flags"))


def test_reports_that_were_not_recognized_change_nothing() -> None:
    reports = pl.DataFrame({"report_id": ["a"], "recognized": [None]}, schema_overrides={"recognized": pl.String})
    observations = pl.DataFrame({"observation_id": ["1"], "report_id": ["a"], "start": [0], "end": [5], "flags": [""]})
    assert flagged(observations, reports).equals(observations)
