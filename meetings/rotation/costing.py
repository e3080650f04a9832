"""What a plan of groups costs: the measure by which one is better than another."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from meetings.rotation.people import Past, Person, beyond_even, kinships, pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from meetings.rotation.people import Pair

# What one of each weighs against the others, once balance and turns are as good as they can be.
WISH, TIRED, REPEAT, KIN = 48, 24, 4, 1
# Who worked together three times knows each other; a fourth time is no worse.
MOST_WORN = 3


class Cost(NamedTuple):
    """What is less than could be wished, in numbers: less of an earlier one is worth any more of the next two.

    `uneven` counts people beyond even to within one, `turns` the turns that the chosen had before; the last four are weighed
    together: wishes not met, people twice in a row, people and organisations that worked together before.
    """

    uneven: int = 0
    turns: int = 0
    wishes: int = 0
    tired: int = 0
    repeats: int = 0
    kin: int = 0

    @property
    def rest(self) -> int:
        """The last four, weighed."""
        return WISH * self.wishes + TIRED * self.tired + REPEAT * self.repeats + KIN * self.kin

    @property
    def order(self) -> tuple[int, int, int]:
        """By which plans compare."""
        return self.uneven, self.turns, self.rest


def worn(past: Past, two: Pair) -> int:
    """Return how much two people worked together, as far as that counts."""
    return min(past.people.get(two, 0), MOST_WORN)


def kin_worn(past: Past, two: Pair) -> int:
    """Return how much two organisations worked together; people of one organisation know each other already."""
    return min(past.organisations.get(two, 0), MOST_WORN) + int(two[0] == two[1])


def again(times: int, before: int) -> int:
    """Return what it costs that two, who worked together `before`, do so `times` times more."""
    return before * times + max(0, times - 1)


def cost_of(groups: Sequence[Collection[Person]], past: Past | None = None) -> Cost:
    """Return what a plan costs, or one group (as a plan of one)."""
    past = past or Past()
    people = Counter(two for group in groups for two in pairs(group))
    organisations = Counter(two for group in groups for two in kinships(group))
    return Cost(
        uneven=sum(map(beyond_even, groups)),
        turns=turns_in(groups),
        wishes=sum(len(unheard(group)) for group in groups),
        tired=tired_in(groups),
        repeats=sum(again(times, worn(past, two)) for two, times in people.items()),
        kin=sum(again(times, kin_worn(past, two)) for two, times in organisations.items()),
    )


def turns_in(groups: Sequence[Collection[Person]]) -> int:
    """Return how many turns people had before each turn that they take here."""
    taken = Counter(person for group in groups for person in group)
    return sum(person.turns * times + times * (times - 1) // 2 for person, times in taken.items())


def unheard(group: Collection[Person]) -> list[Person]:
    """Return whose wish isn't met in a group."""
    return [person for person in group if person.wishes and not helpers(person, group)]


def helpers(person: Person, group: Collection[Person]) -> list[Person]:
    """Return who in a group speaks the language that `person` wishes to hear beside them."""
    return [each for each in group if each.number != person.number and person.wishes in each.languages]


def tired_in(groups: Sequence[Collection[Person]]) -> int:
    """Return how many times somebody is in two groups in a row, the one before these included."""
    first = sum(not person.rested for person in groups[0]) if groups else 0
    return first + sum(len(set(one) & set(next_one)) for one, next_one in pairwise(groups))
