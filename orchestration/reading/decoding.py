"""Bytes → text: which encoding they are in, and what to do with the few that are in none.

Chinese reports come in UTF-8, GB18030, Big5 and UTF-16, some with a byte that a download broke. A broken byte costs one
character, never the report.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from orchestration.reading.errors import UnreadableError

# Stands for blanked markup: dropped when white space is, but never taken for the white space that parts two figures.
NOTHING = "\u200b"
# Characters of every Chinese report, simplified and traditional. Bytes read in a wrong encoding give rare characters.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要到地于出分对成会可主发年动工也能下过产种面方后多定行民得经十三之进等部度家"
    "力化高自二理现实加量体制机使点从业本性应开合前政社事全间与关各重新内数正第建月公通提展五位总次品活设管特长求基资"
    "级统组计期农指区强亿元万增市省县占比达完收入模保障推持服务项目生态"
    "這為個國會發動過產種後經進現實業應開與關內數長級統組計農區強億萬縣佔達規"
)
# Of the bytes of a text, this share may be in no encoding; more, and the file is no text.
_MOST_BROKEN = 0.01
_SAMPLE = 20_000
# Of the characters of Chinese text that are not ASCII, a third are common ones; of text in a wrong encoding, few are.
_LEAST_COMMON = 0.1
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoded(NamedTuple):
    r"""Text with line ends as `\n`, the encoding it was in, and how many bytes were in none."""

    text: str
    encoding: str
    undecodable_bytes: int


def decode(content: bytes) -> Decoded:
    """Decode the bytes of a text file.

    Bytes that are in no encoding become U+FFFD, as Python's `errors="replace"` makes them, so that spans count in what
    anyone else decodes.

    Raises:
        UnreadableError: the bytes are no text in any encoding that Chinese reports come in.
    """
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if marked:
        return _checked(_tolerant(content, marked) or _guessed(content))
    try:
        return _checked(Decoded(content.decode("utf-8"), "utf-8", 0))
    except UnicodeDecodeError:
        pass
    found = [_tolerant(content, encoding) for encoding in ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")]
    fitting = [each for each in found if each and _chinese(each.text) > _LEAST_COMMON]
    if fitting:
        return _checked(max(fitting, key=lambda each: (_chinese(each.text), -each.undecodable_bytes)))
    return _checked(_guessed(content))


class _TooBrokenError(Exception):
    """More bytes than a text may have are not in the encoding that is tried."""


def _tolerant(content: bytes, encoding: str) -> Decoded | None:
    """The text in an encoding, with its broken bytes replaced and counted; null where they are too many."""
    broken = 0

    def count(error: UnicodeError) -> tuple[str, int]:
        nonlocal broken
        if not isinstance(error, UnicodeDecodeError):
            raise error
        broken += error.end - error.start
        if broken > _most_broken(len(content)):
            raise _TooBrokenError
        return "\ufffd", error.end

    codecs.register_error("indicators-count", count)
    try:
        return Decoded(content.decode(encoding, "indicators-count"), encoding, broken)
    except _TooBrokenError:
        return None


def _most_broken(length: int) -> float:
    # One broken character of a short text has up to four bytes.
    return max(4, length * _MOST_BROKEN)


def _chinese(text: str) -> float:
    """The share of common Chinese characters among what is not ASCII."""
    letters = [character for character in text[:_SAMPLE] if character > "\x7f" and not _is_mark(character)]
    return sum(character in _COMMON for character in letters) / len(letters) if letters else 0.0


def _is_mark(character: str) -> bool:
    return character == "\ufffd" or "\u2000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef"


def _guessed(content: bytes) -> Decoded:
    """What a library makes of bytes that are in none of the usual encodings: short texts, and foreign ones."""
    from charset_normalizer import from_bytes

    guess = from_bytes(content[: 4 * _SAMPLE]).best()
    if guess is not None:
        found = _tolerant(content, guess.encoding)
        letters = [character for character in found.text[:_SAMPLE] if character > "\x7f"] if found else []
        han = sum("\u4e00" <= character <= "\u9fff" or _is_mark(character) for character in letters)
        if found and not found.undecodable_bytes and han > 0.8 * len(letters):
            return found
    raise UnreadableError("the file is binary or in no known encoding; save the report's text as UTF-8")


def _checked(found: Decoded) -> Decoded:
    text = found.text
    # A NUL in a text is a broken byte too; in a binary file there are many.
    nuls = text.count("\x00")
    control = sum(character < " " and character not in "\t\n\r\f" for character in text)
    if control > _most_broken(len(text)):
        raise UnreadableError("the file is binary, not text; save the report's text as UTF-8")
    text = text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, found.encoding, found.undecodable_bytes + nuls)
