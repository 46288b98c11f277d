"""Files that are pages of one report, told by their names: 日报_1版.txt and 日报_3版.txt, 报告（上）.docx and 报告（下）.docx.

A page of a newspaper (版) holds other articles too: it belongs to a report only where its bytes say 上接 or 下转.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from orchestration.reading.raw_file import RawFile

_NUMERALS = "一二三四五六七八九十"
_PAGE = re.compile(
    r"(?P<stem>.*?)[\s_\-—.（(\[【]*(?:"
    r"第?\s*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,2})\s*(?P<kind>版|页|部分|页码)"
    r"|(?<![A-Za-z])(?:p|page|part)[\s_\-.]*(?P<latin>\d{1,3})"
    r"|(?<=[（(\[【_\-])(?P<half>[上中下])(?=[）)\]】]|$)"
    r")[\s）)\]】]*(?P<rest>.*)",
    re.IGNORECASE,
)
_HALVES = {"上": 1, "中": 2, "下": 3}
_TURNS = tuple(
    word.encode(encoding) for word in ("上接", "下转", "紧接") for encoding in ("utf-8", "gb18030", "utf-16-le")
)
_LOOKED_AT = 1 << 20


class _Page(NamedTuple):
    group: tuple[str, str, str, str]
    number: int


def in_groups(files: Sequence[RawFile]) -> list[list[RawFile]]:
    """Files in groups of pages of one report, each in the order of the pages; most files are a group of one."""
    groups: dict[object, list[tuple[int, RawFile]]] = {}
    for file in files:
        page = None if file.problem or file.member else _page(file)
        key: object = page.group if page else file.name
        groups.setdefault(key, []).append((page.number if page else 0, file))
    found = []
    for pages in groups.values():
        numbers = [number for number, _ in pages]
        if len(set(numbers)) < len(numbers):
            # Two files of one page are no pages of one report.
            found += [[file] for _, file in pages]
        else:
            found.append([file for _, file in sorted(pages, key=lambda each: each[0])])
    return found


def lacks_page(files: Sequence[RawFile]) -> bool:
    """Whether a page is missing between the first and the last; pages of a newspaper follow as they please."""
    pages = [page for file in files if (page := _page(file))]
    numbers = [page.number for page in pages]
    if not pages or pages[0].group[3] == "版" or (pages[0].group[3] == "half" and numbers == [1, 3]):
        return False
    return numbers != list(range(1, len(numbers) + 1))


def _page(file: RawFile) -> _Page | None:
    path = PurePosixPath(file.name)
    match = _PAGE.fullmatch(path.stem)
    if not match or not (match["stem"] or match["rest"]):
        return None
    kind = match["kind"] or ("half" if match["half"] else "page")
    number = _HALVES[match["half"]] if match["half"] else _number(match["number"] or match["latin"])
    if kind == "版" and not _turns(file):
        return None
    return _Page((path.parent.as_posix(), match["stem"].casefold(), match["rest"].casefold(), kind), number)


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    tens, _, ones = written.rpartition("十") if "十" in written else ("", "", written)
    value = (10 * (_NUMERALS.index(tens) + 1) if tens else 10) if "十" in written else 0
    return value + (_NUMERALS.index(ones) + 1 if ones else 0)


def _turns(file: RawFile) -> bool:
    with file.path.open("rb") as handle:
        content = handle.read(_LOOKED_AT)
    return any(word in content for word in _TURNS)
