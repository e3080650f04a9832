"""What composing needs to know, read from the tables in a fixed number of queries: people, their turns, who worked with whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accounts.models import Affiliation, Participant
from meetings.models import Meeting, PrepMember, PrepWish
from meetings.rotation.people import Past, Person, remembered
from meetings.working import before

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Memory:
    """Everybody who wishes to prepare, as the rotation looks at them, what there is to remember, and their names."""

    people: tuple[Person, ...]
    past: Past
    participants: Mapping[int, Participant]

    @property
    def names(self) -> dict[int, str]:
        """What people are called."""
        return {number: person.display_name for number, person in self.participants.items()}

    def those(self, numbers: Iterable[int]) -> list[Person]:
        """Return these people, as far as they are known, in the order of their numbers."""
        wanted = set(numbers)
        return [person for person in self.people if person.number in wanted]


def memory_of(meetings: Sequence[Meeting]) -> Memory:
    """Return what there is to know for the groups of these meetings, which are counted from 0 in `Person.away`."""
    wishes = PrepWish.objects.filter(meeting__in=meetings, participant__in=present())
    by_person: dict[int, dict[int, PrepWish]] = defaultdict(dict)
    for wish in wishes.select_related("participant"):
        by_person[wish.participant_id][wish.meeting_id] = wish
    groups = groups_with(by_person, but=meetings)
    organisations = organisations_of({number for group in groups for number in group} | by_person.keys())
    turns = Counter(number for group in groups for number in group)
    lately = members_before(meetings[0]) if meetings else set()
    people = [
        person_of(mine, meetings, turns[number], organisations[number], rested=number not in lately)
        for number, mine in sorted(by_person.items())
    ]
    past = remembered([Person(number, "", organisations=organisations[number]) for number in group] for group in groups)
    return Memory(tuple(people), past, {number: next(iter(mine.values())).participant for number, mine in by_person.items()})


def present() -> QuerySet[Participant, dict[str, Any]]:
    """Return who takes part in the site and may sign in."""
    return Participant.objects.present().filter(user__is_active=True).order_by().values("pk")


def person_of(
    mine: Mapping[int, PrepWish], meetings: Sequence[Meeting], turns: int, organisations: frozenset[int], *, rested: bool
) -> Person:
    """Return somebody as the rotation looks at them."""
    wish = next(iter(mine.values()))
    away = (index for index, meeting in enumerate(meetings) if meeting.pk not in mine or not mine[meeting.pk].can_come)
    return Person(
        wish.participant_id,
        wish.side,
        turns=turns,
        organisations=organisations,
        languages=frozenset(wish.participant.languages),
        wishes=wish.language,
        rested=rested,
        away=frozenset(away),
    )


def groups_with(people: Collection[int], *, but: Sequence[Meeting]) -> list[set[int]]:
    """Return every group that one of `people` was in, in whichever trajectory, for meetings that went on; not for `but`."""
    theirs = PrepMember.objects.current().filter(participant__in=list(people), group__meeting__cancelled_at=None)
    theirs = theirs.exclude(group__meeting__in=but)
    rows = PrepMember.objects.current().filter(group__in=theirs.order_by().values("group"))
    found: dict[int, set[int]] = defaultdict(set)
    for group, number in rows.values_list("group", "participant"):
        found[group].add(number)
    return list(found.values())


def organisations_of(people: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Return for which organisations people work or help."""
    found: dict[int, set[int]] = defaultdict(set)
    for number, organisation in Affiliation.objects.filter(participant__in=people).values_list("participant", "organisation"):
        found[number].add(organisation)
    return defaultdict(frozenset, {number: frozenset(theirs) for number, theirs in found.items()})


def members_before(meeting: Meeting) -> set[int]:
    """Return who prepared the meeting before this one."""
    earlier = before(meeting)
    rows = PrepMember.objects.current().filter(Q(group__meeting=earlier) if earlier else Q(pk__in=[]))
    return set(rows.values_list("participant", flat=True))
