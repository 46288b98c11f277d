"""Files that are neither plain text nor web pages → their text: each kind by its own reader."""

from __future__ import annotations

from dataclasses import replace

from orchestration.reading.decoding import decode
from orchestration.reading.grids import packed, packed_left_out, unpacked_left_out
from orchestration.reading.limits import Limits
from orchestration.reading.report_text import Text
from orchestration.reading.sheet_blocks import Written

# A report has more; a file of a kind that wraps its text may hold pictures of it.
_LITTLE = 60


def read_document(kind: str, content: bytes, within: Limits) -> Text:
    """The text of a file of a kind that `file_kind.kind_of` tells: `pdf`, `ofd`, `picture`, `docx`, `rtf`, `xlsx` or `csv`.

    Raises:
        UnreadableError: as the reader of the kind says.
    """
    if kind == "pdf":
        from orchestration.reading.pdf import read_pdf

        return _of_pages("pdf", *read_pdf(content, within))
    if kind == "picture":
        from orchestration.reading.pictures import read_picture

        return _of_pages("picture", *read_picture(content, within))
    if kind == "ofd":
        from orchestration.reading.ofd import read_ofd

        return _of_pages("ofd", *read_ofd(content, within))
    if kind == "docx":
        from orchestration.reading.word import read_docx

        word = read_docx(content)
        read = _of_rows("docx", Written(word.text, word.grids, word.left_out, word.flags), None, 0)
        return _with_pictures(read, word.pictures, within) if _is_little(word.text) and word.pictures else read
    if kind == "rtf":
        from orchestration.reading.rich_text import read_rtf

        return _of_rows("rtf", read_rtf(content), None, 0)
    from orchestration.reading.sheets import read_workbook, rows_of_csv

    if kind == "xlsx":
        return _of_rows("xlsx", read_workbook(content, within), None, 0)
    found = Written()
    text, encoding, broken = decode(content)
    found.rows(rows_of_csv(text))
    return _of_rows("csv", found, encoding, broken)


def _with_pictures(text: Text, pictures: list[bytes], within: Limits) -> Text:
    """A document that holds hardly any text, and pictures, with the text of these behind its own."""
    from orchestration.reading.page_turns import stitched
    from orchestration.reading.pictures import read_pictures
    from orchestration.reading.recognition import is_installed

    if not is_installed() and not _lacks(text.text):
        return text
    recognized = _of_pages("docx", *read_pictures(pictures, within))
    told = [part for part in unpacked_left_out(text.left_out) if part.why != "picture"]
    flags = [flag for flag in text.flags.split(",") if flag not in ("has_pictures", "little_text", "no_digits")]
    text = replace(text, text=text.text + "\n", left_out=packed_left_out(told), flags=",".join(flags))
    whole, _ = stitched([("", text), ("", recognized)])
    return whole


def _of_pages(
    kind: str, text: str, pages: int, flags: list[str], tables: str | None, left_out: str | None, recognized: str | None
) -> Text:
    flags = ["bytes_replaced"] * ("\ufffd" in text) + flags
    flags = flags + ["little_text"] * (_is_little(text) and tables is None) + _lacks(text)
    return Text(text, kind, None, pages, text.count("\ufffd"), ",".join(flags), tables, left_out, recognized)


def _of_rows(kind: str, found: Written, encoding: str | None, broken: int) -> Text:
    text = found.text.removesuffix("\n")
    unknown = text.count("\ufffd") if encoding is None else broken
    flags = ["bytes_replaced"] * bool(unknown) + found.flags + ["has_tables"] * bool(found.grids)
    flags += ["little_text"] * (_is_little(text) and not found.grids)
    joined = ",".join([*flags, *_lacks(text)])
    return Text(text, kind, encoding, None, unknown, joined, packed(found.grids), packed_left_out(found.left_out))


def _is_little(text: str) -> bool:
    return len("".join(text.split())) < _LITTLE


def _lacks(text: str) -> list[str]:
    return [] if any(character.isdecimal() for character in text) else ["no_digits"]
