"""Browsing the market: filters that combine, counts beside them, and pages that cost the same at any depth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, ExpressionWrapper, Q, Value
from django.db.models.functions import ACos, Cast, Coalesce, Cos, Least, Radians, Sin
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from kennismarkt import search
from kennismarkt.distance import EARTH_RADIUS
from kennismarkt.statements import Numbers
from market import searching, usual
from market.forms.finding import Order
from market.listings import Kind, Listing, ListingSide, Way
from market.tickets import Ticket, ticket_of, tickets, tickets_of
from market.usual import PAGE, READ_ONCE, with_rank
from neighbourhood.models import Area, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.postgres.search import SearchQuery

    from accounts.models import Participant
    from market.listings import ListingQuerySet

__all__ = ["Finding", "Page", "Ticket", "newest", "regular", "similar", "ticket_of"]

# How many listings are counted: all of an area's, but of a whole country only so many that a page stays quick.
COUNTED = 1001
COUNTED_IN_AREA = 20_001
# Among how many of the newest what is similar is looked for.
COMPARED = 400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Reading a far-off area for a distance would be a waste; an area's own listings lie within this of its centre.
AREA_REACH = 5000


class Facet(NamedTuple):
    """One way to narrow down: its name in the address, its field and its choices."""

    name: str
    field: str
    values: tuple[str, ...]


FACETS = (
    Facet("wat", "kind", tuple(Kind.values)),
    Facet("hoe", "way", tuple(Way.values)),
    Facet("van", "side", tuple(ListingSide.values)),
)
LANGUAGES_COUNTED = ("nl", "tr", "ar", "en")


@dataclass(frozen=True)
class Page:
    """Twenty tickets, with the cursors of the pages beside this one."""

    tickets: list[Ticket]
    before: str
    after: str


@dataclass(frozen=True)
class Counts:
    """How many there are, in all and per choice; `capped` when there are more than were counted."""

    total: int
    capped: bool
    by_choice: dict[tuple[str, str], int]
    tags: list[tuple[str, int]]


class Finding:
    """What one viewer finds on one market (an area's, or the whole country's) with these wishes."""

    def __init__(self, viewer: Participant | None, area: Area | None, wishes: dict[str, Any]) -> None:
        """Keep who looks, where, and for what (`FindForm.wishes`)."""
        self.viewer, self.area, self.wishes = viewer, area, wishes

    @cached_property
    def scope(self) -> ListingQuerySet:
        """Everything on this market for this viewer, before filters: of the area, or around the place."""
        market = Listing.objects.on_market(self.viewer)
        place = self.wishes["bij"]
        if place is not None:
            around = Area.objects.near(place.point, metres=self.wishes["binnen"] + AREA_REACH)
            near = market.filter(area__in=list(around.values_list("pk", flat=True)))
            return near.alias(metres=metres_from(place)).filter(metres__lte=self.wishes["binnen"])
        return market.filter(area=self.area) if self.area is not None else market

    @cached_property
    def narrowed(self) -> Q:
        """All filters together."""
        return self.filters_but("")

    def filters_but(self, left_out: str) -> Q:
        """All filters but one, for counting that one's choices."""
        chosen = Q()
        for name, condition in self.conditions.items():
            if name != left_out:
                chosen &= condition
        return chosen

    @cached_property
    def conditions(self) -> dict[str, Q]:
        """Each filter that is set, as a condition."""
        wishes = self.wishes
        conditions = {facet.name: Q(**{f"{facet.field}__in": wishes[facet.name]}) for facet in FACETS if wishes[facet.name]}
        if wishes["taal"]:
            conditions["taal"] = Q(languages__overlap=wishes["taal"])
        if wishes["trefwoord"]:
            conditions["trefwoord"] = Q(tag_names__contains=[wishes["trefwoord"]])
        return conditions

    @property
    def local(self) -> bool:
        """Whether this market is small enough to read it rather than search an index of everything."""
        return self.area is not None or self.wishes["bij"] is not None

    @cached_property
    def found(self) -> searching.Found | None:
        """What the words came to; None when there are no words."""
        if not self.wishes["q"]:
            return None
        numbered = self.numbered if self.wishes["bij"] is None else None
        return searching.search_market(self.scope, self.wishes["q"], local=self.local, numbered=numbered)

    def numbered(self, query: SearchQuery) -> list[int]:
        """Return the numbers of the newest that fit `query` on a market without a distance."""
        return [number for (number,) in usual.MATCHING.rows(**self.whole, terms=search.signs(query))]

    @property
    def whole(self) -> dict[str, Any]:
        """This market, before every wish, as `market.usual` asks for it."""
        return {"viewer": self.viewer, "now": timezone.now(), "area": self.area.pk if self.area is not None else None}

    @property
    def as_it_opens(self) -> bool:
        """Whether this is the market as it opens, or a search in it: no filter, no distance, no cursor."""
        return not (self.conditions or self.wishes["bij"] or self.wishes["na"] or self.wishes["voor"])

    @cached_property
    def everything(self) -> ListingQuerySet:
        """What the words find, before the filters."""
        return self.found.listings if self.found is not None else self.scope

    @property
    def order(self) -> str:
        """The order asked for, where it makes sense; best first for a search, else newest first."""
        wish = self.wishes["volgorde"]
        if self.wishes["bij"] is not None and wish == Order.NEAREST:
            return Order.NEAREST
        if self.found is not None and wish != Order.NEWEST:
            return Order.BEST
        return Order.NEWEST

    @cached_property
    def page(self) -> Page:
        """The tickets from the cursor on."""
        if self.as_it_opens and (self.found is None or self.order == Order.BEST):
            places = self.first_places()
            shown = tickets_of(places, viewer=self.viewer, market=self.address)
            return Page(shown[:PAGE], before="", after=cursor_of(shown[PAGE - 1]) if len(places) > PAGE <= len(shown) else "")
        return self.turned_page()

    def first_places(self) -> list[tuple[Any, ...]]:
        """Return number and key of what stands first on the market as it opens or in a search, with what was found in it."""
        if self.found is None:
            return usual.NEWEST.rows(**self.whole)
        numbers = self.found.newest[: usual.RANKED]
        return usual.BEST.rows(numbers=numbers, terms=search.signs(self.found.query)) if numbers else []

    def turned_page(self) -> Page:
        """Return the tickets from the cursor on, with the filters and in the order that were asked for."""
        backwards = bool(self.wishes["voor"])
        sign = 1 if backwards else -1
        found = self.keyed
        cursor = self.wishes["voor"] or self.wishes["na"]
        if cursor:
            found = found.filter(beyond(cursor, self.order, backwards=backwards))
        key = "published_at" if self.order == Order.NEWEST else "key"
        order = [f"{'-' if sign < 0 else ''}{name}" for name in (key, "pk")]
        best = found.order_by(*order)[: PAGE + 1]
        if self.order == Order.BEST and self.found is not None:
            # Twenty are put in order before what their tickets show is looked up.
            best = with_rank(Listing.objects.filter(pk__in=best.values("pk")), self.found.query).order_by(*order)
        query = self.found.query if self.found else None
        shown = tickets(best, viewer=self.viewer, market=self.address, found=query, key=key)
        more, shown = len(shown) > PAGE, shown[:PAGE]
        if backwards:
            shown.reverse()
        return Page(
            shown,
            before=cursor_of(shown[0]) if shown and (more if backwards else cursor) else "",
            after=cursor_of(shown[-1]) if shown and (cursor if backwards else more) else "",
        )

    @property
    def keyed(self) -> ListingQuerySet:
        """What is shown, each with the number it is put in order by (the bigger, the earlier)."""
        if self.order == Order.BEST and self.found is not None:
            return with_rank(searching.ranked(self.found, self.narrowed), self.found.query)
        shown = self.everything.filter(self.narrowed)
        if self.order == Order.NEAREST:
            return shown.annotate(key=Cast(metres_from(self.wishes["bij"]) * -1, BigIntegerField()))
        return shown

    @cached_property
    def counts(self) -> Counts:
        """How many there are, in all and per choice with the other filters applied; one pass over the market.

        The database counts each combination that occurs; adding those up per choice is quicker than asking it for
        every sum.
        """
        rows = self.one_pass()
        combinations = [(*row[:4], row[5]) for row in rows if row[4] is None]
        total, by_choice = self.added_up(combinations)
        read = sum(row[-1] for row in combinations)
        tags = [(row[4], row[5]) for row in rows if row[4] is not None]
        return Counts(total, capped=read >= (COUNTED_IN_AREA if self.local else COUNTED), by_choice=by_choice, tags=tags)

    def one_pass(self) -> list[tuple[Any, ...]]:
        """Read what is counted once: how often each combination occurs, and which tags most listings have.

        Of a whole country only the newest are read, and no tags.
        """
        if self.found is not None and not self.found.newest:
            return []
        if self.local and not self.conditions and self.wishes["bij"] is None and (self.found is None or self.found.whole):
            return usual.COUNTED_NUMBERS.rows(numbers=self.found.newest) if self.found else usual.COUNTED_ALL.rows(**self.whole)
        tagged = self.conditions.get("trefwoord", Q())
        if self.local:
            found = self.everything.annotate(counted=holds(tagged), narrowed=holds(self.filters_but("trefwoord"))).order_by()
        else:
            newest = self.everything.filter(self.narrowed)
            if self.found is not None and not self.narrowed:
                newest = Listing.objects.filter(pk__in=Numbers(self.found.newest[:COUNTED]))
            found = newest.newest().annotate(counted=Value(True), narrowed=Value(False))[:COUNTED]
        sql, parameters = found.values(*usual.COUNTED_COLUMNS).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(READ_ONCE.replace("{query}", sql), parameters)
            return list(cursor.fetchall())

    def added_up(self, combinations: list[tuple[str, str, str, list[str], int]]) -> tuple[int, dict[tuple[str, str], int]]:
        """Return the total, and per choice the number of listings that fit it and every other filter."""
        names = (*(facet.name for facet in FACETS), "taal")
        chosen = [frozenset(self.wishes[name]) for name in names]
        counts = {(facet.name, value): 0 for facet in FACETS for value in facet.values}
        counts |= {("taal", code): 0 for code in [*LANGUAGES_COUNTED, *self.wishes["taal"]]}
        total = 0
        for *values, number in combinations:
            choices = [(value,) if isinstance(value, str) else tuple(value) for value in values]
            failing = [index for index, wanted in enumerate(chosen) if wanted and wanted.isdisjoint(choices[index])]
            if not failing:
                total += number
            for index in range(len(names)) if not failing else failing if len(failing) == 1 else ():
                for value in choices[index]:
                    if (names[index], value) in counts:
                        counts[names[index], value] += number
        return total, counts

    @property
    def address(self) -> str:
        """Address of this market without any wish."""
        return reverse("market", args=[self.area.slug]) if self.area is not None else reverse("whole_market")

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The wishes that were understood, as pairs for an address; cursors aside."""
        wishes = self.wishes
        pairs = [("q", wishes["q"])] if wishes["q"] else []
        pairs += [(name, value) for name in ("wat", "hoe", "van", "taal") for value in wishes[name]]
        if wishes["trefwoord"]:
            pairs.append(("trefwoord", wishes["trefwoord"]))
        if wishes["bij"] is not None:
            pairs += [("bij", str(wishes["bij"].pk)), ("binnen", str(wishes["binnen"]))]
        if wishes["volgorde"]:
            pairs.append(("volgorde", wishes["volgorde"]))
        return pairs

    @property
    def query(self) -> str:
        """This search as a query string with its question mark."""
        return query_of(self.asked)

    @property
    def query_words(self) -> str:
        """This search as a query string, for keeping."""
        return self.query[1:]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a new search with other words keeps: every filter."""
        return [pair for pair in self.asked if pair[0] not in {"q", "volgorde"}]

    @property
    def untagged(self) -> str:
        """Address of this search with any tag."""
        return self.link(without=["trefwoord"])

    @property
    def everywhere(self) -> str:
        """Address of this search in the whole country."""
        return reverse("whole_market") + query_of([pair for pair in self.asked if pair[0] not in {"bij", "binnen"}])

    def link(self, *, without: Iterable[str] = (), **also: str) -> str:
        """Address of this search, without some wishes and with others."""
        return f"{self.address}{query_of([pair for pair in self.asked if pair[0] not in without], **also)}"


