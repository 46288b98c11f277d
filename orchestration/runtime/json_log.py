"""Log lines for machines: one JSON object each."""

from __future__ import annotations

import fcntl
import json
import logging
import logging.handlers
import os
from datetime import UTC, datetime
from pathlib import Path

# The journal is moved away at this size, and this many of those moved away are kept.
VARIABLE, MEGABYTES, KEPT = "INDICATORS_LOG_MEGABYTES", 32, 3


class JsonLines(logging.Formatter):
    """time (UTC, ISO 8601), level, message, and what Dagster knows of the line: run_id, job, step, event."""

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        meta = getattr(record, "dagster_meta", None) or {}
        event = meta.get("dagster_event")
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "run_id": meta.get("run_id"),
            "job": meta.get("job_name"),
            "step": meta.get("step_key"),
            "event": getattr(event, "event_type_value", None),
            "message": meta.get("orig_message") or record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({key: value for key, value in line.items() if value is not None}, ensure_ascii=False)


class Journal(logging.handlers.WatchedFileHandler):
    """A file of bounded size that may also be moved away at any time.

    Several processes write to it, so that whoever finds it full moves it away once, under a lock on the full file; the
    others notice that another file has its name. Where it cannot be written, the refresh goes on without it.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, to a new file where the old one is full."""
        try:
            if self.stream is not None and os.fstat(self.stream.fileno()).st_size > _limit():
                self._move_away()
        except (OSError, ValueError):
            self.handleError(record)
        super().emit(record)

    def _move_away(self) -> None:
        path = Path(self.baseFilename)
        fcntl.flock(self.stream, fcntl.LOCK_EX)
        # Whoever had the lock before may have done so already.
        if path.exists() and path.stat().st_ino == os.fstat(self.stream.fileno()).st_ino:
            for number in range(KEPT - 1, 0, -1):
                older = path.with_name(f"{path.name}.{number}")
                if older.exists():
                    older.replace(path.with_name(f"{path.name}.{number + 1}"))
            path.replace(path.with_name(f"{path.name}.1"))
        fcntl.flock(self.stream, fcntl.LOCK_UN)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say nothing: what fills the disk shows in the refresh itself, in one line rather than one for each record."""


def _limit() -> float:
    try:
        return float(os.environ.get(VARIABLE) or MEGABYTES) * 2**20
    except ValueError:
        return MEGABYTES * 2**20
