"""A web page → text of the same length, its markup blanked out.

Because nothing moves, a span in the text is the same span in the page's source. What is no running text
(scripts, menus) is blanked too; blocks become line ends; an entity keeps its first place for its character.
"""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from itertools import accumulate

# Dropped when white space is, but never taken for the white space that parts two figures.
NOTHING = "\u200b"
_SILENT = {"script", "style", "nav", "noscript", "select", "button", "template", "svg", "head", "form", "iframe"}
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr html li main ol p pre section table tbody td tfoot th thead tr ul title".split()
)
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "source", "track"}


class _Blanker(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self._starts = [0, *accumulate(len(line) + 1 for line in page.split("\n"))]
        self._page = page
        self._silent: list[str] = []
        self.out = [NOTHING if c != "\n" else "\n" for c in page]

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _put(self, at: int, text: str) -> None:
        if not self._silent:
            self.out[at : at + len(text)] = text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._put(self._here(), "\n")
        if tag in _SILENT and tag not in _VOID:
            self._silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._put(self._here(), "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._put(self._here(), "\n")

    def handle_data(self, data: str) -> None:
        # Line ends inside a block are white space: they must not part a sentence.
        self._put(self._here(), data.replace("\n", " "))

    def handle_entityref(self, name: str) -> None:
        self._put(self._here(), unescape(f"&{name};")[:1])

    def handle_charref(self, name: str) -> None:
        self._put(self._here(), unescape(f"&#{name};")[:1])


def blank_markup(page: str) -> str:
    """The running text of a page at its own offsets; the length does not change."""
    blanker = _Blanker(page)
    blanker.feed(page)
    blanker.close()
    return "".join(blanker.out[: len(page)])
