"""The letter by which somebody takes over their account: made, used once, revoked, guessed at, and never kept."""

from __future__ import annotations

import json
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import handing_over, standing_in
from accounts.models import ActFor, Duty, Onboarding, Participant, TakeOver, User
from kennismarkt.errors import Refused
from kennismarkt.requestlog import JsonFormatter
from neighbourhood.models import Area
from tests.accounts.test_joining import code_in
from tests.conftest import AsMember
from tests.factories import AppointmentFactory, AreaFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

TAKE_OVER, PROVE = "/account/overnemen/", "/account/overnemen/code/"
WRONG = "Deze code klopt niet, of de brief werkt niet meer."
MAILED = "We stuurden een mail naar rina@example.org."


@pytest.fixture
def rina(area: Area) -> Participant:
    """Somebody without e-mail."""
    return ParticipantFactory.create(area=area, display_name="Rina S.", user=UserFactory.create(email=None))


@pytest.fixture
def coordinator(area: Area) -> Participant:
    """Who coordinates her area."""
    return AppointmentFactory.create(participant__area=area, duty=Duty.COORDINATOR).participant


@pytest.fixture
def code(rina: Participant, coordinator: Participant) -> str:
    """The code of a letter."""
    return handing_over.make_letter(rina, by=coordinator).code


def ask(client: Client, code: str, email: str = "rina@example.org") -> Any:
    """Fill in the code of a letter and an address."""
    return client.post(TAKE_OVER, {"code": code, "email": email})


# Taking over


def test_typing_the_code_and_proving_the_address_takes_it_over(client: Client, rina: Participant, code: str) -> None:
    typed = "-".join(code.lower()[start : start + 4] for start in range(0, 16, 4))
    assert ask(client, f" {typed} ", "Rina@Example.org").url == PROVE
    assert MAILED in client.get(PROVE).content.decode()
    response = client.post(PROVE, {"code": code_in(mail.outbox[0])})
    assert response.url == "/account/voor-mij-gedaan/"
    rina.user.refresh_from_db()
    address = EmailAddress.objects.get()
    assert (rina.user.email, address.user, address.verified, address.primary) == ("rina@example.org", rina.user, True, True)
    assert client.session["_auth_user_id"] == str(rina.user_id)
    assert client.get("/mijn/").context["viewer"] == rina
    assert Onboarding.objects.unfinished().get().participant == rina


def test_scanning_leaves_no_code_in_the_address_or_the_session(client: Client, rina: Participant, code: str) -> None:
    response = client.get(f"/account/overnemen/{code}/")
    assert (response.url, response["Cache-Control"]) == (TAKE_OVER, "max-age=0, no-cache, no-store, must-revalidate, private")
    assert code not in json.dumps(dict(client.session))
    page = client.get(TAKE_OVER)
    assert ("code" in page.context["form"].fields, "De code uit je brief hebben we al." in page.content.decode()) == (False, True)
    client.post(TAKE_OVER, {"email": "rina@example.org"})
    client.post(PROVE, {"code": code_in(mail.outbox[0])})
    assert User.objects.get(pk=rina.user_id).email == "rina@example.org"


def test_nobody_can_act_for_them_afterwards(client: Client, rina: Participant, coordinator: Participant, code: str) -> None:
    assert list(standing_in.people_of(coordinator)) == [rina]
    ask(client, code)
    client.post(PROVE, {"code": code_in(mail.outbox[0])})
    assert not standing_in.people_of(coordinator).exists()
    with pytest.raises(Refused):
        handing_over.make_letter(rina, by=coordinator)


def test_they_see_what_was_done_for_them(client: Client, rina: Participant, coordinator: Participant, code: str) -> None:
    ActFor.objects.create(participant=rina, actor=coordinator, route="place_listing", number=1)
    ask(client, code)
    response = client.post(PROVE, {"code": code_in(mail.outbox[0])}, follow=True)
    assert "Iets op de markt gezet" in response.content.decode()


