"""Leaving: ten days in which others miss somebody already, and in which they can take it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import leaving
from accounts.models import Erasure, Participant, User
from kennismarkt.errors import Refused
from market.models import Conversation
from tests.conftest import AsMember
from tests.factories import (
    AppointmentFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    ParticipantFactory,
    UserFactory,
)
from tests.leaving import TEN_DAYS, asked_long_ago

pytestmark = pytest.mark.django_db


def seen_by(client: Client, person: Participant, conversation: Conversation) -> list[Any]:
    """Return what somebody sees of `person`: the market, their page, the conversation and the list of conversations."""
    texts = [client.get("/markt/").content.decode(), client.get(conversation.get_absolute_url()).content.decode()]
    texts.append(client.get("/gesprekken/").content.decode())
    named = [name in text for text in texts for name in ("Fatima", "Samen breien")]
    return [*named, client.get(f"/deelnemers/{person.pk}/").status_code]


def test_from_asking_on_others_see_nobody_and_late_work_changes_nothing(member: Participant, as_member: AsMember) -> None:
    person = ParticipantFactory.create(area=member.area, display_name="Fatima")
    listing = ListingFactory.create(owner=person, title="Samen breien")
    conversation = ConversationFactory.create(listing=ListingFactory.create(owner=person), starter=member)
    MessageFactory.create(conversation=conversation, author=person, text="Groeten, Fatima")
    client = as_member(member)
    assert True in seen_by(client, person, conversation)
    leaving.leave(person, by=person)
    gone = [*[False] * 6, 404]
    assert seen_by(client, person, conversation) == gone
    assert client.get(listing.get_absolute_url()).status_code == 404
    assert Client().get(listing.get_absolute_url()).status_code == 404
    before = client.get(conversation.get_absolute_url()).content.decode()
    Erasure.objects.update(asked_at=timezone.now() - TEN_DAYS - timedelta(days=3))
    assert seen_by(client, person, conversation) == gone
    leaving.erase_due()
    assert seen_by(client, person, conversation) == gone
    after = client.get(conversation.get_absolute_url()).content.decode()
    assert said_in(before) == said_in(after) == ["<p>Groeten, […]</p>"]


def said_in(page: str) -> list[str]:
    """Return the messages on a page."""
    return [part.split("</div>")[0].strip() for part in page.split('class="thread__text" dir="auto">')[1:]]


def test_staying_brings_everything_back(member: Participant, as_member: AsMember) -> None:
    ListingFactory.create(owner=member, title="Samen breien")
    client = as_member(member, lately=True)
    assert client.get("/account/gegevens/weg/").status_code == 200
    assert client.post("/account/gegevens/weg/").url == "/account/gegevens/blijven/"
    assert "Ik blijf" in client.get("/account/gegevens/blijven/").content.decode()
    assert "Samen breien" not in Client().get("/markt/").content.decode()
    assert client.post("/account/gegevens/blijven/").url == "/"
    member.refresh_from_db()
    assert (member.display_name, member.roles) == ("Samira B.", ["resident"])
    assert "Samen breien" in Client().get("/markt/").content.decode()
    assert not Erasure.objects.exists()


def test_who_is_leaving_is_led_to_the_question(member: Participant, as_member: AsMember) -> None:
    leaving.leave(member, by=member)
    client = as_member(member)
    stay = "/account/gegevens/blijven/"
    assert client.get("/mijn/").url == stay
    assert client.post("/markt/concept/", {"title": "Toch nog iets"}).url == stay
    assert client.get("/gesprekken/nieuw/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == stay
    for address in (stay, "/account/gegevens/", "/account/logout/"):
        assert client.get(address).status_code == 200


def test_after_ten_days_nobody_signs_in_also_before_it_is_carried_out(member: Participant, as_member: AsMember) -> None:
    EmailAddress.objects.create(user=member.user, email=member.user.email, verified=True, primary=True)
    client = as_member(member, lately=True)
    asked_long_ago(member)
    assert client.get("/account/gegevens/blijven/").url.startswith("/account/login/")
    fresh = Client()
    fresh.post("/account/login/", {"login": member.user.email, "password": "buurthuis-koffie-42"})
    assert "_auth_user_id" not in fresh.session
    with pytest.raises(Refused):
        leaving.stay(member, by=member)


def test_nothing_goes_before_the_ten_days_are_over(member: Participant) -> None:
    erasure = leaving.leave(member, by=member)
    assert leaving.erase_due() == 0
    assert leaving.erase_due(now=erasure.due_at - timedelta(seconds=1)) == 0
    assert not leaving.erase(erasure.pk)
    assert leaving.erase_due(now=erasure.due_at) == 1


def test_asking_twice_is_asking_once(member: Participant) -> None:
    assert leaving.leave(member, by=member) == leaving.leave(member, by=member)
    assert Erasure.objects.get().kept["display_name"] == "Samira B."


def test_mails_say_what_happens(member: Participant, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked_long_ago(member)
    with django_capture_on_commit_callbacks(execute=True):
        leaving.erase_due()
    assert [message.subject for message in mail.outbox] == ["Je wilt weg: je hebt tien dagen", "Je gegevens zijn weg"]
    assert {tuple(message.to) for message in mail.outbox} == {(member.user.email,)}
    assert "Samira B." in str(mail.outbox[0].body)


def test_another_may_not_ask_it(member: Participant) -> None:
    other = ParticipantFactory.create(area=member.area)
    AppointmentFactory.create(participant=other, duty="coordinator")
    with pytest.raises(Refused):
        leaving.leave(member, by=other)
    with pytest.raises(Refused):
        leaving.stay(member, by=other)


def test_a_coordinator_asks_it_for_who_has_no_email(member: Participant) -> None:
    person = ParticipantFactory.create(area=member.area, user=UserFactory.create(email=None))
    AppointmentFactory.create(participant=member, duty="coordinator")
    leaving.leave(person, by=member)
    assert leaving.stay(person, by=member).display_name == person.display_name


def test_the_last_owner_can_not_leave(member: Participant) -> None:
    User.objects.filter(pk=member.user_id).update(is_superuser=True)
    with pytest.raises(Refused):
        leaving.leave(member, by=member)
    UserFactory.create(is_superuser=True)
    assert leaving.leave(member, by=member)
