"""Answering a listing, writing to a person, and the conversation that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import meeting
from accounts.models import Block, Origin, Participant
from kennismarkt import live, pace
from kennismarkt.errors import Refused
from market.conversations import LONGEST_MESSAGE, Conversation, Message, ReadMark
from market.listings import Listing
from notifications import telling

if TYPE_CHECKING:
    from uuid import UUID


# The kinds of `market.notices`.
ANSWERED, WRITTEN = "market.answer", "market.message"
FORBIDDEN = 403
NOT_FOUND = 404
UNREADABLE = 422


def answer(listing: Listing, *, by: Participant, text: str, sent_once: UUID, written_by: str = "") -> Message:
    """Open the conversation of `by` about `listing`, or go on with it, and say the first thing.

    Raises `Refused` for one's own listing, one that isn't on the market for `by`, and whatever `send` refuses.
    """
    with transaction.atomic():
        pace.lock(by)
        conversation = Conversation.objects.filter(listing=listing, starter=by).first()
        thread = conversation or opened(listing, by=by)
        return send(thread, by=by, text=text, sent_once=sent_once, written_by=written_by)


def opened(listing: Listing, *, by: Participant) -> Conversation:
    """Open a conversation, if the listing may be answered by `by` now."""
    if listing.owner_id == by.pk:
        raise Refused(_("Dit heb je zelf geplaatst. Je kunt er niet op reageren."))
    current = Listing.objects.on_market(by).select_for_update(of=("self",), no_key=True).filter(pk=listing.pk).first()
    if current is None:
        raise Refused(_("Dit staat niet meer op de markt."))
    pace.keep_pace(Conversation.objects.filter(starter=by), "opened_at", "answers")
    return Conversation.objects.create(
        listing=current,
        subject=current.title,
        area=current.area,
        starter=by,
        owner=current.owner,
        organisation=current.organisation,
    )


def write_to(person: Participant, *, by: Participant, text: str, sent_once: UUID, written_by: str = "") -> Message:
    """Open the conversation of `by` and `person` about nothing on the market, or go on with it, and say the first thing.

    Who has no e-mail is written to all the same: who acts for them reads it. Raises `Refused` for oneself, for somebody
    whom `by` can't find (any more, or across a block), and whatever `send` refuses.
    """
    if person.pk == by.pk:
        raise Refused(_("Dit ben je zelf. Schrijf iemand anders."))
    with transaction.atomic():
        pace.lock_all(by, person)
        conversation = Conversation.objects.personal_between(by, person).first()
        found = conversation or opened_with(person, by=by)
        return send(found, by=by, text=text, sent_once=sent_once, written_by=written_by)


def opened_with(person: Participant, *, by: Participant) -> Conversation:
    """Open a personal conversation, if `by` may find `person` now."""
    if not Participant.objects.visible_to(by).filter(pk=person.pk).exists():
        raise Refused(_("Deze persoon is hier niet te vinden."), status=NOT_FOUND)
    pace.keep_pace(Conversation.objects.filter(starter=by), "opened_at", "answers")
    return Conversation.objects.create(personal=True, area_id=person.area_id, starter=by, owner=person)


def send(conversation: Conversation, *, by: Participant, text: str, sent_once: UUID, written_by: str = "") -> Message:
    """Say something in a conversation; the same form sent twice says it once.

    `written_by` is the duty of who wrote it for `by`, when they can't do it themselves; the other is told.
    Raises `Refused` for no words or too many, for a conversation that is closed (by a block: who was blocked isn't told
    why), when `by` takes no part in it, and for too many messages in an hour.
    """
    with transaction.atomic():
        pace.lock(by)
        earlier = Message.objects.filter(author=by, sent_once=sent_once).first()
        if earlier is not None:
            return earlier
        words = sayable(text)
        # One message at a time in a conversation: what is read up to a number has no earlier number still to come.
        Conversation.objects.select_for_update(of=("self",), no_key=True).get(pk=conversation.pk)
        if closed(conversation, by):
            raise Refused(_("Dit gesprek is gesloten."), status=FORBIDDEN)
        pace.keep_pace(Message.objects.filter(author=by), "sent_at", "messages")
        message = Message.objects.create(
            conversation=conversation, author=by, text=words, sent_once=sent_once, written_by=written_by
        )
        Conversation.objects.filter(pk=conversation.pk).update(latest_at=message.sent_at)
        remember_meeting(conversation, by)
        tell_everybody(conversation)
        first = not Message.objects.filter(conversation=conversation).exclude(pk=message.pk).exists()
        telling.notify(ANSWERED if first else WRITTEN, conversation.people(), about=conversation.pk, by=by)
        return message


def remember_meeting(conversation: Conversation, author: Participant) -> None:
    """Remember that `author` has met who said something on the other side; what a moderator hid counts for nothing."""
    from_start = author.pk == conversation.starter_id
    heard = Message.objects.filter(conversation=conversation, hidden_at=None)
    across = heard.exclude(author=author) if from_start else heard.filter(author=conversation.starter_id)
    for person in Participant.objects.filter(pk__in=across.values("author")):
        meeting.meet(author, person, area=conversation.area, origin=Origin.CONVERSATION)


def sayable(text: str) -> str:
    """Return `text` without space around it (`Refused` when nothing is left or it is too long)."""
    words = text.strip()
    if not words:
        raise Refused(_("Schrijf eerst een paar woorden."), status=UNREADABLE)
    if len(words) > LONGEST_MESSAGE:
        too_long = ngettext(
            "Je bericht is %(number)d teken te lang.", "Je bericht is %(number)d tekens te lang.", len(words) - LONGEST_MESSAGE
        )
        raise Refused(too_long % {"number": len(words) - LONGEST_MESSAGE}, status=UNREADABLE)
    return words


def closed(conversation: Conversation, viewer: Participant) -> bool:
    """Whether `viewer` can say no more here: they take no part in it (any more), or it `stopped`."""
    if not Conversation.objects.visible_to(viewer).filter(pk=conversation.pk).exists():
        return True
    return stopped(conversation, viewer, blocks_in(conversation))


def blocks_in(conversation: Conversation) -> list[Block]:
    """Return the blocks between the two of a conversation."""
    return list(Block.objects.between(conversation.starter, conversation.owner))


def stopped(conversation: Conversation, viewer: Participant, blocks: list[Block]) -> bool:
    """Whether a conversation came to an end: by a block, or because the one person on the other side was suspended or left."""
    alone = conversation.speaks_for(viewer) is None
    other = conversation.other_than(viewer)
    return bool(blocks) or (alone and (other.leaving or not other.user.is_active))


def tell_everybody(conversation: Conversation) -> None:
    """Tell the thread, and the list of each of its people, that something changed."""
    live.tell("conversation", conversation.pk)
    live.tell("inbox", *conversation.people().values_list("pk", flat=True))


def read(conversation: Conversation, *, by: Participant, upto: int) -> int:
    """Remember that `by` has read up to and with message `upto`, never backwards; return how far it was before."""
    with transaction.atomic():
        mark, _made = ReadMark.objects.get_or_create(conversation=conversation, reader=by, defaults={"upto": 0})
        if ReadMark.objects.filter(pk=mark.pk, upto__lt=upto).update(upto=upto):
            live.tell("inbox", by.pk)
            for kind in (ANSWERED, WRITTEN):
                telling.read_about(kind, conversation.pk, by=by)
    return mark.upto
