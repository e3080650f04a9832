"""Composing preparation groups: one, or all that are to come at once.

What counts, in this order: as even between the sides as can be; the fewest turns; and then, weighed together, wishes, nobody twice
in a row, new combinations of people, and of organisations (`costing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetings.rotation.costing import Cost, cost_of, turns_in
from meetings.rotation.people import INFORMAL, Past, Person
from meetings.rotation.program import Rotation
from meetings.rotation.solver import LIMIT_SECONDS, Deadline
from meetings.rotation.splitting import Room, first_guess, room_for

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from meetings.rotation.program import Plan

# Source: appendix I, "Urenbelasting": about three participants prepare one meeting.
ABOUT_THREE = 3


@dataclass(frozen=True)
class Composition:
    """Groups, what they cost, whether nothing can cost less (`proven`), and how many people were asked for per group."""

    groups: Plan
    cost: Cost
    proven: bool
    seconds: float
    wanted: int

    @property
    def group(self) -> list[Person]:
        """The first group, or the only one."""
        return self.groups[0]


@dataclass(frozen=True)
class Proposal:
    """The best group, and the next best (None where there is no other)."""

    best: Composition
    runner_up: Composition | None


def propose(
    people: Collection[Person], past: Past | None = None, *, size: int = ABOUT_THREE, seconds: float = LIMIT_SECONDS
) -> Proposal:
    """Return the best group of about `size` out of these people, and the runner-up; both within `seconds`."""
    past, deadline = past or Past(), Deadline(seconds)
    best = composed([room_for(people, size=size)], past, deadline, size)
    return Proposal(best, next_best(people, best, past, deadline))


def next_best(people: Collection[Person], best: Composition, past: Past, deadline: Deadline) -> Composition | None:
    """Return the best group but one, as even as the best; None when all who can come are in the best."""
    taken = frozenset(person.number for person in best.group)
    room = room_for(people, size=best.wanted, but_not=[taken])
    return composed([room], past, deadline, best.wanted) if len(room.people) > len(taken) else None


def plan_ahead(
    people: Collection[Person],
    past: Past | None = None,
    *,
    groups: int,
    size: int = ABOUT_THREE,
    seconds: float = LIMIT_SECONDS,
) -> Composition:
    """Return the best plan of all groups that are to come; `Person.away` counts them from 0."""
    rooms = [room_for(people, index, size=size) for index in range(groups)]
    return composed(rooms, past or Past(), Deadline(seconds), size)


def substitute(
    group: Collection[Person],
    absent: Collection[int],
    people: Collection[Person],
    past: Past | None = None,
    *,
    size: int = 0,
    seconds: float = LIMIT_SECONDS,
) -> Composition:
    """Return the group with the best people of `people` in the place of who can't come; the others stay.

    It becomes as large as it was, unless `size` says otherwise.
    """
    wanted = size or len(group)
    keep = frozenset(person.number for person in group) - set(absent)
    staying = [person for person in group if person.number in keep]
    others = [person for person in people if person.number not in keep and person.number not in absent]
    room = room_for([*staying, *others], size=wanted, keep=keep)
    return composed([room], past or Past(), Deadline(seconds), wanted)


def composed(rooms: Sequence[Room], past: Past, deadline: Deadline, wanted: int) -> Composition:
    """Return the best plan for these groups within the time left."""
    plan, proven = best_plan(rooms, past, deadline)
    groups = [sorted(group, key=lambda each: (each.side != INFORMAL, each.number)) for group in plan]
    return Composition(groups, cost_of(groups, past), proven, deadline.spent, wanted)


def best_plan(rooms: Sequence[Room], past: Past, deadline: Deadline) -> tuple[Plan, bool]:
    """Return the best plan, and whether that was proven: first the fewest turns, then the rest with those turns."""
    guess = first_guess(rooms)
    if not any(room.size for room in rooms):
        return guess, True
    rotation = Rotation(rooms, past, deadline)
    fewest = rotation.program.minimise(rotation.turns, rotation.guess(guess))
    if fewest is None:
        return guess, False
    plan = rotation.plan(fewest)
    rotation.program.row(rotation.turns, most=turns_in(plan))
    better, proven = refined(rotation, plan, past, deadline)
    return better, proven and fewest.proven


def refined(rotation: Rotation, plan: Plan, past: Past, deadline: Deadline) -> tuple[Plan, bool]:
    """Return the best plan that takes no more turns than `plan`.

    What the program does not count it thinks free, so its answer costs no more than the best; once nothing is uncounted in it,
    it is the best.
    """
    best = plan
    while deadline.left:
        answer = rotation.program.minimise(rotation.costs, rotation.guess(best))
        if answer is None:
            break
        found = rotation.plan(answer)
        best = min(best, found, key=lambda each: cost_of(each, past).order)
        uncounted = rotation.uncounted(found)
        if not uncounted:
            return best, answer.proven
        for name in sorted(uncounted):
            rotation.count(name)
    return best, False
