"""Making and changing one's self-portrait: words for head, heart and belly, and a drawing or a photo of one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts import beginning
from accounts.models import Participant, SelfPortrait
from kennismarkt import images

if TYPE_CHECKING:
    from django.core.files.base import ContentFile
    from django.db.models.fields.files import FieldFile

    from accounts.drawing import Stroke


class ChangedMeanwhile(Exception):  # noqa: N818 (no failure of the software: somebody wrote at two places at once)
    """The self-portrait was saved after the form was opened; carries what stands there now."""

    def __init__(self, theirs: SelfPortrait) -> None:
        """Keep what was saved meanwhile."""
        super().__init__("changed meanwhile")
        self.theirs = theirs


@transaction.atomic
def portray(
    person: Participant,
    *,
    head: str,
    heart: str,
    belly: str,
    strokes: list[Stroke],
    photo: ContentFile[bytes] | None = None,
    keep_photo: bool = True,
    version: int,
) -> SelfPortrait:
    """Write the self-portrait of `person`, which was `version` when they began (0: none yet), and return it.

    A new photo takes the place of a drawing, a drawing that of a photo; with neither, the photo that is there stays
    if it is to be kept. Raises `ChangedMeanwhile`, unless what is there says the same already.
    """
    portrait = locked(person)
    words = {"head": head, "heart": heart, "belly": belly}
    if photo is None and says(portrait, words, strokes, keep_photo):
        beginning.portrayed(person)
        return portrait
    if portrait.pk is not None and portrait.version != version:
        raise ChangedMeanwhile(portrait)
    portrait.version = portrait.version + 1 if portrait.pk is not None else 1
    for name, said in words.items():
        setattr(portrait, name, said)
    picture(portrait, strokes, photo, keep_photo)
    portrait.changed_at = timezone.now()
    portrait.save()
    beginning.portrayed(person)
    return portrait


def locked(person: Participant) -> SelfPortrait:
    """Return the self-portrait of `person`, held until the end, or a fresh one; one request at a time."""
    Participant.objects.select_for_update(of=("self",)).get(pk=person.pk)
    return SelfPortrait.objects.filter(participant=person).first() or SelfPortrait(participant=person)


def says(portrait: SelfPortrait, words: dict[str, str], strokes: list[Stroke], keep_photo: bool) -> bool:
    """Whether `portrait` says this already, as when the same form comes twice."""
    if portrait.pk is None or (portrait.photo and not keep_photo):
        return False
    return portrait.strokes == strokes and all(getattr(portrait, name) == said for name, said in words.items())


def picture(portrait: SelfPortrait, strokes: list[Stroke], photo: ContentFile[bytes] | None, keep_photo: bool) -> None:
    """Give `portrait` its photo, its drawing or neither, without saving; what it no longer shows is erased."""
    before = (portrait.strokes, portrait.photo.name)
    if photo is not None or strokes or not keep_photo:
        forget(portrait.photo, portrait.photo_small)
        portrait.photo = portrait.photo_small = ""  # type: ignore[assignment]  # Django takes names for files
    portrait.strokes = strokes if photo is None else []
    if photo is not None:
        small = images.small(photo)
        photo.seek(0)
        portrait.photo.save(str(photo.name), photo, save=False)
        portrait.photo_small.save(str(small.name), small, save=False)
    if not (portrait.strokes or portrait.photo):
        portrait.picture_version = 0
    elif before != (portrait.strokes, portrait.photo.name):
        portrait.picture_version = portrait.version


def forget(*files: FieldFile) -> None:
    """Erase `files` once it is certain that nothing shows them any more."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
