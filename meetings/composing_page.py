"""The page on which a group is put together, as the room sees it: who wishes, what lies on the table, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Participant, SelfPortrait
from meetings.models import Meeting, MeetingKind, PickList, PrepGroup, PrepPick, PrepWish
from meetings.remembering import memory_of
from meetings.rotation import changing, composing, explaining, wording
from meetings.working import composes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetings.remembering import Memory
    from meetings.rotation.people import Person


@dataclass(frozen=True)
class Chosen:
    """Somebody on the table, and why."""

    person: Participant
    side: str
    why: str


@dataclass(frozen=True)
class Option:
    """Somebody who could come in by hand, and what that costs, in sentences."""

    person: Participant
    side: str
    costs: Sequence[str]


@dataclass(frozen=True)
class Page:
    """What the page shows to one viewer."""

    meeting: Meeting
    group: PrepGroup
    wishes: Sequence[PrepWish]
    mine: PrepWish | None
    session: Meeting | None
    may_compose: bool
    table: Sequence[Chosen]
    remarks: Sequence[str]
    costs: Sequence[str]
    runner_up: Sequence[Chosen]
    other: Participant | None
    options: Sequence[Option]
    widening: bool
    screen: bool


def page_for(meeting: Meeting, viewer: Participant, *, other: int | None = None, screen: bool = False) -> Page:
    """Return the page; `other` is for whom on the table somebody else is sought, 0 for one more."""
    group = PrepGroup.objects.filter(meeting=meeting).first() or PrepGroup(meeting=meeting, version=0)
    wishes = list(PrepWish.objects.filter(meeting=meeting).visible_to(viewer).select_related("participant"))
    memory = memory_of([meeting])
    lists = lists_of(group)
    seen = {wish.participant_id: wish.participant for wish in wishes}
    names = names_for(memory, seen)
    SelfPortrait.objects.shown_on(seen.values(), viewer=viewer)
    table, best = (memory.those(lists[name]) for name in (PickList.TABLE, PickList.BEST))
    may_compose = group.agreed_at is None and composes(meeting, viewer)
    searching = may_compose and other is not None and (other == 0 or other in lists[PickList.TABLE])
    return Page(
        meeting=meeting,
        group=group,
        wishes=wishes,
        mine=next((wish for wish in wishes if wish.participant_id == viewer.pk), None),
        session=session_of(meeting),
        may_compose=may_compose,
        table=chosen(table, memory, seen),
        remarks=remarks(table, best, names, proven=group.proven),
        costs=list(wording.costs(changing.change(best, table, memory.past), names)) if table != best else [],
        runner_up=chosen(memory.those(lists[PickList.RUNNER_UP]), memory, seen),
        other=seen.get(other) if searching and other else None,
        options=options(table, other or 0, memory, seen) if searching else [],
        widening=searching and other == 0,
        screen=screen,
    )


def lists_of(group: PrepGroup) -> dict[str, list[int]]:
    """Return who stands on which list."""
    found: dict[str, list[int]] = {name: [] for name in PickList.values}
    if group.pk is not None:
        for name, number in PrepPick.objects.filter(group=group).values_list("list", "participant"):
            found[name].append(number)
    return found


def session_of(meeting: Meeting) -> Meeting | None:
    """Return the first session in which the meeting is prepared."""
    sessions = Meeting.objects.held().filter(prepares=meeting, kind=MeetingKind.PREPARATION).select_related("area", "place")
    return sessions.order_by("starts_at", "pk").first()


def names_for(memory: Memory, seen: dict[int, Participant]) -> dict[int, str]:
    """Return what people are called; whom the viewer may not see has no name."""
    names = {number: person.display_name for number, person in seen.items()}
    return {**dict.fromkeys(memory.participants, _("iemand")), **names}


def chosen(group: Sequence[Person], memory: Memory, seen: dict[int, Participant]) -> list[Chosen]:
    """Return each of a group with the reason; whom the viewer may not see is left out."""
    names = names_for(memory, seen)
    visible = [person for person in group if person.number in seen]
    return [
        Chosen(seen[person.number], person.side, wording.sentence(why, names))
        for person in visible
        for why in [explaining.reason(person, visible, memory.people, memory.past)]
    ]


def remarks(table: Sequence[Person], best: Sequence[Person], names: dict[int, str], *, proven: bool) -> list[str]:
    """Return what there is to say about the group on the table."""
    if not table:
        return []
    said = [wording.about_balance(table), *wording.about_wishes(table, names)]
    if table == best:
        said.append(wording.certain(proven=proven))
    if len(table) < composing.ABOUT_THREE:
        said.append(wording.few(len(table)))
    return said


def options(table: Sequence[Person], out: int, memory: Memory, seen: dict[int, Participant]) -> list[Option]:
    """Return who could come in the place of `out` (0: as one more), what that costs, and the cheapest first."""
    staying = [person for person in table if person.number != out]
    able = [each for each in memory.people if each not in table and 0 not in each.away and each.number in seen]
    changes = [(each, changing.change(table, [*staying, each], memory.past)) for each in able]
    changes.sort(key=lambda pair: (pair[1].cost.order, pair[0].number))
    names = names_for(memory, seen)
    return [Option(seen[each.number], each.side, list(wording.costs(change, names))) for each, change in changes]
