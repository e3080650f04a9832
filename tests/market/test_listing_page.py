"""The page of a listing: who may open it and what it tells."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Participant
from market.models import Listing
from tests.conftest import AsMember
from tests.factories import (
    AffiliationFactory,
    BlockFactory,
    ListingFactory,
    OrganisationFactory,
    ParticipantFactory,
    PlaceFactory,
)
from tests.market.test_placing import picture, written

pytestmark = pytest.mark.django_db


def test_visitor_reads_a_listing_for_everyone(client: Client, member: Participant) -> None:
    listing = ListingFactory.create(owner=member, title="Fietsles", place=PlaceFactory.create(area=member.area, name="Het plein"))
    page = client.get(listing.get_absolute_url()).content.decode()
    assert ("Fietsles" in page, "Het plein" in page, member.user.email in page) == (True, True, False)


@pytest.mark.parametrize("moment", ["hidden_at", "paused_at", "done_at", "deleted_at"])
def test_what_is_off_the_market_opens_for_nobody_else(
    client: Client, as_member: AsMember, member: Participant, moment: str
) -> None:
    listing = ListingFactory.create(**{moment: timezone.now()})
    assert client.get(listing.get_absolute_url()).status_code == 404
    assert as_member(member).get(listing.get_absolute_url()).status_code == 404
    assert as_member(listing.owner).get(listing.get_absolute_url()).status_code == 200


def test_members_only(client: Client, as_member: AsMember, member: Participant) -> None:
    listing = ListingFactory.create(visibility="members")
    assert client.get(listing.get_absolute_url()).status_code == 404
    assert as_member(member).get(listing.get_absolute_url()).status_code == 200


def test_one_organisation_only(as_member: AsMember, member: Participant) -> None:
    organisation = OrganisationFactory.create()
    listing = ListingFactory.create(visibility="organisation", organisation=organisation)
    colleague = AffiliationFactory.create(organisation=organisation).participant
    assert as_member(member).get(listing.get_absolute_url()).status_code == 404
    assert as_member(colleague).get(listing.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("direction", ["blocker", "blocked"])
def test_a_block_hides_both_ways(as_member: AsMember, member: Participant, direction: str) -> None:
    listing = ListingFactory.create()
    sides: dict[str, Any] = {"blocker": listing.owner, "blocked": member}
    if direction == "blocked":
        sides = {"blocker": member, "blocked": listing.owner}
    BlockFactory.create(**sides)
    assert as_member(member).get(listing.get_absolute_url()).status_code == 404


def test_machines_read_it_too_but_not_who_wrote_it(client: Client, member: Participant) -> None:
    listing = ListingFactory.create(owner=member, title="Thee & </script> koek")
    page = client.get(listing.get_absolute_url()).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    told = json.loads(block[1])
    assert (told["@type"], told["name"]) == ("Offer", "Thee & </script> koek")
    assert "Samira" not in block[1]


def test_members_only_tells_machines_nothing(as_member: AsMember, member: Participant) -> None:
    page = as_member(member).get(ListingFactory.create(visibility="members").get_absolute_url()).content.decode()
    assert ("ld+json" in page, "og:title" in page, 'content="noindex"' in page) == (False, False, True)


def test_photo_follows_the_rule_of_its_listing(client: Client, as_member: AsMember, member: Participant) -> None:
    as_member(member).post("/markt/plaatsen/", written(photo=picture(), visibility="members"))
    address = f"/markt/{Listing.objects.get().pk}/foto/"
    assert client.get(address).status_code == 404
    answer = as_member(ParticipantFactory.create()).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_on_behalf_of_an_organisation_names_it_instead_of_the_person(client: Client, member: Participant) -> None:
    organisation = OrganisationFactory.create(name="Huiskamer van de Buurt")
    listing = ListingFactory.create(owner=member, organisation=organisation)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert ("Huiskamer van de Buurt" in page, "Samira B." in page) == (True, False)


def test_queries_do_not_grow_with_the_market(
    as_member: AsMember, member: Participant, django_assert_max_num_queries: Any
) -> None:
    listing = ListingFactory.create(tagged=["koken"])
    ListingFactory.create_batch(5, area=listing.area, tagged=["koken"])
    client = as_member(member)
    with django_assert_max_num_queries(8):
        client.get(listing.get_absolute_url())
