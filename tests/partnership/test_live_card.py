"""A card through the real stream process: only numbers travel, to who sits there, for as long as they do."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from partnership import agreement, dialogue, gathering
from tests.factories import BlockFactory
from tests.market.test_live import Ear, Server, cookie_of
from tests.partnership.conftest import Table, once

SECRET = "Dit staat niet in de stroom"


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Server]:
    """The stream process."""
    started = Server()
    yield started
    started.stop()


@pytest.mark.django_db(transaction=True)
def test_what_happens_arrives_as_a_number_and_closed_notes_as_a_count(server: Server, table: Table) -> None:
    topic = f"card:{table.card.pk}"
    ears = {who: Ear(server, table.clients[who], topic) for who in ("host", "joris", "guest")}
    for who in ("outsider", "coordinator", "moderator"):
        assert server.status(f"/live/?topic={topic}", cookie_of(table.clients[who])) == 403
    note = dialogue.write(table.now, 1, by=table.joris, text=SECRET, named=True, once=once())
    for ear in ears.values():
        ear.wait_for(f"data: {topic}#count-1\n")
        assert f"note-{note.pk}".encode() not in ear.heard
    agreement.reveal(table.now, 1, by=table.host)
    told = dialogue.write(table.now, 1, by=table.guest, text=SECRET, named=True, once=once())
    for ear in ears.values():
        assert ear.wait_for(f"data: {topic}#note-{told.pk}\n") < 1
        assert SECRET.encode() not in ear.heard


@pytest.mark.django_db(transaction=True)
def test_a_stream_ends_within_ten_seconds_when_the_seat_does(server: Server, table: Table) -> None:
    topic = f"card:{table.card.pk}"
    ears = {who: Ear(server, table.clients[who], topic) for who in ("host", "joris", "guest")}
    gathering.send_away(table.guest, by=table.host)
    BlockFactory.create(blocker=table.host.participant, blocked=table.joris.participant)
    table.clients["host"].post("/account/logout/")
    began = time.monotonic()
    assert all(ear.ends_within(10 - (time.monotonic() - began)) for ear in ears.values())
