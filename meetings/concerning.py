"""The first ways to be concerned with a meeting: a seat, being its host, carrying its trajectory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Participant
from meetings import concerned
from meetings.gatherings import Meeting
from meetings.seats import Seat, SeatState
from meetings.trajectories import Trajectory

if TYPE_CHECKING:
    from django.db.models import QuerySet

COMING = (SeatState.SEATED, SeatState.WAITING)


def seated(meeting: Meeting) -> QuerySet[Participant]:
    """Who comes, or waits for a seat."""
    return Participant.objects.filter(seats__meeting=meeting, seats__state__in=COMING)


def answered(person: Participant) -> Q:
    """Meetings to which `person` gave an answer, whichever."""
    return Q(pk__in=Seat.objects.filter(participant=person).values("meeting"))


def coming_to(person: Participant) -> Q:
    """Meetings to which `person` comes, or for which they wait."""
    return Q(pk__in=Seat.objects.filter(participant=person, state__in=COMING).values("meeting"))


def hosts(meeting: Meeting) -> QuerySet[Participant]:
    """Who receives people."""
    return Participant.objects.filter(hosted=meeting)


def hosted_by(person: Participant) -> Q:
    """Meetings that `person` hosts."""
    return Q(pk__in=Meeting.hosts.through.objects.filter(participant=person).values("meeting"))


def carriers(meeting: Meeting) -> QuerySet[Participant]:
    """Who coordinates or facilitates the trajectory."""
    numbers = [
        through.objects.filter(trajectory=meeting.trajectory_id).values("participant")
        for through in (Trajectory.coordinators.through, Trajectory.facilitators.through)
    ]
    return Participant.objects.filter(Q(pk__in=numbers[0]) | Q(pk__in=numbers[1]))


def carried_by(person: Participant) -> Q:
    """Meetings of trajectories that `person` coordinates or facilitates."""
    return Q(
        trajectory__in=Trajectory.objects.filter(
            Q(pk__in=Trajectory.coordinators.through.objects.filter(participant=person).values("trajectory"))
            | Q(pk__in=Trajectory.facilitators.through.objects.filter(participant=person).values("trajectory"))
        ).values("pk")
    )


concerned.way("seats", told=seated, seen=answered, kept=coming_to)
concerned.way("hosts", told=hosts, seen=hosted_by)
concerned.way("carriers", told=carriers, seen=carried_by)
