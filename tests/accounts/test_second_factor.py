"""The second factor: setting it up, signing in with it, and no workplace without it."""

from __future__ import annotations

import io
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts import appointing, factors
from accounts.models import Duty, Participant, User
from kennismarkt.access import patterns
from kennismarkt.errors import Refused
from tests.accounts.test_joining import code_in
from tests.conftest import AsMember, signed_in
from tests.factories import (
    PASSWORD,
    SECRET,
    AppointmentFactory,
    ParticipantFactory,
    UserFactory,
    second_factor_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

LOGIN, STEP, FACTORS, APP = "/account/login/", "/account/2fa/authenticate/", "/account/2fa/", "/account/2fa/totp/activate/"
CODES, NEW_CODES, DOWNLOAD = (f"/account/2fa/recovery-codes/{page}" for page in ("", "generate/", "download/"))


def code_of(secret: str = SECRET, ahead: int = 0) -> str:
    """Return the code that an app shows now, or `ahead` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.fixture
def els(member: Participant) -> Participant:
    """A moderator whose address is proven."""
    AppointmentFactory.create(participant=member)
    EmailAddress.objects.create(user=member.user, email=member.user.email, verified=True, primary=True)
    cache.clear()
    return member


def shown(client: Client, address: str) -> list[str]:
    """Return the recovery codes on a page."""
    return list(client.get(address).context["unused_codes"])


def set_up(client: Client) -> str:
    """Set up an app; return where that leads."""
    page = client.get(APP)
    return str(client.post(APP, {"code": code_of(page.context["form"].secret)}).url)


def test_who_works_here_is_led_to_set_one_up_and_their_own_pages_keep_working(els: Participant) -> None:
    client = signed_in(els, second_factor=False, lately=True)
    assert client.get("/beheer/").url == FACTORS
    assert "Voor de werkplek is een tweede stap nodig" in client.get(FACTORS).content.decode()
    assert client.get("/account/instellingen/").status_code == 200
    assert set_up(client) == CODES
    assert client.get("/beheer/").status_code == 200
    assert [message.subject for message in mail.outbox] == ["Je app met codes staat aan"]


def test_signing_in_leads_there_too(client: Client, els: Participant) -> None:
    client.post(LOGIN, {"login": els.user.email})
    assert client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[0])}).url == FACTORS


def test_no_page_of_the_workplace_opens_without_one(els: Participant) -> None:
    AppointmentFactory.create(participant=els, duty=Duty.COORDINATOR)
    routes = {route for route, _pattern in patterns() if route.startswith("beheer/") and "<" not in route and "(?P" not in route}
    assert len(routes) > 10
    for client in (
        signed_in(els, second_factor=False),
        signed_in(UserFactory.create(is_superuser=True), second_factor=False),
    ):
        assert {client.get(f"/{route}").status_code for route in routes} == {302}
        assert {client.post(f"/{route}").status_code for route in routes} == {302}


def test_who_is_appointed_while_signed_in_is_led_there(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    assert client.get("/beheer/", follow=True).status_code == 403
    appointing.appoint(member, area=member.area, duty="moderator", by=UserFactory.create(is_superuser=True))
    assert client.get("/beheer/").url == FACTORS


def test_a_factor_counts_for_the_session_in_which_it_was_used(els: Participant) -> None:
    second_factor_of(els.user)
    client = signed_in(els, second_factor=False)
    way = "/account/2fa/reauthenticate/?next=%2Fbeheer%2F"
    assert client.get("/beheer/").url == way
    assert client.post(way, {"code": code_of(), "next": "/beheer/"}).url == "/beheer/"
    assert client.get("/beheer/").status_code == 200
    assert signed_in(els, second_factor=False).get("/beheer/").status_code == 302


def test_a_factor_that_is_gone_does_not_count(els: Participant) -> None:
    client = signed_in(els)
    assert client.get("/beheer/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/beheer/").url == FACTORS


def test_signing_in_takes_both_steps(client: Client, els: Participant) -> None:
    second_factor_of(els.user)
    assert client.post(LOGIN, {"login": els.user.email, "password": PASSWORD}).url == STEP
    assert "_auth_user_id" not in client.session
    assert client.get("/account/instellingen/").status_code == 302
    assert "Dat klopte niet." in client.post(STEP, {"code": "000000"}).content.decode()
    client.post(STEP, {"code": code_of()})
    assert client.session["_auth_user_id"] == str(els.user_id)
    assert client.get("/beheer/").status_code == 200


def test_a_code_works_once(els: Participant) -> None:
    second_factor_of(els.user)
    code = code_of()
    for number, client in enumerate((Client(), Client())):
        client.post(LOGIN, {"login": els.user.email, "password": PASSWORD})
        client.post(STEP, {"code": code})
        assert ("_auth_user_id" in client.session) == (number == 0)


def test_guessing_the_second_step_ends_soon(settings: Settings, client: Client, els: Participant) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    second_factor_of(els.user)
    client.post(LOGIN, {"login": els.user.email, "password": PASSWORD})
    for _ in range(3):
        client.post(STEP, {"code": "abcdef"})
    assert "Dat was te vaak." in client.post(STEP, {"code": code_of()}).content.decode()
    assert "_auth_user_id" not in client.session
    cache.clear()


def test_recovery_codes_show_once_and_can_be_kept_as_text(els: Participant) -> None:
    client = signed_in(els, second_factor=False, lately=True)
    set_up(client)
    codes = shown(client, CODES)
    assert len(codes) == 10
    kept = client.get(DOWNLOAD)
    assert (kept.headers["Content-Type"], kept.content.decode().split()[-10:]) == ("text/plain; charset=utf-8", codes)
    assert set(shown(client, CODES)) == {"****"}
    Authenticator.objects.filter(type="recovery_codes").update(
        data={"seed": "x", "used_mask": 0, "viewed_at": time.time() - 3600}
    )
    assert client.get(DOWNLOAD).status_code == 404


def test_a_recovery_code_signs_in_once_and_is_counted(els: Participant) -> None:
    client = signed_in(els, second_factor=False, lately=True)
    set_up(client)
    first = shown(client, CODES)[0]
    for number, other in enumerate((Client(), Client())):
        other.post(LOGIN, {"login": els.user.email, "password": PASSWORD})
        other.post(STEP, {"code": first})
        assert ("_auth_user_id" in other.session) == (number == 0)
        assert (other.get("/beheer/").status_code == 200) == (number == 0)
    assert "Je hebt nog 9 herstelcodes." in client.get(FACTORS).content.decode()
    assert client.post(NEW_CODES).url == CODES
    assert len(shown(client, CODES)) == 10
    assert first not in shown(client, CODES)


def test_the_qr_code_stands_in_the_page_and_nothing_is_loaded_from_data(els: Participant) -> None:
    page = signed_in(els, second_factor=False, lately=True).get(APP).content.decode()
    assert '<svg viewBox="0 0 ' in page
    assert "data:" not in page


def test_a_factor_is_added_and_removed_by_who_proves_who_they_are(els: Participant) -> None:
    client = signed_in(els)
    for address in (APP, "/account/2fa/webauthn/add/", "/account/2fa/totp/deactivate/", NEW_CODES):
        assert client.post(address).url.startswith(("/account/2fa/reauthenticate/", "/account/2fa/totp/deactivate/"))
    assert Authenticator.objects.count() == 1
    proven = signed_in(els, lately=True)
    assert proven.post("/account/2fa/totp/deactivate/").url == FACTORS
    assert not Authenticator.objects.exists()
    assert proven.get("/beheer/").url == FACTORS


def test_nobody_reaches_anothers_passkey(member: Participant, as_member: AsMember) -> None:
    theirs = Authenticator.objects.create(user=ParticipantFactory.create().user, type="webauthn", data={"name": "Van Wim"})
    client = signed_in(member, lately=True)
    for page in ("edit", "remove"):
        assert client.get(f"/account/2fa/webauthn/keys/{theirs.pk}/{page}/").status_code == 404
        assert client.post(f"/account/2fa/webauthn/keys/{theirs.pk}/{page}/", {"name": "Van mij"}).status_code == 404
    assert "Van Wim" not in client.get(FACTORS).content.decode()
    assert Authenticator.objects.get().data == {"name": "Van Wim"}


@pytest.mark.parametrize("credential", ["", "{", "1", "[]", "null", '"x"', "{}", '{"id": "AA", "rawId": "AA", "response": {}}'])
def test_strange_answers_of_a_browser_are_refused_in_words(client: Client, member: Participant, credential: str) -> None:
    client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert client.post("/account/2fa/webauthn/login/", {"credential": credential}).url == LOGIN
    proven = signed_in(member, lately=True)
    proven.get("/account/2fa/webauthn/add/")
    assert proven.post("/account/2fa/webauthn/add/", {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()


def test_asking_for_a_passkey_tells_nothing_about_accounts(client: Client, els: Participant) -> None:
    second_factor_of(els.user)
    asked = client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"}).json()
    assert not asked["request_options"]["publicKey"].get("allowCredentials")


def test_owners_take_a_lost_factor_away_which_is_recorded_and_told(els: Participant) -> None:
    second_factor_of(els.user)
    victim = Client()
    victim.post(LOGIN, {"login": els.user.email, "password": PASSWORD})
    victim.post(STEP, {"code": code_of()})
    assert victim.get("/beheer/").status_code == 200
    client = signed_in(UserFactory.create(is_superuser=True), lately=True)
    address = f"/beheer/accounts/user/{els.user_id}/tweede-stap/"
    assert "Kwijt? Haal hem weg" in client.get(f"/beheer/accounts/user/{els.user_id}/change/").content.decode()
    assert client.get(address).status_code == 200
    assert Authenticator.objects.filter(user=els.user).exists()
    client.post(address)
    assert not Authenticator.objects.filter(user=els.user).exists()
    assert LogEntry.objects.get().object_id == str(els.user_id)
    assert [(message.to, message.subject) for message in mail.outbox] == [([els.user.email], "Je tweede stap is weggehaald")]
    assert victim.get("/account/instellingen/").status_code == 302


def test_others_take_nothing_away(els: Participant) -> None:
    other = ParticipantFactory.create(area=els.area)
    second_factor_of(other.user)
    AppointmentFactory.create(participant=els, duty=Duty.COORDINATOR)
    address = f"/beheer/accounts/user/{other.user_id}/tweede-stap/"
    assert signed_in(els, lately=True).post(address).status_code == 403
    owner = UserFactory.create(is_superuser=True)
    assert signed_in(owner).post(address).url.startswith("/account/2fa/reauthenticate/")
    for by, whom in ((els.user, other.user), (owner, owner)):
        with pytest.raises(Refused):
            factors.remove_for(whom, by=by)
    assert Authenticator.objects.filter(user=other.user).exists()


def test_who_works_on_the_server_helps_the_last_owner(els: Participant) -> None:
    second_factor_of(els.user)
    call_command("remove_second_factor", els.user.email, stdout=io.StringIO())
    assert not Authenticator.objects.exists()
    for address in (els.user.email, "niemand@example.org"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", address)


def test_someone_elses_record_counts_for_nobody_else(els: Participant) -> None:
    client = signed_in(els)
    session = client.session
    session["account_authentication_methods_user"] = str(User.objects.get(pk=els.user_id).pk + 1)
    session.save()
    assert client.get("/beheer/").status_code == 302
