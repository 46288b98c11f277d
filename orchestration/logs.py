"""Log lines for machines: one JSON object each."""

from __future__ import annotations

import json
import logging
import logging.handlers
from datetime import UTC, datetime


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
    """A file that may be moved away at any time; where it cannot be written, the refresh goes on without it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say nothing: what fills the disk shows in the refresh itself, in one line rather than one for each record."""
