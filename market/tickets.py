"""Tickets: what a list shows of a listing, in one query and without a model instance per row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Case, ExpressionWrapper, F, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.addresses import picture_url
from accounts.languages import SpokenLanguage
from accounts.models import Role, portrait_variety
from accounts.portraits import portrait_shown
from accounts.privacy import shown_to
from kennismarkt.search import MARK_OFF, MARK_ON, Headline
from kennismarkt.statements import Numbers, Statement
from market.listings import Kind, Listing, ListingSide, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Participant
    from market.listings import ListingQuerySet

SUMMARY = 170
WAY_ICONS = {Way.LEARN: "graduation-cap", Way.SWAP: "repeat-2", Way.DEVELOP: "sprout", Way.SHARE: "hand-heart"}
MARKED = re.compile(f"{MARK_ON}([^{MARK_ON}{MARK_OFF}]*){MARK_OFF}")
STRAY = re.compile(f"[{MARK_ON}{MARK_OFF}]")
LANGUAGE_NAMES = {language.value: str(language.label) for language in SpokenLanguage}

COLUMNS = (
    "pk",
    "kind",
    "way",
    "title",
    "description",
    "when",
    "languages",
    "side",
    "tag_names",
    "published_at",
    "owner_id",
    "owner__display_name",
    "owner__roles",
    "owner__side",
    "organisation__name",
    "place__name",
    "area__name",
    "picture",
    "roles_shown",
)


# What a search adds to a ticket.
FOUND = ("title_found", "text_found")
# What a ticket is told beside the columns of its listing.
ANNOTATED = frozenset({"picture", "roles_shown"})


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket, ready to be shown."""

    pk: int
    kind: str
    kind_label: str
    way_label: str
    way_icon: str
    title: str
    title_marked: SafeString | str
    summary: SafeString | str
    when: str
    tags: list[tuple[str, str]]
    owner_name: str
    owner_role_label: str
    side: str
    portrait_variety: int
    portrait_url: str
    place_name: str
    languages: list[tuple[str, str]]
    url: str
    published_at: datetime
    key: Any = None


def tickets(
    listings: ListingQuerySet,
    *,
    viewer: Participant | None,
    market: str = "",
    found: SearchQuery | None = None,
    key: str = "published_at",
) -> list[Ticket]:
    """Return the tickets of `listings`, in order, as `viewer` sees them.

    The words that were `found` are marked; tags lead into `market`.
    """
    columns = [*COLUMNS, key]
    listings = annotated(listings, viewer)
    if found is not None:
        listings = headed(listings, found)
        columns += ["title_found", "text_found"]
    rows = [dict(zip(columns, row, strict=True)) for row in listings.values_list(*columns)]
    words = words_in(get_language())
    return [ticket(row, words, market=market, key=row[key]) for row in rows]


def tickets_of(places: Sequence[tuple[Any, ...]], *, viewer: Participant | None, market: str = "") -> list[Ticket]:
    """Return the tickets of listings that `viewer` was found to see, in order.

    `places` tells of each its number and its key in the order, and what was found in its title and text (both marked), if
    that was looked for.
    """
    rows = LOOKED_UP.rows(numbers=[place[0] for place in places], viewer=viewer) if places else []
    known = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
    words = words_in(get_language())
    # Gone meanwhile: not shown.
    there = [(known[number], key, found) for number, key, *found in places if number in known]
    return [ticket(row | dict(zip(FOUND, found, strict=False)), words, market=market, key=key) for row, key, found in there]


def annotated(listings: ListingQuerySet, viewer: Participant | None) -> ListingQuerySet:
    """Return the listings with what a ticket tells of their owner to `viewer`."""
    return listings.annotate(picture=picture_for(viewer), roles_shown=roles_for(viewer))


def headed(listings: ListingQuerySet, found: SearchQuery) -> ListingQuerySet:
    """Return the listings with what was found marked in title and text."""
    return listings.annotate(title_found=Headline("title", found, whole=True), text_found=Headline("description", found))


LOOKED_UP = Statement(
    lambda *, numbers, viewer: annotated(Listing.objects.filter(pk__in=Numbers(numbers)), viewer).values_list(*COLUMNS),
    planned=True,
)


