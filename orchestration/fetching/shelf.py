"""Where fetched reports are put: files of the raw folder, each with what is known of it beside it.

Files appear whole, by a rename. What servers said of them stands in a hidden file, and is no report.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from httpx import URL

from orchestration.fetching.fetch import Answer

MEMORY = ".fetched.json"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/ofd": ".ofd",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "message/rfc822": ".mht",
    "multipart/related": ".mht",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
}
_KNOWN = re.compile(r"\.[a-z]{2,5}")
_UNSAFE = re.compile(r"[^\w\u4e00-\u9fff.-]+")
_LONGEST = 80


class Shelf:
    """The raw folder, as the fetcher sees it.

    Args:
        folder: of the reports; made if it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._memory = folder / MEMORY
        self._known: dict[str, dict[str, Any]] = _loaded(self._memory)

    def known(self, url: str) -> dict[str, Any]:
        """What was said of an address before: `etag`, `last_modified`, `file`, `asked_at`; empty where it is new.

        A file that is no longer there is new again.
        """
        found = self._known.get(url, {})
        return found if found.get("file") and (self._folder / found["file"]).is_file() else {}

    def put(self, url: str, answer: Answer, said: Mapping[str, object] | None = None) -> Path | None:
        """Store an answer and remember its marks.

        Args:
            url: the address that was asked.
            answer: what it gave.
            said: what else is known of the report: `place`, `kind`, `year`, `date`.

        Returns:
            The file, or null where nothing has changed.

        """
        before = self.known(url)
        file = Path(before["file"]) if before else None
        changed = None
        if answer.content is not None:
            digest = hashlib.sha256(answer.content).hexdigest()
            if not before or before.get("sha256") != digest:
                file = file or _name(url, answer)
                changed = self._folder / file
                changed.parent.mkdir(parents=True, exist_ok=True)
                beside = {"source": answer.url, **(said or {})}
                # What is said stands first, so that the file is never seen without it. People's own words are kept.
                beside_path = changed.with_name(changed.name + ".yml")
                if not beside_path.exists():
                    _write(beside_path, yaml.safe_dump(beside, allow_unicode=True, sort_keys=False).encode())
                _write(changed, answer.content)
            before = {"sha256": digest}
        self._known[url] = {
            **before,
            "file": file.as_posix() if file else None,
            "etag": answer.etag or before.get("etag"),
            "last_modified": answer.last_modified or before.get("last_modified"),
            "asked_at": int(time.time()),
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        _write(self._memory, json.dumps(self._known, ensure_ascii=False, indent=1).encode())
        return changed


def _loaded(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        # Without it everything is asked anew.
        return {}
    return {url: marks for url, marks in found.items() if isinstance(marks, dict)} if isinstance(found, dict) else {}


def _name(url: str, answer: Answer) -> Path:
    """A name below the folder: the host, then what the address calls the file, with a mark of the whole address."""
    found = URL(answer.url)
    last = PurePosixPath(found.path).name or "index"
    suffix = PurePosixPath(last).suffix.lower()
    stem = _UNSAFE.sub("_", PurePosixPath(last).stem).strip("._-")[:_LONGEST] or "index"
    suffix = _SUFFIXES.get(answer.content_type, suffix if _KNOWN.fullmatch(suffix) else ".html")
    host = _UNSAFE.sub("_", found.host).strip("._-") or "host"
    return Path(host, f"{stem}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{suffix}")


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
