"""Answering by mail: what somebody writes back stands in the conversation, once, and only from who got the mail."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from asgiref.sync import sync_to_async
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from accounts.models import Participant
from kennismarkt.errors import Refused
from kennismarkt.machine import unused_port
from market.models import Conversation, Message
from notifications import receiving, sending, telling
from tests.factories import BlockFactory, ConversationFactory, ListingFactory, MessageFactory
from tests.notifications.conftest import AFTERNOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_comes_in(settings: Settings) -> None:
    """Let the installation take answers."""
    settings.REPLY_ADDRESS = "antwoord@in.example.org"


@pytest.fixture
def conversation(member: Participant, joop: Participant) -> Conversation:
    """Joop wrote to `member`."""
    made = ConversationFactory.create(listing=ListingFactory.create(owner=member), starter=joop)
    MessageFactory.create(conversation=made, author=joop, text="Kun je dinsdag?")
    return made


@pytest.fixture
def address(conversation: Conversation, member: Participant, joop: Participant) -> str:
    """Where `member` can answer, as the mail says."""
    telling.notify("market.message", [member], about=conversation.pk, by=joop, now=AFTERNOON)
    sending.send_due(AFTERNOON)
    reply_to: str = mail.outbox[0].reply_to[0]
    return reply_to


def answer(sender: str, text: str = "Ja hoor, tot dinsdag!", **headers: str) -> bytes:
    """Return an answer as a mail program sends it."""
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = (
        f"Samira <{sender}>",
        "Re: Je hebt een bericht",
        "<een@example.org>",
    )
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(f"{text}\n\n-- \nSamira\n\nOp wo 18 nov 2026 schreef Kennismarkt <a@b.nl>:\n> Je hebt een bericht\n")
    return message.as_bytes()


def words(conversation: Conversation) -> list[tuple[str, str]]:
    """Return what was said in a conversation, and by whom."""
    return list(conversation.messages.order_by("pk").values_list("author__display_name", "text"))


def test_an_answer_stands_in_the_conversation_without_what_it_answers(
    address: str, member: Participant, conversation: Conversation
) -> None:
    assert receiving.receive(answer(str(member.user.email).upper()), to=address)
    assert words(conversation)[-1] == ("Samira B.", "Ja hoor, tot dinsdag!")


def test_the_same_mail_twice_is_said_once(address: str, member: Participant, conversation: Conversation) -> None:
    for _ in range(2):
        receiving.receive(answer(str(member.user.email)), to=address)
    assert len(words(conversation)) == 2


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<x.y>"}])
def test_machines_say_nothing(address: str, member: Participant, header: dict[str, str]) -> None:
    assert not receiving.receive(answer(str(member.user.email), **header), to=address)
    assert Message.objects.count() == 1


def test_somebody_else_can_not_use_the_address(address: str, joop: Participant) -> None:
    with pytest.raises(Refused):
        receiving.receive(answer(str(joop.user.email)), to=address)
    assert Message.objects.count() == 1


def test_an_address_that_is_not_ours_is_refused(address: str, member: Participant) -> None:
    name, _plus, rest = address.partition("+")
    number, _dash, mark = rest.partition("-")
    wrong = [
        f"{name}+{int(number) + 1}-{mark}",
        f"{name}+{number}-{'0' * 32}@in.example.org",
        f"{name}@in.example.org",
        address.replace("in.example.org", "elders.example.org"),
        "",
    ]
    for to in wrong:
        with pytest.raises(Refused):
            receiving.receive(answer(str(member.user.email)), to=to)


def test_a_closed_conversation_takes_no_answer(
    address: str, member: Participant, joop: Participant, conversation: Conversation
) -> None:
    BlockFactory.create(blocker=joop, blocked=member)
    with pytest.raises(Refused):
        receiving.receive(answer(str(member.user.email)), to=address)
    assert len(words(conversation)) == 1


def test_who_was_removed_says_nothing(address: str, member: Participant) -> None:
    member.user.is_active = False
    member.user.save()
    with pytest.raises(Refused):
        receiving.receive(answer(str(member.user.email)), to=address)


def test_without_mail_coming_in_there_is_no_address(settings: Settings, conversation: Conversation, member: Participant) -> None:
    settings.REPLY_ADDRESS = ""
    telling.notify("market.message", [member], about=conversation.pk, now=AFTERNOON)
    sending.send_due(AFTERNOON)
    assert mail.outbox[0].reply_to == []
    assert "beantwoorden" not in mail.outbox[0].body


class Stdin:
    """Standard input with a mail in it."""

    def __init__(self, content: bytes) -> None:
        """Keep the mail."""
        self.buffer = io.BytesIO(content)


def test_a_mail_server_hands_it_over_by_a_pipe(address: str, member: Participant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(answer(str(member.user.email))))
    call_command("receive_mail", address)
    assert Message.objects.count() == 2
    monkeypatch.setattr(sys, "stdin", Stdin(answer("vreemd@example.org")))
    with pytest.raises(CommandError) as refused:
        call_command("receive_mail", address)
    assert refused.value.returncode == 67


def taken_in(content: bytes, to: str) -> None:
    """Take in a mail, in a thread that leaves no connection behind."""
    try:
        receiving.receive(content, to=to)
    finally:
        connection.close()


@pytest.fixture
def mail_server() -> Iterator[int]:
    """A mail server that gives what comes in to the site, and answers what the site says."""

    class Handing:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (the library's name)
            try:
                await sync_to_async(taken_in, thread_sensitive=False)(envelope.content, envelope.rcpt_tos[0])
            except Refused as refused:
                return f"550 {refused.message}"
            return "250 OK"

    server = Controller(Handing(), hostname="127.0.0.1", port=unused_port())
    server.start()
    yield server.port
    server.stop()


@pytest.mark.django_db(transaction=True)
def test_an_answer_comes_in_through_a_mail_server(
    mail_server: int, address: str, member: Participant, conversation: Conversation
) -> None:
    import smtplib

    with smtplib.SMTP("127.0.0.1", mail_server) as server:
        server.sendmail(str(member.user.email), [address], answer(str(member.user.email)))
        with pytest.raises(smtplib.SMTPDataError):
            server.sendmail("x@example.org", [address], answer("x@example.org"))
    assert words(conversation)[-1] == ("Samira B.", "Ja hoor, tot dinsdag!")
