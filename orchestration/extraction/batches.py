"""Batches of reports: where they are cut, and how one is worked on while the next is planned."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import polars as pl

# Large enough to spread the cost of planning, small enough for any machine's memory.
_BATCH_BYTES = 8_000_000
# While one batch is planned, another computes. More would hold more batches in memory, and each uses all cores by itself.
_THREADS = min(pl.thread_pool_size(), 4)

Made = TypeVar("Made")


def cut(reports: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """A frame of reports in batches, no report in two; one empty batch where there is none, which keeps the columns.

    Args:
        reports: one row per report, with its `text` str.
    """
    size = reports["text"].str.len_bytes().cast(pl.Int64)
    batch = (size.cum_sum() - size) // _BATCH_BYTES
    begins = (batch != batch.shift(1)).fill_null(value=True).arg_true().to_list() or [0]
    for begin, end in zip(begins, [*begins[1:], reports.height], strict=True):
        yield reports[begin:end]


def ahead(work: Callable[[pl.DataFrame], Made], batches: Iterable[pl.DataFrame]) -> Iterator[Made]:
    """What `work` makes of each batch, in their order; the next batches are worked on meanwhile, in threads.

    Memory is bounded by some batches, not by their number: a batch is taken only when there is room for it, always in
    the thread of the caller. What `work` raises is raised where its batch stands.
    """
    with ThreadPoolExecutor(_THREADS) as pool:
        waiting: deque[Future[Made]] = deque()
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
