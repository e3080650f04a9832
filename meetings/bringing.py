"""Guests by name: a colleague who is brought along, a substitute, somebody added by who carries the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt import pace
from kennismarkt.errors import Refused
from meetings import signup, telling_seats
from meetings.models import Entrance, Meeting, Seat, SeatState
from meetings.signup import Wishes
from neighbourhood.models import Side

if TYPE_CHECKING:
    from meetings.seats import SeatQuerySet

MOST_BROUGHT = 3
LONGEST_NAME = 60


@dataclass(frozen=True)
class Guest:
    """Somebody without an account: a name, a side, and an address if they want to hear from us."""

    name: str
    side: str
    email: str = ""
    reads: str = "nl"

    def seat(self, meeting: Meeting, entrance: Entrance, by: Participant | None) -> Seat:
        """Return a seat for this guest, not yet saved (`Refused` without a name or a side)."""
        name = " ".join(self.name.split())[:LONGEST_NAME]
        if not name:
            raise Refused(_("Vul een naam in."), status=signup.UNREADABLE)
        if self.side not in Side.values:
            raise Refused(_("Kies of die persoon informeel of formeel meedoet."), status=signup.UNREADABLE)
        return Seat(
            meeting=meeting,
            guest_name=name,
            guest_email=self.email.lower(),
            guest_reads=self.reads,
            side=self.side,
            entrance=entrance,
            brought_by=by,
        )


def brought(meeting: Meeting, by: Participant) -> SeatQuerySet:
    """Return who comes along with `by`, or in their place."""
    return Seat.objects.filter(meeting=meeting, brought_by=by).exclude(state=SeatState.DECLINED)


def may_bring(meeting: Meeting, by: Participant) -> None:
    """Refuse more guests than one person can bring."""
    pace.keep_pace(Seat.objects.filter(brought_by=by), "answered_at", "guests")
    if brought(meeting, by).count() >= MOST_BROUGHT:
        raise Refused(_("Je brengt al drie mensen mee. Vraag de coördinator als er nog meer willen komen."))


@transaction.atomic
def bring(meeting: Meeting, *, by: Participant, guest: Guest) -> Seat:
    """Bring a colleague along; `by` comes, or waits, themselves. Return the seat of the guest.

    Raises `Refused` for who has no seat, and for a fourth guest.
    """
    now = signup.held(meeting)
    signup.open_for_answers(now)
    own = signup.seat_of(now, by)
    if own is None or not (own.seated or own.waiting):
        raise Refused(_("Meld eerst jezelf aan. Daarna kun je iemand meenemen."))
    may_bring(now, by)
    return signup.line_up(now, guest.seat(now, Entrance.GUEST, by), Wishes())


@transaction.atomic
def send_instead(meeting: Meeting, *, by: Participant, guest: Guest) -> Seat:
    """Give one's place to somebody else, by name: the chair, or the place in the line. Return the seat of the substitute.

    Who had neither sends somebody who joins the line. Raises `Refused` as `signup.decline` does.
    """
    now = signup.held(meeting)
    signup.open_for_answers(now)
    if not Meeting.objects.visible_to(by).filter(pk=now.pk).exists():
        raise Refused(_("Deze bijeenkomst is hier niet te vinden."), status=signup.NOT_FOUND)
    may_bring(now, by)
    own = signup.seat_of(now, by) or Seat(meeting=now, participant=by, side=by.side, state=SeatState.DECLINED)
    return hand_over(now, own, guest.seat(now, Entrance.SUBSTITUTE, by))


def hand_over(meeting: Meeting, own: Seat, substitute: Seat) -> Seat:
    """Let `substitute` have the chair or the place in the line of `own`, who doesn't come. The meeting must be `held`."""
    came, since = own.pk is not None and own.seated, own.waiting_since or timezone.now()
    substitute.state = SeatState.SEATED if came else SeatState.WAITING
    substitute.waiting_since = None if came else since
    if own.pk is None:
        signup.give_up(meeting, own, next_moves_up=False)
    substitute.instead_of = own
    substitute.save()
    if came:
        chair = own.chairs.order_by("number").first()
        own.chairs.filter(pk=getattr(chair, "pk", None)).update(seat=substitute)
    signup.give_up(meeting, own, next_moves_up=False)
    signup.fill(meeting, fresh=substitute)
    substitute.refresh_from_db(fields=["state", "version", "waiting_since"])
    telling_seats.answered(substitute)
    return substitute


@transaction.atomic
def add(meeting: Meeting, who: Participant | Guest, *, by: Participant) -> Seat:
    """Add somebody who called or wrote, by the same line as everybody. Return their seat, or how they stood already.

    Raises `Refused` for who doesn't carry the meeting, and once it has begun.
    """
    now = signup.held(meeting)
    if not signup.carries(now, by):
        raise Refused(_("Dit kan alleen wie de bijeenkomst draagt."), status=signup.FORBIDDEN)
    if now.cancelled or now.starts_at <= timezone.now():
        raise Refused(_("Deze bijeenkomst is al begonnen of gaat niet door."))
    if isinstance(who, Participant):
        seat = signup.seat_of(now, who) or Seat(meeting=now, participant=who, side=who.side, entrance=Entrance.ADMIN)
        if seat.seated or seat.waiting:
            return seat
    else:
        seat = who.seat(now, Entrance.ADMIN, None)
    return signup.line_up(now, seat, Wishes())
