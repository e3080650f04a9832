"""The meetings of a trajectory in time: past ones small, the next one large, later ones plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from meetings.gatherings import Meeting
from meetings.kinds import MeetingKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Participant
    from meetings.trajectories import Trajectory

PAST, NEXT, LATER = "past", "next", "later"
# The session that prepares a meeting is told of with the meeting; what comes next for the group is one of these.
FOR_ALL = (MeetingKind.LUNCH, MeetingKind.CLOSING)


class Moment(NamedTuple):
    """A meeting on the line, and whether it was, comes next or later."""

    meeting: Meeting
    state: str


def of_trajectory(trajectory: Trajectory, viewer: Participant | None) -> list[Moment]:
    """Return the meetings that `viewer` may see, in time, without preparation sessions; one query."""
    seen = Meeting.objects.visible_to(viewer).filter(trajectory=trajectory).exclude(kind=MeetingKind.PREPARATION)
    return placed(seen.select_related("area", "place").order_by("starts_at", "pk"))


def placed(meetings: Iterable[Meeting]) -> list[Moment]:
    """Return each meeting with where it stands in time; only one comes next."""
    moments, awaited = [], True
    for meeting in meetings:
        state = PAST if meeting.over else LATER
        if awaited and state == LATER and meeting.kind in FOR_ALL and not meeting.cancelled:
            state, awaited = NEXT, False
        moments.append(Moment(meeting, state))
    return moments
