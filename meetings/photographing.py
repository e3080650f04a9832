"""Photos of a meeting: shown once everybody on them agrees, gone at once when somebody doesn't."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from meetings import presence
from meetings.models import Photo, PhotoConsent
from notifications import telling

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.core.files.base import ContentFile

    from accounts.models import Participant
    from meetings.models import Meeting

FORBIDDEN, GONE = 403, 404
ASKED = "meetings.photo"


@transaction.atomic
def add(meeting: Meeting, *, by: Participant, image: ContentFile[bytes], alt: str, people: Collection[Participant]) -> Photo:
    """Add a photo that was written anew, and ask who is on it; who adds it agrees for themselves.

    `Refused` for who doesn't share the meeting, and for people on it who don't belong to the group.
    """
    if not presence.shares(meeting, by):
        raise Refused(_("Dit is voor wie bij de bijeenkomst was."), status=FORBIDDEN)
    numbers = {person.pk for person in people}
    if presence.group_of(meeting).filter(pk__in=numbers).count() != len(numbers):
        raise Refused(_("Kies mensen uit de groep."))
    photo = Photo.objects.create(meeting=meeting, image=image, alt=alt, added_by=by)
    PhotoConsent.objects.bulk_create(
        PhotoConsent(photo=photo, participant=person, agreed_at=timezone.now() if person.pk == by.pk else None)
        for person in people
    )
    telling.notify(ASKED, [person for person in people if person.pk != by.pk], about=photo.pk, by=by)
    return photo


@transaction.atomic
def agree(photo: Photo, *, by: Participant) -> None:
    """Let the group see a photo that one is on (`Refused` for who wasn't asked)."""
    asked = PhotoConsent.objects.filter(photo=photo, participant=by)
    if not asked.filter(agreed_at=None).update(agreed_at=timezone.now()) and not asked.exists():
        raise Refused(_("Deze foto is er niet (meer)."), status=GONE)


@transaction.atomic
def take_away(photo: Photo, *, by: Participant) -> None:
    """Delete a photo: because one is on it, added it, or carries the meeting. Whoever sees it may say that they are on it."""
    found = Photo.objects.select_for_update().filter(pk=photo.pk).first()
    seen = Photo.objects.visible_to(by).filter(pk=photo.pk).exists()
    if found is None or not (seen or presence.carries(found.meeting, by)):
        raise Refused(_("Deze foto is er niet (meer)."), status=GONE)
    name, storage = found.image.name, found.image.storage
    found.delete()
    transaction.on_commit(lambda: storage.delete(name))
