"""The parts of the documents that tests look at: headings, code and tables, section by section."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

PROJECT = Path(__file__).resolve().parents[1]
CHINESE = ".zh-CN.md"
# Every document that stands in both languages: its English page, and the Chinese page beside it.
PAIRS = [
    (page.with_name(page.name.replace(CHINESE, ".md")), page)
    for page in sorted([*PROJECT.glob(f"*{CHINESE}"), *(PROJECT / "docs").glob(f"*{CHINESE}")])
]
PAGES = [page for pair in PAIRS for page in pair] + [PROJECT / "CONTRIBUTING.md", PROJECT / "docs" / "architecture.md"]
_PARSER = MarkdownIt("commonmark").enable("table")
_COMMENT = {"sh": r"(^|\s+)#\s.*$", "yaml": r"(^|\s+)#\s.*$", "sql": r"\s*--\s.*$"}


@dataclass(frozen=True)
class Code:
    """A block of code: `language` is what stands behind its fence, `fenced` is false for an indented one."""

    language: str
    text: str
    fenced: bool = True

    @property
    def lines(self) -> list[str]:
        """Its lines without comments, white space between words evened out, empty ones left out."""
        comment = _COMMENT.get(self.language, r"(?!)")
        bare = (" ".join(re.sub(comment, "", line).split()) for line in self.text.splitlines())
        return [line for line in bare if line]


@dataclass
class Section:
    """What stands between one heading and the next."""

    level: int
    title: str
    code: list[Code] = field(default_factory=list)
    # Each table as its rows, the head first.
    tables: list[list[list[str]]] = field(default_factory=list)
    # Text of paragraphs and lists.
    prose: list[str] = field(default_factory=list)
    # Words in backticks, anywhere but in a block of code.
    quoted: list[str] = field(default_factory=list)

    @property
    def figures(self) -> set[str]:
        """Numbers of the prose and of the tables, without the commas between thousands."""
        text = "\n".join([self.title, *self.prose, *(cell for table in self.tables for row in table for cell in row)])
        return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", text)))


@cache
def sections(page: Path) -> list[Section]:
    """The sections of a page, in order; the first is what stands above the first heading, with level 0."""
    found = [Section(0, "")]
    tokens = _PARSER.parse(page.read_text("utf-8"))
    for at, token in enumerate(tokens):
        here = found[-1]
        if token.type in ("fence", "code_block"):
            here.code.append(Code(token.info.strip(), token.content, token.type == "fence"))
        elif token.type == "heading_open":
            found.append(Section(int(token.tag[1:]), tokens[at + 1].content))
        elif token.type == "table_open":
            here.tables.append([])
        elif token.type == "tr_open":
            here.tables[-1].append([])
        elif token.type == "inline":
            here.quoted += [child.content for child in token.children or [] if child.type == "code_inline"]
            if tokens[at - 1].type in ("th_open", "td_open"):
                here.tables[-1][-1].append(token.content)
            elif tokens[at - 1].type != "heading_open":
                here.prose.append(token.content)
    return found
