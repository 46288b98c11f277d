"""The marks of Markdown, blanked in place: a name is what stands between them.

No parser of Markdown tells the offsets of its marks within a line, so the few that reports use are found here.
"""

from __future__ import annotations

import re

from orchestration.reading.decoding import NOTHING
from orchestration.reading.grids import LeftOut

BULLET = "•"
# What hardly stands in a text that is no Markdown: headings, a table's rule, bold words.
_IS_MARKDOWN = re.compile(r"^#{1,6}[ \t]+\S|^\s*\|?\s*:?-{3,}:?\s*\||\*\*[^\s*][^*\n]*\*\*|^\[\^[^\]\n]+\]:", re.M)
_STRUCK = re.compile(r"~~(?=\S)([^~\n]+?)~~")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\[\]\n]+)\](\([^()\s]*(?:\s+[\"'][^\n]*?[\"'])?\))")
_AUTOLINK = re.compile(r"<(?:https?|mailto):[^>\s]*>")
_NOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\s]+\]:|\[\^[^\]\s]+\]", re.M)
_PAIRS = (
    re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)(\1)"),
    re.compile(r"(?<![*\\])(\*)(?=[^\s*])([^*\n]*?)(?<=[^\s*])(\*)(?!\*)"),
    re.compile(r"(?<![A-Za-z0-9_\\])(_)(?=[^\s_])([^_\n]+?)(?<=[^\s_])(_)(?![A-Za-z0-9_])"),
    re.compile(r"(`{1,2})(?=\S)([^`\n]+?)(\1)"),
)
_BULLET = re.compile(r"^([ \t>]*)[-*+](?=[ \t]+\S)", re.M)
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\\$", re.M)


def is_markdown(text: str, suffix: str) -> bool:
    """Whether a text is Markdown, by its name or what it holds."""
    return suffix in (".md", ".markdown") or bool(_IS_MARKDOWN.search(text))


def blank_marks(text: str) -> tuple[str, list[LeftOut]]:
    """The text with its marks blanked, and what it strikes out; the length does not change.

    A bullet of a list becomes `BULLET`, which begins a paragraph; heading marks stay.
    """
    left_out = [LeftOut(found.start(), "struck_out", found[1]) for found in _STRUCK.finditer(text)]
    for pattern in (_STRUCK, _COMMENT, _IMAGE, _AUTOLINK, _NOTE):
        text = pattern.sub(_blank_all, text)
    text = _BULLET.sub(lambda found: found[1] + BULLET, text)
    text = _QUOTE.sub(_blank_all, text)
    text = _LINK.sub(lambda found: NOTHING + found[1] + NOTHING * (len(found[2]) + 1), text)
    for pattern in _PAIRS:
        text = pattern.sub(_inside, text)
    return _ESCAPE.sub(_blank_all, text), left_out


def _blank_all(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", NOTHING, found[0])


def _inside(found: re.Match[str]) -> str:
    return NOTHING * len(found[1]) + found[2] + NOTHING * len(found[3])
