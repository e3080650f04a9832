"""The page of a person: who sees which field, function and organisation last, and the pages where one settles it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts import meeting, profiling
from accounts.models import Audience, Origin, Participant, SelfPortrait, Stamp, StampKind
from accounts.privacy import FIELDS
from kennismarkt.errors import Refused
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

# What stands on the page for each field; nothing else on it says the same.
CANARIES = {
    "portrait": "Hoofdcanarie",
    "about": "Beweegcanarie",
    "roles": "ervaringsdeskundige",
    "languages": "ትግርኛ",
    "can": "kancanarie",
    "wants_to_learn": "leercanarie",
    "availability": "Wanneercanarie",
    "contact": "Belcanarie",
    "near": "Plekcanarie",
    "affiliations": "Functiecanarie",
    "stamps": "netwerker",
}
SEES: dict[str, set[Audience]] = {
    "visitor": {Audience.EVERYONE},
    "member": {Audience.EVERYONE, Audience.MEMBERS},
    "met": {Audience.EVERYONE, Audience.MEMBERS, Audience.MET},
    "self": set(Audience),
}


@pytest.fixture
def person(member: Participant) -> Participant:
    """Somebody who filled in everything and shows nothing to anybody."""
    place = PlaceFactory.create(area=member.area, name="Plekcanarie")
    person = ParticipantFactory.create(
        area=member.area,
        display_name="Nora",
        roles=["expert_by_experience"],
        languages=["ti"],
        about="Beweegcanarie",
        can=["kancanarie"],
        wants_to_learn=["leercanarie"],
        availability="Wanneercanarie",
        contact_note="Belcanarie",
        near=place,
        **{f"{field}_for": Audience.NOBODY for field in FIELDS},
    )
    SelfPortrait.objects.create(participant=person, head="Hoofdcanarie")
    Stamp.objects.create(participant=person, kind=StampKind.NETWERKER, reason="Ze verbindt.", given_at="2026-01-01T00:00Z")
    AffiliationFactory.create(
        participant=person, organisation=OrganisationFactory.create(area=member.area), function="Functiecanarie"
    )
    return person


def shown_on(page: str) -> set[str]:
    """Return the fields whose words stand on a page."""
    return {field for field, words in CANARIES.items() if words in page}


def client_of(viewer: str, person: Participant, member: Participant, as_member: AsMember) -> Client:
    """Return who looks at `person`."""
    if viewer == "met":
        meeting.meet(member, person, area=member.area, origin=Origin.CONVERSATION)
    return Client() if viewer == "visitor" else as_member(person if viewer == "self" else member)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("viewer", SEES)
def test_each_field_shows_to_its_audience_only(
    person: Participant, member: Participant, as_member: AsMember, viewer: str, audience: Audience, field: str
) -> None:
    Participant.objects.filter(pk=person.pk).update(**{f"{field}_for": audience})
    response = client_of(viewer, person, member, as_member).get(person.get_absolute_url())
    expected = {field} if audience in SEES[viewer] else set()
    if viewer == "self":
        expected = set(FIELDS)
    if viewer == "visitor" and not expected:
        assert response.url == f"/account/login/?next={person.get_absolute_url()}"
        return
    assert shown_on(response.content.decode()) == expected


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.MEMBERS, Audience.MET])
def test_one_sees_ones_page_as_others_do(person: Participant, as_member: AsMember, audience: Audience) -> None:
    Participant.objects.filter(pk=person.pk).update(about_for="everyone", can_for="members", affiliations_for="met")
    Stamp.objects.update(hidden_at="2026-02-01T00:00Z")
    page = as_member(person).get(f"{person.get_absolute_url()}?als={audience}").content.decode()
    assert (
        shown_on(page)
        == {
            Audience.EVERYONE: {"about"},
            Audience.MEMBERS: {"about", "can"},
            Audience.MET: {"about", "can", "affiliations"},
        }[audience]
    )


def test_nobody_looks_through_anothers_eyes(person: Participant, member: Participant, as_member: AsMember) -> None:
    Participant.objects.filter(pk=person.pk).update(about_for="met")
    page = as_member(member).get(f"{person.get_absolute_url()}?als=met").content.decode()
    assert shown_on(page) == set()


def test_a_visitor_sees_name_side_and_what_is_for_everybody(client: Client, person: Participant) -> None:
    Participant.objects.filter(pk=person.pk).update(can_for="everyone")
    ListingFactory.create(owner=person, title="Samen fietsen")
    page = client.get(person.get_absolute_url()).content.decode()
    assert shown_on(page) == {"can"}
    for words in ("Nora", "Informeel", '<meta name="robots" content="noindex">', "Log in om een bericht te sturen"):
        assert words in page
    for words in (person.area.name, "Samen fietsen", "/melden/", "/schrijven/", "/deelnemers/?kan="):
        assert words not in page


def test_who_may_not_sign_in_is_gone_for_visitors_too(client: Client, person: Participant) -> None:
    Participant.objects.filter(pk=person.pk).update(can_for="everyone")
    person.user.is_active = False
    person.user.save()
    assert client.get(person.get_absolute_url()).status_code == 302


def test_function_waits_until_people_have_met(person: Participant, member: Participant, as_member: AsMember) -> None:
    sentence = "Functie en organisatie zie je als jullie elkaar hebben ontmoet."
    client = as_member(member)
    assert sentence not in client.get(person.get_absolute_url()).content.decode()
    Participant.objects.filter(pk=person.pk).update(affiliations_for="met")
    assert sentence in client.get(person.get_absolute_url()).content.decode()
    meeting.meet(member, person, area=member.area, origin=Origin.CONVERSATION)
    page = client.get(person.get_absolute_url()).content.decode()
    assert "Functiecanarie" in page
    assert sentence not in page


def test_what_nobody_confirmed_shows_to_oneself_only(person: Participant, member: Participant, as_member: AsMember) -> None:
    Participant.objects.filter(pk=person.pk).update(affiliations_for="everyone")
    person.affiliation_set.update(confirmed_at=None)  # type: ignore[attr-defined]
    assert "Functiecanarie" not in as_member(member).get(person.get_absolute_url()).content.decode()
    assert "nog niet bevestigd" in as_member(person).get(person.get_absolute_url()).content.decode()


def test_across_a_block_nothing_is_for_everybody_either(person: Participant, member: Participant, as_member: AsMember) -> None:
    Participant.objects.filter(pk=person.pk).update(**{f"{field}_for": "everyone" for field in FIELDS})
    BlockFactory.create(blocker=person, blocked=member)
    response = as_member(member).get(person.get_absolute_url())
    assert (response.status_code, shown_on(response.content.decode())) == (404, set())


def brought(member: Participant, **other: Any) -> dict[str, Any]:
    """Return what one fills in of what one brings."""
    return {
        "about": "Soep.",
        "can": " Koken voor Veertig,koken voor  veertig, TOLKEN ",
        "wants_to_learn": "",
        "availability": "Dinsdag",
        "contact_way": "call",
        "contact_note": "020 123",
        "near": "",
        "version": member.version,
        **other,
    }


BRING = "/account/instellingen/breng/"
AUDIENCES = "/account/instellingen/wie-ziet-wat/"


def test_one_writes_down_what_one_brings(member: Participant, as_member: AsMember) -> None:
    place = PlaceFactory.create(area=member.area)
    assert as_member(member).post(BRING, brought(member, near=place.pk)).url == BRING
    member.refresh_from_db()
    assert (member.about, member.can, member.wants_to_learn) == ("Soep.", ["koken voor veertig", "tolken"], [])
    assert (member.availability, member.contact_way, member.contact_note) == ("Dinsdag", "call", "020 123")
    assert (member.near, member.version) == (place, 2)


@pytest.mark.parametrize(
    "wrong", [{"can": ",".join("abcdefghijklm")}, {"wants_to_learn": "x" * 61}, {"contact_way": "owl"}, {"about": "x" * 301}]
)
def test_too_much_is_said_and_changes_nothing(member: Participant, as_member: AsMember, wrong: dict[str, str]) -> None:
    response = as_member(member).post(BRING, brought(member, **wrong))
    assert (response.status_code, list(response.context["form"].errors)) == (422, list(wrong))
    member.refresh_from_db()
    assert (member.about, member.version) == ("", 1)


def test_a_place_lies_in_ones_own_area(member: Participant, as_member: AsMember) -> None:
    elsewhere = PlaceFactory.create()
    assert as_member(member).post(BRING, brought(member, near=elsewhere.pk)).status_code == 422
    with pytest.raises(Refused):
        profiling.bring(
            member,
            about="",
            can=[],
            wants_to_learn=[],
            availability="",
            contact_way="call",
            contact_note="",
            near=elsewhere,
            version=1,
        )


@pytest.mark.parametrize(
    ("address", "late", "stands"),
    [
        (BRING, {"about": "Te laat", "contact_way": "call"}, "Eerder"),
        (AUDIENCES, {f"{field}_for": "nobody" for field in FIELDS}, "alle deelnemers (gewoonlijk)"),
        (
            "/account/instellingen/",
            {"display_name": "Te laat", "roles": ["resident"], "side": "", "languages": ["nl"], "reads": "nl"},
            "Samira B.",
        ),
    ],
)
def test_who_is_late_sees_both_texts(
    member: Participant, as_member: AsMember, address: str, late: dict[str, Any], stands: str
) -> None:
    Participant.objects.filter(pk=member.pk).update(version=3, about="Eerder")
    client = as_member(member)
    response = client.post(address, {**late, "version": 2})
    assert response.status_code == 409
    assert stands in dict(response.context["theirs"]).values()
    sent = {name: response.context["form"][name].value() for name in late}
    assert sent == late
    member.refresh_from_db()
    assert (member.display_name, member.about, member.about_for) == ("Samira B.", "Eerder", "members")
    assert client.post(address, {**late, "version": response.context["form"]["version"].value()}).status_code == 302


def test_one_settles_who_sees_what(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    asked = {f"{field}_for": "nobody" for field in FIELDS} | {"can_for": "everyone", "version": 1}
    assert client.post(AUDIENCES, asked).url == AUDIENCES
    member.refresh_from_db()
    assert {field for field in FIELDS if getattr(member, f"{field}_for") != "nobody"} == {"can"}
    assert client.post(AUDIENCES, {**asked, "version": 2, "can_for": "friends"}).status_code == 422


def test_the_usual_answers_are_marked_as_such(member: Participant, as_member: AsMember) -> None:
    page = as_member(member).get(AUDIENCES).content.decode()
    assert page.count("(gewoonlijk)") == len(FIELDS)
