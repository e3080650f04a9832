"""What the tables of notices hold of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kennismarkt import inventory
from kennismarkt.inventory import Fate
from notifications.models import Circular

if TYPE_CHECKING:
    from kennismarkt.inventory import Erasing, Personal

OWN = {"recipient": "the person themselves"}
TAKER = {"person": "the person themselves"}
CHOOSER = {"participant": "the person themselves"}


def nameless_circulars(_table: Personal, erasing: Erasing) -> None:
    """Take the name out of what they wrote to many; who got it still can read it, from nobody in particular."""
    for circular in Circular.objects.filter(author=erasing.person):
        words = {"subject": erasing.nameless(circular.subject), "text": erasing.nameless(circular.text)}
        Circular.objects.filter(pk=circular.pk).update(author=None, **words)


inventory.personal(
    "notifications.Delivery",
    holds=_("Wat we je mailden, en wanneer"),
    paths=("person",),
    fields=("channel", "digest", "state", "made_at", "sent_at"),
    without={
        **TAKER,
        "key": "a number of ours",
        "notice": "stands in the list of notices",
        "since": "when a digest begins",
        "upto": "when a digest ends",
        "reason": "what a mail server said",
        "attempts": "counts tries",
        "due_at": "when it was to be sent",
    },
)
inventory.personal(
    "notifications.Notice",
    holds=_("Wat we je lieten weten"),
    paths=("recipient",),
    fields=("kind", "about", "note", "times", "made_at", "told_at", "read_at"),
    without={**OWN, "by": "about somebody else", "shown": "where it shows", "digest": "which digest it waits for"},
)
inventory.personal(
    "notifications.Preference",
    holds=_("Wat je wilt weten, en hoe vaak"),
    paths=("participant",),
    fields=("kind", "channel", "cadence"),
    without=CHOOSER,
)
inventory.personal(
    "notifications.Reach",
    holds=_("Wanneer je stilte wilt, en of je mail wilt"),
    paths=("participant",),
    fields=("quiet_from", "quiet_until", "mail", "push"),
    without=CHOOSER,
)
inventory.personal(
    "notifications.PushSubscription",
    holds=_("Op welke apparaten je een seintje krijgt"),
    paths=("participant",),
    fields=("endpoint", "made_at"),
    without={**CHOOSER, "p256dh": "a key of the browser", "auth": "a secret of the browser"},
)
inventory.personal(
    "notifications.Circular",
    holds=_("Wat je aan een groep schreef"),
    paths=("author",),
    fields=("area", "subject", "text", "made_at", "send_at", "sent_at", "withdrawn_at"),
    without={
        "author": "the person themselves",
        "audience": "a name of ours",
        "audience_number": "a number of ours",
        "made_once": "tells a form sent twice",
    },
    fate=Fate.NAMELESS,
    why=_("Anderen hebben je bericht gekregen. In wat blijft staat je naam niet meer."),
    erase=nameless_circulars,
)
inventory.nothing(
    "examples of messages, and up to when digests were planned", "notifications.CircularTemplate", "notifications.DigestRun"
)
