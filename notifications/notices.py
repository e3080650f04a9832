"""The kinds of notices that belong to no other app: a coordinator's message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Participant
from neighbourhood.models import Side
from notifications import circulars, kinds
from notifications.choices import Cadence
from notifications.circulars import Offer
from notifications.kinds import Told, Words
from notifications.models import Circular

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from neighbourhood.models import Area


def sent_circulars(person: Participant, numbers: Collection[int]) -> Mapping[int, Circular]:
    """Return the messages that went out to `person`."""
    told = person.notices.filter(kind=circulars.KIND).values("about")
    return Circular.objects.filter(pk__in=told).exclude(sent_at=None).in_bulk(numbers)


def example(person: Participant) -> Circular:
    """Return a message to look at."""
    text = "Beste buren,\n\nDonderdag begint de lunch een half uur later. De soep staat wel op tijd klaar."
    return Circular(pk=1, area=person.area, subject="Donderdag om half een", text=text)


@kinds.told(
    circulars.KIND,
    title=gettext_lazy("Berichten van je coördinator"),
    group=gettext_lazy("Wijk"),
    things=sent_circulars,
    mail=Cadence.NOW,
    example=example,
    screen=gettext_lazy("Er is nieuws van je coördinator."),
)
def circular(told: Told) -> Words:
    """Say what a coordinator wrote to many."""
    return Words(_("Bericht van je coördinator"), quotes=(told.thing.subject, told.thing.text))


def whole(area: Area) -> Iterable[Offer]:
    """Offer everybody of an area."""
    yield Offer(area.pk, gettext_lazy("Iedereen in de wijk"))


@circulars.audience("area", whole)
def everybody(number: int) -> QuerySet[Participant]:
    """Everybody of an area."""
    return Participant.objects.filter(area=number)


@circulars.audience("area.informal", lambda area: [Offer(area.pk, gettext_lazy("De informele kant: bewoners en vrijwilligers"))])
def informal(number: int) -> QuerySet[Participant]:
    """The informal side of an area."""
    return Participant.objects.filter(area=number, side=Side.INFORMAL)


@circulars.audience("area.formal", lambda area: [Offer(area.pk, gettext_lazy("De formele kant: professionals en ambtenaren"))])
def formal(number: int) -> QuerySet[Participant]:
    """The formal side of an area."""
    return Participant.objects.filter(area=number, side=Side.FORMAL)
