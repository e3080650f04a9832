"""Telling people: who is told, once, in the transaction of what happened, and who isn't."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import icalendar
import pytest
import vobject
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Participant
from kennismarkt.models import Job
from notifications import kinds, sending, telling
from notifications.choices import Cadence, Channel, State
from notifications.kinds import Attachment, Told, Words
from notifications.models import Delivery, Notice, Preference, PushSubscription, Reach
from tests.conftest import RunJobs
from tests.factories import BlockFactory, ParticipantFactory, UserFactory
from tests.notifications.conftest import AFTERNOON, proven

pytestmark = pytest.mark.django_db
SECRET = "Mevrouw Jansen is ziek"


@pytest.fixture(autouse=True)
def kinds_of_these_tests() -> Iterator[None]:
    """Register a personal kind, one for the digest and one that is owed, for the time of a test."""
    before = dict(kinds.kinds)
    for name, facts in {"personal": {}, "general": {"personal": False}, "owed": {"owed": True}}.items():
        register(name, **facts)
    yield
    kinds.kinds.clear()
    kinds.kinds.update(before)


def register(name: str, **facts: object) -> None:
    """Register a kind that says its name."""

    @kinds.told(f"test.{name}", title=name, group="Test", **facts)
    def words(told: Told) -> Words:
        return Words(f"{name} {told.times}", quotes=(told.note,) if told.note else ())


def tell(person: Participant, kind: str = "test.personal", **facts: object) -> int:
    """Tell somebody in the afternoon."""
    return telling.notify(kind, [person], **{"now": AFTERNOON, **facts})  # type: ignore[arg-type]  # facts of many kinds


def test_somebody_is_told_once_by_mail_and_on_the_site(member: Participant) -> None:
    assert tell(member) == 1
    assert sending.send_due(AFTERNOON) == 1
    assert (Notice.objects.visible_to(member).unread().count(), len(mail.outbox), sending.send_due(AFTERNOON)) == (1, 1, 0)
    assert Delivery.objects.get().state == State.SENT


def test_the_worker_sends_it(member: Participant, run_jobs: RunJobs) -> None:
    tell(member)
    Delivery.objects.update(due_at=AFTERNOON - timedelta(days=1))
    assert run_jobs() == ["notifications.jobs.send"]
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_of_what_did_not_happen(member: Participant) -> None:
    def cause() -> None:
        with transaction.atomic():
            tell(member)
            raise LookupError

    with pytest.raises(LookupError):
        cause()
    assert (Notice.objects.count(), Delivery.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_nobody_is_told_of_their_own_acts_nor_across_a_block_nor_when_removed(member: Participant, joop: Participant) -> None:
    removed = ParticipantFactory.create(area=member.area, user=UserFactory.create(is_active=False))
    BlockFactory.create(blocker=joop, blocked=member)
    assert telling.notify("test.personal", [member, joop, removed], by=member) == 0


def test_what_is_owed_reaches_also_across_a_block(member: Participant, joop: Participant) -> None:
    BlockFactory.create(blocker=joop, blocked=member)
    assert tell(joop, "test.owed", by=member) == 1


def test_blocks_and_removal_count_again_when_it_is_sent(member: Participant, joop: Participant) -> None:
    tell(member, by=joop)
    tell(joop)
    BlockFactory.create(blocker=member, blocked=joop)
    joop.user.is_active = False
    joop.user.save()
    sending.send_due(AFTERNOON)
    assert (mail.outbox, {each.state for each in Delivery.objects.all()}) == ([], {State.DROPPED})


def test_what_was_read_on_the_site_is_not_mailed(member: Participant) -> None:
    tell(member)
    telling.read_all(by=member)
    sending.send_due(AFTERNOON)
    assert mail.outbox == []


def test_edits_in_a_row_are_one_notice_and_one_mail(member: Participant) -> None:
    for _ in range(3):
        tell(member, about=7)
    sending.send_due(AFTERNOON)
    assert (Notice.objects.get().times, [each.subject for each in mail.outbox]) == (3, ["personal 3"])


def test_what_goes_on_is_mailed_again_an_hour_later(member: Participant) -> None:
    tell(member)
    sending.send_due(AFTERNOON)
    Delivery.objects.update(sent_at=AFTERNOON)
    tell(member, now=AFTERNOON + timedelta(minutes=5))
    assert sending.send_due(AFTERNOON + timedelta(minutes=30)) == 0
    assert sending.send_due(AFTERNOON + timedelta(minutes=61)) == 1
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2


@pytest.mark.parametrize(
    ("kind", "chosen", "at_once", "digest"),
    [
        ("test.personal", None, 1, ""),
        ("test.general", None, 0, "weekly"),
        ("test.personal", Cadence.DAILY, 0, "daily"),
        ("test.personal", Cadence.NEVER, 0, ""),
        ("test.owed", Cadence.NEVER, 1, ""),
    ],
)
def test_each_is_told_as_they_chose(member: Participant, kind: str, chosen: str | None, at_once: int, digest: str) -> None:
    if chosen:
        Preference.objects.create(participant=member, kind=kind, channel=Channel.MAIL, cadence=chosen)
    tell(member, kind)
    assert (Delivery.objects.count(), Notice.objects.get().digest) == (at_once, digest)


def test_over_ten_mails_in_an_hour_the_rest_waits_for_the_digest(member: Participant, settings: Settings) -> None:
    for number in range(12):
        tell(member, about=number)
    assert Delivery.objects.count() == settings.MOST_PER_HOUR == 10
    assert Notice.objects.filter(digest=Cadence.DAILY).count() == 2
    tell(member, about=99, now=AFTERNOON + timedelta(minutes=61))
    assert Delivery.objects.count() == 11


def test_a_telephone_rings_ten_times_an_hour_at_most(member: Participant, settings: Settings) -> None:
    settings.VAPID_PRIVATE_KEY = "een sleutel"
    PushSubscription.objects.create(participant=member, endpoint="https://fcm.googleapis.com/a", p256dh="x", auth="y")
    for number in range(12):
        tell(member, about=number)
    assert Delivery.objects.filter(channel=Channel.PUSH).count() == settings.MOST_PER_HOUR


def test_in_quiet_hours_it_waits_until_morning(member: Participant) -> None:
    late = AFTERNOON.replace(hour=22)
    tell(member, now=late)
    assert Delivery.objects.get().due_at == (AFTERNOON + timedelta(days=1)).replace(hour=6)
    Reach.objects.create(participant=member, quiet_from="10:00", quiet_until="10:00")
    tell(member, about=2, now=late)
    assert Delivery.objects.latest("pk").due_at == late


def test_people_without_e_mail_or_who_stopped_all_mail_get_none(member: Participant) -> None:
    offline = ParticipantFactory.create(area=member.area, user=UserFactory.create(email=None))
    Reach.objects.create(participant=member, mail=False)
    assert telling.notify("test.personal", [offline, member], now=AFTERNOON) == 2
    assert Delivery.objects.count() == 0
    assert tell(member, "test.owed") == 1
    assert Delivery.objects.count() == 1


def test_what_people_wrote_goes_to_proven_addresses_only(member: Participant, joop: Participant) -> None:
    for person in (member, joop):
        tell(person, note=SECRET)
    sending.send_due(AFTERNOON)
    told = {message.to[0]: SECRET in f"{message.body}{message.alternatives}" for message in mail.outbox}
    assert told == {member.user.email: False, joop.user.email: True}
    assert all(SECRET not in message.subject for message in mail.outbox)


def test_who_has_not_proven_an_address_is_not_even_called_by_name(member: Participant, joop: Participant) -> None:
    Participant.objects.update(display_name=SECRET)
    for person in (member, joop):
        tell(person)
    sending.send_due(AFTERNOON)
    assert [SECRET in str(message.message()) for message in mail.outbox] == [False, True]


def test_a_calendar_goes_along_and_another_program_reads_it(member: Participant) -> None:
    made = icalendar.Calendar.new(prodid="-//Kennismarkt//NL", version="2.0")
    made.add_component(icalendar.Event.new(uid="een", summary="Lunch; soep, çay en قهوة " * 9, start=AFTERNOON, stamp=AFTERNOON))
    file = Attachment("afspraak.ics", made.to_ical(), "text/calendar; method=REQUEST")

    @kinds.told("test.invited", title="uitnodiging", group="Test")
    def invited(_told: Told) -> Words:
        return Words("Kom je?", attachments=(file,))

    tell(member, "test.invited")
    sending.send_due(AFTERNOON)
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(linesep="\r\n"), policy=policy.default)
    (part,) = sent.iter_attachments()
    assert (part.get_content_type(), part["Content-Type"].params["method"]) == ("text/calendar", "REQUEST")
    assert part.get_filename() == "afspraak.ics"
    event = vobject.readOne(part.get_content()).vevent
    assert (event.summary.value, event.dtstart.value) == ("Lunch; soep, çay en قهوة " * 9, AFTERNOON)


def test_a_kind_that_breaks_holds_up_nobody(member: Participant, joop: Participant, caplog: pytest.LogCaptureFixture) -> None:
    @kinds.told("test.broken", title="kapot", group="Test")
    def broken(told: Told) -> Words:
        raise ValueError(SECRET)

    tell(member, "test.broken")
    tell(joop)
    sending.send_due(AFTERNOON)
    assert [message.to for message in mail.outbox] == [[joop.user.email]]
    waiting = Delivery.objects.get(person=member)
    assert (waiting.state, waiting.reason, waiting.attempts) == (State.WAITING, "ValueError", 1)
    assert SECRET not in caplog.text


def test_questions_do_not_grow_with_the_number_of_people(area: object) -> None:
    few, many = ParticipantFactory.create_batch(2, area=area), ParticipantFactory.create_batch(20, area=area)
    counts = []
    for people in (few, many):
        with CaptureQueriesContext(connection) as queries:
            telling.notify("test.personal", people, now=AFTERNOON)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 16


def test_a_mail_says_who_it_comes_from_and_how_to_stop_it(member: Participant) -> None:
    proven(member)
    tell(member, about=3)
    sending.send_due(AFTERNOON)
    message = mail.outbox[0]
    assert "rond het Osdorpplein" in str(make_header(decode_header(str(message.message()["From"]))))
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http")
    assert "test.personal.osdorpplein." in headers["List-Id"]
    assert headers["Auto-Submitted"] == "auto-generated"
