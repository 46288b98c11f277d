"""The event log of the Dagster instance, with its database files kept open from one event to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event

_INDEX = "index"
_BUSY_TIMEOUT_SECONDS = 20


class EventLog(SqliteEventLogStorage):
    """SQLite event log storage that opens each file once.

    The library's own opens, sets up and closes a connection for every single event, some 550 in a refresh: four of
    twenty seconds. `_connect` is a private name of dagster 1.13; should a later version call it something else, this
    class changes nothing. To be dropped when the library keeps its connections.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See `SqliteEventLogStorage`."""
        self._engines: dict[str, Engine] = {}
        self._tables: set[str] = set()
        super().__init__(*args, **kwargs)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> EventLog:
        """The storage that `dagster.yaml` names; the library's own makes its own class."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        # One thread at a time, as the library has it: so one connection a file is enough.
        with self._db_lock, self._engine(shard).begin() as connection:
            yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            # The file of all runs, and that of the run at hand; the files of others are closed.
            for other in self._engines.keys() - {_INDEX}:
                self._engines.pop(other).dispose()
            self._engines[shard] = _opened(self.conn_string_for_shard(shard))
        if shard not in self._initialized_dbs:
            self._initdb(self._engines[shard])
            self._initialized_dbs.add(shard)
        return self._engines[shard]

    def has_table(self, table_name: str) -> bool:
        """Whether the index has this table; one that was there stays there."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def delete_events(self, run_id: str) -> None:
        """Delete what is known of a run, with its file and its check results, which the library leaves behind."""
        super().delete_events(run_id)
        with self.index_connection() as connection:
            connection.execute(AssetCheckExecutionsTable.delete().where(AssetCheckExecutionsTable.c.run_id == run_id))
        with self._db_lock:
            if run_id in self._engines:
                self._engines.pop(run_id).dispose()
            self._initialized_dbs.discard(run_id)
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path_for_shard(run_id)}{suffix}").unlink(missing_ok=True)

    def dispose(self) -> None:
        """Close the files."""
        while self._engines:
            self._engines.popitem()[1].dispose()
        super().dispose()


def _opened(address: str) -> Engine:
    engine = create_engine(address, connect_args={"timeout": _BUSY_TIMEOUT_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _sync_at_checkpoints)
    return engine


def _sync_at_checkpoints(connection: Any, _: Any) -> None:
    # With a write-ahead log no kill can damage the file; a power cut may cost the last events of the run it ended.
    connection.execute("pragma synchronous = normal")
