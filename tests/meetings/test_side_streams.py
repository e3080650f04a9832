"""Side streams: begun by who was there, seen by whom they are meant for, with their descent, and never a case's name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import streaming
from meetings.models import Meeting, SideStream
from tests.factories import BlockFactory, ParticipantFactory
from tests.meetings.after import crowd, over

pytestmark = pytest.mark.django_db


def begun(meeting: Meeting | None, by: Participant, **facts: Any) -> SideStream:
    """Begin a side stream."""
    facts = {"origin": "meeting", "title": "Spreekuur door bewoners", "meeting": meeting, **facts}
    return streaming.start(SideStream(area=by.area, **facts), by=by)


def seen_by(*viewers: Participant | None) -> list[int]:
    """Return how many side streams each of these sees."""
    return [SideStream.objects.visible_to(viewer).count() for viewer in viewers]


@pytest.mark.parametrize(
    ("audience", "expected"), [("group", [1, 1, 0, 0]), ("members", [1, 1, 1, 0]), ("everyone", [1, 1, 1, 1])]
)
def test_it_shows_to_whom_it_is_meant_for(audience: str, expected: list[int]) -> None:
    lunch = over()
    person, other = crowd(lunch, 2)
    begun(lunch, person, audience=audience)
    assert seen_by(person, other, ParticipantFactory.create(), None) == expected


def test_across_a_block_it_does_not_show_unless_one_is_part_of_it() -> None:
    lunch = over()
    person, other = crowd(lunch, 2)
    stream = begun(lunch, person)
    streaming.join(stream, by=other)
    BlockFactory.create(blocker=person, blocked=other)
    assert seen_by(other) == [1]
    assert list(stream.members.named_to(other).values_list("participant", flat=True)) == [other.pk]
    streaming.leave(stream, by=other)
    assert seen_by(other) == [0]


def test_nobody_begins_one_from_a_meeting_they_do_not_share() -> None:
    with pytest.raises(Refused):
        begun(over(), ParticipantFactory.create())


def test_of_a_case_only_that_there_was_one_is_kept() -> None:
    lunch = over()
    stream = begun(lunch, crowd(lunch, 1)[0], origin="case", theme="gezin aan de Vaart")
    assert (stream.theme, {each.name for each in SideStream._meta.get_fields() if "case" in each.name}) == ("", set())
    with pytest.raises(IntegrityError):
        SideStream.objects.filter(pk=stream.pk).update(theme="gezin aan de Vaart")


def test_the_line_of_descent_is_shown_as_far_as_one_sees_it() -> None:
    lunch = over()
    person = crowd(lunch, 1)[0]
    first = begun(lunch, person, audience="group")
    second = begun(None, person, origin="stream", parent=first, audience="everyone")
    third = begun(None, person, origin="stream", parent=second, audience="everyone")
    assert streaming.descent(third, viewer=person) == [first, second]
    assert streaming.descent(third, viewer=None) == [second]
    assert third.meeting == lunch


def test_who_carries_it_changes_it_and_a_late_form_is_told() -> None:
    lunch = over()
    person, other = crowd(lunch, 2)
    stream = begun(lunch, person)
    written = {"title": "x", "story": "", "audience": "group", "next_step": "", "next_step_on": None}
    with pytest.raises(Refused):
        streaming.change(stream, by=other, version=1, written=written)
    streaming.change(stream, by=person, version=1, written=written)
    with pytest.raises(streaming.ChangedMeanwhile):
        streaming.change(stream, by=person, version=1, written=written)


def test_it_ends_with_a_result_and_then_takes_nobody() -> None:
    lunch = over()
    person, other = crowd(lunch, 2)
    stream = begun(lunch, person)
    with pytest.raises(Refused):
        streaming.finish(stream, by=person, result=" ")
    streaming.finish(stream, by=person, result="Elke eerste donderdag")
    with pytest.raises(Refused):
        streaming.join(stream, by=other)
