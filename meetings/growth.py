"""How a group grows: people, organisations and sides per lunch meeting, and the core that was there every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from accounts.models import Affiliation, Participant
from meetings.gatherings import Meeting
from meetings.kinds import MeetingKind
from meetings.seats import Seat, SeatState
from neighbourhood.models import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetings.seats import SeatQuerySet
    from meetings.trajectories import Trajectory

# Below this number of people, their organisations would say who they are.
COUNTED_FROM = 5
# Having been there every time means something from the second time on.
TWICE = 2


class Grown(NamedTuple):
    """A lunch meeting with how many were there, or say that they come. Organisations: None where too few people to tell."""

    meeting: Meeting
    informal: int
    formal: int
    organisations: int | None

    @property
    def people(self) -> int:
        """How many in all."""
        return self.informal + self.formal

    @property
    def settled(self) -> bool:
        """Whether these are who was there."""
        return self.meeting.settled_at is not None


class Core(NamedTuple):
    """Who was there every time: how many, and those who agree that others see it."""

    number: int
    times: int
    people: list[Participant]


def counted(meetings: Sequence[Meeting]) -> SeatQuerySet:
    """Return the seats that count: who was there once that is settled, until then who says that they come."""
    there = Q(meeting__settled_at__isnull=False, present=True) | Q(meeting__settled_at=None, state=SeatState.SEATED)
    return Seat.objects.filter(there, meeting__in=[meeting.pk for meeting in meetings])


def grown(trajectory: Trajectory, viewer: Participant | None) -> list[Grown]:
    """Return the lunch meetings that `viewer` may see, up to the one that comes next, with their people; three queries."""
    seen = Meeting.objects.visible_to(viewer).held().filter(trajectory=trajectory, kind=MeetingKind.LUNCH)
    meetings = list(seen.select_related("area").order_by("starts_at", "pk"))
    coming = next((number for number, meeting in enumerate(meetings) if not meeting.over), len(meetings) - 1)
    meetings = meetings[: coming + 1]
    seats = counted(meetings).order_by()
    sides = {(meeting, side): number for meeting, side, number in seats.values_list("meeting", "side").annotate(Count("pk"))}
    organisations = represented(seats)
    found = []
    for meeting in meetings:
        informal, formal = (sides.get((meeting.pk, side.value), 0) for side in (Side.INFORMAL, Side.FORMAL))
        tell = informal + formal >= COUNTED_FROM
        found.append(Grown(meeting, informal, formal, organisations.get(meeting.pk, 0) if tell else None))
    return found


def represented(seats: SeatQuerySet) -> dict[int, int]:
    """Return, per meeting, of how many organisations and initiatives there was somebody."""
    there = seats.exclude(participant=None).values("meeting", "participant")
    confirmed = dict[int, set[int]]()
    affiliations = Affiliation.objects.confirmed().filter(participant__in=there.values("participant"))
    for person, organisation in affiliations.values_list("participant", "organisation"):
        confirmed.setdefault(person, set()).add(organisation)
    found: dict[int, set[int]] = {}
    for row in there:
        found.setdefault(row["meeting"], set()).update(confirmed.get(row["participant"], ()))
    return {meeting: len(organisations) for meeting, organisations in found.items()}


def core(trajectory: Trajectory, viewer: Participant | None) -> Core | None:
    """Return who was at every lunch meeting so far; None before the second. Names only of who agreed at each of them."""
    seen = Meeting.objects.visible_to(viewer).held().filter(trajectory=trajectory, kind=MeetingKind.LUNCH)
    settled = list(seen.exclude(settled_at=None).values_list("pk", flat=True))
    if len(settled) < TWICE:
        return None
    present = Seat.objects.present().filter(meeting__in=settled).exclude(participant=None).order_by()
    always = present.values("participant").annotate(times=Count("meeting")).filter(times=len(settled))
    number = always.count()
    if not number:
        return None
    shown = Seat.objects.visible_to(viewer).filter(meeting__in=settled, shown=True, present=True).order_by()
    agreed = shown.values("participant").annotate(times=Count("meeting")).filter(times=len(settled))
    people = Participant.objects.visible_to(viewer).filter(pk__in=agreed.values("participant")).order_by("display_name")
    return Core(number, len(settled), list(people))
