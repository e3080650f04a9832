"""Coming to a meeting: the one locked path by which everybody gets a seat, and by which seats are given up.

Sign-up, invitation, guest, substitute, walk-in, coordinator and waiting list all hold the meeting first (`held`), join the
waiting list of their side, and are let in from the front of it (`fill`). So nobody overtakes anybody, and whoever is let in
takes numbered chairs that the database gives out once.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from meetings import agreeing, telling_seats
from meetings.models import Chair, Entrance, Meeting, Reason, Refusal, Seat, SeatState
from meetings.room import Room, room_of
from neighbourhood.models import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from accounts.models import Participant

NOT_FOUND = 404
FORBIDDEN = 403
UNREADABLE = 422
MOST_COMPANIONS = 3


@dataclass(frozen=True)
class Wishes:
    """What somebody says along with that they come."""

    companions: int = 0
    interpreter: bool = False
    shown: bool = False
    diet: str = ""
    access_needs: str = ""

    @property
    def places(self) -> int:
        """How many chairs that takes."""
        return 1 + self.companions + int(self.interpreter)


def held(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, and let one request about its seats go first. Call it in a transaction, before all else."""
    return Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("area", "trajectory").get(pk=meeting.pk)


def open_for_answers(meeting: Meeting) -> None:
    """Refuse answers to a meeting that isn't announced, was cancelled, or has begun."""
    now = timezone.now()
    if meeting.cancelled:
        raise Refused(_("Deze bijeenkomst gaat niet door."))
    if meeting.starts_at <= now:
        raise Refused(_("Deze bijeenkomst is al begonnen. Kom gewoon binnen."))
    if meeting.announced_at is None or meeting.announced_at > now:
        raise Refused(_("Je kunt je hier nog niet voor aanmelden."))


@transaction.atomic
def sign_up(
    meeting: Meeting,
    *,
    by: Participant,
    wishes: Wishes | None = None,
    agreed_to: int | None = None,
    entrance: Entrance = Entrance.SIGN_UP,
) -> Seat:
    """Have `by` come, or wait in line; asked again it changes what they wish. Return their seat.

    `agreed_to` is the confidentiality agreement that they just read and accepted, where one is asked. Raises `Refused` for a
    meeting that isn't open to them, an agreement that they haven't accepted, and more companions than there is room for.
    """
    now = held(meeting)
    open_for_answers(now)
    if not Meeting.objects.visible_to(by).filter(pk=now.pk).exists():
        raise Refused(_("Deze bijeenkomst is hier niet te vinden."), status=NOT_FOUND)
    agreeing.agree_first(now, by, agreed_to)
    seat = seat_of(now, by) or Seat(meeting=now, participant=by, side=by.side, entrance=entrance)
    return line_up(now, seat, wishes or Wishes())


def seat_of(meeting: Meeting, person: Participant) -> Seat | None:
    """Return what `person` answered to `meeting`, if anything."""
    return Seat.objects.filter(meeting=meeting, participant=person).first()


def line_up(meeting: Meeting, seat: Seat, wishes: Wishes) -> Seat:
    """Put somebody at the end of the line, let in whom there is room for, and tell them how they stand."""
    if not 0 <= wishes.companions <= MOST_COMPANIONS:
        raise Refused(_("Je kunt hooguit drie mensen meenemen."), status=UNREADABLE)
    if seat.pk is not None and seat.seated:
        return changed(meeting, seat, wishes)
    fresh = not seat.waiting
    wish(seat, wishes)
    if fresh:
        now = timezone.now()
        seat.state, seat.answered_at, seat.waiting_since, seat.version = SeatState.WAITING, now, now, seat.version + 1
        seat.moved_up_at = seat.declined_at = None
    seat.save()
    Refusal.objects.filter(seat=seat).delete()
    fill(meeting, fresh=seat)
    seat.refresh_from_db(fields=["state", "version", "waiting_since"])
    if fresh:
        telling_seats.answered(seat)
    return seat


def wish(seat: Seat, wishes: Wishes) -> None:
    """Write on a seat what somebody wishes."""
    for name, value in asdict(wishes).items():
        setattr(seat, name, value)


def changed(meeting: Meeting, seat: Seat, wishes: Wishes) -> Seat:
    """Change what somebody who comes wishes; more chairs only while there are, and nobody of that side waits for one."""
    more = wishes.places - seat.places
    wish(seat, wishes)
    if more > 0:
        if room_of(meeting).free_for(seat.side) < more or meeting.seats.waiting().filter(side=seat.side).exists():
            raise Refused(_("Er is geen plek voor nog iemand. Meld minder mensen aan, of vraag de coördinator."))
        sit(meeting, seat, more)
    elif more < 0:
        surplus = list(seat.chairs.order_by("-number").values_list("pk", flat=True)[:-more])
        Chair.objects.filter(pk__in=surplus).delete()
    seat.save()
    fill(meeting)
    return seat


def fill(meeting: Meeting, *, fresh: Seat | None = None, now: datetime | None = None) -> list[Seat]:
    """Let in who waits, from the front, for as long as there is room; return who came in. The meeting must be `held`.

    Everybody but `fresh`, who is told how they stand anyhow, is told that they moved up. Nobody moves up once it has begun.
    """
    moment, moved = now or timezone.now(), list[Seat]()
    room = room_of(meeting, moment)
    if meeting.cancelled or meeting.starts_at <= moment or not room.free:
        return moved
    for line in lines(meeting, room):
        for seat in line:
            if room.free_for(seat.side) < seat.places:
                break
            come_in(meeting, seat, None if seat == fresh else moment)
            room = room.after(seat.side, seat.places)
            moved.append(seat)
    for seat in moved:
        if seat != fresh:
            telling_seats.moved_up(seat)
    return moved


