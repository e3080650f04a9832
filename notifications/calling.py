"""The call list: what people without e-mail should hear, told by somebody of their area.

Every kind stands on it by itself, in the words that its person would read; `called=False` keeps a kind off.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Min
from django.utils import timezone

from accounts.models import Appointment, Duty, Participant
from notifications import wording
from notifications.kinds import kinds
from notifications.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    here = Participant.objects.present().filter(area__in=areas, user__email=None, user__is_active=True)
    told = [kind.name for kind in kinds.values() if kind.called]
    return Notice.objects.unread().filter(recipient__in=here.values("pk"), kind__in=told)


def calls(viewer: Participant | None) -> list[Call]:
    """Return whom to call about what, who waits longest first; nothing that the person themselves may not see.

    What there is nothing left to tell of (a listing that is gone, a message that was read) is crossed off.
    """
    longest = waiting(viewer).order_by().values("recipient").annotate(since=Min("made_at")).order_by("since", "recipient")
    numbers = [row["recipient"] for row in longest[:AT_A_TIME]]
    found = waiting(viewer).filter(recipient__in=numbers).select_related("recipient__area", "recipient__user")
    ordered = found.order_by("recipient", "pk")
    made = [called(list(group)) for _number, group in groupby(ordered, key=lambda notice: notice.recipient_id)]
    return sorted((call for call in made if call.lines), key=lambda call: min(line.notice.made_at for line in call.lines))


def called(notices: list[Notice]) -> Call:
    """Return the call that tells these notices of one person."""
    person = notices[0].recipient
    lines = wording.lines(notices, reader=person)
    left = {line.notice.pk for line in lines}
    cross_off(notice.pk for notice in notices if notice.pk not in left)
    return Call(person, lines)


def cross_off(numbers: Iterable[int]) -> int:
    """Remember that there is nothing to tell of these notices any more; return how many there were."""
    return Notice.objects.unread().filter(pk__in=list(numbers)).update(read_at=timezone.now())


def told(person: Participant, *, upto: int, by: Participant) -> int:
    """Remember that `by` told `person` everything up to notice `upto` (`PermissionDenied` beyond their areas)."""
    if not Appointment.objects.areas(by, *CALLERS).filter(pk=person.area_id).exists():
        raise PermissionDenied
    return cross_off(waiting(by).filter(recipient=person, pk__lte=upto).values_list("pk", flat=True))
