"""Telling people about commitments, wherever these come from: asked, answered, and the day comes near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import Commitment, Participant
from notifications import telling

if TYPE_CHECKING:
    from datetime import date

ASKED = "commitment.asked"
ANSWERED = "commitment.answered"
DUE = "commitment.due"


def tell_asked(commitment: Commitment) -> int:
    """Tell who is asked: the person, or those who keep the entry of the organisation, else all who may act for it."""
    return telling.notify(ASKED, asked_people(commitment), about=commitment.pk, by=commitment.asked_by)


def asked_people(commitment: Commitment) -> list[Participant]:
    """Return who can say yes or no."""
    if commitment.person is not None:
        return [commitment.person]
    acting = Participant.objects.filter(
        affiliation__organisation=commitment.organisation, affiliation__confirmed_at__isnull=False
    ).distinct()
    keeping = acting.filter(affiliation__organisation=commitment.organisation, affiliation__keeps_entry=True)
    return list(keeping) or list(acting)


def tell_answered(commitment: Commitment) -> int:
    """Tell who asked that the answer is there."""
    if commitment.asked_by is None:
        return 0
    return telling.notify(ANSWERED, [commitment.asked_by], about=commitment.pk, by=commitment.person)


def remind(today: date | None = None) -> int:
    """Tell people of what they will do within three days, and once more a week after its day; return how many that were."""
    day, reminded = today or timezone.localdate(), 0
    for number in Commitment.objects.to_remind(day).values_list("pk", flat=True):
        with transaction.atomic():
            current = (
                Commitment.objects.to_remind(day).select_for_update(of=("self",), skip_locked=True).filter(pk=number).first()
            )
            if current is not None and current.person is not None:
                Commitment.objects.filter(pk=number).update(reminded_on=day)
                reminded += telling.notify(DUE, [current.person], about=number)
    return reminded
