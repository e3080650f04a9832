"""What composing looks at, as plain data: people who could prepare, and who worked together before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, combinations_with_replacement, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

INFORMAL, FORMAL = "informal", "formal"
Pair = tuple[int, int]


@dataclass(frozen=True)
class Person:
    """Somebody who could prepare. `away` holds which of the groups, counted from 0, they can't make.

    `wishes` is a language that somebody beside them should speak; `rested` says that they were not in the group before.
    """

    number: int
    side: str
    turns: int = 0
    organisations: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    wishes: str = ""
    rested: bool = True
    away: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Past:
    """How often two people prepared together, and people of two organisations; pairs are in order of number."""

    people: Mapping[Pair, int] = field(default_factory=dict)
    organisations: Mapping[Pair, int] = field(default_factory=dict)


def pair(one: int, other: int) -> Pair:
    """Return two numbers in order."""
    return (one, other) if one <= other else (other, one)


def pairs(group: Collection[Person]) -> Iterator[Pair]:
    """Yield who works together in a group."""
    return combinations(sorted(person.number for person in group), 2)


def kinships(group: Collection[Person]) -> set[Pair]:
    """Return the organisations whose people work together in a group; one twice when two come from the same."""
    return {
        pair(one, other)
        for first, second in combinations(group, 2)
        for one, other in product(first.organisations, second.organisations)
    }


def remembered(groups: Iterable[Collection[Person]]) -> Past:
    """Return what there is to remember of these groups."""
    people: Counter[Pair] = Counter()
    organisations: Counter[Pair] = Counter()
    for group in groups:
        people.update(pairs(group))
        organisations.update(kinships(group))
    return Past(people, organisations)


def on_side(people: Iterable[Person], side: str) -> list[Person]:
    """Return those of one side."""
    return [person for person in people if person.side == side]


def lopsided(group: Iterable[Person]) -> int:
    """Return by how many people more one side is in a group than the other."""
    everybody = list(group)
    return abs(2 * len(on_side(everybody, INFORMAL)) - len(everybody))


def beyond_even(group: Iterable[Person]) -> int:
    """Return how far a group is from even to within one."""
    return max(0, lopsided(group) - 1)


def possible_ties(people: Collection[Person], past: Past) -> Iterator[tuple[Pair, tuple[Pair, ...]]]:
    """Yield each two organisations among these people with the pairs of people by whom they would meet."""
    members: dict[int, list[int]] = {}
    for person in people:
        for organisation in person.organisations:
            members.setdefault(organisation, []).append(person.number)
    for one, other in combinations_with_replacement(sorted(members), 2):
        meet = {pair(a, b) for a, b in product(members[one], members[other]) if a != b}
        if meet:
            yield (one, other), tuple(sorted(meet))
