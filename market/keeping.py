"""Keeping an eye on a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from market.browsing import Finding
from market.forms.finding import FindForm
from market.saved import SavedSearch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from accounts.models import Participant
    from market.listings import ListingQuerySet
    from neighbourhood.models import Area

MOST = 20


class Kept(NamedTuple):
    """A saved search with how many listings are new since its owner last looked."""

    search: SavedSearch
    words: list[str]
    news: int


def keep(finding: Finding, *, by: Participant) -> SavedSearch:
    """Keep this search (`Refused` when somebody has twenty already)."""
    mine = SavedSearch.objects.visible_to(by)
    if mine.count() >= MOST and not mine.filter(area=finding.area, query=finding.query_words).exists():
        raise Refused(_("Je hebt al twintig zoekvragen bewaard. Haal er eerst een weg."))
    kept, _made = SavedSearch.objects.get_or_create(participant=by, area=finding.area, query=finding.query_words[:500])
    return kept


def look(search: SavedSearch) -> None:
    """Remember that its owner looked now."""
    SavedSearch.objects.filter(pk=search.pk).update(looked_at=timezone.now())


def kept_searches(owner: Participant) -> list[Kept]:
    """Return what `owner` keeps an eye on, with what is new of each."""
    searches = SavedSearch.objects.visible_to(owner).select_related("area")
    return [news_of(search, owner) for search in searches]


def news_of(search: SavedSearch, owner: Participant) -> Kept:
    """Return a saved search with its words and news."""
    finding = finding_of(owner, search.area, search.query)
    fresh = finding.everything.filter(finding.narrowed, published_at__gt=search.looked_at)
    return Kept(search, [value for _name, value in finding.asked], fresh.count())


def news_for(owner: Participant, since: datetime, upto: datetime) -> Iterator[tuple[SavedSearch, ListingQuerySet]]:
    """Yield each saved search of `owner` with what others put on the market in a period, since `owner` last looked."""
    for search in SavedSearch.objects.visible_to(owner).select_related("area"):
        finding = finding_of(owner, search.area, search.query)
        fresh = finding.everything.filter(finding.narrowed, published_at__lte=upto, published_at__gt=max(since, search.looked_at))
        yield search, fresh.exclude(owner=owner).newest()


def finding_of(viewer: Participant | None, area: Area | None, query: str) -> Finding:
    """Return the finding that a query string describes."""
    return Finding(viewer, area, FindForm(QueryDict(query)).wishes)
