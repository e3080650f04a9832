"""Why people don't come, as far as that may be told: counts from five up, once a meeting has begun.

Until then nothing is counted, because two looks with one answer between them would tell whose it was. From then on the counts
stand still. What everybody says is not told either: it would be each one's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count
from django.utils import timezone

from meetings.models import Meeting, Reason, Refusal

if TYPE_CHECKING:
    from accounts.models import Participant

FEWEST = 5


class Counted(NamedTuple):
    """A reason, and how many gave it."""

    reason: Reason
    number: int


def counts(meeting: Meeting, *, viewer: Participant | None) -> list[Counted]:
    """Return the reasons that five people or more gave, for a coordinator of the area; nothing for anybody else, or too early."""
    if meeting.starts_at > timezone.now() or not Meeting.objects.planned_by(viewer).filter(pk=meeting.pk).exists():
        return []
    said_no = meeting.seats.filter(declined_at__isnull=False).count()
    given = Refusal.objects.filter(seat__meeting=meeting).order_by().values_list("reason").annotate(number=Count("pk"))
    told = [Counted(Reason(reason), number) for reason, number in given if FEWEST <= number < said_no]
    return sorted(told, key=lambda each: (-each.number, each.reason))
