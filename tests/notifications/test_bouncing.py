"""Mail that comes back: a report of a mail server marks the mail it is about, and nothing else does."""

from __future__ import annotations

from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart

import pytest
from django.core import mail
from pytest_django import Settings

from accounts.models import Participant
from notifications import bouncing, receiving, sending, telling
from notifications.choices import State
from notifications.models import Delivery
from tests.notifications.conftest import AFTERNOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(member: Participant, settings: Settings) -> Delivery:
    """A mail that was sent from an installation that takes mail."""
    settings.REPLY_ADDRESS = "antwoord@in.example.org"
    telling.notify("market.restored", [member], now=AFTERNOON)
    sending.send_due(AFTERNOON)
    return Delivery.objects.get()


def report(*blocks: dict[str, str]) -> bytes:
    """Return what a mail server says of a mail (RFC 3464)."""
    made = MIMEMultipart("report", **{"report-type": "delivery-status"})
    made["From"] = "MAILER-DAEMON@mail.example.org"
    status = MIMEBase("message", "delivery-status")
    facts = []
    for block in ({"Reporting-MTA": "dns; mail.example.org"}, *blocks):
        fact = Message()
        for name, value in block.items():
            fact[name] = value
        facts.append(fact)
    status.set_payload(facts)
    made.attach(status)
    return made.as_bytes()


GONE = {"Final-Recipient": "rfc822; x@example.org", "Action": "failed", "Status": "5.1.1"}


def test_each_mail_has_a_return_address_of_its_own_and_the_area_as_sender(delivery: Delivery) -> None:
    message = mail.outbox[0]
    assert message.from_email == bouncing.address_of(delivery)
    assert "rond het Osdorpplein" in str(make_header(decode_header(message.extra_headers["From"])))
    assert bouncing.returned(f"<{message.from_email.upper()}>") == delivery


def test_a_report_says_that_it_came_back_and_why(delivery: Delivery) -> None:
    assert receiving.receive(report(GONE), to=bouncing.address_of(delivery))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.BOUNCED, "came back with 5.1.1")


@pytest.mark.parametrize(
    "block",
    [{**GONE, "Action": "delayed", "Status": "4.4.1"}, {**GONE, "Action": "delivered", "Status": "2.0.0"}, {"Status": "5.1.1"}],
)
def test_a_delay_is_no_refusal(delivery: Delivery, block: dict[str, str]) -> None:
    assert not receiving.receive(report(block), to=bouncing.address_of(delivery))
    assert Delivery.objects.get().state == State.SENT


def test_an_absence_is_no_refusal(delivery: Delivery) -> None:
    away = EmailMessage()
    away["Subject"], away["Auto-Submitted"] = "Ik ben er niet", "auto-replied"
    away.set_content("Action: failed\nStatus: 5.1.1")
    assert not receiving.receive(away.as_bytes(), to=bouncing.address_of(delivery))
    assert Delivery.objects.get().state == State.SENT


def test_nobody_else_can_say_so(delivery: Delivery) -> None:
    name, _plus, rest = bouncing.address_of(delivery).partition("+")
    wrong = [f"{name}+b{delivery.pk}-{'0' * 32}@in.example.org", f"{name}+b{delivery.pk + 1}{rest[2:]}", "b1@in.example.org", ""]
    assert [bouncing.returned(to) for to in wrong] == [None] * 4


def test_without_mail_coming_in_the_sender_is_the_installation(delivery: Delivery, settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""
    assert bouncing.address_of(delivery) == ""
