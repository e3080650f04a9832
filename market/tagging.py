"""What moderators do with the words that members propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Appointment, Duty
from kennismarkt.errors import Refused
from market.listings import Listing
from market.publishing import index
from market.tags import Tag, Tagging

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Participant


def proposed_to(moderator: Participant | None) -> QuerySet[Tag]:
    """Return the proposed tags that stand on a listing in an area that `moderator` moderates."""
    areas = Appointment.objects.areas(moderator, Duty.MODERATOR)
    return Tag.tags.filter(accepted=False, taggings__content_object__area__in=areas).distinct().order_by("name")


def decidable(tag: Tag, by: Participant) -> None:
    """Raise `PermissionDenied` unless `by` moderates an area where the proposal stands."""
    if not proposed_to(by).filter(pk=tag.pk).exists():
        raise PermissionDenied


def accept(tag: Tag, *, by: Participant) -> None:
    """Take the word in; from now on everybody sees it and finds by it."""
    decidable(tag, by)
    with transaction.atomic():
        Tag.tags.filter(pk=tag.pk).update(accepted=True)
        index(Listing.objects.filter(taggings__tag=tag))


def reject(tag: Tag, *, by: Participant) -> None:
    """Throw the word away, with where it stands."""
    decidable(tag, by)
    tag.delete()


def merge(tag: Tag, into: Tag, *, by: Participant) -> None:
    """Use the accepted word `into` instead, wherever `tag` was proposed (`Refused` for a word that isn't accepted)."""
    decidable(tag, by)
    if not into.accepted:
        raise Refused(_("Kies een trefwoord dat al is aangenomen."))
    with transaction.atomic():
        listings = list(Tagging.objects.filter(tag=tag).values_list("content_object_id", flat=True))
        Tagging.objects.bulk_create((Tagging(tag=into, content_object_id=pk) for pk in listings), ignore_conflicts=True)
        tag.delete()
        index(Listing.objects.filter(pk__in=listings))
