"""Many people who want the same seats at once: each over a connection of their own, as many at a time as a site serves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.utils import timezone

from meetings import signup
from meetings.models import Meeting
from tests.factories import AreaFactory, ParticipantFactory
from tests.meetings.factories import MeetingFactory

if TYPE_CHECKING:
    from accounts.models import Participant

AT_ONCE = 20


class Outcome(NamedTuple):
    """How a race ended."""

    seated: int
    waiting: int
    chairs: list[int]
    in_order: bool
    seconds: float


def race(people: int, seats: int) -> Outcome:
    """Have `people` sign up for `seats` at once; whatever goes wrong for one is raised."""
    area = AreaFactory.create()
    meeting = MeetingFactory.create(area=area, capacity=seats)
    crowd = [ParticipantFactory.create(area=area, agreed=False) for _one in range(people)]
    began = timezone.now()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda share: sign_up(meeting, share), [crowd[start::AT_ONCE] for start in range(AT_ONCE)]))
    return outcome(meeting, (timezone.now() - began).total_seconds())


def sign_up(meeting: Meeting, people: list[Participant]) -> None:
    """Sign some up, one after the other, over one connection."""
    try:
        for person in people:
            signup.sign_up(meeting, by=person)
    finally:
        connection.close()


def outcome(meeting: Meeting, seconds: float) -> Outcome:
    """Return how it ended: who sits answered before who waits, and who waits does so in the order of their answers."""
    seated, line = meeting.seats.seated().order_by("answered_at"), list(meeting.seats.waiting())
    latest = seated.last()
    answers = [seat.answered_at for seat in line]
    in_order = answers == sorted(answers) and (latest is None or not answers or latest.answered_at <= answers[0])
    return Outcome(seated.count(), len(line), sorted(meeting.chairs.values_list("number", flat=True)), in_order, seconds)
