"""Private-use characters that mark places in a text between the steps; a source's own are replaced before (`canonical`)."""

from __future__ import annotations

# Brackets put around a time word inside a figure's context, so that patterns can tell it from a name.
T_OPEN, T_CLOSE = "\ue004", "\ue005"
TIME = f"{T_OPEN}[^{T_CLOSE}]*{T_CLOSE}"
# Stands inside a word that must not be read as its parts: 自然增长率 is a rate, not a growth.
HELD = "\ue00a"
# Stands for 等 where it is part of a word (高等, 等级) and ends no list of examples.
GRADE = "\ue00b"
# Stands for 均 in 人均增收, where it is no adverb.
EACH = "\ue00c"
# Parts the members of a list that are kept in one string.
BETWEEN = "\ue00d"
# Stand for separators inside a word or a bracket, where they part no list: 普及, 和美, 参与, 县(市、区).
JOINED = {"及": "\ue006", "和": "\ue007", "与": "\ue008", "、": "\ue009"}
# Any of the marks, within brackets of a pattern.
ANY_MARK = "\ue000-\ue00f"
