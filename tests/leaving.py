"""Leaving as tests do it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts import leaving
from accounts.models import Erasure, Participant

TEN_DAYS = timedelta(days=10)


def asked_long_ago(person: Participant) -> None:
    """Have somebody ask, and let ten days pass."""
    leaving.leave(person, by=person)
    Erasure.objects.filter(participant=person).update(asked_at=timezone.now() - TEN_DAYS)
