"""Telling partners who aren't looking: that the next step is open, and that the table waits for their word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt.errors import Refused
from notifications import telling
from partnership.gathering import host_only
from partnership.partners import PRESENT_FOR, Partner

if TYPE_CHECKING:
    from partnership.cards import PartnershipCard

NEXT_STEP = "partnership.next_step"
UNHEARD = "partnership.unheard"
INVITED = "partnership.invited"


def elsewhere(card: PartnershipCard) -> list[Participant]:
    """Return the participants of `card` who aren't looking at it now."""
    looking = Q(seen_at__gt=timezone.now() - PRESENT_FOR)
    away = Partner.objects.around().filter(~looking | Q(seen_at=None), card=card, participant__isnull=False)
    return list(Participant.objects.filter(partnerships__in=away))


def next_step(card: PartnershipCard, *, by: Partner) -> int:
    """Tell who isn't looking that the next step is open; return how many that were."""
    return telling.notify(NEXT_STEP, elsewhere(card), about=card.pk, by=by.participant)


def ask_for_word(partner: Partner, *, by: Partner) -> None:
    """Ask somebody gently for their word; the host does. Guests can be asked at the table only (`Refused`)."""
    host_only(partner.card, by)
    if partner.participant is None or partner.left_at is not None:
        raise Refused(_("We kunnen alleen iemand met een account een bericht sturen. Vraag het aan tafel."))
    telling.notify(UNHEARD, [partner.participant], about=partner.card_id, by=by.participant)
