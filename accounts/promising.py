"""Accepting, declining and closing a commitment, and telling a success: the verbs that cards and meetings share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.commitments import Commitment, Harvest, Outcome
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Participant
    from neighbourhood.models import Area

UNREADABLE = 422
GONE = 404


def ask(person: Participant, *, text: str, due_on: date | None, origin: str, area: Area, by: Participant | None) -> Commitment:
    """Ask `person` to do something; who asks it of themselves has accepted it at once."""
    accepted = timezone.now() if by is not None and by.pk == person.pk else None
    return Commitment.objects.create(area=area, person=person, text=text, due_on=due_on, origin=origin, accepted_at=accepted)


@transaction.atomic
def accept(commitment: Commitment, *, by: Participant) -> Commitment:
    """Take it on (`Refused` for somebody else's, or once it was answered)."""
    current = unanswered(commitment, by)
    current.accepted_at = timezone.now()
    current.save(update_fields=["accepted_at"])
    return current


@transaction.atomic
def decline(commitment: Commitment, *, by: Participant) -> Commitment:
    """Say no (`Refused` as `accept`)."""
    current = unanswered(commitment, by)
    current.declined_at = timezone.now()
    current.save(update_fields=["declined_at"])
    return current


@transaction.atomic
def close(commitment: Commitment, *, by: Participant, outcome: str, words: str) -> Commitment:
    """Close it as done, changed or dropped; the last two with a word why. `Refused` when it isn't open or isn't one's own."""
    said = " ".join(words.split())
    if outcome != Outcome.DONE and not said:
        raise Refused(_("Schrijf in een paar woorden waarom."), status=UNREADABLE)
    current = locked(commitment, by)
    if current.accepted_at is None or current.closed_at is not None:
        raise Refused(_("Deze afspraak staat niet (meer) open."))
    current.closed_at, current.outcome, current.outcome_words = timezone.now(), Outcome(outcome), said
    current.save(update_fields=["closed_at", "outcome", "outcome_words"])
    return current


def celebrate(text: str, *, origin: str, area: Area, by: Participant) -> Harvest:
    """Tell a success (`Refused` without words)."""
    words = " ".join(text.split())
    if not words:
        raise Refused(_("Schrijf eerst een paar woorden."), status=UNREADABLE)
    return Harvest.objects.create(area=area, told_by=by, text=words, origin=origin)


def unanswered(commitment: Commitment, by: Participant) -> Commitment:
    """Return the commitment, locked, when `by` may still answer it (`Refused` otherwise)."""
    current = locked(commitment, by)
    if current.accepted_at is not None or current.declined_at is not None or current.closed_at is not None:
        raise Refused(_("Dit is al beantwoord."))
    return current


def locked(commitment: Commitment, by: Participant) -> Commitment:
    """Return the commitment of `by`, locked (`Refused` for somebody else's)."""
    found = Commitment.objects.visible_to(by).select_for_update().filter(pk=commitment.pk).first()
    if found is None:
        raise Refused(_("Deze afspraak is er niet (meer)."), status=GONE)
    return found
