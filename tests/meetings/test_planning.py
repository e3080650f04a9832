"""A coordinator plans a whole trajectory in the workplace, moves a date before saving, announces, moves, cancels."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import framing, moving, planning, proposing
from meetings.models import ChecklistPoint, ClosedDay, Meeting, MeetingChange, Trajectory
from meetings.moving import Move
from meetings.planning import MeetingFacts, TrajectoryFacts
from meetings.proposing import Wishes
from neighbourhood.models import Area
from notifications.models import Notice
from tests.conftest import AsMember
from tests.factories import AreaFactory, ParticipantFactory, PlaceFactory
from tests.meetings.factories import LunchFactory, MeetingFactory, SeatFactory, TrajectoryFactory
from tests.meetings.planners import PLAN, coordinator_of, filled, with_rows

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def ilse(area: Area) -> Participant:
    """Who coordinates the area."""
    return coordinator_of(area)


def wishes(first: date, **other: object) -> Wishes:
    """Return the ordinary wishes: Thursdays at noon, every four weeks."""
    facts = {"interval_weeks": 4, "starts": time(12), "ends": time(14), "place": None, "lunches": 4, "preparatory": 2}
    return Wishes(first, **{**facts, **other})  # type: ignore[arg-type]  # by name


def planned(area: Area, by: Participant, first: date | None = None) -> Trajectory:
    """Return a trajectory of the standard frame."""
    first = first or (timezone.localdate() + timedelta(days=(3 - timezone.localdate().weekday()) % 7 + 49))
    frame = framing.standard()
    rows = proposing.propose(frame, area, wishes(first))
    facts = TrajectoryFacts(name="Samen sterk", coordinators=[by], agreement="Wat hier gezegd wordt, blijft hier.")
    return planning.plan_trajectory(area, by=by, frame=frame, facts=facts, rows=rows, made_once=uuid.uuid4())


def test_the_frame_holds_what_the_source_says(db: None) -> None:
    frame = framing.standard()
    kinds = [meeting.kind for meeting in frame.meetings.all()]
    assert kinds == ["preparatory", "preparatory", "lunch", "lunch", "lunch", "lunch", "guide", "closing"]
    assert (frame.capacity, frame.informal_share, frame.weekday, len(frame.checklist)) == (20, 50, 3, 12)
    assert framing.standard() == frame


def test_every_thursday_is_proposed_past_holidays_and_closed_days(area: Area) -> None:
    # Ascension day is Thursday 6 May 2027; the area is closed on 13 May.
    ClosedDay.objects.create(area=area, first_on=date(2027, 5, 12), last_on=date(2027, 5, 14), why="Wijkfeest")
    ClosedDay.objects.create(area=AreaFactory.create(), first_on=date(2027, 6, 17), last_on=date(2027, 6, 17), why="Elders")
    rows = proposing.propose(framing.standard(), area, wishes(date(2027, 4, 8)))
    lunches = [row for row in rows if row.kind == "lunch"]
    assert [row.day for row in lunches] == [date(2027, 4, 8), date(2027, 5, 20), date(2027, 6, 17), date(2027, 7, 15)]
    assert [why for _day, why in lunches[1].passed] == ["Hemelvaartsdag", "Wijkfeest"]
    # Three days before 8 April is a Monday; it isn't a holiday, Easter Monday was 29 March.
    sessions = [row for row in rows if row.kind == "preparation"]
    assert [(lunch.day - row.day).days for lunch, row in zip(lunches, sessions, strict=True)] == [3, 3, 3, 3]
    assert len(rows) == 2 + 4 + 4 + 1 + 1


@pytest.mark.parametrize(
    ("first", "hours"),
    [(date(2027, 3, 25), [11, 10]), (date(2026, 10, 22), [10, 11])],
    ids=["spring 2027", "autumn 2026"],
)
def test_noon_stays_noon_over_both_clock_changes(area: Area, ilse: Participant, first: date, hours: list[int]) -> None:
    rows = proposing.propose_series("table", "Wijktafel", 2, wishes(first, interval_weeks=1), area)
    facts = MeetingFacts(kind="table", title="Wijktafel")
    made = planning.plan_meetings(area, by=ilse, facts=facts, rows=rows, hosts=[ilse], made_once=uuid.uuid4())
    assert [meeting.starts_at.astimezone(UTC).hour for meeting in made] == hours
    assert {meeting.starts_at.astimezone(AMSTERDAM).hour for meeting in made} == {12}
    assert [meeting.hours for meeting in made] == [2, 2]


def test_a_whole_trajectory_is_planned_on_one_page(area: Area, ilse: Participant, as_member: AsMember) -> None:
    client, place = as_member(ilse), PlaceFactory.create(area=area)
    page = client.get(PLAN)
    asked = {**filled(page.context["form"]), "place": place.pk, "first": "2027-02-04", "interval_weeks": 3}
    proposed = client.post(PLAN, {**asked, "act": "propose"})
    assert proposed.status_code == 200
    assert not Trajectory.objects.exists()
    sent = {**with_rows(proposed), "act": "save"}
    lunch = next(form.prefix for form in proposed.context["sheet"].rows.forms if form["key"].value() == "lunch-2")
    sent[f"{lunch}-day"] = "2027-03-04"
    saved = client.post(PLAN, sent)
    assert saved.status_code == 302
    assert client.post(PLAN, sent).status_code == 302
    made = Trajectory.objects.get()
    lunches = made.meetings.filter(kind="lunch")
    assert [meeting.starts_at.astimezone(AMSTERDAM).date() for meeting in lunches] == [
        date(2027, 2, 4),
        date(2027, 3, 4),
        date(2027, 3, 18),
        date(2027, 4, 8),
    ]
    assert {meeting.place for meeting in lunches} == {place}
    assert [session.prepares for session in made.meetings.filter(kind="preparation")] == list(lunches)
    assert ChecklistPoint.objects.count() == 12
    assert list(made.coordinators.all()) == [ilse]
    assert made.agreements.get().number == 1


def test_a_clash_is_shown_before_anything_is_saved(area: Area, ilse: Participant, as_member: AsMember) -> None:
    place = PlaceFactory.create(area=area)
    noon = datetime(2027, 2, 4, 11, tzinfo=UTC)
    MeetingFactory.create(area=area, place=place, title="Bingo", starts_at=noon, ends_at=noon + timedelta(hours=1))
    hidden = MeetingFactory.create(title="Geheim overleg", starts_at=noon, ends_at=noon + timedelta(hours=1), audience="invited")
    other = ParticipantFactory.create(area=area, display_name="Joris")
    hidden.hosts.add(other, ilse)
    client = as_member(ilse)
    asked = {**filled(client.get(PLAN).context["form"]), "place": place.pk, "first": "2027-02-04"}
    proposed = client.post(PLAN, {**asked, "act": "propose"})
    said = proposed.context["sheet"].warnings["lunch-1"]
    assert "“Bingo”" in said[0]
    assert any("Ilse heeft dan" in words for words in said)
    sent = {**with_rows(proposed), "act": "save", "seen": ""}
    assert client.post(PLAN, sent).status_code == 200
    assert not Trajectory.objects.exists()
    assert client.post(PLAN, {**sent, "seen": proposed.context["sheet"].seen}).status_code == 302


def test_of_a_meeting_that_one_may_not_see_only_that_it_is_there(area: Area, ilse: Participant, as_member: AsMember) -> None:
    noon = datetime(2027, 2, 4, 11, tzinfo=UTC)
    hidden = MeetingFactory.create(title="Geheim overleg", starts_at=noon, ends_at=noon + timedelta(hours=1), audience="invited")
    joris = coordinator_of(area, "Joris")
    hidden.hosts.add(joris)
    client = as_member(ilse)
    asked = {**filled(client.get(PLAN).context["form"]), "first": "2027-02-04", "coordinators": [ilse.pk, joris.pk]}
    page = client.post(PLAN, {**asked, "act": "propose"})
    assert page.context["sheet"].warnings["lunch-1"] == ["Joris heeft dan iets anders."]
    assert "Geheim" not in page.content.decode()


def test_three_lunch_meetings_are_too_few_and_three_preparatory_too_many(area: Area, ilse: Participant) -> None:
    frame, facts = framing.standard(), TrajectoryFacts(name="Kort")
    rows = proposing.propose(frame, area, wishes(date(2027, 2, 4), lunches=3))
    with pytest.raises(Refused, match="minstens 4"):
        planning.plan_trajectory(area, by=ilse, frame=frame, facts=facts, rows=rows, made_once=uuid.uuid4())


def test_nobody_plans_elsewhere_or_without_the_duty(
    area: Area, ilse: Participant, member: Participant, as_member: AsMember
) -> None:
    elsewhere = AreaFactory.create()
    frame = framing.standard()
    rows = proposing.propose(frame, elsewhere, wishes(date(2027, 2, 4)))
    with pytest.raises(PermissionDenied):
        planning.plan_trajectory(
            elsewhere, by=ilse, frame=frame, facts=TrajectoryFacts(name="X"), rows=rows, made_once=uuid.uuid4()
        )
    assert as_member(member).get(PLAN).status_code == 302
    theirs = TrajectoryFactory.create(area=elsewhere)
    assert as_member(ilse).get(f"/beheer/meetings/trajectory/{theirs.pk}/change/").status_code == 404
    meeting = MeetingFactory.create(area=elsewhere)
    move = Move(meeting.pk, meeting.starts_at, meeting.ends_at + timedelta(hours=1), None, 1)
    with pytest.raises(PermissionDenied):
        moving.move([move], by=ilse)


def test_nobody_sees_a_plan_until_it_is_announced(
    area: Area, ilse: Participant, member: Participant, as_member: AsMember
) -> None:
    made = planned(area, ilse)
    page = f"/trajecten/{made.pk}/"
    assert [as_member(who).get(page).status_code for who in (member, ilse)] == [404, 200]
    assert not Meeting.objects.visible_to(member).exists()
    client = as_member(ilse)
    assert client.post(f"/beheer/meetings/trajectory/{made.pk}/change/", {"act": "announce"}).status_code == 302
    assert as_member(member).get(page).status_code == 200
    seen = set(Meeting.objects.visible_to(member).values_list("kind", flat=True))
    assert seen == {"lunch", "closing"}


def test_moving_tells_everyone_concerned_once_with_the_change(area: Area, ilse: Participant, member: Participant) -> None:
    lunch = LunchFactory.create(area=area)
    lunch.hosts.add(member)
    SeatFactory.create(meeting=lunch, participant=member)
    stranger = ParticipantFactory.create(area=area)
    later = Move(lunch.pk, lunch.starts_at + timedelta(days=7), lunch.ends_at + timedelta(days=7), lunch.place, 1)
    moving.move([later], by=ilse, reason="De zaal is bezet.")
    lunch.refresh_from_db()
    assert (lunch.sequence, lunch.version, MeetingChange.objects.get().reason) == (1, 2, "De zaal is bezet.")
    assert [(notice.recipient, notice.kind, notice.times) for notice in Notice.objects.all()] == [(member, moving.MOVED, 1)]
    assert not stranger.notices.exists()
    with pytest.raises(Refused, match="intussen"):
        moving.move([Move(lunch.pk, lunch.starts_at, lunch.ends_at + timedelta(hours=1), lunch.place, 1)], by=ilse)
    assert moving.move([Move(lunch.pk, lunch.starts_at, lunch.ends_at, lunch.place, 1)], by=ilse) == []


def test_several_that_move_together_are_one_notice(area: Area, ilse: Participant, member: Participant) -> None:
    trajectory = TrajectoryFactory.create(area=area)
    lunches = [LunchFactory.create(area=area, trajectory=trajectory, number=number) for number in (1, 2)]
    for lunch in lunches:
        SeatFactory.create(meeting=lunch, participant=member)
    one = SeatFactory.create(meeting=lunches[0]).participant
    week = timedelta(days=7)
    moving.move([Move(each.pk, each.starts_at + week, each.ends_at + week, each.place, 1) for each in lunches], by=ilse)
    assert sorted((notice.recipient_id, notice.kind) for notice in Notice.objects.all()) == sorted(
        [(member.pk, moving.REPLANNED), (one.pk, moving.MOVED)]
    )


def test_cancelling_takes_its_preparation_along_and_tells_once(area: Area, ilse: Participant, member: Participant) -> None:
    trajectory = TrajectoryFactory.create(area=area)
    lunch = LunchFactory.create(area=area, trajectory=trajectory, number=1)
    session = MeetingFactory.create(area=area, trajectory=trajectory, kind="preparation", prepares=lunch)
    for meeting in (lunch, session):
        SeatFactory.create(meeting=meeting, participant=member)
    other = SeatFactory.create(meeting=session).participant
    moving.cancel(lunch, by=ilse, reason="Griep.", version=1)
    assert not Meeting.objects.held().exists()
    told = {(notice.recipient_id, notice.about) for notice in Notice.objects.filter(kind=moving.CANCELLED)}
    assert told == {(member.pk, lunch.pk), (other.pk, session.pk)}
    with pytest.raises(Refused, match="al afgezegd"):
        moving.cancel(Meeting.objects.get(pk=lunch.pk), by=ilse, reason="Nog eens.", version=2)


def test_what_nobody_knows_of_yet_moves_in_silence(area: Area, ilse: Participant, member: Participant) -> None:
    meeting = MeetingFactory.create(area=area, announced_at=None)
    meeting.hosts.add(member)
    moving.move([Move(meeting.pk, meeting.starts_at + timedelta(days=1), meeting.ends_at + timedelta(days=1), None, 1)], by=ilse)
    assert not Notice.objects.exists()


def test_dates_move_on_the_page_of_the_trajectory(area: Area, ilse: Participant, as_member: AsMember) -> None:
    made = planned(area, ilse)
    client, address = as_member(ilse), f"/beheer/meetings/trajectory/{made.pk}/change/"
    board = client.get(address).context["board"]
    sent = filled(board.forms.management_form) | {"reason": "Anders past het niet."}
    for form in board.forms.forms:
        sent |= filled(form)
    lunch = made.meetings.get(kind="lunch", number=2)
    row = next(form.prefix for form in board.forms.forms if form["meeting"].value() == lunch.pk)
    day = lunch.starts_at.astimezone(AMSTERDAM).date() + timedelta(days=1)
    sent[f"{row}-day"] = day.isoformat()
    looked = client.post(address, {**sent, "act": "look"})
    assert (looked.status_code, looked.context["board"].moved) == (200, {lunch.pk})
    assert client.post(address, {**sent, "act": "move", "seen": looked.context["board"].seen}).status_code == 302
    lunch.refresh_from_db()
    assert (lunch.starts_at.astimezone(AMSTERDAM).date(), lunch.sequence) == (day, 1)
    # Somebody else had the page open: their version is an old one.
    assert client.post(address, {**sent, f"{row}-day": (day + timedelta(days=1)).isoformat(), "act": "move"}).status_code == 200
    assert MeetingChange.objects.count() == 1
