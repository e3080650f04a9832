"""Mixed table groups: those who are there sit with as many new people of the other side as can be."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Encounter
from kennismarkt import live
from kennismarkt.errors import Refused
from meetings.models import Meeting, Seat, SeatState, TablePlace
from meetings.preparation import TOPIC, locked
from meetings.rotation.people import Pair, Person, pair
from meetings.rotation.tables import Seating, seating
from meetings.working import must_work_on

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accounts.models import Participant

MOST_TABLES = 30


def there(meeting: Meeting) -> list[Seat]:
    """Return the seats of who is there; while nobody was marked yet, of who comes."""
    seats = Seat.objects.filter(meeting=meeting, state=SeatState.SEATED).select_related("participant").order_by("pk")
    everybody = list(seats.exclude(present=False))
    marked = [seat for seat in everybody if seat.present]
    return marked or everybody


def mix(meeting: Meeting, *, by: Participant, tables: int) -> Seating:
    """Give everybody who is there a table; who prepares or carries the meeting does."""
    with transaction.atomic():
        meeting = locked(meeting)
        must_work_on(meeting, by)
        seats = there(meeting)
        if not seats:
            raise Refused(_("Er is nog niemand om aan tafel te zetten."))
        found = seating(
            [Person(seat.pk, seat.side) for seat in seats], met_before(meeting, seats), tables=min(tables, MOST_TABLES)
        )
        TablePlace.objects.filter(meeting=meeting).delete()
        TablePlace.objects.bulk_create(
            TablePlace(meeting=meeting, seat_id=person.number, table=number)
            for number, table in enumerate(found.tables, start=1)
            for person in table
        )
        live.tell(TOPIC, meeting.pk)
        return found


def met_before(meeting: Meeting, seats: Collection[Seat]) -> set[Pair]:
    """Return which of these seats belong to people who have met: anywhere, or at a table of the same trajectory."""
    mine = {seat.participant_id: seat.pk for seat in seats if seat.participant_id is not None}
    met = Encounter.objects.filter(one__in=mine, other__in=mine).values_list("one", "other")
    return {pair(mine[one], mine[other]) for one, other in {*met, *sat_together(meeting, mine)}}


def sat_together(meeting: Meeting, people: Mapping[int, int]) -> set[Pair]:
    """Return which of these people sat at one table earlier in the trajectory."""
    if meeting.trajectory_id is None:
        return set()
    places = TablePlace.objects.filter(
        Q(meeting__trajectory=meeting.trajectory_id) & ~Q(meeting=meeting), seat__participant__in=people
    )
    tables: dict[Pair, list[int]] = defaultdict(list)
    for where, table, person in places.values_list("meeting", "table", "seat__participant"):
        tables[where, table].append(person)
    return {pair(*two) for table in tables.values() for two in combinations(table, 2)}
