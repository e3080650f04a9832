"""The outbox against a real mail server: killed at every point, away, slow, refusing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Participant
from kennismarkt.launch import ROOT
from notifications import jobs, sending, telling
from notifications.choices import State
from notifications.models import Delivery
from tests.browser.conftest import database_url
from tests.factories import AreaFactory, ParticipantFactory
from tests.notifications.conftest import AFTERNOON, Sink

KIND = "market.restored"
POINTS = ("before it is taken", "taken, not answered", "answered")
Through = Callable[[Sink], None]


def tell(*people: Participant, count: int = 1) -> None:
    """Put mails in the outbox that are due now, whatever the hour."""
    for number in range(count):
        telling.notify(KIND, people, about=number, now=AFTERNOON)
    Delivery.objects.update(due_at=timezone.now() - timedelta(days=1))


def worker(sink: Sink) -> subprocess.Popen[bytes]:
    """Start a worker that does what waits, with mail through `sink`."""
    facts = {"DATABASE_URL": database_url(), "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
    settings = {"DJANGO_SETTINGS_MODULE": "kennismarkt.settings.development"}
    command = [sys.executable, "manage.py", "work", "--once"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **facts, **settings}, stderr=subprocess.DEVNULL)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing_and_sends_at_most_one_too_many_each_time(sink: Sink) -> None:
    person = ParticipantFactory.create()
    tell(person, count=100)
    kills = 0
    for killed_at, point in enumerate(2 * POINTS):
        jobs.send.defer()
        process = worker(sink)
        sink.kill(process.pid, point=point, number=3 + 15 * killed_at)
        kills += process.wait(60) == -9
    jobs.send.defer()
    assert worker(sink).wait(60) == 0
    assert kills == 6
    assert len(set(sink.ids)) == 100
    assert 0 <= len(sink.ids) - 100 <= kills
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db
def test_a_server_that_is_away_for_ten_minutes_and_then_slow_costs_nothing_but_time(
    member: Participant, sink: Sink, through: Through
) -> None:
    tell(member, count=5)
    through(Sink(1))
    for minute in range(10):
        assert sending.send_due(timezone.now() + timedelta(minutes=minute)) == 0
    waiting = Delivery.objects.filter(state=State.WAITING)
    assert (waiting.count(), set(waiting.values_list("attempts", flat=True))) == (5, {0})
    through(sink)
    sink.seconds = 0.3
    assert (sending.send_due(timezone.now() + timedelta(minutes=10)), len(sink.got), len(set(sink.ids))) == (5, 5, 5)


@pytest.mark.django_db
def test_one_that_is_too_slow_holds_up_one_mail_and_not_the_next(
    member: Participant, sink: Sink, through: Through, settings: object
) -> None:
    settings.EMAIL_TIMEOUT = 0.5  # type: ignore[attr-defined]  # the settings of Django
    through(sink)
    tell(member, count=2)
    sink.slow_once = 2.0
    assert sending.send_due() == 2
    states = Delivery.objects.order_by("pk").values_list("state", "attempts")
    assert list(states) == [(State.WAITING, 1), (State.SENT, 0)]


@pytest.mark.django_db
def test_refused_addresses_bounce_and_busy_ones_are_tried_again(sink: Sink, through: Through) -> None:
    area = AreaFactory.create()
    gone, busy, fine = (ParticipantFactory.create(area=area) for _ in range(3))
    sink.refuses = {gone.user.email: "550 no such user", busy.user.email: "451 later"}
    through(sink)
    tell(gone, busy, fine)
    sending.send_due()
    states = dict(Delivery.objects.values_list("person", "state"))
    assert states == {gone.pk: State.BOUNCED, busy.pk: State.WAITING, fine.pk: State.SENT}
    assert Delivery.objects.get(person=gone).reason == "refused with 550"
    assert Delivery.objects.get(person=busy).due_at > timezone.now()


@pytest.mark.django_db
def test_after_ten_times_it_is_given_up_and_can_be_tried_again(member: Participant, sink: Sink, through: Through) -> None:
    sink.refuses = {member.user.email: "451 later"}
    through(sink)
    tell(member)
    for _ in range(sending.MOST_TRIES):
        Delivery.objects.update(due_at=AFTERNOON)
        sending.send_due()
    assert Delivery.objects.get().state == State.FAILED
    sink.refuses = {}
    assert sending.retry(Delivery.objects.all()) == 1
    sending.send_due()
    assert len(sink.got) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(sink: Sink) -> None:
    tell(ParticipantFactory.create(), count=40)
    sink.seconds = 0.02
    for _ in range(2):
        jobs.send.defer()
    both = [worker(sink), worker(sink)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert (len(sink.ids), len(set(sink.ids))) == (40, 40)
