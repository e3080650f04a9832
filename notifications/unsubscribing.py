"""Stopping mail by one click, without signing in (RFC 8058): a signed address says who stops what."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import Participant
from notifications.choices import Cadence, Channel
from notifications.kinds import choosable
from notifications.models import Delivery, Preference, Reach

SALT = "unsubscribe"
# The topics that aren't kinds: a digest, and everything.
DIGESTS = {Cadence.DAILY.value, Cadence.WEEKLY.value}
EVERYTHING = "everything"


class Stop(NamedTuple):
    """Who wants to hear no more of what."""

    person: Participant
    topic: str


def link(person: Participant, topic: str) -> str:
    """Return the address that stops mail to `person` about `topic`."""
    token = signing.dumps([person.pk, topic], salt=SALT, compress=False)
    return f"{settings.SITE_ADDRESS}{reverse('unsubscribe', args=[token])}"


def read(token: str) -> Stop | None:
    """Return what an address says; None when it isn't ours, or the person is gone."""
    try:
        number, topic = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    person = Participant.objects.select_related("user", "area").filter(pk=number).first()
    return Stop(person, topic) if person is not None else None


def stop(asked: Stop) -> None:
    """Send no more mail about the topic; what waits isn't sent either. A second time changes nothing."""
    with transaction.atomic():
        if asked.topic == EVERYTHING:
            Reach.objects.update_or_create(participant=asked.person, defaults={"mail": False})
        elif asked.topic in DIGESTS:
            stop_digest(asked.person, asked.topic)
        else:
            choose(asked.person, asked.topic, Channel.MAIL, Cadence.NEVER)
            asked.person.notices.filter(kind=asked.topic).update(digest="")


def stop_digest(person: Participant, cadence: str) -> None:
    """Stop every kind that comes in this digest; what waits for it stays in the inbox only."""
    chosen = dict(person.preferences.filter(channel=Channel.MAIL).values_list("kind", "cadence"))
    for kind in choosable():
        if chosen.get(kind.name, kind.mail) == cadence:
            choose(person, kind.name, Channel.MAIL, Cadence.NEVER)
    person.notices.filter(digest=cadence).update(digest="")


def choose(person: Participant, kind: str, channel: str, cadence: str) -> None:
    """Write down a choice."""
    Preference.objects.update_or_create(participant=person, kind=kind, channel=channel, defaults={"cadence": cadence})


def wanted(delivery: Delivery) -> bool:
    """Whether the person still wants this, as they chose since it was put in the outbox."""
    reach = Reach.objects.filter(participant=delivery.person_id).first()
    if reach is not None and not (reach.mail if delivery.channel == Channel.MAIL else reach.push):
        return False
    if delivery.notice is None:
        return True
    stopped = Preference.objects.filter(
        participant=delivery.person_id, kind=delivery.notice.kind, channel=delivery.channel, cadence=Cadence.NEVER
    )
    return not stopped.exists()