def holds(condition: Q) -> Value | ExpressionWrapper[Any]:
    """Return whether a listing fits `condition`, as a column; no condition at all always does."""
    return ExpressionWrapper(condition, output_field=BooleanField()) if condition else Value(True)


def query_of(pairs: list[tuple[str, str]], **also: str) -> str:
    """Return the pairs as a query string with its question mark; nothing when there are none."""
    query = QueryDict(mutable=True)
    for name, value in [*pairs, *also.items()]:
        query.appendlist(name, value)
    return f"?{query.urlencode()}" if query else ""


def metres_from(place: Place) -> ExpressionWrapper[Any]:
    """Distance in metres over the ground from `place` to a listing's place, or to the middle of its area."""
    latitude = Radians(Coalesce("place__latitude", "area__latitude"))
    longitude = Radians(Coalesce("place__longitude", "area__longitude"))
    here_latitude, here_longitude = Radians(Value(place.latitude)), Radians(Value(place.longitude))
    angle = Sin(here_latitude) * Sin(latitude) + Cos(here_latitude) * Cos(latitude) * Cos(longitude - here_longitude)
    return ExpressionWrapper(ACos(Least(angle, Value(1.0))) * EARTH_RADIUS, output_field=BigIntegerField())


def cursor_of(ticket: Ticket) -> str:
    """Return where `ticket` stands in the order, for an address."""
    key = ticket.key
    number = int((key - EPOCH) / timedelta(microseconds=1)) if isinstance(key, datetime) else key
    return f"{number}.{ticket.pk}"


