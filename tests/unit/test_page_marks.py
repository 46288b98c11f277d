"""Page numbers within a plain text are no figures, and the number that one of them breaks is whole."""

from __future__ import annotations

import pytest

from orchestration.reading.decoding import NOTHING
from orchestration.reading.page_marks import blank_page_marks


@pytest.mark.parametrize(
    ("text", "shown", "said"),
    [
        ("增加值\n- 1 -\n增长8.4%。", "增加值\n增长8.4%。", ["- 1 -"]),
        ("粮食产量2\n　·4·　\n1.3亿斤。", "粮食产量21.3亿斤。", ["·4·"]),
        ("增长8.\n第 3 页 共 18 页\n4%。", "增长8.4%。", ["第 3 页 共 18 页"]),
        (
            "增长。\n\f— 12 —\n\n另外。\n3/18页\n完。\nPage 3 of 18",
            "增长。\n\n另外。\n完。",
            ["— 12 —", "3/18页", "Page 3 of 18"],
        ),
        ("增长8\n- 1 -\n- 2 -\n.4%", "增长8\n.4%", ["- 1 -", "- 2 -"]),
        ("- 1 -\n增长8.4%。\n18\n-5\n2024\n第3页有18个。", "- 1 -\n增长8.4%。\n18\n-5\n2024\n第3页有18个。", []),
    ],
)
def test_page_numbers_are_blanked_in_place(text: str, shown: str, said: list[str]) -> None:
    found, left_out = blank_page_marks(text)
    assert len(found) == len(text)
    assert found.replace(NOTHING, "") == shown
    assert [part.text for part in left_out] == said
    assert all(text[part.at :].lstrip().startswith(part.text) for part in left_out)
