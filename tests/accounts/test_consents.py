"""To what people agree, and being asked again when it changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import consents
from accounts.consents import Document, Version
from accounts.models import Consent, Participant
from kennismarkt.errors import Refused
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

AGREE = "/account/akkoord/"
NEW_RULE = "Nieuw: we eten ook samen."


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house rules get a second version."""
    rules, privacy = consents.DOCUMENTS
    newer = Document(rules.name, rules.title, (*rules.versions, Version(date(2026, 12, 1), NEW_RULE)))
    monkeypatch.setattr(consents, "DOCUMENTS", (newer, privacy))


def agreed(person: Participant) -> list[tuple[str, int]]:
    """Return to what somebody agreed."""
    return list(Consent.objects.filter(participant=person).order_by("document", "version").values_list("document", "version"))


def test_joining_is_agreeing_to_the_texts_as_they_stand(area: Area) -> None:
    client = Client()
    client.force_login(UserFactory.create())
    answers = {"display_name": "Fatima", "area": area.pk, "roles": ["resident"], "languages": ["nl"], "agree": "on"}
    client.post("/account/voorstellen/", answers)
    assert agreed(Participant.objects.get()) == [("huisregels", 1), ("privacy", 1)]
    assert client.get("/markt/").status_code == 200


def test_who_agreed_walks_on(member: Participant, as_member: AsMember) -> None:
    assert as_member(member).get("/mijn/").status_code == 200


@pytest.mark.usefixtures("raised")
def test_a_newer_text_is_asked_at_the_next_page_with_what_changed(member: Participant, as_member: AsMember) -> None:
    Consent.objects.filter(participant=member, version=2).update(version=1)
    client = as_member(member)
    response = client.get("/mijn/?a=1")
    assert (response.status_code, response.url) == (302, f"{AGREE}?next=%2Fmijn%2F%3Fa%3D1")
    page = client.get(response.url).content.decode()
    assert NEW_RULE in page
    assert 'name="privacy-1"' not in page
    assert client.post(AGREE, {"huisregels-2": "on", "next": "/mijn/?a=1"}).url == "/mijn/?a=1"
    assert agreed(member) == [("huisregels", 1), ("huisregels", 2), ("privacy", 1)]
    assert client.get("/mijn/").status_code == 200


def test_who_was_registered_by_another_is_asked_everything(area: Area, as_member: AsMember) -> None:
    person = ParticipantFactory.create(area=area, agreed=False)
    client = as_member(person)
    page = client.get(client.get("/markt/").url).content.decode()
    assert "Dit is er veranderd" not in page
    assert client.post(AGREE, {"huisregels-1": "on"}).status_code == 422
    assert agreed(person) == []
    assert client.post(AGREE, {"huisregels-1": "on", "privacy-1": "on"}).status_code == 302
    assert agreed(person) == [("huisregels", 1), ("privacy", 1)]


@pytest.mark.usefixtures("raised")
def test_a_tick_for_an_older_text_does_not_count(member: Participant, as_member: AsMember) -> None:
    Consent.objects.filter(participant=member, version=2).update(version=1)
    assert as_member(member).post(AGREE, {"huisregels-1": "on"}).status_code == 422
    with pytest.raises(Refused):
        consents.agree(member, to=[("huisregels", 1)])


@pytest.mark.parametrize(
    "address",
    [
        "/account/gegevens/",
        "/account/teksten/huisregels/",
        "/account/teksten/privacy/",
        "/account/logout/",
        "/account/email/",
        "/account/ben-jij-het/",
    ],
)
def test_texts_own_data_and_the_way_out_stay_open(area: Area, as_member: AsMember, address: str) -> None:
    client = as_member(ParticipantFactory.create(area=area, agreed=False))
    assert client.get(address).status_code == 200


def test_nothing_that_somebody_sends_is_held_up(area: Area, as_member: AsMember) -> None:
    client = as_member(ParticipantFactory.create(area=area, agreed=False))
    assert client.post("/markt/concept/", {"title": "Half af"}).status_code == 200
    assert client.get("/markt/woorden/", {"q": "ko"}, headers={"HX-Request": "true"}).status_code == 200


def test_visitors_are_asked_nothing(client: Client, area: Area) -> None:
    assert client.get("/markt/").status_code == 200
    assert client.get("/account/teksten/privacy/").status_code == 200
    assert client.get("/account/teksten/iets-anders/").status_code == 404
    assert client.get(AGREE).status_code == 302


def test_it_leads_nowhere_else(area: Area, as_member: AsMember) -> None:
    client = as_member(ParticipantFactory.create(area=area, agreed=False))
    answers = {"huisregels-1": "on", "privacy-1": "on", "next": "https://elders.example/"}
    assert client.post(AGREE, answers).url == "/"


def test_asking_costs_no_query(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    with CaptureQueriesContext(connection) as asked:
        client.get("/account/teksten/privacy/")
    about = [query["sql"] for query in asked if "accounts_consent" in query["sql"]]
    assert len(about) == 1
    assert 'FROM "accounts_user"' in about[0]


def test_own_consents_stand_on_the_page(member: Participant, as_member: AsMember) -> None:
    page = as_member(member).get("/account/gegevens/").content.decode()
    assert "De huisregels" in page
    assert "versie 1" in page
