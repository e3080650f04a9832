"""The pages of afterwards: what opens for whom, what they show, and forms that come back with what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from accounts.models import Commitment, Harvest, Participant
from meetings import agreements, pulsing, reflecting, streaming
from meetings.models import MayQuote, Meeting, Part, Photo, Pulse, Question, Reflection, Report, Series, SideStream
from meetings.reflecting import Thought
from tests.conftest import AsMember
from tests.factories import AppointmentFactory, ParticipantFactory
from tests.meetings.after import came, crowd, over

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A lunch meeting that is over, who was there, who coordinates the area, and who has nothing to do with it."""

    lunch: Meeting
    person: Participant
    coordinator: Participant
    stranger: Participant

    def clients(self, as_member: AsMember) -> list[Client]:
        """Return a visitor, the stranger, who was there, and the coordinator."""
        return [Client(), *(as_member(who) for who in (self.stranger, self.person, self.coordinator))]


@pytest.fixture
def world() -> World:
    """The four of them."""
    lunch = over()
    return World(
        lunch,
        crowd(lunch, 6)[0],
        AppointmentFactory.create(participant__area=lunch.area, duty="coordinator").participant,
        ParticipantFactory.create(area=lunch.area),
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/bijeenkomsten/{}/meenemen/", [302, 404, 200, 404]),
        ("/bijeenkomsten/{}/verslag/", [302, 404, 200, 200]),
        ("/bijeenkomsten/{}/verslag/schrijven/", [302, 404, 403, 200]),
        ("/mijn/meegenomen/", [302, 200, 200, 200]),
        ("/trajecten/{trajectory}/terugblik/", [200, 200, 200, 200]),
        ("/trajecten/{trajectory}/verder/", [302, 403, 403, 200]),
        ("/zijstromen/", [200, 200, 200, 200]),
        ("/zijstromen/beginnen/", [302, 200, 200, 200]),
    ],
)
def test_doors(world: World, as_member: AsMember, address: str, expected: list[int]) -> None:
    url = address.format(world.lunch.pk, trajectory=world.lunch.trajectory_id)
    assert [client.get(url).status_code for client in world.clients(as_member)] == expected


def test_writing_and_taking_back_what_one_takes_home(world: World, as_member: AsMember) -> None:
    client, other = as_member(world.person), as_member(world.stranger)
    sent = {"heart": "Samen lachen.", "heart_quote": "named", "tip": "Meer tijd.", "tip_quote": ""}
    assert client.post(f"/bijeenkomsten/{world.lunch.pk}/meenemen/", sent).status_code == 302
    page = f"/trajecten/{world.lunch.trajectory_id}/terugblik/"
    assert ["Samen lachen." in other.get(page).content.decode(), "Meer tijd." in other.get(page).content.decode()] == [
        True,
        False,
    ]
    mark = Reflection.objects.get(part=Part.HEART).mark
    assert other.post(f"/mijn/meegenomen/{mark}/", {"may_quote": "no"}).status_code == 404
    client.post(f"/mijn/meegenomen/{mark}/", {"may_quote": "no"})
    assert "Samen lachen." not in other.get(page).content.decode()
    assert "Samen lachen." in client.get("/mijn/meegenomen/").content.decode()


def test_the_pulse_asks_four_answers_once(world: World, as_member: AsMember) -> None:
    client, address = as_member(world.person), f"/bijeenkomsten/{world.lunch.pk}/polsslag/"
    assert client.post(address, {"time": "3"}).status_code == 422
    assert client.post(address, dict.fromkeys(Question.values, "5")).status_code == 302
    assert client.post(address, dict.fromkeys(Question.values, "1")).status_code == 409
    assert "Vier korte vragen" not in client.get(f"/bijeenkomsten/{world.lunch.pk}/meenemen/").content.decode()


def test_the_pulse_and_the_network_are_for_the_group(world: World, as_member: AsMember) -> None:
    for seat in world.lunch.seats.all():
        pulsing.answer(world.lunch, by=seat.participant, scores=dict.fromkeys(Question.values, 4))
    Pulse.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    pages = [each.get(f"/trajecten/{world.lunch.trajectory_id}/terugblik/").content.decode() for each in world.clients(as_member)]
    assert [("De polsslag" in page, "network__picture" in page) for page in pages] == [
        (False, False),
        (False, False),
        (True, True),
        (True, True),
    ]
    assert not any(re.search(r'<svg class="network[^>]*>.*?Buur', page) for page in pages)


def test_writing_a_report(world: World, as_member: AsMember) -> None:
    writer, reader = as_member(world.coordinator), as_member(world.person)
    address = f"/bijeenkomsten/{world.lunch.pk}/verslag/schrijven/"
    sent = {"text": "We aten soep.", "decisions": "Om elf uur\n\nMet tolk", "version": "1"}
    assert writer.post(address, sent).status_code == 302
    assert "We aten soep." not in reader.get(f"/bijeenkomsten/{world.lunch.pk}/verslag/").content.decode()
    assert writer.post(address, {**sent, "version": "2", "ready": "1"}).status_code == 302
    assert "We aten soep." in reader.get(f"/bijeenkomsten/{world.lunch.pk}/verslag/").content.decode()
    assert Report.objects.get().decisions == ["Om elf uur", "Met tolk"]
    meanwhile = writer.post(address, {**sent, "text": "Anders."})
    assert (meanwhile.status_code, "We aten soep." in meanwhile.content.decode()) == (409, True)


