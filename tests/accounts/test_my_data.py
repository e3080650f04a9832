"""A copy of everything: what is in it, what never is, and who can fetch it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import copying
from accounts.models import Duty, Export, Participant, SelfPortrait
from kennismarkt.errors import Refused
from tests.conftest import AsMember, RunJobs, signed_in
from tests.factories import (
    AppointmentFactory,
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    ParticipantFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ASK = "/account/gegevens/kopie/"


def copy_of(person: Participant) -> Export:
    """Return a finished copy."""
    export = copying.ask(person, by=person)
    assert copying.make(export.pk)
    export.refresh_from_db()
    return export


def opened(export: Export) -> zipfile.ZipFile:
    """Return the zip."""
    with export.file.open("rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def data_of(person: Participant) -> dict[str, list[dict[str, Any]]]:
    """Return what a copy of `person` holds for programs."""
    return json.loads(opened(copy_of(person)).read("data.json"))


def test_from_asking_to_fetching(
    member: Participant,
    as_member: AsMember,
    run_jobs: RunJobs,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = as_member(member, lately=True)
    assert client.get(ASK).status_code == 200
    assert client.post(ASK).url == "/account/gegevens/"
    assert "We maken je kopie" in client.get("/account/gegevens/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert run_jobs() == ["accounts.jobs.make_copy"]
    assert [message.to for message in mail.outbox] == [[member.user.email]]
    assert "/account/gegevens/" in str(mail.outbox[0].body)
    export = Export.objects.get()
    address = f"/account/gegevens/kopie/{export.pk}/"
    assert address in client.get("/account/gegevens/").content.decode()
    response = client.get(address)
    assert response.headers["Content-Disposition"] == 'attachment; filename="kennismarkt-mijn-gegevens.zip"'
    assert "no-store" in response.headers["Cache-Control"]
    names = zipfile.ZipFile(io.BytesIO(b"".join(response))).namelist()
    assert names == ["index.html", "data.json"]


def test_it_holds_what_somebody_wrote_and_their_photos(member: Participant) -> None:
    Participant.objects.filter(pk=member.pk).update(about="Ik kook graag voor velen.", can=["koken"])
    SelfPortrait.objects.create(participant=member, heart="Mijn kleinkinderen")
    listing = ListingFactory.create(owner=member, title="Samen koken", tagged=["koken"])
    listing.photo.save("pan.webp", ContentFile(b"een pan"))
    archive = opened(copy_of(member))
    assert archive.read(f"media/listing-{listing.pk}.webp") == b"een pan"
    page = archive.read("index.html").decode()
    for words in (
        "Samira B.",
        "Ik kook graag voor velen.",
        "Mijn kleinkinderen",
        "Samen koken",
        "bewoner",
        str(member.user.email),
    ):
        assert words in page
    data = json.loads(archive.read("data.json"))
    assert data["accounts.Participant"][0]["can"] == ["koken"]
    assert data["market.Listing"][0]["files"] == [f"media/listing-{listing.pk}.webp"]
    assert "password" not in archive.read("data.json").decode()


def test_the_page_is_in_the_language_of_its_person(member: Participant) -> None:
    Participant.objects.filter(pk=member.pk).update(reads="ar")
    assert '<html lang="ar" dir="rtl">' in opened(copy_of(Participant.objects.get(pk=member.pk))).read("index.html").decode()


def test_what_people_write_is_no_html(member: Participant) -> None:
    Participant.objects.filter(pk=member.pk).update(about="<script>alert(1)</script>")
    assert "<script" not in opened(copy_of(Participant.objects.get(pk=member.pk))).read("index.html").decode()


def test_a_conversation_comes_as_its_reader_sees_it(member: Participant) -> None:
    conversation = ConversationFactory.create(starter=member, listing__owner__display_name="Joris")
    MessageFactory.create(conversation=conversation, text="Wat ik schreef")
    MessageFactory.create(conversation=conversation, author=conversation.owner, text="Wat Joris schreef")
    MessageFactory.create(
        conversation=conversation, author=conversation.owner, text="Verborgen voor mij", hidden_at=timezone.now()
    )
    MessageFactory.create(text="Tussen anderen")
    said = [(each["author"], each["text"]) for each in data_of(member)["market.Message"]]
    assert said == [("Samira B.", "Wat ik schreef"), ("Joris", "Wat Joris schreef")]


def test_it_never_says_who_blocked_or_reported_them(member: Participant) -> None:
    enemy, foe = ParticipantFactory.create(display_name="Vijand"), ParticipantFactory.create(display_name="Door mij geblokkeerd")
    BlockFactory.create(blocker=enemy, blocked=member)
    BlockFactory.create(blocker=member, blocked=foe)
    ReportFactory.create(reporter=enemy, listing=None, person=member, area=member.area, text="Geheime klacht")
    archive = opened(copy_of(member))
    everything = archive.read("data.json").decode() + archive.read("index.html").decode()
    assert "Vijand" not in everything
    assert "Geheime klacht" not in everything
    assert "Door mij geblokkeerd" in everything


@pytest.mark.parametrize("who", ["member", "coordinator", "superuser"])
def test_nobody_fetches_the_copy_of_another(member: Participant, who: str) -> None:
    address = f"/account/gegevens/kopie/{copy_of(member).pk}/"
    other = ParticipantFactory.create(area=member.area, user__is_superuser=who == "superuser")
    if who == "coordinator":
        AppointmentFactory.create(participant=other, duty=Duty.COORDINATOR)
    client = signed_in(other, lately=True)
    assert client.get(address).status_code == 404
    assert address not in client.get("/account/gegevens/").content.decode()


def test_a_visitor_fetches_nothing(client: Client, member: Participant) -> None:
    address = f"/account/gegevens/kopie/{copy_of(member).pk}/"
    assert client.get(address).url == f"/account/login/?next={address}"


def test_asking_and_fetching_take_proving_again(member: Participant, as_member: AsMember) -> None:
    export = copy_of(member)
    client = as_member(member)
    for address in (ASK, f"{ASK}{export.pk}/", "/account/gegevens/weg/"):
        assert client.get(address).url.startswith("/account/reauthenticate/")
    client.post(ASK)
    assert Export.objects.count() == 1


def test_after_a_week_nobody_fetches_it_also_before_it_is_removed(member: Participant, as_member: AsMember) -> None:
    export = copy_of(member)
    name, storage = str(export.file.name), export.file.storage
    Export.objects.filter(pk=export.pk).update(ready_at=timezone.now() - timedelta(days=7))
    client = as_member(member, lately=True)
    assert client.get(f"{ASK}{export.pk}/").status_code == 404
    assert f"{ASK}{export.pk}/" not in client.get("/account/gegevens/").content.decode()
    assert storage.exists(name)
    assert copying.remove_old() == 1
    assert not storage.exists(name)
    assert not Export.objects.exists()


def test_a_copy_of_today_stays(member: Participant) -> None:
    copy_of(member)
    assert copying.remove_old() == 0


def test_one_copy_at_a_time(member: Participant) -> None:
    assert copying.ask(member, by=member) == copying.ask(member, by=member)


def test_a_copy_is_made_once(member: Participant) -> None:
    export = copy_of(member)
    assert not copying.make(export.pk)
    assert not copying.make(0)


def test_too_many_in_an_hour_are_refused(member: Participant) -> None:
    for _time in range(3):
        copy_of(member)
    with pytest.raises(Refused):
        copying.ask(member, by=member)


@pytest.mark.parametrize(
    ("duty", "email", "may"),
    [
        ("coordinator", None, True),
        ("connector", None, True),
        ("moderator", None, False),
        ("coordinator", "ja@example.org", False),
    ],
)
def test_a_coordinator_asks_for_who_has_no_email_only(member: Participant, duty: str, email: str | None, may: bool) -> None:
    person = ParticipantFactory.create(area=member.area, user=UserFactory.create(email=email))
    AppointmentFactory.create(participant=member, duty=duty)
    if may:
        assert copying.ask(person, by=member).participant == person
    else:
        with pytest.raises(Refused):
            copying.ask(person, by=member)


def test_without_email_nothing_is_mailed(
    member: Participant, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = ParticipantFactory.create(area=member.area, user=UserFactory.create(email=None))
    with django_capture_on_commit_callbacks(execute=True):
        copy_of(person)
    assert mail.outbox == []
