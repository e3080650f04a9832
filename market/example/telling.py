"""Notices of the example: something in the inbox, a message to many, and somebody to call. No mail goes out."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from market.expiring import KIND as EXPIRING
from market.listings import Listing
from notifications.circulars import KIND as CIRCULAR
from notifications.models import Circular, Notice

if TYPE_CHECKING:
    from accounts.models import Participant

ONCE = uuid.UUID("8f6f4a52-7d0b-4a35-9f67-3d7a7a0f2c11")
READERS = ("samira", "yara", "rina", "osman")
TEXT = "Beste buren,\n\nDonderdag begint de lunch een half uur later. De soep staat wel op tijd klaar."


def tell(people: dict[str, Participant], now: datetime) -> None:
    """Tell what isn't told yet."""
    coordinator, moment = people["ilse"], now - timedelta(days=2)
    facts = {"area": coordinator.area, "author": coordinator, "audience": "area", "audience_number": coordinator.area_id}
    words = {"subject": "Donderdag om half een", "text": TEXT, "send_at": moment, "sent_at": moment}
    circular, _new = Circular.objects.get_or_create(made_once=ONCE, defaults={**facts, **words})
    for slug in READERS:
        told(people[slug], CIRCULAR, circular.pk, moment)
    ending = Listing.objects.filter(owner=people["samira"]).order_by("pk").first()
    if ending is not None:
        told(people["samira"], EXPIRING, ending.pk, now - timedelta(hours=3))


def told(person: Participant, kind: str, about: int, moment: datetime) -> None:
    """Tell one person, unless they were told."""
    defaults = {"made_at": moment, "told_at": moment}
    if not Notice.objects.filter(recipient=person, kind=kind, about=about).exists():
        Notice.objects.create(recipient=person, kind=kind, about=about, **defaults)
