"""How a group can divide between the sides: as even as the people allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetings.rotation.people import FORMAL, INFORMAL, Person, on_side

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


@dataclass(frozen=True)
class Room:
    """One group to compose: of whom, how many, how many of them informal, who stays, and which groups it may not become."""

    people: tuple[Person, ...]
    size: int
    informal: range
    keep: frozenset[int] = frozenset()
    but_not: tuple[frozenset[int], ...] = ()


def room_for(
    people: Collection[Person],
    index: int = 0,
    *,
    size: int,
    keep: frozenset[int] = frozenset(),
    but_not: Sequence[frozenset[int]] = (),
) -> Room:
    """Return group `index` as it can be: smaller when too few can come, less even when one side is short."""
    able = tuple(sorted((each for each in people if index not in each.away or each.number in keep), key=lambda each: each.number))
    size = max(min(size, len(able)), len(keep))
    kept = [person for person in able if person.number in keep]
    least = max(len(on_side(kept, INFORMAL)), size - len(on_side(able, FORMAL)))
    most = min(len(on_side(able, INFORMAL)), size - len(on_side(kept, FORMAL)))
    return Room(able, size, evenest(size, range(least, most + 1)), keep, tuple(but_not))


def evenest(size: int, informal: range) -> range:
    """Return those numbers of informal people with which a group of `size` is as even as it can be."""
    apart = {number: max(0, abs(2 * number - size) - 1) for number in informal}
    best = [number for number, far in apart.items() if far == min(apart.values())]
    return range(best[0], best[-1] + 1)


def first_guess(rooms: Sequence[Room]) -> list[list[Person]]:
    """Return a plan without looking further than turns: what a friendly coordinator would do with a list."""
    had: dict[int, int] = {}
    plan: list[list[Person]] = []
    for room in rooms:
        options = [filled(room, number, had) for number in room.informal]
        group = min(options, key=lambda each: sum(turns_of(person, had) for person in each))
        for person in group:
            had[person.number] = had.get(person.number, 0) + 1
        plan.append(group)
    return plan


def turns_of(person: Person, had: Mapping[int, int]) -> int:
    """Return the turns of somebody, with those planned so far."""
    return person.turns + had.get(person.number, 0)


def filled(room: Room, informal: int, had: Mapping[int, int]) -> list[Person]:
    """Return a group with this many informal people: who stays, then who had the fewest turns."""
    queue = sorted(room.people, key=lambda each: (each.number not in room.keep, turns_of(each, had), each.number))
    return [*on_side(queue, INFORMAL)[:informal], *on_side(queue, FORMAL)[: room.size - informal]]
