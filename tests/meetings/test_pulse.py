"""The pulse: once each, of nobody, shown once closed and from five answers up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import lines, pulsing
from meetings.models import Meeting, Pulse, PulseMark, Question
from notifications.models import Notice
from tests.factories import AppointmentFactory, ParticipantFactory
from tests.meetings.after import came, crowd, over

pytestmark = pytest.mark.django_db


def scores(score: int = 4) -> dict[str, int]:
    """Return the same answer to each question."""
    return dict.fromkeys(Question.values, score)


def answered(lunch: Meeting, number: int, *, close: bool = True) -> list[Participant]:
    """Let `number` people answer, and the pulse close."""
    people = crowd(lunch, number)
    for order, person in enumerate(people):
        pulsing.answer(lunch, by=person, scores=scores(3 + order % 3))
    if close:
        Pulse.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    return people


def beats(lunch: Meeting, viewer: Participant | None) -> list[tuple[float | None, int]]:
    """Return what `viewer` sees of the safety of this meeting, and of how many."""
    found = pulsing.line(Meeting.objects.filter(pk=lunch.pk), viewer=viewer)
    return [(beat.figures[Question.SAFETY], beat.at_least) for beat in found]


def test_from_five_answers_up_it_shows_halves_and_steps() -> None:
    lunch = over()
    people = answered(lunch, 7)
    assert beats(lunch, people[0]) == [(4.0, 5)]


def test_under_five_answers_nothing_shows() -> None:
    lunch = over()
    people = answered(lunch, 4)
    assert beats(lunch, people[0]) == [(None, 0)]
    assert lines.drawn(pulsing.line(Meeting.objects.all(), viewer=people[0])) == ""


def test_nothing_shows_before_it_closes_so_there_is_nothing_to_compare() -> None:
    lunch = over()
    answered(lunch, 8, close=False)
    coordinator = AppointmentFactory.create(participant__area=lunch.area, duty="coordinator").participant
    assert beats(lunch, coordinator) == []
    assert [Pulse.objects.get().figure(question) for question in Question.values] == [None] * 4


def test_after_it_closed_nobody_answers_any_more_even_when_the_meeting_moves() -> None:
    lunch = over()
    people = answered(lunch, 5)
    late = came(lunch, ParticipantFactory.create(area=lunch.area))[0]
    Meeting.objects.update(ends_at=timezone.now())
    with pytest.raises(Refused):
        pulsing.answer(Meeting.objects.get(), by=late, scores=scores(1))
    assert beats(lunch, people[0]) == [(4.0, 5)]


def test_a_second_answer_is_refused_and_counts_nothing() -> None:
    lunch = over()
    person = crowd(lunch, 1)[0]
    pulsing.answer(lunch, by=person, scores=scores())
    with pytest.raises(Refused):
        pulsing.answer(lunch, by=person, scores=scores(1))
    assert Pulse.objects.get().safety == [0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    "wrong", [{}, {"time": 4}, dict.fromkeys(Question.values, 6), {**dict.fromkeys(Question.values, 3), "x": 1}]
)
def test_anything_but_four_scores_is_refused(wrong: dict[str, int]) -> None:
    lunch = over()
    with pytest.raises(Refused):
        pulsing.answer(lunch, by=crowd(lunch, 1)[0], scores=wrong)
    assert PulseMark.objects.count() == 0


def test_who_was_not_there_neither_answers_nor_sees() -> None:
    lunch = over()
    answered(lunch, 5)
    stranger = ParticipantFactory.create(area=lunch.area)
    with pytest.raises(Refused):
        pulsing.answer(lunch, by=stranger, scores=scores())
    assert (beats(lunch, stranger), beats(lunch, None)) == ([], [])


def test_no_row_points_from_an_answer_to_a_person_and_marks_go() -> None:
    lunch = over()
    answered(lunch, 5)
    pointing = {each.name for model in (Pulse, PulseMark) for each in model._meta.concrete_fields if each.is_relation}
    assert pointing == {"meeting"}
    assert (pulsing.forget_marks(), PulseMark.objects.count()) == (5, 0)


def test_the_line_has_a_mark_of_its_own_for_each_question() -> None:
    first = over(days=4)
    people = answered(first, 5)
    second = over(first.trajectory, days=2)
    came(second, *people)
    for person in people:
        Pulse.objects.get_or_create(meeting=second, defaults={"closes_at": timezone.now() + timedelta(days=1)})
        pulsing.answer(second, by=person, scores=scores())
    Pulse.objects.update(closes_at=timezone.now())
    picture = str(lines.drawn(pulsing.line(Meeting.objects.all(), viewer=people[0])))
    assert [picture.count(f"<{shape} ") for shape in ("circle", "rect", "polygon", "polyline")] == [2, 2, 4, 4]


def test_who_was_there_is_asked_once() -> None:
    lunch = over(days=0)
    people = crowd(lunch, 3)
    came(lunch, ParticipantFactory.create(area=lunch.area), present=False)
    assert (pulsing.ask_due(), pulsing.ask_due()) == (1, 0)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {person.pk for person in people}
