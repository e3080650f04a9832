"""What people are told around signing up: invitations, how they stand, moving up, reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from meetings import links, telling_seats, wording_seats
from meetings.example_seats import example_invitation, example_seat
from meetings.models import Invitation, Seat, SeatState
from notifications import kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accounts.models import Participant
    from meetings.seats import SeatQuerySet
    from notifications.kinds import Told, Words

MEETINGS = gettext_lazy("Bijeenkomsten")


def open_invitations(person: Participant, numbers: Collection[int]) -> Mapping[int, Invitation]:
    """Return the invitations that `person` can still answer."""
    mine = Invitation.objects.open().filter(participant=person)
    return mine.select_related("meeting__area", "meeting__place", "by").in_bulk(numbers)


def own_seats(person: Participant) -> SeatQuerySet:
    """Seats of `person` at meetings that go on."""
    return Seat.objects.filter(participant=person, meeting__cancelled_at=None).select_related("meeting__area", "meeting__place")


def standing(person: Participant, numbers: Collection[int]) -> Mapping[int, Seat]:
    """Return how `person` stands where they come or wait."""
    return own_seats(person).exclude(state=SeatState.DECLINED).in_bulk(numbers)


def coming(person: Participant, numbers: Collection[int]) -> Mapping[int, Seat]:
    """Return the seats that `person` has."""
    return own_seats(person).filter(state=SeatState.SEATED).in_bulk(numbers)


def given_up(person: Participant, numbers: Collection[int]) -> Mapping[int, Seat]:
    """Return the seats that `person` no longer has."""
    return own_seats(person).filter(state=SeatState.DECLINED).in_bulk(numbers)


@kinds.told(
    telling_seats.INVITED,
    title=gettext_lazy("Iemand nodigt je uit voor een bijeenkomst"),
    group=MEETINGS,
    things=open_invitations,
    example=example_invitation,
    screen=gettext_lazy("Je bent uitgenodigd voor een bijeenkomst."),
)
def invited(told: Told) -> Words:
    """Somebody asks them to come; the mail holds a button that answers."""
    return wording_seats.invited(told.thing, links.to_invitation(told.thing))


@kinds.told(
    telling_seats.ANSWERED,
    title=gettext_lazy("Je aanmelding is gelukt, of je staat op de wachtlijst"),
    group=MEETINGS,
    things=standing,
    push=False,
    example=example_seat,
)
def answered(told: Told) -> Words:
    """They come, or wait."""
    return wording_seats.answered(told.thing)


@kinds.told(
    telling_seats.MOVED_UP,
    title=gettext_lazy("Er kwam een plek vrij voor jou"),
    group=MEETINGS,
    things=coming,
    example=example_seat,
    screen=gettext_lazy("Er is een plek voor je bij een bijeenkomst."),
)
def moved_up(told: Told) -> Words:
    """They waited, and there is a seat now."""
    return wording_seats.moved_up(told.thing)


@kinds.told(
    telling_seats.SIGNED_OFF,
    title=gettext_lazy("Iemand heeft je afgemeld"),
    group=MEETINGS,
    things=given_up,
    owed=True,
    example=example_seat,
)
def signed_off(told: Told) -> Words:
    """Who carries the meeting signed them off; nobody loses a seat without hearing it."""
    return wording_seats.signed_off(told.thing)


@kinds.told(
    telling_seats.REMINDER,
    title=gettext_lazy("Bijna: een bijeenkomst waar je komt"),
    group=MEETINGS,
    things=coming,
    example=example_seat,
    screen=gettext_lazy("Je hebt binnenkort een bijeenkomst."),
)
def reminder(told: Told) -> Words:
    """It is in two days, or today."""
    return wording_seats.reminder(told.thing)
