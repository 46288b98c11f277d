"""Look every locked version up among known vulnerabilities, in the database of OSV.

It ends with 1 where one is known, with 0 where none is, and with 0 where the database cannot be reached: it then says
so, for nothing was looked up. `OSV_URL` names another copy of the database.
"""

import os
import subprocess
import sys
from pathlib import Path

import requests

PROJECT = Path(__file__).resolve().parents[1]
DATABASE = os.environ.get("OSV_URL") or "https://api.osv.dev/v1/query"


def main() -> int:
    """Look them up.

    Returns:
        The exit code.
    """
    try:
        # Any answer will do, for it shows that questions arrive.
        requests.get(DATABASE, timeout=10)
    except requests.RequestException as error:
        print(f"audit: nothing was looked up, because {DATABASE} cannot be reached ({type(error).__name__})")
        return 0
    locks = [word for lock in sorted(PROJECT.glob("requirements*.lock")) for word in ("-r", str(lock))]
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    command += ["--vulnerability-service", "osv", "--osv-url", DATABASE, *locks]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
