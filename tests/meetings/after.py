"""A meeting that is over, with people who were there: what the tests of afterwards begin from."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import Participant
from meetings.models import Meeting, Trajectory
from neighbourhood.models import Side
from tests.factories import AreaFactory, ParticipantFactory
from tests.meetings.factories import LunchFactory, SeatFactory, TrajectoryFactory


def over(trajectory: Trajectory | None = None, *, days: int = 1, **facts: object) -> Meeting:
    """Return a lunch meeting that ended `days` days ago, with its attendance settled."""
    start = timezone.now().replace(microsecond=0) - timedelta(days=days, hours=2)
    trajectory = trajectory or TrajectoryFactory.create(area=AreaFactory.create())
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2), "settled_at": start + timedelta(hours=2)}
    return LunchFactory.create(trajectory=trajectory, area=trajectory.area, **{**times, **facts})


def came(meeting: Meeting, *people: Participant, present: bool | None = True) -> list[Participant]:
    """Seat people at the meeting; present unless said otherwise."""
    for person in people:
        SeatFactory.create(meeting=meeting, participant=person, present=present)
    return list(people)


def crowd(meeting: Meeting, number: int) -> list[Participant]:
    """Return `number` people who were there, of both sides in turn."""
    made = [
        ParticipantFactory.create(area=meeting.area)
        if order % 2 == 0
        else ParticipantFactory.create(area=meeting.area, side=Side.FORMAL, roles=["professional"])
        for order in range(number)
    ]
    return came(meeting, *made)
