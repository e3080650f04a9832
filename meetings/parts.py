"""Parts of the pages of a meeting and a trajectory: each part of this app brings its own, with a template.

    @parts.of_meeting("signup", template="meetings/_signup.html", order=20)
    def signup(meeting: Meeting, viewer: Participant | None) -> Facts | None:
        return {"seat": …}          # in the template as `part.seat`; None leaves the part away

Places on a meeting's page: "main" (the story) and "side" (the column beside it). On a trajectory's page also "next" (in the
frame of the meeting that comes next; the function gets that meeting) and "top" (under the title).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from accounts.models import Participant
    from meetings.gatherings import Meeting
    from meetings.trajectories import Trajectory

Facts = Mapping[str, Any]
Maker = Callable[[Any, Any], "Facts | None"]


class Shown(NamedTuple):
    """A part as a page shows it."""

    name: str
    template: str
    facts: Facts


class Part(NamedTuple):
    """A part that is known: where it stands, and what makes it."""

    name: str
    template: str
    order: int
    place: str
    make: Maker


meeting_parts: list[Part] = []
trajectory_parts: list[Part] = []


def registered(into: list[Part], name: str, template: str, order: int, place: str) -> Callable[[Maker], Maker]:
    """Return a decorator that registers a part in its order."""

    def register(make: Maker) -> Maker:
        into.append(Part(name, template, order, place, make))
        into.sort(key=lambda part: part.order)
        return make

    return register


def of_meeting(name: str, *, template: str, order: int, place: str = "main") -> Callable[[Maker], Maker]:
    """Register a part of a meeting's page."""
    return registered(meeting_parts, name, template, order, place)


def of_trajectory(name: str, *, template: str, order: int, place: str = "side") -> Callable[[Maker], Maker]:
    """Register a part of a trajectory's page."""
    return registered(trajectory_parts, name, template, order, place)


def shown(known: list[Part], thing: Any, viewer: Participant | None) -> dict[str, list[Shown]]:
    """Return what there is to show, by its place."""
    found: dict[str, list[Shown]] = {}
    for part in known:
        facts = part.make(thing, viewer)
        if facts is not None:
            found.setdefault(part.place, []).append(Shown(part.name, part.template, facts))
    return found


def of_meeting_for(meeting: Meeting, viewer: Participant | None) -> dict[str, list[Shown]]:
    """Return the parts of a meeting's page for a viewer."""
    return shown(meeting_parts, meeting, viewer)


def of_trajectory_for(trajectory: Trajectory, coming: Meeting | None, viewer: Participant | None) -> dict[str, list[Shown]]:
    """Return the parts of a trajectory's page for a viewer; those in the frame of the next meeting when there is one."""
    found = shown([part for part in trajectory_parts if part.place != "next"], trajectory, viewer)
    if coming is not None:
        found |= shown([part for part in trajectory_parts if part.place == "next"], coming, viewer)
    return found
