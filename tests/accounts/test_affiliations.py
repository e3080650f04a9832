"""Where somebody works or helps: said by themselves, confirmed by others, and rights only then."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts import affiliating, meeting
from accounts.models import Affiliation, Audience, Duty, Origin, Participant
from kennismarkt.errors import Refused
from market.models import Conversation, Listing
from neighbourhood.models import Organisation
from tests.conftest import AsMember
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    OrganisationFactory,
    ParticipantFactory,
)

pytestmark = pytest.mark.django_db

MINE = "/account/instellingen/organisaties/"


@pytest.fixture
def house(member: Participant) -> Organisation:
    """An organisation in the area of `member`."""
    return OrganisationFactory.create(area=member.area, slug="huis", name="Het huis")


@pytest.fixture
def keeper(house: Organisation) -> Participant:
    """Somebody who keeps the entry of `house`."""
    person = ParticipantFactory.create(area=house.area, display_name="Keetje")
    AffiliationFactory.create(participant=person, organisation=house, keeps_entry=True, function="beheerder")
    return person


ENTRY = "/wijk/osdorpplein/organisaties/huis/bijhouden/"


def test_one_says_where_one_helps_and_takes_it_back(member: Participant, house: Organisation, as_member: AsMember) -> None:
    client = as_member(member)
    assert client.post(MINE, {"organisation": house.pk, "function": "gastheer", "since": "2024-09"}).url == MINE
    made = Affiliation.objects.get()
    assert (made.participant, made.organisation, made.function) == (member, house, "gastheer")
    assert (str(made.since), made.confirmed_at, made.keeps_entry) == ("2024-09-01", None, False)
    assert "nog niet bevestigd" in client.get(MINE).content.decode()
    assert client.post(f"{MINE}{made.pk}/weg/").url == MINE
    assert not Affiliation.objects.exists()


def test_only_organisations_of_ones_area_and_each_once(member: Participant, house: Organisation, as_member: AsMember) -> None:
    there = OrganisationFactory.create()
    assert as_member(member).post(MINE, {"organisation": there.pk}).status_code == 422
    for organisation in (there, house, house):
        if organisation == house and not Affiliation.objects.exists():
            affiliating.affiliate(member, house)
            continue
        with pytest.raises(Refused):
            affiliating.affiliate(member, organisation)
    assert as_member(member).post(MINE, {"organisation": house.pk}).status_code == 422


def test_nobody_takes_away_anothers(member: Participant, keeper: Participant, as_member: AsMember) -> None:
    theirs = Affiliation.objects.get(participant=keeper)
    assert as_member(member).post(f"{MINE}{theirs.pk}/weg/").status_code == 404
    with pytest.raises(Refused):
        affiliating.leave(theirs, by=member)


def test_until_it_is_confirmed_it_gives_no_rights(
    member: Participant, house: Organisation, keeper: Participant, as_member: AsMember
) -> None:
    listing = ListingFactory.create(owner=keeper, area=house.area, organisation=house, visibility="organisation")
    conversation = ConversationFactory.create(listing=ListingFactory.create(owner=keeper, organisation=house))
    mine = affiliating.affiliate(member, house)
    client = as_member(member)

    def rights() -> tuple[int, int, bool, bool]:
        form = client.get("/markt/plaatsen/").context["form"]
        return (
            client.get(listing.get_absolute_url()).status_code,
            client.get(conversation.get_absolute_url()).status_code,
            house in form.fields["organisation"].queryset,
            Conversation.objects.visible_to(member).exists() or listing in Listing.objects.on_market(member),
        )

    assert rights() == (404, 404, False, False)
    affiliating.confirm(mine, by=keeper)
    assert rights() == (200, 200, True, True)


@pytest.mark.parametrize("who", ["member", "stranger", "colleague", "waiting keeper", "coordinator elsewhere", "moderator"])
def test_who_has_no_say_confirms_nothing(
    member: Participant, house: Organisation, keeper: Participant, as_member: AsMember, who: str
) -> None:
    mine = affiliating.affiliate(member, house)
    person = member if who == "member" else ParticipantFactory.create(area=house.area)
    if who == "colleague":
        AffiliationFactory.create(participant=person, organisation=house)
    elif who == "waiting keeper":
        AffiliationFactory.create(participant=person, organisation=house, confirmed_at=None)
    elif who == "coordinator elsewhere":
        AppointmentFactory.create(participant=person, area=OrganisationFactory.create().area, duty=Duty.COORDINATOR)
    elif who == "moderator":
        AppointmentFactory.create(participant=person)
    client = as_member(person)
    for act in ("bevestigen", "afwijzen"):
        assert client.post(f"/organisaties/mensen/{mine.pk}/{act}/").status_code == 404
    for verb in (affiliating.confirm, affiliating.refuse):
        with pytest.raises(Refused):
            verb(mine, by=person)
    assert client.get(ENTRY).status_code == 404
    assert client.post(ENTRY, {"description": "Van mij"}).status_code == 404
    mine.refresh_from_db()
    assert mine.confirmed_at is None


def test_a_keeper_confirms_and_refuses(
    member: Participant, house: Organisation, keeper: Participant, as_member: AsMember
) -> None:
    client = as_member(keeper)
    mine = affiliating.affiliate(member, house, function="kok")
    assert "Samira B." in client.get(ENTRY).content.decode()
    assert client.post(f"/organisaties/mensen/{mine.pk}/bevestigen/").url == ENTRY
    mine.refresh_from_db()
    assert mine.confirmed_at is not None
    assert client.post(f"/organisaties/mensen/{mine.pk}/afwijzen/").status_code == 404
    other = affiliating.affiliate(ParticipantFactory.create(area=house.area), house)
    client.post(f"/organisaties/mensen/{other.pk}/afwijzen/")
    assert list(Affiliation.objects.filter(organisation=house, keeps_entry=False)) == [mine]


def test_a_coordinator_confirms_in_their_own_area_but_not_themselves(member: Participant, house: Organisation) -> None:
    coordinates = AppointmentFactory.create(participant__area=house.area, duty=Duty.COORDINATOR).participant
    assert affiliating.confirm(affiliating.affiliate(member, house), by=coordinates).confirmed_at is not None
    with pytest.raises(Refused):
        affiliating.confirm(affiliating.affiliate(coordinates, house), by=coordinates)


def entry(house: Organisation, **other: str) -> dict[str, Any]:
    """Return what a keeper fills in."""
    words = {
        "description": "Koffie om tien uur.",
        "phone": "020 1",
        "email": "huis@example.org",
        "website": "https://huis.example",
    }
    return {**words, "seen": affiliating.mark_of(house), **other}


def test_a_keeper_keeps_the_entry(house: Organisation, keeper: Participant, as_member: AsMember) -> None:
    client = as_member(keeper)
    assert ENTRY in client.get(house.get_absolute_url()).content.decode()
    assert client.post(ENTRY, entry(house)).url == house.get_absolute_url()
    house.refresh_from_db()
    assert (house.description, house.phone, house.email) == ("Koffie om tien uur.", "020 1", "huis@example.org")
    assert client.post(ENTRY, entry(house, website="javascript:alert(1)")).status_code == 422


def test_of_two_keepers_the_late_one_sees_both_texts(house: Organisation, keeper: Participant, as_member: AsMember) -> None:
    late = entry(house, description="Te laat")
    affiliating.keep_entry(house, by=keeper, **entry(house))
    response = as_member(keeper).post(ENTRY, late)
    assert response.status_code == 409
    for words in ("Koffie om tien uur.", "Te laat"):
        assert words in response.content.decode()
    assert as_member(keeper).post(ENTRY, {**late, "seen": response.context["form"]["seen"].value()}).status_code == 302
    house.refresh_from_db()
    assert house.description == "Te laat"


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("viewer", ["visitor", "member", "met", "blocked"])
def test_the_keeper_is_named_to_whom_sees_where_they_work(
    member: Participant, house: Organisation, keeper: Participant, as_member: AsMember, viewer: str, audience: Audience
) -> None:
    Participant.objects.filter(pk=keeper.pk).update(affiliations_for=audience)
    if viewer in {"met", "blocked"}:
        meeting.meet(member, keeper, area=house.area, origin=Origin.CONVERSATION)
    if viewer == "blocked":
        BlockFactory.create(blocker=keeper, blocked=member)
    page = (Client() if viewer == "visitor" else as_member(member)).get(house.get_absolute_url()).content.decode()
    sees = {
        "visitor": {Audience.EVERYONE},
        "member": {Audience.EVERYONE, Audience.MEMBERS},
        "met": {Audience.EVERYONE, Audience.MEMBERS, Audience.MET},
        "blocked": set[Audience](),
    }
    expected = audience in sees[viewer]
    assert ["Keetje" in page, "houdt deze gegevens bij" in page, "beheerder" in page] == [expected] * 3
