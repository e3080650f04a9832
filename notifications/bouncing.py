"""Mail that comes back: each mail has a return address of its own, and a report that comes there says what became of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notifications import replying
from notifications.choices import State
from notifications.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

ADDRESS = re.compile(r"^(?P<name>[^+@]+)\+b(?P<number>\d{1,18})-(?P<mark>[0-9a-f]{32})@(?P<domain>[^@]+)$")
# What mail servers call "never": five, and two figures that say why (RFC 3463).
FOR_GOOD = re.compile(r"5\.\d{1,3}\.\d{1,3}")


def address_of(delivery: Delivery) -> str:
    """Return where a mail server reports about this mail; nothing when the installation takes no mail."""
    return replying.own_address(f"b{delivery.pk}", mark_of(delivery.pk))


def mark_of(number: int) -> str:
    """Return what only we can make."""
    return replying.mark_of("bounce", number)


def returned(to: str) -> Delivery | None:
    """Return the mail whose return address this is; None for any other address."""
    found = replying.ours(ADDRESS, to)
    if found is None or not replying.same(found["mark"], mark_of(int(found["number"]))):
        return None
    return Delivery.objects.filter(pk=int(found["number"])).first()


def take(message: EmailMessage, delivery: Delivery) -> bool:
    """Write down that a mail was refused for good; return whether this says so (an absence or a delay doesn't)."""
    codes = list(refusals(message))
    if not codes:
        return False
    sent = Delivery.objects.filter(pk=delivery.pk, state=State.SENT)
    return sent.update(state=State.BOUNCED, reason=f"came back with {codes[0]}") > 0


def refusals(message: EmailMessage) -> Iterator[str]:
    """Yield the codes with which a mail server refused for good, from its report (RFC 3464)."""
    for part in message.walk() if message.get_content_type() == "multipart/report" else ():
        blocks = part.get_payload() if part.get_content_type() == "message/delivery-status" else ()
        for block in blocks:
            code = FOR_GOOD.match(str(block.get("Status", "")).strip())  # type: ignore[union-attr]  # blocks are messages
            if code and str(block.get("Action", "")).strip().lower() == "failed":  # type: ignore[union-attr]  # likewise
                yield code[0]