def test_they_sign_in_with_a_code_by_mail_from_now_on(client: Client, rina: Participant, code: str) -> None:
    ask(client, code)
    client.post(PROVE, {"code": code_in(mail.outbox[0])})
    client.post("/account/logout/")
    client.post("/account/login/", {"login": "rina@example.org"})
    client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    assert client.session["_auth_user_id"] == str(rina.user_id)


# Letters that don't work


def test_a_letter_works_once(client: Client, code: str) -> None:
    ask(client, code)
    client.post(PROVE, {"code": code_in(mail.outbox[0])})
    assert WRONG in ask(Client(), code, "ander@example.org").content.decode()


@pytest.mark.parametrize("why", ["unknown", "revoked", "newer", "expired", "kept out", "has e-mail"])
def test_letters_that_do_not_work_all_look_alike(
    client: Client, rina: Participant, coordinator: Participant, code: str, why: str
) -> None:
    if why == "unknown":
        code = "ABCD-EFGH-JKMN-PQRS"
    elif why == "revoked":
        handing_over.revoke(rina, by=coordinator)
    elif why == "newer":
        handing_over.make_letter(rina, by=coordinator)
    elif why == "expired":
        TakeOver.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif why == "kept out":
        User.objects.filter(pk=rina.user_id).update(is_active=False)
    else:
        User.objects.filter(pk=rina.user_id).update(email="al@example.org")
    response = ask(client, code)
    assert (response.status_code, WRONG in response.content.decode(), mail.outbox) == (422, True, [])


def test_a_letter_that_is_revoked_meanwhile_does_not_work(
    client: Client, rina: Participant, coordinator: Participant, code: str
) -> None:
    ask(client, code)
    handing_over.revoke(rina, by=coordinator)
    response = client.post(PROVE, {"code": code_in(mail.outbox[0])})
    assert (response.status_code, "werkt niet meer" in response.content.decode()) == (409, True)
    assert User.objects.get(pk=rina.user_id).email is None


def test_a_letter_lasts_sixty_days_and_there_is_one(rina: Participant, coordinator: Participant) -> None:
    for _time in range(3):
        handing_over.make_letter(rina, by=coordinator)
    letter = TakeOver.objects.open().get()
    assert (letter.made_by, (letter.expires_at - letter.made_at).days) == (coordinator, 60)
    TakeOver.objects.filter(pk=letter.pk).update(expires_at=timezone.now() - timedelta(days=1))
    handing_over.make_letter(rina, by=coordinator)
    assert TakeOver.objects.open().count() == 1


def test_only_a_hash_is_kept(rina: Participant, code: str) -> None:
    kept = json.dumps(list(TakeOver.objects.values()), default=str)
    assert (code in kept, handing_over.hashed(code) in kept) == (False, True)
    assert re.fullmatch(r"[A-HJKMNP-Z2-9]{16}", code)


def test_digits_of_any_script_are_read() -> None:
    assert handing_over.typed(" abcd-٢٣٤٥ ") == "ABCD2345"


# Who may make one


def test_who_makes_no_letter(rina: Participant, member: Participant) -> None:
    elsewhere = AppointmentFactory.create(participant__area=AreaFactory.create(), duty=Duty.COORDINATOR).participant
    moderator = AppointmentFactory.create(participant__area=rina.area, duty=Duty.MODERATOR).participant
    for by in (elsewhere, moderator, member, rina):
        with pytest.raises(Refused):
            handing_over.make_letter(rina, by=by)
        with pytest.raises(Refused):
            handing_over.revoke(rina, by=by)
    assert not TakeOver.objects.exists()


def test_not_for_who_has_an_address(member: Participant, coordinator: Participant) -> None:
    with pytest.raises(Refused):
        handing_over.make_letter(member, by=coordinator)


# Addresses and guesses


