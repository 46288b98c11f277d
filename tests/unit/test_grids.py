"""Tables on their way from the reader to the extraction: written into the text, with true spans."""

from __future__ import annotations

import json

from orchestration.reading.grids import Grid, LeftOut, packed, packed_left_out, written


def test_cells_stand_where_they_say() -> None:
    before = "表1 主要指标\n"
    rows = [["指标", "2024年", None], ["　出口", "1|5\n亿", "7.8"], ["进口"]]
    text, grid = written(rows, len(before), "表1 主要指标", [(0, 1, 1, 2)])
    assert text == "|指标|2024年||\n|　出口|1 5 亿|7.8|\n|进口|\n"
    assert grid.caption == "表1 主要指标"
    for cell in grid.cells:
        assert (before + text)[cell.start : cell.end] == cell.text.strip()
    assert [(cell.row, cell.column, cell.columns) for cell in grid.cells][:3] == [(0, 0, 1), (0, 1, 2), (1, 0, 1)]
    assert grid.cells[2].text == "　出口"


def test_nothing_is_packed_as_null() -> None:
    assert packed([Grid("", ())]) is None
    assert packed_left_out([LeftOut(0, "menu", " ")]) is None
    found = packed([written([["a"]], 3)[1]])
    assert found is not None
    assert json.loads(found)[0]["cells"][0] == {
        "row": 0,
        "column": 0,
        "start": 4,
        "end": 5,
        "text": "a",
        "rows": 1,
        "columns": 1,
    }
