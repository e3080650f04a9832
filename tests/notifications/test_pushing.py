"""Web push: rings where it was switched on, says that there is something, never what."""

from __future__ import annotations

import base64
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from accounts.models import Participant
from notifications import pushing, sending, telling
from notifications.choices import Cadence, Channel, State
from notifications.models import Delivery, Preference, PushSubscription, Reach
from tests.factories import ConversationFactory, ListingFactory, MessageFactory
from tests.notifications.conftest import AFTERNOON

pytestmark = pytest.mark.django_db
SECRET = "Kun je dinsdag langskomen?"


def b64(content: bytes) -> str:
    """Return bytes as browsers write them."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@dataclass
class Service:
    """A push service on this machine, and the browser behind it."""

    answers: int = 201
    got: list[bytes] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"
    port: int = 0

    def facts(self) -> dict[str, str]:
        """Return how the browser describes itself."""
        point = self.key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        return {"endpoint": f"http://127.0.0.1:{self.port}/a", "p256dh": b64(point), "auth": b64(self.auth)}

    def read(self) -> list[dict[str, Any]]:
        """Return what the browser understood."""
        return [json.loads(http_ece.decrypt(each, private_key=self.key, auth_secret=self.auth)) for each in self.got]


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """A running push service, and a site that has keys."""
    key = ec.generate_private_key(ec.SECP256R1())
    settings.VAPID_PRIVATE_KEY = b64(key.private_numbers().private_value.to_bytes(32, "big"))
    running = Service()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            running.got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(running.answers)
            self.send_header("Location", f"http://127.0.0.1:{running.port}/elders")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield running
    server.shutdown()


@pytest.fixture
def told(member: Participant, joop: Participant, service: Service) -> Service:
    """`member` has a browser, and Joop wrote something."""
    PushSubscription.objects.create(participant=member, **service.facts())
    conversation = ConversationFactory.create(listing=ListingFactory.create(owner=member), starter=joop)
    MessageFactory.create(conversation=conversation, author=joop, text=SECRET)
    telling.notify("market.message", [member], about=conversation.pk, by=joop, now=AFTERNOON)
    return service


def test_it_says_that_there_is_a_message_and_nothing_else(told: Service) -> None:
    sending.send_due(AFTERNOON)
    assert told.read() == [{"title": "Kennismarkt", "body": "Je hebt een bericht.", "url": "/voor-jou/"}]


def test_it_rings_in_the_language_of_its_owner(told: Service, member: Participant) -> None:
    Participant.objects.filter(pk=member.pk).update(reads="en")
    sending.send_due(AFTERNOON)
    assert [said["body"] for said in told.read()] == ["You have a message."]


def test_a_browser_that_is_gone_is_forgotten(told: Service) -> None:
    told.answers = 410
    sending.send_due(AFTERNOON)
    assert not PushSubscription.objects.exists()


def test_a_service_that_sends_us_elsewhere_is_not_followed(told: Service) -> None:
    told.answers = 307
    sending.send_due(AFTERNOON)
    assert len(told.got) == 1
    assert Delivery.objects.get(channel=Channel.PUSH).state == State.WAITING


def test_a_service_that_is_busy_is_asked_again_and_holds_up_no_mail(told: Service) -> None:
    told.answers = 503
    sending.send_due(AFTERNOON)
    assert dict(Delivery.objects.values_list("channel", "state")) == {Channel.MAIL: State.SENT, Channel.PUSH: State.WAITING}


@pytest.mark.parametrize("off", ["everywhere", "this kind", "no keys"])
def test_it_does_not_ring_where_it_is_off(
    member: Participant, joop: Participant, service: Service, settings: Settings, off: str
) -> None:
    PushSubscription.objects.create(participant=member, **service.facts())
    if off == "everywhere":
        Reach.objects.create(participant=member, push=False)
    elif off == "this kind":
        Preference.objects.create(participant=member, kind="market.message", channel=Channel.PUSH, cadence=Cadence.NEVER)
    else:
        settings.VAPID_PRIVATE_KEY = ""
    telling.notify("market.message", [member], about=1, by=joop, now=AFTERNOON)
    assert not Delivery.objects.filter(channel=Channel.PUSH).exists()


def test_at_most_ten_browsers_are_remembered(member: Participant) -> None:
    for number in range(12):
        pushing.switch_on(by=member, endpoint=f"https://fcm.googleapis.com/{number}", p256dh="x", auth="y")
    assert member.push_subscriptions.count() == 10
