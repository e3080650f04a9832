"""What planning shows on the pages of meetings and trajectories: practical facts, what changed, the checklist, growth, time asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import asking, growth, parts, trees
from meetings.checklist import ChecklistPoint
from meetings.kinds import MeetingKind

if TYPE_CHECKING:
    from accounts.models import Participant
    from meetings.gatherings import Meeting
    from meetings.parts import Facts
    from meetings.trajectories import Trajectory


@parts.of_meeting("practical", template="meetings/_practical.html", order=10, place="side")
def practical(meeting: Meeting, viewer: Participant | None) -> Facts:
    """When, where and how one comes in."""
    return {}


@parts.of_meeting("checklist", template="meetings/_checklist.html", order=40)
def checklist(meeting: Meeting, viewer: Participant | None) -> Facts | None:
    """What is settled beforehand, on the page of a preparatory meeting, for who takes part; a later one shows what is open."""
    if meeting.kind != MeetingKind.PREPARATORY:
        return None
    points = ChecklistPoint.objects.visible_to(viewer)
    own = list(points.filter(meeting=meeting))
    shown = own or list(points.open().filter(meeting__trajectory=meeting.trajectory_id))
    return {"points": shown} if shown else None


@parts.of_trajectory("growth", template="meetings/_growth.html", order=10, place="top")
def grows(trajectory: Trajectory, viewer: Participant | None) -> Facts | None:
    """The trees, with their figures as a table."""
    grown = growth.grown(trajectory, viewer)
    if not any(each.people for each in grown):
        return None
    return {"trees": trees.trees(grown), "core": growth.core(trajectory, viewer)}


@parts.of_trajectory("asked", template="meetings/_asked.html", order=10)
def asks(trajectory: Trajectory, viewer: Participant | None) -> Facts | None:
    """The time that it asks, and the letter for the employer."""
    found = asking.asked(trajectory)
    return {"asked": found} if found.lines else None


@parts.of_trajectory("goals", template="meetings/_goals.html", order=60)
def goals(trajectory: Trajectory, viewer: Participant | None) -> Facts | None:
    """What it is for: its own goals, and those of the area plan that it points at."""
    of_area = list(trajectory.area_goals.all())
    return {"goals": trajectory.goals, "area_goals": of_area} if trajectory.goals or of_area else None


@parts.of_trajectory("literature", template="meetings/_literature.html", order=80)
def literature(trajectory: Trajectory, viewer: Participant | None) -> Facts | None:
    """What to read, as the frame lists it."""
    listed = trajectory.frame.literature if trajectory.frame is not None else []
    return {"literature": listed} if listed else None
