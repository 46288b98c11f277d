"""Text that no report has: it ends with its numbers in the ledger or its file in quarantine, and never in a crash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orchestration.reading.files import UnreadableError, describe, read
from orchestration.reading.reports import read_all
from tests.conftest import extract_text

MEMBERS = 2_000
TEXTS = {
    "a line of digits": "1234567890" * 50_000,
    "a line without punctuation": "粮食产量达到12万吨且" * 20_000,
    "digits with spaces": "1 " * 50_000,
    "a list of many members": "、".join(f"产品{n}号产量" for n in range(MEMBERS))
    + "分别为"
    + "、".join(f"{n}万吨" for n in range(MEMBERS))
    + "。",
    "brackets in brackets": "甲(乙、" * 2_000 + "增长5%" + ")" * 2_000,
    "control characters and marks of the rules": "增长5%\x01\x7f，\ue000\ue001\ue002粮食\ue00a产量\ue00b12\ue000万吨\x00。"
    * 50,
    "headings alone": "一、二、三、\n（一）\n1.\n" * 500,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_run_of_digits_stands_once_in_the_ledger(text: str) -> None:
    found = extract_text(text)
    spans = found.number_mentions.select("start", "end").rows()  # type: ignore[attr-defined]
    held = [position for start, end in spans for position in range(start, end) if text[position].isdigit()]
    assert held == [run for match in re.finditer("[0-9]+", text) for run in range(*match.span())]


def test_the_members_of_a_long_list_pair_in_order() -> None:
    found = extract_text(TEXTS["a list of many members"]).observations  # type: ignore[attr-defined]
    assert found["indicator"].to_list() == [f"产品{n}号产量" for n in range(MEMBERS)]
    assert found["value"].to_list() == list(range(MEMBERS))


def test_lone_surrogates_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a-2025.txt"
    path.write_bytes("增长5%。".encode() + b"\xed\xa0\x80" + "粮食".encode() * 20)
    with pytest.raises(UnreadableError, match="encoding"):
        read(describe(path))


def test_more_text_than_a_report_has_goes_to_quarantine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_READ_FILE_MB", "1")
    (tmp_path / "a-2025.txt").write_text("增长5%。" * 100_000, "utf-8")
    reading = read_all([describe(tmp_path / "a-2025.txt")])
    assert reading.reports.is_empty()
    assert "split it" in reading.quarantine["reason"][0]
