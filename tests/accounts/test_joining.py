"""Joining: from the form to a participant, with the address proven by a code."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts import joining
from accounts.models import Participant, User
from kennismarkt.errors import Refused
from neighbourhood.models import Area
from tests.conftest import AsMember, signed_in
from tests.factories import PASSWORD, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

SIGNUP, CODE = "/account/signup/", "/account/confirm-email/"


def answers(area: Area, **other: Any) -> dict[str, Any]:
    """Return what somebody fills in who joins as a resident."""
    return {
        "email": "Fatima@Example.org",
        "display_name": "Fatima",
        "area": area.pk,
        "roles": ["resident"],
        "languages": ["nl", "ar"],
        "agree": "on",
        **other,
    }


def code_in(message: mail.EmailMessage) -> str:
    """Return the six digits in a mail."""
    found = re.search(r"^\s+(\d{6})$", str(message.body), re.MULTILINE)
    assert found is not None
    return found.group(1)


def test_joining_takes_a_form_and_a_code(client: Client, area: Area) -> None:
    assert client.post(SIGNUP, answers(area)).url == CODE
    assert [message.to for message in mail.outbox] == [["fatima@example.org"]]
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    fatima = Participant.objects.get()
    assert (fatima.display_name, fatima.area, fatima.roles, fatima.side) == ("Fatima", area, ["resident"], "informal")
    assert (fatima.languages, fatima.reads) == (["nl", "ar"], "nl")
    assert client.get("/account/instellingen/").status_code == 200


def test_nobody_is_there_until_the_code_is_given(client: Client, area: Area) -> None:
    client.post(SIGNUP, answers(area))
    client.post(CODE, {"code": "000000"})
    assert not Participant.objects.exists()
    assert client.get("/account/instellingen/").status_code == 302


def test_without_a_password_one_is_not_asked_for(client: Client, area: Area) -> None:
    client.post(SIGNUP, answers(area))
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert not User.objects.get().has_usable_password()


def test_a_password_chosen_while_joining_works_afterwards(client: Client, area: Area) -> None:
    client.post(SIGNUP, answers(area, password1=PASSWORD))
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert User.objects.get().check_password(PASSWORD)
    assert client.get("/account/instellingen/").status_code == 200


def test_a_weak_password_is_refused(client: Client, area: Area) -> None:
    response = client.post(SIGNUP, answers(area, password1="12345678"))
    assert response.status_code == 200
    assert not User.objects.exists()


def test_who_signs_up_with_anothers_address_leaves_no_name_and_no_password(client: Client, area: Area) -> None:
    client.post(SIGNUP, answers(area, display_name="Iemand anders", password1=PASSWORD))
    owner = Client()
    owner.post("/account/login/", {"login": "fatima@example.org"})
    owner.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    account = User.objects.get()
    assert account.pk == int(owner.session["_auth_user_id"])
    assert not account.has_usable_password()
    assert not Participant.objects.exists()


def test_what_waits_for_one_account_does_not_go_to_another(client: Client, area: Area) -> None:
    other = UserFactory.create(email="ander@example.org")
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    client.post(SIGNUP, answers(area))
    client.post("/account/logout/")
    client.post("/account/login/", {"login": "ander@example.org", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(other.pk)
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("roles", "side", "settled"),
    [
        (["resident", "carer"], "", "informal"),
        (["teacher"], "", "formal"),
        (["resident", "civil_servant"], "formal", "formal"),
        (["resident", "civil_servant"], "informal", "informal"),
    ],
)
def test_the_side_follows_from_the_roles_or_the_choice(
    client: Client, area: Area, roles: list[str], side: str, settled: str
) -> None:
    client.post(SIGNUP, answers(area, roles=roles, side=side))
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert Participant.objects.get().side == settled


@pytest.mark.parametrize(
    ("roles", "side", "words"),
    [
        (["resident"], "formal", "Kies de kant waar je ook een rol hebt."),
        (["resident", "manager"], "", "Je hebt rollen aan beide kanten. Kies van welke kant je nu meedoet."),
        ([], "", "Kies minstens één rol, bijvoorbeeld bewoner."),
    ],
)
def test_a_side_without_a_role_is_refused(client: Client, area: Area, roles: list[str], side: str, words: str) -> None:
    response = client.post(SIGNUP, answers(area, roles=roles, side=side))
    assert words in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("missing", ["email", "display_name", "area", "languages", "agree"])
def test_nothing_needed_may_be_left_out(client: Client, area: Area, missing: str) -> None:
    filled = answers(area)
    del filled[missing]
    response = client.post(SIGNUP, filled)
    assert list(response.context["form"].errors) == [missing]


def test_an_account_without_participant_introduces_itself(area: Area) -> None:
    client = signed_in(UserFactory.create())
    assert client.get("/account/instellingen/").url == "/account/voorstellen/"
    filled = answers(area)
    assert client.post("/account/voorstellen/", {**filled, "agree": ""}).status_code == 422
    assert client.post("/account/voorstellen/", filled).status_code == 302
    assert Participant.objects.get().display_name == "Fatima"
    assert client.get("/account/voorstellen/").url == "/account/instellingen/"


def test_a_visitor_who_wants_to_introduce_themselves_signs_in_first(client: Client) -> None:
    assert client.get("/account/voorstellen/").url == "/account/login/"


def test_nobody_joins_twice(member: Participant) -> None:
    with pytest.raises(Refused):
        joining.join(member.user, display_name="Weer ik", area=member.area, roles=["resident"], side="informal", languages=["nl"])


def test_settings_change_how_one_takes_part(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    response = client.post(
        "/account/instellingen/",
        {
            "display_name": "Samira",
            "roles": ["resident", "teacher"],
            "side": "formal",
            "languages": ["tr"],
            "reads": "tr",
            "version": member.version,
        },
    )
    assert response.status_code == 302
    assert response.cookies["taal"].value == "tr"
    member.refresh_from_db()
    assert (member.display_name, member.roles, member.side) == ("Samira", ["resident", "teacher"], "formal")
    assert (member.languages, member.reads, member.version) == (["tr"], "tr", 2)


def test_settings_refuse_a_side_without_a_role(member: Participant, as_member: AsMember) -> None:
    wrong = {"display_name": "S", "roles": ["resident"], "side": "formal", "languages": ["nl"], "reads": "nl"}
    assert as_member(member).post("/account/instellingen/", wrong).status_code == 422
    member.refresh_from_db()
    assert member.side == "informal"


def test_choosing_a_language_is_remembered_for_a_member(member: Participant, as_member: AsMember) -> None:
    response = as_member(member).post("/account/taal/", {"language": "ar", "next": "/account/instellingen/"})
    assert (response.url, response.cookies["taal"].value) == ("/account/instellingen/", "ar")
    member.refresh_from_db()
    assert member.reads == "ar"


def test_choosing_a_language_we_do_not_have_changes_nothing(member: Participant, as_member: AsMember) -> None:
    response = as_member(member).post("/account/taal/", {"language": "xx", "next": "https://elders.example/"})
    assert response.url == "/"
    member.refresh_from_db()
    assert member.reads == "nl"


def test_people_without_an_address_take_part_and_have_none(area: Area) -> None:
    one, other = (ParticipantFactory.create(area=area, user=UserFactory.create(email=None)) for _ in range(2))
    assert [one.user.email, other.user.email] == [None, None]
    assert not EmailAddress.objects.exists()
