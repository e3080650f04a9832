"""The call list: what people without e-mail should hear, told by somebody of their area."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Appointment, Duty, Participant
from notifications import wording
from notifications.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from notifications.wording import Line

CALLERS = (Duty.COORDINATOR, Duty.CONNECTOR)
AT_A_TIME = 50


class Call(NamedTuple):
    """Somebody to call, and what to tell them."""

    person: Participant
    lines: list[Line]


def waiting(viewer: Participant | None) -> QuerySet[Notice]:
    """Return what people without e-mail in the areas of `viewer` have not heard yet."""
    areas = Appointment.objects.areas(viewer, *CALLERS)
    offline = Notice.objects.unread().filter(recipient__user__email=None, recipient__user__is_active=True)
    return offline.filter(recipient__area__in=areas, shown=True)


def calls(viewer: Participant | None) -> list[Call]:
    """Return whom to call about what, who waits longest first; nothing that the person themselves may not see."""
    people = waiting(viewer).values("recipient").distinct()[:AT_A_TIME]
    numbers = [row["recipient"] for row in people]
    found = waiting(viewer).filter(recipient__in=numbers).select_related("recipient__area", "recipient__user")
    ordered = found.order_by("recipient", "made_at")
    made = [called(list(group)) for _number, group in groupby(ordered, key=lambda notice: notice.recipient_id)]
    return sorted((call for call in made if call.lines), key=lambda call: call.lines[0].notice.made_at)


def called(notices: list[Notice]) -> Call:
    """Return the call that tells these notices of one person."""
    person = notices[0].recipient
    return Call(person, wording.lines(notices, reader=person))


def told(person: Participant, *, upto: int, by: Participant) -> int:
    """Remember that `by` told `person` everything up to notice `upto` (`PermissionDenied` beyond their areas)."""
    if not Appointment.objects.areas(by, *CALLERS).filter(pk=person.area_id).exists():
        raise PermissionDenied
    heard = waiting(by).filter(recipient=person, pk__lte=upto)
    return heard.update(read_at=timezone.now())
