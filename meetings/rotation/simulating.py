"""Made-up trajectories, to see whether the rotation keeps its word: absences, newcomers and substitutes included."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from meetings.rotation.composing import ABOUT_THREE, plan_ahead, propose, substitute
from meetings.rotation.costing import cost_of
from meetings.rotation.people import FORMAL, INFORMAL, Past, Person, beyond_even, on_side, remembered
from meetings.rotation.splitting import room_for

if TYPE_CHECKING:
    from collections.abc import Iterator

# A trajectory has four meetings at least, and grows (source: appendix I; "Boom: hoe langer hoe dikker").
FEWEST_MEETINGS, MOST_MEETINGS = 4, 6
FEWEST_PEOPLE, MOST_PEOPLE = 20, 60
ORGANISATIONS = 23
LEAST_WANT, MOST_WANT, ABSENT, FALLS_OUT = 0.3, 0.9, 0.2, 0.15
NEWCOMERS = 4


@dataclass
class Outcome:
    """What came of one trajectory, or of many together."""

    groups: int = 0
    even: int = 0
    could_be_even: int = 0
    unproven: int = 0
    substitutes: int = 0
    widest_spread: int = 0
    repeats: int = 0
    best_repeats: int = 0
    kin: int = 0
    best_kin: int = 0
    seconds: list[float] = field(default_factory=list)
    ahead_seconds: list[float] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Take another outcome along."""
        for name in ("groups", "even", "could_be_even", "unproven", "substitutes", "repeats", "best_repeats", "kin", "best_kin"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.widest_spread = max(self.widest_spread, other.widest_spread)
        self.seconds += other.seconds
        self.ahead_seconds += other.ahead_seconds


class Trajectory:
    """One made-up trajectory; the same seed makes the same one."""

    def __init__(self, seed: int) -> None:
        """Let some people come, a quarter to three quarters of them informal, who are more or less keen to prepare."""
        self.chance = random.Random(seed)  # noqa: S311 (made-up people, no secrets)
        self.share = self.chance.uniform(0.25, 0.75)
        self.keen = self.chance.uniform(LEAST_WANT, MOST_WANT)
        self.people: dict[int, Person] = {}
        self.groups: list[list[Person]] = []
        self.could: list[set[int]] = []
        self.outcome = Outcome()
        self.come(self.chance.randint(FEWEST_PEOPLE, MOST_PEOPLE))

    def come(self, number: int) -> None:
        """Let so many people come in, as far as there is room."""
        for _person in range(min(number, MOST_PEOPLE - len(self.people))):
            self.people[len(self.people)] = Person(
                len(self.people),
                INFORMAL if self.chance.random() < self.share else FORMAL,
                organisations=frozenset({self.chance.randrange(ORGANISATIONS)} if self.chance.random() < 0.8 else ()),
                languages=frozenset(self.chance.sample(["nl", "tr", "ar", "en"], 2)),
                wishes="tr" if self.chance.random() < 0.05 else "",
            )

    def run(self) -> Outcome:
        """Hold the meetings, each prepared by a group, and look back."""
        for _meeting in range(self.chance.randint(FEWEST_MEETINGS, MOST_MEETINGS)):
            self.prepare()
            self.come(self.chance.randint(0, NEWCOMERS))
        self.look_back()
        return self.outcome

    def prepare(self) -> None:
        """Compose a group of those who are there and wish to; sometimes one of them falls out."""
        willing = [
            person for person in self.people.values() if self.chance.random() < self.keen and self.chance.random() > ABSENT
        ]
        best = propose(willing, remembered(self.groups)).best
        self.note(best.seconds, proven=best.proven)
        group, able = best.group, {person.number for person in willing}
        if group and self.chance.random() < FALLS_OUT:
            gone = self.chance.choice(group).number
            instead = substitute(group, [gone], willing, remembered(self.groups))
            self.note(instead.seconds, proven=instead.proven)
            group, able = instead.group, able - {gone}
            self.outcome.substitutes += 1
        self.remember(group, [self.people[number] for number in sorted(able)])

    def note(self, seconds: float, *, proven: bool) -> None:
        """Write down how long the solver took."""
        self.outcome.seconds.append(seconds)
        self.outcome.unproven += not proven

    def remember(self, group: list[Person], able: list[Person]) -> None:
        """Count the group, and give each of it a turn."""
        room = room_for(able, size=ABOUT_THREE)
        possible = any(abs(2 * informal - room.size) <= 1 for informal in room.informal)
        self.outcome.groups += 1
        self.outcome.could_be_even += possible
        self.outcome.even += possible and not beyond_even(group)
        self.groups.append(group)
        self.could.append({person.number for person in able})
        taken = {person.number for person in group}
        for number, person in self.people.items():
            more = int(number in taken)
            self.people[number] = replace(person, turns=person.turns + more, rested=not more)

    def look_back(self) -> None:
        """Compare with the best that could have been, had everything been known beforehand."""
        for side in (INFORMAL, FORMAL):
            turns = [person.turns for person in on_side(self.people.values(), side) if self.always(person.number)]
            self.outcome.widest_spread = max(self.outcome.widest_spread, max(turns, default=0) - min(turns, default=0))
        fresh = [replace(person, turns=0, rested=True, away=self.absences(person.number)) for person in self.people.values()]
        ahead = plan_ahead(fresh, groups=len(self.groups))
        self.outcome.ahead_seconds.append(ahead.seconds)
        found = cost_of(self.groups, Past())
        self.outcome.best_repeats, self.outcome.best_kin = ahead.cost.repeats, ahead.cost.kin
        self.outcome.repeats, self.outcome.kin = found.repeats, found.kin

    def always(self, number: int) -> bool:
        """Whether somebody could and would prepare each time."""
        return all(number in could for could in self.could)

    def absences(self, number: int) -> frozenset[int]:
        """Return which groups somebody couldn't or wouldn't be in."""
        return frozenset(index for index, could in enumerate(self.could) if number not in could)


def simulated(trajectories: int, seed: int = 0) -> Iterator[Outcome]:
    """Yield what came of each of so many trajectories."""
    return (Trajectory(seed + number).run() for number in range(trajectories))
