"""Making the programme of a meeting: its parts and their order, who carries what, what has to be there, and talking about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kennismarkt import live, pace
from kennismarkt.errors import Refused
from meetings.models import GroupMessage, ItemCarrier, Material, Meeting, PrepGroup, PrepMember, ProgrammeItem
from meetings.preparation import TOPIC, locked
from meetings.working import conversing, must_work_on
from notifications import telling

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from accounts.models import Participant
    from meetings.models import BuildingBlock

SAID = "meetings.group_message"
GONE, FORBIDDEN = 404, 403
MOST_ITEMS = 40


def opened(meeting: Meeting, by: Participant) -> Meeting:
    """Return the meeting, locked, whose programme `by` may change."""
    found = locked(meeting)
    must_work_on(found, by)
    return found


def add(
    meeting: Meeting,
    *,
    by: Participant,
    kind: str,
    title: str,
    minutes: int,
    once: UUID,
    words: str = "",
    block: BuildingBlock | None = None,
    carriers: Collection[Participant] = (),
) -> ProgrammeItem:
    """Add a part at the end of the programme; the same form sent twice adds one."""
    with transaction.atomic():
        meeting = opened(meeting, by)
        earlier = meeting.programme.filter(added_once=once).first()
        if earlier is not None:
            return earlier
        if meeting.programme.count() >= MOST_ITEMS:
            raise Refused(_("Meer dan veertig onderdelen past in geen programma."))
        last = meeting.programme.aggregate(last=Max("position"))["last"] or 0
        item = ProgrammeItem.objects.create(
            meeting=meeting, position=last + 1, kind=kind, title=title, minutes=minutes, words=words, block=block, added_once=once
        )
        carry(item, carriers)
        live.tell(TOPIC, meeting.pk)
        return item


def change(
    item: ProgrammeItem,
    *,
    by: Participant,
    version: int,
    kind: str,
    title: str,
    minutes: int,
    words: str = "",
    block: BuildingBlock | None = None,
    carriers: Collection[Participant] = (),
) -> ProgrammeItem:
    """Change a part (`Refused` when somebody else did since the form was opened)."""
    with transaction.atomic():
        meeting = opened(item.meeting, by)
        current = meeting.programme.filter(pk=item.pk).first()
        if current is None:
            raise Refused(_("Dit onderdeel is er niet meer."), status=GONE)
        if current.version != version:
            raise Refused(_("Iemand anders heeft dit onderdeel net veranderd. Open het opnieuw."))
        current.kind, current.title, current.minutes, current.words, current.block = kind, title, minutes, words, block
        current.version += 1
        current.save()
        carry(current, carriers)
        live.tell(TOPIC, meeting.pk)
        return current


def carry(item: ProgrammeItem, carriers: Collection[Participant]) -> None:
    """Let these people, and nobody else, carry a part."""
    ItemCarrier.objects.filter(item=item).exclude(participant__in=[person.pk for person in carriers]).delete()
    ItemCarrier.objects.bulk_create([ItemCarrier(item=item, participant=person) for person in carriers], ignore_conflicts=True)


def move(item: ProgrammeItem, *, by: Participant, steps: int) -> None:
    """Move a part up (below zero) or down among the others."""
    with transaction.atomic():
        meeting = opened(item.meeting, by)
        order = list(meeting.programme.values_list("pk", flat=True))
        if item.pk not in order:
            raise Refused(_("Dit onderdeel is er niet meer."), status=GONE)
        here = order.index(item.pk)
        order.insert(max(0, here + steps), order.pop(here))
        put_in_order(meeting, order)


def reorder(meeting: Meeting, *, by: Participant, order: Sequence[int]) -> None:
    """Put the parts in this order; parts that aren't named (added meanwhile) come last, as they stood."""
    with transaction.atomic():
        meeting = opened(meeting, by)
        there = list(meeting.programme.values_list("pk", flat=True))
        named = [number for number in dict.fromkeys(order) if number in there]
        put_in_order(meeting, [*named, *(number for number in there if number not in named)])


def put_in_order(meeting: Meeting, order: Sequence[int]) -> None:
    """Number the parts in this order."""
    items = meeting.programme.in_bulk(list(order))
    for position, number in enumerate(order, start=1):
        items[number].position = position
    ProgrammeItem.objects.bulk_update(items.values(), ["position"])
    live.tell(TOPIC, meeting.pk)


def remove(item: ProgrammeItem, *, by: Participant) -> None:
    """Take a part out of the programme."""
    with transaction.atomic():
        meeting = opened(item.meeting, by)
        meeting.programme.filter(pk=item.pk).delete()
        live.tell(TOPIC, meeting.pk)


def need(meeting: Meeting, *, by: Participant, words: str, brought_by: Participant | None = None) -> Material:
    """Write down what has to be there, and who sees to it."""
    with transaction.atomic():
        meeting = opened(meeting, by)
        made = Material.objects.create(meeting=meeting, words=words, brought_by=brought_by)
        live.tell(TOPIC, meeting.pk)
        return made


def tick(material: Material, *, by: Participant, ready: bool) -> None:
    """Say that something is seen to, or isn't after all."""
    with transaction.atomic():
        meeting = opened(material.meeting, by)
        meeting.materials.filter(pk=material.pk).update(ready=ready)
        live.tell(TOPIC, meeting.pk)


def need_no_more(material: Material, *, by: Participant) -> None:
    """Strike something from what has to be there."""
    with transaction.atomic():
        meeting = opened(material.meeting, by)
        meeting.materials.filter(pk=material.pk).delete()
        live.tell(TOPIC, meeting.pk)


def say(group: PrepGroup, *, by: Participant, text: str, sent_once: UUID) -> GroupMessage:
    """Say something in the conversation of the group; the same form sent twice says it once."""
    with transaction.atomic():
        pace.lock(by)
        if not conversing(by).filter(pk=group.pk).exists():
            raise Refused(_("Dit gesprek is van het groepje."), status=FORBIDDEN)
        earlier = GroupMessage.objects.filter(author=by, sent_once=sent_once).first()
        if earlier is not None:
            return earlier
        pace.keep_pace(GroupMessage.objects.filter(author=by), "sent_at", "messages")
        message = GroupMessage.objects.create(group=group, author=by, text=text, sent_once=sent_once)
        others = PrepMember.objects.current().filter(group=group).select_related("participant")
        telling.notify(SAID, [member.participant for member in others], about=group.meeting_id, by=by)
        live.tell(TOPIC, group.meeting_id)
        return message
