"""The title that a report gives itself, among menus, datelines and captions, on one line or broken over several."""

from __future__ import annotations

import re

from orchestration.reading.front import Front
from orchestration.reading.gazetteer import places_in

_SUBJECT = re.compile(
    r"国民经济和社会发展|计划执行情况|政府工作报告|统计公报|工作报告|施政报告|经济运行情况|经济和社会发展情况|经济社会发展情况|发展计划"
)
# Footnote marks and remarks that stand behind a title and are no part of it: [1], ①, ¹, (草案), (2025年1月15日).
_NOTE = r"(?:[(（\[［〔【][^)）\]］〕】]{0,24}[)）\]］〕】]|[①-⑳⑴-⒇❶-❿¹²³⁰-⁹*＊※†]|(?<=\D)\d{1,2})"
_ENDS = re.compile(rf"(?:报告|公报|情况|草案|计划|安排)(?:全文|摘要)?{_NOTE}*$")
_NOTES = re.compile(rf"(?:{_NOTE})+$")
_NO_TITLE = re.compile(r"[。，,；;？?！!：:>|]|作政府工作报告|来源|会议上(?!的)|人民代表大会第|解读|图解")
_CAN_BEGIN = re.compile(
    r"关于|\d{4}年|国民经济|政府工作|统计公报|发展计划|(?:省|市|县|区|州|旗|盟|人民政府|统计局)$|^《?中华人民共和国"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LONGEST_LINE, _LONGEST = 70, 80
_PARTS = 3


def title_of(front: Front) -> str | None:
    """The title of a report; of several lines that could be one, that which says most: the place, the year."""
    best: tuple[float, str] | None = None
    for at in range(len(front.header)):
        for parts in range(1, _PARTS + 1):
            title = _joined(front.header[at : at + parts], parts)
            if title is None:
                continue
            # A title is trusted less the more lines it was put together from.
            score = 2.0 * bool(_YEAR.search(title)) + 2.0 * bool(places_in(title).candidates) - 0.5 * (parts - 1)
            if best is None or score > best[0]:
                best = score, title
    return best[1] if best else None


def without_notes(title: str) -> str:
    """A title without footnote marks and remarks behind it: 2024年统计公报[1] → 2024年统计公报."""
    return _NOTES.sub("", title)


def _joined(lines: list[str], parts: int) -> str | None:
    """Lines put together, if that makes a title and none but the last ends one."""
    if len(lines) < parts:
        return None
    if parts > 1 and (any(_is_title(line) for line in lines[:-1]) or not _CAN_BEGIN.search(lines[0])):
        return None
    title = "".join(lines).strip("《》#*“”\"'_")
    return title if len(title) <= (_LONGEST if parts > 1 else _LONGEST_LINE) and _is_title(title) else None


def _is_title(line: str) -> bool:
    line = line.strip("《》#*“”\"'_")
    return bool(_SUBJECT.search(line) and _ENDS.search(line) and not _NO_TITLE.search(line))
