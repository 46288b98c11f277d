"""What a stored row was made by: fingerprints of the code and tables that decide it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from orchestration import DBT_PROJECT, PACKAGE, SEEDS, __version__


def fingerprint(files: Iterable[Path]) -> str:
    """SHA-256 over the names and the bytes of files of the project, in order of name.

    A file of the dbt project has the same name wherever that folder stands, so that an installed package continues a
    warehouse that the repository made.
    """
    digest = hashlib.sha256()
    named = (
        (path.relative_to((DBT_PROJECT if DBT_PROJECT in path.parents else PACKAGE).parent), path) for path in files
    )
    for name, path in sorted(named):
        digest.update(name.as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def extractor_version() -> str:
    """The package's version and the fingerprint of what reads, extracts and identifies: its rules and the lexicon."""
    code = [PACKAGE / "schema.py", PACKAGE / "lexicon.py"]
    code += [path for room in ("reading", "extraction", "identity") for path in (PACKAGE / room).glob("*.py")]
    return f"{__version__}+{fingerprint([*code, *SEEDS.glob('*.csv')])[:12]}"


@cache
def project_version() -> str:
    """The fingerprint of everything that makes the published warehouse and the explorer from landed rows."""
    code = [
        *(PACKAGE / "storage").glob("*.py"),
        *(path for path in (PACKAGE / "presentation").rglob("*.*") if path.suffix != ".pyc"),
    ]
    return fingerprint([*code, *dbt_sources()])


def dbt_sources() -> list[Path]:
    """The files that the dbt project is made of, without what dbt writes."""
    written = {"target", "logs", "dbt_packages"}
    suffixes = {".sql", ".yml", ".csv", ".md"}
    return [
        path
        for path in sorted(DBT_PROJECT.rglob("*"))
        if path.suffix in suffixes and not written & set(path.relative_to(DBT_PROJECT).parts)
    ]


def refresh_fingerprint(content: Iterable[tuple[str, str]]) -> str:
    """What a refresh depends on: (file name, content hash) of each raw file, and both versions."""
    lines = [f"{name}\0{digest}" for name, digest in sorted(content)]
    return hashlib.sha256("\n".join([*lines, extractor_version(), project_version()]).encode()).hexdigest()
