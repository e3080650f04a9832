"""Listings that come to their end: a reminder a week before, and keeping them by one click from the mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from market.listings import Listing
from notifications import telling
from notifications.models import Notice

if TYPE_CHECKING:
    from datetime import datetime

KIND = "market.expiring"
BEFORE = timedelta(days=7)
SALT = "renew"


def remind(now: datetime | None = None) -> int:
    """Tell owners what expires within a week, once for each term; return how many were told."""
    moment = now or timezone.now()
    told = Notice.objects.filter(kind=KIND, about=OuterRef("pk"), made_at__gt=OuterRef("expires_at") - BEFORE - timedelta(days=1))
    soon = Listing.objects.open(moment).filter(~Exists(told), expires_at__lte=moment + BEFORE)
    return sum(telling.notify(KIND, [listing.owner], about=listing.pk) for listing in soon.select_related("owner"))


def renewal_link(listing: Listing) -> str:
    """Return the address by which who got the mail keeps this listing; it holds for this term only."""
    return reverse("renew_by_link", args=[signing.dumps([listing.pk, listing.expires_at.isoformat()], salt=SALT)])


def linked(token: str) -> Listing | None:
    """Return the listing that an address is about; None when it isn't ours, was used, or the listing is gone."""
    try:
        number, expires_at = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    kept = Listing.objects.filter(pk=number, deleted_at=None, done_at=None, hidden_at=None, owner__user__is_active=True)
    listing = kept.select_related("owner", "area").first()
    return listing if listing is not None and listing.expires_at.isoformat() == expires_at else None
