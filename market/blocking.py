"""Wanting nothing to do with somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Block
from kennismarkt import live
from kennismarkt.errors import Refused
from market.conversations import Conversation

if TYPE_CHECKING:
    from accounts.models import Participant


def block(person: Participant, *, by: Participant) -> Block:
    """Keep `person` apart from `by`: neither finds or writes the other; `person` is not told (`Refused` for oneself)."""
    if person.pk == by.pk:
        raise Refused(_("Jezelf blokkeren kan niet."))
    with transaction.atomic():
        made, _new = Block.objects.get_or_create(blocker=by, blocked=person)
        shared = Conversation.objects.visible_to(by) & Conversation.objects.visible_to(person)
        for number in shared.values_list("pk", flat=True):
            live.tell("conversation", number)
        return made


def unblock(person: Participant, *, by: Participant) -> None:
    """Let `person` back in."""
    Block.objects.filter(blocker=by, blocked=person).delete()
