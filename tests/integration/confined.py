"""Run a command under the limits that a systemd unit states, as far as they can be had without systemd.

    python confined.py UNIT WRITABLE COMMAND …

The limits are: a read-only file system but for WRITABLE (a folder, which stands for ReadWritePaths and PrivateTmp), no
capabilities, no new privileges, the filter of system calls, the address families, and memory that is never writable and
executable where the unit says so. Root is needed to set them up; afterwards root has no rights but those of an owner.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE = 24, 38, 65
CLONE_NEWNS = 0x20000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
SCMP_ACT_ALLOW, SCMP_CMP_EQ = 0x7FFF0000, 4


class Comparison(ctypes.Structure):
    """What libseccomp calls `struct scmp_arg_cmp`."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    )


def service(unit: Path) -> dict[str, list[str]]:
    """The settings of the section [Service]; a setting may stand more than once."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in unit.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif section == "[Service]" and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def checked(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def make_read_only(writable: Path) -> None:
    """Leave this process, and its children, one folder to write to, and the devices."""
    checked(LIBC.unshare(CLONE_NEWNS), "unshare")
    checked(LIBC.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount --make-rprivate /")
    here = bytes(writable)
    checked(LIBC.mount(here, here, None, MS_BIND, None), f"mount --bind {writable}")
    for line in Path("/proc/self/mounts").read_text("utf-8").splitlines():
        place = line.split()[1].encode().decode("unicode_escape")
        if not place.startswith(("/proc", "/sys", "/dev", str(writable))):
            flags = MS_BIND | MS_REMOUNT | MS_RDONLY
            checked(LIBC.mount(b"none", place.encode(), None, flags, None), f"remount {place}")


def expanded(names: list[str]) -> set[str]:
    """The system calls that names and groups of systemd stand for."""
    calls: set[str] = set()
    for name in names:
        if name.startswith("@"):
            told = subprocess.run(
                ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
            )
            lines = [line.strip() for line in told.stdout.splitlines()[1:]]
            calls |= expanded([line for line in lines if line and not line.startswith("#")])
        else:
            calls.add(name)
    return calls


def filter_calls(settings: dict[str, list[str]]) -> None:
    """Let every system call fail but those that the unit allows, and sockets but those of its address families."""
    allowed: set[str] = expanded(["@default"])
    for value in settings["SystemCallFilter"]:
        if value.startswith("~"):
            allowed -= expanded(value[1:].split())
        else:
            allowed |= expanded(value.split())
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(0x00050000 | errno.EPERM))
    for name in sorted(allowed - {"socket"}):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            checked(library.seccomp_rule_add(context, SCMP_ACT_ALLOW, number, 0), name)
    number = library.seccomp_syscall_resolve_name(b"socket")
    for family in " ".join(settings["RestrictAddressFamilies"]).split():
        wanted = Comparison(0, SCMP_CMP_EQ, int(getattr(socket, family)), 0)
        checked(library.seccomp_rule_add_array(context, SCMP_ACT_ALLOW, number, 1, ctypes.byref(wanted)), family)
    checked(library.seccomp_load(context), "seccomp_load")


def confine(unit: Path, writable: Path) -> None:
    """Put this process under the limits of a unit."""
    settings = service(unit)
    assert settings["ProtectSystem"] == ["strict"]
    make_read_only(writable)
    assert settings["CapabilityBoundingSet"] == [""]
    for capability in range(64):
        LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.umask(int(settings["UMask"][0], 8))
    checked(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    if settings.get("MemoryDenyWriteExecute") == ["yes"]:
        checked(LIBC.prctl(PR_SET_MDWE, 1, 0, 0, 0), "no writable and executable memory")
    filter_calls(settings)


if __name__ == "__main__":
    confine(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
    os.execvp(sys.argv[3], sys.argv[3:])
