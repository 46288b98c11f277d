"""Connections on which a whole answer must come in time: a server that sends a byte now and then would hold one for ever."""

from __future__ import annotations

import ssl
import time
from typing import Any

import httpcore


class Deadline:
    """The moment by which the answer to the request at hand must be there.

    Args:
        seconds: for each request, from its beginning to the end of its answer.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = time.monotonic() + seconds

    def begin(self) -> None:
        """Begin a request."""
        self._until = time.monotonic() + self._seconds

    def left(self, timeout: float | None) -> float:
        """How long may be waited, in seconds.

        Raises:
            httpcore.ReadTimeout: no longer.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(f"the answer takes more than {self._seconds:g} seconds")
        return left if timeout is None else min(left, timeout)


class TimedStream(httpcore.NetworkStream):
    """A connection that waits no longer than until the deadline.

    Args:
        stream: the connection.
        deadline: of the request at hand.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Wait for bytes of the answer."""
        try:
            return self._stream.read(max_bytes, self._deadline.left(timeout))
        except httpcore.ReadTimeout:
            # Says so where the whole answer is late, and not these bytes.
            self._deadline.left(timeout)
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes of the request."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself."""
        return self._stream.get_extra_info(info)
