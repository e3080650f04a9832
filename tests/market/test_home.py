"""The front doors, and what machines read there."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Participant
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import AreaFactory, BlockFactory, ListingFactory, OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_one_area_is_home(client: Client, area: Area) -> None:
    assert client.get("/")["Location"] == "/wijk/osdorpplein/"


def test_more_areas_are_a_choice(client: Client, area: Area) -> None:
    AreaFactory.create(name="Slotervaart", slug="slotervaart")
    page = client.get("/", follow=True).content.decode()
    assert ("rond het Osdorpplein" in page, "Slotervaart" in page) == (True, True)


def test_members_come_home(member: Participant, as_member: AsMember) -> None:
    AreaFactory.create()
    assert as_member(member).get("/")["Location"] == "/wijk/osdorpplein/"


def test_no_area_yet_is_said(client: Client) -> None:
    assert "Er is nog geen wijk." in client.get("/", follow=True).content.decode()


def test_home_shows_what_is_new_and_nothing_hidden(client: Client, area: Area, member: Participant, as_member: AsMember) -> None:
    place = PlaceFactory.create(area=area)
    ListingFactory.create(area=area, title="nieuw aanbod", place=place, when="zaterdag")
    ListingFactory.create(area=area, title="nieuwe vraag", kind="request")
    ListingFactory.create(area=area, title="verborgen", hidden_at=timezone.now(), place=place, when="zaterdag")
    ListingFactory.create(area=area, title="alleen leden", visibility="members", place=place, when="zaterdag")
    blocked = ListingFactory.create(area=area, title="geblokkeerd", place=place, when="zaterdag")
    BlockFactory.create(blocker=blocked.owner, blocked=member)
    page = client.get("/wijk/osdorpplein/")
    assert [ticket.title for ticket in page.context["offers"]] == ["geblokkeerd", "nieuw aanbod"]
    assert [ticket.title for ticket in page.context["requests"]] == ["nieuwe vraag"]
    assert [ticket.title for ticket in page.context["soon"]] == ["geblokkeerd", "nieuw aanbod"]
    page = as_member(member).get("/wijk/osdorpplein/")
    assert [ticket.title for ticket in page.context["offers"]] == ["alleen leden", "nieuw aanbod"]
    assert "verborgen" not in page.content.decode()


def leak(area: Area) -> None:
    """Put things on the market that are not for everybody, beside one that is."""
    now = timezone.now()
    ListingFactory.create(area=area, title="voor iedereen", description="Een <b>zin</b> & meer.", tagged=["koken"])
    ListingFactory.create(area=area, title="lek leden", visibility="members")
    ListingFactory.create(
        area=area, title="lek organisatie", visibility="organisation", organisation=OrganisationFactory.create()
    )
    for moment in ("hidden_at", "deleted_at", "paused_at", "done_at", "expires_at"):
        ListingFactory.create(area=area, title=f"lek {moment}", **{moment: now})


@pytest.mark.parametrize(
    "address", ["/wijk/osdorpplein/feed/", "/markt/feed/", "/wijk/osdorpplein/feed/?q=iedereen", "/markt/feed/?trefwoord=koken"]
)
def test_feed_has_what_is_for_everybody_whoever_asks(
    client: Client, area: Area, member: Participant, as_member: AsMember, address: str
) -> None:
    leak(area)
    for reader in (client, as_member(member)):
        feed = ET.fromstring(reader.get(address).content)
        assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Aanbod: voor iedereen"]


def test_feed_names_an_entry_once_and_for_ever(client: Client, area: Area) -> None:
    listing = ListingFactory.create(area=area)
    feed = ET.fromstring(client.get("/wijk/osdorpplein/feed/").content)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"tag:kennismarkt,2026:listing-{listing.pk}"


def test_sitemap_has_what_is_for_everybody(client: Client, area: Area) -> None:
    leak(area)
    page = client.get("/sitemap.xml").content.decode()
    assert (page.count("/wijk/osdorpplein/"), page.count("/markt/")) == (1, 1)


def test_robots_keep_out_of_what_is_personal(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert ("Disallow: /gesprekken/" in text, "Sitemap: http://testserver/sitemap.xml" in text) == (True, True)
