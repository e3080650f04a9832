"""Browsing: filters, counts, pages, and who must not see what."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Participant
from market.browsing import PAGE
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import AreaFactory, BlockFactory, ListingFactory, OrganisationFactory, ParticipantFactory, PlaceFactory

pytestmark = pytest.mark.django_db
MARKET = "/wijk/osdorpplein/markt/"


def shown(client: Client, address: str = MARKET, **query: Any) -> list[str]:
    """Return the titles on the page, in order."""
    page = client.get(address, query)
    assert page.status_code == 200
    return [ticket.title for ticket in page.context["page"].tickets]


@pytest.fixture
def stall(area: Area) -> None:
    """Four listings that differ in every filter; the last is the newest."""
    formal = ParticipantFactory.create(area=area, roles=["professional"], side="formal")
    informal = ParticipantFactory.create(area=area)
    ListingFactory.create(owner=informal, title="a", kind="offer", way="learn", languages=["nl"], tagged=["koken"])
    ListingFactory.create(owner=formal, title="b", kind="request", way="learn", languages=["nl", "tr"])
    ListingFactory.create(owner=formal, title="c", kind="offer", way="share", languages=["tr"], side="together")
    ListingFactory.create(owner=informal, title="d", kind="request", way="swap", languages=["ar"], tagged=["koken"])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, "dcba"),
        ({"wat": "offer"}, "ca"),
        ({"wat": ["offer", "request"]}, "dcba"),
        ({"hoe": "learn"}, "ba"),
        ({"hoe": ["learn", "swap"], "wat": "request"}, "db"),
        ({"van": "formal"}, "b"),
        ({"van": "together"}, "c"),
        ({"taal": "tr"}, "cb"),
        ({"trefwoord": "koken"}, "da"),
        ({"trefwoord": "koken", "taal": "nl"}, "a"),
        ({"wat": "onzin"}, "dcba"),
        ({"wat": "offer", "hoe": "swap"}, ""),
    ],
)
def test_filters_combine(stall: None, client: Client, query: dict[str, Any], titles: str) -> None:
    assert "".join(shown(client, **query)) == titles


def test_counts_are_of_the_other_filters(stall: None, client: Client) -> None:
    counts = client.get(MARKET, {"wat": "offer"}).context["counts"]
    by_choice = counts.by_choice
    assert (counts.total, by_choice["wat", "offer"], by_choice["wat", "request"]) == (2, 2, 2)
    assert (by_choice["hoe", "learn"], by_choice["hoe", "swap"], by_choice["taal", "tr"]) == (1, 0, 1)
    assert counts.tags == [("koken", 1)]


def test_what_a_visitor_may_not_see_is_in_no_list_and_no_count(
    area: Area, client: Client, member: Participant, as_member: AsMember
) -> None:
    now = timezone.now()
    ListingFactory.create(area=area, title="te zien", tagged=["koken"])
    for moment in ("hidden_at", "deleted_at", "paused_at", "done_at", "expires_at"):
        ListingFactory.create(area=area, title=moment, tagged=["koken"], **{moment: now})
    ListingFactory.create(area=area, title="members", visibility="members", tagged=["koken"])
    ListingFactory.create(
        area=area, title="eigen", visibility="organisation", organisation=OrganisationFactory.create(), tagged=["koken"]
    )
    blocked = ListingFactory.create(area=area, title="blocked", tagged=["koken"])
    BlockFactory.create(blocker=member, blocked=blocked.owner)
    page = client.get(MARKET)
    counts = page.context["counts"]
    assert (counts.total, counts.by_choice["wat", "offer"], counts.tags) == (2, 2, [("koken", 2)])
    assert sorted(shown(client)) == ["blocked", "te zien"]
    assert sorted(shown(as_member(member))) == ["members", "te zien"]
    assert as_member(member).get(MARKET).context["counts"].total == 2


def test_distance_crosses_the_border_and_orders_by_it(area: Area, client: Client) -> None:
    here = PlaceFactory.create(area=area, latitude=52.3589, longitude=4.8043)
    other = AreaFactory.create(latitude=52.3655, longitude=4.8043)
    beyond = AreaFactory.create(latitude=52.5, longitude=4.8043)
    ListingFactory.create(owner__area=area, title="hier", place=here)
    ListingFactory.create(
        owner__area=other, title="730 meter verder", place=PlaceFactory.create(area=other, latitude=52.3655, longitude=4.8043)
    )
    ListingFactory.create(owner__area=beyond, title="ver weg")
    assert shown(client, bij=here.pk, binnen=500) == ["hier"]
    assert shown(client, bij=here.pk, binnen=1000, volgorde="dichtbij") == ["hier", "730 meter verder"]


def test_pages_neither_skip_nor_repeat_while_new_things_arrive(area: Area, client: Client) -> None:
    owner = ParticipantFactory.create(area=area)
    listings = ListingFactory.create_batch(PAGE * 2 + 5, owner=owner)
    expected = [listing.title for listing in reversed(listings)]
    first = client.get(MARKET)
    ListingFactory.create(owner=owner, title="net nieuw")
    second = client.get(first.context["after"])
    third = client.get(second.context["after"])
    seen = [ticket.title for page in (first, second, third) for ticket in page.context["page"].tickets]
    assert seen == expected
    assert (third.context["after"], first.context["before"]) == ("", "")
    back = client.get(second.context["before"])
    assert [ticket.title for ticket in back.context["page"].tickets] == expected[:PAGE]


@pytest.mark.parametrize("query", [{"q": "wandelen"}, {"volgorde": "dichtbij"}])
def test_other_orders_page_as_well(area: Area, client: Client, query: dict[str, Any]) -> None:
    place = PlaceFactory.create(area=area)
    listings = ListingFactory.create_batch(PAGE + 3, owner__area=area, place=place)
    query = query | ({"bij": place.pk} if "volgorde" in query else {})
    first = client.get(MARKET, query)
    second = client.get(first.context["after"])
    seen = [ticket.title for page in (first, second) for ticket in page.context["page"].tickets]
    assert sorted(seen) == sorted(listing.title for listing in listings)


def test_part_for_htmx_is_the_list_alone(stall: None, client: Client) -> None:
    part = client.get(MARKET, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, 'id="results"' in part) == (False, True)


def test_part_for_htmx_brings_number_counts_and_order_along(stall: None, client: Client) -> None:
    part = client.get(MARKET, {"wat": "offer", "q": "les"}, headers={"HX-Request": "true"}).content.decode()
    counts = client.get(MARKET, {"wat": "offer", "q": "les"}).context["counts"]
    assert f'<span id="count-hoe-learn" hx-swap-oob="innerHTML">{counts.by_choice["hoe", "learn"]}</span>' in part
    assert ('id="number" role="status" hx-swap-oob="innerHTML"' in part, 'id="tools" hx-swap-oob="true"' in part) == (True, True)
    assert "?q=les&amp;wat=offer&amp;volgorde=nieuw" in part


def test_only_orders_that_mean_something_are_offered(area: Area, client: Client) -> None:
    place = PlaceFactory.create(area=area)
    assert [order for _label, order, _current in client.get(MARKET).context["orders"]] == [f"{MARKET}?volgorde=nieuw"]
    near = client.get(MARKET, {"bij": place.pk, "volgorde": "dichtbij"}).context["orders"]
    assert [(order.rpartition("=")[2], current) for _label, order, current in near] == [("nieuw", False), ("dichtbij", True)]


def test_header_leads_a_visitor_to_the_market_of_the_area_they_look_at(area: Area, client: Client) -> None:
    found = [client.get(address).context["nav"][0].url for address in ("/wijk/osdorpplein/", MARKET, "/wijken/")]
    assert found == [MARKET, MARKET, "/markt/"]


def test_empty_market_helps_on(area: Area, client: Client) -> None:
    page = client.get(MARKET, {"q": "glasblazen", "wat": "offer"}).content.decode()
    assert "Nog niemand met <em>glasblazen</em>. Vraag het de buurt." in page
    assert "/markt/plaatsen/?kind=request&amp;title=glasblazen" in page
    assert "Zoek in aanbod en vraag" in page
    assert "Zoek in alle wijken" in page


def test_signed_in_page_takes_eight_queries_however_many_rows(member: Participant, as_member: AsMember, area: Area) -> None:
    client = as_member(member)
    ListingFactory.create(area=area, tagged=["koken"])
    client.get(MARKET)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(MARKET)
        return len(captured)

    few = queries()
    ListingFactory.create_batch(15, area=area, tagged=["koken", "eten"])
    assert (queries(), few <= 8) == (few, True)


@pytest.mark.parametrize(
    "query",
    [
        {"na": "9" * 40},
        {"na": "1.1", "voor": "2.2"},
        {"voor": "-5.0"},
        {"na": "x"},
        {"na": "x.1", "voor": "1.x"},
        {"bij": "99999999999999999999"},
        {"bij": "x", "binnen": "7"},
        {"taal": "xx"},
        {"volgorde": "dichtbij"},
        {"na": "9999999999999999999.999999999999999999"},
        {"trefwoord": "\x00"},
        {"q": "a", "na": "9999999999999999999.1"},
    ],
)
def test_strange_addresses_break_nothing(stall: None, client: Client, query: dict[str, str]) -> None:
    assert client.get(MARKET, query).status_code == 200
