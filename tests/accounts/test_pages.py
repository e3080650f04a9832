"""Pages of people and organisations: who sees what."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Participant
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import (
    AffiliationFactory,
    BlockFactory,
    ListingFactory,
    OrganisationFactory,
    ParticipantFactory,
    PlaceFactory,
)

pytestmark = pytest.mark.django_db


def titles(response: object) -> list[str]:
    """Return the titles of the tickets on a page."""
    return [ticket.title for ticket in response.context["listings"]]  # type: ignore[attr-defined]


def test_members_see_each_other(member: Participant, as_member: AsMember) -> None:
    person = ParticipantFactory.create(
        area=member.area, display_name="Joost", roles=["teacher"], side="formal", about="Ik leer graag bij."
    )
    page = as_member(member).get(f"/deelnemers/{person.pk}/").content.decode()
    for words in ("Joost", "Formeel: opleider", "Nederlands", "Ik leer graag bij.", f"/deelnemers/{person.pk}/melden/"):
        assert words in page
    assert person.user.email not in page


def test_visitors_are_asked_to_sign_in(client: Client, member: Participant) -> None:
    response = client.get(f"/deelnemers/{member.pk}/")
    assert (response.status_code, response.url) == (302, f"/account/login/?next=/deelnemers/{member.pk}/")


@pytest.mark.parametrize("blocker_first", [True, False])
def test_across_a_block_nobody_is_there(member: Participant, as_member: AsMember, blocker_first: bool) -> None:
    other = ParticipantFactory.create()
    pair = (member, other) if blocker_first else (other, member)
    BlockFactory.create(blocker=pair[0], blocked=pair[1])
    assert as_member(member).get(f"/deelnemers/{other.pk}/").status_code == 404


def test_who_may_not_sign_in_is_not_there(member: Participant, as_member: AsMember) -> None:
    gone = ParticipantFactory.create(user__is_active=False)
    assert as_member(member).get(f"/deelnemers/{gone.pk}/").status_code == 404


def test_a_person_shows_what_is_on_the_market_for_the_viewer(member: Participant, as_member: AsMember) -> None:
    person = ParticipantFactory.create(area=member.area)
    organisation = OrganisationFactory.create(area=member.area)
    ListingFactory.create(owner=person, title="Voor iedereen")
    ListingFactory.create(owner=person, title="Voor deelnemers", visibility="members")
    ListingFactory.create(owner=person, title="Namens het huis", organisation=organisation)
    ListingFactory.create(owner=person, title="Verborgen", hidden_at="2026-01-01T00:00Z")
    ListingFactory.create(owner=person, title="Verlopen", expires_at="2020-01-01T00:00Z")
    ListingFactory.create(title="Van een ander")
    assert titles(as_member(member).get(f"/deelnemers/{person.pk}/")) == ["Voor deelnemers", "Voor iedereen"]


def test_an_organisation_shows_to_each_what_is_for_them(client: Client, area: Area, as_member: AsMember) -> None:
    organisation = OrganisationFactory.create(area=area, slug="huis", email="huis@example.org", phone="020 123 45 67")
    PlaceFactory.create(area=area, organisation=organisation, name="De zaal")
    colleague = ParticipantFactory.create(area=area)
    AffiliationFactory.create(participant=colleague, organisation=organisation)
    for title, visibility in (("Iedereen", "everyone"), ("Deelnemers", "members"), ("Collega's", "organisation")):
        ListingFactory.create(owner=colleague, organisation=organisation, title=title, visibility=visibility)
    address = "/wijk/osdorpplein/organisaties/huis/"
    page = client.get(address)
    for words in ("huis@example.org", "020 123 45 67", "De zaal"):
        assert words in page.content.decode()
    assert titles(page) == ["Iedereen"]
    assert colleague.display_name not in page.content.decode()
    assert titles(as_member(ParticipantFactory.create()).get(address)) == ["Deelnemers", "Iedereen"]
    assert titles(as_member(colleague).get(address)) == ["Collega's", "Deelnemers", "Iedereen"]


def test_an_organisation_belongs_to_its_area(client: Client, area: Area) -> None:
    OrganisationFactory.create(slug="elders")
    assert client.get("/wijk/osdorpplein/organisaties/elders/").status_code == 404


@pytest.mark.parametrize("number", [0, 10**9, 10**30])
def test_a_number_that_nobody_has_is_not_found(member: Participant, as_member: AsMember, number: int) -> None:
    assert as_member(member).get(f"/deelnemers/{number}/").status_code == 404


def test_pages_of_people_and_organisations_take_the_same_queries_however_much_they_show(
    member: Participant, as_member: AsMember
) -> None:
    organisation = OrganisationFactory.create(area=member.area, slug="huis")
    person = ParticipantFactory.create(area=member.area)
    client = as_member(member)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    addresses = [person.get_absolute_url(), organisation.get_absolute_url()]
    before = [queries(address) for address in addresses]
    for _ in range(4):
        ListingFactory.create(owner=person, tagged=["koken"])
        ListingFactory.create(owner=person, organisation=organisation, tagged=["taal"])
        PlaceFactory.create(area=member.area, organisation=organisation)
    assert [queries(address) for address in addresses] == before
    assert max(before) <= 9