def test_an_address_in_use_is_told_by_mail_only(client: Client, rina: Participant, code: str) -> None:
    other = ParticipantFactory.create(user__email="samira@example.org")
    fresh, known = Client(), client
    pages = [(each, ask(each, code, email)) for each, email in ((fresh, "rina@example.org"), (known, "samira@example.org"))]
    assert [answer.url for _client, answer in pages] == [PROVE, PROVE]
    shown = [re.sub(r'value="\w+"|rina|samira', "", each.get(PROVE).content.decode()) for each, _answer in pages]
    assert shown[0] == shown[1]
    assert [message.to[0] for message in mail.outbox] == ["rina@example.org", "samira@example.org"]
    assert "Er is al een account met dit adres." in str(mail.outbox[1].body)
    assert known.post(PROVE, {"code": "000000"}).status_code == 422
    assert known.post(PROVE, {"code": ""}).status_code == 422
    assert User.objects.get(pk=rina.user_id).email is None
    assert User.objects.get(pk=other.user_id).email == "samira@example.org"


def test_what_an_unfinished_sign_up_left_stands_in_nobodys_way(client: Client, rina: Participant, code: str) -> None:
    left = User.objects.create_user("rina@example.org")
    EmailAddress.objects.create(user=left, email="rina@example.org", verified=False, primary=True)
    ask(client, code)
    client.post(PROVE, {"code": code_in(mail.outbox[0])})
    assert (User.objects.filter(pk=left.pk).exists(), EmailAddress.objects.get().user) == (False, rina.user)


def test_an_address_that_came_in_use_meanwhile_is_refused(client: Client, rina: Participant, code: str) -> None:
    ask(client, code)
    ParticipantFactory.create(user__email="rina@example.org")
    assert client.post(PROVE, {"code": code_in(mail.outbox[0])}).status_code == 409
    assert User.objects.get(pk=rina.user_id).email is None


def test_after_three_wrong_codes_one_begins_again(client: Client, rina: Participant, code: str) -> None:
    ask(client, code)
    right = code_in(mail.outbox[0])
    wrong = "000000" if right != "000000" else "111111"
    assert [client.post(PROVE, {"code": wrong}).status_code for _time in range(3)] == [422, 422, 302]
    assert client.post(PROVE, {"code": right}).url == TAKE_OVER
    assert User.objects.get(pk=rina.user_id).email is None


def test_a_code_from_the_mail_lasts_a_quarter_of_an_hour(client: Client, code: str) -> None:
    ask(client, code)
    session = client.session
    session["letter_waiting"]["at"] -= 16 * 60
    session.save()
    assert client.post(PROVE, {"code": code_in(mail.outbox[0])}).url == TAKE_OVER


def test_guessing_is_slowed_down(client: Client, settings: Settings, code: str, shared_cache_cleared: None) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"letter_code": "3/m/ip"}
    for _guess in range(3):
        assert WRONG in ask(client, "ABCD-EFGH-JKMN-PQRS").content.decode()
    page = ask(Client(), code).content.decode()
    assert ("Dat was te vaak." in page, mail.outbox) == (True, [])
    cache.clear()


def test_who_is_signed_in_signs_out_first(member: Participant, rina: Participant, as_member: AsMember, code: str) -> None:
    client = as_member(member)
    assert client.get(f"/account/overnemen/{code}/").url == TAKE_OVER
    assert "Log eerst uit." in client.get(TAKE_OVER).content.decode()
    ask(client, code)
    assert mail.outbox == []
    assert client.get(PROVE).url == TAKE_OVER


# No trace


def test_no_log_holds_the_code(client: Client, code: str, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    def lost(*_args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(handing_over, "hash_of_typed", lost)
    caplog.set_level(logging.DEBUG)
    for name in ("kennismarkt", "django.request"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    assert client.get(f"/account/overnemen/{code}/").status_code == 503
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert ([line for line in lines if code in line], any("overnemen/<str:code>/" in line for line in lines)) == ([], True)


def test_pages_of_taking_over_are_not_kept(client: Client) -> None:
    assert "no-store" in client.get(TAKE_OVER)["Cache-Control"]
    assert "no-store" in client.get(PROVE)["Cache-Control"]
