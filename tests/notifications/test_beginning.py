"""Who stopped half way through the first steps hears of it once; who coordinates hears how many."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from accounts import beginning as steps
from accounts.models import Duty, Participant
from notifications import beginning, digests, sending
from notifications.models import Notice
from tests.factories import AppointmentFactory, OnboardingFactory, ParticipantFactory
from tests.notifications.conftest import AFTERNOON

pytestmark = pytest.mark.django_db


def began(person: Participant, days: float, *, before: datetime = AFTERNOON) -> None:
    """Let somebody have stopped so many days ago."""
    OnboardingFactory.create(participant=person, moved_at=before - timedelta(days=days))


def test_after_fifteen_days_one_hears_of_it_once(member: Participant, joop: Participant) -> None:
    began(member, 15.1)
    began(joop, 14.9)
    assert [beginning.remind(AFTERNOON), beginning.remind(AFTERNOON + timedelta(hours=1))] == [1, 0]
    sending.send_due(AFTERNOON)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([member.user.email], "Je bent bijna klaar met beginnen")
    assert "/account/begin/" in message.body


def test_who_went_on_or_does_not_want_to_is_left_alone(member: Participant, joop: Participant) -> None:
    for person in (member, joop):
        began(person, 20)
    steps.dismiss(joop)
    beginning.remind(AFTERNOON)
    steps.finish(member)
    sending.send_due(AFTERNOON)
    assert (mail.outbox, Notice.objects.count()) == ([], 1)


def test_who_stops_again_hears_again(member: Participant) -> None:
    began(member, 20)
    beginning.remind(AFTERNOON)
    steps.portrayed(member)
    Notice.objects.update(made_at=AFTERNOON)
    member.onboarding.__class__.objects.update(moved_at=AFTERNOON + timedelta(days=1))
    assert beginning.remind(AFTERNOON + timedelta(days=10)) == 0
    assert beginning.remind(AFTERNOON + timedelta(days=17)) == 1


def test_a_coordinator_hears_how_many_once_a_week_and_nobody_else_does(member: Participant) -> None:
    monday = AFTERNOON.replace(day=16, hour=7, minute=30)
    coordinator, connector = (
        AppointmentFactory.create(participant__area=member.area, area=member.area, duty=duty).participant
        for duty in (Duty.COORDINATOR, Duty.CONNECTOR)
    )
    elsewhere = AppointmentFactory.create(duty=Duty.COORDINATOR).participant
    for person, days in ((member, 16), (connector, 20), (elsewhere, 300), (coordinator, 30)):
        began(person, days, before=monday)
    digests.plan(monday)
    sending.send_due(monday)
    assert [(message.to[0], "2 deelnemers bleven steken" in message.body) for message in mail.outbox] == [
        (coordinator.user.email, True)
    ]
    assert ParticipantFactory.create(area=member.area).display_name not in mail.outbox[0].body
