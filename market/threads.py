"""Conversations as their reader sees them: the list, and one thread by day with where the new begins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left

from accounts import leaving
from accounts.addresses import picture_url
from accounts.privacy import fields_shown
from kennismarkt.inventory import without_names
from market import answering
from market.conversations import Conversation, Message, ReadMark
from market.listings import Listing
from market.moderation import Hiding

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from accounts.models import Participant

LISTED = 20
SHOWN = 50
LAST_WORDS = 200


class Line(NamedTuple):
    """One conversation in somebody's list."""

    conversation: Conversation
    title: str
    person: Participant
    name: str
    side: str
    last: str
    unread: bool


def lines(viewer: Participant, *, after: str = "") -> tuple[list[Line], str]:
    """Return a page of somebody's conversations, the latest first, and the cursor of the next page."""
    last = Message.objects.filter(conversation=OuterRef("pk"), hidden_at=None).order_by("-pk")
    mine = Conversation.objects.visible_to(viewer).select_related(
        "starter__erasure", "owner__erasure", "organisation", "listing", "area"
    )
    mine = (
        mine.with_faces(viewer)
        .annotate(last=Subquery(last.values(words=Left("text", LAST_WORDS))[:1]))
        .order_by("-latest_at", "-pk")
    )
    found = list(mine.after(after)[: LISTED + 1])
    unread = Conversation.objects.unread_by(viewer).filter(pk__in=[each.pk for each in found])
    news = set(unread.values_list("pk", flat=True))
    shown = [line(each, viewer, unread=each.pk in news) for each in found[:LISTED]]
    return shown, found[LISTED - 1].cursor if len(found) > LISTED else ""


def line(conversation: Conversation, viewer: Participant, *, unread: bool) -> Line:
    """Return how a conversation stands in the list of `viewer`: by who is on the other side."""
    person, organisation = face(conversation, viewer), conversation.speaks_for(viewer)
    if organisation is not None:
        person.portrait_url = ""
    names = names_in(conversation)
    conversation.subject = without_names(conversation.subject, names)
    return Line(
        conversation=conversation,
        title=conversation.title_for(viewer),
        person=person,
        name=organisation.name if organisation else person.display_name,
        side=organisation.side if organisation else person.side,
        last=without_names(getattr(conversation, "last", None) or "", names),
        unread=unread,
    )


def face(conversation: Conversation, viewer: Participant) -> Participant:
    """Return the other side as `viewer` may see them (`ConversationQuerySet.with_faces`)."""
    other = conversation.other_than(viewer)
    other.portrait_url = picture_url(other.pk, getattr(conversation, "picture", None))
    return other


def names_in(conversation: Conversation, messages: Iterable[Message] = ()) -> list[str]:
    """Return the names of those who are leaving, to be taken out of what others read (see `accounts.leaving`)."""
    people = [conversation.starter, conversation.owner, *(message.author for message in messages)]
    return [name for names in leaving.names_of(people).values() for name in names]


class Said(NamedTuple):
    """One message as it is shown."""

    message: Message
    at: datetime
    mine: bool
    first_new: bool
    hiding: Hiding | None


class Day(NamedTuple):
    """What was said on one day, in the area's own time."""

    day: date
    said: list[Said]


@dataclass(frozen=True)
class Thread:
    """The last fifty messages before some point, by day."""

    title: str
    days: list[Day]
    earlier: int | None
    before: int | None
    seen: int
    closed: bool
    blocked: bool
    other: Participant
    role: str
    listing: Listing | None

    @property
    def state(self) -> str:
        """What would change if the page had something else to show; a browser that has this need not fetch it again."""
        said = [each for day in self.days for each in day.said]
        hidden = sum(each.hiding is not None for each in said)
        first, last = (said[0].message.pk, said[-1].message.pk) if said else (0, 0)
        return f"{first}-{last}-{len(said)}-{hidden}-{int(self.closed)}"


def thread_of(conversation: Conversation, viewer: Participant, *, before: int | None = None, seen: int | None = None) -> Thread:
    """Return what `viewer` reads of a conversation, and mark it as read.

    `before` is the message that the reader goes back from; `seen` is how far they had read when they opened the page,
    so that the mark at the first new message stays where it is while more comes in.
    """
    visible = Message.objects.visible_to(viewer).filter(conversation=conversation).select_related("author__erasure")
    if before is not None:
        visible = visible.filter(pk__lt=before)
    found = list(visible.order_by("-pk")[: SHOWN + 1])
    messages = found[:SHOWN][::-1]
    names = names_in(conversation, messages)
    conversation.subject = without_names(conversation.subject, names)
    for each in messages if names else ():
        each.text = without_names(each.text, names)
    blocks = answering.blocks_in(conversation)
    had_seen = opened_by(conversation, viewer, messages, seen)
    other = face(conversation, viewer)
    return Thread(
        title=conversation.title_for(viewer),
        days=by_day(messages, viewer, seen=had_seen, zone=ZoneInfo(conversation.area.time_zone)),
        earlier=messages[0].pk if len(found) > SHOWN else None,
        before=before,
        seen=had_seen,
        closed=answering.stopped(conversation, viewer, blocks),
        blocked=any(block.blocker_id == viewer.pk for block in blocks),
        other=other,
        role=other.role_for(fields_shown(other, viewer, among=("roles",))),
        listing=Listing.objects.visible_to(viewer).filter(conversations=conversation).first(),
    )


def opened_by(conversation: Conversation, viewer: Participant, messages: list[Message], seen: int | None) -> int:
    """Mark `messages` as read by `viewer`; return how far they had read when they opened the page."""
    mark = ReadMark.objects.filter(conversation=conversation, reader=viewer).values_list("upto", flat=True).first() or 0
    if any(each.pk > mark and each.author_id != viewer.pk for each in messages):
        answering.read(conversation, by=viewer, upto=messages[-1].pk)
    return mark if seen is None else min(seen, mark)


def by_day(messages: list[Message], viewer: Participant, *, seen: int, zone: ZoneInfo) -> list[Day]:
    """Return `messages` by day, each with what its reader is told about it."""
    new = next((each.pk for each in messages if each.pk > seen and each.author_id != viewer.pk), None)
    hidings = hidings_of(messages)
    said = [
        Said(each, each.sent_at.astimezone(zone), each.author_id == viewer.pk, each.pk == new, hidings.get(each.pk))
        for each in messages
    ]
    return [Day(day, list(group)) for day, group in groupby(said, key=lambda each: each.at.date())]


def hidings_of(messages: Iterable[Message]) -> dict[int | None, Hiding]:
    """Return why a moderator hid those of `messages` that are hidden (their author still sees them)."""
    hidden = [each.pk for each in messages if each.hidden_at is not None]
    if not hidden:
        return {}
    return {hiding.message_id: hiding for hiding in Hiding.objects.in_force().filter(message__in=hidden)}
