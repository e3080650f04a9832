"""Every form and every query string that a walk through the site comes across takes anything, without a 5xx."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accounts.models import Duty, Participant
from market.models import Hiding, SavedSearch
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import (
    AppointmentFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    OrganisationFactory,
    ParticipantFactory,
    PlaceFactory,
    ReportFactory,
)
from tests.hostile.test_fuzz import TEXT

pytestmark = pytest.mark.django_db

FUZZ = settings(max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
FIELDS = ("input", "select", "textarea", "button")
# Pages that no link leads to, because scripts, mail or a form do.
UNLINKED = (
    "/",
    "/wijken/",
    "/markt/woorden/?q=a&wijk=b",
    "/mijn/",
    "/mijn/blokkades/",
    "/gesprekken/",
    "/gemeld/",
    "/stijlgids/",
)
SIGNING_IN = ("/account/signup/", "/account/login/", "/account/login/code/", "/account/password/reset/")
WORKPLACE = "/beheer/"
OWN_ACCOUNT = ("/account/email/", "/account/password/change/", "/account/password/set/", "/account/reauthenticate/")
STARTS = {
    "visitor": (*UNLINKED, *SIGNING_IN),
    "member": (*UNLINKED, *OWN_ACCOUNT),
    "moderator": (WORKPLACE,),
    "coordinator": (WORKPLACE,),
}


@dataclass
class Form:
    """Where a form goes, how, and what it sends."""

    address: str
    method: str
    names: set[str] = field(default_factory=set)


class Reader(HTMLParser):
    """Reads which links and forms a page shows."""

    def __init__(self, address: str) -> None:
        """Keep where the page is."""
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), list[Form]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form, or a field of the form that was opened last."""
        facts = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(urljoin(self.address, facts.get("href", "")))
        elif tag == "form":
            self.forms.append(Form(urljoin(self.address, facts.get("action", "")), facts.get("method", "get").lower()))
        elif tag in FIELDS and self.forms and facts.get("name"):
            self.forms[-1].names.add(facts["name"])


def kind(address: str) -> str:
    """Return an address without its numbers and query, to know it by."""
    return re.sub(r"\d+", "1", urlsplit(address).path)


def walk(client: Client, starts: tuple[str, ...], *, each: int = 1) -> list[Form]:
    """Return the forms and query strings that one comes across from `starts`, one of each kind; from the workplace, its own.

    `each` says how many pages of a kind are opened.
    """
    within = WORKPLACE if starts == (WORKPLACE,) else ""
    waiting, known = list(starts), dict[tuple[str, str], Form]()
    seen = Counter[str]()
    while waiting:
        address = waiting.pop(0)
        if seen[kind(address)] == each or not address.startswith("/") or kind(address).startswith(("/live/", "/static/")):
            continue
        seen[kind(address)] += 1
        page = client.get(address)
        assert page.status_code < 500, address
        asked = known.setdefault(("get", kind(address)), Form(address.partition("?")[0], "get", {"q", "next"}))
        asked.names |= set(parse_qs(urlsplit(address).query))
        if "html" not in page.headers.get("Content-Type", ""):
            continue
        reader = Reader(address)
        reader.feed(page.content.decode())
        for form in reader.forms:
            known.setdefault((form.method, kind(form.address)), form).names.update(form.names)
        for link in reader.links:
            if (known_link := known.get(("get", kind(link)))) is not None:
                known_link.names |= set(parse_qs(urlsplit(link).query))
            if not within or kind(link).startswith(within):
                waiting.append(link)
    return [form for form in known.values() if form.address.startswith(within)]


def throw(client: Client, form: Form) -> None:
    """Send the form with anything in any of its fields, as often as FUZZ says."""
    names = sorted(form.names - {"csrfmiddlewaretoken"})

    @FUZZ
    @given(some.dictionaries(some.sampled_from(names or ["q"]), some.one_of(TEXT, some.lists(TEXT, max_size=3))))
    def send(data: dict[str, Any]) -> None:
        answer = client.get(form.address, data) if form.method == "get" else client.post(form.address, data)
        assert answer.status_code < 500, (form.method, form.address, data)

    send()


@pytest.fixture
def crowd(area: Area) -> dict[str, Participant]:
    """A member with one of everything, a moderator and a coordinator, with work waiting for them."""
    people = {name: ParticipantFactory.create(area=area) for name in ("member", "moderator", "coordinator")}
    AppointmentFactory.create(participant=people["moderator"], duty=Duty.MODERATOR)
    AppointmentFactory.create(participant=people["coordinator"], duty=Duty.COORDINATOR)
    PlaceFactory.create(area=area, organisation=OrganisationFactory.create(area=area))
    mine, theirs = ListingFactory.create(owner=people["member"]), ListingFactory.create(area=area, tagged=["koken"])
    MessageFactory.create(conversation=ConversationFactory.create(listing=mine), author__area=area)
    ConversationFactory.create(listing=theirs, starter=people["member"])
    ReportFactory.create(area=area, listing=theirs)
    hidden = ListingFactory.create(owner=people["member"])
    facts = {"reason": "other", "explanation": "Zo niet.", "hidden_by": people["moderator"]}
    Hiding.objects.create(area=area, listing=hidden, **facts)
    SavedSearch.objects.create(participant=people["member"], area=area, query="q=koken")
    return people


@pytest.mark.parametrize("who", ["visitor", "member", "moderator", "coordinator"])
def test_no_form_that_is_shown_breaks(crowd: dict[str, Participant], as_member: AsMember, who: str) -> None:
    forms = walk(as_member(crowd[who]) if who in crowd else Client(), STARTS[who])
    for form in forms:
        # As a new client each time: the forms that sign out or delete are among these.
        client = as_member(crowd[who]) if who in crowd else Client()
        client.raise_request_exception = False
        throw(client, form)


@pytest.mark.parametrize(
    ("first", "asks"),
    [
        ("/account/login/code/", "/account/login/code/confirm/"),
        ("/account/password/reset/", "/account/password/reset/confirm/"),
    ],
)
def test_no_code_breaks_signing_in(member: Participant, first: str, asks: str) -> None:
    client = Client(raise_request_exception=False)
    where = client.post(first, {"email": member.user.email})["Location"]
    assert client.get(where).status_code == 200
    throw(client, Form(where, "post", {"code", "action", "next"}))
    assert asks.split("/")[2] in where


def test_the_walk_comes_by_the_forms_that_matter(crowd: dict[str, Participant], as_member: AsMember) -> None:
    found = {(who, form.method, kind(form.address)) for who in crowd for form in walk(as_member(crowd[who]), STARTS[who], each=3)}
    expected = {
        *(("member", "post", f"/markt/1/{act}/") for act in ("wijzigen", "pauze", "klaar", "weg")),
        ("member", "post", "/deelnemers/1/blokkeren/"),
        *(("member", "post", address) for address in ("/bezwaar/1/", "/account/email/", "/account/instellingen/")),
        ("moderator", "get", "/beheer/market/report/"),
        ("moderator", "get", "/beheer/market/listing/"),
        ("coordinator", "post", "/beheer/accounts/participant/add/"),
        ("coordinator", "post", "/beheer/accounts/appointment/add/"),
    }
    assert expected - found == set()
