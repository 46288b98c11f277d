"""The frames that pass between the steps of extraction hold the columns that are declared, and no others."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from orchestration.extraction import dispositions, observations, places, stages
from tests.conftest import extract_text

TEXT = "2024年，全省棉花、油料产量分别增长3%、4%。建成绿色工厂3家，其中省级2家，占全国的5%。“3%”的目标已经实现。"


@pytest.mark.parametrize(
    ("module", "step", "stage"),
    [
        (dispositions, "classify", stages.Token),
        (places, "with_places", stages.Clause),
        (observations, "named", stages.Named),
        (observations, "valued", stages.Valued),
        (observations, "dated", stages.Dated),
    ],
)
def test_a_step_gives_the_columns_of_its_stage(
    module: ModuleType, step: str, stage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[list[str]] = []
    run: Callable[..., pl.LazyFrame] = getattr(module, step)

    def watched(*arguments: Any) -> pl.LazyFrame:
        frame = run(*arguments)
        given.append(frame.collect_schema().names())
        return frame

    monkeypatch.setattr(module, step, watched)
    extract_text(TEXT)
    assert [sorted(names) for names in given] == [sorted(stage.column_names())]
