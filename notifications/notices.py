"""The kinds of notices that belong to no other app: a coordinator's message, and commitments wherever they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.commitments import links_for
from accounts.models import Commitment, Participant
from neighbourhood.models import Side
from notifications import circulars, kinds, promises
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
