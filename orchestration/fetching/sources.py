"""`sources.yml`: pages that list reports, and which of their links are reports.

- index: https://www.xuancheng.gov.cn/zwgk/index.html
links: 政府工作报告|统计公报        # a pattern that the text of a link, or its address, must hold
place: 宣城市                       # said of every report that is found there; so may `kind` be
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from orchestration.fetching.addresses import RefusedError, checked
from orchestration.fetching.fetch import Answer, Fetcher, FetchError
from orchestration.fetching.shelf import Shelf

FILE = "sources.yml"
_AGAIN_AFTER = 7 * 24 * 3600
_MOST_LINKS = 200


class SourcesError(ValueError):
    """The file of sources cannot be understood; the message says where."""


@dataclass(frozen=True)
class Source:
    """A page that lists reports: its address, the pattern of its links, and what is said of the reports."""

    index: str
    links: re.Pattern[str]
    said: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """What a round of fetching brought: new or changed files, addresses that stood unchanged, and why others failed."""

    files: list[Path] = field(default_factory=list)
    unchanged: int = 0
    failed: dict[str, str] = field(default_factory=dict)


def read_sources(path: Path) -> list[Source]:
    """The sources that a file names.

    Raises:
        SourcesError: it is no list of sources.
    """
    try:
        listed = yaml.safe_load(path.read_text("utf-8-sig")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SourcesError(f"{path}: no YAML in UTF-8 ({str(error).splitlines()[0]})") from error
    if not isinstance(listed, list):
        raise SourcesError(f"{path}: no list; write `- index: https://…` for each page that lists reports")
    return [_source(path, number, each) for number, each in enumerate(listed, 1)]


def _source(path: Path, number: int, each: Any) -> Source:
    if not isinstance(each, dict) or not isinstance(each.get("index"), str):
        raise SourcesError(f"{path}: source {number} names no index, the address of a page that lists reports")
    if unknown := sorted(str(key) for key in each if key not in ("index", "links", "place", "kind")):
        raise SourcesError(f"{path}: source {number} says {unknown[0]}; what may be said is index, links, place, kind")
    try:
        pattern = re.compile(str(each.get("links") or "."))
        checked(each["index"])
    except re.error as error:
        raise SourcesError(f"{path}: links of source {number} is no pattern ({error})") from error
    except RefusedError as error:
        raise SourcesError(f"{path}: source {number}: {error}") from error
    return Source(each["index"], pattern, {key: str(each[key]) for key in ("place", "kind") if each.get(key)})


def fetch_all(
    sources: list[Source], shelf: Shelf, fetcher: Fetcher, now: float, tell: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Fetch what is new on the pages of the sources; what was fetched before is asked for again after a week.

    One address that fails keeps none of the others.

    Args:
        sources: as `read_sources` gives them.
        shelf: where files are put.
        fetcher: asks the addresses.
        now: seconds since the epoch.
        tell: is given a line for each file and failure.
    """
    outcome = Outcome()
    for source in sources:
        try:
            index = fetcher.get(source.index)
        except (RefusedError, FetchError) as error:
            outcome.failed[source.index] = str(error)
            tell(str(error))
            continue
        for url in _links(index, source.links):
            known = shelf.known(url)
            if known and now - known.get("asked_at", 0) < _AGAIN_AFTER:
                outcome.unchanged += 1
                continue
            fetch_one(url, shelf, fetcher, outcome, source.said, tell)
    return outcome


def fetch_one(
    url: str,
    shelf: Shelf,
    fetcher: Fetcher,
    outcome: Outcome,
    said: Mapping[str, object] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Fetch one address into the folder, if it has changed; what comes of it is added to `outcome`."""
    known = shelf.known(url)
    try:
        file = shelf.put(url, fetcher.get(url, known.get("etag"), known.get("last_modified")), said)
    except (RefusedError, FetchError) as error:
        outcome.failed[url] = str(error)
        tell(str(error))
        return
    if file is None:
        outcome.unchanged += 1
    else:
        outcome.files.append(file)
        tell(f"{url} -> {file}")


def _links(page: Answer, pattern: re.Pattern[str]) -> Iterator[str]:
    """The addresses of a page's links that fit a pattern and lie on the page's own host, each once."""
    from turbohtml import Element, parse

    base = httpx.URL(page.url)
    seen: set[str] = set()
    document = parse(_decoded(page.content or b""))
    for node in document.descendants:
        if not isinstance(node, Element) or node.tag != "a" or not node.attrs.get("href"):
            continue
        href = str(node.attrs["href"])
        if not pattern.search(" ".join(str(node.text).split())) and not pattern.search(href):
            continue
        try:
            url = checked(str(base.join(href))).copy_with(fragment=None)
        except (RefusedError, httpx.InvalidURL, ValueError):
            continue
        if url.host == base.host and str(url) not in seen and len(seen) < _MOST_LINKS:
            seen.add(str(url))
            yield str(url)


def _decoded(content: bytes) -> str:
    """A page that lists links, decoded: its links are what matters, and a wrong character in them costs one link."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
