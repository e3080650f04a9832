"""Drafts of listings: keeping, resuming and looking at what isn't sent yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction

from accounts import beginning
from market.browsing import Ticket, ticket_of
from market.drafts import Draft
from market.listings import Kind, Listing, Way
from market.publishing import voice

if TYPE_CHECKING:
    from accounts.models import Participant
    from market.forms.listings import ListingForm


def draft_of(writer: Participant, listing: Listing | None = None) -> Draft | None:
    """Return what `writer` left unfinished for `listing` (for a new one when None)."""
    return Draft.objects.filter(writer=writer, listing=listing).first()


def keep(writer: Participant, form: ListingForm, listing: Listing | None = None) -> Draft:
    """Keep what stands in the form, right or wrong; a photo only when it could be read."""
    form.is_valid()
    picture = form.cleaned_data.get("photo")
    with transaction.atomic():
        draft, _made = Draft.objects.update_or_create(writer=writer, listing=listing, defaults={"fields": form.words()})
        if isinstance(picture, ContentFile):
            draft.photo.save(str(picture.name), picture)
    return draft


def sketch(writer: Participant, *, kind: str, way: str, title: str) -> Draft:
    """Begin a first listing with what `writer` said in the last of the first steps, which end here.

    What a draft says already beside that stays.
    """
    with transaction.atomic():
        draft, _made = Draft.objects.select_for_update().get_or_create(writer=writer, listing=None)
        draft.fields = {**draft.fields, "kind": kind, "way": way, "title": title}
        draft.save()
        beginning.finish(writer)
    return draft


def drop(writer: Participant) -> None:
    """Throw away what `writer` left unfinished of a new listing."""
    Draft.objects.filter(writer=writer, listing=None).delete()


def resumed(draft: Draft | None, initial: dict[str, Any]) -> dict[str, Any]:
    """Return what the form begins with: what it would begin with, overlaid with what was left."""
    return {**initial, **(draft.fields if draft is not None else {})}


def photo(form: ListingForm, draft: Draft | None, listing: Listing | None = None) -> Any:
    """Return the photo that the listing gets: the one just sent, else the draft's, else the one it had."""
    if form.cleaned_data["remove_photo"]:
        return ""
    sent = form.cleaned_data.get("photo")
    if isinstance(sent, ContentFile):
        return sent
    if draft is not None and draft.photo:
        return draft.photo.name
    return listing.photo if listing is not None else ""


def preview(form: ListingForm) -> Ticket | None:
    """Return the ticket as it will look, once there is a title."""
    form.is_valid()
    cleaned = form.cleaned_data
    if not cleaned.get("title"):
        return None
    sketch = Listing(owner=form.writer, area=form.writer.area, pk=form.instance.pk or 0)
    for name in ("title", "description", "languages", "place", "organisation"):
        setattr(sketch, name, cleaned.get(name) or getattr(sketch, name))
    sketch.kind = cleaned.get("kind") or Kind.OFFER
    sketch.way = cleaned.get("way") or Way.SHARE
    sketch.side = voice(sketch, by=form.writer, together=bool(cleaned.get("together")))
    sketch.tag_names = cleaned.get("tags") or []
    return ticket_of(sketch)
