"""Where a figure stands: its sentence in the report's own words, with the figure marked by its offsets.

Everything that marks a figure (the page, `trace`) goes through `passages`. The figure is never looked for by its
text, for the same text may stand twice in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

import duckdb

# White space, tags and invisible characters of the source carry no meaning for a reader.
_UNSEEN = re.compile(
    r"(?:[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
    r"|</?[A-Za-z][^<>\n]{0,80}>|&nbsp;|\*\*)+"
)
# From here on the characters are Chinese, or as wide: no space stands between them and their neighbours.
_WIDE = "\u2e80"


@dataclass(frozen=True)
class Passage:
    """A sentence in three parts: what stands before the figure, the figure with its unit, what stands after."""

    before: str
    figure: str
    after: str

    @property
    def sentence(self) -> str:
        """The three parts as one text."""
        return self.before + self.figure + self.after


def part(source: str, start: int, end: int) -> Passage:
    """Part a stretch of source text at a figure, and drop what a reader does not need to see.

    Args:
        source: a sentence as the report has it, with its line ends, white space and tags.
        start: the offset in `source` of the figure's first character.
        end: the offset behind the figure's last character.
    """
    pieces = [_readable(source, *span) for span in ((0, start), (start, end), (end, len(source)))]
    return Passage(*pieces)


def marked(source: str, spans: Iterable[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """A stretch of source text as a reader sees it, and where in that text each figure stands.

    Args:
        source: a sentence as the report has it.
        spans: the offsets in `source` of each figure's first character, and of what is behind its last.

    Returns:
        The text that all figures share, and for each figure its offset in it and its length.
    """
    wanted = list(spans)
    edges = sorted({0, len(source), *(edge for span in wanted for edge in span)})
    pieces = [_readable(source, *between) for between in pairwise(edges)]
    places = dict(zip(edges, accumulate(map(len, pieces), initial=0), strict=True))
    return "".join(pieces), [(places[start], places[end] - places[start]) for start, end in wanted]


def _readable(source: str, start: int, end: int) -> str:
    """The characters from `start` to `end`, where only a space between two narrow characters is kept of what is unseen."""
    kept: list[str] = []
    at = start
    # Matched within the part alone, so that nothing is dropped across the edge of a figure.
    for found in _UNSEEN.finditer(source, start, end):
        before, after = source[max(found.start() - 1, 0) : found.start()], source[found.end() : found.end() + 1]
        spaced = "\n" not in found[0] or (before.isdigit() and after.isdigit())
        apart = spaced and any(map(str.isspace, found[0])) and "" < before < _WIDE and "" < after < _WIDE
        kept += [source[at : found.start()], " " if apart else ""]
        at = found.end()
    return "".join([*kept, source[at:end]])


def passages(connection: duckdb.DuckDBPyConnection, observation_ids: Iterable[str]) -> dict[str, Passage]:
    """The passage of each observation, by its id; ids that do not exist are left out.

    Args:
        connection: to a database with the landing tables.
        observation_ids: which observations.
    """
    placed = connection.execute(
        """
        select observations.observation_id, observations.report_id, sentences.start, sentences."end",
            observations.start, observations."end"
        from (select distinct unnest($ids::varchar[]) as observation_id) as wanted
        inner join landing.observations as observations using (observation_id)
        inner join landing.sentences as sentences using (sentence_id)
        """,
        {"ids": list(observation_ids)},
    ).fetchall()
    # Cut here and not in SQL: Python finds an offset at once, a database counts characters from the text's beginning.
    texts = dict(
        connection.execute(
            "select report_id, text from landing.reports where report_id in (select unnest($ids::varchar[]))",
            {"ids": list({row[1] for row in placed})},
        ).fetchall()
    )
    return {
        observation: part(texts[report][begin:stop], start - begin, end - begin)
        for observation, report, begin, stop, start, end in placed
    }
