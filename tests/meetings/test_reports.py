"""The report, what was agreed and photos: for the group, and with consent."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile

from accounts import promising
from accounts.models import Commitment, Participant
from kennismarkt.errors import Refused
from meetings import agreements, photographing, reporting
from meetings.models import Meeting, MeetingKind, Photo, Report
from notifications.models import Notice
from tests.factories import AppointmentFactory, BlockFactory, ParticipantFactory
from tests.meetings.after import came, crowd, over
from tests.meetings.factories import SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch() -> Meeting:
    """A lunch meeting that is over."""
    return over()


@pytest.fixture
def carrier(lunch: Meeting) -> Participant:
    """Who coordinates the area."""
    return AppointmentFactory.create(participant__area=lunch.area, duty="coordinator").participant


def written(lunch: Meeting, by: Participant, *, ready: bool = True, version: int = 1) -> Report:
    """Write a report."""
    return reporting.write(
        lunch, by=by, text="We aten soep.", decisions=["Volgende keer om elf uur"], version=version, ready=ready
    )


def agreed(lunch: Meeting, by: Participant, person: Participant) -> Commitment:
    """Agree on something."""
    return agreements.agree(lunch, by=by, person=person, text="De sleutel regelen", due_on=date(2026, 12, 1))


def test_the_group_reads_a_ready_report_and_hears_of_it(lunch: Meeting, carrier: Participant) -> None:
    people = crowd(lunch, 2)
    stranger = ParticipantFactory.create(area=lunch.area)
    report = written(lunch, carrier)
    assert [Report.objects.visible_to(viewer).count() for viewer in (people[0], stranger, None)] == [1, 0, 0]
    assert set(Notice.objects.values_list("recipient", flat=True)) == {person.pk for person in people}
    written(lunch, carrier, version=report.version)
    assert set(Notice.objects.values_list("times", flat=True)) == {1}


def test_a_report_that_is_not_ready_is_for_who_writes_it(lunch: Meeting, carrier: Participant) -> None:
    person = crowd(lunch, 1)[0]
    written(lunch, carrier, ready=False)
    assert [Report.objects.visible_to(viewer).count() for viewer in (person, carrier)] == [0, 1]
    assert Notice.objects.count() == 0


def test_who_was_at_another_meeting_of_the_trajectory_reads_it_too(lunch: Meeting, carrier: Participant) -> None:
    earlier = crowd(over(lunch.trajectory, days=30), 1)[0]
    written(lunch, carrier)
    assert Report.objects.visible_to(earlier).count() == 1


def test_a_guest_of_the_closing_presentation_reads_nothing_of_before(lunch: Meeting, carrier: Participant) -> None:
    guest = crowd(over(lunch.trajectory, days=0, kind=MeetingKind.CLOSING), 1)[0]
    written(lunch, carrier)
    assert Report.objects.visible_to(guest).count() == 0


def test_who_declined_or_only_signed_up_reads_nothing(lunch: Meeting, carrier: Participant) -> None:
    person = ParticipantFactory.create(area=lunch.area)
    SeatFactory.create(meeting=lunch, participant=person, state="declined")
    written(lunch, carrier)
    assert Report.objects.visible_to(person).count() == 0


def test_only_who_carries_it_writes_and_two_writers_meet(lunch: Meeting, carrier: Participant) -> None:
    with pytest.raises(Refused):
        written(lunch, crowd(lunch, 1)[0])
    written(lunch, carrier)
    with pytest.raises(reporting.ChangedMeanwhile):
        written(lunch, carrier)


def test_what_is_asked_shows_to_the_group_once_accepted(lunch: Meeting) -> None:
    asker, person, other = crowd(lunch, 3)
    commitment = agreed(lunch, asker, person)
    seen = [len(agreements.of_meeting(lunch, viewer=viewer)) for viewer in (asker, person, other, None)]
    assert seen == [1, 1, 0, 0]
    promising.accept(commitment, by=person)
    assert len(agreements.of_meeting(lunch, viewer=other)) == 1
    assert set(Notice.objects.values_list("recipient", "kind")) == {
        (person.pk, agreements.ASKED),
        (asker.pk, agreements.ANSWERED),
    }


def test_open_ones_return_on_the_next_agenda_until_closed(lunch: Meeting) -> None:
    person, other = crowd(lunch, 2)
    commitment = agreed(lunch, person, person)
    following = over(lunch.trajectory, days=0)
    elsewhere = over(days=0)
    assert list(agreements.agenda(following, viewer=other)) == [commitment]
    assert list(agreements.agenda(elsewhere, viewer=other)) == []
    promising.close(commitment, by=person, outcome="done", words="")
    assert list(agreements.agenda(following, viewer=other)) == []


def test_nobody_from_outside_is_asked_or_asks(lunch: Meeting) -> None:
    person = crowd(lunch, 1)[0]
    stranger = ParticipantFactory.create(area=lunch.area)
    for by, asked in ((person, stranger), (stranger, person)):
        with pytest.raises(Refused):
            agreed(lunch, by, asked)


def test_what_somebody_does_does_not_show_across_a_block(lunch: Meeting) -> None:
    person, other = crowd(lunch, 2)
    agreed(lunch, person, person)
    BlockFactory.create(blocker=person, blocked=other)
    assert agreements.of_meeting(lunch, viewer=other) == []


def pictured(lunch: Meeting, by: Participant, *people: Participant) -> Photo:
    """Add a photo with `people` on it."""
    image = ContentFile(b"a picture", name="aa11.webp")
    return photographing.add(lunch, by=by, image=image, alt="Mensen rond de soep", people=people)


def seen_by(*viewers: Participant | None) -> list[int]:
    """Return how many photos each of these sees."""
    return [Photo.objects.visible_to(viewer).count() for viewer in viewers]


def test_a_photo_shows_once_everybody_on_it_agrees(lunch: Meeting) -> None:
    maker, one, other = crowd(lunch, 3)
    stranger = ParticipantFactory.create(area=lunch.area)
    photo = pictured(lunch, maker, maker, one)
    assert seen_by(maker, one, other, stranger, None) == [1, 1, 0, 0, 0]
    photographing.agree(photo, by=one)
    assert seen_by(maker, one, other, stranger, None) == [1, 1, 1, 0, 0]


def test_who_is_on_it_takes_it_away_for_good(lunch: Meeting, django_capture_on_commit_callbacks: pytest.FixtureRequest) -> None:
    maker, one = crowd(lunch, 2)
    photo = pictured(lunch, maker, one)
    name, storage = photo.image.name, photo.image.storage
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture that is a function
        photographing.take_away(photo, by=one)
    assert (seen_by(maker, one), storage.exists(name)) == ([0, 0], False)


def test_a_stranger_neither_takes_a_photo_away_nor_adds_one(lunch: Meeting) -> None:
    maker = crowd(lunch, 1)[0]
    photo = pictured(lunch, maker)
    stranger = came(over(), ParticipantFactory.create())[0]
    with pytest.raises(Refused):
        photographing.take_away(photo, by=stranger)
    with pytest.raises(Refused):
        pictured(lunch, stranger)
