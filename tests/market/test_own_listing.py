"""What the owner of a listing does with it, and that nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Participant
from market import publishing
from market.models import Listing, State
from tests.conftest import AsMember
from tests.factories import ListingFactory, ParticipantFactory
from tests.market.test_placing import written

pytestmark = pytest.mark.django_db
ACTS = ["pauze", "hervatten", "verlengen", "klaar", "weg", "terug", "wijzigen"]


@pytest.fixture
def listing(member: Participant) -> Listing:
    """An open listing of `member`."""
    return ListingFactory.create(owner=member, title="Samen soep koken")


def state_after(listing: Listing, act: str, as_member: AsMember, **data: str) -> State:
    """Return where the listing stands after its owner did `act`."""
    response = as_member(listing.owner).post(f"/markt/{listing.pk}/{act}/", data)
    assert response.status_code == 302
    listing.refresh_from_db()
    return listing.state


def test_pause_takes_it_off_the_market_and_resume_brings_it_back(listing: Listing, as_member: AsMember) -> None:
    assert state_after(listing, "pauze", as_member) == State.PAUSED
    assert list(Listing.objects.on_market(None)) == []
    assert state_after(listing, "hervatten", as_member) == State.OPEN


def test_done_keeps_the_answer_to_is_het_gelukt(listing: Listing, as_member: AsMember) -> None:
    assert state_after(listing, "klaar", as_member, outcome="partly") == State.DONE
    assert listing.outcome == "partly"


def test_strange_answer_is_refused(listing: Listing, as_member: AsMember) -> None:
    response = as_member(listing.owner).post(f"/markt/{listing.pk}/klaar/", {"outcome": "zeer"})
    assert response.status_code == 422


def test_expired_is_told_from_the_clock_and_renewed_in_one_click(listing: Listing, as_member: AsMember) -> None:
    Listing.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    listing.refresh_from_db()
    assert listing.state == State.EXPIRED
    assert list(Listing.objects.on_market(None)) == []
    assert state_after(listing, "verlengen", as_member) == State.OPEN


def test_delete_can_be_undone_for_ten_minutes(listing: Listing, as_member: AsMember) -> None:
    assert state_after(listing, "weg", as_member) == State.DELETED
    assert state_after(listing, "terug", as_member) == State.OPEN
    Listing.objects.update(deleted_at=timezone.now() - timedelta(minutes=10, seconds=1))
    assert as_member(listing.owner).post(f"/markt/{listing.pk}/terug/").status_code == 404


def test_purge_erases_what_can_no_longer_be_undone(listing: Listing) -> None:
    publishing.delete(listing, by=listing.owner)
    assert publishing.purge() == 0
    assert publishing.purge(now=timezone.now() + timedelta(minutes=11)) == 1
    assert not Listing.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_may(listing: Listing, as_member: AsMember, act: str) -> None:
    stranger = ParticipantFactory.create(area=listing.area)
    before = Listing.objects.values().get()
    assert as_member(stranger).post(f"/markt/{listing.pk}/{act}/", written()).status_code == 404
    assert Listing.objects.values().get() == before


def test_change_is_saved_and_counted(listing: Listing, as_member: AsMember) -> None:
    as_member(listing.owner).post(f"/markt/{listing.pk}/wijzigen/", written(title="Samen brood bakken", version=1))
    assert Listing.objects.values_list("title", "version").get() == ("Samen brood bakken", 2)


def test_two_changes_at_once_give_the_second_writer_both_texts(listing: Listing, as_member: AsMember) -> None:
    client, address = as_member(listing.owner), f"/markt/{listing.pk}/wijzigen/"
    client.post(address, written(title="Eerste tekst", version=1))
    response = client.post(address, written(title="Tweede tekst", version=1))
    page = response.content.decode()
    assert (response.status_code, Listing.objects.get().title) == (409, "Eerste tekst")
    assert "Eerste tekst" in page
    assert 'value="Tweede tekst"' in page
    assert 'name="version" value="2"' in page


def test_my_market_shows_every_state_of_mine_and_nothing_of_others(listing: Listing, as_member: AsMember) -> None:
    ListingFactory.create(owner=listing.owner, title="Op pauze gezet", paused_at=timezone.now())
    ListingFactory.create(title="Van een ander")
    page = as_member(listing.owner).get("/mijn/").content.decode()
    assert ("Samen soep koken" in page, "Op pauze gezet" in page, "Van een ander" in page) == (True, True, False)
