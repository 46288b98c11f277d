"""A folder → the frame of its reports and the frame of what had to be set aside."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple

import dataframely as dy
import polars as pl

from orchestration.fingerprints import extractor_version
from orchestration.reading.beside import Said
from orchestration.reading.catalogue import identify
from orchestration.reading.changed import described_anew
from orchestration.reading.errors import TRANSIENT, ChangedError, CopyError, UnreadableError
from orchestration.reading.page_files import lacks_page
from orchestration.reading.page_turns import Part, stitched
from orchestration.reading.raw_file import RawFile
from orchestration.reading.report_text import Text
from orchestration.reading.twins import Known, Twin, packed_revisions, signature, twin_of
from orchestration.reading.worker import Reader, ReaderError
from orchestration.schema import Quarantine, Report

# White space, line ends, marks of the encoding and blanked markup: what differs between two copies of one text.
_BETWEEN = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")


@dataclass(frozen=True)
class Reading:
    """Reports that could be read, files set aside with their reasons, and which of them were not as they were listed."""

    reports: pl.DataFrame
    quarantine: pl.DataFrame
    changed: list[str] = field(default_factory=list)


def report_id(content_hash: str) -> str:
    """The report's key: the first 16 digits of the hash of its bytes."""
    return content_hash[:16]


def text_hash(text: str) -> str:
    """The SHA-256 of a text without white space: equal for copies that differ in encoding, line ends or format only."""
    return hashlib.sha256(_BETWEEN.sub("", text).encode("utf-8", "surrogatepass")).hexdigest()


def read_all(
    files: Iterable[RawFile],
    known: Container[tuple[str, str]] = (),
    report_year: int | None = None,
    known_texts: Mapping[str, str] | None = None,
    known_reports: Sequence[Known] = (),
    text_of: Callable[[str], str | None] = lambda _: None,
) -> Reading:
    """Read every file; one that cannot be read is set aside and the others go on.

    A file with the bytes, the text, or nearly the text and all the numbers of another is set aside too: its figures are
    already there. One that states other numbers is another version, and names the first. What was read before stays; of
    files that come together the first by name does. One that was changed since it was listed is read as it is now.

    Args:
        files: what stands in the folder.
        known: (file name, content hash) of what was read before: passed over.
        report_year: the year of issue, as the caller says, where a file does not.
        known_texts: the name of the file by the `text_hash` of what was read before.
        known_reports: what was read before, to be compared with.
        text_of: the text of what was read before, by the name of its file.

    Raises:
        OSError: the disk or share fails in a way that may pass (`errors.TRANSIENT`).
        MemoryError: this process runs out of memory.
        ReaderError: the process that reads cannot be started.
    """
    ordered = sorted(files, key=lambda file: ((file.name, file.content_hash) not in known, file.name))
    bytes_of: dict[str, str] = {}
    texts_of = dict(known_texts or {})
    reports: list[dict[str, object]] = []
    alike = _Alike(known_reports, text_of)
    aside: dict[str, dict[str, object]] = {}
    changed: list[str] = []
    with Reader() as reader:
        for file in ordered:
            try:
                if twin := bytes_of.get(file.content_hash):
                    raise CopyError(f"the same bytes as {twin}; remove one of the two", twin)
                digest = file.content_hash
                if (file.name, digest) not in known:
                    read = _read(file, reader)
                    digest = read.file.content_hash
                    if read.file is not file:
                        changed.append(file.name)
                    reports.append(_report(read, report_year, texts_of, alike))
                # Only what was read has copies: of a file that was not, another may do better under its own name.
                bytes_of[digest] = file.name
            except (MemoryError, ReaderError):
                raise
            except Exception as error:
                # Setting the file aside would take its figures from readers for a moment's fault of the disk.
                if isinstance(error, OSError) and error.errno in TRANSIENT:
                    raise
                aside[file.name] = _aside(file, error)
    return Reading(
        Report.validate(_frame(reports, Report), cast=True),
        Quarantine.validate(_frame(list(aside.values()), Quarantine), cast=True),
        changed,
    )


class _Alike:
    """The reports that a new one is compared with, those of this run among them."""

    def __init__(self, known: Iterable[Known], text_of: Callable[[str], str | None]) -> None:
        self._known = list(known)
        self._text_of = text_of
        self._texts: dict[str, str] = {}

    def find(self, new: Known, text: str) -> Twin | None:
        """The report that a new one is a copy or another version of."""
        return twin_of(new, text, self._known, lambda name: self._texts.get(name) or self._text_of(name))

    def add(self, new: Known, text: str) -> None:
        """Compare those that come with this one too."""
        self._known.append(new)
        self._texts[new.file_name] = text


