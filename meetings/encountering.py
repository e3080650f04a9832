"""Who met whom at a meeting: written when attendance is settled, and mended when that is corrected."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import meeting as acquaintance
from accounts import stamping
from accounts.models import Encounter, Origin, Participant
from meetings.models import Seat

if TYPE_CHECKING:
    from meetings.models import Meeting

Pair = tuple[int, int]


@transaction.atomic
def write(meeting: Meeting) -> int:
    """Write who met whom at a meeting whose attendance is settled; return how many met for the first time.

    The verb that settles attendance calls it, and again after each correction: it writes what is missing, and takes back what
    it wrote about somebody who turns out not to have been there.
    """
    if meeting.settled_at is None:
        return 0
    seats = dict(meeting.seats.filter(participant__isnull=False).values_list("participant", "present"))
    there = [number for number, present in seats.items() if present]
    take_back(seats.keys() - set(there), set(seats))
    people = list(Participant.objects.filter(pk__in=there))
    first = acquaintance.meet_all(people, area=meeting.area, origin=Origin.MEETING, met_at=meeting.starts_at)
    stamping.consider(*people)
    return first


def take_back(absent: set[int], around: set[int]) -> None:
    """Forget encounters that only a meeting told of, between somebody absent and the others, unless another meeting tells of them."""
    pairs = {(min(one, other), max(one, other)) for one in absent for other in around if one != other}
    ones, others = {one for one, _other in pairs}, {other for _one, other in pairs}
    written = Encounter.objects.filter(origin=Origin.MEETING, one__in=ones, other__in=others)
    doubtful = {pair: number for number, *pair_ in written.values_list("pk", "one", "other") if (pair := tuple(pair_)) in pairs}
    if doubtful:
        still = together(ones | others)
        Encounter.objects.filter(pk__in=[number for pair, number in doubtful.items() if pair not in still]).delete()


def together(people: set[int]) -> set[Pair]:
    """Return the pairs among `people` who were at one settled meeting."""
    rows = Seat.objects.present().filter(participant__in=people, meeting__settled_at__isnull=False).order_by()
    met: dict[int, list[int]] = {}
    for number, person in rows.values_list("meeting", "participant"):
        if person is not None:
            met.setdefault(number, []).append(person)
    return {pair for each in met.values() for pair in combinations(sorted(each), 2)}
