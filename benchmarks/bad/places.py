"""Bad files by what they are called or what they are: names, links, special files, rights, copies, sizes."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

from benchmarks.bad.registry import ASIDE, EITHER, READ, Chance, place, report

# Names.


def _named(folder: Path, name: str | bytes, chance: Chance) -> None:
    path = folder / (os.fsdecode(name) if isinstance(name, bytes) else name)
    path.write_text(report(chance), "utf-8")


@place()
def names_that_are_no_utf8(folder: Path, name: str, chance: Chance) -> None:
    raw = chance.choice(
        [
            f"报告{name}".encode("gb18030"),
            b"\xff\xfe" + name.encode(),
            b"\xed\xa0\x80" + name.encode(),
            b"\xc0\xaf" + name.encode(),
        ]
    )
    _named(folder, raw, chance)
    # And one whose name is, letter for letter, what the first is shown as.
    if chance.random() < 0.5:
        _named(folder, raw.decode("utf-8", "backslashreplace"), chance)


@place(READ)
def names_with_line_ends(folder: Path, name: str, chance: Chance) -> None:
    end = chance.choice(["\n", "\r", "\n\n", "\x0b", "\x85", "\u2028"])
    _named(folder, f"a{end}Error: {name}", chance)


@place(READ)
def names_with_control_characters(folder: Path, name: str, chance: Chance) -> None:
    _named(folder, f"{chr(chance.randrange(1, 32))}\x1b[31m\x1b]0;owned\x07\x7f{name}", chance)


@place(READ)
def names_with_quotes_and_sql(folder: Path, name: str, chance: Chance) -> None:
    odd = ["'", '"', "`", "'; drop table landing.reports; --", '" or 1=1 --', "$$", "a'||'b", "\\'", "{'a': 1}"]
    _named(folder, f"{chance.choice(odd)}{name}", chance)


@place(READ)
def names_with_markup(folder: Path, name: str, chance: Chance) -> None:
    odd = [
        "[/red]",
        "[bold]",
        "<script>alert(1)<",
        "<img src=x>",
        "](javascript:1)",
        "|a|b|",
        "**x**",
        "&lt;",
        ":smile:",
    ]
    path = folder / f"{chance.choice(odd)}{name}"
    path.parent.mkdir(exist_ok=True)
    _named(path.parent, path.name, chance)


@place(READ)
def names_with_templates(folder: Path, name: str, chance: Chance) -> None:
    odd = [
        "{{ 7*7 }}",
        "{% raw %}",
        "%s%n%d",
        "$(id)",
        "`id`",
        "${HOME}",
        "{0}",
        "\\x41",
        "*",
        "?",
        "#",
        "~a",
        "!x",
        ";id;",
    ]
    _named(folder, f"x{chance.choice(odd)}{name}", chance)


@place(READ)
def names_like_formulas(folder: Path, name: str, chance: Chance) -> None:
    _named(folder, chance.choice(["=", "+", "-", "@", "--help ", "-rf ", "=cmd|"]) + name, chance)


@place(READ)
def names_of_odd_letters(folder: Path, name: str, chance: Chance) -> None:
    odd = ["\u202e", "\u200b", "\ue000", "\U0001f600", "e\u0301", "\u3000", "\uffff", "０"]
    _named(folder, chance.choice(odd) + name, chance)


@place(READ)
def longest_names(folder: Path, name: str, chance: Chance) -> None:
    _named(folder, f"{chance.choice('ab') * (255 - len(name))}{name}", chance)


@place(EITHER)
def names_of_dots_and_spaces(folder: Path, name: str, chance: Chance) -> None:
    before, behind = (
        chance.choice([" ", "a..", "a. .", "con", "a:b"]),
        chance.choice([" ", ".", ".TXT", ".html.txt", ""]),
    )
    _named(folder, before + name + behind, chance)


@place(READ)
def deep_folders(folder: Path, name: str, chance: Chance) -> None:
    deep = folder.joinpath(*["层"] * chance.randrange(2, 60))
    deep.mkdir(parents=True, exist_ok=True)
    _named(deep, name, chance)


@place(ASIDE, most=2)
def folders_too_deep_to_be_named(folder: Path, name: str, chance: Chance) -> None:
    at = os.open(folder, os.O_RDONLY)
    for _ in range(20):
        with suppress(FileExistsError):
            os.mkdir("d" * 250, dir_fd=at)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    with os.fdopen(os.open(name, os.O_WRONLY | os.O_CREAT, dir_fd=at), "w", encoding="utf-8") as handle:
        handle.write(report(chance))
    os.close(at)


@place(READ)
def folders_called_reports(folder: Path, name: str, chance: Chance) -> None:
    (folder / name).mkdir()
    _named(folder / name, "报告-2025.txt", chance)


@place(ASIDE)
def no_year(folder: Path, name: str, chance: Chance) -> None:
    (folder / name.replace("-2025", "")).write_text(f"某市政府工作报告\n产量增长{chance.random():.9f}%。\n", "utf-8")


# Links, special files, rights.


@place(ASIDE)
def pipes(folder: Path, name: str, chance: Chance) -> None:
    os.mkfifo(folder / name)


@place(ASIDE)
def sockets(folder: Path, name: str, chance: Chance) -> None:
    # Its path may be no longer than some hundred characters, so it is made under a short one.
    at = os.open(folder, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"/proc/self/fd/{at}/{name}")
    os.close(at)


@place(ASIDE)
def links_out_of_the_folder(folder: Path, name: str, chance: Chance) -> None:
    (folder / name).symlink_to(chance.choice(["/etc/passwd", "/etc", "/dev/zero", "/proc/self/environ", "/"]))


@place(ASIDE)
def links_within_the_folder(folder: Path, name: str, chance: Chance) -> None:
    (folder / name).symlink_to(chance.choice(["..", ".", "../..", name, "nowhere", folder.parent.parent]))


@place(EITHER)
def hard_links(folder: Path, name: str, chance: Chance) -> None:
    _named(folder, name, chance)
    (folder / f"z{name}").hardlink_to(folder / name)


@place(EITHER)
def files_without_rights(folder: Path, name: str, chance: Chance) -> None:
    _named(folder, name, chance)
    (folder / name).chmod(0)


@place(EITHER)
def folders_without_rights(folder: Path, name: str, chance: Chance) -> None:
    (folder / name).mkdir()
    _named(folder / name, "报告-2025.txt", chance)
    (folder / name).chmod(chance.choice([0, 0o444, 0o111]))


@place(ASIDE, most=2)
def devices(folder: Path, name: str, chance: Chance) -> None:
    try:
        os.mknod(folder / name, 0o600 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(folder / name)


@place(ASIDE, most=3)
def files_of_gigabytes(folder: Path, name: str, chance: Chance) -> None:
    with (folder / name).open("wb") as handle:
        handle.truncate(chance.choice([17 << 20, 1 << 30, 1 << 40]))


# Copies.


@place(EITHER)
def copies_of_bytes(folder: Path, name: str, chance: Chance) -> None:
    text = report(chance)
    for number in range(3):
        (folder / f"{number}{name}").write_text(text, "utf-8")


@place(EITHER)
def copies_of_text(folder: Path, name: str, chance: Chance) -> None:
    text = report(chance)
    for number, copy in enumerate(
        (text.encode("gb18030"), text.encode("utf-16"), text.replace("\n", "\r\n\r\n").encode())
    ):
        (folder / f"{number}{name}").write_bytes(copy)


@place(ASIDE)
def copies_of_a_sample(folder: Path, name: str, chance: Chance) -> None:
    samples = sorted((Path(__file__).resolve().parents[2] / "raw").glob("*.txt"))
    (folder / name).write_bytes(chance.choice(samples).read_bytes() + b"\n" * chance.randrange(3))
