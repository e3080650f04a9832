"""Suggestions while somebody types: tags, titles and words, only of what they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef

from kennismarkt import search
from market.listings import Listing
from market.tags import Tag
from market.usual import matching

if TYPE_CHECKING:
    from accounts.models import Participant
    from market.listings import ListingQuerySet
    from neighbourhood.models import Area

SHORTEST = 2
MOST_TAGS = 3
MOST_TITLES = 5


class Suggestion(NamedTuple):
    """What to look for, or where to go at once."""

    words: str
    url: str = ""


def suggestions(viewer: Participant | None, area: Area | None, text: str) -> list[Suggestion]:
    """Return tags that begin like the last word, then listings whose words fit; nothing for less than two signs."""
    words = search.words_of(text)
    if not words or len(words[-1]) < SHORTEST:
        return []
    market = Listing.objects.on_market(viewer)
    if area is not None:
        market = market.filter(area=area)
    found = [Suggestion(name) for name in tag_words(market, words[-1])]
    return [*found, *titles(market, words, local=area is not None)]


def tag_words(market: ListingQuerySet, beginning: str, *, most: int = MOST_TAGS) -> list[str]:
    """Return accepted tags that begin like this and that something on this market has."""
    used = Exists(market.filter(tag_names__contains=[OuterRef("name")]))
    return list(
        Tag.tags.accepted().filter(used, name__istartswith=beginning).order_by("name").values_list("name", flat=True)[:most]
    )


def titles(market: ListingQuerySet, words: list[str], *, local: bool) -> list[Suggestion]:
    """Return the newest listings that fit the words so far."""
    query = search.query([*words[:-1], words[-1]])
    if query is None:
        return []
    found = matching(market, query, local=local).newest()[:MOST_TITLES]
    return [Suggestion(title, url=f"/markt/{pk}/") for pk, title in found.values_list("pk", "title")]


def known_tags(beginning: str) -> list[str]:
    """Return accepted tags that begin like this, for whoever writes a listing."""
    known = Tag.tags.accepted().filter(name__istartswith=beginning[:40]).order_by("name")
    return list(known.values_list("name", flat=True)[:MOST_TITLES])
