"""The project away from its repository: installed from a wheel, and from a source tree that nobody may write to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT

SAMPLES = ("chongqing-plan-report-2024.txt", "chongqing-plan-report-2025.txt", "national-communique-2025.txt")
# A surrounding test run, or a person's shell, must not lend the installation what it lacks.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("INDICATORS_", "DAGSTER_", "DBT_", "PYTHON", "COV_"))
} | {"COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class Installation:
    """A place that the code is run from: its command, the folder that must stay as it is, and what it needs to be told."""

    command: list[str]
    code: Path
    environment: dict[str, str]

    def run(self, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *arguments],
            cwd=folder,
            env=ENVIRONMENT | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


def files(folder: Path) -> dict[str, int]:
    """Every file below a folder, with the time of its last change."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def shut(folder: Path, *, opened: bool = False) -> None:
    """Take the right to write from a folder and everything in it, or give it back; root may write all the same."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200 if opened else path.stat().st_mode & ~0o222)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as pip makes it; the build requirements come from the package index."""
    # What dbt and Dagster leave in a working copy must stay out of the wheel: a copy with such files is built.
    source = tree(tmp_path_factory.mktemp("source"))
    for left in ("dbt_project/target/manifest.json", "dbt_project/logs/dbt.log", "dbt_project/.user.yml"):
        (source / left).parent.mkdir(exist_ok=True)
        (source / left).write_text("left behind")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(source)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = folder.glob("*.whl")
    return found


def tree(folder: Path) -> Path:
    """A copy of what the repository holds, as a clone has it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder / name)
    return folder


@pytest.fixture(scope="module", params=["wheel", "source"])
def installation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The wheel in an environment of its own that sees the dependencies of this one; or a source tree, run as it is."""
    folder = tmp_path_factory.mktemp("installed")
    if request.param == "source":
        found = Installation([sys.executable, "-m", "orchestration.cli"], tree(folder), {"PYTHONPATH": str(folder)})
    else:
        python = folder / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
        subprocess.run([*pip, str(request.getfixturevalue("wheel"))], check=True, env=ENVIRONMENT)
        (packages,) = folder.glob("lib/python*/site-packages")
        seen = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        (packages / "dependencies.pth").write_text("\n".join(sorted(seen)))
        found = Installation([str(folder / "bin" / "indicators")], packages / "orchestration", {})
    shut(found.code)
    yield found
    shut(found.code, opened=True)


@pytest.fixture(scope="module")
def refreshed(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three reports, after `indicators refresh` in it, without any option."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "raw").mkdir()
    for name in SAMPLES:
        shutil.copy(PROJECT / "raw" / name, folder / "raw")
    before = files(installation.code)
    done = installation.run("refresh", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert files(installation.code) == before
    return folder


def test_the_wheel_holds_the_dbt_project_and_nothing_that_was_left_in_it(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "orchestration", "dbt_project"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    expected = {name if name.startswith("orchestration/") else f"orchestration/{name}" for name in tracked}
    assert {name for name in held if ".dist-info/" not in name} == expected | {"orchestration/pyproject.toml"}


def test_a_refresh_works_away_from_the_repository(installation: Installation, refreshed: Path) -> None:
    assert sorted(path.name for path in refreshed.iterdir()) == ["raw", "warehouse"]
    with duckdb.connect(refreshed / "warehouse" / "indicators.duckdb", read_only=True) as connection:
        reports = connection.execute("select count(*) from marts.dim_report").fetchone()
        observations = connection.execute("select count(*) from marts.fct_observation").fetchone()
    assert reports == (len(SAMPLES),)
    assert observations is not None
    assert observations[0] > 100
    shown = installation.run("compare", "粮食产量", folder=refreshed)
    assert shown.returncode == 0, shown.stderr
    assert "1100.7" in shown.stdout.replace(",", "")


def test_an_installation_and_the_repository_go_on_with_each_others_warehouse(
    installation: Installation, refreshed: Path
) -> None:
    again = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", "refresh"],
        cwd=refreshed,
        env=ENVIRONMENT | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert "nothing new" in again.stdout
