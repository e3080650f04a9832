"""Whatever somebody types into a form or an address, the answer is never a 5xx."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accounts import promising
from accounts.models import CommitmentOrigin, Participant
from partnership import gathering
from tests.conftest import AsMember
from tests.factories import AffiliationFactory, ConversationFactory, ListingFactory, OrganisationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db

TEXT = some.one_of(
    some.text(alphabet=some.characters(exclude_categories=["Cs"]), max_size=200),
    some.sampled_from(
        [
            "\x00",
            "' & | !:*",
            "<->",
            "\\",
            "-1",
            "9" * 30,
            "1e309",
            "NaN",
            "x.1",
            "-9.x",
            "💐" * 60,
            "\u202e\u0000",
            "%00",
            "../..",
            "a" * 5000,
        ]
    ),
)
FUZZ = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

FORMS: dict[str, tuple[str, list[str]]] = {
    "/markt/": ("GET", ["q", "wat", "hoe", "van", "taal", "trefwoord", "bij", "binnen", "volgorde", "na", "voor"]),
    "/wijk/osdorpplein/markt/": ("GET", ["q", "wat", "taal", "trefwoord", "bij", "binnen", "volgorde", "na", "voor"]),
    "/wijk/osdorpplein/feed/": ("GET", ["q", "wat", "na"]),
    "/markt/woorden/": ("GET", ["q", "wijk"]),
    "/markt/trefwoorden/": ("GET", ["tags"]),
    "/markt/plaatsen/": (
        "POST",
        [
            "kind",
            "way",
            "title",
            "description",
            "languages",
            "tags",
            "when",
            "place",
            "organisation",
            "visibility",
            "once",
            "version",
        ],
    ),
    "/markt/concept/": ("POST", ["title", "description", "languages", "tags", "listing", "place", "kind"]),
    "/mijn/zoekvragen/bewaren/": ("POST", ["wijk", "query"]),
    "/gesprekken/": ("GET", ["na"]),
    "/gesprekken/{conversation}/": ("POST", ["text", "sent_once"]),
    "/markt/{listing}/reageren/": ("POST", ["text", "sent_once"]),
    "/markt/{listing}/melden/": ("POST", ["reason", "text"]),
    "/account/instellingen/": ("POST", ["display_name", "area", "roles", "side", "languages", "reads", "version"]),
    "/account/instellingen/breng/": (
        "POST",
        ["about", "can", "wants_to_learn", "availability", "contact_way", "contact_note", "near", "version"],
    ),
    "/account/instellingen/wie-ziet-wat/": ("POST", ["about_for", "can_for", "roles_for", "affiliations_for", "version"]),
    "/account/instellingen/organisaties/": ("POST", ["organisation", "function", "since"]),
    "/deelnemers/": ("GET", ["q", "wijk", "van", "rol", "taal", "kan", "leert", "organisatie", "na"]),
    "/deelnemers/{person}/": ("GET", ["als"]),
    "/deelnemers/{person}/schrijven/": ("POST", ["text", "sent_once"]),
    "/wijk/osdorpplein/organisaties/huis/bijhouden/": ("POST", ["description", "phone", "email", "website", "seen"]),
    "/account/zelfportret/": ("POST", ["head", "heart", "belly", "strokes", "photo", "remove_picture", "version"]),
    "/deelnemers/{person}/portret/": ("GET", ["v", "klein"]),
    "/account/akkoord/": ("POST", ["huisregels-1", "privacy-1", "next"]),
    "/voor-jou/": ("GET", ["na"]),
    "/voor-jou/kiezen/": ("POST", ["mail", "quiet_from", "quiet_until", "mail-market.message", "mail-market.news"]),
    "/voor-jou/apparaat/": ("POST", ["endpoint", "p256dh", "auth"]),
    "/account/taal/": ("POST", ["language", "next"]),
    "/kaarten/begin/": ("POST", ["subject", "title", "listing", "story", "mode", "once"]),
    "/kaarten/mee/": ("POST", ["code"]),
    "/kaarten/{card}/": ("GET", ["stap", "kies", "briefjes", "deel"]),
    "/kaarten/{card}/stap/1/schrijven/": ("POST", ["text", "named", "once"]),
    "/kaarten/{card}/stap/1/briefjes/": ("POST", ["recognise", "title", "notes", "once"]),
    "/kaarten/{card}/stap/1/verder/": ("POST", ["to"]),
    "/kaarten/{card}/stap/1/voorstellen/": ("POST", ["text", "beside", "win", "once"]),
    "/kaarten/{card}/verwachtingen/": ("POST", ["theme", "text", "once"]),
    "/kaarten/{card}/hier/": ("POST", ["step", "gone"]),
    "/kaarten/{card}/concept/": ("POST", ["place", "text", "win", "title"]),
    "/kaarten/{card}/tijd/": ("POST", ["minutes"]),
    "/kaarten/{card}/manier/": ("POST", ["mode"]),
    "/kaarten/{card}/mensen/": ("GET", ["wie"]),
    "/kaarten/{card}/acties/": ("POST", ["text", "asked_of", "partner", "person", "organisation", "who", "due_on", "once"]),
    "/kaarten/{card}/terugkijken/": ("POST", ["due_on"]),
    "/kaarten/{card}/van-papier/": ("POST", ["step_1", "step_2", "step_5", "once"]),
    "/kaarten/{card}/opnieuw/": ("POST", ["title", "mode", "once"]),
    "/kaarten/{card}/vieren/": ("POST", ["title", "text", "happened_on", "once"]),
    "/kaarten/{card}/bewaren/": ("POST", ["act", "years"]),
    "/kaarten/leeg.pdf": ("GET", ["papier"]),
    "/oogst/": ("GET", ["blad"]),
    "/afspraken/{promise}/afsluiten/": ("POST", ["outcome", "words"]),
    "/afspraken/{promise}/anders/": ("POST", ["text", "due_on", "words", "version"]),
    "/kaarten/{card}/geschiedenis/": ("GET", ["bladzijde"]),
    "/zijstromen/": ("GET", ["wijk", "bijeenkomst", "uit"]),
    "/zijstromen/beginnen/": (
        "POST",
        ["origin", "meeting", "theme", "parent", "title", "story", "audience", "next_step", "next_step_on", "version"],
    ),
    "/account/begin/zelfportret/": ("POST", ["head", "heart", "belly", "strokes", "version", "remove_picture", "skip"]),
    "/markt/begin/": ("POST", ["kind", "way", "title", "skip"]),
    "/account/overnemen/": ("POST", ["code", "email"]),
    "/account/overnemen/code/": ("POST", ["code"]),
    "/account/login/": ("POST", ["login", "password", "email", "next"]),
    "/account/signup/": ("POST", ["email", "password1", "display_name", "area", "roles", "side", "languages", "rules"]),
    "/account/password/reset/": ("POST", ["email"]),
    "/account/ben-jij-het/": ("POST", ["code", "action", "next"]),
    "/account/sessions/": ("POST", ["next"]),
    "/account/2fa/totp/activate/": ("POST", ["code"]),
    "/account/2fa/webauthn/add/": ("POST", ["name", "credential", "passwordless"]),
    "/account/2fa/webauthn/login/": ("POST", ["credential", "next"]),
}


@pytest.mark.parametrize("address", FORMS)
def test_no_input_breaks_it(address: str, member: Participant, as_member: AsMember) -> None:
    method, names = FORMS[address]
    if address == "/account/akkoord/":
        member.consents.all().delete()
    listing = ListingFactory.create(area=member.area)
    conversation = ConversationFactory.create(starter=member)
    house = OrganisationFactory.create(area=member.area, slug="huis")
    AffiliationFactory.create(participant=member, organisation=house, keeps_entry=True)
    client = (
        Client(raise_request_exception=False)
        if address.startswith(("/account/login", "/account/signup", "/account/password", "/account/2fa/webauthn/login"))
        else as_member(member, lately=True)
        if address.startswith(("/account/login", "/account/signup", "/account/password", "/account/overnemen"))
        else as_member(member)
    )
    client.raise_request_exception = False
    facts = {"title": "Taal", "subject": "theme", "mode": "long", "once": uuid.uuid4()}
    card = gathering.open_card(by=member, **facts)  # type: ignore[arg-type]  # by name
    promise = promising.ask(member, text="Koken", due_on=None, origin=CommitmentOrigin.CARD, area=member.area, by=member)
    url = address.format(
        promise=promise.pk, listing=listing.pk, conversation=conversation.pk, person=listing.owner_id, card=card.pk
    )

    @FUZZ
    @given(some.dictionaries(some.sampled_from(names), some.one_of(TEXT, some.lists(TEXT, max_size=3)), max_size=len(names)))
    def send(data: dict[str, Any]) -> None:
        answer = client.get(url, data) if method == "GET" else client.post(url, data)
        assert answer.status_code < 500

    send()


def test_half_a_good_form_with_a_strange_field_breaks_nothing(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    client.raise_request_exception = False
    good = {
        "kind": "offer",
        "way": "learn",
        "title": "Fietsles",
        "description": "Kom.",
        "languages": ["nl"],
        "visibility": "everyone",
        "tags": "",
    }

    @FUZZ
    @given(some.sampled_from([*good, "when", "place", "once"]), TEXT)
    def send(name: str, value: str) -> None:
        answer = client.post("/markt/plaatsen/", {**good, "once": str(uuid.uuid4()), name: value})
        assert answer.status_code < 500

    send()


@pytest.mark.parametrize("number", ["0", "-1", "9" * 18, "9" * 40, "1.5", "١"])
@pytest.mark.parametrize(
    "address",
    [
        "/markt/{}/",
        "/markt/{}/foto/",
        "/gesprekken/{}/",
        "/deelnemers/{}/",
        "/deelnemers/{}/portret/",
        "/deelnemers/{}/schrijven/",
        "/bezwaar/{}/",
        "/kaarten/{}/",
        "/kaarten/{}/scherm/",
        "/kaarten/{}/daarna/",
        "/kaarten/{}/kaart.json",
        "/afspraken/{}/anders/",
        "/wijk/{}/",
        "/zijstromen/{}/",
        "/bijeenkomsten/{}/verslag/",
        "/bijeenkomsten/{}/meenemen/",
        "/bijeenkomsten/fotos/{}/",
        "/trajecten/{}/terugblik/",
        "/berichten/{}/melden/",
        "/bijeenkomsten/{}/",
        "/bijeenkomsten/{}/agenda.ics",
        "/trajecten/{}/",
        "/trajecten/{}/brief/",
        "/agenda/{}/bijeenkomsten.ics",
        "/bijeenkomsten/{}/aanmelden/",
        "/bijeenkomsten/{}/uitnodigen/",
        "/bijeenkomsten/{}/deur/",
    ],
)
def test_no_number_breaks_an_address(member: Participant, as_member: AsMember, address: str, number: str) -> None:
    ParticipantFactory.create()
    client = as_member(member)
    client.raise_request_exception = False
    assert client.get(address.format(number)).status_code == 404
