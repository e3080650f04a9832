"""The page of the tables: everything for who prepares or carries the meeting; their own table for everybody else who is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from meetings.models import Meeting, Seat, SeatState, TablePlace
from meetings.working import worked_on_by, works_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Participant


@dataclass(frozen=True)
class Table:
    """One table, and who sits there."""

    number: int
    seats: Sequence[Seat]


@dataclass(frozen=True)
class Page:
    """What a viewer sees of the tables."""

    tables: Sequence[Table]
    may_mix: bool


def found(viewer: Participant, pk: int) -> Meeting:
    """Return the meeting if this viewer comes to it, prepares it or carries it (404 otherwise)."""
    seats = Seat.objects.filter(participant=viewer, state=SeatState.SEATED).order_by().values("meeting")
    meetings = Meeting.objects.held().filter(pk__in=seats) | worked_on_by(viewer)
    return get_object_or_404(meetings.select_related("area"), pk=pk)


def page_for(meeting: Meeting, viewer: Participant) -> Page:
    """Return the tables that `viewer` may see."""
    places = TablePlace.objects.filter(meeting=meeting).select_related("seat__participant")
    may_mix = works_on(meeting, viewer)
    if not may_mix:
        mine = TablePlace.objects.filter(meeting=meeting, seat__participant=viewer).values("table")
        places = places.filter(table__in=mine)
    tables: dict[int, list[Seat]] = {}
    for place in places:
        tables.setdefault(place.table, []).append(place.seat)
    return Page([Table(number, seats) for number, seats in sorted(tables.items())], may_mix)
