"""Stopping mail: one click from the mail, no signing in, and looking changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Participant
from notifications import sending, telling, unsubscribing
from notifications.choices import Cadence, State
from notifications.models import Delivery, Notice, Preference, Reach
from tests.factories import ConversationFactory, ListingFactory, MessageFactory
from tests.notifications.conftest import AFTERNOON

pytestmark = pytest.mark.django_db
KIND = "market.message"


@pytest.fixture
def address(member: Participant, joop: Participant) -> str:
    """The address in the header of a mail about a message."""
    conversation = ConversationFactory.create(listing=ListingFactory.create(owner=member), starter=joop)
    MessageFactory.create(conversation=conversation, author=joop)
    telling.notify(KIND, [member], about=conversation.pk, now=AFTERNOON)
    sending.send_due(AFTERNOON)
    link: str = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    return link.partition("8000")[2]


def test_one_click_of_the_mail_program_stops_this_kind(address: str, member: Participant) -> None:
    stopped = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert stopped.status_code == 200
    assert Preference.objects.get().cadence == Cadence.NEVER
    telling.notify(KIND, [member], about=99, now=AFTERNOON + timedelta(hours=2))
    assert Delivery.objects.filter(state=State.WAITING).count() == 0
    assert Notice.objects.count() == 2


def test_looking_changes_nothing(address: str, client: Client) -> None:
    page = client.get(address).content.decode()
    assert "Nieuwe berichten in je gesprekken" in page
    assert not Preference.objects.exists()


def test_all_mail_can_be_stopped_from_there(address: str, client: Client, member: Participant) -> None:
    link = client.get(address).context["all_link"].partition("8000")[2]
    client.post(link)
    assert Reach.objects.get(participant=member).mail is False
    assert telling.notify("market.restored", [member], now=AFTERNOON) == 1
    assert Delivery.objects.filter(state=State.WAITING).count() == 1


def test_a_digest_is_stopped_with_everything_in_it(client: Client, member: Participant) -> None:
    unsubscribing.stop(unsubscribing.Stop(member, Cadence.WEEKLY))
    weekly = {("market.news", "never"), ("notifications.stuck_here", "never")}
    assert set(member.preferences.values_list("kind", "cadence")) == weekly


def test_twice_is_as_once(address: str, client: Client) -> None:
    assert [client.post(address).status_code for _ in range(2)] == [200, 200]
    assert Preference.objects.count() == 1


def test_what_waits_is_not_sent_any_more(member: Participant) -> None:
    telling.notify(KIND, [member], about=1, now=AFTERNOON)
    unsubscribing.stop(unsubscribing.Stop(member, KIND))
    sending.send_due(AFTERNOON)
    assert (mail.outbox, Delivery.objects.get().state) == ([], State.DROPPED)


@pytest.mark.parametrize("wrong", ["abc", "a:b:c", "WzEsIngiXQ:1:x"])
def test_addresses_that_are_not_ours_lead_nowhere(client: Client, wrong: str) -> None:
    assert client.post(f"/geen-mail/{wrong}/").status_code == 404
