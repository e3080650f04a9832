"""Voicing what one expects of each other, at the start and whenever one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt import live
from kennismarkt.errors import Refused
from partnership.dialogue import GONE, careful, sayable
from partnership.expectations import LONGEST_EXPECTATION, Expectation, Theme
from partnership.gathering import at_the_table, locked

if TYPE_CHECKING:
    from uuid import UUID

    from partnership.cards import PartnershipCard
    from partnership.partners import Partner


def voice(card: PartnershipCard, *, by: Partner, theme: str, text: str, once: UUID) -> Expectation:
    """Say what one expects; the same form sent twice says it once."""
    words = sayable(text, LONGEST_EXPECTATION)
    with transaction.atomic():
        card = locked(card)
        at_the_table(card, by)
        earlier = Expectation.objects.filter(partner=by, voiced_once=once).first()
        if earlier is not None:
            return earlier
        careful(card, words)
        voiced = Expectation.objects.create(card=card, partner=by, theme=Theme(theme), text=words, voiced_once=once)
        live.tell("card", card.pk, part="expectations")
        return voiced


def take_back(expectation: Expectation, *, by: Partner) -> None:
    """Expect it no longer; it stays in the history."""
    set_withdrawn(expectation, by, back=True)


def put_back(expectation: Expectation, *, by: Partner) -> None:
    """Expect it again."""
    set_withdrawn(expectation, by, back=False)


def set_withdrawn(expectation: Expectation, by: Partner, *, back: bool) -> None:
    """Take one's own expectation back, or put it back (`Refused` for somebody else's)."""
    with transaction.atomic():
        card = locked(expectation.card)
        at_the_table(card, by)
        if expectation.partner_id != by.pk:
            raise Refused(_("Alleen wie het schreef, kan dit veranderen."), status=GONE)
        Expectation.objects.filter(pk=expectation.pk).update(withdrawn_at=timezone.now() if back else None)
        live.tell("card", card.pk, part="expectations")
