"""Live streams, through the real process: who may listen, what arrives, and that it ends when the right to it ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from accounts.models import Affiliation, Duty, Participant
from kennismarkt import launch, live
from market import answering, blocking, moderating
from market.models import Conversation
from tests.conftest import AsMember
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    BlockFactory,
    ConversationFactory,
    MessageFactory,
    ParticipantFactory,
    ReportFactory,
)
from tests.serving import database_url, unused_port

STARTING = 20.0


class Server:
    """The stream process, on a port of its own."""

    def __init__(self) -> None:
        """Start it, and wait until it answers."""
        self.port = unused_port()
        self.process = subprocess.Popen(
            [*launch.granian("asgi", self.port), "--workers", "1"],
            cwd=django_settings.ROOT,
            env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.test"},
        )
        ends = time.monotonic() + STARTING
        while self.status("/live/") != 400:
            assert time.monotonic() < ends, "the stream process did not start"
            time.sleep(0.1)

    def status(self, path: str, cookie: str = "", method: str = "GET") -> int:
        """Return the status of a request (0 when nobody answers)."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request(method, path, headers={"Cookie": cookie})
            return asked.getresponse().status
        except OSError:
            return 0
        finally:
            asked.close()

    def stop(self) -> float:
        """Ask it to stop, and return how many seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        finally:
            self.process.kill()
        return time.monotonic() - began


class Ear:
    """A browser that listens."""

    def __init__(self, server: Server, client: Client, *topics: str) -> None:
        """Open the stream, and read until it welcomes."""
        self.line = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        query = "&".join(f"topic={topic}" for topic in topics)
        request = f"GET /live/?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie_of(client)}\r\n\r\n"
        self.line.sendall(request.encode())
        self.heard = b""
        self.wait_for("welcome")

    def read(self, seconds: float) -> bool:
        """Read what comes within `seconds`; return whether the stream is still open."""
        self.line.settimeout(max(seconds, 0.001))
        try:
            piece = self.line.recv(65536)
        except TimeoutError:
            return True
        self.heard += piece
        return bool(piece) and not self.heard.endswith(b"0\r\n\r\n")

    def wait_for(self, words: str, seconds: float = 5.0) -> float:
        """Wait until `words` were heard, and return how many seconds that took."""
        began = time.monotonic()
        while words.encode() not in self.heard:
            left = seconds - (time.monotonic() - began)
            assert left > 0, f"{words} was not heard, but {self.heard!r}"
            assert self.read(left), f"the stream ended after {self.heard!r}"
        return time.monotonic() - began

    def ends_within(self, seconds: float) -> bool:
        """Return whether the stream ends within `seconds`."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if not self.read(ends - time.monotonic()):
                return True
        return False


def cookie_of(client: Client) -> str:
    """Return the cookie that a signed-in client carries."""
    name = django_settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Server]:
    """The stream process."""
    started = Server()
    yield started
    started.stop()


@pytest.fixture
def conversation(member: Participant) -> Conversation:
    """Joop answered a listing of `member`, which was placed for an organisation."""
    acting = AffiliationFactory.create(participant=member, organisation__area=member.area)
    joop = ParticipantFactory.create(area=member.area, display_name="Joop de V.")
    return ConversationFactory.create(listing__owner=member, listing__organisation=acting.organisation, starter=joop)


def say(conversation: Conversation, by: Participant, text: str = "Dag!") -> None:
    """Say something."""
    answering.send(conversation, by=by, text=text, sent_once=uuid.uuid4())


# Who may follow what


@pytest.mark.django_db
def test_the_rule_of_a_conversation_is_that_of_its_pages(conversation: Conversation) -> None:
    area, organisation = conversation.area, conversation.organisation
    colleague = AffiliationFactory.create(organisation=organisation).participant
    former = AffiliationFactory.create(organisation=organisation).participant
    Affiliation.objects.filter(participant=former).delete()
    ReportFactory.create(listing=None, message=MessageFactory.create(conversation=conversation), area=area)
    people: dict[str, Participant] = {
        "starter": conversation.starter,
        "owner": conversation.owner,
        "colleague": colleague,
        "former colleague": former,
        "third": ParticipantFactory.create(area=area),
        "other organisation": AffiliationFactory.create().participant,
        **{duty: AppointmentFactory.create(participant__area=area, duty=duty).participant for duty in Duty},
    }
    wanted: dict[Any, tuple[int, list[str]]] = {name: (person.pk, [conversation.topic]) for name, person in people.items()}
    assert live.allowed(wanted) == {"starter", "owner", "colleague"}
    read = {name for name, person in people.items() if Conversation.objects.visible_to(person).exists()}
    assert live.allowed(wanted) == read


@pytest.mark.django_db
def test_a_block_ends_it_for_both_and_a_colleague_for_themselves(conversation: Conversation) -> None:
    colleague = AffiliationFactory.create(organisation=conversation.organisation).participant
    wanted: dict[Any, tuple[int, list[str]]] = {
        person.display_name: (person.pk, [conversation.topic]) for person in (conversation.starter, conversation.owner, colleague)
    }
    names = set(wanted)
    block = BlockFactory.create(blocker=conversation.starter, blocked=colleague)
    assert live.allowed(wanted) == names - {colleague.display_name}
    block.delete()
    BlockFactory.create(blocker=conversation.owner, blocked=conversation.starter)
    assert live.allowed(wanted) == set()


