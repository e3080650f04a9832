"""The rule of the stamp "samenspeler": took part in the whole of a trajectory, and helped to prepare it (domain: Stamp)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts import stamping
from accounts.models import Participant, StampKind
from meetings.models import Meeting, MeetingKind, Seat, Trajectory

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Conditions on a participant of having helped to prepare the trajectory at this reference.
Helped = Callable[[OuterRef, OuterRef], "Exists | Q"]
helped: list[Helped] = []


def at_a_preparation(person: OuterRef, trajectory: OuterRef) -> Exists:
    """Having been at a preparation session of the trajectory."""
    return Exists(
        Seat.objects.present().filter(participant=person, meeting__trajectory=trajectory, meeting__kind=MeetingKind.PREPARATION)
    )


helped.append(at_a_preparation)


def whole() -> QuerySet[Trajectory]:
    """Trajectories whose lunch meetings are all behind: at least one, each with its attendance settled."""
    lunches = Meeting.objects.held().filter(trajectory=OuterRef("pk"), kind=MeetingKind.LUNCH)
    return Trajectory.objects.filter(Exists(lunches), ~Exists(lunches.filter(settled_at=None)))


@stamping.rule(StampKind.SAMENSPELER, _("Deed mee aan alle bijeenkomsten van een traject en hielp voorbereiden."))
def whole_trajectory(people: QuerySet[Participant]) -> QuerySet[Participant]:
    """Those who were at every lunch meeting of a trajectory that is behind, and helped to prepare one."""
    lunches = Meeting.objects.held().filter(trajectory=OuterRef("pk"), kind=MeetingKind.LUNCH)
    was_there = Seat.objects.present().filter(participant=OuterRef(OuterRef(OuterRef("pk"))), meeting=OuterRef("pk"))
    prepared = Q(pk__in=[])
    for condition in helped:
        prepared |= Q(condition(OuterRef(OuterRef("pk")), OuterRef("pk")))
    earned = whole().filter(prepared, ~Exists(lunches.filter(~Exists(was_there))))
    once = Seat.objects.present().filter(meeting__trajectory__in=whole()).order_by().values("participant")
    return people.filter(Exists(earned), pk__in=once)
