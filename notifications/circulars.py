"""A coordinator's message to many: each gets it as a notice of their own, nobody sees an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
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


class Offer(NamedTuple):
    """An audience that a coordinator can choose: its number, and its name."""

    number: int
    name: StrOrPromise


class Audience(NamedTuple):
    """A way to say who gets a message: what there is to choose in an area, and who that is."""

    offers: Callable[[Area], Iterable[Offer]]
    people: Callable[[int], QuerySet[Participant]]


class Reached(NamedTuple):
    """How many a message reaches, and how."""

    by_mail: int
    on_the_list: int


audiences: dict[str, Audience] = {}


def audience(name: str, offers: Callable[[Area], Iterable[Offer]]) -> Callable[..., Callable[[int], QuerySet[Participant]]]:
    """Register who an audience is; an app does so in `<app>/notices.py`, for its meetings say."""

    def register(people: Callable[[int], QuerySet[Participant]]) -> Callable[[int], QuerySet[Participant]]:
        audiences[name] = Audience(offers, people)
        return people

    return register


def choices(area: Area) -> list[tuple[str, StrOrPromise]]:
    """Return the audiences of an area as choices of a form."""
    return [(f"{name}:{offer.number}", offer.name) for name, known in audiences.items() for offer in known.offers(area)]


def people_of(chosen: str, area: Area) -> QuerySet[Participant]:
    """Return who gets a message (`Refused` for an audience that this area doesn't have)."""
    if chosen not in dict(choices(area)):
        raise Refused(_("Kies een van de groepen van je wijk."))
    name, _colon, number = chosen.partition(":")
    return audiences[name].people(int(number)).filter(user__is_active=True)


def counted(people: QuerySet[Participant], *, by: Participant) -> Reached:
    """Return how many get it by mail, and how many stand on the list of people to call; `by` knows it already."""
    people = people.exclude(pk=by.pk)
    without = people.filter(user__email=None).count()
    return Reached(people.count() - without, without)


def write(
    area: Area, *, by: Participant, audience: str, subject: str, text: str, send_at: datetime | None, made_once: UUID
) -> Circular:
    """Make a message that goes out at `send_at`, or with the next minute; the same form twice makes it once.

    Raises `PermissionDenied` for who doesn't coordinate `area`, `Refused` for an audience of somewhere else.
    """
    coordinate(area, by)
    people_of(audience, area)
    name, _colon, number = audience.partition(":")
    facts = {"subject": subject, "text": text, "send_at": max(send_at or timezone.now(), timezone.now())}
    made, _new = Circular.objects.get_or_create(
        made_once=made_once,
        author=by,
        defaults={"area": area, "audience": name, "audience_number": int(number), **facts},
    )
    return made


def coordinate(area: Area, by: Participant) -> None:
    """Raise `PermissionDenied` unless `by` coordinates `area`."""
    if not Appointment.objects.areas(by, Duty.COORDINATOR).filter(pk=area.pk).exists():
        raise PermissionDenied


def withdraw(circular: Circular, *, by: Participant) -> None:
    """Take back what has not gone out (`Refused` when it has)."""
    coordinate(circular.area, by)
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
