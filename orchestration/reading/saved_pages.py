"""A web page saved with its pictures in one file (.mht) → the page itself.

The parts are those of a mail, so the standard library's reader of mail takes them apart.
"""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from orchestration.reading.errors import UnreadableError

_MOST_PARTS = 2_000


def page_of(content: bytes) -> bytes:
    """The bytes of the page that a saved file shows: its first part of HTML, else its first of plain text.

    Raises:
        UnreadableError: no part holds text.
    """
    message = email.message_from_bytes(content.lstrip(), policy=email.policy.default)
    found: dict[str, bytes] = {}
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        kind = part.get_content_type()
        if kind in ("text/html", "application/xhtml+xml", "text/plain") and kind not in found:
            found[kind] = _payload(part)
    page = next((found[kind] for kind in ("text/html", "application/xhtml+xml", "text/plain") if found.get(kind)), b"")
    if not page.strip():
        raise UnreadableError("a saved web page (.mht) without a page in it; save it again as a web page (.html)")
    return page


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
