"""Coming to a meeting: sit, wait in line, move up, send somebody else; nobody overtakes, nobody is dropped in silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Duty, Participant, Role
from kennismarkt.errors import Refused
from meetings import bringing, signup
from meetings.bringing import Guest
from meetings.models import Chair, Entrance, Meeting, MeetingAudience, Seat, SeatState
from meetings.room import room_of
from meetings.signup import Wishes
from neighbourhood.models import Side
from notifications.models import Notice
from tests.factories import AppointmentFactory, ParticipantFactory
from tests.meetings.factories import MeetingFactory

pytestmark = pytest.mark.django_db
LATER = timedelta(days=3)


def neighbour(meeting: Meeting, side: Side = Side.INFORMAL) -> Participant:
    """Return somebody of one side."""
    roles = [Role.RESIDENT] if side == Side.INFORMAL else [Role.PROFESSIONAL]
    return ParticipantFactory.create(area=meeting.area, side=side, roles=roles)


def come(meeting: Meeting, number: int, side: Side = Side.INFORMAL) -> list[Seat]:
    """Have some people of one side sign up, one after the other."""
    return [signup.sign_up(meeting, by=neighbour(meeting, side)) for _time in range(number)]


def states(seats: list[Seat]) -> list[str]:
    """Return how each stands now."""
    return [Seat.objects.get(pk=seat.pk).state for seat in seats]


def coordinator(meeting: Meeting) -> Participant:
    """Return a coordinator of the area."""
    return AppointmentFactory.create(participant__area=meeting.area, area=meeting.area, duty=Duty.COORDINATOR).participant


def told(person: Participant | None) -> list[str]:
    """Return the kinds of notices that somebody got, in order."""
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def test_who_is_first_sits_and_the_rest_wait_in_order() -> None:
    meeting = MeetingFactory.create(capacity=2)
    seats = come(meeting, 4)
    assert states(seats) == ["seated", "seated", "waiting", "waiting"]
    assert [seat.participant_id for seat in meeting.seats.waiting()] == [seat.participant_id for seat in seats[2:]]
    assert list(meeting.chairs.values_list("number", "seat")) == [(1, seats[0].pk), (2, seats[1].pk)]
    assert told(seats[2].participant) == ["meetings.answered"]


def test_whoever_is_next_moves_up_and_is_told_with_a_term() -> None:
    meeting = MeetingFactory.create(capacity=1)
    first, second, third = come(meeting, 3)
    assert first.participant is not None
    signup.decline(meeting, by=first.participant)
    assert states([first, second, third]) == ["declined", "seated", "waiting"]
    moved = Seat.objects.get(pk=second.pk)
    assert told(second.participant)[-1] == "meetings.moved_up"
    assert moved.decline_by is not None
    assert timezone.now() + timedelta(hours=23) < moved.decline_by < meeting.starts_at
    assert told(third.participant) == ["meetings.answered"]


def test_chairs_are_kept_for_the_side_that_is_short() -> None:
    meeting = MeetingFactory.create(capacity=4, kept_until=timezone.now() + LATER)
    formal = come(meeting, 3, Side.FORMAL)
    assert states(formal) == ["seated", "seated", "waiting"]
    assert (room_of(meeting).free, room_of(meeting).free_for(Side.FORMAL)) == (2, 0)
    assert states(come(meeting, 2, Side.INFORMAL)) == ["seated", "seated"]
    assert states(formal)[2] == "waiting"


def test_from_the_moment_that_none_are_kept_the_lines_are_one_in_order() -> None:
    meeting = MeetingFactory.create(capacity=3, informal_share=67, kept_until=timezone.now() + timedelta(hours=1))
    formal = come(meeting, 3, Side.FORMAL)
    assert states(formal) == ["seated", "waiting", "waiting"]
    assert signup.refill_due(timezone.now() + timedelta(hours=2)) == 2
    assert states(formal) == ["seated"] * 3


def test_a_clock_that_is_late_lets_nobody_overtake() -> None:
    meeting = MeetingFactory.create(capacity=2, kept_until=timezone.now() + LATER)
    waits = come(meeting, 2, Side.FORMAL)[1]
    Meeting.objects.update(kept_until=timezone.now() - LATER)
    assert states([*come(meeting, 1, Side.INFORMAL), waits]) == ["waiting", "seated"]


def test_companions_and_an_interpreter_take_chairs_and_nobody_squeezes_past() -> None:
    meeting = MeetingFactory.create(capacity=4)
    signup.sign_up(meeting, by=neighbour(meeting), wishes=Wishes(companions=1, interpreter=True))
    assert room_of(meeting).free == 1
    large = signup.sign_up(meeting, by=neighbour(meeting), wishes=Wishes(companions=1))
    small = signup.sign_up(meeting, by=neighbour(meeting))
    assert states([large, small]) == ["waiting", "waiting"]


def test_wishes_can_change_as_far_as_there_is_room() -> None:
    meeting = MeetingFactory.create(capacity=3)
    person = neighbour(meeting)
    signup.sign_up(meeting, by=person)
    signup.sign_up(meeting, by=person, wishes=Wishes(companions=2, diet="geen noten"))
    waits = come(meeting, 1)
    assert states(waits) == ["waiting"]
    with pytest.raises(Refused, match="geen plek voor nog iemand"):
        signup.sign_up(meeting, by=person, wishes=Wishes(companions=3))
    signup.sign_up(meeting, by=person, wishes=Wishes(companions=1))
    assert (states(waits), meeting.chairs.count()) == (["seated"], 3)


def test_lowering_the_capacity_drops_nobody_and_gives_no_chair_again() -> None:
    meeting = MeetingFactory.create(capacity=4)
    seats, by = come(meeting, 5), coordinator(meeting)
    signup.resize(meeting, capacity=2, by=by)
    assert states(seats) == ["seated"] * 4 + ["waiting"]
    for seat in seats[:2]:
        signup.sign_off(seat, by=by)
    assert states(seats[4:]) == ["waiting"]
    signup.sign_off(seats[2], by=by)
    assert states(seats[3:]) == ["seated", "seated"]
    assert told(seats[0].participant)[-1] == "meetings.signed_off"


def test_raising_it_lets_in_who_waits() -> None:
    meeting = MeetingFactory.create(capacity=1)
    seats = come(meeting, 3)
    signup.resize(meeting, capacity=3, by=coordinator(meeting))
    assert states(seats) == ["seated"] * 3


def test_only_who_carries_it_resizes_or_signs_others_off() -> None:
    meeting = MeetingFactory.create(capacity=2)
    seat, stranger = come(meeting, 1)[0], coordinator(MeetingFactory.create())
    for act in (lambda: signup.resize(meeting, capacity=9, by=stranger), lambda: signup.sign_off(seat, by=stranger)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.status == 403


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"cancelled_at": timezone.now()}, "gaat niet door"),
        ({"announced_at": None, "audience": MeetingAudience.EVERYONE}, "nog niet"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "al begonnen"),
        ({"audience": MeetingAudience.INVITED}, "niet te vinden"),
    ],
)
def test_a_meeting_that_is_not_open_takes_nobody(facts: dict[str, object], words: str) -> None:
    meeting = MeetingFactory.create(**facts)
    with pytest.raises(Refused, match=words):
        signup.sign_up(meeting, by=neighbour(meeting))
    assert not Seat.objects.exists()


def test_the_database_stands_behind_it() -> None:
    meeting = MeetingFactory.create(capacity=1)
    seat = come(meeting, 1)[0]
    for number, limit in ((1, 5), (6, 5), (0, 5)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Chair.objects.create(meeting=meeting, seat=seat, number=number, limit=limit)


# Colleagues and substitutes


def test_a_colleague_who_is_brought_along_has_a_seat_of_their_own() -> None:
    meeting = MeetingFactory.create(capacity=2)
    person = neighbour(meeting)
    signup.sign_up(meeting, by=person)
    guest = bringing.bring(meeting, by=person, guest=Guest("Fatma", Side.FORMAL))
    assert (guest.state, guest.side, guest.brought_by, guest.entrance) == ("seated", "formal", person, Entrance.GUEST)
    late = bringing.bring(meeting, by=person, guest=Guest("Bram", Side.FORMAL))
    assert late.state == SeatState.WAITING
    signup.sign_off(guest, by=person)
    assert states([late]) == ["seated"]


def test_nobody_brings_a_crowd_or_comes_only_to_bring() -> None:
    meeting = MeetingFactory.create()
    person = neighbour(meeting)
    with pytest.raises(Refused, match="Meld eerst jezelf aan"):
        bringing.bring(meeting, by=person, guest=Guest("Fatma", Side.FORMAL))
    signup.sign_up(meeting, by=person)
    for name in ("Fatma", "Bram", "Noor"):
        bringing.bring(meeting, by=person, guest=Guest(name, Side.INFORMAL))
    with pytest.raises(Refused, match="al drie mensen"):
        bringing.bring(meeting, by=person, guest=Guest("Ali", Side.INFORMAL))


def test_a_substitute_gets_the_chair_also_when_others_wait() -> None:
    meeting = MeetingFactory.create(capacity=1)
    first, waits = come(meeting, 2)
    assert first.participant is not None
    instead = bringing.send_instead(meeting, by=first.participant, guest=Guest("Noor", Side.FORMAL))
    assert states([first, waits, instead]) == ["declined", "waiting", "seated"]
    assert (instead.instead_of, Chair.objects.get().seat) == (first, instead)


def test_a_substitute_of_who_waits_gets_their_place_in_the_line() -> None:
    meeting = MeetingFactory.create(capacity=1)
    first, second, third = come(meeting, 3)
    assert second.participant is not None
    instead = bringing.send_instead(meeting, by=second.participant, guest=Guest("Noor", Side.INFORMAL))
    signup.sign_off(first)
    assert states([instead, third]) == ["seated", "waiting"]


def test_a_coordinator_adds_who_called_in_the_same_line() -> None:
    meeting = MeetingFactory.create(capacity=1)
    by = coordinator(meeting)
    come(meeting, 1)
    added = bringing.add(meeting, ParticipantFactory.create(area=meeting.area, user__email=None), by=by)
    assert (added.state, added.entrance) == ("waiting", Entrance.ADMIN)
    assert bringing.add(meeting, Guest("Mevrouw Pinas", Side.INFORMAL), by=by).state == "waiting"
    with pytest.raises(Refused):
        bringing.add(meeting, Guest("Ali", Side.INFORMAL), by=neighbour(meeting))
