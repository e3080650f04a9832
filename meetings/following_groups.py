"""Who may follow the putting together of a group, and its work, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Participant
from kennismarkt import live
from meetings.models import Meeting
from meetings.prep_groups import composed_with
from meetings.preparation import TOPIC
from meetings.working import membered

if TYPE_CHECKING:
    from collections.abc import Iterable


@live.follows(TOPIC)
def group_followers(pairs: Iterable[live.Pair]) -> set[live.Pair]:
    """Those who take part in the meeting or its trajectory, prepare it, or carry it; a few queries per person."""
    wanted: dict[int, set[int]] = {}
    for person, number in pairs:
        if number.isascii() and number.isdecimal() and int(number) < 2**63:
            wanted.setdefault(person, set()).add(int(number))
    people = Participant.objects.in_bulk(wanted)
    allowed: set[live.Pair] = set()
    for number, viewer in people.items():
        seen = Q(pk__in=composed_with(viewer).order_by().values("pk")) | membered(viewer)
        found = Meeting.objects.held().filter(seen, pk__in=wanted[number]).values_list("pk", flat=True)
        allowed |= {(number, str(meeting)) for meeting in found}
    return allowed