def test_agreeing_and_closing(world: World, as_member: AsMember) -> None:
    client, address = as_member(world.person), f"/bijeenkomsten/{world.lunch.pk}/afspraken/"
    assert client.post(address, {"person": world.stranger.pk, "text": "Bellen"}).status_code == 422
    assert client.post(address, {"person": world.person.pk, "text": "Bellen", "due_on": "2026-12-01"}).status_code == 302
    made = Commitment.objects.get()
    assert as_member(world.stranger).post(f"/bijeenkomsten/afspraken/{made.pk}/klaar/", {"outcome": "done"}).status_code == 404
    client.post(f"/bijeenkomsten/afspraken/{made.pk}/klaar/", {"outcome": "done"})
    assert Commitment.objects.get().outcome == "done"


def test_celebrating(world: World, as_member: AsMember) -> None:
    address = f"/bijeenkomsten/{world.lunch.pk}/oogst/"
    assert as_member(world.stranger).post(address, {"harvest-title": "Taalles"}).status_code == 404
    as_member(world.person).post(address, {"harvest-title": "De taalles is begonnen"})
    assert Harvest.objects.get().title == "De taalles is begonnen"


def test_a_photo_is_written_anew_and_shows_with_a_yes(world: World, as_member: AsMember) -> None:
    out = BytesIO()
    Image.new("RGB", (30, 20), "green").save(out, "JPEG")
    other = world.lunch.seats.exclude(participant=world.person).first().participant  # type: ignore[union-attr]  # there are six
    sent = {"photo-alt": "Soep", "photo-people": [other.pk], "photo-asked": "on"}
    file = SimpleUploadedFile("IMG_1234.jpg", out.getvalue(), content_type="image/jpeg")
    as_member(world.person).post(f"/bijeenkomsten/{world.lunch.pk}/verslag/foto/", {**sent, "photo-image": file})
    photo = Photo.objects.get()
    address = f"/bijeenkomsten/fotos/{photo.pk}/"
    assert [client.get(address).status_code for client in world.clients(as_member)] == [302, 404, 200, 404]
    as_member(other).post(f"{address}ja/")
    answers = [client.get(address) for client in world.clients(as_member)]
    assert [answer.status_code for answer in answers] == [302, 404, 200, 200]
    assert (answers[2]["Content-Type"], answers[2]["Cache-Control"]) == ("image/webp", "private, no-store")
    as_member(other).post(f"{address}weg/")
    assert as_member(world.person).get(address).status_code == 404


def test_anchoring(world: World, as_member: AsMember) -> None:
    client, address = as_member(world.coordinator), f"/trajecten/{world.lunch.trajectory_id}/verder/"
    sent = {"how": "Elke maand een tafel.", "carriers": [world.person.pk], "version": "1"}
    client.post(address, sent)
    page = f"/trajecten/{world.lunch.trajectory_id}/terugblik/"
    assert "nog niet verankerd" in client.get(page).content.decode()
    client.post(address, {**sent, "new_series": "Wijktafel", "version": "2"})
    assert "nog niet verankerd" not in client.get(page).content.decode()
    assert (Series.objects.get().name, "Dit dragen" in Client().get(page).content.decode()) == ("Wijktafel", False)


def test_beginning_and_finishing_a_side_stream(world: World, as_member: AsMember) -> None:
    client = as_member(world.person)
    assert client.post("/zijstromen/beginnen/", {"origin": "theme", "title": "Spreekuur", "audience": "group"}).status_code == 422
    sent = {"origin": "meeting", "meeting": world.lunch.pk, "title": "Spreekuur", "audience": "group"}
    assert client.post("/zijstromen/beginnen/", sent).status_code == 302
    made = SideStream.objects.get()
    assert [each.get(f"/zijstromen/{made.pk}/").status_code for each in world.clients(as_member)] == [404, 404, 200, 200]
    changed = {"title": "Spreekuur", "audience": "everyone", "next_step": "Zaal zoeken", "version": "1"}
    assert client.post(f"/zijstromen/{made.pk}/wijzigen/", changed).status_code == 302
    assert Client().get(f"/zijstromen/{made.pk}/").status_code == 200
    assert client.post(f"/zijstromen/{made.pk}/klaar/", {"result": ""}).status_code == 422
    client.post(f"/zijstromen/{made.pk}/klaar/", {"result": "Elke eerste donderdag."})
    assert "Elke eerste donderdag." in Client().get("/zijstromen/").content.decode()


def test_a_case_is_told_of_to_the_group_only(world: World, as_member: AsMember) -> None:
    stream = SideStream(area=world.lunch.area, title="Mee naar taalles", origin="case", meeting=world.lunch, audience="everyone")
    streaming.start(stream, by=world.person)
    pages = [client.get(f"/zijstromen/{stream.pk}/").content.decode() for client in world.clients(as_member)]
    assert [("een casus" in page, world.lunch.title in page) for page in pages] == [(False, False)] * 2 + [(True, True)] * 2


def counted(client: Client, address: str) -> int:
    """Return how many queries a page takes."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_queries_do_not_grow_with_what_there_is(world: World, as_member: AsMember) -> None:
    client = as_member(world.person)
    addresses = [
        f"/bijeenkomsten/{world.lunch.pk}/verslag/",
        f"/trajecten/{world.lunch.trajectory_id}/terugblik/",
        "/mijn/meegenomen/",
    ]

    def fill() -> None:
        people = came(world.lunch, *ParticipantFactory.create_batch(3, area=world.lunch.area))
        for person in people:
            reflecting.reflect(world.lunch, by=person, thoughts={Part.TOP: Thought("Fijn.", MayQuote.NAMED)})
            agreements.agree(world.lunch, by=person, person=person, text="Bellen", due_on=None)
            streaming.start(SideStream(area=world.lunch.area, title="x", origin="meeting", meeting=world.lunch), by=person)

    fill()
    before = [counted(client, address) for address in addresses]
    fill()
    assert [counted(client, address) for address in addresses] == before
