"""Places side by side in the terminal: figures with their marks, and cells without a figure, told apart."""

from __future__ import annotations

import io

from rich.console import Console

from orchestration.presentation.peers import Figure, Peer, Peers
from orchestration.presentation.terminal import peers_tables, show


def lines(*peers: Peer, nation: Peer | None = None) -> list[list[str]]:
    out = io.StringIO()
    for table in peers_tables([Peers("地区生产总值", "growth", "%", "2026", list(peers), nation)]):
        show(table, Console(file=out))
    return [line.split("\t") for line in out.getvalue().splitlines()]


def target(cell: str, figure: Figure | None = None, gap: float | None = None, region: str = "甲省") -> Peer:
    return Peer(region, cell, figure, gap, "no report", None, None, None)


def test_cells_without_a_figure_are_told_apart() -> None:
    aim = Figure(5, 5.5, "range", 1, "a:1")
    title, header, *rows = lines(target("stated", aim, 0.5), target("not stated"), target("no report"))
    assert title == ["# 地区生产总值 增速 2026 (%)"]
    assert header == ["地区", "目标", "目标位次", "目标与全国差", "观测值 id (trace)"]
    assert rows == [
        ["甲省", "5–5.5", "1", "+0.5", "a:1"],
        ["甲省", "未提及 not stated", "", "", ""],
        ["甲省", "无报告 no report", "", "", ""],
    ]


def test_marks_say_what_a_figure_is_worth() -> None:
    aim = Figure(5, None, "min", 1, "a:1", several=True)
    had = Figure(4.8, None, "exact", 2, "b:1", estimate=True)
    before = Figure(4.5, None, "approx", None, "c:1")
    nation = Peer("全国", "stated", Figure(4.5, None, "approx", None, "n:1"), None, "", None, None, None)
    peer = Peer("甲省", "stated", aim, 0.5, "stated", had, None, before)
    _, header, first, second, legend = lines(peer, nation=nation)
    assert header[-2:] == ["上年完成", "观测值 id (trace)"]
    assert first == ["全国", "约 4.5", "", "", "", "", "", "", "目标 n:1"]
    assert second == ["甲省", "≥ 5 *", "1", "+0.5", "4.8 预计", "2", "", "约 4.5", "目标 a:1 完成 b:1 上年完成 c:1"]
    assert legend == ["# * 该报告另有不同数值 the report gives another value too"]
