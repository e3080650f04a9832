"""Signing in: by code, by password, without telling who has an account, and not too often."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import Participant, User
from neighbourhood.models import Area
from tests.accounts.test_joining import answers, code_in
from tests.conftest import signed_in
from tests.factories import PASSWORD, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

LOGIN, CODE = "/account/login/", "/account/login/code/confirm/"
RESET, RESET_CODE = "/account/password/reset/", "/account/password/reset/confirm/"


@pytest.fixture
def samira(member: Participant) -> Participant:
    """Somebody whose address is proven."""
    User.objects.filter(pk=member.user_id).update(email="samira@example.org")
    EmailAddress.objects.create(user=member.user, email="samira@example.org", verified=True, primary=True)
    return Participant.objects.get(pk=member.pk)


def text(response: object) -> str:
    """Return a page without the token that differs each time, and without the address that was filled in."""
    import re

    page = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace("nobody@", "samira@")


def test_a_code_signs_in_and_the_site_speaks_their_language(client: Client, samira: Participant) -> None:
    Participant.objects.update(reads="tr")
    assert client.post(LOGIN, {"login": "Samira@Example.org"}).url == CODE
    response = client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert response.url == "/"
    assert response.cookies["taal"].value == "tr"
    assert client.session["_auth_user_id"] == str(samira.user_id)


def test_one_returns_to_where_one_wanted_to_go(client: Client, samira: Participant) -> None:
    client.post(f"{LOGIN}?next=/account/instellingen/", {"login": "samira@example.org", "next": "/account/instellingen/"})
    response = client.post(CODE, {"code": code_in(mail.outbox[0]), "next": "/account/instellingen/"})
    assert response.url == "/account/instellingen/"


def test_a_password_signs_in(client: Client, samira: Participant) -> None:
    assert client.post(LOGIN, {"login": "samira@example.org", "password": PASSWORD}).url == "/"
    assert client.session["_auth_user_id"] == str(samira.user_id)
    assert not mail.outbox


def test_a_wrong_password_does_not(client: Client, samira: Participant) -> None:
    response = client.post(LOGIN, {"login": "samira@example.org", "password": "iets anders"})
    assert "Het e-mailadres of het wachtwoord klopt niet." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_three_wrong_codes_end_it(client: Client, samira: Participant) -> None:
    client.post(LOGIN, {"login": "samira@example.org"})
    right = code_in(mail.outbox[0])
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(3):
        client.post(CODE, {"code": wrong})
    client.post(CODE, {"code": right})
    assert "_auth_user_id" not in client.session


def test_who_has_no_address_cannot_sign_in(client: Client, area: Area) -> None:
    ParticipantFactory.create(area=area, user=UserFactory.create(email=None))
    client.post(LOGIN, {"login": "", "password": PASSWORD})
    client.post(LOGIN, {"login": "None", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_an_account_that_is_off_gets_no_code(client: Client, samira: Participant) -> None:
    User.objects.update(is_active=False)
    client.post(LOGIN, {"login": "samira@example.org"})
    assert [message.subject for message in mail.outbox] == ["Er is nog geen account met dit adres"]


def test_asking_a_code_does_not_tell_who_has_an_account(samira: Participant) -> None:
    known, unknown = Client(), Client()
    answered = [
        one.post(LOGIN, {"login": f"{name}@example.org"}, follow=True) for one, name in ((known, "samira"), (unknown, "nobody"))
    ]
    assert text(answered[0]) == text(answered[1])
    assert [response.redirect_chain for response in answered] == [[(CODE, 302)], [(CODE, 302)]]
    wrong = [one.post(CODE, {"code": "abcdef"}) for one in (known, unknown)]
    assert text(wrong[0]) == text(wrong[1])
    assert [message.to for message in mail.outbox] == [["samira@example.org"], ["nobody@example.org"]]


def test_a_lost_password_does_not_tell_who_has_an_account(samira: Participant) -> None:
    known, unknown = Client(), Client()
    answered = [
        one.post(RESET, {"email": f"{name}@example.org"}, follow=True) for one, name in ((known, "samira"), (unknown, "nobody"))
    ]
    assert text(answered[0]) == text(answered[1])
    wrong = [one.post(RESET_CODE, {"code": "abcdef"}) for one in (known, unknown)]
    assert text(wrong[0]) == text(wrong[1])


def test_joining_with_a_known_address_looks_the_same_and_tells_its_owner(samira: Participant, area: Area) -> None:
    known, unknown = Client(), Client()
    answered = [
        one.post("/account/signup/", answers(area, email=f"{name}@example.org"), follow=True)
        for one, name in ((known, "samira"), (unknown, "nobody"))
    ]
    assert text(answered[0]) == text(answered[1])
    told = mail.outbox[0]
    assert (told.to, told.subject) == (["samira@example.org"], "Je hebt al een account op de kennismarkt")
    wrong = [one.post("/account/confirm-email/", {"code": "abcdef"}) for one in (known, unknown)]
    assert text(wrong[0]) == text(wrong[1])
    again = [one.post("/account/confirm-email/", {"action": "resend"}, follow=True) for one in (known, unknown)]
    assert text(again[0]) == text(again[1])


def test_a_lost_password_is_replaced_by_code(client: Client, samira: Participant) -> None:
    client.post(RESET, {"email": "samira@example.org"})
    client.post(RESET_CODE, {"code": code_in(mail.outbox[0])})
    client.post("/account/password/reset/complete/", {"password1": "een heel nieuw woord"})
    assert User.objects.get(pk=samira.user_id).check_password("een heel nieuw woord")
    assert mail.outbox[-1].subject == "Je wachtwoord is gewijzigd"


def test_a_first_password_is_chosen_and_then_changed(samira: Participant) -> None:
    samira.user.set_unusable_password()
    samira.user.save()
    client = signed_in(samira, lately=True)
    client.post("/account/password/set/", {"password1": PASSWORD})
    changed = {"oldpassword": PASSWORD, "password1": "een heel nieuw woord"}
    assert client.post("/account/password/change/", changed).url == "/account/instellingen/"
    assert User.objects.get(pk=samira.user_id).check_password("een heel nieuw woord")


def test_an_address_changes_after_the_new_one_is_proven(samira: Participant) -> None:
    client = signed_in(samira, lately=True)
    client.post("/account/email/", {"email": "Nieuw@Example.org", "action_add": "1"})
    assert User.objects.get(pk=samira.user_id).email == "samira@example.org"
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[0])})
    assert User.objects.get(pk=samira.user_id).email == "nieuw@example.org"
    assert [message.to for message in mail.outbox] == [["nieuw@example.org"], ["samira@example.org"]]


def test_addresses_are_kept_in_lower_case(db: None) -> None:
    assert User.objects.create_user("Naam@Example.ORG").email == "naam@example.org"


def test_signing_out_takes_a_post(samira: Participant) -> None:
    client = signed_in(samira)
    assert client.get("/account/logout/").status_code == 200
    assert client.post("/account/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_every_page_of_the_way_in_opens(client: Client, samira: Participant) -> None:
    for address in (
        LOGIN,
        "/account/signup/",
        "/account/login/code/",
        RESET,
        "/account/inactive/",
        "/account/password/reset/done/",
    ):
        assert client.get(address).status_code == 200, address


def test_limits_count_in_the_database_for_all_workers_together(
    settings: Settings, samira: Participant, shared_cache_cleared: None
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "3/m/key"}
    for _ in range(3):
        assert Client().post(LOGIN, {"login": "samira@example.org"}).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE %s", ["%request_login_code%"])
        assert cursor.fetchone() == (1,)
    del caches._connections.default  # what a second worker starts with: nothing of its own
    refused = Client().post(LOGIN, {"login": "samira@example.org"})
    assert "Dat was te vaak." in refused.content.decode()
    assert len(mail.outbox) == 3
    cache.clear()


def test_too_many_sign_ups_get_the_page_that_says_so(settings: Settings, area: Area, shared_cache_cleared: None) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    Client().post("/account/signup/", answers(area))
    refused = Client().post("/account/signup/", answers(area, email="ander@example.org"))
    assert refused.status_code == 429
    assert "Even rustig aan" in refused.content.decode()
    cache.clear()


def test_changing_to_anothers_address_looks_the_same_and_does_not_work(samira: Participant) -> None:
    taken = UserFactory.create(email="nobody@example.org")
    EmailAddress.objects.create(user=taken, email=taken.email, verified=True, primary=True)
    pages = []
    for address in ("nobody@example.org", "samira@example.net"):
        client = signed_in(samira, lately=True)
        page = client.post("/account/email/", {"email": address, "action_add": "1"}, follow=True)
        pages.append(text(page).replace("example.net", "example.org"))
        client.post("/account/confirm-email/", {"code": "000000"})
    assert pages[0] == pages[1]
    assert User.objects.get(pk=samira.user_id).email == "samira@example.org"


@pytest.mark.parametrize("address", ["", "geen adres", "a@b", "x" * 400 + "@example.org", "nul\x00@example.org", "' OR 1=1 --"])
def test_strange_input_gets_an_answer_in_words(client: Client, area: Area, address: str) -> None:
    for path, name in ((LOGIN, "login"), (RESET, "email"), ("/account/login/code/", "email")):
        assert client.post(path, {name: address, "password": ""}).status_code in {200, 302}
    strange = {
        "email": address,
        "area": "9" * 30,
        "roles": ["koning"],
        "side": "\x00",
        "languages": ["xx"],
        "display_name": "\x00",
    }
    assert client.post("/account/signup/", strange).status_code == 200
    assert not User.objects.exists()
