"""Mixed table groups: everybody sits with as many new people of the other side as can be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from meetings.rotation.people import FORMAL, INFORMAL, Pair, Person, on_side, pair
from meetings.rotation.solver import HALF, LIMIT_SECONDS, Deadline, Program, chosen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

Tables = list[list[Person]]


@dataclass(frozen=True)
class Seating:
    """Who sits where, how many meet somebody new of the other side (counted once per two), and whether more can't be."""

    tables: Tables
    meetings: int
    most: int
    seconds: float

    @property
    def proven(self) -> bool:
        """Whether no seating with these tables lets more people meet."""
        return self.meetings >= self.most


def shapes(informal: int, formal: int, tables: int) -> list[tuple[int, int]]:
    """Return how many of each side sit at each table: even in number and, between the tables, in sides."""
    more_informal, more_formal = informal % tables, formal % tables
    return [
        (informal // tables + int(table < more_informal), formal // tables + int(tables - 1 - table < more_formal))
        for table in range(tables)
    ]


def seating(people: Collection[Person], met: Collection[Pair], *, tables: int, seconds: float = LIMIT_SECONDS) -> Seating:
    """Return the best seating at `tables` tables (no more than there are people) for people of whom `met` know each other."""
    deadline = Deadline(seconds)
    everybody = sorted(people, key=lambda each: each.number)
    known = {pair(*two) for two in met}
    at = shapes(len(on_side(everybody, INFORMAL)), len(on_side(everybody, FORMAL)), max(1, min(tables, len(everybody))))
    best = improved(dealt(everybody, at), known, deadline)
    most = limit(everybody, known, at)
    if new_meetings(best, known) < most and deadline.left:
        best, most = proven_seating(best, known, at, most, deadline)
    return Seating(best, new_meetings(best, known), most, deadline.spent)


def dealt(people: Sequence[Person], at: Sequence[tuple[int, int]]) -> Tables:
    """Return people at tables of these shapes, in order of number."""
    informal, formal = iter(on_side(people, INFORMAL)), iter(on_side(people, FORMAL))
    return [[*(next(informal) for _seat in range(some)), *(next(formal) for _seat in range(others))] for some, others in at]


def across(table: Collection[Person]) -> Iterator[Pair]:
    """Yield each two of different sides at a table."""
    return (pair(one.number, other.number) for one, other in product(on_side(table, INFORMAL), on_side(table, FORMAL)))


def new_meetings(tables: Tables, known: set[Pair]) -> int:
    """Return how many pairs of both sides meet for the first time."""
    return sum(two not in known for table in tables for two in across(table))


def limit(people: Collection[Person], known: set[Pair], at: Sequence[tuple[int, int]]) -> int:
    """Return how many new meetings there can be at most: nobody meets more people than are new to them, or sit at a table."""
    informal, formal = on_side(people, INFORMAL), on_side(people, FORMAL)
    new = [pair(one.number, other.number) for one, other in product(informal, formal)]
    fresh = Counter(number for two in new if two not in known for number in two)
    by_informal = sum(min(fresh[person.number], max(others for _some, others in at)) for person in informal)
    by_formal = sum(min(fresh[person.number], max(some for some, _others in at)) for person in formal)
    return min(by_informal, by_formal, sum(some * others for some, others in at))


def improved(tables: Tables, known: set[Pair], deadline: Deadline) -> Tables:
    """Return the tables after swapping two people of one side for as long as that lets more people meet."""
    better = True
    while better and deadline.left:
        better = False
        for one, other in product(range(len(tables)), repeat=2):
            if one < other:
                better |= swapped(tables[one], tables[other], known)
    return tables


def swapped(one: list[Person], other: list[Person], known: set[Pair]) -> bool:
    """Swap people of one side between two tables where it helps; say whether it did."""
    better = False
    for here, there in product(range(len(one)), range(len(other))):
        first, second = one[here], other[there]
        if first.side == second.side:
            now = new_for(first, one, known) + new_for(second, other, known)
            if new_for(first, other, known) + new_for(second, one, known) > now:
                one[here], other[there] = second, first
                better = True
    return better


def new_for(person: Person, table: Collection[Person], known: set[Pair]) -> int:
    """Return how many of the other side at a table are new to somebody."""
    return sum(each.side != person.side and pair(each.number, person.number) not in known for each in table)


def proven_seating(
    tables: Tables, known: set[Pair], at: Sequence[tuple[int, int]], most: int, deadline: Deadline
) -> tuple[Tables, int]:
    """Return the best seating that the solver finds, beginning from these tables, and the most that it proved possible."""
    people = {person.number: person for table in tables for person in table}
    program = Program(deadline)
    places = {(number, table): program.column(whole=True) for number in people for table in range(len(at))}
    seat(program, places, people, at)
    meet = {
        two: program.column()
        for one, other in product(on_side(people.values(), INFORMAL), on_side(people.values(), FORMAL))
        if (two := pair(one.number, other.number)) not in known
    }
    count_meetings(program, places, meet, people, at)
    here = {(person.number, table): 1.0 for table, sitting in enumerate(tables) for person in sitting}
    guess = {column: here.get(place, 0.0) for place, column in places.items()}
    answer = program.minimise(dict.fromkeys(meet.values(), -1), guess)
    if answer is None:
        return tables, most
    taken = sorted(place for place, column in places.items() if chosen(answer.values, column))
    found = [[people[number] for number, table in taken if table == index] for index in range(len(at))]
    best = max(tables, found, key=lambda each: new_meetings(each, known))
    return best, int(min(most, HALF - answer.bound))


def seat(program: Program, places: dict[tuple[int, int], int], people: dict[int, Person], at: Sequence[tuple[int, int]]) -> None:
    """Give everybody one chair, and each table its number of each side."""
    for number in people:
        program.row({places[number, table]: 1 for table in range(len(at))}, least=1, most=1)
    for table, (some, others) in enumerate(at):
        for side, chairs in ((INFORMAL, some), (FORMAL, others)):
            mine = {places[person.number, table]: 1.0 for person in on_side(people.values(), side)}
            if mine:
                program.row(mine, least=chairs, most=chairs)


def count_meetings(
    program: Program,
    places: dict[tuple[int, int], int],
    meet: dict[Pair, int],
    people: dict[int, Person],
    at: Sequence[tuple[int, int]],
) -> None:
    """Let two meet only at one table, and nobody meet more people than sit there."""
    for (one, other), column in meet.items():
        for table in range(len(at)):
            program.row({column: 1, places[one, table]: 1, places[other, table]: -1}, most=1)
            program.row({column: 1, places[other, table]: 1, places[one, table]: -1}, most=1)
    for number, person in people.items():
        mine = [column for two, column in meet.items() if number in two]
        chairs = {places[number, table]: -float(at[table][int(person.side == INFORMAL)]) for table in range(len(at))}
        if mine:
            program.row({**dict.fromkeys(mine, 1.0), **chairs}, most=0)
