"""Reminding people of a meeting: two days before, and in the morning; told from the clock, so a late clock forgets nobody twice."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from meetings import telling_seats
from meetings.models import Meeting, Seat
from notifications.moments import instant

if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS = timedelta(days=2)
BEFORE_AT, MORNING_AT = time(10), time(8)
# Somebody who is reminded hears it this long before it begins at least; a morning meeting is reminded of at its own pace.
AT_LEAST = timedelta(hours=1)


def remind(now: datetime | None = None) -> int:
    """Remind everybody who comes and hasn't heard since it was time to; return how many were told."""
    moment = now or timezone.now()
    soon = Meeting.objects.coming(moment).filter(starts_at__gt=moment, starts_at__lte=moment + DAYS + timedelta(days=1))
    return sum(remind_of(meeting, since) for meeting in soon.select_related("area") if (since := due_since(meeting, moment)))


def due_since(meeting: Meeting, now: datetime) -> datetime | None:
    """Return the latest moment, before `now`, at which people should have been reminded; None when it is too early."""
    day = meeting.starts_at.astimezone(meeting.zone).date()
    morning = min(instant(day, MORNING_AT, meeting.zone), meeting.starts_at - AT_LEAST)
    moments: Iterable[datetime] = (morning, instant(day - DAYS, BEFORE_AT, meeting.zone))
    return next((each for each in moments if each <= now), None)


def remind_of(meeting: Meeting, since: datetime) -> int:
    """Remind who comes to `meeting` and heard nothing of it since then: no answer, no moving up, no reminder."""
    heard = Q(reminded_at__gte=since) | Q(answered_at__gte=since) | Q(moved_up_at__gte=since)
    numbers = list(Seat.objects.filter(meeting=meeting).seated().exclude(heard).values_list("pk", flat=True))
    return sum(reminded(number, since) for number in numbers)


@transaction.atomic
def reminded(number: int, since: datetime) -> bool:
    """Remind one, if nobody did meanwhile."""
    seats = Seat.objects.seated().filter(Q(reminded_at=None) | Q(reminded_at__lt=since), pk=number)
    seat = seats.select_for_update(of=("self",), skip_locked=True).with_people().first()
    if seat is None:
        return False
    Seat.objects.filter(pk=seat.pk).update(reminded_at=timezone.now())
    telling_seats.remind(seat)
    return True