class _Read(NamedTuple):
    """A file as it was when it was read, its text, and where in the text each of its pages stands."""

    file: RawFile
    text: Text
    parts: list[Part]


def _read(file: RawFile, reader: Reader) -> _Read:
    """The text of a file; of one that was changed since it was hashed, its new hash and the text of these very bytes."""
    try:
        return _Read(file, *_text(file, reader))
    except ChangedError:
        anew = described_anew(file)
        return _Read(anew, *_text(anew, reader))


def _report(read: _Read, report_year: int | None, texts_of: dict[str, str], alike: _Alike) -> dict[str, object]:
    file, text, parts = read
    digest = text_hash(text.text)
    if digest in texts_of:
        raise CopyError(f"the same text as {texts_of[digest]}; remove one of the two", texts_of[digest])
    identity = _identity(file, text.text, report_year)
    found = asdict(text)
    year = identity["report_year"]
    new = Known(file.name, _str(identity["region"]), int(str(year)), str(identity["kind"]), signature(text.text))
    twin = alike.find(new, text.text)
    if twin and not twin.revisions:
        raise CopyError(
            f"the same report as {twin.file_name}, with the same numbers ({100 * twin.likeness:.0f} % alike); "
            "remove one of the two",
            twin.file_name,
        )
    told = [str(found.pop("flags")), str(identity.pop("flags")), "another_version" if twin else ""]
    flags = ",".join(filter(None, told))
    row = {
        "report_id": report_id(file.content_hash),
        "file_name": file.name,
        "content_hash": file.content_hash,
        "text_hash": digest,
        "characters": len(text.text),
        "reader_version": extractor_version(),
        "flags": flags,
        "source_url": file.said.source if file.said else None,
        "parts": json.dumps([asdict(part) for part in parts], ensure_ascii=False) if parts else None,
        "signature": new.signature,
        "twin_of": twin.file_name if twin else None,
        "revisions": packed_revisions(twin.revisions) if twin else None,
        **identity,
        **found,
    }
    # A row that breaks a rule of the table would else take all the others with it.
    Report.validate(_frame([row], Report), cast=True)
    texts_of[digest] = file.name
    alike.add(new, text.text)
    return row


def _str(value: object) -> str | None:
    return None if value is None else str(value)


def _text(file: RawFile, reader: Reader) -> tuple[Text, list[Part]]:
    """The text of a file; of the pages of one report, the whole, and where in it each file stands."""
    if not file.parts:
        return reader.read(file), []
    pages: list[tuple[str, Text]] = []
    for part in file.parts:
        try:
            pages.append((part.name, reader.read(part)))
        except ChangedError:
            raise
        except UnreadableError as error:
            raise UnreadableError(f"its page {part.name}: {error}") from error
    text, parts = stitched(pages)
    if lacks_page(file.parts):
        text = replace(text, flags=",".join(filter(None, (text.flags, "page_missing"))))
    return text, parts


def _identity(file: RawFile, text: str, report_year: int | None) -> dict[str, object]:
    """What report a text is: as is said beside its file, else as is found."""
    said = file.said or Said()
    found = asdict(identify(file.name, text, said.year or report_year))
    flags = str(found["flags"]).split(",")
    for value, fields, flag in (
        (said.place, ("region", "region_evidence"), "region_unknown"),
        (said.year, ("report_year", "year_evidence"), "year_guessed"),
        (said.kind, ("kind", "kind_evidence"), "kind_guessed"),
        (said.date, ("published_on",), ""),
    ):
        if value is not None:
            found |= dict(zip(fields, (value, "said beside the file"), strict=False))
            flags = [each for each in flags if each != flag]
    return found | {"flags": ",".join(flags)}


def _aside(file: RawFile, error: Exception) -> dict[str, object]:
    """The row of a file that is set aside."""
    return {
        "file_name": file.name,
        "content_hash": file.content_hash or None,
        "reason": _reason(error),
        "copy_of": error.of if isinstance(error, CopyError) else None,
        "source_url": file.said.source if file.said else None,
    }


def _reason(error: Exception) -> str:
    """Why a file is set aside; an error that nobody foresaw says its kind as well."""
    if isinstance(error, ValueError | OSError) and type(error) is not ValueError:
        return str(error)
    return f"{type(error).__name__}: {error}; save the report's text anew as UTF-8, or remove the file"


def _frame(rows: list[dict[str, object]], schema: type[dy.Schema]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema.create_empty().schema)
