"""Which addresses may be asked: http and https, and no host of the inner network unless that is allowed.

A name may stand for an inner address, or for another one each time it is looked up. So the address is checked where the
connection is made, and the connection is made to the address that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from orchestration.fetching.deadline import Deadline, TimedStream

# Addresses of version 6 that stand for those of version 4 in their last four bytes.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class RefusedError(ValueError):
    """An address that is not asked; the message says why."""


def checked(url: str) -> httpx.URL:
    """An address as an object.

    Raises:
        RefusedError: no address of a page, or one with a user's name in it.
    """
    try:
        found = httpx.URL(url.strip())
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        raise RefusedError(f"{url[:200]!r}: no address ({error})") from error
    if found.scheme not in ("http", "https") or not found.host:
        raise RefusedError(f"{url[:200]!r}: only addresses that begin with http:// or https:// are fetched")
    if found.userinfo:
        raise RefusedError(f"{found.host}: an address with a user's name or password in it is not fetched")
    return found


class _Backend(httpcore.SyncBackend):
    """Connections to addresses that were checked."""

    def __init__(self, private: bool, deadline: Deadline) -> None:
        self._private, self._deadline = private, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host}: no such host ({error})") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        # One inner address among several is enough for suspicion.
        inner = [address for address in addresses if not is_public(address)]
        if inner and not self._private:
            raise RefusedError(
                f"{host} is {inner[0]}, an address of an inner network; allow it with --allow-private "
                "or INDICATORS_FETCH_PRIVATE=1 if that is meant"
            )
        last: Exception | None = None
        for address in addresses:
            try:
                within = self._deadline.left(timeout)
                stream = super().connect_tcp(address, port, within, local_address, socket_options)
                return TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                last = failed
        raise last or httpcore.ConnectError(f"{host}: no address")


def is_public(address: str) -> bool:
    """Whether an address is one of the open network: not this machine's, not private, not set aside."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inside = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in _TRANSLATED:
        inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.is_global and not found.is_multicast and (inside is None or is_public(str(inside)))


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._stream
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error) or "no answer in time") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ReadError(str(error)) from error

    def close(self) -> None:
        self._stream.close()


class CheckedTransport(httpx.BaseTransport):
    """Connections for an `httpx.Client` that are made to checked addresses only.

    Args:
        private: addresses of the inner network are allowed.
        seconds: within which an answer must be there, from the request to its last byte.
    """

    def __init__(self, *, private: bool = False, seconds: float = 60.0) -> None:
        self._deadline = Deadline(seconds)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=4,
            network_backend=_Backend(private, self._deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            RefusedError: the host is of an inner network.
            httpx.TransportError: no connection, or no answer in time.
        """
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        order = httpcore.Request(
            request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions
        )
        self._deadline.begin()
        try:
            answer = self._pool.handle_request(order)
        except httpcore.TimeoutException as error:
            raise httpx.ConnectTimeout(str(error) or "no answer in time", request=request) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise httpx.ConnectError(str(error), request=request) from error
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()
