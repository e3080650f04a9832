"""Answering a listing, and the conversation that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.models import Affiliation, Block
from kennismarkt import live, pace
from kennismarkt.errors import Refused
from market.conversations import Conversation, Message, ReadMark
from market.listings import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from accounts.models import Participant

FORBIDDEN = 403


def answer(listing: Listing, *, by: Participant, text: str, sent_once: UUID) -> Message:
    """Open the conversation of `by` about `listing`, or go on with it, and say the first thing.

    Raises `Refused` for one's own listing, one that isn't on the market for `by`, a block, or too many in an hour.
    """
    if listing.owner_id == by.pk:
        raise Refused(_("Dit heb je zelf geplaatst. Je kunt er niet op reageren."))
    with transaction.atomic():
        pace.lock(by)
        conversation = Conversation.objects.filter(listing=listing, starter=by).first()
        if conversation is None:
            if not Listing.objects.on_market(by).filter(pk=listing.pk).exists():
                raise Refused(_("Dit staat niet meer op de markt."))
            pace.keep_pace(Conversation.objects.filter(starter=by), "opened_at", "answers")
            conversation = Conversation.objects.create(
                listing=listing,
                subject=listing.title,
                area=listing.area,
                starter=by,
                owner=listing.owner,
                organisation=listing.organisation,
            )
        return send(conversation, by=by, text=text, sent_once=sent_once)


def send(conversation: Conversation, *, by: Participant, text: str, sent_once: UUID) -> Message:
    """Say something in a conversation; the same form sent twice says it once.

    Raises `Refused` when the conversation is closed by a block (the blocked person isn't told by whom), when `by`
    takes no part in it, or for too many messages in an hour.
    """
    with transaction.atomic():
        pace.lock(by)
        earlier = Message.objects.filter(author=by, sent_once=sent_once).first()
        if earlier is not None:
            return earlier
        if closed(conversation, by):
            raise Refused(_("Dit gesprek is gesloten."), status=FORBIDDEN)
        pace.keep_pace(Message.objects.filter(author=by), "sent_at", "messages")
        message = Message.objects.create(conversation=conversation, author=by, text=text, sent_once=sent_once)
        Conversation.objects.filter(pk=conversation.pk).update(latest_at=message.sent_at)
        read(conversation, by=by, upto=message.pk)
        tell_everybody(conversation)
        return message


def closed(conversation: Conversation, viewer: Participant) -> bool:
    """Whether `viewer` can say no more here: not (or no longer) of it, or apart from the other side by a block."""
    if not Conversation.objects.visible_to(viewer).filter(pk=conversation.pk).exists():
        return True
    other = conversation.owner if viewer.pk == conversation.starter_id else conversation.starter
    return Block.objects.between(viewer, other).exists()


def tell_everybody(conversation: Conversation) -> None:
    """Tell the thread, and the list of each of its people, that something changed."""
    live.tell("conversation", conversation.pk)
    for number in conversation.people().values_list("pk", flat=True):
        live.tell("inbox", number)


def read(conversation: Conversation, *, by: Participant, upto: int) -> None:
    """Remember how far `by` has read; never backwards."""
    mark, made = ReadMark.objects.get_or_create(conversation=conversation, reader=by, defaults={"upto": upto})
    if not made and mark.upto < upto:
        ReadMark.objects.filter(pk=mark.pk, upto__lt=upto).update(upto=upto)
    live.tell("inbox", by.pk)


class Line(NamedTuple):
    """One conversation in somebody's list."""

    conversation: Conversation
    name: str
    person: Participant
    last: str
    unread: bool


PAGE = 20


def lines(viewer: Participant, *, after: str = "") -> tuple[list[Line], str]:
    """Return a page of somebody's conversations, the latest first, and the cursor of the next page."""
    last = Message.objects.filter(conversation=OuterRef("pk"), hidden_at=None).order_by("-pk").values("text")[:1]
    mine = Conversation.objects.visible_to(viewer).select_related("starter", "owner", "organisation")
    mine = mine.annotate(last=Subquery(last)).order_by("-latest_at", "-pk")
    found = list(mine.after(after)[: PAGE + 1])
    unread = set(Conversation.objects.unread_by(viewer).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    shown = [line(each, viewer, unread=each.pk in unread) for each in found[:PAGE]]
    return shown, found[PAGE - 1].cursor if len(found) > PAGE else ""


def line(conversation: Conversation, viewer: Participant, *, unread: bool) -> Line:
    """Return how a conversation stands in the list of `viewer`: by who is on the other side."""
    speaks_for = conversation.organisation is not None and viewer.pk == conversation.starter_id
    person = conversation.owner if viewer.pk == conversation.starter_id else conversation.starter
    name = conversation.organisation.name if speaks_for and conversation.organisation else person.display_name
    return Line(conversation, name, person, getattr(conversation, "last", None) or "", unread)


@live.follows("conversation")
def conversation_followers(pairs: Iterable[live.Pair]) -> set[live.Pair]:
    """Who takes part in a conversation, and isn't kept apart by a block, may follow it."""
    wanted = {(person, int(number)) for person, number in pairs if number.isdecimal()}
    found = Conversation.objects.filter(pk__in={number for _person, number in wanted})
    facts = {each.pk: each for each in found}
    colleagues = set(Affiliation.objects.filter(participant__in={person for person, _number in wanted}).values_list("participant_id", "organisation_id"))
    blocks = set(Block.objects.filter(blocker__in={each.starter_id for each in found} | {each.owner_id for each in found}).values_list("blocker_id", "blocked_id"))
    return {
        (person, str(number))
        for person, number in wanted
        if number in facts and takes_part(person, facts[number], colleagues, blocks)
    }


def takes_part(person: int, conversation: Conversation, colleagues: set[tuple[int, int]], blocks: set[tuple[int, int]]) -> bool:
    """Whether `person` reads along in `conversation`, told from facts that were fetched for many at once."""
    pair = (conversation.starter_id, conversation.owner_id)
    if pair in blocks or pair[::-1] in blocks:
        return False
    return person in pair or (person, conversation.organisation_id) in colleagues


@live.follows("inbox")
def inbox_followers(pairs: Iterable[live.Pair]) -> set[live.Pair]:
    """Everybody follows their own inbox only."""
    return {(person, number) for person, number in pairs if number == str(person)}


def mark_read(conversation: Conversation, viewer: Participant) -> int:
    """Mark everything said so far as read; return how far `viewer` had read before."""
    before = ReadMark.objects.filter(conversation=conversation, reader=viewer).values_list("upto", flat=True).first() or 0
    latest = conversation.messages.order_by("-pk").values_list("pk", flat=True).first()
    if latest is not None and latest > before:
        read(conversation, by=viewer, upto=latest)
    return before

