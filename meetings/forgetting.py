"""Forgetting what nobody needs once a meeting is over: who guests were, whom people asked, what they eat and need."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from meetings.models import Invitation, Seat

# Two weeks for who brings the report round; then a guest is a number on a side.
KEPT = timedelta(days=14)


def forget(now: datetime | None = None) -> int:
    """Empty what is older; return how many seats and invitations that were."""
    over = (now or timezone.now()) - KEPT
    past = Seat.objects.filter(meeting__ends_at__lte=over)
    wishes = past.exclude(diet="", access_needs="").update(diet="", access_needs="")
    guests = past.exclude(guest_name="", guest_email="").update(guest_name="", guest_email="", shown=False)
    addresses = Invitation.objects.filter(meeting__ends_at__lte=over).exclude(email="", name="").update(email="", name="")
    return wishes + guests + addresses
