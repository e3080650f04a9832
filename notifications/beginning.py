"""A word to people who stopped half way through the first steps, once for each time that they stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Onboarding
from notifications import telling
from notifications.models import Notice

if TYPE_CHECKING:
    from datetime import datetime

KIND = "notifications.stuck"


def remind(now: datetime | None = None) -> int:
    """Tell who did nothing more for fifteen days; return how many were told."""
    moment = now or timezone.now()
    told = Notice.objects.filter(kind=KIND, about=OuterRef("pk"), made_at__gt=OuterRef("moved_at"))
    stuck = Onboarding.objects.stuck(moment).filter(~Exists(told)).select_related("participant")
    return sum(telling.notify(KIND, [each.participant], about=each.pk, now=moment) for each in stuck)
