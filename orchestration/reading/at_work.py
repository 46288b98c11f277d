"""Word from a reader that is at work: whoever waits for it knows that it has not got stuck."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


def listen(listener: Callable[[str], None]) -> None:
    """Have a function called with each word that a reader of this process gives."""
    _LISTENER.set(listener)


def tell(word: str) -> None:
    """Say that a part of a file begins to be read, such as a page that takes its time."""
    if listener := _LISTENER.get():
        listener(word)
