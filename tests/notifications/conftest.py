"""People who can be mailed, and a mail server that keeps what it gets."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress

from accounts.models import Participant
from kennismarkt.machine import unused_port
from tests.factories import ParticipantFactory

# A Wednesday afternoon in Amsterdam, far from quiet hours.
AFTERNOON = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)


def proven(person: Participant) -> Participant:
    """Return `person` with an address that was shown to be theirs."""
    EmailAddress.objects.create(user=person.user, email=person.user.email, verified=True, primary=True)
    return person


@pytest.fixture
def joop(member: Participant) -> Participant:
    """A neighbour of `member`."""
    return proven(ParticipantFactory.create(area=member.area, display_name="Joop"))


@dataclass
class Sink:
    """A mail server on this machine that keeps everything, can be slow, refuses addresses, and kills who sends."""

    port: int
    seconds: float = 0
    slow_once: float = 0
    refuses: dict[str, str] = field(default_factory=dict)
    got: list[Message] = field(default_factory=list)
    victim: tuple[int, str, int] | None = None

    def kill(self, pid: int, *, point: str, number: int) -> None:
        """Kill a process when it comes to this point of the mail of this number."""
        self.victim = (pid, point, number)

    def come_to(self, point: str) -> bool:
        """Kill the victim if this is its point; return whether it was."""
        if self.victim is None or self.victim[1] != point or len(self.got) < self.victim[2]:
            return False
        os.kill(self.victim[0], signal.SIGKILL)
        self.victim = None
        return True

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 (the library's name)
        """Refuse or take an address."""
        if address in self.refuses:
            return self.refuses[address]
        self.come_to("before it is taken")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (the library's name)
        """Keep a mail, in its own time."""
        slow, self.slow_once = self.slow_once, 0
        await asyncio.sleep(self.seconds + slow)
        self.got.append(message_from_bytes(envelope.content))
        self.come_to("taken, not answered")
        if self.victim is not None and self.victim[1] == "answered":
            asyncio.get_running_loop().call_later(0.001, self.come_to, "answered")
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """Message-ID of everything that came in."""
        return [str(message["Message-ID"]) for message in self.got]

    def running(self) -> Controller:
        """Return the server, to be started."""
        return Controller(self, hostname="127.0.0.1", port=self.port)


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A running mail server."""
    kept = Sink(unused_port())
    server = kept.running()
    server.start()
    yield kept
    server.stop()


@pytest.fixture
def through(settings: Any) -> Callable[[Sink], None]:
    """Return a function that has the site send its mail through a server."""

    def use(kept: Sink) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", kept.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""

    return use
