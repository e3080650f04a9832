"""The page of a trajectory: meetings in time, trees, the core, the time it asks, the letter; and what each viewer doesn't see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Participant
from meetings import asking, growth, timeline, trees
from meetings.models import Meeting, Trajectory
from neighbourhood.models import Area, Side
from tests.conftest import AsMember
from tests.factories import AffiliationFactory, ParticipantFactory
from tests.meetings.factories import LunchFactory, MeetingFactory, SeatFactory, TrajectoryFactory
from tests.papers import words

pytestmark = pytest.mark.django_db


def lunch(trajectory: Trajectory, number: int, *, weeks: int, people: int = 0, **other: object) -> Meeting:
    """Return a lunch meeting so many weeks from now; with people who were there, when it was."""
    starts_at = timezone.now().replace(microsecond=0) + timedelta(weeks=weeks)
    past = {"settled_at": starts_at + timedelta(hours=3)} if weeks < 0 else {}
    facts = {"area": trajectory.area, "trajectory": trajectory, "number": number, "starts_at": starts_at, **past}
    made: Meeting = LunchFactory.create(**{"audience": "everyone", **facts, **other})
    for each in range(people):
        side = Side.FORMAL if each % 2 else Side.INFORMAL
        SeatFactory.create(meeting=made, side=side, present=True if weeks < 0 else None)
    return made


@pytest.fixture
def trajectory(area: Area) -> Trajectory:
    """A trajectory in the middle: two were, one comes next, one later, and a closing."""
    made: Trajectory = TrajectoryFactory.create(area=area, name="Samen sterk")
    for number, weeks, people in ((1, -8, 5), (2, -4, 6), (3, 1, 7), (4, 5, 0)):
        lunch(made, number, weeks=weeks, people=people)
    start = timezone.now() + timedelta(weeks=9)
    facts = {"area": area, "trajectory": made, "audience": "everyone"}
    MeetingFactory.create(kind="closing", starts_at=start, ends_at=start + timedelta(hours=3), **facts)
    third = made.meetings.get(number=3, kind="lunch")
    begins = timezone.now() + timedelta(days=6)
    session = {**facts, "audience": "invited", "prepares": third, "starts_at": begins, "ends_at": begins + timedelta(minutes=90)}
    MeetingFactory.create(kind="preparation", **session)
    return made


def test_meetings_stand_in_time_with_one_that_comes_next(trajectory: Trajectory) -> None:
    moments = timeline.of_trajectory(trajectory, None)
    assert [(moment.meeting.kind, moment.state) for moment in moments] == [
        ("lunch", "past"),
        ("lunch", "past"),
        ("lunch", "next"),
        ("lunch", "later"),
        ("closing", "later"),
    ]


def test_trees_grow_with_people_of_both_sides(trajectory: Trajectory) -> None:
    grown = growth.grown(trajectory, None)
    assert [(each.informal, each.formal, each.settled) for each in grown] == [(3, 2, True), (3, 3, True), (4, 3, False)]
    drawn = trees.trees(grown)
    assert [len(tree.shapes) for tree in drawn] == [5, 6, 7]
    assert drawn[0].height < drawn[2].height
    assert drawn[0].trunk < drawn[2].trunk


def test_a_huge_tree_has_no_more_shapes_than_can_be_told_apart(trajectory: Trajectory) -> None:
    tree = trees.tree(growth.Grown(trajectory.meetings.first(), 150, 151, 12))  # type: ignore[arg-type]  # there is one
    assert (tree.each, len(tree.shapes) <= trees.MOST_SHAPES + 1) == (4, True)


def test_what_a_viewer_may_not_see_is_not_counted(trajectory: Trajectory, member: Participant) -> None:
    Meeting.objects.filter(number=2, kind="lunch").update(audience="members")
    assert [each.people for each in growth.grown(trajectory, None)] == [5, 7]
    assert [each.people for each in growth.grown(trajectory, member)] == [5, 6, 7]


def test_organisations_of_a_few_people_are_not_counted(area: Area) -> None:
    made = TrajectoryFactory.create(area=area)
    few = lunch(made, 1, weeks=-2, people=4)
    many = lunch(made, 2, weeks=-1, people=5)
    for meeting in (few, many):
        AffiliationFactory.create(participant=meeting.seats.first().participant)  # type: ignore[union-attr]  # there are some
    AffiliationFactory.create(participant=many.seats.last().participant, confirmed_at=None)  # type: ignore[union-attr]  # likewise
    assert [each.organisations for each in growth.grown(made, None)] == [None, 1]


def test_the_core_is_who_came_every_time_and_is_named_only_with_consent(trajectory: Trajectory, member: Participant) -> None:
    shy = ParticipantFactory.create(area=member.area, display_name="Verlegen")
    for meeting in trajectory.meetings.exclude(settled_at=None):
        SeatFactory.create(meeting=meeting, participant=member, present=True, shown=True)
        SeatFactory.create(meeting=meeting, participant=shy, present=True)
    for viewer, names in ((member, ["Samira B."]), (None, [])):
        core = growth.core(trajectory, viewer)
        assert core is not None
        assert (core.number, core.times, [person.display_name for person in core.people]) == (2, 2, names)


def test_the_time_it_asks_is_computed_from_the_plan(trajectory: Trajectory) -> None:
    asked = asking.asked(trajectory)
    assert [(line.hours, line.optional) for line in asked.lines] == [(8, False), (1.5, True), (2, True), (3, False)]
    assert (asked.total, asked.least) == ("14,5 uur", "11 uur")


def test_the_letter_says_when_and_how_long(trajectory: Trajectory, client: Client) -> None:
    made = client.get(f"/trajecten/{trajectory.pk}/brief/")
    assert made["Content-Type"] == "application/pdf"
    assert "Samen sterk" in words(made.content)
    assert "14,5 uur" in words(made.content)


def test_a_page_costs_the_same_whatever_the_number_of_people(
    trajectory: Trajectory, as_member: AsMember, member: Participant
) -> None:
    client, counts = as_member(member), []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/trajecten/{trajectory.pk}/").status_code == 200
            assert client.get(f"/wijk/{trajectory.area.slug}/bijeenkomsten/").status_code == 200
        counts.append(len(asked))
        for meeting in list(trajectory.meetings.all()):
            SeatFactory.create_batch(2, meeting=meeting, present=True, shown=True)
    assert counts[0] == counts[1]


def test_lists_show_what_one_may_see(area: Area, member: Participant, as_member: AsMember) -> None:
    for title, facts in {
        "Voor allen": {"audience": "everyone"},
        "Voor leden": {},
        "Besloten": {"audience": "invited"},
        "Nog geheim": {"announced_at": None},
    }.items():
        MeetingFactory.create(area=area, title=title, **facts)
    titles = {}
    for name, client in {"visitor": Client(), "member": as_member(member)}.items():
        page = client.get(f"/wijk/{area.slug}/bijeenkomsten/")
        front = client.get(f"/wijk/{area.slug}/")
        titles[name] = ({each.title for each in page.context["coming"]}, {each.title for each in front.context["coming"]})
    assert titles == {
        "visitor": ({"Voor allen"}, {"Voor allen"}),
        "member": ({"Voor allen", "Voor leden"}, {"Voor allen", "Voor leden"}),
    }
