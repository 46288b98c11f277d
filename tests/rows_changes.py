"""What the change at hand does to all rows: those of the files as they are, beside those of a commit.

    python -m tests.rows_changes [REVISION] [options of tests.rows_diff]

REVISION is the last commit unless given. The texts are those of `tests.rows_snapshot`.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.conftest import PROJECT
from tests.rows_snapshot import FOLDERS


def unpacked(revision: str, folder: Path) -> Path:
    """The files of a commit, in this folder.

    Raises:
        SystemExit: there is no such commit.
    """
    command = ["git", "archive", "--format=tar", revision]
    archive = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    if archive.returncode:
        sys.exit(archive.stderr.decode())
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def snapshot(project: Path, out: Path) -> Path:
    """The rows that the code of this folder extracts from the texts at hand, as a Parquet file."""
    texts = [str(folder) for folder in FOLDERS if folder.is_dir()]
    command = [sys.executable, "-m", "tests.rows_snapshot", str(out), *texts]
    subprocess.run(command, cwd=project, env={**os.environ, "PYTHONPATH": str(project)}, check=True)
    return out


def main() -> None:
    revision, *options = sys.argv[1:] if sys.argv[1:] and not sys.argv[1].startswith("-") else ["HEAD", *sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        before = snapshot(unpacked(revision, Path(folder) / "before"), Path(folder) / "before.parquet")
        after = snapshot(PROJECT, Path(folder) / "after.parquet")
        subprocess.run([sys.executable, "-m", "tests.rows_diff", before, after, *options], cwd=PROJECT, check=True)


if __name__ == "__main__":
    main()