@pytest.mark.django_db
def test_everybody_follows_their_own_inbox_only(member: Participant) -> None:
    other = ParticipantFactory.create()
    wanted: dict[Any, tuple[int, list[str]]] = {
        "own": (member.pk, [f"inbox:{member.pk}"]),
        "other's": (member.pk, [f"inbox:{other.pk}"]),
        "both": (member.pk, [f"inbox:{member.pk}", f"inbox:{other.pk}"]),
        "nothing": (member.pk, []),
        "unknown": (member.pk, ["everything:1"]),
        "no number": (member.pk, ["inbox", "conversation:²", "conversation:", "conversation:-1"]),
        "too large": (member.pk, [f"conversation:{9**40}"]),
    }
    assert live.allowed(wanted) == {"own"}


@pytest.mark.django_db
def test_asking_for_many_takes_as_many_queries_as_for_one(conversation: Conversation, django_assert_num_queries: Any) -> None:
    wanted: dict[Any, tuple[int, list[str]]] = {}
    for each in [conversation, *(ConversationFactory.create() for _ in range(10))]:
        wanted[each.pk] = (each.starter_id, [each.topic, f"inbox:{each.starter_id}"])
    for few in ({conversation.pk: wanted[conversation.pk]}, wanted):
        with django_assert_num_queries(3):
            assert live.allowed(few) == set(few)


# The process


@pytest.mark.django_db(transaction=True)
def test_the_process_refuses_who_may_not_listen(server: Server, conversation: Conversation, as_member: AsMember) -> None:
    starter, third = as_member(conversation.starter), as_member(ParticipantFactory.create())
    address = f"/live/?topic={conversation.topic}"
    assert server.status(address) == 401
    assert server.status(address, f"{django_settings.SESSION_COOKIE_NAME}=onzin%00") == 401
    assert server.status(address, cookie_of(third)) == 403
    assert server.status(f"{address}&topic=inbox:{conversation.owner_id}", cookie_of(starter)) == 403
    assert server.status("/live/", cookie_of(starter)) == 400
    assert server.status(address, cookie_of(starter), method="POST") == 405
    assert server.status("/healthz") == 200, "everything else is Django's"


@pytest.mark.django_db(transaction=True)
def test_what_is_said_arrives_at_once_and_only_as_a_number(
    server: Server, conversation: Conversation, as_member: AsMember
) -> None:
    reader = Ear(server, as_member(conversation.owner), conversation.topic, f"inbox:{conversation.owner_id}")
    stranger_to_it = ConversationFactory.create()
    other = Ear(server, as_member(stranger_to_it.owner), stranger_to_it.topic)
    say(conversation, conversation.starter, "Dit staat niet in de stroom.")
    assert reader.wait_for(f"event: changed\ndata: {conversation.topic}\n\n") < 1
    reader.wait_for(f"data: inbox:{conversation.owner_id}\n\n")
    assert b"stroom" not in reader.heard
    assert (other.ends_within(0.3), b"changed" in other.heard) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_not_told(server: Server, conversation: Conversation, as_member: AsMember) -> None:
    from django.db import transaction

    reader = Ear(server, as_member(conversation.owner), conversation.topic)
    with transaction.atomic():
        say(conversation, conversation.starter)
        transaction.set_rollback(True)
    assert (reader.ends_within(0.5), b"changed" in reader.heard) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_a_stream_ends_within_ten_seconds_when_the_right_to_it_ends(
    server: Server, conversation: Conversation, as_member: AsMember
) -> None:
    area, organisation = conversation.area, conversation.organisation
    moderator = AppointmentFactory.create(participant__area=area).participant
    people = {name: ParticipantFactory.create(area=area) for name in ("signs out", "new password", "suspended", "stays")}
    colleague = AffiliationFactory.create(organisation=organisation).participant
    clients = {name: as_member(person) for name, person in people.items()}
    ears = {name: Ear(server, clients[name], f"inbox:{people[name].pk}") for name in people}
    ears["leaves the organisation"] = Ear(server, as_member(colleague), conversation.topic)
    ears["is blocked"] = Ear(server, as_member(conversation.starter), conversation.topic)

    clients["signs out"].post("/account/logout/")
    people["new password"].user.set_password("een-heel-ander-woord")
    people["new password"].user.save()
    moderating.suspend(people["suspended"], by=moderator, explanation="Te veel ruzie.")
    Affiliation.objects.filter(participant=colleague).delete()
    blocking.block(conversation.starter, by=conversation.owner)
    began = time.monotonic()
    ended = {name for name, ear in ears.items() if name != "stays" and ear.ends_within(10 - (time.monotonic() - began))}
    assert ended == set(ears) - {"stays"}
    live.tell("inbox", people["stays"].pk)
    ears["stays"].wait_for("data: inbox:")


@pytest.mark.django_db(transaction=True)
def test_a_lost_database_connection_is_found_again_and_everybody_looks(
    server: Server, conversation: Conversation, as_member: AsMember
) -> None:
    reader = Ear(server, as_member(conversation.owner), conversation.topic)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        assert cursor.fetchone() == (1,), "one connection listens for all"
    reader.wait_for("data: refresh")
    say(conversation, conversation.starter)
    reader.wait_for(f"data: {conversation.topic}")


@pytest.mark.django_db(transaction=True)
def test_the_process_stops_while_people_listen(member: Participant, as_member: AsMember) -> None:
    server = Server()
    ear = Ear(server, as_member(member), f"inbox:{member.pk}")
    assert server.stop() < 10
    assert ear.ends_within(1)


def test_pages_know_nothing_of_streams() -> None:
    """The rules are known without any page being loaded: the process serves streams only."""
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'kennismarkt.settings.test';"
        "import kennismarkt.asgi; from kennismarkt import live;"
        "print(sorted(live.rules), 'market.views' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(django_settings.ROOT), capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split("\n")[-2] == "['card', 'conversation', 'inbox', 'notices'] False"
