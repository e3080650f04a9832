"""Composing preparation groups and tables: held against every possibility for small groups."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.rotation import changing, composing, explaining, wording
from meetings.rotation.composing import Composition, plan_ahead, propose, substitute
from meetings.rotation.costing import Cost, cost_of
from meetings.rotation.explaining import Because
from meetings.rotation.people import FORMAL, INFORMAL, Past, Person, pair, remembered
from meetings.rotation.tables import across, new_meetings, seating, shapes

NAMES = dict(enumerate(("Samira", "Joris", "Ilse", "Meryem", "Karim", "Els", "Nora", "Tom")))
LANGUAGES = st.frozensets(st.sampled_from(["nl", "tr"]))


@st.composite
def crowds(draw: st.DrawFn, most: int = 7) -> list[Person]:
    """Up to `most` people of both sides, with turns, organisations, languages, wishes and absences."""
    return [
        Person(
            number,
            draw(st.sampled_from([INFORMAL, FORMAL])),
            turns=draw(st.integers(0, 2)),
            organisations=draw(st.frozensets(st.integers(1, 4), max_size=2)),
            languages=draw(LANGUAGES),
            wishes=draw(st.sampled_from(["", "", "tr"])),
            rested=draw(st.booleans()),
            away=draw(st.frozensets(st.integers(0, 1), max_size=1)),
        )
        for number in range(draw(st.integers(1, most)))
    ]


def past_of(people: list[Person], groups: list[list[int]]) -> Past:
    """Return what there is to remember of groups, told by number."""
    return remembered([[people[number % len(people)] for number in set(group)] for group in groups])


PASTS = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=3), max_size=4)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(crowds(), PASTS)
def test_proposal_holds_against_every_possible_group(people: list[Person], groups: list[list[int]]) -> None:
    past = past_of(people, groups)
    proposal = propose(people, past)
    able = [person for person in people if 0 not in person.away]
    every = sorted(cost_of([group], past).order for group in combinations(able, min(3, len(able))))
    assert proposal.best.proven
    assert proposal.best.cost.order == every[0]
    if len(able) > 3:
        assert proposal.runner_up is not None
        assert proposal.runner_up.cost.order == every[1]
    else:
        assert proposal.runner_up is None


@settings(max_examples=8, deadline=None, derandomize=True)
@given(crowds(most=5), PASTS)
def test_plan_of_two_groups_holds_against_every_possible_plan(people: list[Person], groups: list[list[int]]) -> None:
    past = past_of(people, groups)
    plan = plan_ahead(people, past, groups=2)
    able = [[person for person in people if index not in person.away] for index in range(2)]
    every = product(*(combinations(each, min(3, len(each))) for each in able))
    assert plan.cost.order == min(cost_of(groups, past).order for groups in every)
    assert plan.proven


def crowd(informal: int, formal: int, **facts: object) -> list[Person]:
    """Return people of both sides, the informal ones first."""
    sides = [INFORMAL] * informal + [FORMAL] * formal
    return [Person(number, side, **facts) for number, side in enumerate(sides)]  # type: ignore[arg-type]  # told by name


def test_four_groups_ahead_give_everybody_one_turn_and_no_pair_twice() -> None:
    plan = plan_ahead(crowd(10, 10), groups=4)
    numbers = [person.number for group in plan.groups for person in group]
    assert len(numbers) == len(set(numbers)) == 12
    assert plan.cost == Cost()
    assert plan.proven


def test_who_is_away_waits_for_another_group() -> None:
    people = [Person(0, INFORMAL, away=frozenset({0})), *crowd(3, 3)[1:]]
    first, second = plan_ahead(people, groups=2).groups
    assert 0 not in {person.number for person in first}
    assert 0 in {person.number for person in second}


def test_one_side_missing_gives_the_best_possible_with_words() -> None:
    proposal = propose(crowd(4, 0))
    assert len(proposal.best.group) == 3
    assert proposal.best.cost.uneven == 2
    said = list(wording.remarks(proposal.best, NAMES))
    assert said[0] == "Iedereen is van de informele kant: er is niemand van de formele kant bij."


def test_nobody_and_few_people_are_said_in_words() -> None:
    nobody, two = propose([]), propose(crowd(1, 1))
    assert (nobody.best.group, nobody.runner_up) == ([], None)
    assert next(wording.remarks(nobody.best, NAMES)) == "Er is nog niemand die kan en wil."
    assert "Er kunnen en willen maar 2 mensen." in list(wording.remarks(two.best, NAMES))


def test_no_time_gives_a_group_that_was_not_proven() -> None:
    proposal = propose(crowd(5, 5), seconds=0)
    assert len(proposal.best.group) == 3
    assert proposal.best.cost.uneven == 0
    assert not proposal.best.proven
    assert "De rekentijd was op. Misschien kan het nog beter." in list(wording.remarks(proposal.best, NAMES))


def test_the_same_question_has_the_same_answer() -> None:
    people = crowd(9, 7)
    assert propose(people).best.groups == propose(list(reversed(people))).best.groups


def test_wish_for_a_language_is_met_and_explained() -> None:
    meryem = Person(0, INFORMAL, wishes="tr")
    karim = Person(5, FORMAL, languages=frozenset({"tr"}))
    people = [meryem, *crowd(3, 2)[1:], karim]
    best = composing.composed([composing.room_for(people, size=3, keep=frozenset({0}))], Past(), composing.Deadline(), 3)
    assert {0, 5} <= {person.number for person in best.group}
    why = explaining.reasons(best.group, people)
    assert {reason.because for reason in why if reason.person == karim} == {Because.HELPS}
    said = [wording.sentence(reason, NAMES) for reason in why]
    assert "Els spreekt Türkçe, en daar vroeg Samira om." in said


def test_every_choice_has_one_sentence_with_all_names_in_it() -> None:
    people = [Person(0, INFORMAL, turns=1), Person(1, FORMAL, turns=1), Person(2, INFORMAL)]
    past = Past(people={(0, 1): 1})
    said = [wording.sentence(reason, NAMES) for reason in explaining.reasons(people, people, past)]
    assert said == [
        "Samira was al één keer aan de beurt, maar werkte nog niet samen met Ilse.",
        "Joris is de enige van de formele kant die kan.",
        "Ilse was nog niet aan de beurt en werkte nog niet samen met Samira en Joris.",
    ]


def test_substitute_keeps_the_balance_and_who_stays() -> None:
    group, people = [*crowd(2, 1)], crowd(2, 1)
    others = [Person(3, INFORMAL), Person(4, FORMAL), Person(5, FORMAL, turns=1)]
    instead = substitute(group, [2], [*people, *others])
    assert [person.number for person in instead.group] == [0, 1, 4]
    assert instead.cost.uneven == 0


def test_change_by_hand_tells_what_it_costs() -> None:
    people = crowd(3, 2)
    known = Past(people={pair(0, 2): 1})
    better = changing.change([people[0], people[3], people[4]], [people[0], people[1], people[3]], known)
    assert list(wording.costs(better, NAMES)) == ["De balans blijft goed."]
    worse = changing.change([people[0], people[1], people[3]], people[:3], known)
    assert list(wording.costs(worse, NAMES)) == [
        "Iedereen is van de informele kant: er is niemand van de formele kant bij.",
        "Samira en Ilse werkten al eens samen.",
    ]
    tired = changing.change(people[:1], [Person(7, INFORMAL, turns=2)])
    assert "Samen waren deze mensen 2 keer vaker aan de beurt." in list(wording.costs(tired, NAMES))


def test_words_come_in_other_languages() -> None:
    with translation.override("en"):
        assert "{" not in wording.about_balance(crowd(2, 1))
        assert "%" not in wording.about_balance(crowd(2, 1))


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(1, 4), st.integers(1, 4), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_tables_hold_against_every_possible_seating(informal: int, formal: int, met: set[tuple[int, int]]) -> None:
    people = crowd(informal, formal)
    known = {pair(*two) for two in met}
    found = seating(people, known, tables=2)
    (some, others), _second = shapes(informal, formal, 2)
    best = 0
    for ones, twos in product(combinations(people[:informal], some), combinations(people[informal:], others)):
        first = [*ones, *twos]
        second = [person for person in people if person not in first]
        best = max(best, new_meetings([first, second], known))
    assert (found.meetings, found.proven) == (best, True)


def test_tables_are_even_in_number_and_sides() -> None:
    found = seating(crowd(13, 10), [], tables=4)
    assert sorted(len(table) for table in found.tables) == [5, 6, 6, 6]
    assert {sum(person.side == INFORMAL for person in table) for table in found.tables} == {3, 4}
    assert sum(len(list(across(table))) for table in found.tables) == found.meetings


@pytest.mark.parametrize(("people", "tables"), [(0, 3), (1, 3), (2, 9)])
def test_tables_for_few_people(people: int, tables: int) -> None:
    found = seating(crowd(people, 0), [], tables=tables)
    assert sorted(person.number for table in found.tables for person in table) == list(range(people))


def test_composition_of_nothing_has_an_empty_group() -> None:
    assert plan_ahead([], groups=2) == Composition([[], []], Cost(), proven=True, seconds=pytest.approx(0, abs=1), wanted=3)
