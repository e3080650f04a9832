"""Saying that something isn't right: to whom it goes, once, and that nobody learns who said it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Participant
from market.models import Listing, Message, Report
from market.moderation import Reportable
from tests.conftest import AsMember
from tests.factories import (
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    ParticipantFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(member: Participant) -> Message:
    """Somebody wrote this to `member`."""
    starter = ParticipantFactory.create(area=member.area, display_name="Joop de V.")
    return MessageFactory.create(conversation=ConversationFactory.create(listing__owner=member, starter=starter))


def address(thing: Reportable) -> str:
    """Return where `thing` is reported."""
    return {Listing: "/markt/{}/melden/", Message: "/berichten/{}/melden/", Participant: "/deelnemers/{}/melden/"}[
        type(thing)
    ].format(thing.pk)


def report(client: Client, thing: Reportable, **data: str) -> tuple[int, str]:
    """Report it, and return the status and the page one ends on."""
    response = client.post(address(thing), {"reason": "hurtful", "text": "Dit is gemeen.", **data}, follow=True)
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("what", ["listing", "message", "person"])
def test_a_report_goes_to_the_area_of_the_thing(member: Participant, message: Message, as_member: AsMember, what: str) -> None:
    thing = {"listing": ListingFactory.create(), "message": message, "person": message.author}[what]
    assert as_member(member).get(address(thing)).status_code == 200
    status, page = report(as_member(member), thing)
    made = Report.objects.get()
    assert (status, "Dank je wel" in page, "moderator" in page) == (200, True, True)
    assert (made.thing, made.reporter, made.reason, made.text) == (thing, member, "hurtful", "Dit is gemeen.")
    assert made.area == (message.conversation.area if what == "message" else thing.area)


def test_once_while_it_waits_and_again_after(member: Participant, message: Message, as_member: AsMember) -> None:
    client = as_member(member)
    report(client, message)
    status, page = report(client, message)
    assert (status, "Je hebt dit al gemeld." in page, Report.objects.count()) == (409, True, 1)
    Report.objects.update(handled_at=timezone.now())
    assert (report(client, message)[0], Report.objects.count()) == (200, 2)


def test_another_person_may_report_the_same(member: Participant, as_member: AsMember) -> None:
    reported = ReportFactory.create()
    report(as_member(member), reported.listing)
    assert Report.objects.filter(listing=reported.listing).count() == 2


def test_a_reason_is_needed(member: Participant, message: Message, as_member: AsMember) -> None:
    status, page = report(as_member(member), message, reason="")
    assert (status, "Kies wat er mis is." in page, Report.objects.count()) == (422, True, 0)
    assert report(as_member(member), message, reason="zomaar")[0] == 422


def test_too_many_in_an_hour_wait_and_lose_no_words(
    member: Participant, message: Message, as_member: AsMember, settings: Settings
) -> None:
    settings.LIMITS_PER_HOUR = {"reports": 1}
    ReportFactory.create(reporter=member)
    status, page = report(as_member(member), message, text="Deze woorden blijven staan.")
    assert (status, "Deze woorden blijven staan." in page, Report.objects.count()) == (429, True, 1)


def test_nobody_reports_what_they_cannot_see_or_wrote_themselves(
    member: Participant, message: Message, as_member: AsMember
) -> None:
    third = ParticipantFactory.create(area=member.area)
    hidden = ListingFactory.create(hidden_at=timezone.now())
    own = ListingFactory.create(owner=member)
    assert report(as_member(third), message)[0] == 404
    assert report(as_member(message.author), message)[0] == 404
    assert [report(as_member(member), thing)[0] for thing in (hidden, own, member)] == [404, 404, 404]
    assert Report.objects.count() == 0


def test_somebody_one_blocked_can_still_be_reported(member: Participant, message: Message, as_member: AsMember) -> None:
    BlockFactory.create(blocker=member, blocked=message.author)
    assert [report(as_member(member), thing)[0] for thing in (message, message.author)] == [200, 200]


def test_visitors_are_shown_the_way_in(client: Client, message: Message) -> None:
    assert client.post(address(message), {"reason": "hurtful"}).headers["Location"].startswith("/account/login/")
    assert Report.objects.count() == 0


def test_who_is_reported_sees_nothing_of_it(member: Participant, message: Message, as_member: AsMember) -> None:
    report(as_member(member), message, text="Woorden van de melder.")
    client = as_member(message.author)
    pages = [client.get(path).content.decode() for path in (message.conversation.get_absolute_url(), "/gesprekken/", "/mijn/")]
    assert [page for page in pages if "gemeld" in page or "Woorden van de melder" in page] == []
