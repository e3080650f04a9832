"""The kinds of notices that belong to no app above: a coordinator's message, and who got stuck at the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Appointment, Duty, Onboarding, Participant
from accounts.onboarding import STUCK_AFTER
from neighbourhood.models import Side
from notifications import beginning, circulars, kinds
from notifications.choices import Cadence
from notifications.circulars import Offer
from notifications.kinds import Told, Words
from notifications.models import Circular

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

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


def unfinished(person: Participant, numbers: Collection[int]) -> Mapping[int, Onboarding]:
    """Return how far `person` came, while there is something left to do."""
    return Onboarding.objects.unfinished().filter(participant=person).in_bulk(numbers)


@kinds.told(
    beginning.KIND,
    title=gettext_lazy("Als je halverwege het begin bent gestopt"),
    group=gettext_lazy("Wijk"),
    things=unfinished,
    push=False,
)
def stuck(_told: Told) -> Words:
    """Somebody stopped half way through the first steps."""
    return Words(
        _("Je bent bijna klaar met beginnen"),
        _("Je was begonnen op de kennismarkt. Er is nog een klein stukje over. Wil je verder, of hulp? Je mag het ook laten."),
        link=reverse("go_on_beginning"),
        button=_("Ga verder"),
    )


def newly_stuck(people: Collection[int], since: datetime, upto: datetime) -> dict[int, int]:
    """Return, for who coordinates among `people`, how many got stuck in their areas in a period."""
    stuck_then = Onboarding.objects.stuck(upto).filter(moved_at__gte=since - STUCK_AFTER).order_by()
    duties = Appointment.objects.filter(duty=Duty.COORDINATOR, participant__in=people).order_by()
    found = duties.filter(area__participants__onboarding__in=stuck_then)
    return dict(found.values_list("participant").annotate(number=Count("area__participants__onboarding")))


@kinds.gathered(
    "notifications.stuck_here",
    title=gettext_lazy("Wie blijft steken bij het begin"),
    group=gettext_lazy("Wijk"),
    whom=newly_stuck,
    example=lambda _person: [stuck_words(2)],
)
def stuck_here(person: Participant, since: datetime, upto: datetime) -> Iterable[Words]:
    """How many people got stuck in the areas that somebody coordinates; who, the workplace says."""
    for number in newly_stuck([person.pk], since, upto).values():
        yield stuck_words(number)


def stuck_words(number: int) -> Words:
    """Say how many got stuck."""
    told = ngettext("%(number)d deelnemer bleef steken", "%(number)d deelnemers bleven steken", number) % {"number": number}
    return Words(told, link=f"{reverse('admin:accounts_onboarding_changelist')}?vast=ja", button=_("Kijk wie"))


def whole(area: Area) -> Iterable[Offer]:
    """Offer everybody of an area."""
    yield Offer(area.pk, gettext_lazy("Iedereen in de wijk"))


@circulars.audience("area", offers=whole)
def everybody(number: int) -> QuerySet[Participant]:
    """Everybody of an area."""
    return Participant.objects.filter(area=number)


def offer_side(side: Side, title: StrOrPromise) -> None:
    """Let one side of an area be written to."""

    def offers(area: Area) -> Iterable[Offer]:
        yield Offer(area.pk, title)

    def people(number: int) -> QuerySet[Participant]:
        return Participant.objects.filter(area=number, side=side)

    circulars.audience(f"area.{side.value}", offers=offers)(people)


offer_side(Side.INFORMAL, gettext_lazy("De informele kant: bewoners en vrijwilligers"))
offer_side(Side.FORMAL, gettext_lazy("De formele kant: professionals en ambtenaren"))
