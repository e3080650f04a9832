"""Placing a listing on the market, and everything its owner does with it afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Affiliation
from kennismarkt import pace, search
from kennismarkt.errors import Refused
from market.drafts import Draft
from market.listings import UNDO, Listing, ListingSide, Outcome, Visibility, fresh_expiry
from market.searching import learn_words
from market.tags import Tag, Tagging

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from django.core.files.storage import Storage

    from accounts.models import Participant

MOST_TAGS = 5
# What a listing is made of; the form, the draft and the verbs agree on these names.
WRITTEN = (
    "kind",
    "way",
    "title",
    "description",
    "when",
    "languages",
    "place",
    "photo",
    "photo_alt",
    "organisation",
    "for_someone_else",
    "visibility",
)


class ChangedMeanwhile(Exception):  # noqa: N818 (no failure of the software: two people wrote at once)
    """Somebody saved this listing after the form was opened; carries what stands there now."""

    def __init__(self, theirs: Listing) -> None:
        """Keep the text that was saved meanwhile."""
        super().__init__("changed meanwhile")
        self.theirs = theirs


def place(*, by: Participant, written: dict[str, Any], tags: Iterable[str], together: bool, once: UUID) -> Listing:
    """Put a new listing on the market of the writer's area; the same form sent twice places one.

    Raises `Refused` when the writer may not speak for the organisation, or for too many in an hour.
    """
    with transaction.atomic():
        pace.lock(by)
        earlier = Listing.objects.filter(owner=by, placed_once=once).first()
        if earlier is not None:
            return earlier
        pace.keep_pace(Listing.objects.filter(owner=by), "published_at", "listings")
        listing = Listing(owner=by, area=by.area, placed_once=once)
        write(listing, by=by, written=written, together=together)
        listing.save()
        tag(listing, names=tags, by=by)
        Draft.objects.filter(writer=by, listing=None).delete()
        return listing


def change(
    listing: Listing, *, by: Participant, written: dict[str, Any], tags: Iterable[str], together: bool, version: int
) -> Listing:
    """Write `listing` anew.

    Raises `ChangedMeanwhile` when it is no longer `version`, `Refused` as `place` does.
    """
    with transaction.atomic():
        current = locked(listing, by=by)
        if current.version != version:
            raise ChangedMeanwhile(current)
        write(current, by=by, written=written, together=together)
        current.version += 1
        current.changed_at = timezone.now()
        current.save()
        tag(current, names=tags, by=by)
        Draft.objects.filter(writer=by, listing=current).delete()
        return current


def write(listing: Listing, *, by: Participant, written: dict[str, Any], together: bool) -> None:
    """Take over what was written and work out whose voice it is."""
    for name in WRITTEN:
        setattr(listing, name, written[name])
    organisation = listing.organisation
    if organisation is not None and organisation.pk not in set(Affiliation.objects.organisations_of(by)):
        raise Refused(_("Je kunt alleen iets plaatsen namens een organisatie waar je bij hoort."))
    if listing.visibility == Visibility.ORGANISATION and organisation is None:
        raise Refused(_("Kies de organisatie waarvoor dit is."))
    listing.side = voice(listing, by=by, together=together)


def voice(listing: Listing, *, by: Participant, together: bool) -> str:
    """Whose voice a listing has: both together, the organisation's side, or that of the person."""
    if together:
        return ListingSide.TOGETHER
    return listing.organisation.side if listing.organisation is not None else by.side


def tag(listing: Listing, *, names: Iterable[str], by: Participant) -> None:
    """Give `listing` exactly these tags; words that are new become proposals of `by`."""
    wanted = [known_tag(name, by=by) for name in list(names)[:MOST_TAGS]]
    listing.taggings.exclude(tag__in=wanted).delete()
    Tagging.objects.bulk_create((Tagging(tag=each, content_object=listing) for each in wanted), ignore_conflicts=True)
    index(Listing.objects.filter(pk=listing.pk))


def known_tag(name: str, *, by: Participant) -> Tag:
    """Return the tag called `name`, whatever its case, or propose it."""
    tag = Tag.objects.filter(name__iexact=name).first()
    if tag is None:
        tag = Tag(name=name.lower(), proposed_by=by)
        tag.save()  # type: ignore[no-untyped-call]  # taggit has no types
    return tag


