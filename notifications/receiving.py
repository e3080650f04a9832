"""Mail that comes in: an answer to a notice, or a report about a mail that came back; the address says which."""

from __future__ import annotations

import hashlib
from email import policy
from email.parser import BytesParser

from notifications import bouncing, replying


def receive(raw: bytes, *, to: str) -> bool:
    """Do with a mail what its address says; return whether that changed something (`Refused` as `replying.receive`)."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    delivery = bouncing.returned(to)
    if delivery is not None:
        return bouncing.take(message, delivery)
    return replying.receive(message, to=to, once=str(message.get("Message-ID", "")) or hashlib.sha256(raw).hexdigest())
