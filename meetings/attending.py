"""Being there: signing in by the code at the door, ticking a list, letting in who walks by, and settling who was there."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from meetings import signup
from meetings.models import Entrance, Meeting, Seat, SeatState
from meetings.room import room_of

if TYPE_CHECKING:
    from accounts.models import Participant
    from meetings.bringing import Guest

# The door opens this long before it begins; the code on the screen is another one every minute, and each holds for three.
BEFORE = timedelta(hours=1)
SLOT = 60
STILL_GOOD = 3
LENGTH = 16

# What else happens when it is settled who was there, in the same transaction: encounters, stamps.
Settling = Callable[[Meeting, "Participant"], object]
on_settling: list[Settling] = []


def settling(act: Settling) -> Settling:
    """Register something that is done when attendance is settled, with the meeting and who settled it."""
    on_settling.append(act)
    return act


def door_open(meeting: Meeting) -> bool:
    """Whether people can sign in: from an hour before it begins until it ends."""
    now = timezone.now()
    return not meeting.cancelled and meeting.settled_at is None and meeting.starts_at - BEFORE <= now < meeting.ends_at


def can_mark(meeting: Meeting) -> bool:
    """Whether presence can be written down: from when the door opens, also afterwards, until it is settled."""
    return not meeting.cancelled and meeting.settled_at is None and meeting.starts_at - BEFORE <= timezone.now()


def code(meeting: Meeting, *, back: int = 0) -> str:
    """Return what the code at the door holds now, or `back` minutes ago; nobody makes one without our key."""
    slot = int(time.time()) // SLOT - back
    return salted_hmac("meetings.attending", f"{meeting.uid}:{slot}", algorithm="sha256").hexdigest()[:LENGTH]


def code_holds(meeting: Meeting, shown: str) -> bool:
    """Whether `shown` stood at the door in the last minutes."""
    return any(constant_time_compare(code(meeting, back=back), shown) for back in range(STILL_GOOD))


@transaction.atomic
def sign_in(meeting: Meeting, shown: str, *, by: Participant) -> Seat:
    """Have `by` be there, by the code that they scanned at the door; who had no seat takes one that is free.

    Raises `Refused` for a code that is too old, a door that isn't open, and when there is no chair left.
    """
    now = signup.held(meeting)
    if not code_holds(now, shown):
        raise Refused(_("Deze code is te oud. Scan de code bij de deur opnieuw."))
    if not door_open(now):
        raise Refused(_("Je kunt je nu niet aanmelden bij de deur: dat kan vanaf een uur voor het begin."))
    seat = signup.seat_of(now, by) or Seat(meeting=now, participant=by, side=by.side, entrance=Entrance.WALK_IN)
    return let_in(now, seat, bring_chairs=False)


@transaction.atomic
def walk_in(meeting: Meeting, who: Participant | Guest, *, by: Participant, bring_chairs: bool = False) -> Seat:
    """Let in somebody who stands at the door, as who hosts it or carries it; afterwards too, until it is settled.

    `bring_chairs` puts chairs where there are none left, and so makes room for more. Raises `Refused` for who doesn't carry
    the meeting, and without it when all chairs are taken.
    """
    now = marked_by(meeting, by)
    if not hasattr(who, "seat"):
        seat = signup.seat_of(now, who) or Seat(meeting=now, participant=who, side=who.side, entrance=Entrance.WALK_IN)
    else:
        seat = who.seat(now, Entrance.WALK_IN, None)
    return let_in(now, seat, bring_chairs=bring_chairs)


def let_in(meeting: Meeting, seat: Seat, *, bring_chairs: bool) -> Seat:
    """Give somebody who is there a chair, if they have none. The meeting must be `held`. Reasons somebody gave stay as they were."""
    if seat.pk is None or not seat.seated:
        missing = seat.places - room_of(meeting).free
        if missing > 0 and not bring_chairs:
            raise Refused(_("Alle stoelen zijn bezet. Is er iemand niet gekomen? Zet die dan op afwezig."))
        if missing > 0:
            meeting.capacity += missing
            Meeting.objects.filter(pk=meeting.pk).update(capacity=F("capacity") + missing)
        if seat.pk is None or seat.state == SeatState.DECLINED:
            seat.entrance = Entrance.WALK_IN
        seat.state, seat.waiting_since, seat.version = SeatState.SEATED, None, seat.version + 1
        seat.save()
        signup.sit(meeting, seat, seat.places)
    elif seat.present is False:
        sit_again(meeting, seat)
    seat.present = True
    seat.save(update_fields=["present"])
    return seat


def marked_by(meeting: Meeting, by: Participant) -> Meeting:
    """Return the meeting, held, if `by` may write down who is there now (`Refused` otherwise)."""
    now = signup.held(meeting)
    if not signup.carries(now, by):
        raise Refused(_("Dit kan alleen wie de bijeenkomst draagt."), status=signup.FORBIDDEN)
    if now.settled_at is not None:
        raise Refused(_("Wie er was, is al vastgesteld."))
    if not can_mark(now):
        raise Refused(_("Dit kan vanaf een uur voor het begin."))
    return now


@transaction.atomic
def mark(seat: Seat, *, present: bool | None, by: Participant) -> Seat:
    """Write down whether somebody is there; None takes it back. Who is absent leaves a chair to who walks in.

    Raises `Refused` for who doesn't carry the meeting, before the door opens, and once it is settled.
    """
    now = marked_by(seat.meeting, by)
    current = Seat.objects.get(pk=seat.pk)
    if not current.seated:
        raise Refused(_("Deze persoon heeft geen stoel. Laat die binnen bij “Wie loopt er binnen?”."))
    if present is False:
        current.chairs.all().delete()
    elif current.present is False:
        sit_again(now, current)
    current.present = present
    current.save(update_fields=["present"])
    return current


def sit_again(meeting: Meeting, seat: Seat) -> None:
    """Give a chair back to who was marked as absent (`Refused` when somebody else sits there now)."""
    if room_of(meeting).free < seat.places:
        raise Refused(_("Alle stoelen zijn nu bezet. Laat deze persoon binnen met een stoel erbij."))
    signup.sit(meeting, seat, seat.places)


@transaction.atomic
def settle(meeting: Meeting, *, by: Participant) -> Meeting:
    """Settle who was there: who wasn't marked wasn't; from now on it counts. Settled before, nothing happens.

    What others registered with `settling` is done along. Raises `Refused` for who doesn't carry the meeting, and before it
    has begun.
    """
    now = signup.held(meeting)
    if not signup.carries(now, by):
        raise Refused(_("Dit kan alleen wie de bijeenkomst draagt."), status=signup.FORBIDDEN)
    if now.settled_at is not None:
        return now
    if now.cancelled or now.starts_at > timezone.now():
        raise Refused(_("De bijeenkomst is nog niet geweest."))
    now.seats.seated().filter(present=None).update(present=False)
    now.settled_at = timezone.now()
    Meeting.objects.filter(pk=now.pk).update(settled_at=now.settled_at)
    for act in on_settling:
        act(now, by)
    return now
