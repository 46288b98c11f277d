"""Digits set above the line: marks of notes (总额³865亿元) and powers (m²), which are no digits of a figure.

They become the characters that stand for raised digits, one for one, so that nothing moves and no figure takes them in.
"""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
# What else is raised is text: a whole sentence may be set so by mistake.
_MARKS = re.compile(r"[\d\s,，、*\-—~+()（）\u200b]*")


def raised(text: str) -> str:
    """A text that is set above the line, of the same length, with raised digits where it is a mark or a power."""
    return text.translate(_RAISED) if _MARKS.fullmatch(text) else text
