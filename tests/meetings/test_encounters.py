"""Who met whom at a meeting, the network that makes, and who earns the stamp for a whole trajectory."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import stamping
from accounts.models import Encounter, Origin, Participant, Stamp, StampKind
from meetings import encountering, network
from meetings.models import Meeting, MeetingKind, Seat
from tests.factories import EncounterFactory, ParticipantFactory
from tests.meetings.after import came, crowd, over
from tests.meetings.factories import MeetingFactory, SeatFactory

pytestmark = pytest.mark.django_db


def test_everybody_present_has_met_and_twice_is_once() -> None:
    lunch = over()
    crowd(lunch, 4)
    came(lunch, ParticipantFactory.create(), present=False)
    assert (encountering.write(lunch), encountering.write(lunch)) == (6, 0)
    assert set(Encounter.objects.values_list("origin", "met_at")) == {(Origin.MEETING, lunch.starts_at)}
    assert Encounter.objects.across().count() == 4


def test_before_attendance_is_settled_nobody_has_met() -> None:
    lunch = over(settled_at=None)
    crowd(lunch, 3)
    assert (encountering.write(lunch), Encounter.objects.count()) == (0, 0)


def test_a_correction_takes_back_what_only_this_meeting_told() -> None:
    lunch = over()
    one, other, third = crowd(lunch, 3)
    earlier = over(lunch.trajectory, days=30)
    came(earlier, one, other)
    encountering.write(lunch)
    Seat.objects.filter(meeting=lunch, participant=one).update(present=False)
    encountering.write(lunch)
    pairs = set(Encounter.objects.values_list("one", "other"))
    assert pairs == {tuple(sorted((one.pk, other.pk))), tuple(sorted((other.pk, third.pk)))}


def test_a_correction_leaves_what_a_conversation_told() -> None:
    lunch = over()
    one, other = crowd(lunch, 2)
    EncounterFactory.create(one=one, other=other, area=lunch.area, origin=Origin.CONVERSATION)
    Seat.objects.filter(meeting=lunch, participant=one).update(present=False)
    encountering.write(lunch)
    assert Encounter.objects.count() == 1


def test_late_presence_is_written_too() -> None:
    lunch = over()
    crowd(lunch, 2)
    encountering.write(lunch)
    came(lunch, ParticipantFactory.create())
    assert encountering.write(lunch) == 2


def test_the_network_grows_meeting_by_meeting_with_its_numbers() -> None:
    first = over(days=30)
    people = crowd(first, 6)
    second = over(first.trajectory, days=2)
    came(second, *people[:3], ParticipantFactory.create(area=first.area))
    found = network.over_time(first.trajectory, viewer=people[0])
    assert [(each.people, each.informal, len(each.fresh), each.across, each.ties) for each in found] == [
        (6, 3, 15, 9, 15),
        (4, 3, 3, 1, 18),
    ]
    picture = str(found[1].picture)
    assert [picture.count("<circle "), picture.count("<rect "), picture.count("--away")] == [4, 3, 3]
    assert not any(person.display_name in picture for person in people)


def test_the_network_is_for_the_group_and_not_for_a_handful() -> None:
    lunch = over()
    people = crowd(lunch, 4)
    assert network.over_time(lunch.trajectory, viewer=ParticipantFactory.create()) == []
    assert network.over_time(lunch.trajectory, viewer=None) == []
    assert [each.picture for each in network.over_time(lunch.trajectory, viewer=people[0])] == [""]


def prepared(lunch: Meeting, person: Participant) -> None:
    """Let somebody help to prepare the meeting."""
    start = timezone.now() - timedelta(days=9)
    facts = {"kind": MeetingKind.PREPARATION, "prepares": lunch, "trajectory": lunch.trajectory, "area": lunch.area}
    session = MeetingFactory.create(starts_at=start, ends_at=start + timedelta(hours=1), **facts)
    SeatFactory.create(meeting=session, participant=person, present=True)


def test_a_samenspeler_was_at_every_lunch_and_helped_to_prepare() -> None:
    first = over(days=30)
    whole, absent, idle = crowd(first, 3)
    last = over(first.trajectory, days=2)
    came(last, whole, idle)
    prepared(last, whole)
    prepared(last, absent)
    stamping.look_around()
    assert set(Stamp.objects.values_list("participant", "kind")) == {(whole.pk, StampKind.SAMENSPELER)}


def test_while_a_lunch_is_still_to_come_nobody_earned_it() -> None:
    first = over(days=30)
    person = crowd(first, 1)[0]
    prepared(first, person)
    over(first.trajectory, days=-3, settled_at=None)
    stamping.look_around()
    assert Stamp.objects.count() == 0
