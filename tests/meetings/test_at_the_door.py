"""At the door and around it: signing in, walking in, settling, who is new, what the kitchen and the host hear, reasons, reminders."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import leaving
from accounts.models import Duty, Participant
from kennismarkt.errors import Refused
from meetings import attending, bringing, forgetting, newcomers, reasons, reminding, signup
from meetings.bringing import Guest
from meetings.models import Acceptance, ConfidentialityAgreement, Meeting, MeetingAudience, Refusal, Seat, SeatState
from meetings.signup import Wishes
from neighbourhood.models import Area, Side
from notifications.models import Notice
from tests.conftest import AsMember, RunJobs
from tests.factories import AppointmentFactory, BlockFactory, ParticipantFactory
from tests.leaving import asked_long_ago
from tests.meetings.factories import LunchFactory, MeetingFactory, SeatFactory

pytestmark = pytest.mark.django_db
SECRET = "rolstoel en traplift"


def begun(**facts: Any) -> Meeting:
    """Return a lunch that began ten minutes ago."""
    start = timezone.now() - timedelta(minutes=10)
    return LunchFactory.create(starts_at=start, ends_at=start + timedelta(hours=2), **facts)


def appointed(area: Area) -> Participant:
    """Return a coordinator."""
    return AppointmentFactory.create(participant__area=area, area=area, duty=Duty.COORDINATOR).participant


@pytest.fixture
def now_there(area: Area) -> Meeting:
    """A lunch that goes on."""
    return begun(area=area, capacity=2)


@pytest.fixture
def host(now_there: Meeting) -> Participant:
    """Who receives people there."""
    host = ParticipantFactory.create(area=now_there.area)
    now_there.hosts.add(host)
    return host


# Signing in


def sit(meeting: Meeting, **facts: Any) -> Seat:
    """Return a seat with its chair."""
    seat = SeatFactory.create(meeting=meeting, **facts)
    signup.sit(meeting, seat, seat.places)
    return seat


def test_the_code_at_the_door_signs_in_and_an_old_or_invented_one_does_not(now_there: Meeting, as_member: AsMember) -> None:
    seat = sit(now_there)
    assert seat.participant is not None
    client = as_member(seat.participant)
    address = reverse("sign_in_at_door", args=[now_there.pk, attending.code(now_there)])
    assert client.get(address).status_code == 200
    assert Seat.objects.get().present is None
    assert client.post(address).status_code == 200
    assert Seat.objects.get().present is True
    old = reverse("sign_in_at_door", args=[now_there.pk, attending.code(now_there, back=9)])
    assert client.post(old).status_code == 409


def test_who_only_has_an_old_code_finds_nothing(area: Area, member: Participant, as_member: AsMember) -> None:
    meeting = begun(area=area, audience=MeetingAudience.INVITED)
    address = reverse("sign_in_at_door", args=[meeting.pk, attending.code(meeting, back=9)])
    assert as_member(member).get(address).status_code == 404
    assert as_member(member).post(address).status_code == 404


def test_who_walks_in_takes_a_free_chair_or_one_that_is_brought(now_there: Meeting, host: Participant) -> None:
    seats = [sit(now_there), sit(now_there)]
    guest = Guest("Ali", Side.INFORMAL)
    with pytest.raises(Refused, match="Alle stoelen zijn bezet"):
        attending.walk_in(now_there, guest, by=host)
    attending.mark(seats[0], present=False, by=host)
    assert attending.walk_in(now_there, guest, by=host).present
    attending.walk_in(now_there, Guest("Bram", Side.FORMAL), by=host, bring_chairs=True)
    now = Meeting.objects.get()
    assert (now.capacity, now.chairs.count()) == (3, 3)


def test_settling_counts_who_was_there_once_and_does_what_others_registered(
    now_there: Meeting, host: Participant, member: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, away = sit(now_there), sit(now_there)
    attending.mark(there, present=True, by=host)
    seen: list[int] = []
    monkeypatch.setattr(attending, "on_settling", [lambda meeting, _by: seen.append(meeting.seats.present().count())])
    with pytest.raises(Refused):
        attending.settle(now_there, by=member)
    attending.settle(now_there, by=host)
    attending.settle(now_there, by=host)
    assert (seen, Seat.objects.get(pk=away.pk).present) == ([1], False)
    with pytest.raises(Refused, match="al vastgesteld"):
        attending.mark(away, present=True, by=host)


def test_the_door_is_for_who_carries_the_meeting(
    now_there: Meeting, host: Participant, member: Participant, as_member: AsMember
) -> None:
    seat = sit(now_there)
    for name in ("door", "door_code", "door_list", "name_tags"):
        address = reverse(name, args=[now_there.pk])
        assert (Client().get(address).status_code, as_member(member).get(address).status_code) == (302, 404)
        assert as_member(host).get(address).status_code == 200
    mark = reverse("mark_present", args=[now_there.pk, seat.pk])
    assert as_member(member).post(mark, {"act": "present"}).status_code == 404
    assert as_member(host).post(mark, {"act": "nonsense"}).status_code == 422
    assert as_member(host).post(mark, {"act": "present"}).status_code == 302
    assert as_member(host).post(reverse("walk_in", args=[now_there.pk]), {"name": "Ali", "side": "formal"}).status_code == 302
    assert as_member(host).post(reverse("settle_attendance", args=[now_there.pk])).status_code == 302


# What people need


def test_needs_are_for_the_host_alone_and_diets_have_no_names(
    now_there: Meeting, host: Participant, area: Area, as_member: AsMember
) -> None:
    planner = appointed(area)
    seat = sit(now_there, access_needs=SECRET, diet="Geen  Noten", shown=True)
    assert seat.participant is not None
    neighbour = ParticipantFactory.create(area=area)
    door, desk = reverse("door", args=[now_there.pk]), f"{reverse('admin:meetings_seat_changelist')}?bijeenkomst={now_there.pk}"
    pages = {
        "host": as_member(host).get(door),
        "planner": as_member(planner).get(door),
        "desk": as_member(planner).get(desk),
        "neighbour": as_member(neighbour).get(reverse("sign_up", args=[now_there.pk])),
    }
    read = {name: page.content.decode() for name, page in pages.items()}
    assert {name: SECRET in text for name, text in read.items()} == {
        "host": True,
        "planner": False,
        "desk": False,
        "neighbour": False,
    }
    assert {name: "geen noten" in text.lower() for name, text in read.items() if name != "desk"} == dict.fromkeys(
        ("host", "planner", "neighbour"), False
    )
    assert pages["desk"].context["diets"].wishes == [("geen noten", 1)]
    assert as_member(host).get(desk).status_code == 302


def test_who_comes_is_shown_only_where_they_agree(area: Area, member: Participant) -> None:
    meeting = MeetingFactory.create(area=area)
    shown = SeatFactory.create(meeting=meeting, shown=True)
    SeatFactory.create(meeting=meeting)
    SeatFactory.create(meeting=meeting, shown=True, state=SeatState.WAITING, waiting_since=timezone.now())
    SeatFactory.create(meeting=meeting, shown=True, state=SeatState.DECLINED)
    SeatFactory.create(meeting=meeting, shown=True, participant=None)
    blocked = SeatFactory.create(meeting=meeting, shown=True)
    BlockFactory.create(blocker=blocked.participant, blocked=member)
    assert list(Seat.objects.visible_to(member)) == [shown]
    assert list(Seat.objects.visible_to(None)) == []
    assert list(Seat.objects.visible_to(ParticipantFactory.create()).filter(meeting__audience=MeetingAudience.INVITED)) == []
    Meeting.objects.update(audience=MeetingAudience.INVITED)
    assert list(Seat.objects.visible_to(member)) == []


# Reasons


def say_no(meeting: Meeting, number: int, reason: str) -> None:
    """Have some people say no for one reason."""
    for _time in range(number):
        seat = SeatFactory.create(meeting=meeting, state=SeatState.DECLINED, declined_at=timezone.now())
        if reason:
            Refusal.objects.create(seat=seat, reason=reason)


@pytest.mark.parametrize(
    ("no_time", "other", "told"),
    [(4, 3, []), (5, 1, [("no_time", 5)]), (5, 0, []), (6, 5, [("no_time", 6), ("otherwise", 5)])],
)
def test_reasons_are_counts_from_five_up_and_never_everybodys(
    now_there: Meeting, area: Area, no_time: int, other: int, told: list[tuple[str, int]]
) -> None:
    say_no(now_there, no_time, "no_time")
    say_no(now_there, other, "otherwise")
    assert reasons.counts(now_there, viewer=appointed(area)) == told


def test_reasons_are_for_coordinators_and_not_before_it_begins(now_there: Meeting, host: Participant, area: Area) -> None:
    say_no(now_there, 5, "no_time")
    say_no(now_there, 1, "")
    assert [reasons.counts(now_there, viewer=viewer) for viewer in (None, host, appointed(now_there.area))] == [
        [],
        [],
        [("no_time", 5)],
    ]
    Meeting.objects.update(starts_at=timezone.now() + timedelta(minutes=5))
    assert reasons.counts(Meeting.objects.get(), viewer=appointed(area)) == []


def test_who_comes_after_all_leaves_the_counts_as_they_are(now_there: Meeting, host: Participant, area: Area) -> None:
    say_no(now_there, 5, "no_time")
    say_no(now_there, 1, "")
    person = Refusal.objects.earliest("pk").seat.participant
    assert person is not None
    attending.walk_in(now_there, person, by=host)
    assert reasons.counts(now_there, viewer=appointed(area)) == [("no_time", 5)]


# Newcomers and the agreement


def test_more_than_a_third_new_warns_the_coordinator_and_the_core_sees_who(area: Area, as_member: AsMember) -> None:
    earlier = begun(area=area)
    core = SeatFactory.create(meeting=earlier, present=True)
    assert core.participant is not None
    meeting = LunchFactory.create(area=area, trajectory=earlier.trajectory)
    sit(meeting, participant=core.participant)
    new = sit(meeting, shown=True)
    sit(meeting)
    assert (newcomers.share(earlier), newcomers.share(meeting)) == ((0, 1), (2, 3))
    assert list(newcomers.shown_to(core.participant, meeting)) == [new]
    assert list(newcomers.shown_to(new.participant, meeting)) == []
    found = as_member(appointed(area)).get("/beheer/").context["needs"]
    assert "bijeenkomst waar meer dan een derde nieuw is" in [str(need.label) for need in found]


def test_newcomers_accept_the_agreement_as_it_holds_before_they_come(
    area: Area, member: Participant, as_member: AsMember
) -> None:
    meeting = LunchFactory.create(area=area)
    old = ConfidentialityAgreement.objects.create(
        trajectory=meeting.trajectory, number=1, text="Wat hier gezegd wordt, blijft hier."
    )
    address = reverse("sign_up", args=[meeting.pk])
    assert "blijft hier" in as_member(member).get(address).content.decode()
    assert as_member(member).post(address, {"answer": "come"}).status_code == 422
    new = ConfidentialityAgreement.objects.create(trajectory=meeting.trajectory, number=2, text="Ook geen foto's.")
    assert as_member(member).post(address, {"answer": "come", "agreed": "on", "agreement": old.pk}).status_code == 422
    assert as_member(member).post(address, {"answer": "come", "agreed": "on", "agreement": new.pk}).status_code == 302
    assert [(each.participant, each.agreement) for each in Acceptance.objects.all()] == [(member, new)]


# Told in time, and forgotten


def test_people_are_reminded_two_days_before_and_in_the_morning_once(area: Area, run_jobs: RunJobs) -> None:
    start = datetime(2027, 3, 28, 10, tzinfo=timezone.get_fixed_timezone(0))
    meeting = LunchFactory.create(area=area, starts_at=start, ends_at=start + timedelta(hours=2))
    seat = sit(meeting, answered_at=start - timedelta(days=20))
    sit(
        meeting,
        participant=None,
        guest_name="Ali",
        guest_email="ali@example.org",
        side="formal",
        answered_at=start - timedelta(days=20),
    )
    SeatFactory.create(meeting=meeting, state=SeatState.WAITING, waiting_since=start - timedelta(days=20))
    moments = [start - timedelta(days=3), start - timedelta(days=2), start - timedelta(days=1), start - timedelta(hours=3), start]
    told = []
    for moment in moments:
        told.append(reminding.remind(moment))
        Seat.objects.exclude(reminded_at=None).update(reminded_at=moment)
    assert told == [0, 2, 0, 2, 0]
    run_jobs()
    assert Notice.objects.filter(recipient=seat.participant, kind="meetings.reminder").exists()
    assert "ali@example.org" in {message.to[0] for message in mail.outbox}


def test_guests_and_wishes_are_forgotten_two_weeks_after(area: Area) -> None:
    meeting = begun(area=area)
    seat = sit(
        meeting,
        participant=None,
        guest_name="Ali",
        guest_email="ali@example.org",
        side="formal",
        diet="halal",
        access_needs=SECRET,
    )
    forgetting.forget(timezone.now() + timedelta(days=10))
    assert Seat.objects.get().guest_name == "Ali"
    forgetting.forget(timezone.now() + timedelta(days=20))
    now = Seat.objects.get(pk=seat.pk)
    assert (now.name, now.guest_email, now.diet, now.access_needs, now.seated) == ("", "", "", "", True)


def test_erasing_somebody_frees_their_chair_and_leaves_a_number(area: Area, member: Participant) -> None:
    coming, past = MeetingFactory.create(area=area, capacity=1), begun(area=area)
    signup.sign_up(coming, by=member, wishes=Wishes(diet="halal", access_needs=SECRET))
    waits = signup.sign_up(coming, by=ParticipantFactory.create(area=area))
    bringing.bring(coming, by=member, guest=Guest("Ali", Side.FORMAL))
    sit(past, participant=member, present=True, diet="halal", shown=True)
    asked_long_ago(member)
    assert leaving.erase_due() == 1
    assert Seat.objects.get(pk=waits.pk).seated
    left = Seat.objects.get(meeting=past)
    assert (left.participant, left.name, left.diet, left.shown, left.present) == (None, "", "", False, True)
    assert not Seat.objects.filter(access_needs=SECRET).exists()
