"""The list at the door: who comes, who is there, who has still to read the agreement; what people need, for the host alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accounts.models import SelfPortrait
from meetings import agreeing, attending, newcomers

if TYPE_CHECKING:
    from accounts.models import Participant
    from meetings.models import ConfidentialityAgreement, Meeting, Seat


class Row(NamedTuple):
    """Somebody on the list."""

    seat: Seat
    name: str
    first_name: str
    new: bool
    still_to_agree: bool
    # Empty for who carries the meeting but doesn't host it.
    access_needs: str


class DoorList(NamedTuple):
    """Everybody on it, and how many are there."""

    rows: list[Row]
    there: int
    expected: int
    agreement: ConfidentialityAgreement | None
    can_mark: bool
    hosts: bool


def list_for(meeting: Meeting, viewer: Participant) -> DoorList:
    """Return the list for who carries `meeting`, by name; a fixed number of queries, however many come."""
    seats = list(meeting.seats.seated().with_people())
    SelfPortrait.objects.shown_on([seat.participant for seat in seats if seat.participant], viewer=viewer)
    unread = agreeing.still_to_accept(meeting, seats)
    new = set(newcomers.of(meeting).values_list("pk", flat=True))
    hosts = meeting.hosts.filter(pk=viewer.pk).exists()
    rows = [row(seat, seat.pk in new, seat.pk in unread, seat.access_needs if hosts else "") for seat in seats]
    return DoorList(
        rows=sorted(rows, key=lambda each: (each.name.lower(), each.seat.pk)),
        there=sum(seat.places for seat in seats if seat.present),
        expected=sum(seat.places for seat in seats if seat.present is not False),
        agreement=agreeing.current(meeting),
        can_mark=attending.can_mark(meeting),
        hosts=hosts,
    )


def row(seat: Seat, new: bool, still_to_agree: bool, access_needs: str) -> Row:
    """Return one of them."""
    words = seat.name.split()
    return Row(seat, seat.name, words[0] if words else "", new, still_to_agree, access_needs)
