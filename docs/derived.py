"""Write anew whatever is made from the rules, the tables and the samples: `make derived`.

python -m docs.derived [SHARED]

That is the pages of all rules; the measured confidence, with its tables in `extraction.md`; the table of cases that do
not come out right yet; and the results in the cookbook and the README, from a refresh of the samples into a folder
that goes again. The labels and the cases stand in SHARED, beside the project; without that folder both stay as they are.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import calibrate
from docs import cookbook, rules

PROJECT = Path(__file__).resolve().parents[1]


def run(module: str, *arguments: object) -> None:
    """Run a module of the project; where it fails, show what it said.

    Raises:
        SystemExit: it failed.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\n{module} failed; what is derived from it was not written")


def write_from_samples() -> None:
    """Refresh the samples and write the results of the documented queries."""
    with tempfile.TemporaryDirectory() as folder:
        run("orchestration.cli", "refresh", "--raw", PROJECT / "raw", "--warehouse", folder)
        cookbook.write(Path(folder) / "indicators.duckdb")


def main() -> None:
    """Write all of it, and say what there is nothing for."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    rules.write()
    if (shared / "gold").is_dir():
        calibrate.write(shared)
        run("tests.cases.status", "--update")
        print(f"written: {PROJECT / 'tests/cases/failing.tsv'}")
    else:
        print(f"{shared} is absent: confidence and cases stay as they are")
    write_from_samples()


if __name__ == "__main__":
    main()
