"""Who may follow a card live: its partners, participants and guests (whose number is negative), while they take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennismarkt import live
from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Iterable


@live.follows("card")
def card_followers(pairs: Iterable[live.Pair]) -> set[live.Pair]:
    """Those who sit at the card now."""
    wanted = {(person, int(number)) for person, number in pairs if number.isascii() and number.isdecimal()}
    around = Partner.objects.around().filter(card__in={card for _person, card in wanted if card < 2**63})
    seated = {
        (participant if participant is not None else -guest, card)
        for card, participant, guest in around.values_list("card", "participant", "guest")
    }
    return {(person, str(card)) for person, card in wanted & seated}
