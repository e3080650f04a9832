"""Wanting nothing to do with somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Affiliation, Block, Participant
from kennismarkt import live, pace
from kennismarkt.errors import Refused
from market.conversations import Conversation, Message

if TYPE_CHECKING:
    from django.db.models import QuerySet


def block(person: Participant, *, by: Participant) -> Block:
    """Keep `person` apart from `by`: neither finds or writes the other; `person` is not told (`Refused` for oneself)."""
    if person.pk == by.pk:
        raise Refused(_("Jezelf blokkeren kan niet."))
    with transaction.atomic():
        # What they are sending now arrives first; nothing arrives after.
        pace.lock(person)
        made, _new = Block.objects.get_or_create(blocker=by, blocked=person)
        tell_both(by, person)
        return made


def unblock(person: Participant, *, by: Participant) -> None:
    """Let `person` back in; their conversations open again, unless `person` blocked too."""
    with transaction.atomic():
        Block.objects.filter(blocker=by, blocked=person).delete()
        tell_both(by, person)


def tell_both(one: Participant, other: Participant) -> None:
    """Have those who are reading what the two share look again."""
    shared = Q(starter=one, owner=other) | Q(starter=other, owner=one)
    acting = Affiliation.objects.organisations_of
    for_organisations = Q(starter=one, organisation__in=acting(other)) | Q(starter=other, organisation__in=acting(one))
    found = Conversation.objects.filter(shared | for_organisations).distinct()
    live.tell("conversation", *found.values_list("pk", flat=True))


def known_to(viewer: Participant) -> QuerySet[Participant]:
    """People whom `viewer` may see, wrote with (also colleagues who joined in) or blocked."""
    mine = Conversation.objects.visible_to(viewer)
    met = Q(pk__in=mine.values("starter")) | Q(pk__in=mine.values("owner"))
    wrote = Q(pk__in=Message.objects.filter(conversation__in=mine).values("author"))
    blocked = Q(pk__in=Block.objects.filter(blocker=viewer).values("blocked"))
    seen = Q(pk__in=Participant.objects.visible_to(viewer).values("pk"))
    return Participant.objects.filter(seen | met | wrote | blocked)
