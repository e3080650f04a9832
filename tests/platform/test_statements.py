"""Queries written once: the same rows as the ORM's, and never the values of who asked before."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kennismarkt.statements import Statement
from market import usual
from market.models import Listing
from market.tickets import COLUMNS, LOOKED_UP, annotated
from tests.conftest import AsMember
from tests.factories import AreaFactory, BlockFactory, ListingFactory, OrganisationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def newest(viewer: Any, area: Any) -> list[int]:
    return [row[0] for row in usual.NEWEST.rows(viewer=viewer, now=timezone.now(), area=area)]


def test_gives_what_the_orm_gives_for_every_viewer_and_area() -> None:
    one, other = AreaFactory.create_batch(2)
    members = [ParticipantFactory.create(area=area) for area in (one, other)]
    for member in members:
        ListingFactory.create(owner=member, visibility="everyone")
        ListingFactory.create(owner=member, visibility="members")
        ListingFactory.create(owner=member, visibility="organisation", organisation=OrganisationFactory.create(area=member.area))
    for _time in range(2):
        for viewer in (None, *members):
            for area in (one.pk, other.pk, None):
                market = Listing.objects.on_market(viewer)
                expected = market.filter(area=area) if area else market
                assert newest(viewer, area) == list(expected.newest().values_list("pk", flat=True))


def test_a_blocked_viewer_gets_nothing_of_what_another_was_shown_before(as_member: AsMember) -> None:
    owner = ParticipantFactory.create()
    listing = ListingFactory.create(owner=owner, title="Fietsen repareren")
    friend, blocked = ParticipantFactory.create_batch(2, area=owner.area)
    BlockFactory.create(blocker=owner, blocked=blocked)
    for query in ({}, {"q": "fietsen"}):
        address = f"/wijk/{owner.area.slug}/markt/"
        for viewer, titles in ((friend, [listing.title]), (blocked, []), (friend, [listing.title])):
            page = as_member(viewer).get(address, query)
            assert [ticket.title for ticket in page.context["page"].tickets] == titles
            assert page.context["counts"].total == len(titles)


def test_tickets_tell_what_the_orm_tells() -> None:
    listings = [ListingFactory.create(tagged=["koken"]) for _number in range(3)]
    viewer = ParticipantFactory.create(area=listings[0].area)
    numbers = [listing.pk for listing in listings]
    expected = annotated(Listing.objects.filter(pk__in=numbers), viewer).values_list(*COLUMNS)
    assert sorted(LOOKED_UP.rows(numbers=numbers, viewer=viewer)) == sorted(expected)


def test_who_left_has_no_name_here_either(client: Client) -> None:
    listing = ListingFactory.create()
    type(listing.owner).objects.filter(pk=listing.owner_id).update(display_name="", roles=[])
    assert LOOKED_UP.rows(numbers=[listing.pk], viewer=None)[0][COLUMNS.index("owner__display_name")] == "iemand die wegging"


@pytest.mark.parametrize("keeps_plans", [True, False])
def test_is_counted_like_every_query_and_asks_only_once(settings: Any, keeps_plans: bool) -> None:
    settings.DATABASE_KEEPS_PLANS = keeps_plans
    listing = ListingFactory.create()
    by_area = Statement(lambda *, area: Listing.objects.filter(area=area).values_list("pk"), planned=True)
    with CaptureQueriesContext(connection) as captured:
        assert by_area.rows(area=listing.area_id) == [(listing.pk,)]
        assert by_area.rows(area=AreaFactory.create().pk) == []
    asked = [query for query in captured if "market_listing" in query["sql"]]
    assert len(asked) == 2
