"""The kinds of notices that belong to no app above: a coordinator's message, who got stuck at the beginning, commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.commitments import links_for
from accounts.models import Appointment, Commitment, Duty, Onboarding, Participant
from accounts.onboarding import STUCK_AFTER
from neighbourhood.models import Side
from notifications import beginning, circulars, kinds, promises
from notifications.choices import Cadence
from notifications.circulars import Offer
from notifications.kinds import Told, Words
from notifications.models import Circular

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

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


COMMITMENTS = gettext_lazy("Afspraken")


def asked_commitments(person: Participant, numbers: Collection[int]) -> Mapping[int, Commitment]:
    """Return what `person` was asked and nobody answered."""
    return Commitment.objects.visible_to(person).asked().in_bulk(numbers)


def answered_commitments(person: Participant, numbers: Collection[int]) -> Mapping[int, Commitment]:
    """Return what `person` asked of others."""
    return Commitment.objects.filter(asked_by=person).in_bulk(numbers)


def open_commitments(person: Participant, numbers: Collection[int]) -> Mapping[int, Commitment]:
    """Return what `person` took on and didn't close."""
    return Commitment.objects.visible_to(person).open().in_bulk(numbers)


def example_commitment(person: Participant) -> Commitment:
    """Return a commitment to look at the mail with."""
    return Commitment(pk=1, area=person.area, person=person, text="Ik vraag het buurthuis om een sleutel.")


@kinds.told(
    promises.ASKED,
    title=gettext_lazy("Iemand vraagt of je iets wilt doen"),
    group=COMMITMENTS,
    things=asked_commitments,
    example=example_commitment,
    screen=gettext_lazy("Iemand vraagt of je iets wilt doen."),
)
def asked(_told: Told) -> Words:
    """Somebody asks to take something on; what it is is read on the site, since it may come from something confidential."""
    return Words(
        _("Iemand vraagt of je iets wilt doen"),
        _("Kijk wat het is, en zeg of je het doet. Nee zeggen mag."),
        link=reverse("commitments"),
        button=_("Bekijk de vraag"),
    )


@kinds.told(
    promises.ANSWERED,
    title=gettext_lazy("Je krijgt antwoord op wat je iemand vroeg te doen"),
    group=COMMITMENTS,
    things=answered_commitments,
    example=example_commitment,
    screen=gettext_lazy("Je krijgt antwoord op iets wat je vroeg."),
)
def answered(told: Told) -> Words:
    """Somebody said yes or no."""
    yes = told.thing.accepted_at is not None
    text = _("Het antwoord is ja.") if yes else _("Het lukt niet. Misschien weet je iemand anders.")
    link = links_for(told.person, [told.thing]).get(told.thing.pk, reverse("commitments"))
    return Words(_("Je krijgt antwoord op wat je iemand vroeg te doen"), text, link=link, button=_("Bekijk het"))


@kinds.told(
    promises.DUE,
    title=gettext_lazy("De dag van een afspraak komt eraan"),
    group=COMMITMENTS,
    things=open_commitments,
    example=example_commitment,
    screen=gettext_lazy("Een afspraak van jou komt eraan."),
)
def due(_told: Told) -> Words:
    """The day of a commitment is near, or a week ago."""
    return Words(
        _("Je hebt iets afgesproken"),
        _("De dag komt eraan of is net geweest. Is het gelukt, wordt het anders, of laat je het los? Zeg het even."),
        link=reverse("commitments"),
        button=_("Naar mijn afspraken"),
    )


def whole(area: Area) -> Iterable[Offer]:
    """Offer everybody of an area."""
    yield Offer(area.pk, gettext_lazy("Iedereen in de wijk"))


@circulars.audience("area", offers=whole)
def everybody(number: int) -> QuerySet[Participant]:
    """Everybody of an area."""
    return Participant.objects.filter(area=number)


def informal_side(area: Area) -> Iterable[Offer]:
    """Offer the informal side of an area."""
    yield Offer(area.pk, gettext_lazy("De informele kant: bewoners en vrijwilligers"))


@circulars.audience("area.informal", offers=informal_side)
def informal(number: int) -> QuerySet[Participant]:
    """The informal side of an area."""
    return Participant.objects.filter(area=number, side=Side.INFORMAL)


def formal_side(area: Area) -> Iterable[Offer]:
    """Offer the formal side of an area."""
    yield Offer(area.pk, gettext_lazy("De formele kant: professionals en ambtenaren"))


@circulars.audience("area.formal", offers=formal_side)
def formal(number: int) -> QuerySet[Participant]:
    """The formal side of an area."""
    return Participant.objects.filter(area=number, side=Side.FORMAL)