def beyond(cursor: str, order: str, *, backwards: bool) -> Q:
    """Return the condition of coming after the cursor (before it, when going back)."""
    number, pk = (int(part) for part in cursor.split("."))
    if order == Order.NEWEST:
        bound = EPOCH + timedelta(microseconds=min(abs(number), 10**17))
        name: str = "published_at"
    else:
        bound, name = number, "key"  # type: ignore[assignment]  # the key of these orders is a number
    side = "gt" if backwards else "lt"
    return Q(**{f"{name}__{side}": bound}) | Q(**{name: bound, f"pk__{side}": pk})


def newest(viewer: Participant | None, area: Area, *, kind: str, limit: int) -> list[Ticket]:
    """Return the newest listings of one kind on the market of `area`."""
    found = Listing.objects.on_market(viewer).filter(area=area, kind=kind).newest()
    return tickets(found[:limit], viewer=viewer, market=reverse("market", args=[area.slug]))


def regular(viewer: Participant | None, area: Area, *, limit: int) -> list[Ticket]:
    """Return the newest offers of `area` that say when and where one can come."""
    found = Listing.objects.on_market(viewer).filter(area=area, kind=Kind.OFFER, place__isnull=False).exclude(when="")
    return tickets(found.newest()[:limit], viewer=viewer)


def similar(listing: Listing, viewer: Participant | None, *, limit: int = 3) -> list[Ticket]:
    """Return what of the newest on the same market shares most tags with `listing`, then its way; newest first among equals."""
    market = Listing.objects.on_market(viewer).filter(area=listing.area).exclude(pk=listing.pk)
    tags = set(listing.tag_names)
    newest = market.newest().values_list("pk", "tag_names", "way")[:COMPARED]
    alike = [(len(tags.intersection(names)), way == listing.way, pk) for pk, names, way in newest]
    best = sorted((each for each in alike if any(each[:2])), key=lambda each: each[:2], reverse=True)[:limit]
    return tickets_of(
        [(pk, None) for _shared, _same, pk in best], viewer=viewer, market=reverse("market", args=[listing.area.slug])
    )
