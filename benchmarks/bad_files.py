"""One refresh over thousands of bad files beside the samples: `make bench-bad`, or with the number of files and a seed.

    python -m benchmarks.bad_files 2000 0

It ends with exit 1 where the refresh does not publish, where a row of the samples is not what it is without the bad
files, or where a file is neither read nor set aside with a reason. It prints what became of each kind, and what the
refresh took. The kinds stand in `benchmarks/bad/`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.bad import KINDS, make_files

PROJECT = Path(__file__).resolve().parents[1]
BAD = "x"
# What makes a terminal do something, or text run the other way.
_ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# What tells of copies of a report, some of which are among the bad files.
_OF_COPIES = {"marts.dim_report": "copies, version_of, revisions"}
# What says when or how a version was made, or names what stands beside the samples, is none of their rows.
_OWN = ("landing.publication", "landing.quarantine", "marts.fct_quarantined_file")


@dataclass
class Cost:
    """What a refresh took: seconds, and the largest sums of memory of its processes and of its files, in MB."""

    seconds: float = 0.0
    memory: float = 0.0
    disk: float = 0.0


@dataclass
class Told:
    """What became of the files of each kind, and what does not hold."""

    files: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    without: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def refresh(raw: Path, warehouse: Path, cost: Cost) -> subprocess.CompletedProcess[str]:
    """A refresh, watched ten times a second."""
    command = [sys.executable, "-m", "orchestration.cli", "refresh", "--raw", str(raw), "--warehouse", str(warehouse)]
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, text=True, cwd=PROJECT)
        looks = 0
        while process.poll() is None:
            cost.memory = max(cost.memory, _memory(process.pid))
            if looks % 20 == 0:
                cost.disk = max(cost.disk, _size(warehouse))
            looks += 1
            time.sleep(0.1)
        cost.seconds, cost.disk = time.monotonic() - began, max(cost.disk, _size(warehouse))
        out.seek(0), err.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, out.read(), err.read())


def _memory(root: int) -> float:
    """Memory in use by a process and all below it, in MB; pages that they share count in each."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    family = {root}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    total = 0
    for member in family:
        try:
            total += int(Path(f"/proc/{member}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6


def _size(folder: Path) -> float:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += Path(parent, name).lstat().st_blocks * 512
            except OSError:
                continue
    return total / 1e6


def changed_rows(clean: Path, full: Path) -> list[str]:
    """What differs in the rows of the samples: a line for each table of landing and marts."""
    found = []
    with duckdb.connect() as connection:
        for alias, path in (("clean", clean), ("full_", full)):
            connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {alias} (read_only)")
        tables = connection.execute(
            "select table_schema || '.' || table_name, list(column_name) from information_schema.columns "
            "where table_catalog = 'clean' and table_schema in ('landing', 'marts') group by all order by all"
        ).fetchall()
        for table, columns in tables:
            if table in _OWN:
                continue
            held = f"select * exclude ({_OF_COPIES[table]})" if table in _OF_COPIES else "select *"
            lost = f"({held} from clean.{table} except all {held} from full_.{table})"
            new = f"({held} from full_.{table} except all {held} from clean.{table})"
            if "report_id" in columns:
                new += " semi join clean.landing.reports using (report_id)"
            elif "region_code" in columns and table != "marts.dim_region":
                # Every bad file is of a place that no sample is of.
                new += " semi join (select distinct region_code from clean.marts.dim_report) using (region_code)"
            else:
                new += " where false"
            for word, rows in (("lost", lost), ("new", new)):
                (count,) = connection.execute(f"select count(*) from {rows}").fetchone() or (0,)
                if count:
                    example = connection.execute(f"from {rows} limit 1").fetchone()
                    found.append(f"{table}: {count} rows {word}, such as {str(example)[:300]}")
    return found


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False


def _files(raw: Path) -> Counter[str]:
    """How many files of each kind stand in the folder, counted without the project's own listing."""
    found: Counter[str] = Counter()

    def shut(error: OSError) -> None:
        found[Path(os.fsdecode(error.filename)).relative_to(raw).parts[1]] += 1

    for parent, folders, names in os.walk(raw / BAD, onerror=shut):
        for name in (*names, *(each for each in folders if _is_link(Path(parent, each)))):
            # What is said beside a file is told with that file.
            if name.endswith(".yml"):
                continue
            found[Path(parent, name).relative_to(raw).parts[1]] += 1
    return found


def accounts(raw: Path, published: Path) -> Told:
    """What became of each kind, by what readers see."""
    told = Told(files=_files(raw))
    with duckdb.connect(published, read_only=True) as connection:
        rows = connection.execute(
            f"""
            select split_part(file_name, '/', 2), quarantine.reason, observations is not null, file_name
            from (select file_name, report_id from landing.reports) as reports
            full join landing.quarantine using (file_name)
            left join (select distinct report_id, true as observations from landing.observations) using (report_id)
            where starts_with(file_name, '{BAD}/')
            """
        ).fetchall()
    of_kind: dict[str, set[str]] = {}
    for kind, reason, figures, name in rows:
        # An archive is told of by its members.
        of_kind.setdefault(kind, set()).add(re.sub(r"(?s)(\.(?:zip|txt))/.*$", r"\1", name))
        (told.aside if reason else told.read if figures else told.without)[kind] += 1
        if reason:
            told.reasons.setdefault(kind, reason)
            if ";" not in reason:
                told.faults.append(f"{kind}: the reason names no remedy: {reason}")
    for kind, files in told.files.items():
        seen = len(of_kind.get(kind, ()))
        if seen != files:
            told.faults.append(f"{kind}: {files} files, of which {seen} are told of")
        if KINDS[kind].outcome == "read" and told.aside[kind]:
            told.faults.append(f"{kind}: {told.aside[kind]} set aside, though they can be read: {told.reasons[kind]}")
        if KINDS[kind].outcome == "aside" and told.aside[kind] != files:
            told.faults.append(f"{kind}: {files - told.aside[kind]} read, though they are no reports")
    return told


def among_bad_files(folder: Path, clean: Path, number: int, seed: int) -> tuple[Told, Cost]:
    """Refresh the samples among bad files, once; what became of each, what does not hold, and what it took.

    Args:
        folder: where the raw folder and the warehouse are made.
        clean: the database that was published from the samples alone.
        number: of bad files, at the least.
        seed: of the bad files.
    """
    raw, warehouse, cost = folder / "raw", folder / "warehouse", Cost()
    shutil.copytree(PROJECT / "raw", raw)
    make_files(raw / BAD, number, seed)
    done = refresh(raw, warehouse, cost)
    if done.returncode != 0:
        return Told(faults=[f"the refresh ends with {done.returncode}: {done.stderr[-3000:]}"]), cost
    told = accounts(raw, warehouse / "indicators.duckdb")
    told.faults += changed_rows(clean, warehouse / "indicators.duckdb")
    if "Traceback" in done.stdout + done.stderr:
        told.faults.append(f"a traceback is shown: {done.stderr[-3000:]}")
    if acting := _ACTING.search(done.stdout + done.stderr):
        told.faults.append(f"a control character is printed: {acting[0]!r}")
    outcome = json.loads((warehouse / "last-refresh.json").read_text("utf-8"))["outcome"]
    if outcome != "published":
        told.faults.append(f"the summary says {outcome}")
    return told, cost


def main() -> None:
    """Print what became of each kind, the cost, and what does not hold."""
    number, seed = (int(each) for each in (sys.argv[1:] + ["2000", "0"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        clean = Cost()
        if refresh(PROJECT / "raw", Path(name) / "clean", clean).returncode != 0:
            sys.exit("DOES NOT HOLD: the samples alone are published")
        told, full = among_bad_files(Path(name), Path(name) / "clean" / "indicators.duckdb", number, seed)
    print(f"{'kind':34} {'files':>5} {'read':>5} {'no figure':>9} {'aside':>5}  first reason")
    for kind in sorted(told.files):
        counts = f"{told.files[kind]:5} {told.read[kind]:5} {told.without[kind]:9} {told.aside[kind]:5}"
        print(f"{kind:34} {counts}  {told.reasons.get(kind, '')[:110]!r}")
    total = told.files.total()
    print(
        f"{total} bad files of {len(told.files)} kinds (seed {seed}): {told.read.total()} read, "
        f"{told.without.total()} read without a figure, {told.aside.total()} set aside"
    )
    for word, cost in (("samples alone", clean), ("with the bad files", full)):
        print(f"{word}: {cost.seconds:.0f} s, {cost.memory:.0f} MB of memory, {cost.disk:.0f} MB of disk at the most")
    if told.faults:
        sys.exit("DOES NOT HOLD:\n" + "\n".join(told.faults))
    print("exit 0, the rows of the samples are the same, each file is accounted for")


if __name__ == "__main__":
    main()
