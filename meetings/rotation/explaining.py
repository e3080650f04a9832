"""Why somebody is in a group: one reason each, the one that weighed most."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from meetings.rotation.costing import helpers, worn
from meetings.rotation.people import Past, Person, on_side, pair

if TYPE_CHECKING:
    from collections.abc import Collection


class Because(Enum):
    """Kinds of reasons."""

    HELPS = "speaks a language that somebody in the group asked for"
    ALONE = "nobody else of this side can come"
    FIRST = "had no turn yet"
    FEWEST = "had as few turns as anybody of this side who can come"
    CHOSEN = "had more turns than others who can come"


@dataclass(frozen=True)
class Reason:
    """Why `person` is in the group. `others` are whom they help, or whom they work with for the first time."""

    person: Person
    because: Because
    others: tuple[Person, ...] = ()
    language: str = ""


def reasons(group: Collection[Person], people: Collection[Person], past: Past | None = None) -> list[Reason]:
    """Return the reason for each of a group, composed out of `people`."""
    return [reason(person, group, people, past or Past()) for person in group]


def reason(person: Person, group: Collection[Person], people: Collection[Person], past: Past) -> Reason:
    """Return why `person` is in the group."""
    helped = tuple(each for each in group if helpers(each, group) == [person])
    if helped:
        return Reason(person, Because.HELPS, helped, helped[0].wishes)
    able = [each for each in on_side(people, person.side) if 0 not in each.away]
    new = tuple(each for each in group if each != person and not worn(past, pair(person.number, each.number)))
    if able == [person]:
        return Reason(person, Because.ALONE, new)
    return Reason(person, by_turns(person, able), new)


def by_turns(person: Person, able: Collection[Person]) -> Because:
    """Return how the turns of `person` compare with those of their side who can come."""
    if not person.turns:
        return Because.FIRST
    return Because.FEWEST if person.turns <= min(each.turns for each in able) else Because.CHOSEN
