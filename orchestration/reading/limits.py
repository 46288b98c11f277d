"""How much reading one file may cost, so that none takes the machine from the others.

Each limit can be set by an environment variable; docs/operations.md lists them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields


class LimitError(ValueError):
    """An environment variable that sets a limit is no positive whole number."""


@dataclass(frozen=True)
class Limits:
    """The limits for one file: its size, its pages and characters, the numbers in one sentence, and memory and time.

    Those of `scan_` are for pages that are pictures: how many of them, memory beyond the rest, and seconds for each.
    """

    file_mb: int = 16
    pages: int = 1000
    characters: int = 3_000_000
    # The fullest sentence of 60 real reports has 26. Work on a sentence grows with the square of its numbers, and the
    # text of a sentence is shown beside each of its figures.
    numbers: int = 2000
    memory_mb: int = 1024
    seconds: int = 30
    # Recognizing the text of pictures takes more of both, for each page.
    scan_pages: int = 300
    scan_memory_mb: int = 3072
    scan_seconds: int = 120


def variable(name: str) -> str:
    """The environment variable that sets a limit anew: INDICATORS_READ_PAGES for `pages`."""
    return f"INDICATORS_READ_{name.upper()}"


def limits() -> Limits:
    """The limits, as the environment sets them.

    Raises:
        LimitError: a variable is no positive whole number.
    """
    found = {}
    for field in fields(Limits):
        written = os.environ.get(variable(field.name), "").strip()
        if not written:
            continue
        if not written.isdecimal() or int(written) == 0:
            raise LimitError(f"{variable(field.name)}={written}: give a whole number above 0, or leave it unset")
        found[field.name] = int(written)
    return Limits(**found)