def lines(meeting: Meeting, room: Room) -> Iterator[Iterable[Seat]]:
    """Yield the waiting lists: one for each side while chairs are kept, afterwards one of all in the order in which they came."""
    waiting = meeting.seats.waiting().with_people()
    if room.keeping:
        yield from (list(waiting.filter(side=side)[: room.free]) for side in Side)
    else:
        yield list(waiting[: room.free])


def come_in(meeting: Meeting, seat: Seat, moved_up_at: datetime | None) -> None:
    """Give who waited their chairs."""
    sit(meeting, seat, seat.places)
    seat.state, seat.waiting_since, seat.moved_up_at, seat.version = SeatState.SEATED, None, moved_up_at, seat.version + 1
    seat.save(update_fields=["state", "waiting_since", "moved_up_at", "version"])


def sit(meeting: Meeting, seat: Seat, places: int) -> None:
    """Take the lowest chairs that are free; the caller has seen to it that there are."""
    taken = set(meeting.chairs.values_list("number", flat=True))
    free = [number for number in range(1, meeting.capacity + 1) if number not in taken]
    Chair.objects.bulk_create(
        Chair(meeting=meeting, number=number, seat=seat, limit=meeting.capacity) for number in free[:places]
    )


@transaction.atomic
def decline(meeting: Meeting, *, by: Participant, reason: str = "") -> Seat:
    """Have `by` not come, with a reason if they give one; whoever is next moves up. `Refused` once it has begun."""
    now = held(meeting)
    open_for_answers(now)
    if not Meeting.objects.visible_to(by).filter(pk=now.pk).exists():
        raise Refused(_("Deze bijeenkomst is hier niet te vinden."), status=NOT_FOUND)
    seat = seat_of(now, by) or Seat(meeting=now, participant=by, side=by.side)
    return give_up(now, seat, reason)


def give_up(meeting: Meeting, seat: Seat, reason: str = "", *, next_moves_up: bool = True) -> Seat:
    """Free the chairs of `seat`, remember the no, and let who is next move up. The meeting must be `held`."""
    if seat.pk is not None:
        seat.chairs.all().delete()
    if seat.pk is None or seat.state != SeatState.DECLINED:
        seat.state, seat.answered_at, seat.version = SeatState.DECLINED, timezone.now(), seat.version + 1
        seat.declined_at = seat.answered_at
    seat.waiting_since = seat.moved_up_at = None
    seat.companions, seat.interpreter, seat.diet, seat.access_needs = 0, False, "", ""
    seat.save()
    if reason in Reason.values:
        Refusal.objects.update_or_create(seat=seat, defaults={"reason": reason})
    if next_moves_up:
        fill(meeting)
    return seat


@transaction.atomic
def sign_off(seat: Seat, *, by: Participant | None = None) -> Seat:
    """Have somebody not come, as they or who carries the meeting asks: `by` None for who holds the link of the seat itself.

    A guest can also be taken back by who brings them. Raises `Refused` for anybody else, and once it has begun. Whom
    another signs off is told.
    """
    now = held(seat.meeting)
    current = Seat.objects.with_people().get(pk=seat.pk)
    if by is not None and by.pk not in (current.participant_id, current.brought_by_id) and not carries(now, by):
        raise Refused(_("Dit kan alleen iemand zelf, of wie de bijeenkomst draagt."), status=FORBIDDEN)
    if now.starts_at <= timezone.now():
        raise Refused(_("Deze bijeenkomst is al begonnen."))
    was = current.state
    given_up = give_up(now, current)
    if by is not None and was != SeatState.DECLINED and current.participant_id != by.pk:
        telling_seats.signed_off(given_up, by=by)
    return given_up


def carries(meeting: Meeting, person: Participant) -> bool:
    """Whether `person` plans, facilitates or hosts the meeting."""
    return Meeting.objects.filter(Meeting.objects.carried_by(person), pk=meeting.pk).exists()


@transaction.atomic
def refill(meeting: Meeting, *, now: datetime | None = None) -> list[Seat]:
    """Let in who waits, where a capacity rose, chairs aren't kept any more, or anything else made room."""
    return fill(held(meeting), now=now)


@transaction.atomic
def resize(meeting: Meeting, *, capacity: int, by: Participant) -> Meeting:
    """Set how many places there are. Lower never sends anybody away: who has a seat keeps it, and their chair isn't given again.

    Raises `Refused` for who doesn't carry the meeting.
    """
    current = held(meeting)
    if not carries(current, by):
        raise Refused(_("Dit kan alleen wie de bijeenkomst draagt."), status=FORBIDDEN)
    if capacity < 1:
        raise Refused(_("Er is plek voor minstens één iemand nodig."), status=UNREADABLE)
    current.capacity = capacity
    Meeting.objects.filter(pk=current.pk).update(capacity=capacity, version=F("version") + 1)
    fill(current)
    return current


def refill_due(now: datetime | None = None) -> int:
    """Let in who waits wherever there is room; return how many moved up. The clock alone makes room when chairs aren't kept any more."""
    moment = now or timezone.now()
    waiting = Seat.objects.waiting().order_by().values("meeting")
    coming = Meeting.objects.coming(moment).filter(pk__in=waiting, starts_at__gt=moment)
    return sum(len(refill(meeting, now=moment)) for meeting in coming)
