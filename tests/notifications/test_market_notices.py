"""What the market tells: whom, in which words, and that no confidential word is in it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Duty, Participant
from market import answering, expiring, moderating, publishing, reporting
from market.models import Conversation, Listing
from notifications import sending
from notifications.models import Delivery, Notice
from tests.conftest import AsMember
from tests.factories import AppointmentFactory, ConversationFactory, ListingFactory, MessageFactory, ParticipantFactory
from tests.notifications.conftest import AFTERNOON, proven

pytestmark = pytest.mark.django_db
SECRET = "Mijn moeder ligt in het ziekenhuis."


def sent() -> list[tuple[str, str]]:
    """Send what waits, whatever the hour; return to whom, and the subject."""
    Delivery.objects.update(due_at=AFTERNOON)
    sending.send_due()
    return [(message.to[0], message.subject) for message in mail.outbox]


def say(conversation: Conversation, by: Participant) -> None:
    """Say something in a conversation."""
    answering.send(conversation, by=by, text=SECRET, sent_once=uuid.uuid4())


def test_an_answer_and_what_follows_are_told_to_the_other(
    member: Participant, joop: Participant, caplog: pytest.LogCaptureFixture
) -> None:
    proven(member)
    listing = ListingFactory.create(owner=member, title="Fietsles")
    message = answering.answer(listing, by=joop, text=SECRET, sent_once=uuid.uuid4())
    assert sent() == [(member.user.email, "Iemand reageert op wat jij plaatste")]
    answering.read(message.conversation, by=member, upto=message.pk)
    say(message.conversation, member)
    assert sent()[1:] == [(joop.user.email, "Je hebt een bericht")]
    everything = "".join(str(each.message()) for each in mail.outbox) + caplog.text
    assert ("Joop · Fietsles" in mail.outbox[0].body, SECRET in everything) == (True, False)


def test_reading_the_conversation_is_hearing_of_it(member: Participant, joop: Participant) -> None:
    conversation = ConversationFactory.create(listing=ListingFactory.create(owner=member), starter=joop)
    say(conversation, joop)
    answering.read(conversation, by=member, upto=conversation.messages.latest("pk").pk)
    assert sent() == []


def test_who_left_the_organisation_hears_nothing_more(member: Participant, joop: Participant) -> None:
    conversation = ConversationFactory.create(listing=ListingFactory.create(owner=member), starter=joop)
    say(conversation, joop)
    Conversation.objects.update(owner=ParticipantFactory.create(area=member.area))
    assert sent() == []


def test_what_expires_within_a_week_is_told_once_a_term(member: Participant) -> None:
    soon = ListingFactory.create(owner=member, expires_at=timezone.now() + timedelta(days=6))
    ListingFactory.create(owner=member, expires_at=timezone.now() + timedelta(days=8))
    ListingFactory.create(owner=member, expires_at=timezone.now() - timedelta(hours=1))
    assert [expiring.remind(), expiring.remind()] == [1, 0]
    assert Notice.objects.get().about == soon.pk
    publishing.renew(soon, by=member)
    assert expiring.remind(timezone.now() + timedelta(days=85)) == 1


def test_one_click_from_the_mail_keeps_it_and_looking_does_not(member: Participant, client: Client) -> None:
    listing = ListingFactory.create(owner=member, expires_at=timezone.now() + timedelta(days=6))
    link = expiring.renewal_link(listing)
    assert client.get(link).status_code == 200
    assert Listing.objects.get().expires_at == listing.expires_at
    assert client.post(link).status_code == 200
    assert Listing.objects.get().expires_at > timezone.now() + timedelta(days=80)
    assert client.post(link).status_code == 404


@pytest.mark.parametrize("gone", ["deleted_at", "done_at", "hidden_at"])
def test_what_is_gone_is_not_kept_by_a_link(member: Participant, client: Client, gone: str) -> None:
    listing = ListingFactory.create(owner=member, **{gone: timezone.now()})
    assert client.post(expiring.renewal_link(listing)).status_code == 404
    assert client.post("/markt/verlengen/onzin/").status_code == 404


def test_moderators_hear_of_a_report_and_nobody_else_does(member: Participant, joop: Participant) -> None:
    moderator = AppointmentFactory.create(participant__area=member.area, area=member.area).participant
    AppointmentFactory.create(participant__area=member.area, area=member.area, duty=Duty.COORDINATOR)
    AppointmentFactory.create()
    reporting.report(ListingFactory.create(owner=joop), by=member, reason="scam", text=SECRET)
    assert sent() == [(moderator.user.email, "Er is iets gemeld in je wijk")]
    assert SECRET not in str(mail.outbox[0].message())


def test_moderators_hear_of_an_objection_and_nobody_else_does(member: Participant) -> None:
    moderator = AppointmentFactory.create(participant__area=member.area, area=member.area).participant
    AppointmentFactory.create()
    listing = ListingFactory.create(owner=member)
    hiding = moderating.hide(listing, by=moderator, reason="scam", explanation=SECRET)
    sent()
    moderating.object_to(hiding, by=member, text=SECRET)
    assert sent()[1:] == [(moderator.user.email, "Iemand maakt bezwaar in je wijk")]
    assert all(SECRET not in str(each.message()) for each in mail.outbox)


def test_a_moderator_who_is_reported_hears_nothing(member: Participant) -> None:
    moderator = AppointmentFactory.create(participant__area=member.area, area=member.area).participant
    reporting.report(moderator, by=member, reason="hurtful")
    assert sent() == []


def test_messages_do_not_ring_the_bell_twice(member: Participant, joop: Participant, as_member: AsMember) -> None:
    conversation = ConversationFactory.create(listing=ListingFactory.create(owner=member), starter=joop)
    MessageFactory.create(conversation=conversation, author=joop)
    say(conversation, joop)
    assert as_member(member).get("/voor-jou/").context["lines"] == []
