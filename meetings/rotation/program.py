"""The rotation as a whole-number program: who is in which group."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from meetings.rotation.costing import KIN, REPEAT, TIRED, WISH, kin_worn, worn
from meetings.rotation.people import INFORMAL, Pair, Past, Person, kinships, on_side, pairs, possible_ties
from meetings.rotation.solver import Answer, Deadline, Program, chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meetings.rotation.splitting import Room

Plan = list[list[Person]]


@dataclass(frozen=True)
class Tie:
    """Two people, or two organisations, that may work together: by which pairs of people, and how much they did before."""

    weight: int
    worn: int
    pairs: tuple[Pair, ...]


class Rotation:
    """The program for some groups; what costs nothing the first time is only counted once it happens twice."""

    def __init__(self, rooms: Sequence[Room], past: Past, deadline: Deadline) -> None:
        """Lay out who could be in which group, and everything that costs from the first time."""
        self.rooms = rooms
        self.program = Program(deadline)
        self.people = {person.number: person for room in rooms for person in room.people}
        self.places: dict[tuple[int, int], int] = {}
        self.turns: dict[int, float] = {}
        self.costs: dict[int, float] = {}
        self.counted: set[tuple[str, Pair]] = set()
        self.ties = {("kin", two): Tie(KIN, kin_worn(past, two), meet) for two, meet in possible_ties(self.people.values(), past)}
        self.ties |= {("people", two): Tie(REPEAT, worn(past, two), (two,)) for two in pairs(self.people.values())}
        self.seat()
        self.share_turns()
        self.hear_wishes()
        self.let_rest()
        for name, tie in self.ties.items():
            if tie.worn:
                self.count(name)

    def seat(self) -> None:
        """Fill each group to its size, with the sides as even as can be."""
        for index, room in enumerate(self.rooms):
            mine = {person.number: self.program.column(whole=True) for person in room.people}
            self.places |= {(index, number): column for number, column in mine.items()}
            self.program.row(dict.fromkeys(mine.values(), 1), least=room.size, most=room.size)
            informal = [mine[person.number] for person in on_side(room.people, INFORMAL)]
            if informal:
                self.program.row(dict.fromkeys(informal, 1), least=room.informal.start, most=room.informal.stop - 1)
            for number in room.keep:
                self.program.row({mine[number]: 1}, least=1)
            for group in room.but_not:
                self.program.row(dict.fromkeys((mine[number] for number in group), 1), most=len(group) - 1)

    def share_turns(self) -> None:
        """Let each turn of somebody cost as many turns as they had before it."""
        for number, person in self.people.items():
            mine = self.of(number)
            steps = {self.program.column(): person.turns + already for already in range(len(mine))}
            self.turns |= steps
            self.program.row({**dict.fromkeys(mine, 1), **dict.fromkeys(steps, -1)}, least=0, most=0)

    def of(self, number: int) -> list[int]:
        """Return somebody's places in all groups."""
        return [self.places[index, number] for index in range(len(self.rooms)) if (index, number) in self.places]

    def hear_wishes(self) -> None:
        """Let it cost when somebody is without who speaks the language that they asked for."""
        for (index, number), column in list(self.places.items()):
            person = self.people[number]
            if person.wishes:
                helping = [each.number for each in self.rooms[index].people if person.wishes in each.languages]
                beside = {self.places[index, each]: -1 for each in helping if each != number}
                unheard = self.program.column()
                self.costs[unheard] = WISH
                self.program.row({column: 1, **beside, unheard: -1}, most=0)

    def let_rest(self) -> None:
        """Let it cost when somebody is in two groups in a row."""
        for number, person in self.people.items():
            if not person.rested and (0, number) in self.places:
                self.costs[self.places[0, number]] = TIRED
            for one, following in pairwise(range(len(self.rooms))):
                if {(one, number), (following, number)} <= self.places.keys():
                    tired = self.program.column()
                    self.costs[tired] = TIRED
                    self.program.both(self.places[one, number], self.places[following, number], tired)

    def count(self, name: tuple[str, Pair]) -> None:
        """Let it cost when the two of a tie work together again."""
        self.counted.add(name)
        tie, marks = self.ties[name], []
        for index in range(len(self.rooms)):
            together = [(self.places.get((index, one)), self.places.get((index, other))) for one, other in tie.pairs]
            mark = self.program.column()
            marks.append(mark)
            self.costs[mark] = tie.weight * tie.worn
            for one, other in together:
                if one is not None and other is not None:
                    self.program.both(one, other, mark)
        if len(marks) > 1:
            more = self.program.column(len(marks))
            self.costs[more] = tie.weight
            self.program.row({**dict.fromkeys(marks, 1), more: -1}, most=1)

    def uncounted(self, plan: Plan) -> set[tuple[str, Pair]]:
        """Return what happens more than once in `plan` and the program doesn't know to cost anything."""
        happened = [
            name
            for group in plan
            for name in [*(("people", two) for two in pairs(group)), *(("kin", two) for two in kinships(group))]
        ]
        return {name for name in happened if happened.count(name) > 1} - self.counted

    def guess(self, plan: Plan) -> Mapping[int, float]:
        """Return a plan as values of the places."""
        here = {(index, person.number) for index, group in enumerate(plan) for person in group}
        return {column: float(place in here) for place, column in self.places.items()}

    def plan(self, answer: Answer) -> Plan:
        """Return who is in which group."""
        taken = [place for place, column in self.places.items() if chosen(answer.values, column)]
        return [[self.people[number] for index, number in sorted(taken) if index == group] for group in range(len(self.rooms))]
