"""A message to many: each gets it as a notice of their own, nobody sees an address.

An app registers its audiences in `<app>/notices.py`: what there is to choose in an area, who may write to one, who that is.

    @circulars.audience("market.owners", offers=markets_of)
    def owners(number: int) -> QuerySet[Participant]:
        return Participant.objects.filter(listings__area=number).distinct()
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Appointment, Duty, Participant
from kennismarkt.errors import Refused
from notifications import telling
from notifications.choices import State
from notifications.models import Circular, Delivery, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from neighbourhood.models import Area

KIND = "notifications.circular"
NUMBER = re.compile(r"\d{1,18}", re.ASCII)

People = Callable[[int], "QuerySet[Participant]"]


class Offer(NamedTuple):
    """An audience that a coordinator can choose: its number, and its name."""

    number: int
    name: StrOrPromise


@dataclass(frozen=True)
class Audience:
    """People who can get a message together: what there is to choose in an area, who may write to one, and who that is."""

    offers: Callable[[Area], Iterable[Offer]]
    people: Callable[[int], QuerySet[Participant]]
    writes: Callable[[Participant, Area, int], bool]


class Reached(NamedTuple):
    """How many a message reaches, and how."""

    by_mail: int
    on_the_list: int


def coordinates(by: Participant, area: Area, _number: int = 0) -> bool:
    """Whether `by` coordinates `area`: who may write to an audience, unless it says otherwise."""
    return Appointment.objects.areas(by, Duty.COORDINATOR).filter(pk=area.pk).exists()


audiences: dict[str, Audience] = {}


def audience(
    name: str,
    *,
    offers: Callable[[Area], Iterable[Offer]],
    writes: Callable[[Participant, Area, int], bool] = coordinates,
) -> Callable[[People], People]:
    """Register who an audience is."""

    def register(people: People) -> People:
        audiences[name] = Audience(offers, people, writes)
        return people

    return register


def chosen_from(text: str) -> tuple[str, int]:
    """Return the name and number of an audience as a form has it; an unknown one has no name."""
    name, _colon, number = text.partition(":")
    return (name, int(number)) if name in audiences and NUMBER.fullmatch(number) else ("", 0)


def choices(area: Area, by: Participant) -> list[tuple[str, StrOrPromise]]:
    """Return the audiences of an area that `by` may write to, as choices of a form."""
    offered = [(name, known, offer) for name, known in audiences.items() for offer in known.offers(area)]
    return [(f"{name}:{offer.number}", offer.name) for name, known, offer in offered if known.writes(by, area, offer.number)]


def people_of(chosen: str, area: Area, *, by: Participant) -> QuerySet[Participant]:
    """Return who gets a message of `by`.

    Raises `PermissionDenied` for who may not write to them, `Refused` for an audience that this area doesn't have.
    """
    name, number = chosen_from(chosen)
    known = audiences.get(name)
    if known is None or number not in [offer.number for offer in known.offers(area)]:
        raise Refused(_("Kies een van de groepen van je wijk."))
    if not known.writes(by, area, number):
        raise PermissionDenied
    return known.people(number)


def counted(people: QuerySet[Participant], *, by: Participant) -> Reached:
    """Return how many get it by mail, and how many stand on the list of people to call; `by` knows it already."""
    people = Participant.objects.present().filter(pk__in=people.values("pk"), user__is_active=True).exclude(pk=by.pk)
    without = people.filter(user__email=None).count()
    return Reached(people.count() - without, without)


def write(
    area: Area, *, by: Participant, audience: str, subject: str, text: str, send_at: datetime | None, made_once: UUID
) -> Circular:
    """Make a message that goes out at `send_at`, or with the next minute; the same form twice makes it once.

    Raises `PermissionDenied` for who may not write to these people, `Refused` for an audience of somewhere else.
    """
    people_of(audience, area, by=by)
    name, number = chosen_from(audience)
    facts = {"subject": subject, "text": text, "send_at": max(send_at or timezone.now(), timezone.now())}
    made, _new = Circular.objects.get_or_create(
        made_once=made_once,
        author=by,
        defaults={"area": area, "audience": name, "audience_number": number, **facts},
    )
    return made


def withdraw(circular: Circular, *, by: Participant) -> None:
    """Take back what has not gone out (`Refused` when it has, `PermissionDenied` for who may not write there)."""
    known = audiences.get(circular.audience)
    if not (coordinates(by, circular.area) or (known and known.writes(by, circular.area, circular.audience_number))):
        raise PermissionDenied
    waiting = Circular.objects.filter(pk=circular.pk, sent_at=None, withdrawn_at=None)
    if not waiting.update(withdrawn_at=timezone.now()):
        raise Refused(_("Dit bericht is al verstuurd of ingetrokken."))


def send_due(now: datetime | None = None) -> int:
    """Tell people what was written for now, each message once; return how many messages went."""
    return sum(
        send(number, now or timezone.now()) for number in Circular.objects.due(now or timezone.now()).values_list("pk", flat=True)
    )


@transaction.atomic
def send(number: int, now: datetime) -> int:
    """Send one message, unless somebody else does or withdrew it."""
    held = Circular.objects.due(now).select_for_update(of=("self",), skip_locked=True)
    circular = held.select_related("area", "author").filter(pk=number).first()
    if circular is None:
        return 0
    Circular.objects.filter(pk=number).update(sent_at=now)
    known = audiences.get(circular.audience)
    if known is not None:
        telling.notify(KIND, known.people(circular.audience_number), about=number, by=circular.author, now=now)
    return 1


def writing_to(audience: str, number: int, area: Area) -> str:
    """Return the address of the page on which a coordinator writes to these people."""
    return f"{reverse('admin:notifications_circular_add')}?wijk={area.pk}&aan={audience}:{number}"


def states(circular: Circular) -> dict[str, int]:
    """Return how many mails of a message are in which state."""
    sent = Delivery.objects.filter(notice__kind=KIND, notice__about=circular.pk)
    counts = dict(sent.order_by().values_list("state").annotate(number=Count("pk")))
    return {str(State(state).label): counts[state] for state in State.values if state in counts}


def bounced(circular: Circular) -> QuerySet[Participant]:
    """Return whose mail was refused."""
    refused = Delivery.objects.filter(notice__kind=KIND, notice__about=circular.pk, state__in=[State.BOUNCED, State.FAILED])
    return Participant.objects.filter(pk__in=refused.values("person"))


def unreached(circular: Circular) -> QuerySet[Participant]:
    """Return who has no e-mail and wasn't called yet."""
    told = Notice.objects.filter(kind=KIND, about=circular.pk, read_at=None, recipient__user__email=None)
    return Participant.objects.filter(pk__in=told.values("recipient"))
