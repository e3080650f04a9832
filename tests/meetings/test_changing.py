"""Changing what a trajectory or meeting is, and settling beforehand: by who coordinates, over nobody else's change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import changing, checklist
from meetings.models import ChecklistPoint, Meeting
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import ParticipantFactory
from tests.meetings.factories import MeetingFactory, SeatFactory, TrajectoryFactory
from tests.meetings.planners import coordinator_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ilse(area: Area) -> Participant:
    """Who coordinates the area."""
    return coordinator_of(area)


@pytest.fixture
def point(area: Area) -> ChecklistPoint:
    """A point that a preparatory meeting settles."""
    trajectory = TrajectoryFactory.create(area=area)
    meeting = MeetingFactory.create(area=area, trajectory=trajectory, kind="preparatory", audience="invited")
    return ChecklistPoint.objects.create(meeting=meeting, slug="kosten", title="Kosten", help="Wie betaalt wat?")


def test_other_words_of_the_agreement_are_a_new_version(area: Area, ilse: Participant) -> None:
    made = TrajectoryFactory.create(area=area)
    facts = {name: getattr(made, name) for name in changing.OF_TRAJECTORY}
    for version, words in enumerate(("Stil.", "Stil.", "Heel stil."), 1):
        changing.change_trajectory(made, by=ilse, version=version, agreement=words, facts=facts)
    assert [(each.number, each.text) for each in made.agreements.all()] == [(2, "Heel stil."), (1, "Stil.")]
    with pytest.raises(Refused):
        changing.change_trajectory(made, by=ilse, version=1, agreement="", facts=facts)
    with pytest.raises(PermissionDenied):
        changing.change_trajectory(made, by=ParticipantFactory.create(area=area), version=4, agreement="", facts=facts)


def test_a_new_title_goes_to_calendars_and_more_seats_do_not(area: Area, ilse: Participant) -> None:
    meeting = MeetingFactory.create(area=area)
    facts = {name: getattr(meeting, name) for name in changing.OF_MEETING}
    changing.change_meeting(meeting, by=ilse, version=1, facts={**facts, "capacity": 30})
    changing.change_meeting(meeting, by=ilse, version=2, facts={**facts, "title": "Anders"})
    kept = Meeting.objects.get()
    assert (kept.capacity, kept.title, kept.sequence, kept.version) == (20, "Anders", 1, 3)


def test_a_point_is_settled_with_who_and_when(ilse: Participant, point: ChecklistPoint, as_member: AsMember) -> None:
    address = f"/beheer/meetings/meeting/{point.meeting_id}/change/"
    asked = {
        "act": "settle",
        "point": point.pk,
        "version": 1,
        "decision": "Het stadsdeel.",
        "who": "Joop",
        "due_on": "2027-01-07",
    }
    assert as_member(ilse).post(address, asked).status_code == 302
    point.refresh_from_db()
    assert (point.decision, point.who, point.due_on, point.decided_by) == ("Het stadsdeel.", "Joop", date(2027, 1, 7), ilse)
    with pytest.raises(Refused):
        checklist.settle(point, by=ilse, decision="Anders.", who="", due_on=None, version=1)


def test_only_who_takes_part_reads_what_was_settled(member: Participant, point: ChecklistPoint, as_member: AsMember) -> None:
    address = f"/bijeenkomsten/{point.meeting_id}/"
    assert as_member(member).get(address).status_code == 404
    SeatFactory.create(meeting=point.meeting, participant=member)
    assert "Wie betaalt wat?" in as_member(member).get(address).content.decode()
    assert list(ChecklistPoint.objects.visible_to(ParticipantFactory.create(area=member.area))) == []
    assert list(ChecklistPoint.objects.visible_to(None)) == []


def test_moving_and_cancelling_on_the_page_of_a_meeting(area: Area, ilse: Participant, as_member: AsMember) -> None:
    meeting = MeetingFactory.create(area=area)
    client, address = as_member(ilse), f"/beheer/meetings/meeting/{meeting.pk}/change/"
    day = (meeting.local_start + timedelta(days=1)).date().isoformat()
    moved = {
        "act": "move",
        "meeting": meeting.pk,
        "version": 1,
        "day": day,
        "starts": "12:00",
        "ends": "14:00",
        "reason": "Zaal.",
    }
    assert client.post(address, moved).status_code == 302
    assert client.post(address, {"act": "cancel", "cancel-reason": "", "cancel-version": 2}).status_code == 422
    assert client.post(address, {"act": "cancel", "cancel-reason": "Griep.", "cancel-version": 2}).status_code == 302
    assert [change.kind for change in meeting.changes.all()] == ["cancelled", "moved"]
