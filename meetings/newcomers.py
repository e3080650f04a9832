"""Who is new this time: the group grows, and too many strangers at once make people share less (source: "Growth")."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q

from meetings.models import Meeting, MeetingKind, Seat, SeatState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Participant
    from meetings.seats import SeatQuerySet

# More than this part of a group being new is worth a warning.
THIRD = 3
WITH_THE_GROUP = (MeetingKind.LUNCH, MeetingKind.GUIDE, MeetingKind.CLOSING)


class Share(NamedTuple):
    """How many of those who come are new."""

    new: int
    everybody: int

    @property
    def many(self) -> bool:
        """Whether that is more than a third."""
        return self.new * THIRD > self.everybody


def there() -> Q:
    """Condition that a seat was used, or will be: marked as present, or taken and not marked as absent."""
    return Q(present=True) | Q(present=None, state=SeatState.SEATED)


def before(meeting: Meeting) -> SeatQuerySet:
    """Seats that were used at earlier meetings of the group."""
    earlier = Q(meeting__trajectory=meeting.trajectory_id, meeting__kind__in=WITH_THE_GROUP, meeting__cancelled_at=None)
    return Seat.objects.filter(there(), earlier, meeting__starts_at__lt=meeting.starts_at).order_by()


def of(meeting: Meeting) -> SeatQuerySet:
    """Seats of those who come for the first time; none where no group has met yet, since then everybody is new."""
    if meeting.trajectory_id is None or meeting.kind not in WITH_THE_GROUP or not before(meeting).exists():
        return Seat.objects.none()
    known = Exists(before(meeting).filter(participant=OuterRef("participant")))
    return Seat.objects.filter(meeting=meeting, state=SeatState.SEATED).exclude(present=False).exclude(known)


def share(meeting: Meeting) -> Share:
    """Return how many of those who come are new."""
    return Share(of(meeting).count(), meeting.seats.seated().exclude(present=False).count())


def with_many(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return those of `meetings` at which more than a third is new; one query."""
    found = {meeting.pk: meeting for meeting in meetings if meeting.trajectory_id and meeting.kind in WITH_THE_GROUP}
    earlier = Seat.objects.filter(
        there(),
        meeting__trajectory=OuterRef("meeting__trajectory"),
        meeting__kind__in=WITH_THE_GROUP,
        meeting__cancelled_at=None,
        meeting__starts_at__lt=OuterRef("meeting__starts_at"),
    ).order_by()
    come = Seat.objects.filter(Exists(earlier), meeting__in=found, state=SeatState.SEATED).exclude(present=False).order_by()
    known = come.annotate(known=Exists(earlier.filter(participant=OuterRef("participant")))).values_list("meeting", "known")
    new, everybody = Counter[int](), Counter[int]()
    for number, was_there in known:
        everybody[number] += 1
        new[number] += not was_there
    return [found[number] for number in found if Share(new[number], everybody[number]).many]


def in_core(meeting: Meeting, person: Participant | None) -> bool:
    """Whether `person` comes now and was there before."""
    if person is None or meeting.trajectory_id is None:
        return False
    return before(meeting).filter(participant=person).exists() and meeting.seats.seated().filter(participant=person).exists()


def shown_to(viewer: Participant | None, meeting: Meeting) -> SeatQuerySet:
    """Who is new, for who was there before and comes again: only people who let members see that they come."""
    if viewer is None or not in_core(meeting, viewer):
        return Seat.objects.none()
    return of(meeting).filter(Seat.objects.shown_to(viewer)).exclude(participant=viewer)
