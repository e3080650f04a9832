"""A conversation as its reader sees it: by day, with where the new begins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from market import answering
from market.conversations import Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import Participant
    from market.conversations import Conversation

SHOWN = 50


class Said(NamedTuple):
    """One message as it is shown."""

    message: Message
    at: datetime
    mine: bool
    first_new: bool


class Day(NamedTuple):
    """What was said on one day, in the area's own time."""

    day: date
    said: list[Said]


@dataclass(frozen=True)
class Thread:
    """The last fifty messages before some point, by day."""

    days: list[Day]
    earlier: int | None
    closed: bool
    other: Participant


def thread_of(conversation: Conversation, viewer: Participant, *, before: int | None = None) -> Thread:
    """Return what `viewer` reads of a conversation, and mark it as read."""
    seen = answering.mark_read(conversation, viewer)
    visible = Message.objects.visible_to(viewer).filter(conversation=conversation).select_related("author")
    if before is not None:
        visible = visible.filter(pk__lt=before)
    found = list(visible.order_by("-pk")[: SHOWN + 1])
    messages = found[:SHOWN][::-1]
    new = next((each.pk for each in messages if each.pk > seen and each.author_id != viewer.pk), None)
    zone = ZoneInfo(conversation.area.time_zone)
    said = [Said(each, each.sent_at.astimezone(zone), each.author_id == viewer.pk, each.pk == new) for each in messages]
    return Thread(
        days=[Day(day, list(group)) for day, group in groupby(said, key=lambda each: each.at.date())],
        earlier=messages[0].pk if len(found) > SHOWN else None,
        closed=answering.closed(conversation, viewer),
        other=conversation.owner if viewer.pk == conversation.starter_id else conversation.starter,
    )
