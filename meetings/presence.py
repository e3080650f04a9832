"""Who was there, and who belongs to the group that shares what was said: the rule that everything afterwards leans on.

Whoever was at a meeting shares its report; whoever was at one meeting of a trajectory or a series belongs to that group and
shares all of its reports. A closing presentation is a feast with many guests: being there shares that evening only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.models import Participant
from meetings.gatherings import Meeting, MeetingKind
from meetings.seats import Seat, SeatState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from meetings.seats import SeatQuerySet

# Who else may write down what happened at a meeting: its preparation group says so, where that is known.
Carries = Callable[[Meeting, Participant], bool]
also_carry: list[Carries] = []


def there(path: str = "") -> Q:
    """Condition that the seat at `path` was used: marked as present, or taken where nobody has marked anything yet."""
    return Q(**{f"{path}present": True}) | Q(**{f"{path}present": None, f"{path}state": SeatState.SEATED})


def seats_of(viewer: Participant, now: datetime | None = None) -> SeatQuerySet:
    """Seats by which `viewer` was at meetings that have begun and went on."""
    begun = Q(meeting__starts_at__lte=now or timezone.now(), meeting__cancelled_at=None)
    return Seat.objects.filter(there() & begun, participant=viewer).order_by()


def in_group(viewer: Participant, now: datetime | None = None) -> Q:
    """Condition that `viewer` was at the meeting, or belongs to the group of its trajectory or series."""
    seats = seats_of(viewer, now)
    inner = seats.exclude(meeting__kind=MeetingKind.CLOSING)
    return (
        Q(pk__in=seats.values("meeting"))
        | Q(trajectory__in=inner.filter(meeting__trajectory__isnull=False).values("meeting__trajectory"))
        | Q(series__in=inner.filter(meeting__series__isnull=False).values("meeting__series"))
    )


def shared_with(viewer: Participant, path: str = "meeting") -> Q:
    """Condition that what hangs at `path` on a meeting is shared with `viewer`: the group and who carries it."""
    shared = Meeting.objects.filter(in_group(viewer) | Meeting.objects.carried_by(viewer))
    return Q(**{f"{path}__in": shared.order_by().values("pk")})


def group_of(meeting: Meeting, now: datetime | None = None) -> QuerySet[Participant]:
    """People who were at the meeting, or at another of its trajectory or series: among whom something is agreed."""
    begun = Q(meeting__starts_at__lte=now or timezone.now(), meeting__cancelled_at=None)
    together = Q(meeting=meeting.pk)
    if meeting.trajectory_id is not None:
        together |= Q(meeting__trajectory=meeting.trajectory_id) & ~Q(meeting__kind=MeetingKind.CLOSING)
    if meeting.series_id is not None:
        together |= Q(meeting__series=meeting.series_id)
    seats = Seat.objects.filter(there() & begun & together, participant__isnull=False)
    return Participant.objects.present().filter(pk__in=seats.order_by().values("participant")).order_by("display_name", "pk")


def was_at(meeting: Meeting, viewer: Participant) -> bool:
    """Whether `viewer` was at the meeting, as far as is known."""
    return seats_of(viewer).filter(meeting=meeting).exists()


def shares(meeting: Meeting, viewer: Participant | None) -> bool:
    """Whether the meeting's report and what belongs to it are shared with `viewer`."""
    return viewer is not None and Meeting.objects.filter(shared_with(viewer, "pk"), pk=meeting.pk).exists()


def carries(meeting: Meeting, viewer: Participant | None) -> bool:
    """Whether `viewer` plans, hosts or prepared the meeting, and so writes its report."""
    if viewer is None:
        return False
    planned = Meeting.objects.filter(Meeting.objects.carried_by(viewer), pk=meeting.pk).exists()
    return planned or any(also(meeting, viewer) for also in also_carry)
