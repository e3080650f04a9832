"""Who may follow a card live: its partners, participants and guests (whose number is negative), while they take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Block
from kennismarkt import live
from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Iterable


@live.follows("card")
def card_followers(pairs: Iterable[live.Pair]) -> set[live.Pair]:
    """Those who sit at the card now, and whom no block keeps from its host: the rule of `partner_of`."""
    wanted = {(person, int(number)) for person, number in pairs if number.isascii() and number.isdecimal()}
    around = Partner.objects.around().filter(card__in={card for _person, card in wanted if card < 2**63})
    facts = list(around.values_list("card", "participant", "guest", "card__host__participant"))
    apart = apart_from_hosts({host for *_rest, host in facts if host is not None})
    seated = {
        (participant if participant is not None else -guest, card)
        for card, participant, guest, host in facts
        if (participant, host) not in apart
    }
    return {(person, str(card)) for person, card in wanted & seated}


def apart_from_hosts(hosts: set[int]) -> set[tuple[int, int]]:
    """Return the pairs of somebody and a host that a block keeps apart; one query."""
    blocks = Block.objects.filter(Q(blocker__in=hosts) | Q(blocked__in=hosts)).values_list("blocker", "blocked")
    return {pair for blocker, blocked in blocks for pair in ((blocker, blocked), (blocked, blocker))}
