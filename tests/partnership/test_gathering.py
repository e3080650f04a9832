"""Beginning a card and sitting down: the code, guests and their link, being asked, leading, leaving."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Encounter, Participant
from kennismarkt import live
from notifications.models import Notice
from partnership import agreement, dialogue, gathering, inviting
from partnership.models import Case, Partner, PartnershipCard
from tests.conftest import AsMember
from tests.factories import BlockFactory, ParticipantFactory
from tests.partnership.conftest import Table, once

pytestmark = pytest.mark.django_db


def test_a_card_begins_around_a_case_without_anybodys_traces(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    words = {"subject": "case", "title": "Een gezin", "mode": "short", "once": str(uuid.uuid4())}
    for trace in ("Bel 06-12345678", "mail a.b@example.org", "BSN 111222333", "woont op 1068 AB", "geboren op 3-4-1985"):
        assert client.post("/kaarten/begin/", {**words, "story": trace}).status_code == 422
    assert not Case.objects.exists()
    for _twice in range(2):
        assert client.post("/kaarten/begin/", {**words, "story": "Een moeder wil naar taalles."}).status_code == 302
    card = PartnershipCard.objects.get()
    assert (card.confidential, card.case is not None, str(card)) == (True, True, f"kaart {card.pk}")


def test_a_guest_joins_by_the_code_and_comes_back_by_the_link(table: Table) -> None:
    code = table.now.code
    client = Client()
    assert client.post("/kaarten/mee/", {"code": f"{code[:3].lower()} {code[3:]}"}).headers["Location"] == f"/kaarten/mee/{code}/"
    assert client.post(f"/kaarten/mee/{code}/", {"name": "hatice", "side": "informal"}).status_code == 422, "the name is taken"
    assert client.post(f"/kaarten/mee/{code}/", {"name": "Fatma", "side": "informal"}).status_code == 302
    secret = client.session["guest_secret"]
    again = Client()
    assert again.get(f"/kaarten/gast/{secret}/").status_code == 200
    assert live.GUEST not in again.session, "reading a link uses nothing"
    again.post(f"/kaarten/gast/{secret}/")
    assert again.get(table.card.get_absolute_url()).status_code == 200
    assert Client().get("/kaarten/gast/onzin/").status_code == 404


@pytest.mark.parametrize("closed", [True, False])
def test_a_code_that_is_over_opens_nothing(table: Table, closed: bool) -> None:
    code = table.now.code
    if closed:
        gathering.close_code(table.now, by=table.host)
    else:
        PartnershipCard.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert Client().post(f"/kaarten/mee/{code}/", {"name": "Laat", "side": "formal"}).status_code == 404
    assert Partner.objects.count() == 3


def test_who_was_sent_away_or_is_blocked_at_the_table_does_not_come_in(table: Table, as_member: AsMember) -> None:
    code = table.now.code
    gathering.send_away(table.joris, by=table.host)
    assert table.clients["joris"].post(f"/kaarten/mee/{code}/").status_code == 404
    other = ParticipantFactory.create(area=table.card.area)
    BlockFactory.create(blocker=table.host.participant, blocked=other)
    assert as_member(other).post(f"/kaarten/mee/{code}/").status_code == 404


def test_the_qr_code_is_there_while_the_code_is_open(table: Table) -> None:
    drawn = table.get("guest", "code.svg")
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/svg+xml")
    gathering.close_code(table.now, by=table.host)
    assert table.get("guest", "code.svg").status_code == 404


def test_somebody_is_asked_without_a_word_about_what(table: Table, as_member: AsMember) -> None:
    yara = ParticipantFactory.create(area=table.card.area)
    invitation = inviting.invite(table.now, yara, by=table.host)
    assert Notice.objects.filter(recipient=yara, kind="partnership.invited").count() == 1
    client = as_member(yara)
    inbox = client.get("/voor-jou/").content.decode()
    assert "partnerschapskaart" in inbox
    assert table.card.title not in inbox
    assert client.get(table.card.get_absolute_url()).status_code == 404
    assert client.post(f"/kaarten/uitnodiging/{invitation.pk}/").status_code == 302
    assert client.get(table.card.get_absolute_url()).status_code == 200
    assert table.clients["outsider"].get(f"/kaarten/uitnodiging/{invitation.pk}/").status_code == 404


def test_leading_is_handed_over_and_taken_up(table: Table) -> None:
    assert table.post("joris", f"mensen/{table.joris.pk}/leiden/").status_code == 403
    table.post("host", f"mensen/{table.joris.pk}/leiden/")
    assert table.now.host == table.joris
    table.post("joris", "weg/")
    assert table.post("guest", f"mensen/{table.guest.pk}/leiden/").status_code == 302
    assert table.now.host == table.guest


def test_a_side_that_is_missing_is_told(table: Table) -> None:
    assert "formele kant aan tafel" not in table.get("host").content.decode()
    gathering.leave(table.joris)
    assert "formele kant aan tafel" in table.get("host").content.decode()


def test_people_have_met_once_their_notes_lie_together(table: Table) -> None:
    dialogue.write(table.now, 1, by=table.host, text="Rust", named=True, once=once())
    dialogue.write(table.now, 1, by=table.joris, text="Tijd", named=True, once=once())
    assert not Encounter.objects.exists()
    agreement.reveal(table.now, 1, by=table.host)
    met = Encounter.objects.get()
    assert {met.one, met.other} == {table.host.participant, table.joris.participant}
    assert met.across_the_line
