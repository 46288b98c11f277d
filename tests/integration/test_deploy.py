"""What `docs/deploy` gives to run the project as a service: an image, a compose file, systemd units.

Neither a container runtime nor systemd is needed. The steps of the Dockerfile and the commands of the services are run as
they stand there, with the folders `/opt/indicators`, `/etc/indicators` and `/srv` moved below a temporary one.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes.util import find_library
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestration.cli import cli
from tests.conftest import PROJECT
from tests.integration.confined import service
from tests.integration.test_installed import ENVIRONMENT

DEPLOY = PROJECT / "docs" / "deploy"
UNITS = ("indicators-daemon.service", "indicators-ui.service")
CONFINED = Path(__file__).with_name("confined.py")
# Seconds that a service may take until it answers.
PATIENCE = 120
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
needs_limits = pytest.mark.skipif(
    os.geteuid() != 0 or find_library("seccomp") is None,
    reason="only root may set up the limits of a unit, and with libseccomp",
)
has_ui = pytest.mark.xfail(
    "ui" not in cli.commands, reason="`indicators ui` and its workspace are not there", strict=True
)


def tool(name: str) -> str:
    """A program of the development environment."""
    found = Path(sys.executable).with_name(name)
    if not found.is_file():
        pytest.skip(f"{name} is not installed: run `make setup-dev`")
    return str(found)


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each with what follows it."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text("utf-8"), flags=re.M).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines()) if word]


def admitted(path: str) -> bool:
    """Whether `.dockerignore` lets a file of the project into the build: the last pattern that fits decides."""
    parts = Path(path).parts
    above = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    verdict = True
    for line in (PROJECT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.removeprefix("!")
        if not line or line.startswith("#"):
            continue
        names = parts if pattern.startswith("**/") else above
        if any(fnmatch(name, pattern.removeprefix("**/")) for name in names):
            verdict = line.startswith("!")
    return verdict


def copy(words: list[str], target: Path) -> None:
    """Do what COPY does, with what is admitted alone."""
    *sources, place = words
    for source in sources:
        found = [PROJECT / source] if (PROJECT / source).is_file() else sorted((PROJECT / source).rglob("*"))
        assert found, f"COPY {source}: there is no such file"
        for path in found:
            name = path.relative_to(PROJECT).as_posix()
            if path.is_file() and admitted(name):
                below = path.relative_to(PROJECT / source) if path != PROJECT / source else Path(path.name)
                to = target / place / below
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, to)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that stands for `/opt/indicators`, made by the build stage of the Dockerfile in an empty folder."""
    root = tmp_path_factory.mktemp("image")
    source, made = root / "src", root / "opt"
    source.mkdir()
    build = instructions()
    first, second = [number for number, (word, _) in enumerate(build) if word == "FROM"]
    for word, rest in build[first + 1 : second]:
        if word == "COPY":
            copy(rest.split(), source)
        elif word == "RUN":
            command = rest.replace("/opt/indicators", str(made))
            done = subprocess.run(
                ["sh", "-ec", command],
                cwd=source,
                env=ENVIRONMENT | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"RUN {rest}\n{done.stdout}{done.stderr}"
        else:
            assert (word, rest) == ("WORKDIR", "/src")
    return made


@pytest.fixture
def room() -> Iterator[Path]:
    """What `made_room` gives, for one service alone."""
    with made_room() as folder:
        yield folder


@pytest.fixture(scope="module")
def room_of_the_units() -> Iterator[Path]:
    """What `made_room` gives, for both units, as they share it on a machine: what one has published is there for the other."""
    with made_room() as folder:
        yield folder


@contextmanager
def made_room() -> Iterator[Path]:
    """A folder with a short name, for the paths of sockets have a limit; it holds `raw`, `warehouse` and `tmp`."""
    folder = Path(tempfile.mkdtemp(prefix="plan-"))
    for name in ("raw", "warehouse", "tmp"):
        (folder / name).mkdir()
    for report in PROJECT.glob("raw/*2025*"):
        shutil.copy(report, folder / "raw")
    yield folder
    shutil.rmtree(folder)


def moved(text: str, image: Path, room: Path, port: int) -> str:
    """A command or setting, with what stands at fixed places moved."""
    for place, to in (
        ("/opt/indicators", image),
        ("/etc/indicators", DEPLOY),
        ("/srv/indicators", room),
        ("/srv", room),
    ):
        text = re.sub(rf"{place}\b", str(to), text)
    return re.sub(r"\b3000\b", str(port), text)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def running(command: list[str], environment: Mapping[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A service until the end of the block; what it says stands in `said` in its folder."""
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            yield process
        finally:
            # It is asked to end, and those of its children that do not are ended.
            for number in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, number)
                    process.wait(10)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue


def wait_for(check: list[str], environment: Mapping[str, str], process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until a check of health passes."""
    until = time.monotonic() + PATIENCE
    while subprocess.run(check, env=environment, capture_output=True, check=False).returncode != 0:
        said = (folder / "said").read_text("utf-8", "replace")[-3000:]
        assert process.poll() is None, said
        assert time.monotonic() < until, said
        time.sleep(1)


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return found


def image_environment(image: Path, room: Path, port: int) -> dict[str, str]:
    """What the services of the compose file find in their environment."""
    (settings,) = [rest for word, rest in instructions() if word == "ENV"]
    pairs = dict(pair.split("=", 1) for pair in settings.split())
    pairs["PATH"] = pairs["PATH"].replace("$PATH", os.environ["PATH"])
    return ENVIRONMENT | {name: moved(value, image, room, port) for name, value in pairs.items()}


@pytest.mark.parametrize("name", [pytest.param("daemon", marks=has_ui), pytest.param("ui", marks=has_ui)])
def test_a_service_of_the_compose_file_starts_and_its_health_check_tells(name: str, image: Path, room: Path) -> None:
    described, port = compose()["services"][name], free_port()
    environment = image_environment(image, room, port)
    command = shlex.split(moved(described["command"], image, room, port))
    kind, *check = (moved(word, image, room, port) for word in described["healthcheck"]["test"])
    assert kind == "CMD"
    # The instance must be there before it can be asked: what is refused here is the missing service.
    subprocess.run(["indicators", "home"], env=environment, check=True, capture_output=True)
    assert subprocess.run(check, env=environment, capture_output=True, check=False).returncode != 0
    with running(command, environment, room) as process:
        wait_for(check, environment, process, room)


def test_the_image_holds_named_files_and_no_root() -> None:
    build = instructions()
    assert [rest for word, rest in build if word == "ARG"] == ["PYTHON_IMAGE"]
    assert {rest.split()[0] for word, rest in build if word == "FROM"} == {"${PYTHON_IMAGE}"}
    assert "USER" in [word for word, _ in build]
    assert not [rest for word, rest in build if word == "COPY" and rest.split()[0] in (".", "./", "*")]
    assert [name for name, rest in build if name == "USER" and rest.split(":")[0] in ("0", "root")] == []
    refused = [
        ".git/config",
        ".venv/bin/python",
        "warehouse/indicators.duckdb",
        "raw/a.txt",
        "tests/conftest.py",
        ".env",
    ]
    refused += ["docs/deploy/.env", "dbt_project/target/manifest.json", "orchestration/__pycache__/cli.cpython-311.pyc"]
    assert [path for path in refused if admitted(path)] == []
    taken = ["orchestration/storage/paths.py", "dbt_project/seeds/units.csv", "LICENSE"]
    assert [path for path in taken if not admitted(path)] == []


def test_the_compose_file_keeps_to_its_schema_and_opens_no_door() -> None:
    checked = subprocess.run(
        [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    services = compose()["services"]
    assert set(services) == {"daemon", "ui"}
    for name, described in services.items():
        assert described["healthcheck"]["test"], name
        assert described["read_only"], name
        assert described["cap_drop"] == ["ALL"], name
        assert not described["user"].startswith(("0", "root")), name
        # Nobody is asked who they are: only this machine may come in.
        assert all(port.startswith("127.0.0.1:") for port in described.get("ports", [])), name


def test_the_dockerfile_has_no_known_faults() -> None:
    checked = subprocess.run(
        [tool("hadolint"), str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_valid_and_exposes_little(name: str, tmp_path: Path) -> None:
    # The commands must be found, or the unit is refused; here they are, in a root of their own.
    text = (DEPLOY / name).read_text("utf-8")
    for command in re.findall(r"^Exec\w+=(\S+)", text, re.M):
        text = text.replace(command, "/bin/true")
    (tmp_path / name).write_text(text)
    verified = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=29", str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout.splitlines()[-1]


@needs_systemd
def test_user_and_folders_of_the_units_are_made(tmp_path: Path) -> None:
    for kind in ("sysusers", "tmpfiles"):
        (tmp_path / f"etc/{kind}.d").mkdir(parents=True)
        shutil.copy(DEPLOY / f"indicators.{kind}.conf", tmp_path / f"etc/{kind}.d/indicators.conf")
    subprocess.run(["systemd-sysusers", f"--root={tmp_path}"], check=True, capture_output=True)
    assert re.search(r"^indicators:", (tmp_path / "etc/passwd").read_text("utf-8"), re.M)
    if os.geteuid() != 0:
        pytest.skip("only root may give folders to another user")
    subprocess.run(["systemd-tmpfiles", f"--root={tmp_path}", "--create"], check=True, capture_output=True)
    modes = {path.name: oct(path.stat().st_mode & 0o7777) for path in (tmp_path / "srv/indicators").iterdir()}
    assert modes == {"raw": "0o2775", "warehouse": "0o750"}
    # The units write where the folders are made, and read their settings from one file.
    for name in UNITS:
        assert service(DEPLOY / name)["ReadWritePaths"] == ["/srv/indicators/warehouse"]
        assert service(DEPLOY / name)["EnvironmentFile"] == ["/etc/indicators/indicators.env"]


@needs_systemd
@needs_limits
@pytest.mark.parametrize(
    ("name", "check"),
    [
        pytest.param("indicators-daemon.service", "dagster-daemon liveness-check", marks=has_ui),
        pytest.param(
            "indicators-ui.service",
            "python -c \"from urllib.request import urlopen; urlopen('http://127.0.0.1:3000/server_info')\"",
            marks=has_ui,
        ),
    ],
)
def test_a_unit_works_under_its_limits(name: str, check: str, image: Path, room_of_the_units: Path) -> None:
    room = room_of_the_units
    port, settings = free_port(), service(DEPLOY / name)
    lines = (DEPLOY / "indicators.env").read_text("utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    # Of the environment that surrounds the test nothing is left, as systemd has it.
    environment = {name: moved(value, image, room, port) for name, value in pairs.items()}
    environment |= {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "TMPDIR": str(room / "tmp"), "LANG": "C.UTF-8"}

    def confined(command: str) -> list[str]:
        words = shlex.split(re.sub(r"\$\{(\w+)\}", lambda found: pairs[found[1]], command))
        limits = [sys.executable, str(CONFINED), str(DEPLOY / name), str(room)]
        return [*limits, *(moved(word, image, room, port) for word in words)]

    for command in [*settings.get("ExecStartPre", []), "/opt/indicators/bin/indicators refresh"]:
        done = subprocess.run(confined(command), env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (room / "warehouse/explorer.html").is_file()
    with running(confined(settings["ExecStart"][0]), environment, room) as process:
        wait_for(shlex.split(moved(f"/opt/indicators/bin/{check}", image, room, port)), environment, process, room)


@needs_systemd
@needs_limits
def test_the_limits_of_a_unit_would_be_noticed(room: Path) -> None:
    for command in (f"touch {PROJECT / 'touched'}", "unshare --mount true", "python3 -c 'import os; os.chroot(\"/\")'"):
        limits = [sys.executable, str(CONFINED), str(DEPLOY / UNITS[0]), str(room)]
        assert subprocess.run([*limits, *shlex.split(command)], capture_output=True, check=False).returncode != 0


def test_the_documented_steps_name_files_that_are_there() -> None:
    steps = (PROJECT / "docs/operations.md").read_text("utf-8")
    named = set(re.findall(r"docs/deploy/[\w*.-]+", steps)) - {"docs/deploy/.env"}
    assert len(named) > 4
    assert [name for name in named if not list(PROJECT.glob(name))] == []
    # What the steps put in place is what the units ask for.
    for name in UNITS:
        settings = service(DEPLOY / name)
        for place in re.findall(r"/etc/indicators/[\w.]+", str(settings)):
            assert place in steps, name
