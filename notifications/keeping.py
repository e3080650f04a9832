"""How long notices are kept."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from notifications.choices import State
from notifications.models import Delivery, Notice

READ = timedelta(days=90)
UNREAD = timedelta(days=365)


def forget() -> None:
    """Erase notices a quarter after they were read, a year after they were told; what was sent goes with its notice."""
    now = timezone.now()
    Notice.objects.filter(Q(read_at__lt=now - READ) | Q(told_at__lt=now - UNREAD)).delete()
    Delivery.objects.exclude(state=State.WAITING).filter(notice=None, made_at__lt=now - READ).delete()
