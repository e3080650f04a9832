"""What the market is asked most, written once: an area or the whole country as it opens, and a search in it.

With filters, a distance or from a cursor on, `market.browsing` asks the same of the same querysets, written each time.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchRank
from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Cast

from kennismarkt import search
from kennismarkt.statements import Numbers, Statement
from market.listings import Listing
from market.tickets import FOUND, headed

if TYPE_CHECKING:
    from django.contrib.postgres.search import SearchQuery

    from accounts.models import Participant
    from market.listings import ListingQuerySet

PAGE = 20
# Ranking every match of a common word in a whole country takes a second; of the newest two thousand, milliseconds.
RANKED = 2000
RANK_STEPS = 1_000_000
WEIGHTS = (0.1, 0.3, 0.6, 1.0)
BEST_FIRST = ("-key", "-pk")
BEST_COLUMNS = ("pk", "key", *FOUND)
COUNTED_COLUMNS = ("kind", "way", "side", "languages", "tag_names", "counted", "narrowed")

# The market is read once; combinations and the eight most used tags are both counted from what was read.
READ_ONCE = """
WITH found AS MATERIALIZED ({query})
SELECT kind, way, side, languages, NULL, count(*) FROM found WHERE counted GROUP BY 1, 2, 3, 4
UNION ALL
(SELECT NULL, NULL, NULL, NULL, unnest(tag_names), count(*) FROM found WHERE narrowed GROUP BY 5 ORDER BY 6 DESC, 5
 LIMIT 8)
"""


def market_of(viewer: Participant | None, now: datetime, area: int | None) -> ListingQuerySet:
    """Return what `viewer` finds on the market of an area, or of the whole country."""
    market = Listing.objects.on_market(viewer, now)
    return market.filter(area=area) if area is not None else market


def matching(scope: ListingQuerySet, query: SearchQuery, *, local: bool) -> ListingQuerySet:
    """Return the listings of `scope` whose document fits `query`."""
    if local:
        return scope.filter(search.Read("document", query))
    return scope.filter(document=query)


def with_rank(listings: ListingQuerySet, query: SearchQuery) -> ListingQuerySet:
    """Give each listing its rank for what was looked for."""
    rank = SearchRank(F("document"), query, weights=list(WEIGHTS))
    return listings.annotate(key=Cast(rank * RANK_STEPS, BigIntegerField()))


def best(listings: ListingQuerySet, query: SearchQuery) -> Any:
    """Return number, rank and what was found of the best of `listings`; a page of them, and one to know whether there are more."""
    first = with_rank(listings, query).order_by(*BEST_FIRST)[: PAGE + 1]
    chosen = with_rank(Listing.objects.filter(pk__in=first.values("pk")), query).order_by(*BEST_FIRST)
    return headed(chosen, query).values_list(*BEST_COLUMNS)


NEWEST = Statement(
    lambda *, viewer, now, area: market_of(viewer, now, area).newest().values_list("pk", "published_at")[: PAGE + 1], planned=True
)
COUNTED_ALL = Statement(
    lambda *, viewer, now, area: (
        market_of(viewer, now, area).annotate(counted=Value(True), narrowed=Value(True)).order_by().values(*COUNTED_COLUMNS)
    ),
    planned=True,
    around=READ_ONCE,
)
COUNTED_NUMBERS = Statement(
    lambda *, numbers: (
        Listing.objects.filter(pk__in=Numbers(numbers))
        .annotate(counted=Value(True), narrowed=Value(True))
        .order_by()
        .values(*COUNTED_COLUMNS)
    ),
    planned=True,
    around=READ_ONCE,
)
MATCHING = Statement(
    lambda *, viewer, now, area, terms: (
        matching(market_of(viewer, now, area), search.wanted(terms), local=area is not None)
        .newest()
        .values_list("pk")[: RANKED + 1]
    ),
    planned=False,
)
BEST = Statement(
    lambda *, numbers, terms: best(Listing.objects.filter(pk__in=Numbers(numbers)), search.wanted(terms)), planned=False
)