def picture_for(viewer: Participant | None) -> Case:
    """Return which drawing a ticket shows to `viewer`: the owner's where they show it, none where an organisation speaks.

    Blocks are seen to already: nobody finds a listing across one.
    """
    shown = portrait_shown(viewer, "owner__") & Q(organisation=None)
    return Case(When(shown, then=F("owner__self_portrait__picture_version")), default=Value(0), output_field=IntegerField())


def roles_for(viewer: Participant | None) -> ExpressionWrapper[Any]:
    """Return whether a ticket tells `viewer` the owner's role; the side it always tells."""
    return ExpressionWrapper(shown_to(viewer, "roles", "owner__"), output_field=BooleanField())


def ticket(row: dict[str, Any], words: Words, *, market: str, key: Any = None) -> Ticket:
    """Return the ticket of one row, in these words."""
    title = row["title"]
    return Ticket(
        pk=row["pk"],
        kind=row["kind"],
        kind_label=words.kinds[row["kind"]],
        way_label=words.ways[row["way"]],
        way_icon=WAY_ICONS[row["way"]],
        title=title,
        title_marked=marked(row["title_found"]) if "title_found" in row else title,
        summary=marked(row["text_found"]) if "text_found" in row else shortened(row["description"]),
        when=row["when"],
        tags=[(name, tag_address(market, name)) for name in row["tag_names"]],
        owner_name=row["organisation__name"] or row["owner__display_name"],
        owner_role_label=voice_label(row, words),
        side=row["side"],
        portrait_variety=portrait_variety(row["owner_id"]),
        portrait_url=row.get("portrait_url", "") or picture_url(row["owner_id"], row["picture"]),
        place_name=row["place__name"] or row["area__name"],
        languages=[(code.upper(), LANGUAGE_NAMES[code]) for code in row["languages"]],
        url=f"/markt/{row['pk']}/",
        published_at=row["published_at"],
        key=key,
    )


class Words(NamedTuple):
    """What tickets say of their kind, way, role and side, in one language."""

    kinds: dict[str, str]
    ways: dict[str, str]
    roles: dict[str, str]
    sides: dict[str, str]
    together: str


@lru_cache(maxsize=8)
def words_in(language: str | None) -> Words:
    """Return the words of tickets in the language that is active; translated once, not for every ticket."""
    kinds, ways, roles, sides = (
        {value: str(label) for value, label in choices}
        for choices in (Kind.choices, Way.choices, Role.choices, ListingSide.choices)
    )
    return Words(kinds, ways, roles, sides, together=_("bewoners en team"))


@lru_cache(maxsize=2000)
def tag_address(market: str, name: str) -> str:
    """Return where a tag leads: what has it on that market, or in the whole country."""
    return f"{market or reverse('whole_market')}?{urlencode({'trefwoord': name})}"


def voice_label(row: dict[str, Any], words: Words) -> str:
    """What stands beside the side marker: the owner's role (or only the side), or whose voice an organisation's listing has."""
    if not row["organisation__name"] and not row["roles_shown"]:
        return words.sides[row["owner__side"]]
    if not row["organisation__name"]:
        return next((words.roles[role] for role in row["owner__roles"] if Role(role).side == row["owner__side"]), "")
    return words.together if row["side"] == ListingSide.TOGETHER else words.sides[row["side"]]


def ticket_of(listing: Listing) -> Ticket:
    """Return the ticket of a listing that may not be saved yet."""
    row = {name: getattr(listing, name) for name in COLUMNS if "__" not in name and name not in ANNOTATED}
    row |= {
        "owner__display_name": listing.owner.display_name,
        "owner__roles": listing.owner.roles,
        "owner__side": listing.owner.side,
        "organisation__name": listing.organisation.name if listing.organisation else None,
        "place__name": listing.place.name if listing.place else None,
        "area__name": listing.area.name,
        "picture": 0,
        "roles_shown": True,
        "portrait_url": listing.portrait_url,
    }
    return ticket(row, words_in(get_language()), market="")


def shortened(text: str) -> str:
    """Return the beginning of `text`, up to the last whole word of about 170 signs."""
    line = " ".join(text[: SUMMARY * 2].split())
    return line if len(line) <= SUMMARY else line[:SUMMARY].rsplit(" ", 1)[0] + "…"


def marked(text: str) -> SafeString:
    """Return `text` escaped, with what was found between `<mark>` and `</mark>`."""
    safe = MARKED.sub(r"<mark>\1</mark>", escape(text))
    return mark_safe(STRAY.sub("", safe))  # noqa: S308 (escaped first; only our own elements are added)
