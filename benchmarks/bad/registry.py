"""Kinds of bad files: what a folder of reports may hold by accident or by malice, each made by a few lines.

A kind gives the text or the bytes of a file, or writes to the place itself where it is about names, links or rights.
Everything comes of the `random.Random` that is handed in, so that a seed gives the same files again.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Chance = random.Random
# What must become of a file: its figures are used, it is set aside, or either, as long as it is told.
READ, ASIDE, EITHER = "read", "aside", "either"
_PLACES = ("某市", "丽水市", "衢州市", "昌都市")


@dataclass(frozen=True)
class Kind:
    """A kind of bad file.

    `make` writes one below the folder it is given, under the name it is given. No more than `most` of it are made,
    where each costs seconds.
    """

    name: str
    suffix: str
    outcome: str
    most: int
    make: Callable[[Path, str, Chance], None]


KINDS: dict[str, Kind] = {}


def kind(
    outcome: str = EITHER, suffix: str = ".txt", most: int = 10**6
) -> Callable[[Callable[[Chance], str | bytes]], Callable[[Chance], str | bytes]]:
    """A kind whose function gives what stands in the file."""

    def register(content: Callable[[Chance], str | bytes]) -> Callable[[Chance], str | bytes]:
        def make(folder: Path, name: str, chance: Chance) -> None:
            made = content(chance)
            (folder / name).write_bytes(made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass"))

        _add(content.__name__, suffix, outcome, most, make)
        return content

    return register


def place(
    outcome: str = EITHER, suffix: str = ".txt", most: int = 10**6
) -> Callable[[Callable[[Path, str, Chance], None]], Callable[[Path, str, Chance], None]]:
    """A kind whose function writes by itself."""

    def register(make: Callable[[Path, str, Chance], None]) -> Callable[[Path, str, Chance], None]:
        _add(make.__name__, suffix, outcome, most, make)
        return make

    return register


def _add(name: str, suffix: str, outcome: str, most: int, make: Callable[[Path, str, Chance], None]) -> None:
    name = name.strip("_")
    if name in KINDS:
        raise ValueError(f"two kinds are called {name}")
    KINDS[name] = Kind(name, suffix, outcome, most, make)


def report(chance: Chance, *sentences: str, year: int = 2025) -> str:
    """A report that could be read but for these sentences; no two have the same text."""
    return "\n".join(
        (
            f"{chance.choice(_PLACES)}{year}年政府工作报告",
            f"一、{year - 1}年工作回顾",
            f"全市经营主体达到{chance.randrange(10**4, 10**7)}户，粮食产量增长{chance.randrange(1, 99) / 10}%。",
            *sentences,
            f"二、{year}年工作安排\n全市城镇新增就业{chance.randrange(1, 10**4) / 10}万人以上。\n",
        )
    )


def page(chance: Chance, inside: str, head: str = "") -> str:
    """A web page with a report, and this among it."""
    text = report(chance).replace("\n", "</p>\n<p>")
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{text}</p>{inside}<p>出口增长3.5%。</p></body></html>"
