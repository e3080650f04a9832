"""What is told after meetings: what do you take home, the report is there, what was asked of you, a photo with you on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Commitment, CommitmentOrigin
from meetings import agreements, photographing, presence, pulsing, reporting
from meetings.example import notices_after as example
from meetings.models import Meeting, Photo, PhotoConsent, Report
from notifications import kinds
from notifications.choices import Cadence
from notifications.kinds import Told, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accounts.models import Participant

MEETINGS = gettext_lazy("Bijeenkomsten")


def been_at(person: Participant, numbers: Collection[int]) -> Mapping[int, Meeting]:
    """Return the meetings that `person` was at and has not looked back on."""
    there = presence.seats_of(person).values("meeting")
    return Meeting.objects.filter(pk__in=there).exclude(reflections__participant=person).in_bulk(numbers)


@kinds.told(
    pulsing.KIND,
    title=gettext_lazy("Wat neem je mee van een bijeenkomst?"),
    group=MEETINGS,
    things=been_at,
    example=example.meeting,
    screen=gettext_lazy("Wat neem je mee van de bijeenkomst?"),
)
def reflection(told: Told) -> Words:
    """A meeting is over: what does one take home?"""
    return Words(
        _("Wat neem je mee van de bijeenkomst?"),
        _("Een paar woorden zijn genoeg. Jij bepaalt of iemand anders ze mag lezen."),
        quotes=(told.thing.title,),
        link=reverse("reflect", args=[told.thing.pk]),
        button=_("Schrijf op wat je meeneemt"),
    )


def readable(person: Participant, numbers: Collection[int]) -> Mapping[int, Meeting]:
    """Return the meetings whose report is ready for `person`."""
    ready = Report.objects.visible_to(person).filter(published_at__isnull=False).values("meeting")
    return Meeting.objects.filter(pk__in=ready).in_bulk(numbers)


@kinds.told(
    reporting.READY,
    title=gettext_lazy("Het verslag van een bijeenkomst is klaar"),
    group=MEETINGS,
    things=readable,
    mail=Cadence.DAILY,
    push=False,
    example=example.meeting,
    screen=gettext_lazy("Het verslag van de bijeenkomst is klaar."),
)
def report(told: Told) -> Words:
    """The report of a meeting is ready."""
    return Words(
        _("Het verslag van de bijeenkomst is klaar"),
        quotes=(told.thing.title,),
        link=reverse("meeting_report", args=[told.thing.pk]),
        button=_("Lees het verslag"),
    )


def asked_of(person: Participant, numbers: Collection[int]) -> Mapping[int, Commitment]:
    """Return what `person` was asked at meetings and has not answered."""
    asked = Commitment.objects.asked().filter(person=person, origin=CommitmentOrigin.MEETING)
    return asked.select_related("asked_by").in_bulk(numbers)


@kinds.told(
    agreements.ASKED,
    title=gettext_lazy("Iemand vraagt je na een bijeenkomst om iets te doen"),
    group=MEETINGS,
    things=asked_of,
    example=example.commitment,
    screen=gettext_lazy("Iemand vraagt of je iets wilt doen."),
)
def asked(told: Told) -> Words:
    """Somebody asks to do something that came up at a meeting."""
    return Words(
        _("Wil je dit doen?"),
        _("Iemand schreef het op bij de bijeenkomst. Het is pas een afspraak als jij ja zegt."),
        link=reverse("meeting_report", args=[told.thing.about]),
        button=_("Bekijk de vraag"),
    )


def asked_by(person: Participant, numbers: Collection[int]) -> Mapping[int, Commitment]:
    """Return what `person` asked at meetings and was answered."""
    asked = Commitment.objects.filter(asked_by=person, origin=CommitmentOrigin.MEETING)
    return asked.in_bulk(numbers)


@kinds.told(
    agreements.ANSWERED,
    title=gettext_lazy("Antwoord op wat jij na een bijeenkomst vroeg"),
    group=MEETINGS,
    things=asked_by,
    mail=Cadence.DAILY,
    push=False,
    example=example.commitment,
)
def answered(told: Told) -> Words:
    """Somebody said yes or no to what one asked."""
    yes = told.thing.accepted_at is not None
    return Words(
        _("Ja op je vraag: het is een afspraak") if yes else _("Nee op je vraag: het komt nu niet uit"),
        link=reverse("meeting_report", args=[told.thing.about]),
        button=_("Bekijk de afspraken"),
    )


def photos_of(person: Participant, numbers: Collection[int]) -> Mapping[int, Photo]:
    """Return the photos about which `person` was asked and said nothing yet."""
    waiting = PhotoConsent.objects.filter(participant=person, agreed_at=None).values("photo")
    return Photo.objects.filter(pk__in=waiting).select_related("meeting").in_bulk(numbers)


@kinds.told(
    photographing.ASKED,
    title=gettext_lazy("Je staat op een foto van een bijeenkomst"),
    group=MEETINGS,
    things=photos_of,
    example=example.photo,
    screen=gettext_lazy("Je staat op een foto. Vind je dat goed?"),
)
def photo(told: Told) -> Words:
    """Somebody is on a photo: do they agree?"""
    return Words(
        _("Je staat op een foto. Vind je dat goed?"),
        _("De groep ziet de foto pas als iedereen die erop staat ja zegt. Zeg je nee, dan is hij weg."),
        link=reverse("meeting_report", args=[told.thing.meeting_id]),
        button=_("Bekijk de foto"),
    )
