"""What people say of a report beside its file, which wins over what is found in it.

`NAME.yml` beside a file named NAME speaks of that file, `report.yml` of every file of its folder:

    place: 宣城市
    year: 2025                  # of issue
    kind: work_report           # plan_report, work_report, communique, half_year
    date: 2025-01-16            # of publication
    source: https://www.xuancheng.gov.cn/1.html
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from orchestration.reading.errors import UnreadableError
from orchestration.reading.front import clean

SHARED = ("report.yml", "report.yaml")
_SUFFIXES = (".yml", ".yaml")
_LARGEST = 1 << 16
_MOST_DEPTH = 4


@dataclass(frozen=True)
class Said:
    """What is said of a report; what is not said is null. `digest` stands for all of it."""

    place: str | None = None
    year: int | None = None
    kind: str | None = None
    date: date | None = None
    source: str | None = None
    digest: str = ""


def _stands(path: Path) -> bool:
    """Whether the file stands; a name that is too long for the disk belongs to none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_beside(path: Path) -> bool:
    """Whether a file speaks of reports and is none."""
    return path.name in SHARED or (path.suffix in _SUFFIXES and _stands(path.with_suffix("")))


def said_of(path: Path) -> Said | None:
    """What is said of a file beside it; null where nothing is. Its own file wins over that of the folder.

    Raises:
        UnreadableError: what is said cannot be understood; the message names the file that says it.
        OSError: it cannot be opened.
    """
    own = [path.with_name(path.name + suffix) for suffix in _SUFFIXES]
    shared = [path.with_name(name) for name in SHARED]
    found: dict[str, Any] = {}
    digest = hashlib.sha256()
    for each in (*shared, *own):
        if _stands(each) and not each.is_symlink():
            content = each.read_bytes()
            digest.update(content)
            found |= _understood(each.name, content)
    return Said(**found, digest=digest.hexdigest()) if found else None


def _understood(name: str, content: bytes) -> dict[str, Any]:
    import yaml

    if len(content) > _LARGEST:
        raise UnreadableError(f"{name} beside it is larger than 64 KB; leave place, year, kind, date and source in it")
    try:
        said = yaml.safe_load(content.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnreadableError(
            f"{name} beside it is no YAML in UTF-8 ({str(error).splitlines()[0]}); mend it"
        ) from error
    if said is None:
        return {}
    known = [field.name for field in fields(Said) if field.name != "digest"]
    if not isinstance(said, dict) or (unknown := [str(key)[:40] for key in said if key not in known]):
        what = f"says {unknown[0]!r}" if isinstance(said, dict) else "is no list of names and values"
        raise UnreadableError(f"{name} beside it {what}, and what may be said is {', '.join(known)}; mend it")
    return {key: _checked(name, key, value) for key, value in said.items() if value is not None}


def _checked(name: str, key: str, value: object) -> object:
    # The process that reads files needs neither tables nor frames, and would start later for them.
    from orchestration.schema import KINDS

    if key == "place" and isinstance(value, str) and value.strip():
        return _place(value.strip())
    if key == "year" and isinstance(value, int) and 1949 <= value <= 2100:
        return value
    if key == "kind" and value in KINDS:
        return value
    if key == "date" and isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if key == "source" and isinstance(value, str) and value.startswith(("http://", "https://")) and len(value) < 2_000:
        return value
    hint = {
        "place": "a name, such as 宣城市",
        "year": "a number from 1949 to 2100",
        "kind": f"one of {', '.join(KINDS)}",
        "date": "a day, such as 2025-01-16",
        "source": "an address that begins with http:// or https://",
    }[key]
    raise UnreadableError(f"{name} beside it says {key}: {str(value)[:60]}; it must be {hint}")


def _place(written: str) -> str:
    """The name by which the warehouse knows a place; one that is not registered stays as it is written."""
    from orchestration.reading.gazetteer import places_in

    found = places_in(clean(written)).place
    return found.name if found else written
