"""The page of a group: its people, the programme with times, hints, what has to be there, and the conversation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Participant, SelfPortrait
from meetings.composing_page import session_of
from meetings.hints import Timed, hints, timed
from meetings.models import GroupMessage, ItemCarrier, Material, Meeting, PrepGroup, PrepMember, ProgrammeItem, Seat, SeatState
from meetings.working import conversing, works_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

SHOWN_MESSAGES = 50


@dataclass(frozen=True)
class Page:
    """What the page shows to one viewer."""

    meeting: Meeting
    group: PrepGroup | None
    members: Sequence[PrepMember]
    mine: PrepMember | None
    session: Meeting | None
    items: Sequence[Timed]
    hints: Sequence[str]
    materials: Sequence[Material]
    may_talk: bool
    messages: Sequence[GroupMessage]
    may_change: bool


def page_for(meeting: Meeting, viewer: Participant) -> Page:
    """Return the page; whom `viewer` may not see is left out of who carries what."""
    group = PrepGroup.objects.filter(meeting=meeting).first()
    members = list(PrepMember.objects.current().visible_to(viewer).filter(group=group).select_related("participant"))
    SelfPortrait.objects.shown_on([member.participant for member in members], viewer=viewer)
    items, carriers, sides = programme_of(meeting, viewer)
    may_talk = group is not None and conversing(viewer).filter(pk=group.pk).exists()
    said = GroupMessage.objects.visible_to(viewer).filter(group=group).select_related("author").order_by("-pk")
    return Page(
        meeting=meeting,
        group=group,
        members=members,
        mine=next((member for member in members if member.participant_id == viewer.pk), None),
        session=session_of(meeting),
        items=timed(meeting, items, carriers),
        hints=list(hints(meeting, items, sides)),
        materials=list(meeting.materials.select_related("brought_by")),
        may_talk=may_talk,
        messages=list(said[:SHOWN_MESSAGES])[::-1] if may_talk else [],
        may_change=works_on(meeting, viewer),
    )


def programme_of(
    meeting: Meeting, viewer: Participant | None
) -> tuple[list[ProgrammeItem], dict[int, list[Participant]], set[str]]:
    """Return the parts, who carries each as far as `viewer` may see them, and the sides of all who do."""
    items = list(meeting.programme.select_related("block"))
    carried = list(ItemCarrier.objects.filter(item__in=items).select_related("participant"))
    seen = set(
        Participant.objects.visible_to(viewer)
        .filter(pk__in=[each.participant_id for each in carried])
        .values_list("pk", flat=True)
    )
    carriers: dict[int, list[Participant]] = defaultdict(list)
    for each in carried:
        if each.participant_id in seen:
            carriers[each.item_id].append(each.participant)
    return items, carriers, {each.participant.side for each in carried}


def may_carry(meeting: Meeting, viewer: Participant) -> QuerySet[Participant]:
    """Return who could carry a part, as far as `viewer` may know that they come: the group, and who shows that they come."""
    members = PrepMember.objects.current().visible_to(viewer).filter(group__meeting=meeting).order_by().values("participant")
    seats = Seat.objects.visible_to(viewer).filter(meeting=meeting, state=SeatState.SEATED, participant__isnull=False)
    people = Participant.objects.visible_to(viewer)
    return (people.filter(pk__in=members) | people.filter(pk__in=seats.order_by().values("participant"))).order_by(
        "display_name", "pk"
    )
