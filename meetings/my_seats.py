"""One's own meetings: where one is asked, comes, waits or hosts, and where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from meetings.models import Invitation, Meeting, Seat, SeatState
from meetings.wording_seats import moment

if TYPE_CHECKING:
    from accounts.models import Participant

MOST_PAST = 20


def overview(person: Participant) -> dict[str, Any]:
    """Return what the page of one's own meetings shows."""
    now = timezone.now()
    mine = Seat.objects.filter(participant=person).select_related("meeting__area", "meeting__place")
    coming = mine.filter(meeting__ends_at__gt=now).exclude(state=SeatState.DECLINED).order_by("meeting__starts_at", "pk")
    was = mine.filter(meeting__ends_at__lte=now, meeting__cancelled_at=None).exclude(present=False)
    asked = Invitation.objects.open().filter(participant=person).select_related("meeting__area", "meeting__place", "by")
    hosted = Meeting.objects.coming(now).filter(hosts=person).select_related("area", "place")
    return {
        "asked": [(each, moment(each.meeting)) for each in asked.order_by("meeting__starts_at", "pk")],
        "coming": [(each, moment(each.meeting)) for each in coming],
        "hosted": [(each, moment(each)) for each in hosted],
        "past": [
            (each, moment(each.meeting))
            for each in was.filter(state=SeatState.SEATED).order_by("-meeting__starts_at", "-pk")[:MOST_PAST]
        ],
    }
