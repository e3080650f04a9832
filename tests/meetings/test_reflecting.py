"""What somebody takes home: written by who was there, read by others only with consent, taken back everywhere at once."""

from __future__ import annotations

import pytest

from accounts import leaving
from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import reflecting
from meetings.models import MayQuote, Meeting, Part, Reflection
from meetings.reflecting import Thought
from tests.factories import AppointmentFactory, BlockFactory, ParticipantFactory
from tests.meetings.after import came, over

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch() -> Meeting:
    """A lunch meeting that is over."""
    return over()


@pytest.fixture
def guest(lunch: Meeting) -> Participant:
    """Somebody who was there."""
    return came(lunch, ParticipantFactory.create(area=lunch.area, display_name="Noor"))[0]


def think(lunch: Meeting, by: Participant, may_quote: str, text: str = "Ik hoorde pas bij de soep wie jij bent.") -> Reflection:
    """Write one thought."""
    return reflecting.reflect(lunch, by=by, thoughts={Part.HEART: Thought(text, may_quote)})[0]


def read(viewer: Participant | None) -> list[tuple[str, str]]:
    """Return what `viewer` reads of quotes: words and names."""
    found = Reflection.objects.quoted_to(viewer)
    return [(quote.text, quote.name) for quote in reflecting.quotes(found, viewer=viewer)]


def test_who_was_there_keeps_thoughts_part_by_part(lunch: Meeting, guest: Participant) -> None:
    thoughts = {Part.HEAD: Thought("Meer vragen.", MayQuote.NO), Part.TIP: Thought("Later beginnen.", MayQuote.NAMELESS)}
    reflecting.reflect(lunch, by=guest, thoughts=thoughts)
    assert set(Reflection.objects.values_list("part", "text", "may_quote")) == {
        ("head", "Meer vragen.", "no"),
        ("tip", "Later beginnen.", "nameless"),
    }


def test_an_emptied_thought_is_gone(lunch: Meeting, guest: Participant) -> None:
    think(lunch, guest, MayQuote.NAMED)
    reflecting.reflect(lunch, by=guest, thoughts={Part.HEART: Thought("", MayQuote.NAMED)})
    assert Reflection.objects.count() == 0


@pytest.mark.parametrize("present", [False, None])
def test_who_was_absent_or_never_came_is_refused(lunch: Meeting, present: bool | None) -> None:
    stranger = ParticipantFactory.create(area=lunch.area)
    if present is False:
        came(lunch, stranger, present=False)
    with pytest.raises(Refused):
        think(lunch, stranger, MayQuote.NO)


def test_nobody_else_reads_what_may_not_be_quoted(lunch: Meeting, guest: Participant) -> None:
    think(lunch, guest, MayQuote.NO)
    coordinator = AppointmentFactory.create(participant__area=lunch.area, duty="coordinator").participant
    assert [read(viewer) for viewer in (None, guest, coordinator)] == [[], [], []]


def test_a_name_shows_to_members_only_where_it_was_given(lunch: Meeting, guest: Participant) -> None:
    Meeting.objects.update(audience="everyone")
    member = ParticipantFactory.create(area=lunch.area)
    words = think(lunch, guest, MayQuote.NAMED).text
    assert (read(member), read(None)) == ([(words, "Noor")], [(words, "")])
    think(lunch, guest, MayQuote.NAMELESS)
    assert read(member) == [(words, "")]


def test_across_a_block_the_words_stay_nameless(lunch: Meeting, guest: Participant) -> None:
    apart = BlockFactory.create(blocker=guest, blocked__area=lunch.area).blocked
    words = think(lunch, guest, MayQuote.NAMED).text
    assert read(apart) == [(words, "")]


def test_consent_taken_back_is_gone_everywhere(lunch: Meeting, guest: Participant) -> None:
    kept = think(lunch, guest, MayQuote.NAMED)
    reflecting.consent(kept.mark, by=guest, may_quote=MayQuote.NO)
    assert (read(guest), Reflection.objects.get().consented_at) == ([], None)


def test_who_is_leaving_is_not_quoted(lunch: Meeting, guest: Participant) -> None:
    think(lunch, guest, MayQuote.NAMELESS)
    leaving.leave(guest, by=guest)
    assert read(ParticipantFactory.create(area=lunch.area)) == []


def test_nobody_changes_the_consent_of_another(lunch: Meeting, guest: Participant) -> None:
    kept = think(lunch, guest, MayQuote.NO)
    with pytest.raises(Refused):
        reflecting.consent(kept.mark, by=ParticipantFactory.create(area=lunch.area), may_quote=MayQuote.NAMED)
    assert read(guest) == []


def test_who_carries_the_meeting_sets_a_quote_aside(lunch: Meeting, guest: Participant) -> None:
    kept = think(lunch, guest, MayQuote.NAMELESS)
    with pytest.raises(Refused):
        reflecting.set_aside(kept.mark, by=guest)
    coordinator = AppointmentFactory.create(participant__area=lunch.area, duty="coordinator").participant
    reflecting.set_aside(kept.mark, by=coordinator)
    assert (read(coordinator), Reflection.objects.written_by(guest).count()) == ([], 1)


def test_quotes_stay_with_whom_the_meeting_shows_to(lunch: Meeting, guest: Participant) -> None:
    Meeting.objects.update(audience="invited")
    words = think(lunch, guest, MayQuote.NAMELESS).text
    assert (read(ParticipantFactory.create()), read(None), read(guest)) == ([], [], [(words, "")])
