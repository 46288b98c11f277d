"""The text of a file, as every reader gives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """The text of a file.

    `encoding` is null for kinds whose characters have only one; `pages` is of PDF, OFD and pictures. `undecodable_bytes`
    became U+FFFD in the text. `flags`, joined by commas: `bytes_replaced`; `pages_without_text`, of a PDF;
    `hidden_by_open_tag`, of a page; `has_tables`, `has_pictures`, `little_text` and `no_digits` tell what a file holds
    that may give no figure; `formulas_without_values`, of a workbook; `converted`, by LibreOffice;
    `recognized`, from pictures, and `doubtful_numbers` among what was. `tables` and
    `left_out` are JSON, made by `grids.packed` and `grids.packed_left_out`: the tables whose cells stand in the text,
    and what the file holds beside it. `recognized` is JSON too: each number that was told from a picture, with its span
    and the confidence of its least likely digit.
    """

    text: str
    format: str
    encoding: str | None
    pages: int | None
    undecodable_bytes: int
    flags: str
    tables: str | None = None
    left_out: str | None = None
    recognized: str | None = None
