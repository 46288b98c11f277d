"""Kinds of bad files and a folder full of them: `make_files`."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.bad import binaries, documents, pages, places, texts
from benchmarks.bad.registry import KINDS, Kind

__all__ = ["KINDS", "Kind", "binaries", "documents", "make_files", "pages", "places", "texts"]


def make_files(folder: Path, number: int, seed: int = 0) -> None:
    """Make bad files, of each kind about as many, in a folder for each kind.

    Args:
        folder: made if it is not there.
        number: of files, at the least; there is one of each kind whatever it is.
        seed: the same seed makes the same files.
    """
    made = 0
    turn = 0
    while made < max(number, len(KINDS)):
        for kind in KINDS.values():
            if turn >= kind.most or (turn and made >= number):
                continue
            below = folder / kind.name
            below.mkdir(parents=True, exist_ok=True)
            kind.make(below, f"{kind.name}-{turn}-2025{kind.suffix}", random.Random(f"{seed} {kind.name} {turn}"))
            made += 1
        turn += 1