def index(listings: QuerySet[Listing]) -> None:
    """Bring the search columns of `listings` up to date with their tags, organisation and place."""
    found = list(listings.select_related("organisation", "place").prefetch_related("taggings__tag"))
    for listing in found:
        names = sorted(tagging.tag.name for tagging in listing.taggings.all() if tagging.tag.accepted)
        listing.tag_names = names
        spoken_for = [str(thing) for thing in (listing.organisation, listing.place) if thing is not None]
        listing.words = " ".join([*names, *spoken_for])
        listing.compounds = search.compound_parts(f"{listing.title} {listing.description} {listing.words}")
    Listing.objects.bulk_update(found, ["tag_names", "words", "compounds"], batch_size=500)
    learn_words(listings)


def locked(listing: Listing, *, by: Participant) -> Listing:
    """Return `listing` locked for change by its owner (`Refused` for anybody else, and for what was deleted)."""
    current = Listing.objects.select_for_update(of=("self",)).filter(pk=listing.pk).owned_by(by).first()
    if current is None:
        raise Refused(_("Dit is niet van jou, of het is weggehaald."), status=404)
    return current


def pause(listing: Listing, *, by: Participant) -> Listing:
    """Take it off the market for a while."""
    return stamped(listing, by=by, paused_at=timezone.now())


def resume(listing: Listing, *, by: Participant) -> Listing:
    """Put it back on the market, after a pause or when it was done after all; with a fresh term where it ran out."""
    return stamped(listing, by=by, paused_at=None, done_at=None, outcome="", expires_at=fresh_expiry())


def finish(listing: Listing, *, by: Participant, outcome: Outcome | str) -> Listing:
    """Close it as done, with the answer to "is het gelukt?" (may be left open)."""
    return stamped(listing, by=by, done_at=timezone.now(), outcome=outcome)


def renew(listing: Listing, *, by: Participant) -> Listing:
    """Give it a fresh term; it keeps its place in the order, so that renewing is no way to the top."""
    return stamped(listing, by=by, expires_at=fresh_expiry())


def delete(listing: Listing, *, by: Participant) -> Listing:
    """Take it away; `undelete` brings it back for ten minutes."""
    return stamped(listing, by=by, deleted_at=timezone.now())


def undelete(listing: Listing, *, by: Participant) -> Listing:
    """Bring back what was deleted less than ten minutes ago (`Refused` when that is past)."""
    return stamped(listing, by=by, deleted_at=None)


def stamped(listing: Listing, *, by: Participant, **fields: Any) -> Listing:
    """Set dates of a listing under lock, and return it."""
    with transaction.atomic():
        current = locked(listing, by=by)
        for name, value in fields.items():
            setattr(current, name, value)
        current.save(update_fields=list(fields))
        return current


def purge(*, now: datetime | None = None) -> int:
    """Erase for good, photos too, what was deleted longer ago than can be undone; return how many listings went."""
    gone = Listing.objects.filter(deleted_at__lt=(now or timezone.now()) - UNDO)
    photos = [listing.photo for listing in gone if listing.photo]
    count = gone.count()
    gone.delete()
    for photo in photos:
        photo.delete(save=False)
    return count


def forget_photos() -> int:
    """Erase photos that no listing and no draft shows, an hour after they were sent; return how many went."""
    shown = {
        *Listing.objects.exclude(photo="").values_list("photo", flat=True),
        *Draft.objects.exclude(photo="").values_list("photo", flat=True),
    }
    storage = Listing._meta.get_field("photo").storage
    long_ago = timezone.now() - timedelta(hours=1)
    forgotten = [name for name in stored(storage) if name not in shown and storage.get_modified_time(name) < long_ago]
    for name in forgotten:
        storage.delete(name)
    return len(forgotten)


def stored(storage: Storage) -> Iterator[str]:
    """Yield the names of all photos that are kept."""
    if not storage.exists("listings"):
        return
    folders, _files = storage.listdir("listings")
    for folder in folders:
        for name in storage.listdir(f"listings/{folder}")[1]:
            yield f"listings/{folder}/{name}"
