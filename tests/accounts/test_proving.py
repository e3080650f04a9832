"""Proving again who one is, and where one is signed in."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts import sessions
from accounts.models import Participant, User
from tests.accounts.test_joining import code_in
from tests.conftest import signed_in
from tests.factories import PASSWORD, ParticipantFactory, UserFactory, second_factor_of

pytestmark = pytest.mark.django_db

BY_MAIL, SET, EMAIL, SESSIONS = "/account/ben-jij-het/", "/account/password/set/", "/account/email/", "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def fatima(member: Participant) -> Participant:
    """Somebody who signs in by code only."""
    User.objects.filter(pk=member.user_id).update(email="fatima@example.org", password="!")
    EmailAddress.objects.create(user=member.user, email="fatima@example.org", verified=True, primary=True)
    return Participant.objects.get(pk=member.pk)


def test_who_has_neither_password_nor_factor_gets_a_code_and_what_they_sent_is_done_then(fatima: Participant) -> None:
    client = signed_in(fatima)
    way = client.post(SET, {"password1": PASSWORD}).url
    assert way == f"{BY_MAIL}?next=%2Faccount%2Fpassword%2Fset%2F"
    assert not User.objects.get(pk=fatima.user_id).has_usable_password()
    assert client.get(way).status_code == 200
    assert mail.outbox == []
    client.post(way, {"action": "send", "next": SET})
    assert [message.to for message in mail.outbox] == [["fatima@example.org"]]
    assert client.post(way, {"code": code_in(mail.outbox[0]), "next": SET}).url == "/account/instellingen/"
    assert User.objects.get(pk=fatima.user_id).check_password(PASSWORD)


def test_three_wrong_codes_end_it(fatima: Participant) -> None:
    client = signed_in(fatima)
    client.post(BY_MAIL, {"action": "send"})
    right = code_in(mail.outbox[0])
    for _ in range(3):
        client.post(BY_MAIL, {"code": "abcdef"})
    client.post(BY_MAIL, {"code": right})
    assert client.get(SET).status_code == 302


def test_without_a_code_nothing_fits(fatima: Participant) -> None:
    client = signed_in(fatima)
    for code in ("", "0", "\x00", "000000"):
        assert client.post(BY_MAIL, {"code": code}).status_code == 200
    assert client.get(SET).status_code == 302


def test_codes_are_not_mailed_without_end(settings: Settings, fatima: Participant, shared_cache_cleared: None) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/key"}
    client = signed_in(fatima)
    assert [client.post(BY_MAIL, {"action": "send"}).status_code for _ in range(3)] == [302, 302, 429]
    assert len(mail.outbox) == 2
    cache.clear()


def test_a_password_does_too(member: Participant) -> None:
    client = signed_in(member)
    way = client.post(EMAIL, {"email": "nieuw@example.org", "action_add": "1"}).url
    assert way == "/account/reauthenticate/?next=%2Faccount%2Femail%2F"
    assert "Met een code per mail" in client.get(way).content.decode()
    assert not mail.outbox


def test_with_a_second_factor_only_that_proves_it(member: Participant) -> None:
    second_factor_of(member.user)
    client = signed_in(member, lately=True)
    assert client.post(EMAIL, {"email": "n@example.org", "action_add": "1"}).url.startswith("/account/2fa/reauthenticate/")
    for way in (BY_MAIL, "/account/reauthenticate/"):
        assert client.post(way, {"action": "send", "password": PASSWORD}).url == "/account/2fa/reauthenticate/"
    assert mail.outbox == []


def test_who_proved_it_lately_is_not_asked(fatima: Participant) -> None:
    assert signed_in(fatima, lately=True).get(SET).status_code == 200


def test_a_code_for_one_address_does_not_fit_after_it_changed(fatima: Participant) -> None:
    client = signed_in(fatima)
    client.post(BY_MAIL, {"action": "send"})
    User.objects.filter(pk=fatima.user_id).update(email="ander@example.org")
    client.post(BY_MAIL, {"code": code_in(mail.outbox[0])})
    assert client.get(SET).status_code == 302


def test_visitors_are_led_in(client: Client) -> None:
    assert client.get(SET).url == "/account/login/?next=%2Faccount%2Fpassword%2Fset%2F"
    for address in (BY_MAIL, SESSIONS, "/account/2fa/"):
        assert client.get(address).url.startswith("/account/login/")


def elsewhere(person: Participant, user_agent: str = FIREFOX) -> Client:
    """Return another browser in which `person` signed in with their password."""
    client = Client(headers={"User-Agent": user_agent})
    EmailAddress.objects.get_or_create(user=person.user, email=person.user.email, verified=True, primary=True)
    client.post("/account/login/", {"login": person.user.email, "password": PASSWORD})
    return client


def test_one_sees_where_one_is_signed_in_and_ends_the_others(member: Participant) -> None:
    stranger = elsewhere(ParticipantFactory.create(), "Mozilla/5.0 (iPhone) Safari")
    other, here = elsewhere(member), elsewhere(member, "Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari/537.36")
    page = here.get(SESSIONS)
    assert [(place.device, place.here) for place in page.context["places"]] == [
        ("Chrome op Android", True),
        ("Firefox op Linux", False),
    ]
    here.post(SESSIONS)
    assert [client.get("/account/instellingen/").status_code for client in (here, other, stranger)] == [200, 302, 200]
    assert [place.device for place in here.get(SESSIONS).context["places"]] == ["Chrome op Android"]


def test_these_pages_take_the_same_queries_however_much_they_show(member: Participant) -> None:
    client = signed_in(member)

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    before = [queries(address) for address in (SESSIONS, "/account/2fa/")]
    for number in range(4):
        elsewhere(member)
        Authenticator.objects.create(user=member.user, type="webauthn", data={"name": f"Passkey {number}"})
    assert [queries(address) for address in (SESSIONS, "/account/2fa/")] == before


def test_no_network_address_is_kept(member: Participant) -> None:
    elsewhere(member)
    assert list(UserSession.objects.values_list("ip", flat=True)) == [sessions.NOWHERE]


def test_ended_sessions_are_forgotten(member: Participant) -> None:
    here, other = elsewhere(member), elsewhere(member)
    other.session.delete()
    call_command("tidy", verbosity=0)
    assert [row.session_key for row in UserSession.objects.all()] == [here.session.session_key]


@pytest.mark.parametrize("user_agent", ["", "curl/8", "\x00<script>", "x" * 5000])
def test_a_strange_browser_is_called_so(user_agent: str) -> None:
    assert sessions.device(user_agent) == "Een apparaat dat we niet herkennen"


def test_accounts_without_participant_have_these_pages_too() -> None:
    client = signed_in(UserFactory.create(is_superuser=True), lately=True)
    for address in (SESSIONS, "/account/2fa/", "/account/2fa/webauthn/add/"):
        assert client.get(address).status_code == 200
