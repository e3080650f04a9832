"""What the page of a meeting shows about coming: room, one's own answer, the form, who else comes, who is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from accounts.models import SelfPortrait
from meetings import agreeing, inviting, newcomers, wording_seats
from meetings.forms_signup import AnswerForm
from meetings.models import Invitation, Meeting, Seat, SeatState
from meetings.room import Room, room_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Participant

MOST_SHOWN = 60


class Shown(NamedTuple):
    """Somebody as members see them in a list: a name, a side, a portrait; nothing of what they wish."""

    name: str
    side: str
    portrait_variety: int
    portrait_url: str
    url: str


class Part(NamedTuple):
    """Everything around signing up for one meeting, for one viewer."""

    room: Room
    seat: Seat | None
    form: AnswerForm | None
    agreement: object
    ahead: int
    brought: list[Seat]
    comes: list[Shown]
    new: list[Shown]
    may_invite: bool
    carries: bool
    moment: str


def part(meeting: Meeting, viewer: Participant | None, form: AnswerForm | None = None) -> dict[str, Any]:
    """Return the context of `meetings/_signup.html`; `form` is one that has to be shown again."""
    if viewer is None:
        return {"signup": nobodys_part(meeting), "meeting": meeting}
    seat = Seat.objects.filter(meeting=meeting, participant=viewer).select_related("meeting").first()
    agreement = agreeing.asked(meeting, viewer)
    answerable = open_now(meeting)
    fresh = AnswerForm(meeting=meeting, agreement=agreement, seat=seat) if answerable else None
    found = Part(
        room=room_of(meeting),
        seat=seat,
        form=form or fresh,
        agreement=agreement,
        ahead=ahead_of(seat),
        brought=list(Seat.objects.filter(meeting=meeting, brought_by=viewer).exclude(state=SeatState.DECLINED)),
        comes=people(Seat.objects.filter(Seat.objects.shown_to(viewer), meeting=meeting).exclude(participant=viewer), viewer),
        new=people(newcomers.shown_to(viewer, meeting), viewer),
        may_invite=answerable and inviting.may_invite(meeting, viewer),
        carries=Meeting.objects.filter(Meeting.objects.carried_by(viewer), pk=meeting.pk).exists(),
        moment=wording_seats.moment(meeting),
    )
    return {"signup": found, "meeting": meeting}


def nobodys_part(meeting: Meeting) -> Part:
    """Return what a visitor sees: how much room there is, and no people."""
    return Part(
        room_of(meeting), None, None, None, 0, [], [], [], may_invite=False, carries=False, moment=wording_seats.moment(meeting)
    )


def open_now(meeting: Meeting) -> bool:
    """Whether answers are taken: announced, going on, and not begun."""
    now = timezone.now()
    announced = meeting.announced_at is not None and meeting.announced_at <= now
    return announced and not meeting.cancelled and meeting.starts_at > now


def ahead_of(seat: Seat | None) -> int:
    """Return how many wait before `seat` in the line of its side."""
    if seat is None or not seat.waiting:
        return 0
    line = Seat.objects.waiting().filter(meeting=seat.meeting_id, side=seat.side)
    return list(line.values_list("pk", flat=True)).index(seat.pk)


def people(seats: Iterable[Seat], viewer: Participant) -> list[Shown]:
    """Return people of `seats` as members see them, by name."""
    found = list(seats.with_people()[:MOST_SHOWN])  # type: ignore[attr-defined]  # always our own queryset
    SelfPortrait.objects.shown_on([seat.participant for seat in found if seat.participant], viewer=viewer)
    return sorted((shown(seat) for seat in found), key=lambda each: each.name.lower())


def shown(seat: Seat) -> Shown:
    """Return one of them."""
    person = seat.participant
    if person is None:
        return Shown(seat.guest_name, seat.side, 1 + seat.pk % 6, "", "")
    return Shown(person.display_name, seat.side, person.portrait_variety, person.portrait_url, person.get_absolute_url())


def invitation_for(meeting: Meeting, viewer: Participant) -> Invitation | None:
    """Return the open invitation of `viewer` to this meeting, if there is one."""
    return Invitation.objects.open().filter(meeting=meeting, participant=viewer).select_related("by").first()
