"""Which of the shared inputs come out right, by folder and by what was wrong with them at first.

    python -m tests.cases.status [--wrong] [--update [--accept-losses]]

`--wrong` says of each what is wrong. `--update` rewrites `failing.tsv`, the table of strict xfails: cases that are
mended leave it. A case that was right and is not any longer enters it only with `--accept-losses`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter

from tests.cases.expected import cases
from tests.cases.judge import FAILING, INPUTS, failing, problems, taken

_SHOWN = 3


def verdicts() -> dict[str, list[str]]:
    """File → what is wrong, nothing where it is right; the order is that of the table."""
    got = taken()
    return {case.file: problems(case, got[case.file]) for case in cases()}


def first_kinds() -> dict[str, list[str]]:
    """File → what was wrong when the inputs were collected: `value`, `name`, `build` …, or `right`."""
    with (INPUTS / "index.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row["file"]: row["verdict"].removeprefix("wrong: ").split(",") for row in rows}


def counted(wrong: dict[str, list[str]]) -> list[str]:
    """Lines that tell how many are right, by folder and by the first verdict."""
    kinds = first_kinds()
    lines = [f"right {sum(not each for each in wrong.values())} of {len(wrong)}"]
    folders = {file: [file.split("/")[0]] for file in wrong}
    for title, groups in (("folder", folders), ("what was wrong at first (one case may stand under several)", kinds)):
        total = Counter(name for file in wrong for name in groups[file])
        right = Counter(name for file, found in wrong.items() if not found for name in groups[file])
        lines.append(f"\n{title}")
        lines += [f"  {name:<32}{right[name]:>4} of {count}" for name, count in sorted(total.items())]
    issues = Counter(case.issue or "none" for case in cases() if wrong[case.file])
    lines.append("\nissue that mends what is wrong")
    lines += [f"  {issue:<32}{count:>4}" for issue, count in sorted(issues.items())]
    return lines


def update(wrong: dict[str, list[str]], accept_losses: bool) -> list[str]:
    """Rewrite the table of strict xfails; the cases that came out worse and were not taken in."""
    known = failing()
    worse = [file for file, found in wrong.items() if found and file not in known]
    issues = {case.file: case.issue or "unplanned" for case in cases()}
    with FAILING.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter="\t", lineterminator="\n")
        writer.writerow(("file", "issue", "wrong"))
        for file, found in wrong.items():
            if found and (accept_losses or file in known):
                writer.writerow((file, issues[file], _short(found)))
    return [] if accept_losses else worse


def _short(found: list[str]) -> str:
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + more


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wrong", action="store_true", help="say of each case what is wrong")
    parser.add_argument("--update", action="store_true", help="rewrite the table of strict xfails")
    parser.add_argument("--accept-losses", action="store_true", help="let cases into the table that were right before")
    arguments = parser.parse_args()
    if not INPUTS.is_dir():
        print("the shared cases are absent: nothing to judge", file=sys.stderr)
        return 1
    wrong = verdicts()
    known = failing()
    if arguments.wrong:
        for file, found in wrong.items():
            if found:
                print(file, *found, sep="\n    ")
        print()
    print("\n".join(counted(wrong)))
    mended = [file for file in known if not wrong[file]]
    worse = [file for file, found in wrong.items() if found and file not in known]
    if arguments.update:
        worse = update(wrong, arguments.accept_losses)
    for title, files in (("mended", mended), ("worse", worse)):
        if files:
            print(f"\n{title}", *files, sep="\n  ")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
